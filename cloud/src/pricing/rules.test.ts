import { describe, expect, test } from "vitest";
import { offerWords, type PricedStay, price } from "./price.ts";
import { rules } from "./rules.ts";
import { TariffContent, tariffOf } from "./tariff.ts";
import { offerAt } from "./tariff-file.ts";
import { PricedAccount } from "./terms.ts";

// What each rule makes, one by one. That they agree with each other, and with a second telling, is price.properties.test.ts.

const MINUTE = 60_000;
/** A Monday, 09:00 in Zurich. */
const MONDAY = Date.parse("2026-03-02T09:00:00+01:00");
const hourly = { rule: "per-period", minutes: 60, priceMinor: 100 };
const tariff = (steps: readonly object[], own: object = {}) =>
  tariffOf("EUR", TariffContent.parse({ version: 1, rules: steps, ...own }));
const stayOf = (minutes: number, own: Partial<PricedStay> = {}): PricedStay => ({
  ...{ arrivedAtMs: MONDAY, departedAtMs: MONDAY + minutes * MINUTE, timeZone: "Europe/Zurich", offer: offerAt(1) },
  ...own,
});
const linesOf = (steps: readonly object[], minutes: number, own?: Partial<PricedStay>) =>
  price(stayOf(minutes, own), tariff(steps)).lines.map(({ words, amountMinor }) => `${words} = ${amountMinor}`);
const account = (own: object) => ({ account: PricedAccount.parse(own) });
const night = { from: "20:00", to: "06:00" };

type Case = [string, readonly object[], number, Partial<PricedStay>, string[]];

describe("lines", () => {
  test.each<Case>([
    [
      "steps: the last one for ever",
      [
        {
          rule: "steps",
          steps: [
            { forMinutes: 120, minutes: 30, priceMinor: 50 },
            { minutes: 60, priceMinor: 300 },
          ],
        },
      ],
      200,
      {},
      ["4 × 30 min at 0.50 EUR = 200", "2 × 60 min at 3.00 EUR = 600"],
    ],
    [
      "windows: nothing where none holds, and the next price begins with its window",
      [
        {
          rule: "windows",
          windows: [{ name: "noon", when: [{ from: "10:30", to: "12:00" }], minutes: 60, priceMinor: 70 }],
        },
      ],
      600,
      {},
      ["noon: 2 × 60 min at 0.70 EUR = 140"],
    ],
    [
      "flat: once",
      [{ rule: "flat", name: "entry", priceMinor: 200 }, hourly],
      60,
      {},
      ["entry: 2.00 EUR = 200", "1 × 60 min at 1.00 EUR = 100"],
    ],
    [
      "flat: every night",
      [{ rule: "flat", name: "night", priceMinor: 500, when: [night] }],
      2880,
      {},
      ["night: 5.00 EUR = 500", "night: 5.00 EUR = 500"],
    ],
    [
      "overstay: from its minute on",
      [hourly, { rule: "overstay", afterMinutes: 90, minutes: 10, priceMinor: 30 }],
      101,
      {},
      ["2 × 60 min at 1.00 EUR = 200", "overstay: 2 × 10 min at 0.30 EUR = 60"],
    ],
    [
      "class: a factor and once more",
      [hourly, { rule: "class", classes: { truck: { factorPermille: 2500, surchargeMinor: 300 } } }],
      60,
      { class: "truck" },
      ["1 × 60 min at 1.00 EUR × 2.50 (truck) = 250", "truck: 3.00 EUR = 300"],
    ],
    [
      "class: not named",
      [hourly, { rule: "class", classes: { truck: { surchargeMinor: 300 } } }],
      60,
      {},
      ["1 × 60 min at 1.00 EUR = 100"],
    ],
    [
      "rolling-cap: one line for one cap, over midnight too",
      [hourly, { rule: "rolling-cap", maximumMinor: 500 }],

      1500,
      {},
      [
        ...["15 × 60 min at 1.00 EUR = 1500", "9 × 60 min at 1.00 EUR = 900", "at most 5.00 EUR per 24 h = -1900"],
        "1 × 60 min at 1.00 EUR = 100",
      ],
    ],
    [
      "window-cap: a night",
      [hourly, { rule: "window-cap", name: "night", when: [night], maximumMinor: 300 }],

      1320,
      {},
      [
        ...["11 × 60 min at 1.00 EUR = 1100", "4 × 60 min at 1.00 EUR = 400", "6 × 60 min at 1.00 EUR = 600"],
        ...["at most 3.00 EUR a night = -700", "1 × 60 min at 1.00 EUR = 100"],
      ],
    ],
    [
      "stay-cap",
      [hourly, { rule: "stay-cap", maximumMinor: 150 }],
      180,
      {},
      ["3 × 60 min at 1.00 EUR = 300", "at most 1.50 EUR a stay = -150"],
    ],
    [
      "subscription: what begins in it",
      [hourly, { rule: "subscription" }],
      240,
      account({ subscriptions: [{ id: "s-1", windows: [{ from: "10:00", to: "12:00" }], fromMs: 0 }] }),
      [
        "1 × 60 min at 1.00 EUR = 100",
        "2 × 60 min at 1.00 EUR = 200",
        "covered by subscription s-1 = -200",
        "1 × 60 min at 1.00 EUR = 100",
      ],
    ],
    [
      "loyalty",
      [hourly, { rule: "loyalty", percentOffByRank: { gold: 10 } }],
      60,
      account({ rank: "gold" }),
      ["1 × 60 min at 1.00 EUR = 100", "rank gold: 10 % off = -10"],
    ],
    [
      "loyalty: a rank that is no rank",
      [hourly, { rule: "loyalty", percentOffByRank: {} }],
      60,
      account({ rank: "constructor" }),
      ["1 × 60 min at 1.00 EUR = 100"],
    ],
    [
      "group",
      [hourly, { rule: "group", percentOffByGroup: { hotel: 25 } }],
      60,
      account({ group: "hotel" }),
      ["1 × 60 min at 1.00 EUR = 100", "group hotel: 25 % off = -25"],
    ],
    [
      "minimum",
      [hourly, { rule: "minimum", minimumMinor: 250 }],
      60,
      {},
      ["1 × 60 min at 1.00 EUR = 100", "at least 2.50 EUR a stay = 150"],
    ],
    [
      "rounding up",
      [
        { ...hourly, priceMinor: 101 },
        { rule: "rounding", toMinor: 50, mode: "up" },
      ],
      60,
      {},
      ["1 × 60 min at 1.01 EUR = 101", "rounded up to 0.50 EUR = 49"],
    ],
    [
      "rounding down",
      [
        { ...hourly, priceMinor: 102 },
        { rule: "rounding", toMinor: 5, mode: "nearest" },
      ],
      60,
      {},
      ["1 × 60 min at 1.02 EUR = 102", "rounded to 0.05 EUR = -2"],
    ],
    [
      "tax on top",
      [hourly, { rule: "tax", name: "VAT", ratePermille: 75, included: false }],
      60,
      {},
      ["1 × 60 min at 1.00 EUR = 100", "VAT 7.5 % = 8"],
    ],
  ])("%s", (_name, steps, minutes, own, expected) => {
    expect(linesOf(steps, minutes, own)).toEqual(expected);
  });
});

describe("vouchers", () => {
  const vouchers = [
    { kind: "amount", id: "five", amountMinor: 500 },
    { kind: "percent", id: "half", percent: 50 },
    { kind: "minutes", id: "hour", minutes: 60 },
    { kind: "minutes", id: "more", minutes: 30 },
  ];
  const steps = [{ rule: "per-period", minutes: 30, priceMinor: 200 }, { rule: "voucher" }];

  test("time first, then percents, then amounts; what was used of each", () => {
    const made = price(stayOf(300, account({ vouchers })), tariff(steps));
    expect(made.vouchers).toEqual([
      { id: "hour", amountMinor: 400n, minutes: 60 },
      { id: "more", amountMinor: 200n, minutes: 30 },
      { id: "half", amountMinor: 700n, minutes: 0 },
      { id: "five", amountMinor: 500n, minutes: 0 },
    ]);
    expect(made.totalMinor).toBe(200n);
    expect(made.lines.map(({ words }) => words)).toContain("voucher hour: 1 h free");
  });

  test("one that has nothing left to take off is not used, and none more than there is", () => {
    const made = price(stayOf(45, account({ vouchers })), tariff(steps));
    expect(made.vouchers).toEqual([{ id: "hour", amountMinor: 400n, minutes: 45 }]);
    expect(made.totalMinor).toBe(0n);
  });

  test("free time that covers all covers what a minimum added, and a minute more is not cheaper", () => {
    const least = [
      { ...hourly, minutes: 1, priceMinor: 10 },
      { rule: "minimum", minimumMinor: 250 },
      { rule: "voucher" },
    ];
    const rights = account({ vouchers: [{ kind: "minutes", id: "ten", minutes: 10 }] });
    const totals = [1, 10, 11, 40].map((minutes) => price(stayOf(minutes, rights), tariff(least)).totalMinor);
    expect(totals).toEqual([0n, 0n, 150n, 300n]);
  });

  test("free time takes off what was charged after its cap, not before", () => {
    const capped = [hourly, { rule: "daily-cap", maximumMinor: 150 }, { rule: "voucher" }];
    const made = price(stayOf(300, account({ vouchers: [vouchers[2]] })), tariff(capped));
    expect(made.vouchers).toEqual([{ id: "hour", amountMinor: 100n, minutes: 60 }]);
  });
});

test("taxes tell net from tax, in the price or on top", () => {
  const vat = { rule: "tax", name: "VAT", ratePermille: 81 };
  const taxesOf = (own: object) => price(stayOf(600), tariff([hourly, { ...vat, ...own }])).taxes;
  expect(taxesOf({})).toEqual([{ words: "VAT 8.1 %", ratePermille: 81, netMinor: 925n, taxMinor: 75n }]);
  expect(taxesOf({ included: false })).toEqual([
    { words: "VAT 8.1 %", ratePermille: 81, netMinor: 1000n, taxMinor: 81n },
  ]);
  expect(price(stayOf(1), tariff([{ rule: "grace", minutes: 5 }, hourly, vat])).taxes).toEqual([]);
});

test("a stay that ends later costs less only where the tariff says so", () => {
  const steps = [hourly, { rule: "long-stay", afterMinutes: 120, percentOff: 50 }];
  expect(() => tariff(steps)).toThrow("longerMayCostLess");
  const declared = tariff(steps, { longerMayCostLess: true });
  expect([120, 121].map((minutes) => price(stayOf(minutes), declared).totalMinor)).toEqual([200n, 150n]);
  expect(offerWords(declared, offerAt(1))).toBe("1.00 EUR an hour; longer may cost less");
});

describe("a tariff is refused", () => {
  const tax = { rule: "tax", name: "VAT", ratePermille: 81 };
  const summer = { rule: "flat", name: "summer", priceMinor: 100, when: [{ season: "summer" }] };
  test.each<[string, object[], object, string]>([
    [
      "with a rule of time after one of the whole stay",
      [{ rule: "minimum", minimumMinor: 1 }, hourly],
      {},
      "per-period must stand before minimum",
    ],
    ["with anything after the tax", [hourly, tax, { rule: "voucher" }], {}, "voucher must stand before tax"],
    [
      "with amounts in coins that a tax on top would undo",
      [hourly, { rule: "rounding", toMinor: 5, mode: "nearest" }, { ...tax, included: false }],
      {},
      "a tax on top would undo the rounding",
    ],
    ["with two taxes", [hourly, tax, tax], {}, "tax stands once"],
    ["with a season that its calendar has not", [summer], { calendar: { seasons: { winter: [] } } }, "calendar"],
    ["with a season and no calendar", [summer], {}, "the calendar has no season summer"],
    ["with a holiday that is no date", [hourly], { calendar: { holidays: ["2026-02-30"] } }, "holidays"],
    [
      "with a step in the middle that never ends",
      [
        {
          rule: "steps",
          steps: [
            { minutes: 1, priceMinor: 1 },
            { minutes: 1, priceMinor: 1 },
          ],
        },
      ],
      {},
      "every step but the last",
    ],
    ["with an hour that no clock shows", [{ ...summer, when: [{ from: "25:00" }] }], {}, "a time of day"],
  ])("%s", (_name, steps, own, words) => {
    const parsed = TariffContent.safeParse({ version: 1, rules: steps, ...own });
    expect(JSON.stringify(parsed.error?.issues)).toContain(words);
  });
});

test("every fault of a tariff is told at once, also of order, seasons and what is not declared", () => {
  const content = {
    version: 1,
    rules: [
      { rule: "tax", name: "VAT", ratePermille: -1, included: false },
      { rule: "rounding", toMinor: 5, mode: "nearest" },
      { rule: "long-stay", afterMinutes: 0, percentOff: 50 },
      { rule: "flat", name: "summer", priceMinor: 100, when: [{ season: "summer" }] },
      { rule: "made-up" },
      "nothing",
    ],
  };
  const issues = TariffContent.safeParse(content).error?.issues ?? [];
  const told = issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n");
  for (const words of [
    ...["rules.0.ratePermille: ", "rules.0: a tax on top would undo", "rules.1: rounding must stand before tax"],
    ...[
      "rules.2.afterMinutes: ",
      "rules.2: long-stay must stand before tax",
      "rules.2: with long-stay a longer stay may",
    ],
    ...["rules.3: flat must stand before tax", "rules.3: the calendar has no season summer", "rules.4", "rules.5"],
  ])
    expect(told).toContain(words);
  for (const nothing of [null, [], "text", { version: 1, rules: {} }])
    expect(TariffContent.safeParse(nothing).success).toBe(false);
});

test("on the display: labels, several prices as a span, what else is asked", () => {
  const words = (...steps: object[]) => offerWords(tariff(steps), offerAt(1.25));
  const priced = (name: string, priceMinor: number) => ({ name, minutes: 30, priceMinor });
  const factor = { rule: "occupancy-factor" };
  expect(words({ rule: "windows", windows: [priced("day", 100), priced("night", 0)] }, factor)).toBe(
    "day 2.50 EUR an hour, night free",
  );
  const many = ["a", "b", "c", "d"].map((name, at) => priced(name, at * 10));
  expect(words({ rule: "windows", windows: many })).toBe("0.00 EUR to 0.60 EUR an hour, by when and how long");
  expect(words({ rule: "flat", name: "entry", priceMinor: 200 }, factor)).toBe("entry 2.50 EUR");
  expect(words({ rule: "grace", minutes: 90 })).toBe("up to 90 min free, longer stays free");
  expect(words(hourly, { rule: "tax", name: "VAT", ratePermille: 100, included: false })).toBe("1.10 EUR an hour");
});

test("every rule is registered under its own name, once", () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, params } of rules) expect(params.shape.rule.value).toBe(name);
});
