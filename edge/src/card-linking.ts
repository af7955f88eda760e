import type { Clock } from "@baygate/shared/time";

/** A gate's linking mode: for a moment the next card that nobody knows becomes some driver's, by the order of the cloud that asked for it. */
export class CardLinking {
  readonly #clock: Pick<Clock, "wallMs" | "after">;
  readonly #changed: () => void;
  #waits: { readonly order: string; readonly untilMs: number; readonly cancel: () => void } | undefined;

  /** @param changed the mode began or ended: screens say so. */
  constructor(clock: Pick<Clock, "wallMs" | "after">, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** The order that a card is waited for. */
  get order(): string | undefined {
    return this.#waits && this.#clock.wallMs() <= this.#waits.untilMs ? this.#waits.order : undefined;
  }

  /** Begins to wait. False while another order's card is waited for. */
  begin(order: string, untilMs: number): boolean {
    if (this.order !== undefined && this.order !== order) return false;
    this.end();
    const cancel = this.#clock.after(Math.max(0, untilMs - this.#clock.wallMs()) + 1, () => this.end());
    this.#waits = { order, untilMs, cancel };
    this.#changed();
    return true;
  }

  /** The card has come, or the time is over. */
  end(): void {
    if (this.#waits === undefined) return;
    this.#waits.cancel();
    this.#waits = undefined;
    this.#changed();
  }

  stop(): void {
    this.#waits?.cancel();
    this.#waits = undefined;
  }
}
