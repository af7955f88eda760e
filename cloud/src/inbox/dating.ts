import type { Envelope, FactBatch } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import type { FactId } from "@baygate/shared/ids";
import type { ClockQuality } from "@baygate/shared/time";

/** What the cloud knows of the monotonic clock of a gate's boot. */
export interface BootClock {
  readonly bootId: string;
  /** When that clock stood at 0, ms, by the cloud's wall clock. Not rounded: drift adds up, message by message. */
  readonly beganAtMs: number;
  /** When it was last heard of, ms. */
  readonly heardAtMs: number;
}

/**
 * Longer than this no message is under way: a broker gives a connection up when nothing was heard on it for one and a half times its 20 s
 * of keep alive (MQTT 3.1.1, 3.1.2.10), and there are two.
 */
const LONGEST_WAY_MS = 60_000;

/** So much slower than the cloud's clock a gate's may run; twice what a plain quartz is sold with. */
const DRIFT = 200e-6;

/**
 * When the boot that sends a batch began, by its fastest message: one that was held up on its way would make everything in it later than
 * it was, and somebody would pay for that. So is a minimum filter of offsets (RFC 5905, 10, clock filter), over the whole boot and with an
 * allowance for drift. A way that seems longer than any can be is a clock of ours that was set, or one of theirs that stood still. A wall
 * clock that was right at sending has the last word, because whoever disciplines clocks bends the monotonic one, too, by minutes in a day.
 *
 * @param known of the gate's last boot, `null`: none.
 * @param clock what the gate says of its wall clock.
 */
export function hearBoot(
  known: BootClock | null,
  { bootId, monoMs, wallMs }: Pick<FactBatch, "bootId" | "monoMs" | "wallMs">,
  clock: ClockQuality | undefined,
  receivedAtMs: number,
): BootClock {
  const beganAtMs = receivedAtMs - monoMs;
  const heard = { bootId, beganAtMs, heardAtMs: receivedAtMs };
  if (known?.bootId !== bootId) return heard;
  const latestMs = known.beganAtMs + Math.max(0, receivedAtMs - known.heardAtMs) * DRIFT;
  const seemsHeldUpMs = beganAtMs - latestMs;
  if (seemsHeldUpMs <= 0 || seemsHeldUpMs > LONGEST_WAY_MS) return heard;
  const mostMs = clock === "synchronised" ? Math.max(0, receivedAtMs - wallMs) : seemsHeldUpMs;
  return { ...heard, beganAtMs: beganAtMs - Math.min(seemsHeldUpMs, mostMs) };
}

/** Older than this is a clock that was never set, not a gate that was cut off. */
const OLDEST_MS = 366 * 24 * 3_600_000;

export interface Dated {
  readonly atMs: number;
  /** `monotonic`: exact, of the same boot. `wall`: by the gate's wall clock. `clamped`: absurd, taken as when it was received. */
  readonly by: "monotonic" | "wall" | "clamped";
  /** The date is not to be trusted: clamped, by a wall clock that was not synchronised, or by one that the journal's order disproves. */
  readonly unsure: boolean;
}

/** A wall clock may be set back by so much without anybody having been wrong. */
const SET_BACK_MS = 60_000;

/**
 * When a fact happened (SYNC.md, facts, 7): of the boot that sends it, so long after its beginning as the gate's monotonic clock says; of
 * an earlier boot, by the wall clock. Never later than its receipt.
 *
 * @param boot the one that sends it.
 * @param notBeforeMs date of an earlier fact of the same journal: a wall clock that shows much less has been stepped, whatever it says of itself.
 */
export function dateFact(
  fact: Pick<Envelope, "bootId" | "monoMs" | "wallMs" | "clock">,
  boot: Pick<BootClock, "bootId" | "beganAtMs">,
  receivedAtMs: number,
  notBeforeMs = Number.NEGATIVE_INFINITY,
): Dated {
  const sameBoot = fact.bootId === boot.bootId;
  const atMs = sameBoot ? Math.round(boot.beganAtMs + fact.monoMs) : fact.wallMs;
  if (atMs > receivedAtMs || atMs < receivedAtMs - OLDEST_MS)
    return { atMs: receivedAtMs, by: "clamped", unsure: true };
  if (sameBoot) return { atMs, by: "monotonic", unsure: false };
  if (atMs < notBeforeMs - SET_BACK_MS) return { atMs: notBeforeMs, by: "wall", unsure: true };
  return { atMs, by: "wall", unsure: fact.clock !== "synchronised" };
}

/** A fact to be applied. */
export type DatedFact = Fact & { readonly id: FactId; readonly atMs: number; readonly unsure: boolean };
