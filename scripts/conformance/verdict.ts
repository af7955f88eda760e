/** A section of docs/protocol.md, by its anchor. */
export type Section =
  | "topics"
  | "connecting"
  | "status-and-will"
  | "facts"
  | "the-hash-chain"
  | "batches"
  | "acks"
  | "after-silence"
  | "epochs"
  | "clocks"
  | "sync"
  | "rules"
  | "deltas"
  | "snapshots"
  | "digest"
  | "leases"
  | "orders"
  | "limits"
  | "faults";

/** The gate does not keep a rule; the message says what it did instead. */
export class Broken extends Error {
  /** The section of the rule, where it is not the check's own. */
  readonly section: Section | undefined;
  constructor(words: string, section?: Section) {
    super(words);
    this.section = section;
  }
}

/** A rule could not be looked at here; the message says why. */
export class Skipped extends Error {}

/** @throws Broken when `kept` is not. */
export function must(kept: boolean, words: string, section?: Section): asserts kept {
  if (!kept) throw new Broken(words, section);
}
