import type { ClockQuality } from "@baygate/shared/time";

/** Gates', phones' and issuers' clocks may differ by this much, ms. */
export const CLOCK_TOLERANCE_MS = 30_000;

/** Two looks at both clocks that disagree by more than this saw a step, ms. NTP slews at most 0.5 ms a second. */
const STEP_MS = 1_000;
/** A clock that stepped is watched for so long before it is believed again, ms. */
const SETTLE_MS = 10 * 60_000;

/** Wall minus monotonic clock at the last look, and when the last step was seen. */
export interface ClockWatch {
  readonly offsetMs: number;
  readonly lastLookMonoMs: number;
  readonly steppedMonoMs: number | null;
}

/** One look at both clocks. `sure`: the operating system or the installer says that the wall clock is right. */
export function lookAtClock(
  watch: ClockWatch | undefined,
  look: { readonly wallMs: number; readonly monoMs: number; readonly sure: boolean },
): { readonly watch: ClockWatch; readonly quality: ClockQuality } {
  const offsetMs = look.wallMs - look.monoMs;
  const allowedMs = STEP_MS + (watch === undefined ? 0 : (look.monoMs - watch.lastLookMonoMs) / 1000);
  const stepped = watch !== undefined && Math.abs(offsetMs - watch.offsetMs) > allowedMs;
  const steppedMonoMs = stepped ? look.monoMs : (watch?.steppedMonoMs ?? null);
  const settled = steppedMonoMs === null || (look.sure && look.monoMs - steppedMonoMs >= SETTLE_MS);
  return {
    watch: { offsetMs, lastLookMonoMs: look.monoMs, steppedMonoMs: settled ? null : steppedMonoMs },
    quality: settled ? (look.sure ? "synchronised" : "unsynchronised") : "stepped",
  };
}
