import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { PlantName } from "../plants.ts";

// For tests: tells stories in processes of their own, because a story replaces its process's clock, timers and chance.

const TELLER = fileURLToPath(new URL("./teller.ts", import.meta.url));
const run = promisify(execFile);

const Told = z.looseObject({
  seed: z.int(),
  violation: z.object({ invariant: z.string(), words: z.string() }).optional(),
  carDays: z.int(),
  faults: z.record(z.string(), z.int()),
  facts: z.int(),
  digest: z.string(),
});
export type Told = z.infer<typeof Told>;

/** Seeds one after the other, until one is broken. */
export async function tell(first: number, count: number, plant?: PlantName, step = 1): Promise<Told[]> {
  const planted = plant === undefined ? [] : [`--plant=${plant}`];
  const numbers = [`--first=${first}`, `--count=${count}`, `--step=${step}`];
  const { stdout } = await run(process.execPath, [TELLER, ...numbers, "--until-broken", ...planted], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => Told.parse(JSON.parse(line)));
}

/** The same seeds shared by as many processes as there are processors, two at most; in the order of the seeds. */
export async function tellAll(first: number, count: number): Promise<Told[]> {
  const hands = Math.min(2, availableParallelism(), count);
  const shares = Array.from({ length: hands }, (_, hand) =>
    tell(first + hand, Math.ceil((count - hand) / hands), undefined, hands),
  );
  return (await Promise.all(shares)).flat().sort((a, b) => a.seed - b.seed);
}
