import { describe, expect, test } from "vitest";
import { leftOfLimit, memberCoverMinor } from "./groups.ts";
import { earnedRank, RankRule } from "./loyalty.ts";
import { isOn, periodAt, periodEndMs, type SubscribedVisit, type Subscription } from "./subscriptions.ts";
import { codeOf, normalCode } from "./vouchers.ts";
import { coverMinor, holdable } from "./wallet.ts";

describe("cover", () => {
  test.each<[string, readonly [bigint, bigint, bigint], bigint, bigint]>([
    ["what it has", [1000n, 0n, 0n], 0n, 1000n],
    ["without what is held", [1000n, 300n, 0n], 0n, 700n],
    ["and never below zero for holds alone", [100n, 300n, 0n], 0n, 0n],
    ["with credit", [1000n, 300n, 0n], 500n, 1200n],
    ["credit without what is owed", [0n, 0n, 240n], 500n, 260n],
    ["a debt as large as the credit", [0n, 300n, 500n], 500n, 0n],
    ["a debt beyond it refuses everywhere", [0n, 0n, 501n], 500n, -1n],
  ])("is %s", (_, [balanceMinor, heldMinor, debtMinor], credit, cover) => {
    const wallet = { account: "a", currency: "EUR", balanceMinor, heldMinor, debtMinor };
    expect(coverMinor(wallet, credit)).toBe(cover);
    expect(holdable(wallet, 10_000n, credit)).toBe(cover < 0n ? 0n : cover);
  });

  test.each([
    ["the group's", 900n, null, 100n, 900n],
    ["the group's up to the limit", 900n, 400n, 100n, 400n],
    ["its own when the limit is reached", 900n, 0n, 100n, 100n],
    ["its own when the group owes", -5n, null, 100n, 100n],
    ["its own debt", 900n, null, -1n, -1n],
  ])("of a member is %s", (_, group, left, own, cover) => expect(memberCoverMinor(group, left, own)).toBe(cover));

  test("a limit that was exceeded leaves nothing", () => {
    expect(leftOfLimit({ monthlyLimitMinor: 300n }, 301n)).toBe(0n);
    expect(leftOfLimit({ monthlyLimitMinor: null }, 301n)).toBeNull();
  });
});

describe("a period", () => {
  test.each([
    ["month", 1, "2026-01-31T08:30:00Z", "2026-02-28T08:30:00.000Z"],
    ["month", 2, "2026-01-31T08:30:00Z", "2026-03-31T07:30:00.000Z"],
    ["month", 10, "2026-01-31T08:30:00Z", "2026-11-30T08:30:00.000Z"],
    ["year", 1, "2024-02-29T12:00:00Z", "2025-02-28T12:00:00.000Z"],
    ["year", 4, "2024-02-29T12:00:00Z", "2028-02-29T12:00:00.000Z"],
    // 02:30 does not exist in Zurich on 2026-03-29: the clocks have sprung to 03:30.
    ["month", 1, "2026-02-28T01:30:00Z", "2026-03-28T01:30:00.000Z"],
    ["month", 2, "2026-01-29T01:30:00Z", "2026-03-29T01:30:00.000Z"],
  ] as const)("a %s, %d times from %s, ends at %s", (period, nth, from, end) => {
    const ends = periodEndMs(Date.parse(from), nth, period, "Europe/Zurich");
    expect(new Date(ends).toISOString()).toBe(end);
    expect(periodAt(Date.parse(from), ends - 1, period, "Europe/Zurich")).toBe(nth);
    expect(periodAt(Date.parse(from), ends, period, "Europe/Zurich")).toBe(nth + 1);
  });
});

describe("the places of a subscription", () => {
  const subscription: Subscription = {
    ...{ id: "s", plan: "p", owner: "o", estate: "harbour", zones: ["main"], classes: [], vehicles: [], windows: [] },
    ...{ places: 1, fromMs: 0, untilMs: 1000 },
  };
  const visit = (session: string, fromMs: number, untilMs: number | null, more: Partial<SubscribedVisit> = {}) => ({
    ...{ session, estate: "harbour", zone: "main", class: "standard", vehicle: null, fromMs, untilMs, took: null },
    ...more,
  });
  test.each<[string, SubscribedVisit, SubscribedVisit[], boolean]>([
    ["nobody else", visit("b", 10, 20), [], true],
    ["one before, inside still", visit("b", 10, 20), [visit("a", 5, null)], false],
    ["one before, gone when it came", visit("b", 10, 20), [visit("a", 5, 10)], true],
    ["one before, gone while it was inside", visit("b", 10, 20), [visit("a", 5, 11)], false],
    ["one after", visit("b", 10, 20), [visit("c", 11, 15)], true],
    ["one at the same time, of an earlier id", visit("b", 10, 20), [visit("a", 10, 15)], false],
    ["one before that had to pay", visit("b", 10, 20), [visit("a", 5, 30, { took: false })], true],
    ["one before that may not use it", visit("b", 10, 20), [visit("a", 5, null, { zone: "roof" })], true],
    ["two before: the second had no place", visit("c", 10, 20), [visit("a", 1, 9), visit("b", 2, null)], true],
    ["itself", visit("b", 10, 20), [visit("b", 10, 20)], true],
    ["another zone", visit("b", 10, 20, { zone: "roof" }), [], false],
    ["after its time", visit("b", 1000, 1001), [], false],
  ])("with %s", (_, one, others, on) => expect(isOn(subscription, one, others)).toBe(on));
});

describe("a rank", () => {
  const ranks = [
    { id: "gold", position: 2, rule: RankRule.parse({ days: 90, stays: 20 }) },
    { id: "silver", position: 1, rule: RankRule.parse({ days: 30, spentMinor: 1000, noDebt: false }) },
  ];
  const done = (stays: number, spentMinor: bigint) => [
    { days: 90, stays, spentMinor },
    { days: 30, stays, spentMinor },
  ];
  test.each([
    ["nothing done", done(0, 0n), 0n, null],
    ["money enough", done(3, 1000n), 0n, "silver"],
    ["both: the higher one", done(20, 1000n), 0n, "gold"],
    ["debt takes the higher one", done(20, 1000n), 1n, "silver"],
    ["nothing is known", [], 0n, null],
  ])("%s", (_, custom, debt, rank) => expect(earnedRank(ranks, custom, debt)).toBe(rank));
});

describe("a voucher's code", () => {
  test("has 80 random bits in letters that nobody confuses, and is read as people type it", () => {
    const code = codeOf(Uint8Array.from({ length: 16 }, (_, at) => at * 17));
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(normalCode(` ${code.toLowerCase()} `)).toBe(code.replaceAll("-", ""));
    expect(normalCode("oil0 0000 0000 0000")).toBe("0110000000000000");
  });
  test.each(["", "1234", "0000-0000-0000-0000-0", "0000-0000-0000-000U", "0000-0000-0000-000é"])(
    "%j is none",
    (typed) => expect(normalCode(typed)).toBeNull(),
  );
});
