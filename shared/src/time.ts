import { z } from "zod";

/** Milliseconds since 1970-01-01T00:00:00Z by a wall clock. */
export const WallMs = z.int().describe("ms since 1970-01-01T00:00:00Z by a wall clock");
export type WallMs = z.infer<typeof WallMs>;

/** Milliseconds since some moment of one boot, by a clock that never steps. */
export const MonoMs = z
  .number()
  .nonnegative()
  .describe("ms since some moment of one boot, by a clock that never steps");
export type MonoMs = z.infer<typeof MonoMs>;

/** What a gate knows about its wall clock (SYNC.md, facts, 7). */
export const ClockQuality = z.enum(["synchronised", "unsynchronised", "stepped"]);
export type ClockQuality = z.infer<typeof ClockQuality>;

/** The two clocks of a process, handed in so that a demo or a test can run them faster than the world. */
export interface Clock {
  /** Wall clock, ms since the epoch. */
  wallMs(): number;
  /** Monotonic clock, ms since boot. */
  monoMs(): number;
  /** Calls back after `ms` of this clock; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
}
