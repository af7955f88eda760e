import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { afterAll, describe, expect, test, vi } from "vitest";
import { DEFAULT_PRICE_POLICY, PricePolicy } from "./dynamic-price.ts";
import { type HistoryReading, readHistory } from "./occupancy-history.ts";
import { replayPricing } from "./replay.ts";
import { addReplayPricingCommand } from "./replay-pricing.command.ts";

const MINUTE = 60_000;
const SIX = Date.UTC(2026, 2, 2, 6);
const read = (text: string, more: Partial<HistoryReading> = {}) => readHistory(text, { timeZone: "UTC", ...more });
const faults = (text: string, more: Partial<HistoryReading> = {}) => {
  const made = read(text, more);
  return "faults" in made ? made.faults : [];
};

describe("past occupancy from CSV", () => {
  test("cars, with a capacity from the command line or a column; shares where nobody knows it", () => {
    const times = ["2026-03-02T06:00Z", "2026-03-02T06:30:00+00:00", "2026-03-02 07:00:00"];
    const expected = [0, 30, 60].map((min, n) => ({ atMs: SIX + min * MINUTE, inUse: 10 * n }));
    const cars = times.map((time, n) => `${time},${10 * n}`).join("\r\n");
    expect(read(`time,occupancy\n${cars}\n`, { capacity: 50 })).toMatchObject({ capacity: 50, points: expected });
    const own = times.map((time, n) => `${10 * n},50,${time}`).join("\n");
    expect(read(`Occupancy,Capacity,LastUpdated\n${own}`)).toMatchObject({ capacity: 50, points: expected });
    const shares = times.map((time, n) => `${time},${n / 100}`).join("\n");
    expect(read(`time,occupancy\n${shares}`)).toMatchObject({ capacity: 1000, points: expected });
  });

  test("times without an offset are the estate's", () => {
    const made = read("time,occupancy\n2026-07-01T08:00,0.5\n2026-07-01T09:00,0.6", { timeZone: "Europe/Zurich" });
    expect(made).toMatchObject({ points: [{ atMs: Date.UTC(2026, 6, 1, 6) }, { atMs: Date.UTC(2026, 6, 1, 7) }] });
  });

  test("one place of several, free places, empty and repeated lines", () => {
    const text =
      "time_utc,place,north\n2026-03-02T06:00Z,a,40\n2026-03-02T06:00Z,a,40\n2026-03-02T06:15Z,a,\n2026-03-02T06:30Z,b,1\n2026-03-02T06:30Z,a,10";
    expect(read(text, { column: "north", free: true, place: "a" })).toEqual({
      ...{ capacity: 40, leftOut: { empty: 1, repeated: 1 } },
      points: [
        { atMs: SIX, inUse: 0 },
        { atMs: SIX + 30 * MINUTE, inUse: 30 },
      ],
    });
    expect(faults(text, { column: "north", free: true, place: "A" })).toEqual([
      "line 1: no lines of A; there are a, b",
    ]);
    expect(faults(text, { column: "north", free: true })[0]).toMatch("lines of 2 places; choose one with --place");
  });

  test("every fault has the number of its line", () => {
    const text =
      "time,occupancy\n2026-03-02T06:00Z,1\nmonday,2\n\n2026-03-02T06:30Z,many\n2026-03-02T06:31Z,-3\n2026-03-02T05:59Z,4\n1,2,3";
    expect(faults(text, { capacity: 10 })).toEqual([
      "line 3: monday is not a time like 2026-03-02T09:00+01:00",
      "line 5: many is not a number",
      "line 6: -3 is below zero",
      "line 8: 3 values where there are 2 names",
      "line 7: not later than line 2",
    ]);
    expect(faults("when,occupancy\n")[0]).toMatch(/^line 1: no column of times/);
    expect(faults("time,cars\n")[0]).toMatch("line 1: no column occupancy; there are time, cars");
    expect(faults("time,occupancy\n2026-03-02T06:00Z,0.4\n2026-03-02T06:30Z,40")).toEqual([
      "line 3: 40 is not a share of the places; say --capacity",
    ]);
    const bad = Array.from({ length: 30 }, () => "x,1").join("\n");
    expect(faults(`time,occupancy\n${bad}`).at(-1)).toBe("and 10 more");
  });
});

const historyOf = (inUse: readonly number[]) => ({
  ...{ capacity: 100, leftOut: { empty: 0, repeated: 0 } },
  points: inUse.map((cars, n) => ({ atMs: SIX + n * 30 * MINUTE, inUse: cars })),
});
const someHistory = fc.array(fc.integer({ min: 0, max: 105 }), { minLength: 2, maxLength: 60 }).map(historyOf);
const FIXED = PricePolicy.parse({ ceilingPermille: 1000 });

describe("what drivers would have done", () => {
  test("nothing else, when the price does not move or nobody minds it", () => {
    fc.assert(
      fc.property(someHistory, fc.integer({ min: 20, max: 600 }), fc.boolean(), (history, stayMin, fixed) => {
        const demand = { stayMin, elasticity: fixed ? -1.5 : 0 };
        const { moments, total } = replayPricing(history, fixed ? FIXED : DEFAULT_PRICE_POLICY, demand, "UTC");
        for (const moment of moments) expect(moment.with).toBeCloseTo(moment.without, 6);
        expect(total.arrivals[1]).toBeCloseTo(total.arrivals[0], 6);
      }),
    );
  });

  test("a price that only goes up never leaves more cars inside", () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        const { moments } = replayPricing(history, DEFAULT_PRICE_POLICY, { stayMin: 120, elasticity: -0.6 }, "UTC");
        for (const moment of moments) expect(moment.with).toBeLessThanOrEqual(moment.without + 1e-6);
      }),
    );
  });

  test("a full afternoon: steps up, fewer hours full, and the factor's power of the elasticity comes", () => {
    const day = historyOf([50, 70, 85, 95, 95, 95, 95, 95, 95, 95, 95, 95, 95]);
    const { moves, total, moments } = replayPricing(day, DEFAULT_PRICE_POLICY, { stayMin: 60, elasticity: -1 }, "UTC");
    expect(moves.slice(0, 2).map(({ toPermille }) => toPermille)).toEqual([1100, 1200]);
    expect(total.fullMin[1]).toBeLessThan(total.fullMin[0]);
    expect(total.moves).toBe(moves.length);
    // In a steady state, cars inside are arrivals times stay: an n-th of the arrivals, an n-th of the cars.
    const end = moments.at(-1);
    const settled = (95 * 1000) / (end?.factorPermille ?? 0);
    expect(Math.abs((end?.with ?? 0) - settled)).toBeLessThan(12);
  });

  test("hours are hours, however close or uneven the history's lines are", () => {
    const policy = PricePolicy.parse({ floorPermille: 1000, ceilingPermille: 1000 });
    const at = (minutes: number[]) => ({
      ...historyOf([]),
      points: minutes.map((minute) => ({ atMs: SIX + minute * MINUTE, inUse: minute < 120 ? 90 : 30 })),
    });
    const demand = { stayMin: 60, elasticity: 0 };
    const every = (minutes: number) => Array.from({ length: 600 / minutes + 1 }, (_, n) => n * minutes);
    for (const minutes of [every(1), every(5), every(12), [...every(12), 601]].map(at)) {
      const { total } = replayPricing(minutes, policy, demand, "UTC");
      expect(Math.abs(total.fullMin[0] - 115)).toBeLessThan(6);
      expect(Math.abs(total.mean[0] - 0.42)).toBeLessThan(0.01);
    }
  });

  test("a long silence begins a new stretch: with history's occupancy, at the base price", () => {
    const day = [90, 90, 90, 90, 90].map((inUse, n) => ({ atMs: SIX + n * 30 * MINUTE, inUse }));
    const points = [...day, ...day.map(({ atMs, inUse }) => ({ atMs: atMs + 24 * 60 * MINUTE, inUse }))];
    const { moments, days } = replayPricing(
      { ...historyOf([]), points },
      ...([DEFAULT_PRICE_POLICY, { stayMin: 60, elasticity: -0.5 }, "UTC"] as const),
    );
    const begins = moments.filter((moment) => moment.begins);
    expect(begins).toMatchObject([
      { with: 90, factorPermille: 1000 },
      { with: 90, factorPermille: 1000 },
    ]);
    expect(days.map(({ date, mean }) => [date, mean[0]])).toEqual([
      ["2026-03-02", expect.closeTo(0.9)],
      ["2026-03-03", expect.closeTo(0.9)],
    ]);
  });
});

describe("the command", async () => {
  const folder = await mkdtemp(join(tmpdir(), "baygate-replay-"));
  afterAll(() => rm(folder, { recursive: true }));
  const path = (name: string) => join(folder, name);
  const csv = Array.from({ length: 96 }, (_, n) => {
    const share = 0.55 + 0.4 * Math.sin(((n - 24) / 96) * 2 * Math.PI);
    return `${new Date(SIX + n * 15 * MINUTE).toISOString()},${share.toFixed(3)}`;
  });
  await writeFile(path("day.csv"), ["time,occupancy", ...csv].join("\n"));
  await writeFile(path("rare.csv"), ["time,occupancy", csv[0], csv[9], csv[20]].join("\n"));

  async function run(...words: string[]): Promise<{ out: string; err: string; code: unknown }> {
    const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const program = new Command().exitOverride();
    addReplayPricingCommand(program);
    try {
      await program.parseAsync(["replay-pricing", ...words], { from: "user" });
      const text = (spy: typeof out) => spy.mock.calls.map(([each]) => String(each)).join("");
      return { out: text(out), err: text(err), code: process.exitCode };
    } finally {
      out.mockRestore();
      err.mockRestore();
      process.exitCode = undefined;
    }
  }

  test("shows a table with what was assumed, and draws the picture", async () => {
    const { out } = await run(
      "--history",
      path("day.csv"),
      "--time-zone",
      "Europe/Zurich",
      "--picture",
      path("day.svg"),
    );
    expect(out).toContain("2026-03-02");
    expect(out).toMatch(/elasticity −0\.4: × 1\.10 brings arrivals to 96 %/);
    const svg = await readFile(path("day.svg"), "utf8");
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg).toContain("with the dynamic price");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("for programs: the moves with their reasons, under a policy from a file", async () => {
    await writeFile(path("policy.yaml"), "ceilingPermille: 1200\nmovesPerDay: 4\n");
    const { out } = await run(
      "--history",
      path("day.csv"),
      "--policy",
      path("policy.yaml"),
      "--elasticity",
      "-1",
      "--json",
    );
    const made = JSON.parse(out);
    expect(made.policy).toMatchObject({ ceilingPermille: 1200, upFromPermille: 800 });
    expect(made.moves[0]).toMatchObject({ fromPermille: 1000, toPermille: 1100 });
    expect(made.moves[0].reason).toMatch(/^as announced: from × 1\.00 to × 1\.10, now 8\d % full$/);
    expect(made.total.mostPermille).toBe(1200);
    expect(made.total.fullMin[1]).toBeLessThan(made.total.fullMin[0]);
  });

  test.each([
    [["--history", "nowhere.csv"], "history-unreadable"],
    [["--history", path("day.csv"), "--elasticity", "much"], "option-invalid"],
    [["--history", path("day.csv"), "--time-zone", "Moon/Base"], "option-invalid"],
    [["--history", path("day.csv"), "--picture", "x.gif"], "option-invalid"],
    [["--history", path("day.csv"), "--policy", path("day.csv")], "policy-invalid"],
    [["--history", path("day.csv"), "--column", "cars"], "history-invalid"],
    [["--history", path("rare.csv")], "history-invalid"],
  ])("%j exits 2 with %s", async (words, code) => {
    const { err, code: exit } = await run(...words);
    expect(exit).toBe(2);
    expect(err.startsWith(`${code}\n`)).toBe(true);
  });
});
