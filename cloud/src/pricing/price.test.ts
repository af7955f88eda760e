import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDate, localDays, nextLocalDayMs } from "./local-days.ts";
import { offerWords, price } from "./price.ts";
import { type Tariff, TariffContent } from "./tariff.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const tariffOf = (...rules: object[]): Tariff => ({
  currency: "EUR",
  rules: TariffContent.parse({ version: 1, rules }).rules,
});
const offer = (factorPermille = 1000) => ({ tariff: "day", version: 1, factorPermille });

const grace = { rule: "grace", minutes: 5 };
const perPeriod = { rule: "per-period", minutes: 20, priceMinor: 80 };
const factor = { rule: "occupancy-factor" };
const cap = { rule: "daily-cap", maximumMinor: 2000 };
const DAY_TARIFF = tariffOf(grace, perPeriod, factor, cap);

/** Prices from one moment, local to Zurich unless said otherwise, to another. */
const between = (from: string, to: string, permille = 1000, tariff = DAY_TARIFF, timeZone = "Europe/Zurich") =>
  price({ arrivedAtMs: Date.parse(from), departedAtMs: Date.parse(to), timeZone, offer: offer(permille) }, tariff);
const words = ({ lines }: ReturnType<typeof price>) => lines.map((line) => `${line.words} = ${line.amountMinor}`);

describe("a price is its lines", () => {
  test.each([
    [
      "within the grace",
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T09:05:00+01:00",
      1000,
      ["free: not longer than 5 min = 0"],
    ],
    [
      "just longer",
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T09:05:00.001+01:00",
      1000,
      ["1 × 20 min at 0.80 EUR = 80"],
    ],
    [
      "exactly a period",
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T09:20:00+01:00",
      1000,
      ["1 × 20 min at 0.80 EUR = 80"],
    ],
    [
      "a begun period",
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T09:41:00+01:00",
      1250,
      ["3 × 20 min at 0.80 EUR × 1.25 = 300"],
    ],
    [
      "the cap",
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T18:00:00+01:00",
      1000,
      [...["27 × 20 min at 0.80 EUR = 2160", "at most 20.00 EUR a day = -160"]],
    ],
    [
      "over midnight",
      "2026-03-02T23:30:00+01:00",
      "2026-03-03T00:30:00+01:00",
      1000,
      [...["2 × 20 min at 0.80 EUR = 160", "1 × 20 min at 0.80 EUR = 80"]],
    ],
    [
      "a departure before the arrival",
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T08:00:00+01:00",
      1000,
      ["free: not longer than 5 min = 0"],
    ],
  ])("%s", (_name, from, to, permille, expected) => {
    expect(words(between(from, to, permille))).toEqual(expected);
  });

  test("a period begun before midnight belongs to the day on which it began", () => {
    const lines = between("2026-03-02T23:50:00+01:00", "2026-03-03T00:09:00+01:00").lines;
    expect(lines).toMatchObject([
      { quantity: 1, fromMs: Date.parse("2026-03-02T22:50:00Z"), toMs: Date.parse("2026-03-02T23:09:00Z") },
    ]);
  });

  test("a factor after the cap raises the capped day, and its lines still sum up", () => {
    const { totalMinor, lines } = between(
      "2026-03-02T09:00:00+01:00",
      "2026-03-02T18:00:00+01:00",
      1333,
      tariffOf(perPeriod, cap, factor),
    );
    expect(totalMinor).toBe(2666n);
    expect(lines).toHaveLength(2);
  });

  test("lines stand in the order of time, and what is taken off stands after what it is taken from", () => {
    const [day, night] = [[{ from: "07:00", to: "20:00" }], [{ from: "20:00", to: "07:00" }]];
    const capped = tariffOf(
      {
        rule: "windows",
        windows: [
          { name: "day", when: day, minutes: 20, priceMinor: 100 },
          { name: "night", when: [], minutes: 60, priceMinor: 120 },
        ],
      },
      { rule: "window-cap", name: "night", when: night, maximumMinor: 600 },
      { ...cap, maximumMinor: 3000 },
      { rule: "minimum", minimumMinor: 4000 },
    );
    expect(words(between("2026-03-02T06:50:00+01:00", "2026-03-03T09:00:00+01:00", 1000, capped))).toEqual([
      "night: 1 × 60 min at 1.20 EUR = 120",
      "day: 37 × 20 min at 1.00 EUR = 3700",
      "night: 4 × 60 min at 1.20 EUR = 480",
      "at most 30.00 EUR a day = -1300",
      "night: 7 × 60 min at 1.20 EUR = 840",
      "at most 6.00 EUR a night = -720",
      "day: 6 × 20 min at 1.00 EUR = 600",
      "at least 40.00 EUR a stay = 280",
    ]);
  });

  test("an hour for the display", () => {
    expect(offerWords(DAY_TARIFF, offer(1250))).toBe("3.00 EUR an hour");
    expect(offerWords({ ...tariffOf({ ...perPeriod, priceMinor: 100 }), currency: "JPY" }, offer())).toBe(
      "300 JPY an hour",
    );
  });
});

describe("words for the display", () => {
  test.each([
    ["15.00 EUR per 24 h", [{ ...perPeriod, minutes: 1440, priceMinor: 1500 }]],
    ["1.00 EUR per 45 min", [{ ...perPeriod, minutes: 45, priceMinor: 80 }, factor]],
    ["up to 90 min free, longer stays 3.00 EUR an hour", [{ ...grace, minutes: 90 }, perPeriod, factor]],
    [
      "1.00 EUR per 20 min plus 5.00 EUR per 24 h",
      [perPeriod, factor, { ...perPeriod, minutes: 1440, priceMinor: 500 }],
    ],
  ])("%s", (said, rules) => expect(offerWords(tariffOf(...rules), offer(1250))).toBe(said));
});

describe("local days", () => {
  test.each([
    ["23 hours in Zurich", "Europe/Zurich", "2026-03-29T00:00:00+01:00", 23],
    ["25 hours in Zurich", "Europe/Zurich", "2026-10-25T00:00:00+02:00", 25],
    ["24.5 hours on Lord Howe Island", "Australia/Lord_Howe", "2026-04-05T00:00:00+11:00", 24.5],
    ["a day in Kathmandu", "Asia/Kathmandu", "2026-03-02T00:00:00+05:45", 24],
    ["a day that begins at 01:00 in São Paulo", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00", 23],
    ["the day before it", "America/Sao_Paulo", "2018-11-03T00:00:00-03:00", 24],
  ])("%s", (_name, timeZone, start, hours) => {
    const startMs = Date.parse(start);
    expect(nextLocalDayMs(startMs, timeZone) - startMs).toBe(hours * HOUR);
    expect(localDate(startMs - 1, timeZone)).not.toBe(localDate(startMs, timeZone));
  });

  test("a day of 25 hours has one cap and 75 periods, one of 23 hours 69", () => {
    const uncapped = tariffOf(perPeriod);
    const long = ["2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"] as const;
    expect(words(between(...long, 1000, uncapped))).toEqual(["75 × 20 min at 0.80 EUR = 6000"]);
    expect(between(...long).totalMinor).toBe(2000n);
    const short = ["2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"] as const;
    expect(words(between(...short, 1000, uncapped))).toEqual(["69 × 20 min at 0.80 EUR = 5520"]);
  });
});

const zones = ["Europe/Zurich", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"] as const;
const someRules = fc
  .tuple(
    fc.option(fc.integer({ min: 1, max: 30 })),
    fc.integer({ min: 1, max: 600 }),
    fc.integer({ min: 0, max: 999 }),
    fc.option(fc.integer({ min: 0, max: 5000 })),
    fc.boolean(),
  )
  .map(([graceMinutes, minutes, priceMinor, maximumMinor, factorLast]) => {
    const capping = maximumMinor === null ? [] : [{ rule: "daily-cap", maximumMinor }];
    return [
      ...(graceMinutes === null ? [] : [{ rule: "grace", minutes: graceMinutes }]),
      { rule: "per-period", minutes, priceMinor },
      ...(factorLast ? [...capping, factor] : [factor, ...capping]),
    ];
  });
const someStay = fc.record({
  arrivedAtMs: fc.integer({ min: Date.parse("2017-01-01"), max: Date.parse("2027-01-01") }),
  lengthMs: fc.integer({ min: 0, max: 8 * 24 * HOUR }),
  longerMs: fc.integer({ min: 0, max: 30 * HOUR }),
  timeZone: fc.constantFrom(...zones),
  factorPermille: fc.integer({ min: 0, max: 3000 }),
});

describe("whatever the stay and the tariff", () => {
  test("lines sum to the total, nothing is negative, and longer never costs less", () => {
    fc.assert(
      fc.property(someStay, someRules, ({ arrivedAtMs, lengthMs, longerMs, timeZone, factorPermille }, rules) => {
        const tariff = tariffOf(...rules);
        const until = (departedAtMs: number) =>
          price({ arrivedAtMs, departedAtMs, timeZone, offer: offer(factorPermille) }, tariff);
        const short = until(arrivedAtMs + lengthMs);
        const long = until(arrivedAtMs + lengthMs + longerMs);
        expect(short.lines.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(short.totalMinor);
        expect(short.totalMinor >= 0n).toBe(true);
        expect(long.totalMinor >= short.totalMinor).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("it is what counting period by period gives", () => {
    fc.assert(
      fc.property(someStay, ({ arrivedAtMs, lengthMs, timeZone }) => {
        const days = new Map<string, bigint>();
        for (let at = 0; at < lengthMs; at += 20 * MINUTE) {
          const date = localDate(arrivedAtMs + at, timeZone);
          days.set(date, (days.get(date) ?? 0n) + 80n);
        }
        const slow = [...days.values()].reduce((sum, day) => sum + (day > 2000n ? 2000n : day), 0n);
        const stay = { arrivedAtMs, departedAtMs: arrivedAtMs + lengthMs, timeZone, offer: offer() };
        expect(price(stay, tariffOf(perPeriod, cap)).totalMinor).toBe(slow);
      }),
      { numRuns: 200 },
    );
  });

  test("local days follow each other without a gap", () => {
    fc.assert(
      fc.property(someStay, ({ arrivedAtMs, lengthMs, timeZone }) => {
        const days = localDays(arrivedAtMs, arrivedAtMs + lengthMs, timeZone);
        expect(days.reduce((sum, day) => sum + day.toMs - day.fromMs, 0)).toBe(lengthMs);
        for (const day of days) expect(localDate(day.toMs - 1, timeZone)).toBe(localDate(day.fromMs, timeZone));
      }),
      { numRuns: 200 },
    );
  });
});

test("a tariff that says what nobody understands is refused", () => {
  for (const rules of [
    ...[[], [{ rule: "unknown" }], [{ ...perPeriod, minutes: 0 }], [{ ...perPeriod, priceMinor: -1 }]],
    ...[[{ ...perPeriod, priceMinor: 0.5 }], [{ ...cap, extra: 1 }]],
  ])
    expect(TariffContent.safeParse({ version: 1, rules }).success, JSON.stringify(rules)).toBe(false);
  expect(TariffContent.safeParse({ version: 2, rules: [perPeriod] }).success).toBe(false);
});
