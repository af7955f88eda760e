import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { tell, tellAll } from "./tellers.ts";

// More seeds: BAYGATE_SEEDS=2000 npm run test:simulation, or npm run simulate.

/** The same seeds every time, and as many again that nobody has seen. */
const SEEDS = Number(process.env["BAYGATE_SEEDS"] ?? 100) / 2;
const FIXED = 1;
const FRESH = randomInt(1_000_000, 1_000_000_000);

describe("the house under faults, as the simulator tells it", () => {
  test.each([
    ["fixed", FIXED],
    ["fresh", FRESH],
  ])("keeps its promises, seed after seed: %s ones from %i on", async (_which, first) => {
    process.stdout.write(`simulator: ${SEEDS} seeds from ${first}; npm run simulate -- --seed S tells one again\n`);
    const told = await tellAll(first, SEEDS);
    expect(told.filter(({ violation }) => violation !== undefined)).toEqual([]);
    expect(told.map(({ seed }) => seed)).toEqual(Array.from({ length: SEEDS }, (_, at) => first + at));
    expect(told.every(({ facts, carDays }) => facts > 0 && carDays >= 0)).toBe(true);
  });

  test("the same seed tells the same story, byte for byte", async () => {
    const seed = FRESH + SEEDS;
    const [one, again] = await Promise.all([tell(seed, 1), tell(seed, 1)]);
    expect(again).toEqual(one);
  });
});
