import { describe, expect, test } from "vitest";
import { standingAfter } from "./delivery.ts";

const later = (attempts: number, afterMs?: number, chance = 0) => {
  const outcome = { kind: "later", failure: "away", ...(afterMs === undefined ? {} : { afterMs }) } as const;
  const standing = standingAfter(outcome, attempts, 1_000, chance);
  return standing.state === "queued" ? standing.nextMs - 1_000 : undefined;
};

describe("a delivery that failed", () => {
  test("waits twice as long each time, half an hour at most, however often", () => {
    expect([1, 2, 3, 8, 9, 500].map((attempts) => later(attempts))).toEqual([
      ...[10_000, 20_000, 40_000, 1_280_000, 1_800_000, 1_800_000],
    ]);
  });

  test("waits longer when it is asked to, but not without end", () => {
    expect(later(1, 60_000)).toBe(60_000);
    expect(later(4, 60_000)).toBe(80_000);
    expect(later(1, 10 ** 12)).toBe(1_800_000);
  });

  test("comes back spread by a fifth", () => {
    expect(later(1, undefined, 0.999)).toBe(11_998);
  });

  test.each(["gone", "refused"] as const)("for good is %s, and says why", (kind) => {
    expect(standingAfter({ kind, failure: "no" }, 1, 1_000, 0)).toEqual({ state: kind, failure: "no" });
  });
});
