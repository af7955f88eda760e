import { hash } from "node:crypto";
import type { Decision } from "@baygate/shared/decision";
import type { Direction } from "@baygate/shared/estate";
import type { Fact } from "@baygate/shared/fact";
import type { AccountRef, FactId } from "@baygate/shared/ids";
import { Challenges } from "./challenges.ts";
import { tapKey } from "./claim.ts";
import { isHeld } from "./core/arm-state.ts";
import { decide, type Tap } from "./core/decide.ts";
import type { MachineState } from "./core/lane-machine.ts";
import { type Passage, takesRead, wayOfRead } from "./core/lane-state.ts";
import { passageOf } from "./core/local-stay.ts";
import { noteRead, type RecentReads } from "./core/repeat-read.ts";
import { tapText } from "./core/tap.ts";
import {
  ARM_FAILED,
  BUSY,
  CARD_PLEASE,
  COME_CLOSER,
  decisionMessage,
  FIRE,
  idleMessage,
  LINKED,
  LINKING,
  NOT_OPEN_YET,
  readersDown,
  STUCK,
  UNREADABLE,
  YOUR_TURN,
} from "./display-words.ts";
import type { ArmEvents, Barrier, Display, LoopEvents, Message, Read, ReaderAsks, ReadKind } from "./hardware/seams.ts";
import { LaneCar } from "./lane-car.ts";
import { aesKeyOf, alongOf, gatherTap, ruleOf, shownBy } from "./lane-tap.ts";
import { type LaneGround, LaneWorks, NO_POLICY, OWED } from "./lane-works.ts";
import { type Along, type Journal, StorageFailed } from "./store/journal.ts";

export type { LaneGround } from "./lane-works.ts";

const OUT_OF_ORDER = decisionMessage({ outcome: "deny", reason: "storage-failed" });
/** How long a refusal stays on the display, ms. */
const READING_MS = 8_000;
/** So long a car that leaves may show something better than a plate that nobody knows, ms. */
const PLATE_WAITS_MS = 10_000;
/** What was held up so long before the lane is free is asked for again, ms. */
const HELD_UP_MS = 5_000;

type LaneTimer = "display" | "hold" | "plate";

/** A reader of this lane. */
export interface LaneReader {
  /** Absent: more than one. */
  readonly kind?: ReadKind | undefined;
  /** In a lane for both ways: whose cars reach it. Undefined: where the car stands says so. */
  readonly direction?: Direction | undefined;
}

/** What a lane would do about a driver whom an order names. */
export interface Admission {
  readonly decision: Decision;
  /** The decision's fact, with what belongs into its transaction. */
  readonly fact: Fact;
  readonly along: Along;
  /** What is done once the fact of this id is durable. */
  readonly obey: (fact: FactId) => void;
}

/** A decision as it is journalled. */
function written(tap: Tap, decision: Decision): { readonly fact: Fact; readonly along: Along } {
  const text = tapText(tap);
  return {
    fact: { kind: "decision.made", body: { ...decision, inputs: hash("sha256", text) } },
    along: { ...alongOf(tap, decision), tap: text },
  };
}

/** One lane: every read is decided, journalled and only then obeyed; the loops tell how it ended. */
export class Lane {
  readonly #ground: LaneGround;
  readonly #works: LaneWorks;
  readonly #timers = new Map<LaneTimer, () => void>();
  readonly #car: LaneCar;
  readonly #dead = new Set<LaneReader>();
  readonly #readers = new Set<LaneReader>();
  #recent: RecentReads = new Map();
  #display: Display | undefined;
  /** Whose tap the arm is up for, so that the same card may try again when the arm did not move. */
  #granted: { readonly key: string; readonly decision: FactId; readonly account: AccountRef | null } | undefined;
  /** The last thing held to a reader while another car was in the lane. `byNext`: surely by the car that is next. */
  #heldUp: { readonly key: string; readonly read: Read; readonly byNext: boolean; readonly monoMs: number } | undefined;

  readonly #challenges: Challenges;

  constructor(ground: LaneGround) {
    this.#ground = ground;
    this.#car = new LaneCar(ground);
    this.#challenges = new Challenges(ground.gate);
    this.#works = new LaneWorks(ground, {
      stepped: (before) => this.#stepped(before),
      armFailed: () => this.#show(ARM_FAILED),
    });
  }

  get #state() {
    return this.#works.state.lane;
  }

  /** Lets the lane work; reads and loops before this are only noted. */
  start(devices: { readonly barrier: Barrier; readonly display: Display }): void {
    this.#display = devices.display;
    this.#works.start(devices.barrier);
    this.refresh();
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#works.stop();
    this.#display = undefined;
  }

  /** Shows the price on offer, when nothing else is to be shown. */
  refresh(): void {
    if (this.#state.phase !== "idle" || this.#timers.has("display")) return;
    const { lane, journal } = this.#ground;
    if (this.#works.state.arm.alarm !== null) {
      this.#show(FIRE);
      return;
    }
    if (journal.owes) {
      this.#show(OUT_OF_ORDER);
      return;
    }
    const down = readersDown([...this.#readers], this.#dead);
    if (down !== undefined) {
      this.#show(down);
      return;
    }
    if (this.#ground.linking?.order !== undefined) {
      this.#show(LINKING);
      return;
    }
    const way = lane.direction === "both" ? (this.#state.way ?? "arrive") : lane.direction;
    const offer =
      way === "arrive" ? ruleOf(this.#ground, () => this.#ground.replica.get("zone", lane.zone)) : undefined;
    this.#show(idleMessage(way, offer?.offerWords));
  }

  unreadable(code: string): void {
    this.#ground.log.info(
      { lane: this.#ground.lane.id, code },
      "something was held to the reader that it could not read",
    );
    if (this.#state.phase === "idle") this.#showFor(UNREADABLE);
  }

  /** What a reader may ask while a card is in its field. */
  readonly asks: ReaderAsks = {
    cardKey: (uid) => aesKeyOf(this.#ground, uid),
    challenge: () => this.#challenges.make(this.#ground.clock.wallMs()),
  };

  /** A reader of this lane that works, or no longer: drivers are told of the other ways to get in. */
  readerWorks(reader: LaneReader, works: boolean): void {
    this.#readers.add(reader);
    if (works) this.#dead.delete(reader);
    else this.#dead.add(reader);
    this.refresh();
  }

  readonly loopChanged: LoopEvents["changed"] = (loop, occupied) => {
    // Whoever held something up has driven off, or another car is about to take the place.
    if (loop === "approach" && !occupied) {
      this.#heldUp = undefined;
      this.#car.gone();
      this.#cancel("plate");
    }
    this.#works.step({ on: "loop", loop, occupied });
  };

  /** The loops died, or are there again. */
  loopsWork(works: boolean): void {
    this.#works.step({ on: "sight", works });
  }

  /** What contacts at the arm tell, whoever reads them. */
  readonly arm: Required<ArmEvents> = {
    armAt: (position) => this.#works.step({ on: "at", position }),
    armDidNotMove: (words) => {
      this.#ground.log.warn({ lane: this.#ground.lane.id, words }, "the barrier says that the arm did not move");
      this.#works.step({ on: "did-not-move" });
    },
  };

  /** Opens for everybody as long as the building's alarm lasts. */
  readonly fireAlarm = (on: boolean): void => {
    const { id } = this.#ground.lane;
    if (on === (this.#works.state.arm.alarm !== null)) return;
    const fact: Fact = on
      ? { kind: "lane.held", body: { lane: id, by: "fire-alarm", order: null, untilMs: null } }
      : { kind: "lane.released", body: { lane: id, by: "fire-alarm", cause: "input-cleared" } };
    const [written] = this.#works.record([fact]) ?? [];
    if (on) this.#works.step({ on: "hold", by: "fire-alarm", because: written?.id ?? OWED }, performance.now());
    else this.#works.step({ on: "release", by: "fire-alarm" });
    this.#quietly();
  };

  /** One read, to the barrier's command: what costs time and is not needed for that comes after it. */
  read(read: Read, reader?: LaneReader): void {
    const { clock, lane, replica } = this.#ground;
    if (!this.#works.works) return;
    const policy = ruleOf(this.#ground, () => replica.get("estate"));
    const key = tapKey(read);
    const noted = noteRead(this.#recent, key, clock.monoMs(), (policy ?? NO_POLICY).repeatMs);
    this.#recent = noted.recent;
    const direction = wayOfRead(this.#state, lane, reader?.direction);
    if (this.#works.state.arm.alarm !== null) {
      this.#show(FIRE);
      return;
    }
    if (!takesRead(this.#state, direction ?? "arrive") || this.#granted?.key === key) {
      this.#readWhileBusy(key, read, noted.repeat);
      return;
    }
    if (noted.repeat) return;
    if (direction === undefined) {
      this.#showFor(COME_CLOSER);
      return;
    }
    this.#settle();
    const shown = shownBy(this.#ground, this.#challenges.spend(read));
    const tap = gatherTap(this.#ground, shown, direction, policy, this.#car.seen);
    if (this.#links(tap)) return;
    const decision = decide(tap);
    const outcome = this.#car.shows(tap, decision);
    if (outcome === "answer") this.#answer(key, read, tap, decision);
    else if (outcome === "silent") this.#hearPlate(key, read, tap, decision);
    this.#car.sees(tap);
  }

  /** A plate that opens nothing by itself. Nobody is locked in: a car that leaves and shows nothing else is let out by it after all. */
  #hearPlate(key: string, read: Read, tap: Tap, decision: Decision): void {
    const { lane, log } = this.#ground;
    log.info({ lane: lane.id, reason: decision.reason }, "a plate that opens nothing by itself");
    if (decision.outcome === "deny") return;
    this.#showFor(CARD_PLEASE);
    this.#after("plate", PLATE_WAITS_MS, () => {
      if (this.#state.phase === "idle") this.#answer(key, read, tap, decision);
    });
  }

  /** In linking mode a card that nobody knows is asked for nothing else. */
  #links({ claim, credential }: Tap): boolean {
    const { linking } = this.#ground;
    const order = linking?.order;
    if (order === undefined || credential !== undefined || !("tier" in claim)) return false;
    if (claim.tier !== "D" && claim.tier !== "E") return false;
    const body = { order, outcome: "done", words: "a card was held to the reader", card: claim.ref } as const;
    if (this.#works.record([{ kind: "order.answered", body }]) === undefined) return false;
    linking?.end();
    this.#showFor(LINKED);
    return true;
  }

  /** Writes down what was decided, and obeys it. */
  #answer(key: string, { atMs }: Pick<Read, "atMs">, tap: Tap, decision: Decision): void {
    this.#cancel("plate");
    const { fact: made, along } = written(tap, decision);
    const [fact] = this.#mayRecord(tap.direction) ? (this.#works.record([made], along) ?? []) : [];
    this.#obey(fact?.id, { key, atMs, decision });
  }

  /** @param fact of the decision; undefined: the disk took none. */
  #obey(
    fact: FactId | undefined,
    of: { readonly key: string; readonly atMs: number; readonly decision: Decision },
  ): void {
    const { lane, log } = this.#ground;
    const { key, atMs, decision } = of;
    // On a full disk with no reserve left, I7 wins over I12: nothing moves the arm that is not in the journal, so even a car that
    // leaves needs a person then. The reserve is kept for departures, so that this stays rare.
    const said = fact === undefined ? ({ outcome: "deny", reason: "storage-failed" } as const) : decision;
    if (said.outcome === "grant" && fact !== undefined) {
      this.#works.step({ on: "granted", passage: passageOf(fact, decision) }, atMs);
      this.#granted = { key, decision: fact, account: decision.account };
      this.#show(decisionMessage(said));
    } else this.#showFor(said.reason === "estate-full" && this.lacksLease() ? NOT_OPEN_YET : decisionMessage(said));
    log.info({ lane: lane.id, fact, outcome: said.outcome, reason: said.reason }, "decided");
  }

  /** Cars are to arrive here, and the estate's rules never lend this gate a place in the lane's zone: not full, but not set up. */
  lacksLease(): boolean {
    const { gate, lane, replica } = this.#ground;
    if (lane.direction === "depart" || replica.version === 0) return false;
    // Reserved bays are not lent.
    if (ruleOf(this.#ground, () => replica.get("zone", lane.zone))?.class === "reserved") return false;
    return ruleOf(this.#ground, () => replica.get("lease", `${gate}/${lane.zone}`)) === undefined;
  }

  /** Whether an order may open the lane now; undefined when it may. */
  whyNotOpen(forced: boolean): string | undefined {
    if (!this.#works.works) return "the lane is not working yet";
    if (this.#state.phase !== "idle") return "a car is in the lane";
    return forced || this.#stands() ? undefined : "no car stands before the arm";
  }

  /** Opens by an order that is already answered in the journal, under the answer's id. */
  openByOrder(answer: FactId): void {
    const { id, direction, zone } = this.#ground.lane;
    const way = wayOfRead(this.#state, this.#ground.lane) ?? (direction === "depart" ? "depart" : "arrive");
    const passage: Passage = {
      ...{ decision: answer, direction: way, lane: id, zone },
      ...{ account: null, session: null, offer: null },
    };
    this.#granted = undefined;
    this.#works.step({ on: "opened", passage }, performance.now());
    const reason = way === "arrive" ? "arrival-granted" : "departure-granted";
    this.#show(decisionMessage({ outcome: "grant", reason }));
  }

  /** What a phone scans to open this lane (tier S). None while no car stands before the arm, or the cloud could not order it. */
  openingCode(): string | undefined {
    const { openingCode, clock, clockQuality, linkFresh } = this.#ground;
    if (openingCode === undefined || this.#whyNotAdmit() !== undefined) return undefined;
    return linkFresh() && clockQuality() === "synchronised" ? openingCode.text(clock.wallMs()) : undefined;
  }

  #whyNotAdmit(): "lane-not-ready" | "lane-busy" | "fire-alarm" | "no-car-at-gate" | undefined {
    if (!this.#works.works) return "lane-not-ready";
    if (this.#works.state.arm.alarm !== null) return "fire-alarm";
    if (this.#state.phase !== "idle") return "lane-busy";
    return this.#stands() ? undefined : "no-car-at-gate";
  }

  /** Decides on a driver whom the cloud names because they scanned this lane's code; the caller journals it, and then has it obeyed. */
  admit(order: string, account: AccountRef): Admission | { readonly refused: string } {
    this.#ground.openingCode?.spend();
    const direction = wayOfRead(this.#state, this.#ground.lane);
    const why = this.#whyNotAdmit() ?? (direction === undefined ? "no-car-at-gate" : undefined);
    if (why !== undefined || direction === undefined) return { refused: why ?? "no-car-at-gate" };
    if (!this.#mayRecord(direction)) return { refused: "storage-failed" };
    const { replica } = this.#ground;
    const policy = ruleOf(this.#ground, () => replica.get("estate"));
    const claim = { tier: "S", ref: order.replaceAll("-", ""), account } as const;
    const tap = gatherTap(this.#ground, claim, direction, policy, this.#car.seen);
    const decision = decide(tap);
    return {
      decision,
      ...written(tap, decision),
      obey: (fact) => {
        this.#cancel("plate");
        this.#car.shows(tap, decision);
        this.#obey(fact, { key: order, atMs: performance.now(), decision });
      },
    };
  }

  /** Whether an order may hold the lane open, or end that; undefined when it may. */
  whyNotHold(what: "hold" | "release"): string | undefined {
    if (!this.#works.works) return "the lane is not working yet";
    return what === "hold" || this.#works.state.arm.order !== null ? undefined : "no order holds the lane open";
  }

  /** Holds the lane open by an order that is already answered in the journal; a second one moves the end. */
  holdByOrder(answer: FactId, untilMs: number): void {
    this.#works.step({ on: "hold", by: "order", because: answer }, performance.now());
    const { id } = this.#ground.lane;
    this.#after("hold", Math.max(0, untilMs - this.#ground.clock.wallMs()), () => {
      this.#works.record([{ kind: "lane.released", body: { lane: id, by: "order", cause: "expired" } }]);
      this.releaseByOrder();
    });
  }

  /** Ends an order's hold; that it ends is in the journal already. */
  releaseByOrder(): void {
    this.#cancel("hold");
    this.#works.step({ on: "release", by: "order" });
  }

  #stands(): boolean {
    return this.#state.approach || (this.#ground.lane.direction === "both" && this.#state.clear);
  }

  #readWhileBusy(key: string, read: Read, repeat: boolean): void {
    const { phase, leftApproach } = this.#state;
    const granted = this.#granted;
    const isSame = granted?.key === key || (!repeat && phase === "granted" && this.#isGrantees(read));
    if (!isSame) {
      // Only what is held up after the passing car has left the approach, while a car stands there, is surely that car's.
      const byNext = phase !== "granted" && leftApproach && this.#stands();
      this.#heldUp = { key, read, byNext, monoMs: this.#ground.clock.monoMs() };
    }
    if (repeat) return;
    if (phase !== "granted" || !isSame) this.#show(phase === "stuck" ? STUCK : BUSY);
    // A plate is read again and again while the arm goes up: only what somebody holds up means that it did not.
    else if (read.tier !== "P") this.#works.step({ on: "again" }, read.atMs);
  }

  /** Whether it is of the account that the arm is up for: its card, after its plate. */
  #isGrantees(read: Read): boolean {
    const { lane, replica } = this.#ground;
    const account = this.#granted?.account ?? undefined;
    if (account === undefined) return false;
    const direction = wayOfRead(this.#state, lane) ?? "arrive";
    const policy = ruleOf(this.#ground, () => replica.get("estate"));
    const shown = shownBy(this.#ground, read);
    return decide(gatherTap(this.#ground, shown, direction, policy, this.#car.seen)).account === account;
  }

  /** The lane is free: whose card was held up a moment ago need not do so again, and a code that stays is read anew. */
  #takeHeldUp(): void {
    const held = this.#heldUp;
    this.#heldUp = undefined;
    if (held === undefined) return;
    this.#recent = new Map([...this.#recent].filter(([key]) => key !== held.key));
    if (!this.#stands()) return;
    if (held.byNext && this.#ground.clock.monoMs() - held.monoMs <= HELD_UP_MS)
      this.read({ ...held.read, atMs: performance.now() });
    else this.#showFor(YOUR_TURN);
  }

  #stepped(before: MachineState): void {
    const { lane, arm } = this.#works.state;
    if (lane.phase === "stuck" && before.lane.phase !== "stuck") this.#show(STUCK);
    if (lane.phase === "idle" && before.lane.phase !== "idle") {
      this.#granted = undefined;
      this.refresh();
      this.#takeHeldUp();
    } else if (isHeld(arm) !== isHeld(before.arm)) this.refresh();
  }

  /** What a refusal said is no longer what matters. */
  #quietly(): void {
    this.#cancel("display");
    this.refresh();
  }

  /** What room is left on a full disk is for the cars that are inside or in the lane: nobody else is let in. */
  #mayRecord(direction: Direction): boolean {
    const { journal, health } = this.#ground;
    // Looked at for departures, too: whatever room there is again is the reserve's first.
    if (journal.hasRoom() || direction === "depart") return true;
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

  #cancel(timer: LaneTimer): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  #after(timer: LaneTimer, ms: number, run: () => void): void {
    this.#timers.get(timer)?.();
    this.#timers.set(
      timer,
      this.#ground.clock.after(ms, () => {
        this.#timers.delete(timer);
        run();
      }),
    );
  }

  #show(message: Message): void {
    this.#timers.get("display")?.();
    this.#timers.delete("display");
    this.#display?.show(message);
  }

  #showFor(message: Message): void {
    this.#show(message);
    this.#after("display", READING_MS, () => this.refresh());
  }
}

/** Grants that this journal saw no end of: the process died in between, and nobody knows whether the car passed. */
export function resolvePassages(journal: Journal): void {
  const facts = journal.local
    .openPassages()
    .map(({ offer: _, class: __, ...body }): Fact => ({ kind: "passage.unresolved", body }));
  if (facts.length > 0) journal.append(facts);
}
