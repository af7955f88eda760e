import { createHash } from "node:crypto";
import type { Fact } from "@baygate/shared/fact";
import type { Row, Tables } from "../../../cloud/src/db/memory/tables.ts";
import type { OpenGate } from "../../../edge/src/gate.ts";
import type { Journalled } from "../../../edge/src/store/journal.ts";
import type { Box } from "../box.ts";
import { STORY_BEGINS_MS, world } from "../world.ts";
import type { Dates } from "./dates.ts";
import type { Verdict } from "./verdict.ts";

// Every fact that ever was on a gate's disk, and what became of it: applied by the cloud, let go of by the gate, or lost with its journal.
// I1, I2, I3, I9, and of I5 the dates.

/** A fact that was on a gate's disk. */
export interface KnownFact {
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
  readonly toleranceMs?: number;
  /** As the how manieth of all facts it was applied last. */
  readonly appliedAs?: number;
}

export const accountOf = ({ body }: KnownFact): string | null =>
  typeof body["account"] === "string" ? body["account"] : null;

/** What whoever follows the facts is told. */
export interface JournalEvents {
  /** It is on the disk, and was not before. */
  readonly written: (fact: KnownFact) => void;
  /** No journal has it any more, and the cloud has not. */
  readonly lost: (fact: KnownFact) => void;
}

interface KeptFact extends KnownFact {
  toleranceMs?: number;
  appliedAs?: number;
}

interface Epoch {
  readonly gate: string;
  readonly id: string;
  readonly facts: KeptFact[];
  /** The journal is gone: what the cloud did not have then is lost with it. */
  goneAt: number | undefined;
  lostAfter: number;
  applied: number;
  /** The most that ever was applied, also by a cloud that was put back since. */
  mostApplied: number;
  prunedUpTo: number;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export class Journals {
  readonly #tables: () => Tables;
  readonly #dates: Dates;
  readonly #verdict: Verdict;
  readonly #events: JournalEvents;
  readonly #epochs = new Map<string, Epoch>();
  /** Each gate's epoch. */
  readonly #current = new Map<string, string>();
  readonly #plannedLoss = new Set<string>();
  #written = 0;
  #applied = 0;

  constructor(tables: () => Tables, dates: Dates, verdict: Verdict, events: JournalEvents) {
    this.#tables = tables;
    this.#dates = dates;
    this.#verdict = verdict;
    this.#events = events;
  }

  /** How many facts were written. */
  get written(): number {
    return this.#written;
  }

  /** How many journals are no more. */
  get gone(): number {
    return this.#epochs.size - this.#current.size;
  }

  /** All that were written, also those that are lost. */
  *facts(): Iterable<KnownFact> {
    for (const epoch of this.#epochs.values()) yield* epoch.facts;
  }

  // What disks do

  committed(box: Box, epoch: string, facts: readonly Fact[], journalled: readonly Journalled[]): void {
    journalled.forEach(({ seq, hash, id, kind }, at) => {
      this.#keep(box, epoch, { seq, hash, id, kind, body: { ...facts[at]?.body } });
    });
  }

  /** What it wrote when the power went is read from its disk: the process had no time to tell. */
  booted(box: Box, { journal }: OpenGate): void {
    const { epoch } = journal;
    const known = this.#epochs.get(epoch);
    const from = (known?.facts.length ?? 0) + 1;
    const last = known?.facts.at(-1);
    if (last && journal.hashOf(last.seq) !== last.hash)
      this.#verdict.fail(
        "I1",
        `${box.plan.id} had fact ${last.seq} on its disk before it went down, and has it no more`,
      );
    for (let seq = from; seq <= journal.last; ) {
      const texts = journal.batch(seq) ?? [];
      if (texts.length === 0) break;
      for (const text of texts) {
        const read = JSON.parse(text);
        this.#keep(box, epoch, { seq, hash: sha256(text), id: read.id, kind: read.kind, body: read.body });
        seq++;
      }
    }
  }

  /** The story takes this gate's journal away; whoever loses one otherwise breaks a promise. */
  planLoss(gate: string): void {
    this.#plannedLoss.add(gate);
  }

  #keep(box: Box, epochId: string, read: Pick<KnownFact, "seq" | "hash" | "id" | "kind" | "body">): void {
    const gate = box.plan.id;
    const epoch = this.#epochOf(gate, epochId);
    const fact: KeptFact = {
      ...read,
      ...{ gate, epoch: epochId, atMs: world.nowMs, wallErrorMs: box.wallErrorMs, bootId: box.bootId },
    };
    const before = epoch.facts[fact.seq - 1];
    if (before !== undefined && before.hash !== fact.hash)
      this.#verdict.fail("I9", `${gate} wrote fact ${fact.seq} of epoch ${epochId} twice, and differently`);
    if (fact.seq !== epoch.facts.length + 1 && before === undefined)
      this.#verdict.fail("I9", `${gate} wrote fact ${fact.seq} of epoch ${epochId} after ${epoch.facts.length}`);
    if (before !== undefined) return;
    epoch.facts.push(fact);
    this.#written++;
    this.#events.written(fact);
  }

  #epochOf(gate: string, id: string): Epoch {
    const known = this.#epochs.get(id);
    if (known) {
      if (known.gate !== gate || known.goneAt !== undefined)
        this.#verdict.fail("I9", `epoch ${id} of ${known.gate} is used again by ${gate}`);
      return known;
    }
    const epoch: Epoch = {
      ...{ gate, id, facts: [], goneAt: undefined, lostAfter: 0 },
      ...{ applied: 0, mostApplied: 0, prunedUpTo: 0 },
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
      this.#verdict.fail(
        "I1",
        `${gate} gave up its journal ${id} with facts ${epoch.applied + 1} to ${epoch.facts.length} not applied`,
      );
    for (const fact of epoch.facts) if (fact.seq > epoch.applied) this.#events.lost(fact);
  }

  // What the cloud does

  /** An ack is a promise: what it names is durable. */
  answered(topic: string, text: string): void {
    if (!topic.endsWith("/ack")) return;
    const ack = JSON.parse(text);
    const epoch = this.#epochs.get(ack.epoch);
    if (epoch && ack.through > epoch.applied)
      this.#verdict.fail(
        "I1",
        `the cloud told ${epoch.gate} that fact ${ack.through} is safe, and has ${epoch.applied}`,
      );
  }

  /** After every commit: what is applied is what was written, each once, in order. */
  looked(): void {
    const tables = this.#tables();
    for (const row of tables.of("gate_epoch").all()) {
      const epoch = this.#epochs.get(String(row["epoch"]));
      const through = Number(row["through"]);
      if (epoch === undefined) {
        if (through > 0) this.#verdict.fail("I2", `facts of an epoch ${row["epoch"]} that no gate ever had`);
        continue;
      }
      if (through <= epoch.applied) continue;
      for (let seq = epoch.applied + 1; seq <= through; seq++)
        this.#apply(epoch, seq, tables.of("fact").get(epoch.gate, epoch.id, seq));
      epoch.applied = through;
      epoch.mostApplied = Math.max(through, epoch.mostApplied);
      this.#dates.applied(epoch.gate);
    }
  }

  #apply(epoch: Epoch, seq: number, stored: Row | undefined): void {
    const fact = epoch.facts[seq - 1];
    const name = `fact ${seq} of ${epoch.gate}`;
    if (!stored) this.#verdict.fail("I2", `${name} counts as applied and is not there`);
    else if (!fact) this.#verdict.fail("I1", `${name} was applied before it was on the gate's disk`);
    else if (stored["hash"] !== fact.hash) this.#verdict.fail("I9", `${name} is not as it was written`);
    else if (stored["quarantine"] !== null) this.#verdict.fail("I2", `${name} was set aside: ${stored["quarantine"]}`);
    if (!fact) return;
    [fact.toleranceMs, fact.appliedAs] = [this.#dates.toleranceOf(fact), ++this.#applied];
    const offMs = Number(stored?.["occurred_at"]) - STORY_BEGINS_MS - fact.atMs;
    if (Math.abs(offMs) > fact.toleranceMs)
      this.#verdict.fail("I5", `${name} is dated ${offMs} ms off, not ${fact.toleranceMs} at most`);
  }

  /** The cloud was put back to an older state: what it had applied since must come again, where a journal still has it. */
  restored(): void {
    for (const epoch of this.#epochs.values()) {
      const through = this.#through(epoch);
      if (epoch.goneAt !== undefined) {
        for (const fact of epoch.facts) if (fact.seq > through && fact.seq <= epoch.applied) this.#events.lost(fact);
        epoch.lostAfter = Math.min(epoch.lostAfter, through);
      }
      epoch.applied = through;
    }
  }

  #through({ gate, id }: Epoch): number {
    return Number(this.#tables().of("gate_epoch").get(gate, id)?.["through"] ?? 0);
  }

  // Looks

  /** I3: a gate lets go of nothing that the cloud does not have. */
  watch(box: Box, { journal }: OpenGate): void {
    const epoch = this.#epochs.get(journal.epoch);
    if (!epoch) return;
    if (journal.acked > epoch.mostApplied)
      this.#verdict.fail(
        "I3",
        `${box.plan.id} takes fact ${journal.acked} for safe, and the cloud has ${epoch.mostApplied}`,
      );
    while (epoch.prunedUpTo < journal.last && journal.hashOf(epoch.prunedUpTo + 1) === undefined) {
      epoch.prunedUpTo++;
      if (epoch.prunedUpTo > epoch.applied)
        this.#verdict.fail(
          "I3",
          `${box.plan.id} let go of fact ${epoch.prunedUpTo}, and the cloud has ${epoch.applied}`,
        );
    }
  }

  /** When the dust has settled: whatever was not lost with its journal is there. */
  conclude(): void {
    for (const epoch of this.#epochs.values()) {
      const stored = this.#tables().of("fact").by("epoch", epoch.id).length;
      const through = this.#through(epoch);
      if (stored !== through)
        this.#verdict.fail("I2", `${stored} facts of epoch ${epoch.id} are stored, 1 to ${through} count`);
      const due = epoch.goneAt === undefined ? epoch.facts.length : epoch.lostAfter;
      if (through < due) this.#verdict.fail("I1", `facts ${through + 1} to ${due} of ${epoch.gate} are gone`);
    }
  }
}
