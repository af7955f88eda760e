import { expect, it } from "vitest";
import { HISTORY_POINTS, HISTORY_STEP_MS, occupancyHistory } from "./history.ts";

const NOW = 1_000 * HISTORY_STEP_MS;
const passage = (stepsAgo: number, change: 1 | -1) => ({
  ...{ estate: "e", zone: "z", change },
  atMs: NOW - stepsAgo * HISTORY_STEP_MS,
});

it("ends with what is in use now and goes back along the cars that came and went", () => {
  const curve = occupancyHistory(5, [passage(0.5, 1), passage(1.5, 1), passage(1.6, 1), passage(2.5, -1)], NOW);
  expect(curve).toHaveLength(HISTORY_POINTS);
  expect(curve.slice(-4)).toEqual([3, 2, 4, 5]);
});

it("is level when nothing happened, and never below zero", () => {
  expect(new Set(occupancyHistory(7, [], NOW))).toEqual(new Set([7]));
  expect(Math.min(...occupancyHistory(1, [passage(1, 1), passage(2, 1)], NOW))).toBe(0);
});
