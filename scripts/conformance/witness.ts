import { hash } from "node:crypto";
import {
  BATCH_BYTES,
  Envelope,
  FactBatch,
  GateStatus,
  type Lease,
  leaseLeft,
  SyncState,
} from "@baygate/shared/envelope";
import { FACT_VERSION, type FactKind, factBodies } from "@baygate/shared/fact";
import { type Epoch, GENESIS_HASH } from "@baygate/shared/ids";

/** The rules that are watched in everything that a gate says, whatever else is being looked at. */
export const WATCHED = {
  "batches-well-formed": "batches",
  "facts-well-formed": "facts",
  "numbers-without-gap": "facts",
  "numbers-never-reused": "facts",
  "chain-unbroken": "the-hash-chain",
  "clocks-run": "clocks",
  "lease-counters-only-grow": "leases",
  "rules-version-never-down": "deltas",
  "sync-well-formed": "sync",
  "status-well-formed": "status-and-will",
  "stays-on-its-topics": "topics",
} as const;
export type Watched = keyof typeof WATCHED;

/** How long a gate's monotonic clock is looked at before it is judged, ms. */
export const CLOCK_WATCH_MS = 5_000;

/** A gate's wall clock may be this far from ours before it is said to be wrong, when it says that it is synchronised. ms */
const WALL_TOLERANCE_MS = 60_000;

interface Known {
  readonly texts: Map<number, string>;
  readonly hashes: Map<number, string>;
  leases: Record<string, Lease>;
}

/** Looks at every message of a gate and remembers the first breach of each rule. */
export class Witness {
  readonly breaches = new Map<Watched, string>();
  readonly #epochs = new Map<Epoch, Known>();
  readonly #gate: { readonly estate: string; readonly gate: string };
  #clock: { readonly boot: string; readonly gateMs: number; readonly ourMs: number } | undefined;

  constructor(gate: { readonly estate: string; readonly gate: string }) {
    this.#gate = gate;
  }

  breach(rule: Watched, words: string): void {
    if (!this.breaches.has(rule)) this.breaches.set(rule, words);
  }

  /** A message on `facts`; undefined when it is no batch. */
  batch(text: string, nowMs: number): FactBatch | undefined {
    const read = FactBatch.safeParse(json(text));
    if (!read.success) {
      this.breach("batches-well-formed", `a message on facts is no batch: ${firstIssue(read.error.issues)}`);
      return undefined;
    }
    const batch = read.data;
    const bytes = batch.facts.reduce((sum, fact) => sum + Buffer.byteLength(fact), 0);
    if (bytes > BATCH_BYTES && batch.facts.length > 1)
      this.breach(
        "batches-well-formed",
        `a batch of ${batch.facts.length} facts has ${bytes} bytes of texts, more than ${BATCH_BYTES}`,
      );
    if (batch.facts.length === 0) this.breach("batches-well-formed", "a batch has no facts");
    this.#leases(batch.epoch, batch.leases);
    this.#clocks(batch, nowMs);
    for (const [at, fact] of batch.facts.entries()) this.#fact(batch, batch.from + at, fact);
    return batch;
  }

  sync(text: string): SyncState | undefined {
    const read = SyncState.safeParse(json(text));
    if (read.success) this.#leases(read.data.epoch, read.data.leases);
    else this.breach("sync-well-formed", `a message on sync: ${firstIssue(read.error.issues)}`);
    return read.data;
  }

  status(text: string): GateStatus | undefined {
    const read = GateStatus.safeParse(json(text));
    if (!read.success) this.breach("status-well-formed", `a message on status: ${firstIssue(read.error.issues)}`);
    return read.data;
  }

  #known(epoch: Epoch): Known {
    const known = this.#epochs.get(epoch) ?? { texts: new Map(), hashes: new Map(), leases: {} };
    this.#epochs.set(epoch, known);
    return known;
  }

  #fact(batch: FactBatch, seq: number, text: string): void {
    const { texts, hashes } = this.#known(batch.epoch);
    const before = texts.get(seq);
    if (before === text) return;
    if (before !== undefined)
      this.breach(
        "numbers-never-reused",
        `fact ${seq} of epoch ${batch.epoch} was sent with two texts; a number is used once, and a text is never written anew`,
      );
    texts.set(seq, text);
    hashes.set(seq, hash("sha256", text));
    const read = Envelope.safeParse(json(text));
    if (!read.success) {
      this.breach("facts-well-formed", `the text of fact ${seq}: ${firstIssue(read.error.issues)}`);
      return;
    }
    const fact = read.data;
    if (fact.seq !== seq)
      this.breach(
        "numbers-without-gap",
        `in a batch from ${batch.from}, where fact ${seq} should stand, stands fact ${fact.seq}`,
      );
    const { estate, gate } = this.#gate;
    if (fact.estate !== estate || fact.gate !== gate || fact.epoch !== batch.epoch)
      this.breach(
        "facts-well-formed",
        `fact ${seq} says that it is of ${fact.estate}/${fact.gate}, epoch ${fact.epoch}`,
      );
    const prevHash = seq === 1 ? GENESIS_HASH : hashes.get(seq - 1);
    if (prevHash !== undefined && fact.prevHash !== prevHash)
      this.breach("chain-unbroken", `prevHash of fact ${seq} is not the SHA-256 of the text of fact ${seq - 1}`);
    this.#body(fact);
    const last = json(texts.get(seq - 1) ?? "");
    const previous = Envelope.safeParse(last);
    if (previous.success) this.#follows(previous.data, fact);
    if (fact.bootId === batch.bootId && fact.monoMs > batch.monoMs)
      this.breach(
        "clocks-run",
        `fact ${seq} was journalled at monoMs ${fact.monoMs}, after the batch that holds it was sent at ${batch.monoMs}`,
      );
  }

  #body(fact: Envelope): void {
    if (fact.v !== FACT_VERSION || !isKind(fact.kind)) return;
    const body = factBodies[fact.kind].safeParse(fact.body);
    if (!body.success)
      this.breach("facts-well-formed", `the body of fact ${fact.seq}, ${fact.kind}: ${firstIssue(body.error.issues)}`);
  }

  #follows(before: Envelope, fact: Envelope): void {
    if (before.bootId === fact.bootId && fact.monoMs < before.monoMs)
      this.breach(
        "clocks-run",
        `monoMs goes back from ${before.monoMs} to ${fact.monoMs} with fact ${fact.seq}, within one boot`,
      );
    if (fact.rules < before.rules && fact.kind !== "gate.started" && fact.rules !== 0)
      this.breach(
        "rules-version-never-down",
        `the rules went from version ${before.rules} to ${fact.rules} with fact ${fact.seq}`,
      );
  }

  /** Whether the gate's clocks run as ours do. */
  #clocks(batch: FactBatch, nowMs: number): void {
    const { bootId, monoMs } = batch;
    if (this.#clock?.boot !== bootId) {
      this.#clock = { boot: bootId, gateMs: monoMs, ourMs: nowMs };
      return;
    }
    const theirs = monoMs - this.#clock.gateMs;
    const ours = nowMs - this.#clock.ourMs;
    if (theirs < 0) this.breach("clocks-run", "monoMs of a batch is less than that of a batch before, within one boot");
    if (ours > CLOCK_WATCH_MS && (theirs < ours * 0.7 - 2_000 || theirs > ours * 1.3 + 2_000))
      this.breach(
        "clocks-run",
        `monoMs went on by ${Math.round(theirs)} in ${Math.round(ours)} ms: it does not count milliseconds`,
      );
    const synchronised = Envelope.safeParse(json(batch.facts.at(-1) ?? "")).data?.clock === "synchronised";
    if (synchronised && Math.abs(batch.wallMs - Date.now()) > WALL_TOLERANCE_MS)
      this.breach(
        "clocks-run",
        `wallMs of a batch is ${Math.round((batch.wallMs - Date.now()) / 1000)} s from ours, and its clock is said to be synchronised`,
      );
  }

  /** Whether the gate's monotonic clock was seen for long enough to be judged. */
  clockSeen(nowMs: number): boolean {
    return this.#clock !== undefined && nowMs - this.#clock.ourMs > CLOCK_WATCH_MS;
  }

  #leases(epoch: Epoch, leases: Record<string, Lease>): void {
    const known = this.#known(epoch);
    for (const [zone, lease] of Object.entries(leases)) {
      const before = known.leases[zone];
      for (const counter of ["lent", "used", "returned", "voided"] as const)
        if (before && lease[counter] < before[counter])
          this.breach(
            "lease-counters-only-grow",
            `${counter} of zone ${zone} went from ${before[counter]} to ${lease[counter]} within one epoch`,
          );
      if (leaseLeft(lease) < 0)
        this.breach(
          "lease-counters-only-grow",
          `zone ${zone} has ${leaseLeft(lease)} places left: more were given than lent`,
        );
    }
    known.leases = { ...known.leases, ...leases };
  }
}

const isKind = (kind: string): kind is FactKind => Object.hasOwn(factBodies, kind);

const firstIssue = ([issue]: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string =>
  issue ? `${issue.path.join(".") || "the whole"}: ${issue.message}` : "not understood";

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
