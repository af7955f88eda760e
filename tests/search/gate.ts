import { hash } from "node:crypto";
import { BATCH_FACTS, type Lease, NO_LEASE } from "@baygate/shared/envelope";
import { FACT_VERSION, type Fact } from "@baygate/shared/fact";
import { type AccountRef, type Epoch, GENESIS_HASH, type Sha256, type ZoneId } from "@baygate/shared/ids";
import type { Passage } from "../../edge/src/core/lane-state.ts";
import type { LocalStay } from "../../edge/src/core/local-stay.ts";
import type { Parts } from "../plants.ts";
import { Pool } from "./pool.ts";

// A gate's journal as plain data: edge/src/store/journal.ts without SQLite. Every function is one transaction.

export const ESTATE = "harbour";
export const ZONE = "main";
export const GATES = ["north", "south"] as const;
export type GateNo = 0 | 1;

/** 2026-03-02 08:00 UTC, when the model's clock stands at 0. One tick is an hour. */
export const MORNING_MS = Date.UTC(2026, 2, 2, 8);
export const TICK_MS = 3_600_000;

/** Texts of facts, by number. */
export const texts = new Pool<string>();
const hashes: Sha256[] = [];
export function hashOfText(text: number): Sha256 {
  const known = hashes[text] ?? hash("sha256", texts.at(text));
  hashes[text] = known;
  return known;
}

/** What survives at a gate, whatever happens to the process. */
export interface JournalFile {
  readonly epoch: Epoch;
  /** The first facts, so many, are let go of. */
  readonly pruned: number;
  /** The facts that are held, from `pruned` + 1 on, as numbers of texts. */
  readonly facts: readonly number[];
  readonly acked: number;
  /** Of the last fact. */
  readonly lastHash: Sha256;
  /** Facts up to here were acknowledged, and have stayed so, for longer than the restore window. */
  readonly aged: number;
  readonly lease: Lease;
  readonly stays: Readonly<Record<AccountRef, LocalStay>>;
  readonly passages: readonly Passage[];
  readonly orders: readonly string[];
}

export const lastOf = (journal: JournalFile): number => journal.pruned + journal.facts.length;

/** The text that fact `seq` has; undefined: not held. */
export const textOf = (journal: JournalFile, seq: number): number | undefined =>
  journal.facts[seq - journal.pruned - 1];

/** The journal's hash of a fact, as `Journal.hashOf`. */
export function hashOf(journal: JournalFile, seq: number): Sha256 | undefined {
  const text = textOf(journal, seq);
  return text === undefined ? undefined : hashOfText(text);
}

export const epochNamed = (gate: GateNo, born: number): Epoch => `${"ab"[gate]}${born}`.padEnd(16, "0");

export const emptyJournal = (epoch: Epoch): JournalFile => ({
  ...{ epoch, pruned: 0, facts: [], acked: 0, lastHash: GENESIS_HASH, aged: 0, lease: NO_LEASE },
  ...{ stays: {}, passages: [], orders: [] },
});

/** A fact's id, which says of which gate, epoch and number it is. */
const factId = (gate: GateNo, epoch: Epoch, seq: number): string =>
  `00000000-0000-7000-8${gate}00-${epoch.slice(0, 2)}${String(seq).padStart(10, "0")}`;

/** One transaction of the journal: the facts, and all that follows from them. */
export function append(
  parts: Parts,
  gate: GateNo,
  file: JournalFile,
  tick: number,
  facts: readonly Fact[],
): JournalFile {
  let journal = file;
  for (const fact of facts) {
    const seq = lastOf(journal) + 1;
    const id = factId(gate, journal.epoch, seq);
    const text = texts.of(
      JSON.stringify({
        ...{ v: FACT_VERSION, estate: ESTATE, gate: GATES[gate], epoch: journal.epoch, seq, id, kind: fact.kind },
        ...{
          wallMs: MORNING_MS + tick * TICK_MS,
          monoMs: tick * TICK_MS,
          bootId: `boot-${gate}`,
          clock: "synchronised",
        },
        ...{ rules: 0, prevHash: journal.lastHash, body: fact.body },
      }),
    );
    journal = follow(parts, { ...journal, facts: [...journal.facts, text], lastHash: hashOfText(text) }, fact, id, seq);
  }
  return journal;
}

function follow(parts: Parts, journal: JournalFile, fact: Fact, id: string, seq: number): JournalFile {
  const { lease, opens, closes, stay, order } = parts.consequences(fact, id);
  const { lent, used, returned, voided } = journal.lease;
  const moved = lease && {
    lent,
    used: used + (lease.used ?? 0),
    returned: returned + (lease.returned ?? 0),
    voided: voided + (lease.voided ?? 0),
  };
  const { [stay?.account ?? ""]: _, ...others } = journal.stays;
  const passages = opens ? [...journal.passages, opens] : journal.passages;
  return {
    ...journal,
    lease: moved ?? journal.lease,
    passages: closes ? passages.filter(({ decision }) => decision !== closes) : passages,
    stays: stay ? (stay.now ? { ...others, [stay.account]: { ...stay.now, seq } } : others) : journal.stays,
    orders: order ? [...journal.orders, order] : journal.orders,
  };
}

/** What the gate puts into a batch that begins with `from`; undefined when that is not held. */
export function batchFrom(journal: JournalFile, from: number): readonly number[] | undefined {
  const at = from - journal.pruned - 1;
  const batch = at < 0 ? [] : journal.facts.slice(at, at + BATCH_FACTS);
  return batch.length === 0 ? undefined : batch;
}

/** Notes how far the cloud is; what it has lost again has not stayed. */
export const moveCursor = (journal: JournalFile, acked: number): JournalFile => ({
  ...journal,
  acked,
  aged: Math.min(journal.aged, acked),
});

/** Lets go of facts that are older than the restore window. */
export function prune(parts: Parts, journal: JournalFile): JournalFile {
  const through = parts.prunable(journal.acked, lastOf(journal), journal.aged);
  if (through <= journal.pruned) return journal;
  return { ...journal, pruned: through, facts: journal.facts.slice(through - journal.pruned) };
}

export const raiseLent = (journal: JournalFile, lent: number): JournalFile =>
  journal.lease.lent < lent ? { ...journal, lease: { ...journal.lease, lent } } : journal;

/** The counters as a batch or a `sync` tells them. */
export const leasesOf = ({ lease }: JournalFile): Record<ZoneId, Lease> =>
  lease.lent + lease.used + lease.returned + lease.voided === 0 ? {} : { [ZONE]: lease };
