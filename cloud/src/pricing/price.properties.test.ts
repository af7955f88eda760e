import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localDate } from "./local-days.ts";
import { type PricedStay, price } from "./price.ts";
import { type PriceLine, sumOf } from "./rule.ts";
import { ruleNamed } from "./rules.ts";
import { type Tariff, TariffContent, tariffOf } from "./tariff.ts";
import { PricedAccount } from "./terms.ts";
import { nightsOf, slowPrice } from "./testing.ts";

// BAYGATE_PROPERTY_RUNS=10000 before a rule is believed.
const RUNS = Number(process.env["BAYGATE_PROPERTY_RUNS"] ?? 300);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const CHANGES = {
  "Europe/Zurich": ["2026-03-29T01:00Z", "2026-10-25T01:00Z"],
  "America/Sao_Paulo": ["2018-11-04T03:00Z", "2019-02-17T02:00Z"],
  "Asia/Kathmandu": ["2026-03-02T18:15Z"],
  "Australia/Lord_Howe": ["2026-04-04T15:00Z", "2026-10-03T15:30Z"],
};
const timeZones = fc.constantFrom("Europe/Zurich", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe");

const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
const yearly = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, day]) => `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
const days = fc.uniqueArray(fc.constantFrom("mon", "tue", "wed", "thu", "fri", "sat", "sun"), { minLength: 1 });
const hours = fc.record({ days, from: times, to: times }, { requiredKeys: [] });
const window = fc
  .tuple(
    hours,
    fc.record({ holidays: fc.constantFrom("only", "never"), season: fc.constant("summer") }, { requiredKeys: [] }),
  )
  .map(([own, special]) => ({ ...own, ...special }));
const when = fc.array(window, { minLength: 1, maxLength: 3 });
const minutes = fc.oneof(fc.constantFrom(1, 7, 15, 20, 30, 60), fc.integer({ min: 1, max: 600 }));
const priceMinor = fc.integer({ min: 0, max: 999 });
const maximumMinor = fc.integer({ min: 0, max: 4000 });
const period = fc.record({ minutes, priceMinor });
const optional = { requiredKeys: [] };

const charge = fc.oneof(
  period.map((each) => ({ rule: "per-period", ...each })),
  fc
    .tuple(fc.array(fc.tuple(period, fc.integer({ min: 1, max: 300 })), { maxLength: 3 }), period)
    .map(([first, last]) => ({
      rule: "steps",
      steps: [...first.map(([each, forMinutes]) => ({ ...each, forMinutes })), last],
    })),
  fc.array(fc.tuple(fc.oneof(when, fc.constant([])), period), { minLength: 1, maxLength: 4 }).map((all) => ({
    rule: "windows",
    windows: all.map(([own, each]) => ({ name: "some time", when: own, ...each })),
  })),
  fc
    .tuple(priceMinor, fc.record({ when }, optional))
    .map(([each, own]) => ({ rule: "flat", name: "flat", priceMinor: each, ...own })),
  fc
    .tuple(period, fc.integer({ min: 1, max: 600 }), fc.record({ when, classes: fc.constant(["electric"]) }, optional))
    .map(([each, afterMinutes, own]) => ({ rule: "overstay", afterMinutes, ...each, ...own })),
);
const cap = fc.oneof(
  maximumMinor.map((each) => ({ rule: "daily-cap", maximumMinor: each })),
  fc
    .tuple(maximumMinor, fc.constantFrom(24, 24, 5, 13))
    .map(([each, own]) => ({ rule: "rolling-cap", hours: own, maximumMinor: each })),
  fc
    .tuple(maximumMinor, when)
    .map(([each, own]) => ({ rule: "window-cap", name: "night", when: own, maximumMinor: each })),
  maximumMinor.map((each) => ({ rule: "stay-cap", maximumMinor: each * 3 })),
);
const shaping = fc.oneof(
  { arbitrary: cap, weight: 4 },
  fc.constant({ rule: "occupancy-factor" }),
  fc
    .record({ factorPermille: fc.integer({ min: 0, max: 3000 }), surchargeMinor: priceMinor }, optional)
    .map((electric) => ({ rule: "class", classes: { electric } })),
  fc.record({ plans: fc.constant(["resident"]) }, optional).map((own) => ({ rule: "subscription", ...own })),
  fc.integer({ min: 1, max: 60 }).map((each) => ({ rule: "grace", minutes: each })),
);
/** Around the lengths that stays have here, so that many are just beyond it. */
const longStay = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 4500 })),
    fc.integer({ min: 1, max: 100 }),
  )
  .map(([afterMinutes, percentOff]) => ({ rule: "long-stay", afterMinutes, percentOff }));
const ofStay = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((each) => ({ rule: "loyalty", percentOffByRank: { gold: each } })),
  fc.integer({ min: 0, max: 100 }).map((each) => ({ rule: "group", percentOffByGroup: { hotel: each } })),
  fc.constant({ rule: "voucher" }),
  longStay,
  fc.integer({ min: 0, max: 2000 }).map((each) => ({ rule: "minimum", minimumMinor: each })),
  fc
    .tuple(fc.constantFrom(5, 10, 50, 100), fc.constantFrom("nearest", "up"))
    .map(([toMinor, mode]) => ({ rule: "rounding", toMinor, mode })),
);
const tax = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.boolean())
  .map(([ratePermille, included]) => ({ rule: "tax", name: "VAT", ratePermille, included }));
const calendar = fc
  .tuple(fc.array(fc.oneof(yearly, fc.constantFrom("2026-03-29", "2018-11-04", "03-02"))), yearly, yearly)
  .map(([holidays, from, to]) => ({ holidays, seasons: { summer: [{ from, to }] } }));

type Named = { readonly rule: string; readonly [parameter: string]: unknown };
const contentOf = (rules: readonly Named[], own: object) => {
  const declared = rules.some(({ rule }) => rule === "long-stay") ? { longerMayCostLess: true } : {};
  return tariffOf("EUR", TariffContent.parse({ version: 1, rules, calendar: own, ...declared }));
};
/** What goes with a tax on top: amounts in coins do not. */
const fitting = (whole: readonly Named[], last: (Named & { included: boolean }) | null) =>
  last?.included === false ? whole.filter(({ rule }) => rule !== "rounding") : whole;
const someTariff = fc
  .tuple(
    charge,
    fc.array(fc.oneof(charge, shaping, shaping), { maxLength: 4 }),
    fc.uniqueArray(ofStay, { maxLength: 3, selector: ({ rule }) => rule }),
    fc.option(tax),
    calendar,
  )
  .map(([first, more, whole, last, own]) =>
    contentOf([first, ...more, ...fitting(whole, last), ...(last ? [last] : [])], own),
  );

const arrival = (timeZone: keyof typeof CHANGES) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...CHANGES[timeZone]), fc.integer({ min: -2880, max: 600 }))
      .map(([change, minute]) => Date.parse(change) + minute * MINUTE),
    fc
      .integer({ min: Date.parse("2017-01-01") / MINUTE, max: Date.parse("2027-12-31") / MINUTE })
      .map((minute) => minute * MINUTE),
  );
const voucher = (id: string) =>
  fc.oneof(
    fc.integer({ min: 1, max: 500 }).map((each) => ({ kind: "minutes", id, minutes: each })),
    fc.integer({ min: 0, max: 1500 }).map((amountMinor) => ({ kind: "amount", id, amountMinor })),
    fc.integer({ min: 1, max: 100 }).map((percent) => ({ kind: "percent", id, percent })),
  );
const account = (arrivedAtMs: number) =>
  fc
    .record(
      {
        rank: fc.constantFrom("gold", "tin"),
        group: fc.constantFrom("hotel", "firm"),
        subscriptions: fc.array(
          fc
            .tuple(
              fc.record(
                { plan: fc.constantFrom("resident", "staff"), windows: fc.array(hours, { maxLength: 2 }) },
                optional,
              ),
              fc.integer({ min: -3000, max: 1500 }),
              fc.option(fc.integer({ min: 1, max: 4000 })),
            )
            .map(([own, after, length]) => {
              const fromMs = arrivedAtMs + after * MINUTE;
              return { id: "s", ...own, fromMs, untilMs: length === null ? null : fromMs + length * MINUTE };
            }),
          { maxLength: 2 },
        ),
        vouchers: fc.tuple(voucher("a"), voucher("b"), voucher("c")).chain((all) => fc.subarray(all)),
      },
      optional,
    )
    .map((each) => PricedAccount.parse(each));
const lengthMs = fc.oneof(
  fc.integer({ min: 0, max: 12 * HOUR }),
  fc.integer({ min: 0, max: 75 * HOUR }),
  fc.integer({ min: 0, max: 3000 }).map((each) => each * MINUTE),
);
const someStay = timeZones.chain((timeZone) =>
  arrival(timeZone).chain((arrivedAtMs) =>
    fc.record({
      timeZone: fc.constant(timeZone),
      arrivedAtMs: fc.constant(arrivedAtMs),
      departedAtMs: lengthMs.map((length) => arrivedAtMs + length),
      offer: fc
        .oneof(fc.constant(1000), fc.integer({ min: 0, max: 3000 }))
        .map((factorPermille) => ({ tariff: "t", version: 1, factorPermille })),
      class: fc.constantFrom("standard", "electric"),
      account: account(arrivedAtMs),
    }),
  ),
);

const MINUTES_FOR_ALL = 600_000;
const ALL_YEAR = { from: "01-01", to: "12-31" };

describe(`whatever the stay and the tariff (${RUNS} runs)`, () => {
  test("a price is what counting minute by minute gives; lines sum to it, and so do net and tax", {
    timeout: MINUTES_FOR_ALL,
  }, () => {
    fc.assert(
      fc.property(someStay, someTariff, (stay, tariff) => {
        const { totalMinor, lines, taxes, vouchers } = price(stay, tariff);
        expect({
          total: totalMinor,
          tax: taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0n),
          vouchers: Object.fromEntries(vouchers.map(({ id, amountMinor }) => [id, amountMinor])),
        }).toEqual(slowPrice(stay, tariff));
        expect(sumOf(lines)).toBe(totalMinor);
        for (const { netMinor, taxMinor } of taxes) expect(netMinor + taxMinor).toBe(totalMinor);
        expect(totalMinor >= 0n).toBe(true);
        for (const line of lines) expect(line.fromMs <= line.toMs).toBe(true);
        const begins = lines.filter(({ rule, amountMinor }) => ruleNamed(rule).scope === "time" && amountMinor >= 0n);
        for (const [nth, { fromMs }] of begins.entries()) expect(fromMs >= (begins[nth - 1]?.fromMs ?? 0)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("also on days of 23, 24.5, 25 and 23.5 hours, with and without a day's cap", {
    timeout: MINUTES_FOR_ALL,
  }, () => {
    const changes = fc.constantFrom(
      ...Object.entries(CHANGES).flatMap(([timeZone, all]) =>
        all.map((each) => ({ timeZone, change: Date.parse(each) })),
      ),
    );
    fc.assert(
      fc.property(
        changes,
        fc.integer({ min: -36 * 60, max: 6 * 60 }),
        fc.integer({ min: 1, max: 60 * 60 }),
        charge,
        fc.option(fc.integer({ min: 0, max: 3000 })),
        ({ timeZone, change }, before, length, first, maximum) => {
          const arrivedAtMs = change + before * MINUTE;
          const stay = {
            ...{ arrivedAtMs, departedAtMs: arrivedAtMs + length * MINUTE, timeZone },
            offer: { tariff: "t", version: 1, factorPermille: 1111 },
          };
          const daily = maximum === null ? [] : [{ rule: "daily-cap", maximumMinor: maximum }];
          const tariff = contentOf([first, { rule: "occupancy-factor" }, ...daily], {
            seasons: { summer: [ALL_YEAR] },
          });
          expect(price(stay, tariff).totalMinor).toBe(slowPrice(stay, tariff).total);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("longer never costs less", { timeout: MINUTES_FOR_ALL }, () => {
    const more = fc.oneof(fc.integer({ min: 0, max: 30 * HOUR }), fc.integer({ min: 1, max: 90 * MINUTE }));
    fc.assert(
      fc.property(someStay, someTariff, more, (stay, tariff, moreMs) => {
        fc.pre(!tariff.longerMayCostLess);
        const longer = { ...stay, departedAtMs: stay.departedAtMs + moreMs };
        expect(price(longer, tariff).totalMinor >= price(stay, tariff).totalMinor).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("longer costs less only by what is off a long stay, and only beyond its length", {
    timeout: MINUTES_FOR_ALL,
  }, () => {
    // To the millisecond where it begins, or wherever the stay ends.
    const beyondMs = fc.constantFrom(-1, 0, 1, null);
    fc.assert(
      fc.property(someStay, someTariff, longStay, beyondMs, (some, tariff, { afterMinutes, percentOff }, beyond) => {
        const lengthMs = beyond === null ? some.departedAtMs - some.arrivedAtMs : afterMinutes * MINUTE + beyond;
        const stay = { ...some, departedAtMs: some.arrivedAtMs + lengthMs };
        const without = tariff.rules.filter(({ rule }) => rule !== "long-stay" && rule !== "tax");
        const rules = [...without, { rule: "long-stay" as const, afterMinutes, percentOff }];
        const plain = price(stay, { ...tariff, rules: without }).totalMinor;
        const left = lengthMs > afterMinutes * MINUTE ? BigInt(100 - percentOff) : 100n;
        // To the nearest cent, halves for the house.
        expect(price(stay, { ...tariff, rules }).totalMinor).toBe((plain * left + 50n) / 100n);
      }),
      { numRuns: RUNS },
    );
  });

  test("splitting windows changes nothing", { timeout: MINUTES_FOR_ALL }, () => {
    fc.assert(
      fc.property(someStay, someTariff, times, (stay, tariff, at) => {
        expect(price(stay, splitAt(tariff, at)).totalMinor).toBe(price(stay, tariff).totalMinor);
      }),
      { numRuns: RUNS },
    );
  });

  test("caps hold", { timeout: MINUTES_FOR_ALL }, () => {
    fc.assert(
      fc.property(
        someStay,
        fc.array(fc.oneof(charge, shaping), { minLength: 1, maxLength: 4 }),
        cap,
        calendar,
        capsHold,
      ),
      { numRuns: RUNS },
    );
  });
});

type Windows = Extract<Tariff["rules"][number], { rule: "window-cap" }>["when"];

/** The same tariff with every window cut in two at a time of day: within a list of windows, and the prices' lists in two of the same price. */
function splitAt(tariff: Tariff, at: string): Tariff {
  const halves = ({ from = "00:00", to = "24:00", ...rest }: Windows[number]): Windows => {
    const isInside = from < to ? from < at && at < to : from < at || at < to;
    // The later half of a night that goes over midnight would begin on another day.
    if (!isInside || (from >= to && at <= from)) return [{ ...rest, from, to }];
    return [
      { ...rest, from, to: at },
      { ...rest, from: at, to },
    ];
  };
  const rules = tariff.rules.map((step): Tariff["rules"][number] => {
    if (step.rule === "windows")
      return {
        ...step,
        windows: step.windows.flatMap(({ when: all, ...terms }) => {
          const [first, ...others] = all.flatMap(halves);
          return first && others.length > 0
            ? [
                { ...terms, when: [first] },
                { ...terms, when: others },
              ]
            : [{ ...terms, when: all }];
        }),
      };
    if (step.rule === "window-cap") return { ...step, when: step.when.flatMap(halves) };
    if ((step.rule === "flat" || step.rule === "overstay") && step.when)
      return { ...step, when: step.when.flatMap(halves) };
    return step;
  });
  return { ...tariff, rules };
}

function capsHold(stay: PricedStay, before: Named[], last: Named, own: object) {
  const tariff = contentOf([...before, last], own);
  const step = tariff.rules.at(-1);
  const { lines } = price(stay, tariff);
  const nights = step?.rule === "window-cap" ? nightsOf(stay, step.when, tariff.calendar) : [];
  const groupOf = (line: PriceLine): string | undefined => {
    const afterMs = line.fromMs - stay.arrivedAtMs;
    switch (step?.rule) {
      case "daily-cap":
        return localDate(line.fromMs, stay.timeZone);
      case "rolling-cap":
        return String(Math.floor(afterMs / (step.hours * HOUR)));
      case "window-cap":
        return nights[Math.floor(afterMs / MINUTE)];
      default:
        return "stay";
    }
  };
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    const group = groupOf(line);
    if (group !== undefined) sums.set(group, (sums.get(group) ?? 0n) + line.amountMinor);
  }
  const maximumMinor = step && "maximumMinor" in step ? step.maximumMinor : -1n;
  for (const sum of sums.values()) expect(sum <= maximumMinor).toBe(true);
}

test("rounding leaks no cent over many stays: their lines, taxes and totals are one sum", {
  timeout: MINUTES_FOR_ALL,
}, () => {
  const count = RUNS >= 10_000 ? 1_000_000 : 20_000;
  const tariff = contentOf(
    [
      { rule: "grace", minutes: 5 },
      { rule: "per-period", minutes: 17, priceMinor: 83 },
      { rule: "occupancy-factor" },
      { rule: "daily-cap", maximumMinor: 1999 },
      { rule: "loyalty", percentOffByRank: { gold: 7 } },
      { rule: "rounding", toMinor: 5, mode: "nearest" },
      { rule: "tax", name: "VAT", ratePermille: 81 },
    ],
    {},
  );
  const gold = PricedAccount.parse({ rank: "gold" });
  const sums = { totals: 0n, lines: 0n, net: 0n, tax: 0n, fives: 0n };
  let odd = 12_345;
  for (let nth = 0; nth < count; nth++) {
    odd = (odd * 1_103_515_245 + 12_345) % 2_147_483_648;
    const arrivedAtMs = Date.parse("2026-01-01T00:00Z") + nth * 31_000;
    const stay = {
      ...{ arrivedAtMs, departedAtMs: arrivedAtMs + (odd % (20 * HOUR)), timeZone: "Europe/Zurich" },
      ...{ offer: { tariff: "t", version: 1, factorPermille: 1000 + (odd % 700) }, account: gold },
    };
    const { totalMinor, lines, taxes } = price(stay, tariff);
    sums.totals += totalMinor;
    sums.lines += sumOf(lines);
    for (const { netMinor, taxMinor } of taxes) {
      sums.net += netMinor;
      sums.tax += taxMinor;
    }
    sums.fives += totalMinor % 5n;
  }
  expect(sums.totals > 0n).toBe(true);
  expect(sums.lines).toBe(sums.totals);
  expect(sums.net + sums.tax).toBe(sums.totals);
  expect(sums.fives).toBe(0n);
});
