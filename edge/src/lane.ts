import { hash } from "node:crypto";
import type { Fact } from "@baygate/shared/fact";
import type { FactId } from "@baygate/shared/ids";
import { decide } from "./core/decide.ts";
import {
  IDLE_LANE,
  type LaneEffect,
  type LaneEvent,
  type LaneState,
  laneStep,
  type Passage,
  SETTLE_MS,
  type Timer,
} from "./core/lane-state.ts";
import { passageOf } from "./core/local-stay.ts";
import { noteRead, type RecentReads } from "./core/repeat-read.ts";
import { tapText } from "./core/tap.ts";
import {
  ARM_FAILED,
  BUSY,
  decisionMessage,
  idleMessage,
  NOT_OPEN_YET,
  STUCK,
  UNREADABLE,
  YOUR_TURN,
} from "./display-words.ts";
import type { Barrier, Display, LoopEvents, Message, Read, ReaderAsks } from "./hardware/seams.ts";
import type { Health } from "./health.ts";
import { aesKeyOf, alongOf, gatherTap, ruleOf, type TapGround } from "./lane-tap.ts";
import { type Along, type Journal, type Journalled, StorageFailed } from "./store/journal.ts";

/** What a lane stands on. */
export interface LaneGround extends TapGround {
  readonly health: Health;
}

const OUT_OF_ORDER = decisionMessage({ outcome: "deny", reason: "storage-failed" });
/** How long a refusal stays on the display, ms. */
const READING_MS = 8_000;
/** What was held up so long before the lane is free is asked for again, ms. */
const HELD_UP_MS = 5_000;
/** Until an estate's policy is here. */
const NO_POLICY = { grantMs: 30_000, stuckMs: 120_000, repeatMs: 3_000 };

/** One lane: every read is decided, journalled and only then obeyed; the loops tell how it ended. */
export class Lane {
  readonly #ground: LaneGround;
  readonly #timers = new Map<Timer | "display", () => void>();
  #state: LaneState = IDLE_LANE;
  #recent: RecentReads = new Map();
  #devices: { readonly barrier: Barrier; readonly display: Display } | undefined;
  /** Whose tap the arm is up for, so that the same card may try again when the arm did not move. */
  #granted: { readonly key: string; readonly decision: FactId } | undefined;
  /** The last thing held to a reader while another car was in the lane. `byNext`: surely by the car that is next. */
  #heldUp: { readonly key: string; readonly read: Read; readonly byNext: boolean; readonly monoMs: number } | undefined;

  constructor(ground: LaneGround) {
    this.#ground = ground;
  }

  /** Lets the lane work; reads and loops before this are only noted. */
  start(devices: { readonly barrier: Barrier; readonly display: Display }): void {
    this.#devices = devices;
    this.refresh();
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#devices = undefined;
  }

  /** Shows the price on offer, when nothing else is to be shown. */
  refresh(): void {
    if (this.#state.phase !== "idle" || this.#timers.has("display")) return;
    const { lane, journal } = this.#ground;
    if (journal.owes) {
      this.#show(OUT_OF_ORDER);
      return;
    }
    const offer =
      lane.direction === "arrive" ? ruleOf(this.#ground, () => this.#ground.replica.get("zone", lane.zone)) : undefined;
    this.#show(idleMessage(lane.direction, offer?.offerWords));
  }

  unreadable(code: string): void {
    this.#ground.log.info(
      { lane: this.#ground.lane.id, code },
      "something was held to the reader that it could not read",
    );
    if (this.#state.phase === "idle") this.#showFor(UNREADABLE);
  }

  /** What a reader may ask while a card is in its field. */
  readonly asks: ReaderAsks = { cardKey: (uid) => aesKeyOf(this.#ground, uid) };

  readonly loopChanged: LoopEvents["changed"] = (loop, occupied) => {
    // Whoever held something up has driven off, or another car is about to take the place.
    if (loop === "approach" && !occupied) this.#heldUp = undefined;
    this.#step({ on: "loop", loop, occupied });
  };

  /** One read, to the barrier's command: what costs time and is not needed for that comes after it. */
  read(read: Read): void {
    const { clock, lane, replica, log } = this.#ground;
    if (this.#devices === undefined) return;
    const policy = ruleOf(this.#ground, () => replica.get("estate"));
    const key = hash("sha256", read.bytes);
    const noted = noteRead(this.#recent, key, clock.monoMs(), (policy ?? NO_POLICY).repeatMs);
    this.#recent = noted.recent;
    if (this.#state.phase !== "idle") {
      this.#readWhileBusy(key, read, noted.repeat);
      return;
    }
    if (noted.repeat) return;
    this.#settle();
    const tap = gatherTap(this.#ground, read, policy);
    const decision = decide(tap);
    const text = tapText(tap);
    const body = { ...decision, inputs: hash("sha256", text) };
    const along = { ...alongOf(tap, decision), tap: text };
    const [fact] = this.#mayRecord() ? (this.#record([{ kind: "decision.made", body }], along) ?? []) : [];
    // On a full disk with no reserve left, I7 wins over I12: nothing moves the arm that is not in the journal, so even a car that
    // leaves needs a person then. The reserve is kept for departures, so that this stays rare.
    const said = fact === undefined ? ({ outcome: "deny", reason: "storage-failed" } as const) : decision;
    if (said.outcome === "grant" && fact !== undefined) {
      this.#raise(fact.id, read.atMs);
      this.#granted = { key, decision: fact.id };
      this.#step({ on: "granted", passage: passageOf(fact.id, decision) });
      this.#show(decisionMessage(said));
    } else this.#showFor(said.reason === "estate-full" && this.lacksLease() ? NOT_OPEN_YET : decisionMessage(said));
    log.info({ lane: lane.id, fact: fact?.id, outcome: said.outcome, reason: said.reason }, "decided");
  }

  /** Cars are to arrive here, and the estate's rules never lend this gate a place in the lane's zone: not full, but not set up. */
  lacksLease(): boolean {
    const { gate, lane, replica } = this.#ground;
    if (lane.direction !== "arrive" || replica.version === 0) return false;
    // Reserved bays are not lent.
    if (ruleOf(this.#ground, () => replica.get("zone", lane.zone))?.class === "reserved") return false;
    return ruleOf(this.#ground, () => replica.get("lease", `${gate}/${lane.zone}`)) === undefined;
  }

  /** Whether an order may open the lane now; undefined when it may. */
  whyNotOpen(forced: boolean): string | undefined {
    if (this.#devices === undefined) return "the lane is not working yet";
    if (this.#state.phase !== "idle") return "a car is in the lane";
    return forced || this.#state.approach ? undefined : "no car stands before the arm";
  }

  /** Opens by an order that is already answered in the journal, under the answer's id. */
  openByOrder(answer: FactId): void {
    const { id, direction, zone } = this.#ground.lane;
    const passage: Passage = { decision: answer, direction, lane: id, zone, account: null, session: null, offer: null };
    this.#granted = undefined;
    this.#raise(answer, performance.now());
    this.#step({ on: "opened", passage });
    this.#show(
      decisionMessage({ outcome: "grant", reason: direction === "arrive" ? "arrival-granted" : "departure-granted" }),
    );
  }

  #readWhileBusy(key: string, read: Read, repeat: boolean): void {
    const { phase, leftApproach, approach } = this.#state;
    const granted = this.#granted;
    if (granted?.key !== key) {
      // Only what is held up after the passing car has left the approach, while a car stands there, is surely that car's.
      const byNext = phase !== "granted" && leftApproach && approach;
      this.#heldUp = { key, read, byNext, monoMs: this.#ground.clock.monoMs() };
    }
    if (repeat) return;
    if (phase === "granted" && granted?.key === key) this.#raise(granted.decision, read.atMs);
    else this.#show(phase === "stuck" ? STUCK : BUSY);
  }

  /** The lane is free: whose card was held up a moment ago need not do so again, and a code that stays is read anew. */
  #takeHeldUp(): void {
    const held = this.#heldUp;
    this.#heldUp = undefined;
    if (held === undefined) return;
    this.#recent = new Map([...this.#recent].filter(([key]) => key !== held.key));
    if (!this.#state.approach) return;
    if (held.byNext && this.#ground.clock.monoMs() - held.monoMs <= HELD_UP_MS)
      this.read({ ...held.read, atMs: performance.now() });
    else this.#showFor(YOUR_TURN);
  }

  #raise(decision: FactId, atMs: number): void {
    const lane = this.#ground.lane.id;
    const commanded = this.#devices?.barrier.raise() ?? Promise.reject(new Error("the lane has stopped"));
    const elapsedMs = Math.max(0, performance.now() - atMs);
    commanded.then(
      () => {
        if (this.#devices !== undefined)
          this.#record([{ kind: "barrier.opened", body: { decision, lane, elapsedMs } }]);
      },
      (error: unknown) => {
        if (this.#devices === undefined) return;
        const { code, words } = coded(error);
        this.#record([{ kind: "barrier.failed", body: { decision, lane, code, words } }]);
        this.#show(ARM_FAILED);
      },
    );
  }

  #step(event: LaneEvent): void {
    const { state, effects } = laneStep(this.#state, event, this.#ground.lane);
    const before = this.#state.phase;
    this.#state = state;
    for (const effect of effects) this.#effect(effect);
    if (state.phase === "stuck" && before !== "stuck") this.#show(STUCK);
    if (state.phase === "idle" && before !== "idle") {
      this.#granted = undefined;
      this.refresh();
      this.#takeHeldUp();
    }
  }

  #effect(effect: LaneEffect): void {
    if (effect.do === "write") this.#record([effect.fact]);
    else if (effect.do === "lower") this.#lower();
    else {
      this.#timers.get(effect.timer)?.();
      this.#timers.delete(effect.timer);
      if (effect.do === "start")
        this.#after(effect.timer, this.#lasts(effect.timer), () => this.#step({ on: "timer", timer: effect.timer }));
    }
  }

  #lower(): void {
    const { log, lane } = this.#ground;
    this.#devices?.barrier
      .lower()
      .catch((error: unknown) => log.error({ lane: lane.id, ...coded(error) }, "the arm does not come down"));
  }

  #lasts(timer: Timer): number {
    if (timer === "settle") return SETTLE_MS;
    const policy = ruleOf(this.#ground, () => this.#ground.replica.get("estate")) ?? NO_POLICY;
    return timer === "grant" ? policy.grantMs : policy.stuckMs;
  }

  #after(timer: Timer | "display", ms: number, run: () => void): void {
    this.#timers.get(timer)?.();
    this.#timers.set(
      timer,
      this.#ground.clock.after(ms, () => {
        this.#timers.delete(timer);
        run();
      }),
    );
  }

  /** What room is left on a full disk is for the cars that are inside or in the lane: nobody else is let in. */
  #mayRecord(): boolean {
    const { journal, health, lane } = this.#ground;
    // Looked at for departures, too: whatever room there is again is the reserve's first.
    if (journal.hasRoom() || lane.direction === "depart") return true;
    health.failed("storage", "disk-full", "the disk is full; what is left is for departures");
    return false;
  }

  /** What is owed to the journal may change what is decided next. */
  #settle(): void {
    try {
      this.#ground.journal.settle();
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
    }
  }

  /** Undefined, and a fault, when the disk took nothing: what has happened is owed, a decision is not made. */
  #record(facts: readonly Fact[], along?: Along): readonly Journalled[] | undefined {
    const { journal, health, log, lane } = this.#ground;
    try {
      const journalled = journal.append(facts, along);
      for (const { id, kind } of journalled) log.debug({ lane: lane.id, fact: id, kind }, "journalled");
      return journalled;
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
      log.error({ err: error, facts: facts.map(({ kind }) => kind) }, "facts could not be journalled");
      if (facts.every(({ kind }) => kind !== "decision.made")) journal.owe(facts);
      health.failed("storage", error.code, error.message);
      return undefined;
    }
  }

  #show(message: Message): void {
    this.#timers.get("display")?.();
    this.#timers.delete("display");
    this.#devices?.display.show(message);
  }

  #showFor(message: Message): void {
    this.#show(message);
    this.#after("display", READING_MS, () => this.refresh());
  }
}

/** Grants that this journal saw no end of: the process died in between, and nobody knows whether the car passed. */
export function resolvePassages(journal: Journal): void {
  const facts = journal
    .openPassages()
    .map(({ offer: _, class: __, ...body }): Fact => ({ kind: "passage.unresolved", body }));
  if (facts.length > 0) journal.append(facts);
}

function coded(error: unknown): { code: string; words: string } {
  const code = error instanceof Error && "code" in error ? String(error.code) : "barrier-failed";
  return { code, words: error instanceof Error ? error.message : String(error) };
}
