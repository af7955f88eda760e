import { expect, test } from "vitest";
import { nextFactor, placesInUse } from "./occupancy.ts";

test("places in use are what arrived and has not left, corrected by hand, never shown below zero", () => {
  expect(placesInUse({ arrivals: 7, departures: 3, corrections: 2 })).toBe(6);
  expect(placesInUse({ arrivals: 3, departures: 7, corrections: 0 })).toBe(0);
});

test("the factor goes up at once, and down only with some distance", () => {
  const day = [10, 60, 80, 79, 76, 75, 74, 91, 100, 86, 84, 12];
  let factor = 1000;
  const moves = day.map((inUse) => {
    const move = nextFactor(factor, inUse, 100);
    factor = move.factorPermille;
    return factor;
  });
  expect(moves).toEqual([1000, 1100, 1250, 1250, 1250, 1250, 1100, 1500, 1500, 1500, 1250, 1000]);
});

test("every move has its reason in words", () => {
  expect(nextFactor(1000, 85, 100).reason).toBe("85 % full: from × 1.00 to × 1.25");
  expect(nextFactor(1250, 85, 100).reason).toBe("85 % full: stays at × 1.25");
  expect(nextFactor(1250, 5, 0)).toEqual({ factorPermille: 1250, reason: "no places to price" });
});
