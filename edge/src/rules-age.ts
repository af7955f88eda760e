import type { Clock, ClockQuality } from "@baygate/shared/time";

/** What the journal keeps of it. */
export interface ConfirmationNotes {
  /** Another one once the journal begins a new epoch. */
  readonly local: {
    readonly rulesConfirmedMs: number | undefined;
    readonly hasStaleArrivals: boolean;
    noteConfirmed(atMs: number | undefined): void;
  };
}

/** The journal's note of the last confirmation may be older than the truth by so much, ms: each costs a synced write. */
const NOTE_EVERY_MS = 5 * 60_000;

/**
 * How old the rules are: how long ago the cloud said that what this gate holds is what it has itself. Within one process by the monotonic
 * clock; across a restart by the wall clock, unless it has stepped, and never less than the process has run.
 */
export class RulesAge {
  readonly #journal: ConfirmationNotes;
  readonly #clock: Clock;
  readonly #clockQuality: () => ClockQuality;
  readonly #openedMonoMs: number;
  readonly #notedWallMs: number | undefined;
  #confirmedMonoMs: number | undefined;
  #notedMonoMs = Number.NEGATIVE_INFINITY;

  constructor(ground: {
    readonly journal: ConfirmationNotes;
    readonly clock: Clock;
    readonly clockQuality: () => ClockQuality;
  }) {
    this.#journal = ground.journal;
    this.#clock = ground.clock;
    this.#clockQuality = ground.clockQuality;
    this.#openedMonoMs = ground.clock.monoMs();
    this.#notedWallMs = ground.journal.local.rulesConfirmedMs;
  }

  /** The cloud has just confirmed the rules. */
  confirmed(): void {
    const monoMs = this.#clock.monoMs();
    this.#confirmedMonoMs = monoMs;
    if (monoMs - this.#notedMonoMs < NOTE_EVERY_MS && !this.#journal.local.hasStaleArrivals) return;
    this.#notedMonoMs = monoMs;
    this.#journal.local.noteConfirmed(this.#clockQuality() === "synchronised" ? this.#clock.wallMs() : undefined);
  }

  get ms(): number {
    const monoMs = this.#clock.monoMs();
    if (this.#confirmedMonoMs !== undefined) return monoMs - this.#confirmedMonoMs;
    const runMs = monoMs - this.#openedMonoMs;
    if (this.#notedWallMs === undefined || this.#clockQuality() === "stepped") return runMs;
    return Math.max(runMs, this.#clock.wallMs() - this.#notedWallMs);
  }
}
