import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Decision } from "@baygate/shared/decision";
import type { Ack, FactBatch, SyncState } from "@baygate/shared/envelope";
import { Envelope } from "@baygate/shared/envelope";
import type { Direction } from "@baygate/shared/estate";
import type { FactKind } from "@baygate/shared/fact";
import type { RuleChange, RulesMessage } from "@baygate/shared/rules";
import type { Clock } from "@baygate/shared/time";
import { openLog } from "../../cloud/src/log.ts";
import { CardLinking } from "../../edge/src/card-linking.ts";
import { type ClockWatch, lookAtClock } from "../../edge/src/core/clock-quality.ts";
import type { LoopName, ReaderEvents } from "../../edge/src/hardware/seams.ts";
import { Health } from "../../edge/src/health.ts";
import { Lane, resolvePassages } from "../../edge/src/lane.ts";
import { OpeningCode, openingKey } from "../../edge/src/opening-code.ts";
import { RulesAge } from "../../edge/src/rules-age.ts";
import { Journal } from "../../edge/src/store/journal.ts";
import { Replica } from "../../edge/src/store/replica.ts";
import { obey } from "../../edge/src/sync/orders.ts";
import { Trust, type TrustFault } from "../../edge/src/trust.ts";

/** 2026-03-02 08:00 in Zurich. */
export const MORNING_MS = Date.parse("2026-03-02T07:00:00Z");
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** The time of one scenario, moved by hand. */
export class Time {
  nowMs = MORNING_MS;
  #due: { readonly atMs: number; readonly run: () => void }[] = [];

  /** Lets time go by: what is due meanwhile happens. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const [next] = this.#due.toSorted((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.#due = this.#due.filter((each) => each !== next);
      next.run();
    }
    this.nowMs = untilMs;
  }

  after(ms: number, run: () => void): () => void {
    const due = { atMs: this.nowMs + ms, run };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((each) => each !== due);
    };
  }
}

export interface GatePlan {
  readonly id: string;
  readonly estate: string;
  readonly zone: string;
  readonly direction: Direction;
  /** What it names itself to the broker with; without one its lane has no code of its own. */
  readonly token?: string;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A gate's box: the real lane, journal and rules on a real disk. Its devices are the scenario, and so are its cable and its power. */
export class Gate {
  readonly plan: GatePlan;
  readonly #time: Time;
  #directory = mkdtempSync(join(tmpdir(), "scenario-gate-"));
  /** Whether it reaches the cloud. */
  online = true;
  /** How wrong its wall clock is. */
  wallErrorMs = 0;
  clockSure = true;
  arm: "up" | "down" = "down";
  health: Health;
  /** What was wrong with the last trust list that came with the rules. */
  trustFault: TrustFault | undefined;
  readonly loops: Record<LoopName, boolean> = { approach: false, clear: false };
  journal: Journal;
  replica: Replica;
  #lane: Lane;
  #linking: CardLinking;
  #trust: Trust;
  #rulesAge: RulesAge;
  #boots = 1;
  #bootedAtMs: number;
  #watch: ClockWatch | undefined;

  constructor(plan: GatePlan, time: Time) {
    this.plan = plan;
    this.#time = time;
    this.#bootedAtMs = time.nowMs - HOUR_MS;
    [this.replica, this.journal, this.#rulesAge, this.#lane, this.#linking, this.#trust, this.health] = this.#boot();
  }

  get #clock(): Clock {
    return {
      wallMs: () => this.#time.nowMs + this.wallErrorMs,
      monoMs: () => this.#time.nowMs - this.#bootedAtMs,
      after: (ms, run) => this.#time.after(ms, run),
    };
  }

  #boot(): [Replica, Journal, RulesAge, Lane, CardLinking, Trust, Health] {
    const { estate, id: gate, zone, direction, token } = this.plan;
    const clock = this.#clock;
    const clockQuality = () => {
      const look = { wallMs: clock.wallMs(), monoMs: clock.monoMs(), sure: this.clockSure };
      const looked = lookAtClock(this.#watch, look);
      this.#watch = looked.watch;
      return looked.quality;
    };
    const health = new Health(clock, () => undefined);
    const replica = Replica.open(this.#directory);
    const journal = Journal.open({
      ...{ directory: this.#directory, estate, gate, software: "scenario", bootId: `boot-${this.#boots}` },
      ...{ clock, clockQuality, rulesVersion: () => replica.version },
    });
    resolvePassages(journal);
    const rulesAge = new RulesAge({ journal, clock, clockQuality });
    const [linking, trust] = [new CardLinking(clock, () => undefined), new Trust(this.#directory)];
    const openingCode =
      token === undefined ? {} : { openingCode: new OpeningCode(openingKey(token), { gate, lane: "lane-1" }) };
    const lane = new Lane({
      ...{ linking, trust, ...openingCode },
      ...{ estate, gate, lane: { id: "lane-1", zone, direction }, clock, clockQuality, journal, replica },
      ...{ linkFresh: () => this.online, rulesAgeMs: () => rulesAge.ms, replicaLost: () => undefined },
      ...{ health, log: openLog("silent") },
    });
    for (const loop of ["approach", "clear"] as const) lane.loopChanged(loop, this.loops[loop]);
    const move = (to: "up" | "down") => async () => {
      this.arm = to;
    };
    const close = async () => undefined;
    lane.start({
      barrier: { raise: move("up"), lower: move("down"), close },
      display: { show: () => undefined, close },
    });
    return [replica, journal, rulesAge, lane, linking, trust, health];
  }

  /** The power goes, and comes back: what the disk had at that moment is all that is left. The machine's clocks begin anew. */
  cutPower(): void {
    const kept = mkdtempSync(join(tmpdir(), "scenario-gate-"));
    cpSync(this.#directory, kept, { recursive: true });
    this.close();
    this.#directory = kept;
    this.#boots++;
    this.#bootedAtMs = this.#time.nowMs;
    this.#watch = undefined;
    [this.replica, this.journal, this.#rulesAge, this.#lane, this.#linking, this.#trust, this.health] = this.#boot();
  }

  close(): void {
    this.#lane.stop();
    this.journal.close();
    this.replica.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  loop(loop: LoopName, occupied: boolean): void {
    this.loops[loop] = occupied;
    this.#lane.loopChanged(loop, occupied);
  }

  /** Where its files are. */
  get directory(): string {
    return this.#directory;
  }

  /** What a reader at this gate is opened with. */
  get reader(): Pick<ReaderEvents, "asks" | "read" | "unreadable"> {
    const lane = this.#lane;
    return { asks: lane.asks, read: (read) => lane.read(read), unreadable: (code) => lane.unreadable(code) };
  }

  /** What is on its screen for phones. */
  get code(): string | undefined {
    return this.#lane.openingCode();
  }

  /** Takes an order over, as sync/link.ts does. */
  order(order: object): void {
    const { journal, replica } = this;
    obey(
      {
        ...{ gate: this.plan.id, journal, replica, clock: this.#clock, log: openLog("silent"), linking: this.#linking },
        link: () => ({ read: (schema, text) => schema.parse(JSON.parse(text)) }),
        lane: (id) => (id === "lane-1" ? this.#lane : undefined),
        resync: () => undefined,
      },
      JSON.stringify(order),
    );
  }

  /** A card is held to the reader. Answers what was decided; undefined: nothing, somebody is in the lane. */
  tap = (card: Uint8Array): Promise<Decision | undefined> => this.#shown("E", card);

  /** A QR code is held to the reader. */
  scan = (text: string): Promise<Decision | undefined> => this.#shown("C", Buffer.from(text, "latin1"));

  async #shown(tier: "C" | "E", bytes: Uint8Array): Promise<Decision | undefined> {
    const before = this.journal.last;
    this.#lane.read({ tier, bytes, atMs: performance.now() });
    await settled();
    return this.facts("decision.made", before + 1).at(-1)?.body as Decision | undefined;
  }

  /** A car comes, holds up a card and, where it is let, drives through. It takes ten seconds. */
  async drive(card: Uint8Array | string): Promise<Decision> {
    this.loop("approach", true);
    const decision = await (typeof card === "string" ? this.scan(card) : this.tap(card));
    if (decision === undefined) throw new Error(`${this.plan.id} decided nothing`);
    this.#time.pass(5_000);
    if (decision.outcome === "grant") this.loop("clear", true);
    this.loop("approach", false);
    this.#time.pass(5_000);
    this.loop("clear", false);
    await settled();
    return decision;
  }

  /** Facts in the journal, of one kind or of all, from a number on. */
  facts(kind?: FactKind, from = 1): Envelope[] {
    return (this.journal.batch(from) ?? [])
      .map((text) => Envelope.parse(JSON.parse(text)))
      .filter((each) => kind === undefined || each.kind === kind);
  }

  /** Which kinds of facts the journal holds, in order; the arm's and the program's own left out. */
  story(): string[] {
    return this.facts()
      .map(({ kind }) => kind)
      .filter((kind) => kind !== "gate.started" && kind !== "barrier.opened");
  }

  /** What it would send next. Undefined: the cloud has it all. */
  nextBatch(from = this.journal.acked + 1): FactBatch | undefined {
    const facts = this.journal.batch(from);
    if (facts === undefined || facts.length === 0) return undefined;
    const { epoch } = this.journal;
    const clocks = { bootId: `boot-${this.#boots}`, wallMs: this.#clock.wallMs(), monoMs: this.#clock.monoMs() };
    return { v: 1, epoch, from, facts: [...facts], ...clocks, leases: this.journal.local.leases() };
  }

  acknowledged(ack: Ack): void {
    if (ack.epoch === this.journal.epoch) this.journal.moveCursor(ack.through);
  }

  syncState(): SyncState {
    const { journal, replica } = this;
    const want = replica.version === 0 ? "snapshot" : "delta";
    return {
      v: 1,
      epoch: journal.epoch,
      rules: replica.version,
      digest: replica.digest,
      want,
      leases: journal.local.leases(),
    };
  }

  /** Takes rules over, as sync/downlink.ts does. */
  rules(message: RulesMessage): void {
    const { replica, journal, plan } = this;
    if (message.kind === "snapshot") {
      // A worker would build it; here its one part is applied to nothing.
      const changes: RuleChange[] = JSON.parse(gunzipSync(Buffer.from(message.data, "base64")).toString());
      const { version: to, digest, reflects } = message;
      if (!replica.apply({ to, changes, digest, reflects }).agreed) throw new Error("a snapshot does not agree");
    } else if (message.from === replica.version && message.to > message.from) {
      if (!replica.apply(message).agreed) throw new Error("a delta does not agree");
    } else if (message.to === replica.version) replica.noteReflects(message.reflects);
    else throw new Error(`a delta from ${message.from} at ${replica.version}`);
    this.#rulesAge.confirmed();
    const list = replica.get("trust-list");
    if (list !== undefined) this.trustFault = this.#trust.offer(list);
    for (const [zone, rule] of replica.lent(plan.id))
      if (rule.epoch === journal.epoch) journal.local.raiseLent(zone, rule.lent);
    this.#lane.refresh();
  }
}
