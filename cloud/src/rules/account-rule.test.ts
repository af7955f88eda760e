import { describe, expect, test } from "vitest";
import { type CoverGround, coverRule, type MemberCover, subscriptionRules, toldMinor } from "./account-rule.ts";

// Zones ask for 5.00 and 20.00. It is late on 30 November in Berlin.
const ground: CoverGround = {
  nowMs: Date.UTC(2026, 10, 30, 22),
  timeZone: "Europe/Berlin",
  minimumsMinor: [500n, 2000n, 0n],
};
const DECEMBER = Date.UTC(2026, 10, 30, 23);
const group = (groupMinor: bigint, monthlyMinor?: bigint, leftMinor = monthlyMinor ?? 0n): MemberCover => ({
  groupMinor,
  limit: monthlyMinor === undefined ? null : { monthlyMinor, leftMinor },
});

describe("what a gate is told of an account's cover", () => {
  test.each<[string, bigint, MemberCover | undefined, ReturnType<typeof coverRule>]>([
    ["its own", 1700n, undefined, { coverMinor: 1700n }],
    ["a debt beyond its credit", -1n, undefined, { coverMinor: -1n, lack: "debt-unpaid" }],
    ["a member's debt is its own to pay", -1n, group(9000n), { coverMinor: -1n, lack: "debt-unpaid" }],
    ["what the group would pay", 0n, group(9000n), { coverMinor: 2000n }],
    ["its own, when that is more", 7000n, group(9000n), { coverMinor: 7000n }],
    ["a group with little", 0n, group(1999n), { coverMinor: 500n }],
    ["a group with nothing", 100n, group(499n), { coverMinor: 100n }],
    ["a group in debt", 100n, group(-1n), { coverMinor: 100n }],
    ["within the month's limit", 0n, group(9000n, 10_000n, 3000n), { coverMinor: 2000n }],
    [
      "a month nearly spent, and the next",
      0n,
      group(9000n, 10_000n, 300n),
      { coverMinor: 300n, lack: "group-limit-reached", later: { fromMs: DECEMBER, coverMinor: 2000n } },
    ],
    [
      "a limit that never suffices",
      0n,
      group(9000n, 400n, 0n),
      {
        ...{ coverMinor: 0n, lack: "group-limit-reached" },
        later: { fromMs: DECEMBER, coverMinor: 400n, lack: "group-limit-reached" },
      },
    ],
    ["a spent month and its own money", 2000n, group(9000n, 10_000n, 0n), { coverMinor: 2000n }],
  ])("%s", (_, own, member, told) => expect(coverRule(own, member, ground)).toEqual(told));

  test("does not change while a group with much money is charged", () => {
    const rules = new Set<string>();
    for (let left = 1_000_000n; left >= 2000n; left -= 700n)
      rules.add(String(coverRule(0n, group(left), ground).coverMinor));
    expect([...rules]).toEqual(["2000"]);
  });

  test("is compared with every zone as the group's true cover would be", () => {
    for (let cover = -100n; cover < 3000n; cover += 1n)
      for (const minimum of ground.minimumsMinor)
        expect(cover >= 0n && toldMinor(cover, ground.minimumsMinor) >= minimum).toBe(cover >= minimum);
  });
});

describe("subscriptions as gates know them", () => {
  const plan = {
    ...{ id: "s", plan: "p", owner: "a", estate: "harbour", zones: [], classes: [], vehicles: [], windows: [] },
    ...{ places: 1, fromMs: 1, untilMs: 2 },
  };
  test("say nothing of what does not matter", () =>
    expect(subscriptionRules([plan], "harbour", null)).toEqual([{ places: 1, fromMs: 1, untilMs: 2 }]));
  test("name the group whose members share their places", () =>
    expect(subscriptionRules([plan], "harbour", "a")).toEqual([{ places: 1, fromMs: 1, untilMs: 2, group: "a" }]));
  test("are those of the estate", () => expect(subscriptionRules([plan], "station", null)).toEqual([]));
  test("for vehicles of unknown classes only are for none", () =>
    expect(subscriptionRules([{ ...plan, classes: ["hovercraft"] }], "harbour", null)).toEqual([]));
});
