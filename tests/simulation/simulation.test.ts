import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type PlantName, plants } from "../plants.ts";

// The stories run in processes of their own, because they replace the process's clock, timers and chance.

const TELLER = fileURLToPath(new URL("./teller.ts", import.meta.url));
const run = promisify(execFile);

const Told = z.looseObject({
  seed: z.int(),
  violation: z.object({ invariant: z.string(), words: z.string() }).optional(),
  facts: z.int(),
  digest: z.string(),
});

async function tell(first: number, count: number, plant?: PlantName): Promise<z.infer<typeof Told>[]> {
  const planted = plant === undefined ? [] : [`--plant=${plant}`];
  const { stdout } = await run(process.execPath, [
    TELLER,
    `--first=${first}`,
    `--count=${count}`,
    "--until-broken",
    ...planted,
  ]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => Told.parse(JSON.parse(line)));
}

describe("the house under faults, as the simulator tells it", () => {
  test("keeps its promises, seed after seed", async () => {
    for (const { seed, violation, facts } of await tell(1, 6)) {
      expect(violation, `seed ${seed}`).toBeUndefined();
      expect(facts).toBeGreaterThan(0);
    }
  });

  test("the same seed tells the same story, byte for byte", async () => {
    const [one, again] = await Promise.all([tell(3, 1), tell(3, 1)]);
    expect(again).toEqual(one);
  });
});

/** How many seeds it takes at most; what is not listed here needs rarer coincidences and is the exhaustive search's to find. */
const FOUND_WITHIN: Partial<Record<PlantName, number>> = {
  "wall-clock-billing": 20,
  "lock-in-on-empty-wallet": 5,
  "reserved-in-pool": 5,
  "charge-twice": 40,
  "apply-over-gap": 40,
  "late-fact-reopens": 40,
  "lease-not-journalled": 5,
  "prune-unacked": 10,
  "ack-before-commit": 5,
  "epoch-reuse": 20,
  "trust-puback": 5,
};

describe("a bug on purpose is found", () => {
  test.each(Object.entries(FOUND_WITHIN))("%s, within %i seeds", async (name, seeds) => {
    const plant = z.enum(Object.keys(plants)).parse(name) as PlantName;
    const told = await tell(1, seeds, plant);
    expect(told.at(-1)?.violation).toBeDefined();
  });
});
