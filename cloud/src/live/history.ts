import type { PassageRow } from "./dashboard.store.ts";

/** The live page's little curve: so many points, one a step. */
export const HISTORY_STEP_MS = 15 * 60_000;
export const HISTORY_POINTS = 49;
export const HISTORY_MS = HISTORY_STEP_MS * (HISTORY_POINTS - 1);

/**
 * Places in use at the end of each step, oldest first, the last one now: counted backwards from what is in use now, so that
 * the curve always ends where the big figure stands.
 */
export function occupancyHistory(inUse: number, passages: readonly PassageRow[], nowMs: number): number[] {
  const changes = new Array<number>(HISTORY_POINTS).fill(0);
  for (const { atMs, change } of passages) {
    const back = Math.floor((nowMs - atMs) / HISTORY_STEP_MS);
    const point = HISTORY_POINTS - 1 - Math.max(0, back);
    if (point >= 0) changes[point] = (changes[point] ?? 0) + change;
  }
  const points: number[] = [];
  let places = inUse;
  for (let point = HISTORY_POINTS - 1; point >= 0; point--) {
    points.push(Math.max(0, places));
    places -= changes[point] ?? 0;
  }
  return points.reverse();
}
