import { createHash } from "node:crypto";
import type { Fact } from "@baygate/shared/fact";
import type { OpenGate } from "../../edge/src/gate.ts";
import type { Journalled } from "../../edge/src/store/journal.ts";
import type { Box } from "./box.ts";
import type { Cloud } from "./cloud.ts";
import { type Plan, ZONE } from "./plan.ts";
import { leastPrice, mostPrice } from "./price.ts";
import { STORY_BEGINS_MS, world } from "./world.ts";

// Knows what the cars and the disks really did, and compares what the house says with it. Nothing in here asks the house's own code
// whether it is right; it reads tables and files.

export interface Violation {
  readonly invariant: string;
  readonly words: string;
  readonly atMs: number;
}

/** A fact that was on a gate's disk. */
interface KnownFact {
  readonly gate: string;
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string;
  readonly id: string;
  readonly kind: string;
  readonly body: Record<string, unknown>;
  readonly atMs: number;
  readonly wallErrorMs: number;
  readonly bootId: string;
  /** How far the cloud's date may be off, ms; unset until it was applied. */
  toleranceMs?: number;
  /** As the how manieth of all facts it was applied last. */
  appliedAs?: number;
}

/** One visit as it really was. */
export interface TrueVisit {
  readonly id: number;
  readonly account: string | null;
  /** The grant that let it in. */
  session: string | null;
  offerPermille: number;
  arrivalFact: KnownFact | undefined;
  departureFact: KnownFact | undefined;
  inAtMs: number | undefined;
  outAtMs: number | undefined;
  /** It came in by a grant, and a gate that worked saw it. */
  seenIn: boolean;
  seenOut: boolean;
}

interface Epoch {
  readonly gate: string;
  readonly id: string;
  readonly facts: KnownFact[];
  /** The journal is gone: what the cloud did not have then is lost with it. */
  goneAt: number | undefined;
  lostAfter: number;
  applied: number;
  /** The most that ever was applied, also by a cloud that was put back since. */
  mostApplied: number;
  prunedUpTo: number;
}

/** A batch that the cloud takes, in simulated ms. */
interface InWork {
  readonly epoch: string;
  readonly bootId: string;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

const bootOf = ({ epoch, bootId }: InWork): string => `${epoch}/${bootId}`;

const MINUTE = 60_000;
/** The simulated estate's price of a stay whose end was not heard of in time. */
export const MISSED_DEPARTURE = 500n;

export class Oracle {
  violation: Violation | undefined;
  /** Lines that belong to the violation. */
  readonly about: string[] = [];
  readonly visits = new Map<number, TrueVisit>();
  /** Accounts of whose visits something went unseen: what is charged for them is bounded, not exact. */
  readonly odd = new Set<string>();
  facts = 0;
  passages = 0;
  /** Passages that no working gate saw, by way. */
  unseenIn = 0;
  unseenOut = 0;
  /** Commits that the power cut short: each may have been the word of a passage. */
  tornWrites = 0;
  /** Places that a restored cloud forgot that it had lent. */
  forgottenLent = 0;
  readonly #cloud: () => Cloud;
  readonly #boxes: () => readonly Box[];
  readonly #capacity: number;
  readonly #overdraw: number;
  /** Cars that came in, and a torn write took what their gate had seen of it: until their departure tells, or for good, they are not counted. */
  #tornIn = 0;
  readonly #epochs = new Map<string, Epoch>();
  readonly #current = new Map<string, string>();
  readonly #plannedLoss = new Set<string>();
  /** Grants that have not come to an end. */
  readonly #open = new Map<string, { readonly gate: string; readonly decision: KnownFact }>();
  readonly #ofSession = new Map<string, TrueVisit>();
  readonly #orders = new Set<string>();
  readonly #versions = new Map<string, number>();
  readonly #inWork = new Map<string, InWork>();
  /** By epoch and boot: the least that a batch with something new was held up, and when it came in. */
  readonly #fastest = new Map<string, { readonly heldUpMs: number; readonly atMs: number }>();
  readonly #departing = new Map<string, TrueVisit>();
  #applied = 0;
  #unresolvedFacts = 0;
  /** Arrivals that nobody decided about. */
  readonly #unheard: KnownFact[] = [];
  #tapping: TrueVisit | undefined;
  #tappingWay: "in" | "out" = "in";

  constructor(cloud: () => Cloud, boxes: () => readonly Box[], plan: Pick<Plan, "capacity" | "overdraw">) {
    this.#cloud = cloud;
    this.#boxes = boxes;
    this.#capacity = plan.capacity;
    this.#overdraw = plan.overdraw;
  }

  fail(invariant: string, words: string): void {
    this.violation ??= { invariant, words, atMs: world.nowMs };
  }

  // What cars do

  visit(id: number, account: string | null): TrueVisit {
    const visit: TrueVisit = {
      ...{ id, account, session: null, offerPermille: 1000, arrivalFact: undefined, departureFact: undefined },
      ...{ inAtMs: undefined, outAtMs: undefined, seenIn: false, seenOut: false },
    };
    this.visits.set(id, visit);
    return visit;
  }

  tapBegins(visit: TrueVisit, way: "in" | "out"): void {
    this.#tapping = visit;
    this.#tappingWay = way;
  }

  tapEnds(): void {
    this.#tapping = undefined;
  }

  /** A car has cleared the second loop. `seen`: by one process that worked from its grant on. */
  passed(visit: TrueVisit, way: "in" | "out", seen: boolean): void {
    this.passages++;
    if (way === "in") [visit.inAtMs, visit.seenIn] = [world.nowMs, seen];
    else [visit.outAtMs, visit.seenOut] = [world.nowMs, seen];
    if (seen) return;
    if (way === "in") this.unseenIn++;
    else this.unseenOut++;
    this.oddity(visit.account);
  }

  oddity(account: string | null): void {
    if (account !== null) this.odd.add(account);
  }

  // What disks do

  committed(box: Box, epoch: string, facts: readonly Fact[], journalled: readonly Journalled[]): void {
    journalled.forEach(({ seq, hash, id, kind }, at) => {
      this.#keep(box, epoch, { seq, hash, id, kind, body: { ...facts[at]?.body } });
    });
  }

  #keep(box: Box, epochId: string, read: Pick<KnownFact, "seq" | "hash" | "id" | "kind" | "body">): void {
    const gate = box.plan.id;
    const epoch = this.#epochOf(gate, epochId);
    const fact: KnownFact = {
      ...read,
      ...{ gate, epoch: epochId, atMs: world.nowMs, wallErrorMs: box.wallErrorMs, bootId: box.bootId },
    };
    const before = epoch.facts[fact.seq - 1];
    if (before !== undefined && before.hash !== fact.hash)
      this.fail("I9", `${gate} wrote fact ${fact.seq} of epoch ${epochId} twice, and differently`);
    if (fact.seq !== epoch.facts.length + 1 && before === undefined)
      this.fail("I9", `${gate} wrote fact ${fact.seq} of epoch ${epochId} after ${epoch.facts.length}`);
    if (before !== undefined) return;
    epoch.facts.push(fact);
    this.facts++;
    this.#follow(fact);
  }

  #epochOf(gate: string, id: string): Epoch {
    const known = this.#epochs.get(id);
    if (known) {
      if (known.gate !== gate || known.goneAt !== undefined)
        this.fail("I9", `epoch ${id} of ${known.gate} is used again by ${gate}`);
      return known;
    }
    const epoch: Epoch = {
      gate,
      id,
      facts: [],
      goneAt: undefined,
      lostAfter: 0,
      applied: 0,
      mostApplied: 0,
      prunedUpTo: 0,
    };
    this.#epochs.set(id, epoch);
    const former = this.#current.get(gate);
    this.#current.set(gate, id);
    if (former !== undefined) this.#journalGone(gate, former);
    return epoch;
  }

  #journalGone(gate: string, id: string): void {
    const epoch = this.#epochs.get(id);
    if (!epoch) return;
    epoch.goneAt = world.nowMs;
    epoch.lostAfter = epoch.applied;
    if (!this.#plannedLoss.delete(gate) && epoch.applied < epoch.facts.length)
      this.fail(
        "I1",
        `${gate} gave up its journal ${id} with facts ${epoch.applied + 1} to ${epoch.facts.length} not applied`,
      );
    for (const fact of epoch.facts) if (fact.seq > epoch.applied) this.#lost(fact);
  }

  /** What a lost fact was about can no longer be exact. */
  #lost(fact: KnownFact): void {
    const { account, direction } = fact.body;
    if (typeof account === "string") this.oddity(account);
    if (fact.kind === "vehicle.arrived" || (fact.kind === "passage.undecided" && direction === "arrive"))
      this.unseenIn++;
    if (fact.kind === "vehicle.departed" || (fact.kind === "passage.undecided" && direction === "depart"))
      this.unseenOut++;
  }

  #follow(fact: KnownFact): void {
    const { kind, body } = fact;
    const decision = String(body["decision"]);
    if (kind === "decision.made" && body["outcome"] === "grant") {
      this.#open.set(fact.id, { gate: fact.gate, decision: fact });
      if (this.#tapping && this.#tappingWay === "in") {
        this.#letIn(this.#tapping, typeof body["session"] === "string" ? body["session"] : null);
        this.#tapping.offerPermille = Number(Object(body["offer"])["factorPermille"] ?? 1000);
      }
    }
    if (kind === "order.answered") {
      const order = String(body["order"]);
      if (this.#orders.has(order) && this.#epochs.size === this.#current.size)
        this.fail("I8", `order ${order} was answered twice`);
      this.#orders.add(order);
    }
    if (kind === "passage.undecided" && body["direction"] === "arrive") this.#unheard.push(fact);
    if (kind === "passage.unresolved") this.#unresolvedFacts++;
    if (kind === "passage.unresolved" && body["direction"] === "arrive" && this.#visitOf(body["session"])?.seenIn)
      this.#tornIn++;
    if (kind === "passage.unresolved" || kind === "lane.stuck") this.oddity(accountOf(body));
    if (!["vehicle.arrived", "vehicle.departed", "passage.abandoned", "passage.unresolved"].includes(kind)) return;
    if (!this.#open.delete(decision)) this.fail("I7", `${kind} of ${fact.gate} follows from no open grant`);
    const visit = this.#visitOf(body["session"]);
    if (visit && kind === "vehicle.arrived") visit.arrivalFact = fact;
    if (visit && kind === "vehicle.departed") visit.departureFact = fact;
    const departing = this.#departing.get(fact.gate);
    if (kind === "vehicle.departed" && departing) departing.departureFact = fact;
  }

  #letIn(visit: TrueVisit, session: string | null): void {
    if (visit.session !== null) this.#ofSession.delete(visit.session);
    visit.session = session;
    if (session !== null) this.#ofSession.set(session, visit);
  }

  #visitOf(session: unknown): TrueVisit | undefined {
    return typeof session === "string" ? this.#ofSession.get(session) : undefined;
  }

  /** The car that is on its way out at a gate, so that the fact of its departure is known for its own. */
  departing(gate: string, visit: TrueVisit | undefined): void {
    if (visit) this.#departing.set(gate, visit);
    else this.#departing.delete(gate);
  }

  planLoss(gate: string): void {
    this.#plannedLoss.add(gate);
  }

  booted(box: Box, { journal }: OpenGate): void {
    const { epoch } = journal;
    const id = box.plan.id;
    const known = this.#epochs.get(epoch);
    const from = (known?.facts.length ?? 0) + 1;
    const last = known?.facts.at(-1);
    if (last && journal.hashOf(last.seq) !== last.hash)
      this.fail("I1", `${id} had fact ${last.seq} on its disk before it went down, and has it no more`);
    for (let seq = from; seq <= journal.last; ) {
      const texts = journal.batch(seq) ?? [];
      if (texts.length === 0) break;
      for (const text of texts) {
        const read = JSON.parse(text);
        this.#keep(box, epoch, { seq, hash: sha256(text), id: read.id, kind: read.kind, body: read.body });
        seq++;
      }
    }
    this.#versions.delete(`${id} replica`);
  }

  /** A gate lost its replica, so it may hold older rules for a while. */
  raised(box: Box): void {
    for (const { gate } of this.#open.values()) if (gate === box.plan.id) return;
    this.fail("I7", `the arm of ${box.plan.id} went up and no durable fact says why`);
  }

  // What the cloud does

  taken(box: Box | undefined, batch: { epoch: string; bootId: string; monoMs: number }, receivedAtMs: number): void {
    if (!box) return;
    const sentAtMs = box.bootId === batch.bootId ? box.bootedAtMs + batch.monoMs / box.rate : world.nowMs;
    this.#inWork.set(box.plan.id, {
      ...{ epoch: batch.epoch, bootId: batch.bootId, sentAtMs, receivedAtMs: receivedAtMs - STORY_BEGINS_MS },
    });
  }

  /** An ack is a promise: what it names is durable. */
  answered(topic: string, text: string): void {
    if (!topic.endsWith("/ack")) return;
    const ack = JSON.parse(text);
    const epoch = this.#epochs.get(ack.epoch);
    if (epoch && ack.through > epoch.applied)
      this.fail("I1", `the cloud told ${epoch.gate} that fact ${ack.through} is safe, and has ${epoch.applied}`);
  }

  /** After every commit: what is applied is what was written, each once, in order. */
  looked(): void {
    const { tables } = this.#cloud().db;
    for (const row of tables.of("gate_epoch").all()) {
      const epoch = this.#epochs.get(String(row["epoch"]));
      const through = Number(row["through"]);
      if (epoch === undefined) {
        if (through > 0) this.fail("I2", `facts of an epoch ${row["epoch"]} that no gate ever had`);
        continue;
      }
      if (through <= epoch.applied) continue;
      for (let seq = epoch.applied + 1; seq <= through; seq++) {
        const stored = tables.of("fact").get(epoch.gate, epoch.id, seq);
        const fact = epoch.facts[seq - 1];
        if (!stored) this.fail("I2", `fact ${seq} of ${epoch.gate} counts as applied and is not there`);
        else if (!fact) this.fail("I1", `fact ${seq} of ${epoch.gate} was applied before it was on the gate's disk`);
        else if (stored["hash"] !== fact.hash) this.fail("I9", `fact ${seq} of ${epoch.gate} is not as it was written`);
        else if (stored["quarantine"] !== null)
          this.fail("I2", `fact ${seq} of ${epoch.gate} was set aside: ${stored["quarantine"]}`);
        if (!fact) continue;
        [fact.toleranceMs, fact.appliedAs] = [this.#toleranceOf(fact), ++this.#applied];
        const offMs = Number(stored?.["occurred_at"]) - STORY_BEGINS_MS - fact.atMs;
        if (Math.abs(offMs) > fact.toleranceMs)
          this.fail("I5", `fact ${seq} of ${epoch.gate} is dated ${offMs} ms off, not ${fact.toleranceMs} at most`);
      }
      epoch.applied = through;
      epoch.mostApplied = Math.max(through, epoch.mostApplied);
      const batch = this.#inWork.get(epoch.gate);
      if (batch) this.#fastest.set(bootOf(batch), { heldUpMs: this.#heldUpMs(batch), atMs: batch.receivedAtMs });
    }
  }

  /** By how much a batch's facts may be dated too late: by its own way, or the fastest of its boot and what clocks drift apart meanwhile. */
  #heldUpMs(batch: InWork): number {
    const ownMs = batch.receivedAtMs - batch.sentAtMs;
    const fastest = this.#fastest.get(bootOf(batch));
    if (!fastest) return ownMs;
    const best = fastest.heldUpMs + (batch.receivedAtMs - fastest.atMs) * 0.0005;
    // What is later by about a minute or more is taken for a clock that was set.
    return ownMs > 0.9 * MINUTE ? ownMs : Math.min(ownMs, best);
  }

  #toleranceOf(fact: KnownFact): number {
    const batch = this.#inWork.get(fact.gate);
    if (!batch) return Number.POSITIVE_INFINITY;
    const heldMs = batch.receivedAtMs - fact.atMs;
    if (batch.bootId === fact.bootId) return this.#heldUpMs(batch) + Math.abs(heldMs) * 0.0005 + 20;
    const wallMs = fact.atMs + fact.wallErrorMs;
    const isAbsurd = wallMs > batch.receivedAtMs || wallMs < batch.receivedAtMs - 366 * 24 * 60 * MINUTE;
    return (isAbsurd ? heldMs : Math.abs(fact.wallErrorMs)) + 20;
  }

  /** The cloud was put back to an older state: what it had applied since must come again, where a journal still has it. */
  restored(): void {
    const { tables } = this.#cloud().db;
    this.#fastest.clear();
    for (const epoch of this.#epochs.values()) {
      const row = tables.of("gate_epoch").get(epoch.gate, epoch.id);
      const through = Number(row?.["through"] ?? 0);
      if (epoch.goneAt !== undefined)
        for (const fact of epoch.facts) if (fact.seq > through && fact.seq <= epoch.applied) this.#lost(fact);
      if (epoch.goneAt !== undefined) epoch.lostAfter = Math.min(epoch.lostAfter, through);
      epoch.applied = through;
    }
  }

  // Looks

  /** What holds at every moment, and is cheap to see. */
  watch(): void {
    for (const box of this.#boxes()) {
      if (!box.works || !box.gate) continue;
      const { replica, journal } = box.gate;
      const name = `${box.plan.id} replica`;
      const before = this.#versions.get(name) ?? 0;
      if (replica.version < before)
        this.fail("I8", `the rules of ${box.plan.id} went back from ${before} to ${replica.version}`);
      this.#versions.set(name, replica.version);
      const epoch = this.#epochs.get(journal.epoch);
      if (!epoch) continue;
      if (journal.acked > epoch.mostApplied)
        this.fail("I3", `${box.plan.id} takes fact ${journal.acked} for safe, and the cloud has ${epoch.mostApplied}`);
      while (epoch.prunedUpTo < journal.last && journal.hashOf(epoch.prunedUpTo + 1) === undefined) {
        epoch.prunedUpTo++;
        if (epoch.prunedUpTo > epoch.applied)
          this.fail("I3", `${box.plan.id} let go of fact ${epoch.prunedUpTo}, and the cloud has ${epoch.applied}`);
      }
    }
    this.#watchPlaces();
  }

  rulesThrownAway(gate: string): void {
    this.#versions.delete(`${gate} replica`);
  }

  /** I11: cars that a grant let in, cars on the way in, and what gates may still grant. */
  #watchPlaces(): void {
    let inside = 0;
    for (const visit of this.visits.values())
      if (visit.session !== null && visit.inAtMs !== undefined && visit.outAtMs === undefined) inside++;
    let passing = 0;
    for (const grant of this.#open.values()) {
      if (grant.decision.body["direction"] !== "arrive") continue;
      if (this.#visitOf(grant.decision.body["session"])?.inAtMs === undefined) passing++;
    }
    let outstanding = 0;
    for (const box of this.#boxes()) {
      if (!box.gate) {
        // What it overdrew before it went down stands in its journal.
        outstanding -= this.#overdraw;
        continue;
      }
      const held = box.gate.journal.local.leases()[ZONE] ?? { lent: 0, used: 0, returned: 0, voided: 0 };
      const rule = box.gate.replica.get("lease", `${box.plan.id}/${ZONE}`);
      const lent = rule?.epoch === box.gate.journal.epoch ? Math.max(rule.lent, held.lent) : held.lent;
      const left = lent - held.used - held.returned + held.voided;
      if (left < -this.#overdraw) this.fail("I11", `${box.plan.id} gave ${-left} places more than it was lent`);
      // What it overdrew is owed, not lent: below zero.
      outstanding += left;
    }
    const taken = inside + passing + outstanding;
    // Who slipped in at a gate that is cut off, and left through another, has left the cloud's count one too low until it hears of both.
    const slippedIn = this.#unheard.filter(({ appliedAs }) => appliedAs === undefined).length;
    // So many may journals that are no more have overdrawn.
    const lost = (this.#epochs.size - this.#current.size) * this.#overdraw;
    if (taken <= this.#capacity + this.forgottenLent + this.unseenIn + this.#tornIn + slippedIn + lost) return;
    this.fail(
      "I11",
      `${inside} cars inside, ${passing} on the way in and ${outstanding} places to give: more than ${this.#capacity}`,
    );
    const { tables } = this.#cloud().db;
    for (const box of this.#boxes())
      this.about.push(`${box.plan.id} ${JSON.stringify(box.gate?.journal.local.leases())} ${box.gate?.journal.epoch}`);
    for (const name of ["lease", "occupancy"])
      for (const row of tables.of(name).all())
        this.about.push(
          `${name} ${JSON.stringify(row, (_, value) => (typeof value === "bigint" ? Number(value) : value))}`,
        );
    for (const visit of this.visits.values())
      if (visit.session !== null && visit.outAtMs === undefined)
        this.about.push(
          `visit ${visit.id} ${visit.session} in ${visit.inAtMs} ${visit.seenIn} ${visit.arrivalFact?.kind} ${visit.arrivalFact?.gate}`,
        );
  }

  /** I4 and half of I5: money, as it stands in the tables. */
  watchMoney(): void {
    const { tables } = this.#cloud().db;
    const sums = new Map<string, bigint>();
    const ofTransaction = new Map<string, bigint>();
    const add = (map: Map<string, bigint>, key: unknown, amount: unknown) =>
      map.set(String(key), (map.get(String(key)) ?? 0n) + BigInt(String(amount)));
    for (const entry of tables.of("ledger_entry").all()) {
      add(sums, entry["ledger_account"], entry["amount_minor"]);
      add(ofTransaction, entry["transaction"], entry["amount_minor"]);
    }
    for (const [transaction, sum] of ofTransaction)
      if (sum !== 0n) this.fail("I4", `ledger transaction ${transaction} sums to ${sum}`);
    for (const wallet of tables.of("wallet").all()) {
      const account = String(wallet["account"]);
      const balance = sums.get(`wallet:${account}`) ?? 0n;
      const debt = -(sums.get(`receivable:${account}`) ?? 0n);
      if (balance !== wallet["balance_minor"] || debt !== wallet["debt_minor"])
        this.fail("I4", `the wallet of ${account} is not the sum of its entries`);
    }
    const charges = new Map<unknown, number>();
    for (const row of tables.of("ledger_transaction").all())
      charges.set(row["session"], (charges.get(row["session"]) ?? 0) + chargesIn(row));
    for (const [session, count] of charges)
      if (session !== null && count > 1) this.fail("I5", `stay ${session} was charged twice`);
    for (const row of tables.of("occupancy").all())
      if (Number(row["passing"]) < 0) this.fail("I6", `${row["passing"]} cars are passing in ${row["zone"]}`);
  }

  /** I10: everything that gates hold has arrived, and everything they should hold, too. Undefined: so it is. */
  unsettled(): string | undefined {
    const { tables } = this.#cloud().db;
    const estate = [...tables.of("estate").all()][0];
    for (const box of this.#boxes()) {
      if (!box.works || !box.gate) return `${box.plan.id} does not work`;
      const { journal, replica } = box.gate;
      const through = Number(tables.of("gate_epoch").get(box.plan.id, journal.epoch)?.["through"] ?? 0);
      if (through !== journal.last) return `the cloud has ${through} of ${journal.last} facts of ${box.plan.id}`;
      if (journal.acked !== journal.last) return `${box.plan.id} does not know that all its facts arrived`;
      if (replica.version !== estate?.["rules_version"] || replica.digest !== estate["rules_digest"])
        return `${box.plan.id} holds rules ${replica.version} of ${estate?.["rules_version"]}`;
    }
    return undefined;
  }

  /** When the dust has settled. */
  conclude(): void {
    this.looked();
    this.watch();
    this.watchMoney();
    const { tables } = this.#cloud().db;
    for (const epoch of this.#epochs.values()) {
      const stored = tables.of("fact").by("epoch", epoch.id).length;
      const through = Number(tables.of("gate_epoch").get(epoch.gate, epoch.id)?.["through"] ?? 0);
      if (stored !== through) this.fail("I2", `${stored} facts of epoch ${epoch.id} are stored, 1 to ${through} count`);
      const due = epoch.goneAt === undefined ? epoch.facts.length : epoch.lostAfter;
      if (through < due) this.fail("I1", `facts ${through + 1} to ${due} of ${epoch.gate} are gone`);
    }
    this.#concludeStays();
    this.#concludePlaces();
  }

  /** What the tables and the facts say of a driver, for whoever looks into it. */
  evidence(account: string): string[] {
    const { tables } = this.#cloud().db;
    const at = (ms: unknown): string => (ms === null ? "-" : new Date(Number(ms)).toISOString().slice(11, 23));
    const lines: string[] = [];
    for (const epoch of this.#epochs.values())
      for (const fact of epoch.facts)
        if (fact.body["account"] === account)
          lines.push(
            `${at(STORY_BEGINS_MS + fact.atMs)} ${fact.gate} ${fact.seq} ${fact.kind} ${fact.body["reason"] ?? ""} ${fact.body["session"]} applied as ${fact.appliedAs} ± ${fact.toleranceMs} wall ${fact.wallErrorMs}`,
          );
    lines.sort();
    for (const row of tables.of("session").by("account", account))
      lines.push(
        `session ${row["id"]} ${row["state"]} ${at(row["arrived_at"])} to ${at(row["departed_at"])} ${row["flags"]} ${row["arrival_fact"]} ${row["departure_fact"]}`,
      );
    for (const row of tables.of("unmatched_departure").by("account", account))
      lines.push(`unmatched ${row["fact"]} ${row["session"]} ${at(row["departed_at"])} ${row["paired_with"]}`);
    return lines;
  }

  #concludeStays(): void {
    const { tables } = this.#cloud().db;
    const ofSession = new Map([...this.visits.values()].map((visit) => [visit.session, visit]));
    for (const stay of tables.of("stay").all()) {
      if (tables.of("stay").get(stay["session"], Number(stay["revision"]) + 1)) continue;
      const visit = ofSession.get(String(stay["session"]));
      if (Number(stay["total_minor"]) > 0 && visit && visit.inAtMs === undefined && !this.odd.has(visit.account ?? ""))
        this.fail("I5", `stay ${stay["session"]} was charged and its car never came in`);
    }
    for (const visit of this.visits.values()) {
      if (this.violation) return;
      this.#concludeStay(visit);
      if (this.violation && visit.account !== null) this.about.push(...this.evidence(visit.account));
    }
  }

  #concludeStay(visit: TrueVisit): void {
    const { account, arrivalFact, departureFact, session } = visit;
    if (account === null || session === null || this.odd.has(account)) return;
    if (visit.inAtMs === undefined || visit.outAtMs === undefined) return;
    const { tables } = this.#cloud().db;
    const stay = tables
      .of("stay")
      .by("session", session)
      .toSorted((a, b) => Number(b["revision"]) - Number(a["revision"]))[0];
    const about = `the visit ${visit.id} of ${account} (${session})`;
    if (!arrivalFact || !departureFact) {
      this.fail("I1", `no facts of ${about}, which was seen`);
      return;
    }
    // A gate without rules lets an unknown card out: whose departure that was, only the next arrival tells.
    if (departureFact.body["account"] !== account) return;
    if (!stay) {
      this.fail("I5", `no stay was made of ${about}`);
      return;
    }
    const total = BigInt(String(stay["total_minor"]));
    if ((total === MISSED_DEPARTURE || total === 0n) && this.#cameAgainBefore(visit, departureFact)) return;
    const tolerance = (arrivalFact.toleranceMs ?? 0) + (departureFact.toleranceMs ?? 0);
    const lasted = visit.outAtMs - visit.inAtMs;
    const least = leastPrice(visit.inAtMs, lasted - tolerance, visit.offerPermille);
    const most = mostPrice(visit.inAtMs, lasted + tolerance, visit.offerPermille);
    if (total < least || total > most)
      this.fail("I5", `${about} lasted ${Math.round(lasted / MINUTE)} min and cost ${total}, not ${least} to ${most}`);
    const charges = tables
      .of("ledger_transaction")
      .by("session", session)
      .reduce((count, row) => count + chargesIn(row), 0);
    if (charges !== (total > 0n ? 1 : 0)) this.fail("I5", `${about} has ${charges} charges`);
  }

  /** The cloud heard that this driver came again before it heard that they had left: then the estate's price for that holds, or none where the gates had not heard of one another. */
  #cameAgainBefore(visit: TrueVisit, departure: KnownFact): boolean {
    for (const other of this.visits.values()) {
      if (other === visit || other.account !== visit.account || (other.inAtMs ?? 0) < (visit.inAtMs ?? 0)) continue;
      if ((other.arrivalFact?.appliedAs ?? Number.POSITIVE_INFINITY) < (departure.appliedAs ?? 0)) return true;
    }
    return false;
  }

  /** Whose passages a gate did not see to their ends. */
  #unresolved(): Set<string> {
    const accounts = new Set<string>();
    for (const epoch of this.#epochs.values())
      for (const { kind, body } of epoch.facts) {
        const account = accountOf(body);
        if (kind === "passage.unresolved" && account !== null) accounts.add(account);
      }
    return accounts;
  }

  #concludePlaces(): void {
    const row = this.#cloud().db.tables.of("occupancy").get("harbour", ZONE);
    const counted = Number(row?.["arrivals"] ?? 0) - Number(row?.["departures"] ?? 0);
    let inside = 0;
    for (const visit of this.visits.values()) if (visit.inAtMs !== undefined && visit.outAtMs === undefined) inside++;
    const unseen = this.unseenIn + this.unseenOut + this.tornWrites + this.#unresolvedFacts;
    const told = new Map<string, number>();
    for (const epoch of this.#epochs.values())
      for (const { kind, body, appliedAs } of epoch.facts)
        if (appliedAs !== undefined) {
          const name = `${kind} ${body["direction"] ?? ""} ${body["outcome"] ?? ""}`;
          told.set(name, (told.get(name) ?? 0) + 1);
        }
    this.about.push(
      `cloud: ${JSON.stringify(row, (_, value) => (typeof value === "bigint" ? Number(value) : value))}`,
      `facts applied: ${JSON.stringify([...told])}`,
      `passed unseen: ${this.unseenIn} in, ${this.unseenOut} out`,
    );
    if (Math.abs(counted - inside) > unseen)
      for (const account of this.#unresolved()) this.about.push(...this.evidence(account));
    if (Math.abs(counted - inside) > unseen)
      this.fail("I6", `the cloud counts ${counted} cars inside; ${inside} are, and ${unseen} passed unseen`);
  }
}

/** One for a charge, and one less for what takes one back. */
const chargesIn = ({ kind }: Record<string, unknown>): number => (kind === "charge" ? 1 : kind === "reversal" ? -1 : 0);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const accountOf = (body: Record<string, unknown>): string | null =>
  typeof body["account"] === "string" ? body["account"] : null;
