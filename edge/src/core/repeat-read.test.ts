import { expect, it } from "vitest";
import { noteRead, type RecentReads } from "./repeat-read.ts";

it("takes a card that stays as one tap, and another card or a later tap as new", () => {
  let recent: RecentReads = new Map();
  const reads: [string, number, boolean][] = [
    ["card", 0, false],
    ["card", 2_900, true],
    // Still held there: the time runs from when it was last seen.
    ["card", 5_000, true],
    ["other", 5_100, false],
    ["card", 7_999, true],
    ["card", 10_999, false],
  ];
  for (const [key, nowMs, repeat] of reads) {
    const noted = noteRead(recent, key, nowMs, 3_000);
    expect([key, nowMs, noted.repeat]).toEqual([key, nowMs, repeat]);
    recent = noted.recent;
  }
  expect(recent.size).toBe(1);
});
