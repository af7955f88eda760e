import { hash } from "node:crypto";
import { Decision } from "@baygate/shared/decision";
import { Envelope } from "@baygate/shared/envelope";
import type { FactId } from "@baygate/shared/ids";
import Sqlite from "better-sqlite3";
import { type ChainFault, chainFault } from "./chain.ts";
import type { SqliteFile } from "./sqlite.ts";

/** A decision as the journal has it. */
export interface RecordedDecision {
  readonly envelope: Envelope;
  readonly decision: Decision;
  /** What it was made of and by which program; undefined when the journal does not say. */
  readonly tap: { readonly text: string; readonly hash: string; readonly software: string } | undefined;
  /** Whether the history from this fact to the newest is as it was written. */
  readonly fault: ChainFault | undefined;
}

/** Operating failures of looking a decision up: `decision-unknown`, `not-a-decision`, `journal-unreadable`. */
export class NoSuchDecision extends Error {
  readonly code: "decision-unknown" | "not-a-decision" | "journal-unreadable";
  constructor(code: NoSuchDecision["code"], words: string) {
    super(words);
    this.code = code;
  }
}

/**
 * Looks up a decision in a journal that another process may be writing, without changing anything. Takes about 20 µs a fact
 * that came after it: the chain is followed to its end.
 *
 * @throws NoSuchDecision
 */
export function recordedDecision(path: string, id: FactId): RecordedDecision {
  const file = openReadOnly(path);
  try {
    // One moment of a journal that may be growing.
    return file.transaction(() => lookUp(file, id))();
  } catch (error) {
    if (error instanceof Sqlite.SqliteError)
      throw new NoSuchDecision("journal-unreadable", `${path}: ${error.message}`);
    throw error;
  } finally {
    file.close();
  }
}

function openReadOnly(path: string): SqliteFile {
  try {
    return new Sqlite(path, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new NoSuchDecision("journal-unreadable", `${path}: ${error instanceof Error ? error.message : error}`);
  }
}

function lookUp(file: SqliteFile, id: FactId): RecordedDecision {
  const row = file
    .prepare<[string], { seq: number; kind: string; text: string }>("select seq, kind, text from fact where id = ?")
    .get(id);
  if (row === undefined) throw new NoSuchDecision("decision-unknown", `this journal holds no fact ${id}`);
  if (row.kind !== "decision.made") throw new NoSuchDecision("not-a-decision", `fact ${id} is a ${row.kind}`);
  const envelope = Envelope.safeParse(json(row.text));
  const decision = Decision.safeParse(envelope.data?.body);
  if (!envelope.success || !decision.success)
    throw new NoSuchDecision("journal-unreadable", `the text of fact ${row.seq} cannot be read`);
  const fault = chainFault(file, row.seq);
  return { envelope: envelope.data, decision: decision.data, tap: tapOf(file, row.seq), fault };
}

function tapOf(file: SqliteFile, seq: number): RecordedDecision["tap"] {
  // A journal set aside by an older program has no such table.
  const kept = file.prepare("select 1 from sqlite_master where type = 'table' and name = 'tap'").get();
  if (kept === undefined) return undefined;
  const row = file
    .prepare<[number], { software: string; text: string }>("select software, text from tap where seq = ?")
    .get(seq);
  return row && { ...row, hash: hash("sha256", row.text) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
