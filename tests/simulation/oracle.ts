import type { Fact } from "@baygate/shared/fact";
import type { Tables } from "../../cloud/src/db/memory/tables.ts";
import type { OpenGate } from "../../edge/src/gate.ts";
import type { Journalled } from "../../edge/src/store/journal.ts";
import type { Box } from "./box.ts";
import type { Cloud } from "./cloud.ts";
import { Conduct } from "./oracle/conduct.ts";
import { Dates } from "./oracle/dates.ts";
import { Journals, type KnownFact } from "./oracle/journals.ts";
import { Money } from "./oracle/money.ts";
import { Places } from "./oracle/places.ts";
import { Traffic, type TrueVisit } from "./oracle/traffic.ts";
import { Verdict, type Violation } from "./oracle/verdict.ts";
import type { Plan } from "./plan.ts";

// Knows what the cars and the disks really did, and compares what the house says with it. Nothing in here asks the house's own code
// whether it is right; it reads tables and files. The story tells it what happens and asks when to look; each part in oracle/ keeps its
// own count, and this says which of them must hear of what, in which order: the first violation is the one that is told.

export class Oracle {
  readonly #tables: () => Tables;
  readonly #boxes: () => readonly Box[];
  readonly #verdict = new Verdict();
  readonly #traffic = new Traffic();
  readonly #dates = new Dates();
  readonly #conduct: Conduct;
  readonly #journals: Journals;
  readonly #places: Places;
  readonly #money: Money;

  constructor(cloud: () => Cloud, boxes: () => readonly Box[], plan: Pick<Plan, "capacity" | "overdraw">) {
    const tables = () => cloud().db.tables;
    const [verdict, traffic] = [this.#verdict, this.#traffic];
    const conduct = new Conduct(verdict);
    const journals = new Journals(tables, this.#dates, verdict, {
      written: (fact) => this.#written(fact),
      lost: (fact) => traffic.lost(fact),
    });
    [this.#tables, this.#boxes, this.#conduct, this.#journals] = [tables, boxes, conduct, journals];
    this.#places = new Places({ tables, boxes, plan, verdict, traffic, journals, conduct });
    this.#money = new Money(tables, traffic, journals, verdict);
  }

  fail(invariant: string, words: string): void {
    this.#verdict.fail(invariant, words);
  }

  get violation(): Violation | undefined {
    return this.#verdict.violation;
  }

  /** Lines that belong to the violation. */
  get about(): readonly string[] {
    return this.#verdict.about;
  }

  /** How many were written. */
  get facts(): number {
    return this.#journals.written;
  }

  /** How many times a car went through a gate. */
  get passages(): number {
    return this.#traffic.passages;
  }

  // What cars do

  visit(id: number, account: string | null): TrueVisit {
    return this.#traffic.visit(id, account);
  }

  tapBegins(visit: TrueVisit, way: "in" | "out"): void {
    this.#traffic.tapBegins(visit, way);
  }

  tapEnds(): void {
    this.#traffic.tapEnds();
  }

  /** The car that is on its way out at a gate, so that the fact of its departure is known for its own. */
  departing(gate: string, visit: TrueVisit | undefined): void {
    this.#traffic.departing(gate, visit);
  }

  /** A car has cleared the second loop. `seen`: by one process that worked from its grant on. */
  passed(visit: TrueVisit, way: "in" | "out", seen: boolean): void {
    this.#traffic.passed(visit, way, seen);
  }

  /** Something of this account's visits goes unseen: what is charged for them is bounded, not exact. */
  oddity(account: string | null): void {
    this.#traffic.oddity(account);
  }

  // What gates and their disks do

  committed(box: Box, epoch: string, facts: readonly Fact[], journalled: readonly Journalled[]): void {
    this.#journals.committed(box, epoch, facts, journalled);
  }

  #written(fact: KnownFact): void {
    this.#conduct.written(fact, this.#journals.gone > 0);
    this.#traffic.written(fact);
    this.#places.written(fact);
  }

  booted(box: Box, open: OpenGate): void {
    this.#journals.booted(box, open);
    this.#conduct.rulesForgotten(box.plan.id);
  }

  raised(box: Box): void {
    this.#conduct.raised(box);
  }

  /** A commit that the power cut short: it may have been the word of a passage. */
  writeTorn(): void {
    this.#places.writeTorn();
  }

  journalThrownAway(gate: string): void {
    this.#journals.planLoss(gate);
  }

  rulesThrownAway(gate: string): void {
    this.#conduct.rulesForgotten(gate);
  }

  // What the cloud does

  taken(
    box: Box | undefined,
    batch: { epoch: string; bootId: string; monoMs: number; wallMs: number },
    receivedAtMs: number,
  ): void {
    if (box) this.#dates.taken(box, batch, receivedAtMs);
  }

  /** It said something to a gate. */
  answered(topic: string, text: string): void {
    this.#journals.answered(topic, text);
  }

  /** After every commit. */
  looked(): void {
    this.#journals.looked();
  }

  /** It was put back to an older state, and forgot that it had lent so many places more. */
  restored(lentForgotten: number): void {
    this.#places.lentForgotten(lentForgotten);
    this.#dates.restored();
    this.#journals.restored();
  }

  // Looks

  /** What holds at every moment, and is cheap to see. */
  watch(): void {
    for (const box of this.#boxes()) {
      if (!box.works || !box.gate) continue;
      this.#conduct.watch(box, box.gate);
      this.#journals.watch(box, box.gate);
    }
    this.#places.watch();
  }

  /** What holds at every moment, and takes a look at whole tables. */
  watchMoney(): void {
    this.#money.watch();
    this.#places.watchPassing();
  }

  /** I10: everything that gates hold has arrived, and everything they should hold, too. Undefined: so it is. */
  unsettled(): string | undefined {
    const tables = this.#tables();
    const [estate] = tables.of("estate").all();
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
    this.#journals.conclude();
    this.#money.conclude();
    this.#places.conclude();
  }
}
