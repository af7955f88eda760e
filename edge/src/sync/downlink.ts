import { type SyncState, WIRE_VERSION } from "@baygate/shared/envelope";
import type { GateId } from "@baygate/shared/ids";
import { type RulesDelta, RulesMessage, type RulesSnapshot } from "@baygate/shared/rules";
import {
  deltaEvent,
  partEvent,
  type ReplicaAction,
  type ReplicaEvent,
  type ReplicaState,
  replicaStep,
  startReplica,
} from "../core/replica.ts";
import type { Log } from "../log.ts";
import type { Journal } from "../store/journal.ts";
import type { Replica } from "../store/replica.ts";
import type { Link } from "./link.ts";

export interface DownlinkGround {
  readonly gate: GateId;
  readonly journal: Journal;
  readonly replica: Replica;
  readonly link: () => Link;
  readonly log: Log;
  /** Taps read other rules now. */
  readonly changed: () => void;
  /** The cloud has just said that the rules held are its own. */
  readonly confirmed: () => void;
}

const MINUTE_MS = 60_000;

/** Follows the rules: the shell of core/replica.ts. Its waits are the network's, so they are in real time. */
export class Downlink {
  readonly #ground: DownlinkGround;
  readonly #minute: NodeJS.Timeout;
  #state: ReplicaState;
  #timer: NodeJS.Timeout | undefined;
  #heard = false;

  constructor(ground: DownlinkGround) {
    this.#ground = ground;
    this.#state = startReplica(ground.replica.version, ground.replica.digest);
    this.#minute = setInterval(() => this.#step({ on: "minute" }), MINUTE_MS).unref();
  }

  /** The rules held are the cloud's, or were a moment ago. */
  get fresh(): boolean {
    return this.#state.connected && this.#heard && this.#state.unanswered === 0 && !this.#state.drifted;
  }

  /** There is a link, or another epoch that the cloud must hear of. */
  connected(): void {
    this.#heard = false;
    this.#step({ on: "connected" });
  }

  disconnected(): void {
    this.#step({ on: "disconnected" });
  }

  /** Asks for everything again, whatever is held. */
  distrust(): void {
    this.#step({ on: "distrust" });
  }

  /** The store was thrown away. */
  emptied(): void {
    this.#step({ on: "emptied" });
  }

  /** The cloud said something, on whatever topic. */
  heard(): void {
    this.#step({ on: "heard" });
  }

  message(text: string): void {
    const message = this.#ground.link().read(RulesMessage, text, "rules");
    if (message === undefined) return;
    this.#heard = true;
    if (message.kind === "delta") {
      this.#step(deltaEvent(message), message);
      if (message.to === this.#state.version && message.digest === this.#state.digest) {
        this.#noteReflects(message);
        this.#ground.confirmed();
      }
    } else this.#step(partEvent(message), message);
  }

  stop(): void {
    clearInterval(this.#minute);
    clearTimeout(this.#timer);
  }

  #step(event: ReplicaEvent, message?: RulesMessage): void {
    const { state, actions } = replicaStep(this.#state, event);
    this.#state = state;
    for (const action of actions) this.#act(action, message);
  }

  #act(action: ReplicaAction, message: RulesMessage | undefined): void {
    const { replica } = this.#ground;
    switch (action.do) {
      case "ask":
        this.#ask(action.want, action.ms);
        return;
      case "wait":
        this.#wait(action.ms);
        return;
      case "stop-waiting":
        clearTimeout(this.#timer);
        return;
      case "apply-delta":
        if (message?.kind === "delta") this.#apply(message);
        return;
      case "begin-snapshot":
        replica.beginSnapshot();
        return;
      case "keep-part":
        // While parts come, the answer is coming.
        this.#timer?.refresh();
        if (message?.kind === "snapshot") replica.keepPart(message);
        return;
      case "finish-snapshot":
        if (message?.kind === "snapshot") void this.#finish(message);
    }
  }

  #ask(want: SyncState["want"], ms: number): void {
    const { journal, replica, link, log } = this.#ground;
    const sync: SyncState = {
      ...{ v: WIRE_VERSION, epoch: journal.epoch, rules: replica.version, digest: replica.digest, want },
      leases: journal.local.leases(),
    };
    link().publish("sync", sync);
    log.debug({ rules: replica.version, want }, "asked for rules");
    this.#wait(ms);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#step({ on: "timeout" }), ms * (0.75 + Math.random() / 2)).unref();
  }

  #apply(delta: RulesDelta): void {
    const { replica, log } = this.#ground;
    try {
      const { digest, agreed } = replica.apply(delta);
      if (!agreed)
        log.warn({ from: delta.from, to: delta.to }, "a delta does not give the cloud's rules: asking for all of them");
      // The file has it: this machine must say the same, whatever the journal says to the places lent.
      this.#step({ on: "applied", to: delta.to, digest, agreed });
      if (agreed) this.#changed();
    } catch (error) {
      this.#lost(error);
    }
  }

  #noteReflects({ reflects }: RulesDelta): void {
    try {
      this.#ground.replica.noteReflects(reflects);
    } catch (error) {
      this.#lost(error);
    }
  }

  async #finish(snapshot: RulesSnapshot): Promise<void> {
    const { replica, log } = this.#ground;
    const { version, digest } = snapshot;
    try {
      const built = await replica.finishSnapshot(snapshot);
      if (built) log.info({ version }, "rules taken from a snapshot");
      else log.warn({ version }, "a snapshot could not be built");
      this.#step(built ? { on: "swapped", version, digest } : { on: "snapshot-broken", version });
      if (built) this.#changed();
    } catch (error) {
      this.#lost(error);
      this.#step({ on: "snapshot-broken", version });
    }
  }

  /** The store did not take it. Broken: thrown away. Full: these rules stay, and are asked about again. */
  #lost(error: unknown): void {
    const { replica, log } = this.#ground;
    log.error({ err: error }, "rules could not be stored");
    if (!replica.isBroken(error)) return;
    replica.empty();
    this.emptied();
  }

  /** Places that the journal cannot note now count by the rules until it can. */
  #changed(): void {
    const { journal, replica, gate, changed } = this.#ground;
    try {
      for (const [zone, rule] of replica.lent(gate))
        if (rule.epoch === journal.epoch) journal.local.raiseLent(zone, rule.lent);
    } catch (error) {
      this.#lost(error);
    }
    changed();
  }
}
