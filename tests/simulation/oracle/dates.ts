import type { Box } from "../box.ts";
import { STORY_BEGINS_MS } from "../world.ts";

// By how much the cloud may misdate a fact. It cannot know better than the messages let it: how long they were held up, how far clocks
// drift apart meanwhile, and how wrong a wall clock was where nothing but that is left.

/** A batch that the cloud takes, in simulated ms. */
interface InWork {
  readonly epoch: string;
  readonly bootId: string;
  readonly sentAtMs: number;
  /** By so much the gate's wall clock was ahead then. */
  readonly aheadMs: number;
  readonly receivedAtMs: number;
}

/** When a fact really was written, and what its gate's clocks were worth then. */
interface Written {
  readonly gate: string;
  readonly bootId: string;
  readonly atMs: number;
  readonly wallErrorMs: number;
}

const MINUTE = 60_000;
/** How far two clocks drift apart at most. */
const DRIFT = 0.0005;
/** Times are rounded on their way. */
const ROUNDED_MS = 20;

const bootOf = ({ epoch, bootId }: InWork): string => `${epoch}/${bootId}`;

export class Dates {
  /** By gate. */
  readonly #inWork = new Map<string, InWork>();
  /** By epoch and boot: the least that a batch with something new was held up, and when it came in. */
  readonly #fastest = new Map<string, { readonly heldUpMs: number; readonly atMs: number }>();

  /** The cloud has a batch of this gate in its hands. */
  taken(
    box: Box,
    batch: { epoch: string; bootId: string; monoMs: number; wallMs: number },
    receivedAtMs: number,
  ): void {
    const bootedAtMs = box.boots.get(batch.bootId);
    if (bootedAtMs === undefined) throw new Error(`${box.plan.id} never had the boot ${batch.bootId}`);
    const sentAtMs = bootedAtMs + batch.monoMs / box.rate;
    const aheadMs = batch.wallMs - STORY_BEGINS_MS - sentAtMs;
    this.#inWork.set(box.plan.id, {
      ...{ epoch: batch.epoch, bootId: batch.bootId, sentAtMs, aheadMs, receivedAtMs: receivedAtMs - STORY_BEGINS_MS },
    });
  }

  /** How far the date of a fact of the batch in hand may be off, ms. */
  toleranceOf(fact: Written): number {
    const batch = this.#inWork.get(fact.gate);
    if (!batch) return Number.POSITIVE_INFINITY;
    const heldMs = batch.receivedAtMs - fact.atMs;
    if (batch.bootId === fact.bootId) return this.#heldUpMs(batch) + Math.abs(heldMs) * DRIFT + ROUNDED_MS;
    const wallMs = fact.atMs + fact.wallErrorMs;
    const isAbsurd = wallMs > batch.receivedAtMs || wallMs < batch.receivedAtMs - 366 * 24 * 60 * MINUTE;
    return (isAbsurd ? heldMs : Math.abs(fact.wallErrorMs)) + ROUNDED_MS;
  }

  /** The batch in hand brought something new, and is applied: those after it are measured by it, too. */
  applied(gate: string): void {
    const batch = this.#inWork.get(gate);
    if (batch) this.#fastest.set(bootOf(batch), { heldUpMs: this.#heldUpMs(batch), atMs: batch.receivedAtMs });
  }

  /** A cloud that was put back to an older state has forgotten how fast messages were. */
  restored(): void {
    this.#fastest.clear();
  }

  /** By how much a batch's facts may be dated too late: by its own way, or the fastest of its boot and what clocks drift apart meanwhile. */
  #heldUpMs(batch: InWork): number {
    const ownMs = batch.receivedAtMs - batch.sentAtMs;
    const fastest = this.#fastest.get(bootOf(batch));
    if (!fastest) return ownMs;
    const best = fastest.heldUpMs + (batch.receivedAtMs - fastest.atMs) * DRIFT;
    // What is later by about a minute or more is taken for a clock that was set.
    if (ownMs > 0.9 * MINUTE) return ownMs;
    // A wall clock that is ahead hides as much of the way.
    return Math.min(ownMs, Math.max(best, batch.aheadMs));
  }
}
