import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  DEFAULT_PRICE_POLICY,
  nextPriceStep,
  type PastMove,
  PricePolicy,
  type PriceSituation,
  type PriceStep,
} from "./dynamic-price.ts";
import { localDay } from "./local-days.ts";

const MINUTE = 60_000;
const TEN = Date.UTC(2026, 2, 2, 10);
const at = (full: number, more: Partial<PriceSituation> = {}): PriceSituation => ({
  ...{ nowMs: TEN, timeZone: "UTC", inUse: full, capacity: 100, expectedPermille: null },
  ...{ factorPermille: 1100, announced: null, moves: [] },
  ...more,
});
const policy = (more: z.input<typeof PricePolicy>) => PricePolicy.parse(more);
const toOf = (step: PriceStep) => ("toPermille" in step ? step.toPermille : undefined);

describe("bands", () => {
  test.each([
    [100, 1200],
    [80, 1200],
    [79, undefined],
    [60, undefined],
    [59, 1000],
    [0, 1000],
  ])("%i %% full: the next factor is %s", (full, next) => {
    expect(toOf(nextPriceStep(DEFAULT_PRICE_POLICY, at(full)))).toBe(next);
  });

  test("turning round takes the hysteresis beyond the edge, going on does not", () => {
    const after = (direction: "up" | "down") => ({ moves: [{ atMs: TEN - 60 * MINUTE, direction }] });
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(58, after("up"))).step).toBe("stays");
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(57, after("up"))).step).toBe("announced");
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(59, after("down"))).step).toBe("announced");
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(81, after("down"))).step).toBe("stays");
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(82, after("down"))).step).toBe("announced");
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(80, after("up"))).step).toBe("announced");
  });

  test("what is expected counts by its weight", () => {
    const full = nextPriceStep(policy({ forecastWeightPermille: 500 }), at(76, { expectedPermille: 860 }));
    expect(full).toEqual({
      ...{ step: "announced", toPermille: 1200, atMs: TEN + 5 * MINUTE },
      reason: "76 % full and 86 % expected, taken as 81 %: from × 1.10 to × 1.20 at 10:05",
    });
    const unheard = nextPriceStep(policy({ forecastWeightPermille: 0 }), at(76, { expectedPermille: 860 }));
    expect(unheard).toEqual({ step: "stays", reason: "76 % full: stays at × 1.10" });
  });

  test("a zone without places keeps its price", () => {
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(5, { capacity: 0 })).reason).toBe("no places to price");
  });
});

describe("what holds a move back", () => {
  test("floor and ceiling", () => {
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(99, { factorPermille: 1500 }))).toEqual({
      step: "stays",
      reason: "99 % full: stays at × 1.50, the ceiling",
    });
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(0, { factorPermille: 1000 })).reason).toMatch(/, the floor$/);
    expect(toOf(nextPriceStep(DEFAULT_PRICE_POLICY, at(99, { factorPermille: 1450 })))).toBe(1500);
  });

  test("the time since the last move, counted to when the next one applies", () => {
    const since = (minutes: number) => at(90, { moves: [{ atMs: TEN - minutes * MINUTE, direction: "up" }] });
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, since(9)).reason).toBe(
      "90 % full: stays at × 1.10, less than 15 min after the last move",
    );
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, since(10)).step).toBe("announced");
  });

  test("the moves of the local day", () => {
    const moves = (hours: number): PastMove[] =>
      [1, 2, 3].map((n) => ({ atMs: TEN - (hours + n) * 60 * MINUTE, direction: "up" }));
    const thrice = policy({ movesPerDay: 3 });
    expect(nextPriceStep(thrice, at(90, { moves: moves(0) })).reason).toMatch("moved 3 times that day already");
    expect(nextPriceStep(thrice, at(90, { moves: moves(9) })).step).toBe("announced");
    expect(nextPriceStep(thrice, at(90, { moves: moves(0), timeZone: "America/Los_Angeles" })).step).toBe("announced");
  });

  test("quiet time, by the local clock, also when the move would apply in it", () => {
    const night = policy({ quiet: [{ from: "20:00", to: "07:00" }] });
    const when = (hour: number, minute: number, timeZone = "Europe/Zurich") =>
      nextPriceStep(night, at(90, { nowMs: Date.UTC(2026, 2, 2, hour, minute), timeZone }));
    expect(when(18, 54).step).toBe("announced");
    expect(when(18, 55).reason).toMatch(/in quiet time$/);
    expect(when(5, 54).step).toBe("stays");
    expect(when(5, 55).step).toBe("announced");
    expect(when(5, 55, "UTC").step).toBe("stays");
  });
});

describe("announced before it applies", () => {
  const announced = { toPermille: 1200, atMs: TEN + 5 * MINUTE };
  test("nothing happens before its time, then it applies though the zone has emptied meanwhile", () => {
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(90, { announced, nowMs: TEN + 5 * MINUTE - 1 }))).toEqual({
      step: "stays",
      reason: "announced from × 1.10 to × 1.20 at 10:05",
    });
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, at(10, { announced, nowMs: TEN + 5 * MINUTE }))).toEqual({
      ...{ step: "moved", toPermille: 1200 },
      reason: "as announced: from × 1.10 to × 1.20, now 10 % full",
    });
  });

  test("it is withdrawn when the policy has changed, or when it comes so late that the price must not move any more", () => {
    const capped = policy({ ceilingPermille: 1150 });
    expect(nextPriceStep(capped, at(90, { announced }))).toEqual({
      step: "withdrawn",
      reason: "announced from × 1.10 to × 1.20: not as the policy is now",
    });
    const late = at(90, { announced, nowMs: TEN + 600 * MINUTE });
    expect(nextPriceStep(policy({ quiet: [{ from: "19:00", to: "21:00" }] }), late).reason).toMatch(/in quiet time$/);
    expect(nextPriceStep(DEFAULT_PRICE_POLICY, late).step).toBe("moved");
  });

  test("without a time to announce it applies at once", () => {
    expect(nextPriceStep(policy({ announcedMinutes: 0 }), at(90))).toEqual({
      ...{ step: "moved", toPermille: 1200 },
      reason: "90 % full: from × 1.10 to × 1.20",
    });
  });
});

test("a factor outside of a changed policy comes back step by step, whatever the occupancy", () => {
  const fixed = policy({ floorPermille: 1000, ceilingPermille: 1000 });
  expect(toOf(nextPriceStep(fixed, at(95, { factorPermille: 1250 })))).toBe(1150);
  expect(toOf(nextPriceStep(fixed, at(5, { factorPermille: 950 })))).toBe(1000);
  expect(nextPriceStep(fixed, at(95, { factorPermille: 1000 })).step).toBe("stays");
});

test("a policy that could never work is refused with its reason", () => {
  const fault = (given: unknown) => PricePolicy.safeParse(given).error?.issues.map(({ message }) => message);
  expect(fault({ floorPermille: 1200, ceilingPermille: 1100 })).toEqual(["the ceiling is below the floor"]);
  expect(fault({ downBelowPermille: 900 })?.[0]).toMatch("up and down at once");
  expect(fault({ upFromPermille: 990 })?.[0]).toMatch("never turn");
  expect(fault({ upfrom: 700 })).toHaveLength(1);
  expect(fault({ quiet: [{ from: "25:00" }] })).toHaveLength(1);
});

// Any policy, any weather.

const somePolicy = fc
  .record({
    upFromPermille: fc.integer({ min: 100, max: 900 }),
    bandPermille: fc.integer({ min: 0, max: 400 }),
    hysteresisPermille: fc.integer({ min: 0, max: 50 }),
    stepPermille: fc.integer({ min: 1, max: 700 }),
    floorPermille: fc.integer({ min: 0, max: 1500 }),
    spanPermille: fc.integer({ min: 0, max: 2000 }),
    minutesBetweenMoves: fc.integer({ min: 1, max: 120 }),
    announcedMinutes: fc.integer({ min: 0, max: 90 }),
    movesPerDay: fc.integer({ min: 1, max: 12 }),
    forecastWeightPermille: fc.integer({ min: 0, max: 1000 }),
    quiet: fc.constantFrom([], [{ from: "22:00", to: "06:00" }], [{ from: "12:00", to: "13:00" }]),
  })
  .map(({ bandPermille, spanPermille, ...given }) => {
    const down = given.upFromPermille - bandPermille;
    return PricePolicy.safeParse({
      ...given,
      downBelowPermille: Math.max(0, down),
      ceilingPermille: given.floorPermille + spanPermille,
    });
  })
  .filter((made) => made.success)
  .map((made) => made.data ?? DEFAULT_PRICE_POLICY);
const someZone = fc.constantFrom("UTC", "Europe/Zurich", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe");

interface Made extends PastMove {
  readonly fromPermille: number;
  readonly toPermille: number;
}

/** Runs the controller over a stretch of looks, as its shell does: keeps what is announced, and the moves. */
function run(
  policy: PricePolicy,
  timeZone: string,
  looks: readonly { readonly afterMs: number; readonly inUse: number; readonly expectedPermille: number | null }[],
  seen: (step: PriceStep, situation: PriceSituation) => void = () => {},
): Made[] {
  const moves: Made[] = [];
  let factorPermille = policy.floorPermille;
  let announced: PriceSituation["announced"] = null;
  let nowMs = TEN;
  for (const { afterMs, inUse, expectedPermille } of looks) {
    nowMs += afterMs;
    const situation = { nowMs, timeZone, inUse, capacity: 100, expectedPermille, factorPermille, announced, moves };
    const step = nextPriceStep(policy, situation);
    seen(step, situation);
    if (step.step === "announced") announced = step;
    if (step.step === "withdrawn") announced = null;
    if (step.step !== "moved") continue;
    const { toPermille } = step;
    const direction = toPermille > factorPermille ? "up" : "down";
    moves.unshift({ atMs: nowMs, direction, fromPermille: factorPermille, toPermille });
    [factorPermille, announced] = [toPermille, null];
  }
  return moves;
}

const someLooks = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 1, max: 40 * MINUTE }),
    inUse: fc.integer({ min: 0, max: 110 }),
    expectedPermille: fc.option(fc.integer({ min: 0, max: 1000 })),
  }),
  { minLength: 50, maxLength: 150 },
);

describe("whatever the policy and the day", () => {
  test("the factor stays between floor and ceiling, a step at a time, no sooner than allowed, no more often a day, never in quiet time", () => {
    let made = 0;
    fc.assert(
      fc.property(somePolicy, someZone, someLooks, (policy, timeZone, looks) => {
        const moves = run(policy, timeZone, looks).reverse();
        const perDay = new Map<number, number>();
        for (const [n, move] of moves.entries()) {
          expect(move.toPermille).toBeGreaterThanOrEqual(policy.floorPermille);
          expect(move.toPermille).toBeLessThanOrEqual(policy.ceilingPermille);
          expect(Math.abs(move.toPermille - move.fromPermille)).toBeLessThanOrEqual(policy.stepPermille);
          expect(move.toPermille).not.toBe(move.fromPermille);
          const before = moves[n - 1];
          if (before) expect(move.atMs - before.atMs).toBeGreaterThanOrEqual(policy.minutesBetweenMoves * MINUTE);
          const day = localDay(move.atMs, timeZone);
          perDay.set(day, (perDay.get(day) ?? 0) + 1);
          expect(perDay.get(day)).toBeLessThanOrEqual(policy.movesPerDay);
          const local = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
          const time = local.format(move.atMs);
          for (const { from = "", to = "" } of policy.quiet)
            expect(from < to ? from <= time && time < to : from <= time || time < to).toBe(false);
        }
        made += moves.length;
      }),
      { numRuns: 300 },
    );
    expect(made).toBeGreaterThan(1000);
  });

  test("every move was announced for the time that the policy says", () => {
    fc.assert(
      fc.property(somePolicy, someZone, someLooks, (policy, timeZone, looks) => {
        let toldAtMs: number | undefined;
        run(policy, timeZone, looks, (step, { nowMs }) => {
          if (step.step === "announced") toldAtMs = nowMs;
          if (step.step !== "moved" || policy.announcedMinutes === 0) return;
          expect(nowMs - (toldAtMs ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(
            policy.announcedMinutes * MINUTE,
          );
          toldAtMs = undefined;
        });
      }),
      { numRuns: 200 },
    );
  });

  test("an occupancy that stays the same moves the price one way only, and in the middle band not at all", () => {
    fc.assert(
      fc.property(somePolicy, someZone, fc.integer({ min: 0, max: 110 }), (policy, timeZone, inUse) => {
        const looks = Array.from({ length: 200 }, () => ({ afterMs: 7 * MINUTE, inUse, expectedPermille: null }));
        const moves = run(policy, timeZone, looks);
        expect(new Set(moves.map(({ direction }) => direction)).size).toBeLessThanOrEqual(1);
        if (inUse * 10 >= policy.downBelowPermille && inUse * 10 < policy.upFromPermille) expect(moves).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("cars going in and out by less than the middle band and its hysteresis never turn the price", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 59, max: 100 }), { minLength: 200, maxLength: 200 }), (cars) => {
        const looks = cars.map((inUse) => ({ afterMs: 7 * MINUTE, inUse, expectedPermille: null }));
        const moves = run(DEFAULT_PRICE_POLICY, "UTC", [{ afterMs: 1, inUse: 90, expectedPermille: null }, ...looks]);
        expect(moves.every(({ direction }) => direction === "up")).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test("fuller, or expected to be fuller, never makes the next price lower", () => {
    const share = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(
        somePolicy,
        fc.record({
          ...{ one: share, two: share, factorPermille: fc.integer({ min: 0, max: 3000 }) },
          expected: fc.option(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }))),
          last: fc.constantFrom("up" as const, "down" as const, null),
        }),
        (policy, { one, two, factorPermille, expected, last }) => {
          const sorted = (a: number, b: number) => [Math.min(a, b), Math.max(a, b)] as const;
          const [less, more] = sorted(one, two);
          const [lessLater, moreLater] = expected ? sorted(...expected) : [null, null];
          const next = (inUse: number, expectedPermille: number | null) => {
            const moves = [{ atMs: TEN - 2 * 24 * 60 * MINUTE, direction: last }];
            return (
              toOf(nextPriceStep(policy, at(inUse, { expectedPermille, factorPermille, moves }))) ?? factorPermille
            );
          };
          expect(next(less, lessLater)).toBeLessThanOrEqual(next(more, moreLater));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
