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
import type { CarriedHistory, History } from "../store/keepsakes.ts";
import type { Link } from "./link.ts";

export interface UplinkGround {
  readonly journal: Journal;
  readonly link: () => Link;
  readonly clock: Clock;
  readonly bootId: string;
  readonly log: Log;
  /** The cursor moved. */
  readonly moved: () => void;
  /** There is a link, and the cloud may hear of the journal's epoch, which may be a new one. */
  readonly journalsTurn: () => void;
}

/**
 * Brings facts to the cloud: the shell of core/uplink.ts. Its waits are the network's, so they are in real time. What the journal
 * carries of epochs that are over goes first, and until it is there the cloud hears nothing of the new one: the epoch that the cloud
 * hears of last is the gate's.
 */
export class Uplink {
  readonly #ground: UplinkGround;
  readonly #stopListening: () => void;
  #state: UplinkState;
  #carried: CarriedHistory | undefined;
  #timer: NodeJS.Timeout | undefined;
  #told: NodeJS.Immediate | undefined;

  constructor(ground: UplinkGround) {
    this.#ground = ground;
    const { journal } = ground;
    this.#state = this.#begin();
    // Not at once: the barrier comes first.
    this.#stopListening = journal.onAppend(() => {
      this.#told ??= setImmediate(() => {
        this.#told = undefined;
        if (this.#carried === undefined) this.#step({ on: "journalled", last: journal.last });
      });
    });
  }

  /** Facts that the cloud has not acknowledged. */
  get waiting(): number {
    const { journal } = this.#ground;
    if (this.#carried === undefined) return journal.last - this.#state.acked;
    return this.#carried.last - this.#state.acked + journal.last - journal.acked;
  }

  /** The cloud answers what it is sent. */
  get answered(): boolean {
    return this.#state.connected && this.#state.unanswered === 0;
  }

  connected(): void {
    if (this.#carried === undefined) this.#ground.journalsTurn();
    this.#step({ on: "connected" });
  }

  disconnected(): void {
    this.#step({ on: "disconnected" });
  }

  message(text: string): void {
    const ack = this.#ground.link().read(Ack, text, "ack");
    if (ack !== undefined) this.#step(ackEvent(ack, (seq) => this.#history.hashOf(seq)));
  }

  stop(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
    clearImmediate(this.#told);
  }

  get #history(): History {
    return this.#carried ?? this.#ground.journal;
  }

  #begin(): UplinkState {
    const { journal, log } = this.#ground;
    const before = this.#carried;
    this.#carried = journal.carried();
    // A disk that is full does not let go of it: for this time it is done all the same.
    if (this.#carried !== undefined && this.#carried.epoch === before?.epoch) this.#carried = undefined;
    const { epoch, last, acked } = this.#history;
    if (this.#carried) log.warn({ epoch, facts: last - acked }, "facts of a journal that was set aside go first");
    return startUplink(epoch, last, acked);
  }

  #step(event: UplinkEvent): void {
    const { state, actions } = uplinkStep(this.#state, event);
    this.#state = state;
    for (const action of actions) this.#act(action);
    if (this.#carried !== undefined && this.#state.acked >= this.#state.last) this.#goOn();
  }

  #act(action: UplinkAction): void {
    const { moved } = this.#ground;
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
        this.#history.moveCursor(action.through);
        moved();
        return;
      case "begin-epoch":
        this.#giveUp(action.why);
        return;
    }
  }

  #send(from: number): void {
    const { journal, clock, bootId, link, log } = this.#ground;
    const { epoch } = this.#history;
    const facts = this.#history.batch(from);
    if (facts === undefined) {
      this.#step({ on: "sent", through: null });
      return;
    }
    const batch: FactBatch = {
      ...{ v: WIRE_VERSION, epoch, from, facts: [...facts], bootId, wallMs: clock.wallMs(), monoMs: clock.monoMs() },
      // What was lent to an epoch that is over, the cloud knows.
      leases: this.#carried ? {} : journal.local.leases(),
    };
    link().publish("facts", batch);
    const through = from + facts.length - 1;
    log.debug({ from, through }, "facts sent");
    this.#step({ on: "sent", through });
  }

  #giveUp(why: "fork" | "lost"): void {
    const { journal, log } = this.#ground;
    const { epoch, last, acked } = this.#state;
    log.error({ epoch, why, last, acked }, "this history cannot go on");
    if (this.#carried === undefined) journal.beginEpoch();
    else this.#carried.drop();
    this.#goOn();
  }

  /** The next history: what is still carried, then the journal's own. */
  #goOn(): void {
    const { connected } = this.#state;
    clearTimeout(this.#timer);
    this.#state = this.#begin();
    if (connected) this.connected();
  }
}
