import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Told, tell, tellAll } from "./tellers.ts";

// More seeds: BAYGATE_SEEDS=2000 npm run test:simulation, or npm run simulate.

/** Asked for so many, half of them are seeds that nobody has seen; else they are the same every time, so that a change is judged by itself. */
const asked = process.env["BAYGATE_SEEDS"];
const SEEDS = Math.ceil(Number(asked ?? 32) / 2);
const FIXED = 1;
const FRESH = randomInt(1_000_000, 1_000_000_000);
const ranges: [string, number][] = [
  ["fixed", FIXED],
  ...(asked === undefined ? [] : [["fresh", FRESH] as [string, number]]),
];

/** A seed takes about 2.5 s of one processor; a machine may have ten times as much to do as it has processors. */
const LIMIT_MS = 60_000 + SEEDS * 20_000;

const say = (line: string): void => void process.stdout.write(`simulator: ${line}\n`);

function summary(told: readonly Told[]): string {
  const sum = (of: (each: Told) => number): number => told.reduce((total, each) => total + of(each), 0);
  const faults = sum((each) => Object.values(each.faults).reduce((total, times) => total + times, 0));
  const violations = told.filter(({ violation }) => violation !== undefined).length;
  const [cars, facts] = [sum(({ carDays }) => carDays), sum((each) => each.facts)];
  return `${told.length} seeds, ${cars} car-days, ${facts} facts, ${faults} faults, ${violations} violations`;
}

describe("the house under faults, as the simulator tells it", () => {
  test.each(ranges)(
    "keeps its promises, seed after seed: %s ones from %i on",
    async (which, first) => {
      say(`${SEEDS} ${which} seeds from ${first}; npm run simulate -- --seed S tells one again`);
      const told = await tellAll(first, SEEDS);
      say(summary(told));
      const broken = told.flatMap(({ seed, violation }) =>
        violation === undefined ? [] : [`seed ${seed} breaks ${violation.invariant}: ${violation.words}`],
      );
      for (const each of broken) say(each);
      expect(broken).toEqual([]);
      expect(told.map(({ seed }) => seed)).toEqual(Array.from({ length: SEEDS }, (_, at) => first + at));
      expect(told.every(({ facts, carDays }) => facts > 0 && carDays >= 0)).toBe(true);
    },
    LIMIT_MS,
  );

  test("the same seed tells the same story, byte for byte, alone and after another", async () => {
    const seed = FRESH + SEEDS;
    say(`twice seed ${seed}`);
    const [alone, after] = await Promise.all([tell(seed, 1), tell(seed - 1, 2)]);
    expect(after.slice(1)).toEqual(alone);
  });
});
