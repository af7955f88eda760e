import { randomBytes } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { type Epoch, GENESIS_HASH, type Sha256 } from "@baygate/shared/ids";
import type { Clock } from "@baygate/shared/time";
import Sqlite from "better-sqlite3";
import { type ChainFault, chainFault } from "./chain.ts";
import { type Keepsakes, keepsakesAt, keepsakesOf } from "./keepsakes.ts";
import { isCorrupt, openFile, type SqliteFile } from "./sqlite.ts";

// A journal's file: opened or begun, checked, and set aside when it is not whole.

/** So many of the newest facts are checked at every start. */
const CHECKED_AT_OPEN = 1_000;

/** Where a journal lives. */
export interface JournalHome {
  readonly directory: string;
  readonly clock: Clock;
}

/** A history as it is opened. */
export interface Opened {
  readonly file: SqliteFile;
  readonly epoch: Epoch;
  readonly acked: number;
  readonly last: { readonly seq: number; readonly hash: Sha256 };
}

/** What is left of a journal that was not whole. */
export interface Lost {
  readonly hash: Sha256 | undefined;
  readonly keepsakes: Keepsakes;
}

const JOURNAL = "journal.db";
const journalPath = (home: JournalHome): string => join(home.directory, JOURNAL);

/** Opens what is there when it is whole; else sets it aside and begins anew. */
export function openSound(home: JournalHome): { opened: Opened; lost?: Lost } {
  let opened: Opened | undefined;
  try {
    opened = openAt(home);
    const fault = chainFault(opened.file, Math.max(1, opened.last.seq - CHECKED_AT_OPEN));
    if (fault === undefined) return { opened };
  } catch (error) {
    if (!isCorrupt(error)) throw error;
  }
  const keepsakes = opened ? keepsakesOf(opened.file, "carry") : keepsakesAt(journalPath(home));
  opened?.file.close();
  setAside(home, opened?.epoch ?? "unreadable");
  return { opened: openAt(home), lost: { hash: opened?.last.hash, keepsakes } };
}

export function openAt(home: JournalHome): Opened {
  const file = openFile(journalPath(home), "journal", "FULL");
  try {
    const begin = file.prepare(
      "insert into history (epoch, began_ms, acked) select ?, ?, 0 where not exists (select 1 from history)",
    );
    begin.run(randomBytes(8).toString("hex"), home.clock.wallMs());
    const history = file.prepare<[], { epoch: Epoch; acked: number }>("select epoch, acked from history").get();
    if (history === undefined) throw new Error("a journal has one history");
    const newest = file
      .prepare<[], { seq: number; hash: Sha256 }>("select seq, hash from fact order by seq desc limit 1")
      .get();
    return { file, ...history, last: newest ?? { seq: 0, hash: GENESIS_HASH } };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Kept for a person to look at; nothing reads it again. */
export function setAside(home: JournalHome, epoch: string): void {
  const name = `journal-aside-${epoch}-${home.clock.wallMs()}.db`;
  for (const suffix of ["-wal", "-shm", ""]) {
    const path = `${journalPath(home)}${suffix}`;
    if (existsSync(path)) renameSync(path, join(home.directory, `${name}${suffix}`));
  }
}

/**
 * Follows the whole chain of a journal that another process may be writing, without changing anything.
 *
 * @throws Sqlite's error when there is no journal or it is no database.
 */
export function checkJournal(directory: string): { readonly facts: number; readonly fault: ChainFault | undefined } {
  const file = new Sqlite(join(directory, JOURNAL), { readonly: true, fileMustExist: true });
  try {
    const counted = file.prepare<[], { facts: number }>("select count(*) as facts from fact").get();
    return { facts: counted?.facts ?? 0, fault: chainFault(file, 0) };
  } finally {
    file.close();
  }
}
