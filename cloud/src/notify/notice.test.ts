import { describe, expect, test } from "vitest";
import {
  decideStay,
  decideWallet,
  hasRoomAgain,
  keyOf,
  type Notice,
  QuietHours,
  quietUntilMs,
  tagOf,
  type WalletSeen,
} from "./notice.ts";

const at = (text: string): number => Date.parse(text);
const berlin = (from: string, until: string): QuietHours => ({ from, until, timeZone: "Europe/Berlin" });
const ends = (quiet: QuietHours | null, now: string): string | undefined => {
  const untilMs = quietUntilMs(quiet, at(now));
  return untilMs === undefined ? undefined : new Date(untilMs).toISOString();
};

describe("quiet hours", () => {
  const night = berlin("22:00", "07:00");

  test.each([
    // Berlin is an hour ahead in winter, two in summer.
    ["2026-01-10T20:59:59Z", undefined],
    ["2026-01-10T21:00:00Z", "2026-01-11T06:00:00.000Z"],
    ["2026-01-11T00:30:00Z", "2026-01-11T06:00:00.000Z"],
    ["2026-01-11T05:59:59Z", "2026-01-11T06:00:00.000Z"],
    ["2026-01-11T06:00:00Z", undefined],
    ["2026-07-10T20:00:00Z", "2026-07-11T05:00:00.000Z"],
  ])("over midnight: at %s until %s", (now, until) => {
    expect(ends(night, now)).toBe(until);
  });

  test("end by the clock on the wall when it is set in between", () => {
    expect(ends(night, "2026-03-28T22:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
    expect(ends(night, "2026-10-24T21:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
  });

  test("may lie within a day, and be all of it", () => {
    expect(ends(berlin("12:00", "14:00"), "2026-01-10T11:30:00Z")).toBe("2026-01-10T13:00:00.000Z");
    expect(ends(berlin("12:00", "14:00"), "2026-01-10T13:00:00Z")).toBeUndefined();
    expect(ends(berlin("08:00", "08:00"), "2026-01-10T07:00:00Z")).toBe("2026-01-11T07:00:00.000Z");
    expect(ends(berlin("08:00", "08:00"), "2026-01-10T06:00:00Z")).toBe("2026-01-10T07:00:00.000Z");
  });

  test("are where the driver lives, not where the cars stand", () => {
    expect(ends({ ...night, timeZone: "America/New_York" }, "2026-01-11T02:59:59Z")).toBeUndefined();
    expect(ends({ ...night, timeZone: "America/New_York" }, "2026-01-11T03:00:00Z")).toBe("2026-01-11T12:00:00.000Z");
  });

  test("are none where there are none", () => {
    expect(ends(null, "2026-01-11T00:30:00Z")).toBeUndefined();
  });

  test("are taken only in a time zone that there is", () => {
    expect(QuietHours.safeParse(berlin("22:00", "07:00")).success).toBe(true);
    for (const wrong of [{ timeZone: "Mars/Olympus" }, { from: "7:00" }, { until: "24:00" }])
      expect(QuietHours.safeParse({ ...night, ...wrong }).success).toBe(false);
  });

  test("that are over are over whatever time it is: the end lies ahead", () => {
    for (let minute = 0; minute < 3 * 1440; minute += 7) {
      const nowMs = at("2026-03-28T00:00:00Z") + minute * 60_000;
      const untilMs = quietUntilMs(night, nowMs);
      if (untilMs === undefined) continue;
      expect(untilMs).toBeGreaterThan(nowMs);
      expect(quietUntilMs(night, untilMs)).toBeUndefined();
      expect(quietUntilMs(night, untilMs - 1)).toBe(untilMs);
    }
  });
});

const NOW = at("2026-01-10T12:00:00Z");
const stay = { session: "s", estate: "harbour", estateName: "Harbour" };
const began = (agoMs: number): Extract<Notice, { kind: "stay-began" }> => ({
  ...{ ...stay, kind: "stay-began", timeZone: "Europe/Berlin", atMs: NOW - agoMs },
});
const ended = (agoMs: number): Extract<Notice, { kind: "stay-ended" }> => ({
  ...{ ...stay, kind: "stay-ended", arrivedAtMs: NOW - agoMs - 1, atMs: NOW - agoMs },
  ...{ totalMinor: 420, currency: "EUR", paidByGroup: false },
});
const open = { isOver: false, quiet: null };

describe("a stay", () => {
  test("is told while it is news: two hours of its beginning, a day of its end", () => {
    expect(decideStay(began(2 * 3_600_000), open, NOW).kind).toBe("tell");
    expect(decideStay(began(2 * 3_600_000 + 1), open, NOW)).toEqual({ kind: "drop", why: "too-old" });
    expect(decideStay(ended(24 * 3_600_000), open, NOW).kind).toBe("tell");
    expect(decideStay(ended(24 * 3_600_000 + 1), open, NOW)).toEqual({ kind: "drop", why: "too-old" });
  });

  test("that is over is not told to have begun", () => {
    expect(decideStay(began(0), { ...open, isOver: true }, NOW)).toEqual({ kind: "drop", why: "over" });
  });

  test("has one tag and a key for its beginning and its end", () => {
    expect(tagOf(began(0))).toBe(tagOf(ended(0)));
    expect(keyOf(began(0))).not.toBe(keyOf(ended(0)));
  });
});

describe("a wallet", () => {
  const wallet: WalletSeen = {
    ...{ account: "a" as WalletSeen["account"], balanceMinor: 499n, currency: "EUR", lowBalanceMinor: 500n },
    ...{ toldLow: false, topsUpItself: false, quiet: null },
  };
  const decide = (change: Partial<WalletSeen>, isFirstLook = true) =>
    decideWallet({ ...wallet, ...change }, isFirstLook, NOW);

  test("is low below the limit, debts are below any, and half above it is filled again", () => {
    expect(decide({})).toMatchObject({ verdict: { kind: "tell" }, toldLow: true });
    expect(decide({ balanceMinor: -300n })).toMatchObject({ verdict: { kind: "tell" } });
    expect(decide({ balanceMinor: 500n })).toMatchObject({ verdict: { kind: "drop" }, toldLow: false });
    expect(decide({ toldLow: true })).toMatchObject({ verdict: { kind: "drop" }, toldLow: true });
    expect(decide({ toldLow: true, balanceMinor: 749n }).toldLow).toBe(true);
    expect(decide({ toldLow: true, balanceMinor: 750n })).toMatchObject({ verdict: { kind: "drop" }, toldLow: false });
  });

  test("that fills itself is told of only if it has not", () => {
    expect(decide({ topsUpItself: true })).toMatchObject({
      verdict: { kind: "later", atMs: NOW + 600_000 },
      toldLow: false,
    });
    expect(decide({ topsUpItself: true }, false)).toMatchObject({ verdict: { kind: "tell" } });
  });

  test("waits for the end of quiet hours, told or not", () => {
    const quiet = berlin("12:00", "14:00");
    expect(decide({ quiet })).toMatchObject({ verdict: { kind: "later", atMs: NOW + 3_600_000 }, toldLow: false });
  });

  test("of a limit of nothing is never low without a debt", () => {
    expect(decide({ lowBalanceMinor: 0n, balanceMinor: 0n })).toMatchObject({ verdict: { kind: "drop" } });
  });
});

test.each([
  [0, 100, false],
  [4, 100, false],
  [5, 100, true],
  [1, 10, false],
  [2, 10, true],
  [1, 1, true],
])("%i free places of %i are room again: %s", (free, capacity, is) => {
  expect(hasRoomAgain({ free, capacity })).toBe(is);
});
