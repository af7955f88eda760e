import { expect, test } from "vitest";
import { placesInUse } from "./occupancy.ts";

test("places in use are what arrived and has not left, corrected by hand, never shown below zero", () => {
  expect(placesInUse({ arrivals: 7, departures: 3, corrections: 2 })).toBe(6);
  expect(placesInUse({ arrivals: 3, departures: 7, corrections: 0 })).toBe(0);
});
