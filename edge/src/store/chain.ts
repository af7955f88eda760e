import { hash } from "node:crypto";
import { Envelope } from "@baygate/shared/envelope";
import { GENESIS_HASH, type Sha256 } from "@baygate/shared/ids";
import type { SqliteFile } from "./sqlite.ts";

/** Where a history is not what was written. */
export interface ChainFault {
  readonly seq: number;
  readonly words: string;
}

/** A fact as it stands in a journal's file. */
export interface Link {
  readonly seq: number;
  readonly hash: Sha256;
  readonly text: string;
}

/**
 * Follows the hash chain from `from` to the newest fact: numbers without a gap, every hash that of its text, every text
 * naming the hash before. SQLite's own check does not see a flipped byte in a text; this does.
 */
export function chainFault(file: SqliteFile, from: number): ChainFault | undefined {
  const before = file.prepare<[number], Link>(
    "select seq, hash, text from fact where seq < ? order by seq desc limit 1",
  );
  const after = file.prepare<[number], Link>("select seq, hash, text from fact where seq >= ? order by seq");
  let last = before.get(from);
  for (const link of after.iterate(from)) {
    // What was pruned below the first fact held is taken on trust: the cloud has it.
    const fault = linkFault(last, link);
    if (fault !== undefined) return fault;
    last = link;
  }
  return undefined;
}

/** Why `link` is not what was written after `before`. Undefined: it is, as far as its own hash and the one before can tell. */
export function linkFault(before: Link | undefined, link: Link): ChainFault | undefined {
  const expected = before ? before.seq + 1 : link.seq;
  if (link.seq !== expected) return { seq: expected, words: "a fact is missing" };
  if (hash("sha256", link.text) !== link.hash) return { seq: link.seq, words: "a fact is not as it was written" };
  const envelope = Envelope.safeParse(json(link.text));
  if (!envelope.success || envelope.data.seq !== link.seq) return { seq: link.seq, words: "a fact cannot be read" };
  const prevHash = before?.hash ?? (link.seq === 1 ? GENESIS_HASH : envelope.data.prevHash);
  if (envelope.data.prevHash !== prevHash) return { seq: link.seq, words: "a fact does not follow the one before" };
  return undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
