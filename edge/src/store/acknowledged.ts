import type { Clock, ClockQuality } from "@baygate/shared/time";
import { prunable } from "../core/uplink.ts";
import type { JournalStatements } from "./journal-statements.ts";
import { isStorageFault } from "./sqlite.ts";

/** How far the cloud is, is noted with its time at most this often, ms. */
const MARK_EVERY_MS = 3_600_000;
/** Acknowledged facts are kept for the cloud's restore window, ms: a cloud back from a backup asks for them again. */
export const RESTORE_WINDOW_MS = 30 * 24 * 3_600_000;
/** A wall clock that shows less and is not synchronised was never set, ms since 1970. */
const NEVER_SET_MS = Date.UTC(2026, 0, 1);

/** How far the cloud has a journal's facts, and since when: from that follows which of them may go. */
export class Acknowledged {
  readonly #do: JournalStatements;
  readonly #ground: { readonly clock: Clock; readonly clockQuality: () => ClockQuality };
  #through: number;

  constructor(
    statements: JournalStatements,
    ground: { readonly clock: Clock; readonly clockQuality: () => ClockQuality },
    through: number,
  ) {
    this.#do = statements;
    this.#ground = ground;
    this.#through = through;
  }

  /** Number of the last fact that the cloud has. */
  get through(): number {
    return this.#through;
  }

  /** Notes how far the cloud is. Not worth a fact: lost, it comes again. */
  move(through: number): void {
    const back = through < this.#through;
    this.#through = through;
    try {
      this.#do.moveCursor.run(through);
      if (back) this.#do.clipMarks.run(through, through);
      else this.mark();
    } catch (error) {
      if (!isStorageFault(error)) throw error;
    }
  }

  /** Notes how far the cloud is, and when, if the newest note is no longer news. A clock that stepped or was never set dates nothing. */
  mark(): void {
    const nowMs = this.#ground.clock.wallMs();
    const quality = this.#ground.clockQuality();
    if (quality === "stepped" || (quality !== "synchronised" && nowMs < NEVER_SET_MS)) return;
    const newest = this.#do.newestMark.get();
    if (newest === undefined || (newest.through < this.#through && newest.atMs + MARK_EVERY_MS <= nowMs))
      this.#do.mark.run(nowMs, this.#through);
  }

  /** Number of the last fact that may be let go of: the cloud has had it for longer than the restore window. In a transaction. */
  prunable(last: number): number {
    const nowMs = this.#ground.clock.wallMs();
    this.mark();
    return prunable(this.#through, last, Math.min(this.#agedOut(nowMs), this.#ackedOf(nowMs - RESTORE_WINDOW_MS)));
  }

  /**
   * Number of the last fact that is older than the restore window, counted from the oldest on: nothing is let go from the middle. What
   * a clock said that had stepped, or was never set, tells nothing of a fact's age; it goes with what came after it.
   */
  #agedOut(nowMs: number): number {
    let aged = 0;
    if (this.#ground.clockQuality() === "stepped") return aged;
    for (const { seq, wallMs, clock } of this.#do.oldestFacts.iterate()) {
      if (clock === "stepped" || (clock !== "synchronised" && wallMs < NEVER_SET_MS)) continue;
      if (wallMs >= nowMs - RESTORE_WINDOW_MS) break;
      aged = seq;
    }
    return aged;
  }

  /** How far the cloud had the facts at that time: a fact that is old may have come to it late, and a backup lacks it still. */
  #ackedOf(thenMs: number): number {
    const mark = this.#do.markedBefore.get(thenMs);
    if (mark === undefined) return 0;
    this.#do.forgetMarks.run(mark.atMs);
    return mark.through;
  }
}
