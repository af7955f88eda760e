import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { driftOf } from "./drift.ts";

describe("how far a zone's count may be from what stands there", () => {
  test("right after somebody counted it is right", () => {
    expect(driftOf([{ saw: 37, before: 40, passages: 900 }], 900)).toMatchObject({ plusMinus: 0, passagesSince: 0 });
  });

  test("a zone that nobody counted is taken to misjudge one passage in 500", () => {
    expect(driftOf([], 500)).toEqual({ plusMinus: 2, passagesSince: 500, perThousand: null });
    expect(driftOf([], 50_000).plusMinus).toBe(20);
  });

  test("it grows with the square root of the passages", () => {
    const counts = [{ saw: 10, before: 10, passages: 0 }];
    const [near, far] = [driftOf(counts, 10_000).plusMinus, driftOf(counts, 40_000).plusMinus];
    expect(far / near).toBeCloseTo(2, 0);
  });

  test("counts that find nothing wrong make it surer, counts that find much make it less so", () => {
    const counted = (drift: number) => [3, 2, 1].map((nth) => ({ saw: 50, before: 50 + drift, passages: nth * 1_000 }));
    expect(driftOf(counted(0), 4_000).plusMinus).toBeLessThan(driftOf([], 1_000).plusMinus);
    expect(driftOf(counted(9), 4_000).plusMinus).toBeGreaterThan(driftOf([], 1_000).plusMinus);
  });

  test("books that say too many again and again are seen to", () => {
    const counts = [3, 2, 1].map((nth) => ({ saw: 50, before: 54, passages: nth * 1_000 }));
    expect(driftOf(counts, 3_000).perThousand).toBe(4);
  });

  test("holds the truth in about 95 of 100 walks, once it was counted a few times", () => {
    let held = 0;
    let walks = 0;
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (chance) => {
        const misjudged = () => {
          const { value } = chance.next();
          return value < 0.01 ? 1 : value > 0.99 ? -1 : 0;
        };
        let drift = 0;
        const counts = [];
        for (let passages = 1; passages <= 3_000; passages++) {
          drift += misjudged();
          if (passages % 500 !== 0) continue;
          if (passages < 3_000) {
            counts.unshift({ saw: 100, before: 100 + drift, passages });
            drift = 0;
          } else {
            walks++;
            if (Math.abs(drift) <= driftOf(counts, passages).plusMinus) held++;
          }
        }
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(held / walks).toBeGreaterThan(0.85);
  });
});
