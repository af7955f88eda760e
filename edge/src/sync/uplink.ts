import { Ack, type FactBatch, WIRE_VERSION } from "@baygate/shared/envelope";
import type { Clock } from "@baygate/shared/time";
import {
  ackEvent,
  startUplink,
  type UplinkAction,
  type UplinkEvent,
  type UplinkState,
  uplinkStep,
} from "../core/uplink.ts";
import type { Log } from "../log.ts";
import type { Journal } from "../store/journal.ts";
import type { Link } from "./link.ts";

export interface UplinkGround {
  readonly journal: Journal;
  readonly link: () => Link;
  readonly clock: Clock;
  readonly bootId: string;
  readonly log: Log;
  /** The journal began a new epoch. */
  readonly epochBegun: () => void;
  /** The cursor moved. */
  readonly moved: () => void;
}

/** Brings facts to the cloud: the shell of core/uplink.ts. Its waits are the network's, so they are in real time. */
export class Uplink {
  readonly #ground: UplinkGround;
  readonly #stopListening: () => void;
  #state: UplinkState;
  #timer: NodeJS.Timeout | undefined;
  #told: NodeJS.Immediate | undefined;

  constructor(ground: UplinkGround) {
    this.#ground = ground;
    const { journal } = ground;
    this.#state = startUplink(journal.epoch, journal.last, journal.acked);
    // Not at once: the barrier comes first.
    this.#stopListening = journal.onAppend(() => {
      this.#told ??= setImmediate(() => {
        this.#told = undefined;
        this.#step({ on: "journalled", last: journal.last });
      });
    });
  }

  /** Facts that the cloud has not acknowledged. */
  get waiting(): number {
    return this.#ground.journal.last - this.#state.acked;
  }

  /** The cloud answers what it is sent. */
  get answered(): boolean {
    return this.#state.connected && this.#state.unanswered === 0;
  }

  connected(): void {
    this.#step({ on: "connected" });
  }

  disconnected(): void {
    this.#step({ on: "disconnected" });
  }

  message(text: string): void {
    const ack = this.#ground.link().read(Ack, text, "ack");
    if (ack !== undefined) this.#step(ackEvent(ack, (seq) => this.#ground.journal.hashOf(seq)));
  }

  stop(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
    clearImmediate(this.#told);
  }

  #step(event: UplinkEvent): void {
    const { state, actions } = uplinkStep(this.#state, event);
    this.#state = state;
    for (const action of actions) this.#act(action);
  }

  #act(action: UplinkAction): void {
    const { journal, log, moved } = this.#ground;
    switch (action.do) {
      case "send":
        this.#send(action.from);
        return;
      case "wait":
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#step({ on: "timeout" }), action.ms * (0.75 + Math.random() / 2)).unref();
        return;
      case "stop-waiting":
        clearTimeout(this.#timer);
        return;
      case "move-cursor":
        journal.moveCursor(action.through);
        moved();
        return;
      case "begin-epoch":
        log.error({ epoch: journal.epoch, why: action.why, last: journal.last }, "this history cannot go on");
        this.#beginEpoch();
        return;
    }
  }

  #send(from: number): void {
    const { journal, clock, bootId, link, log } = this.#ground;
    const facts = journal.batch(from);
    if (facts === undefined) {
      this.#step({ on: "sent", through: null });
      return;
    }
    const batch: FactBatch = {
      ...{ v: WIRE_VERSION, epoch: journal.epoch, from, facts: [...facts] },
      ...{ bootId, wallMs: clock.wallMs(), monoMs: clock.monoMs(), leases: journal.leases() },
    };
    link().publish("facts", batch);
    const through = from + facts.length - 1;
    log.debug({ from, through }, "facts sent");
    this.#step({ on: "sent", through });
  }

  #beginEpoch(): void {
    const { journal, epochBegun } = this.#ground;
    const { connected } = this.#state;
    journal.beginEpoch();
    this.#state = startUplink(journal.epoch, journal.last, journal.acked);
    epochBegun();
    if (connected) this.connected();
  }
}
