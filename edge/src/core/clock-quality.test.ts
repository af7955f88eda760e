import { expect, it } from "vitest";
import { type ClockWatch, lookAtClock } from "./clock-quality.ts";

const MINUTE = 60_000;

it("sees a step by comparing the two clocks, and believes the wall clock again after a while", () => {
  let watch: ClockWatch | undefined;
  const looks: [wallMs: number, monoMs: number, sure: boolean, quality: string][] = [
    [1_000_000, 0, true, "synchronised"],
    [1_000_000 + MINUTE, MINUTE, true, "synchronised"],
    // NTP slewing is no step.
    [1_000_000 + 2 * MINUTE + 30, 2 * MINUTE, true, "synchronised"],
    [5_000_000 + 3 * MINUTE, 3 * MINUTE, true, "stepped"],
    [5_000_000 + 4 * MINUTE, 4 * MINUTE, true, "stepped"],
    [5_000_000 + 14 * MINUTE, 14 * MINUTE, true, "synchronised"],
    [5_000_000 + 15 * MINUTE, 15 * MINUTE, false, "unsynchronised"],
    [15 * MINUTE, 16 * MINUTE, false, "stepped"],
    [40 * MINUTE, 41 * MINUTE, false, "stepped"],
  ];
  for (const [wallMs, monoMs, sure, quality] of looks) {
    const look = lookAtClock(watch, { wallMs, monoMs, sure });
    expect([monoMs / MINUTE, look.quality]).toEqual([monoMs / MINUTE, quality]);
    watch = look.watch;
  }
});
