import { BATCH_BYTES, BATCH_FACTS } from "@baygate/shared/envelope";
import type { Epoch, Sha256 } from "@baygate/shared/ids";
import Sqlite from "better-sqlite3";
import { type Link, linkFault } from "./chain.ts";
import { isStorageFault, type SqliteFile } from "./sqlite.ts";

// What a journal that is set aside leaves to the next one: what was done once stays done, and what the cloud has not heard is
// still told.

/** A fact of an epoch that is over. */
export type CarriedFact = Link & { readonly epoch: Epoch };

export interface Keepsakes {
  readonly orders: readonly { readonly id: string; readonly atMs: number }[];
  readonly passes: readonly { readonly ref: string; readonly direction: string; readonly untilMs: number }[];
  /** To be sent; oldest epoch first, each in order, see the table `carried`. */
  readonly facts: readonly CarriedFact[];
  /** So many facts the cloud has not acknowledged and will not get, as far as can be told. */
  readonly leftBehind: number;
}

/** Whatever of it can still be read. */
const UNREADABLE: Keepsakes = { orders: [], passes: [], facts: [], leftBehind: 0 };

/**
 * Reads what a journal leaves behind, however broken it is.
 *
 * @param unsent `leave` where the cloud takes nothing more of this epoch: it knows another history of it, or has lost what came before.
 */
export function keepsakesOf(file: SqliteFile, unsent: "carry" | "leave"): Keepsakes {
  const passes = "select ref, direction, until_ms as untilMs from seen_pass";
  const earlier = readable<CarriedFact>(file, "select epoch, seq, hash, text from carried order by rowid");
  const [history] = readable<{ epoch: Epoch; acked: number }>(file, "select epoch, acked from history");
  const [newest] = readable<{ seq: number | null }>(file, "select max(seq) as seq from fact");
  const own = history === undefined || unsent === "leave" ? [] : soundFrom(file, history);
  const told = own.at(-1)?.seq ?? history?.acked ?? 0;
  return {
    orders: readable(file, "select id, at_ms as atMs from done_order"),
    passes: readable(file, passes),
    // One alone is the one that the cloud has.
    facts: [...earlier, ...(told > (history?.acked ?? 0) ? own : [])],
    leftBehind: Math.max(0, (newest?.seq ?? 0) - told),
  };
}

/** The same of a file that cannot be opened as a journal any more. */
export function keepsakesAt(path: string): Keepsakes {
  let file: SqliteFile | undefined;
  try {
    file = new Sqlite(path, { readonly: true, fileMustExist: true });
    return keepsakesOf(file, "carry");
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return UNREADABLE;
    throw error;
  } finally {
    file?.close();
  }
}

/** The facts after the last that the cloud has, and that one, up to the first that is not what was written. */
function soundFrom(file: SqliteFile, { epoch, acked }: { epoch: Epoch; acked: number }): CarriedFact[] {
  const sound: CarriedFact[] = [];
  const first = Math.max(1, acked);
  for (const link of readable<Link>(file, "select seq, hash, text from fact where seq >= ? order by seq", first)) {
    const before = sound.at(-1);
    if ((before === undefined && link.seq !== first) || linkFault(before, link) !== undefined) break;
    sound.push({ epoch, ...link });
  }
  return sound;
}

/** The rows up to the first that cannot be read. */
function readable<T>(file: SqliteFile, sql: string, ...values: number[]): T[] {
  const rows: T[] = [];
  try {
    for (const row of file.prepare<number[], T>(sql).iterate(...values)) rows.push(row);
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
  }
  return rows;
}

/** The texts that make one batch (BATCH_BYTES), of at most BATCH_FACTS facts in order; undefined when the first is not `from`. */
export function batchOf(
  facts: Iterable<{ readonly seq: number; readonly text: string }>,
  from: number,
): readonly string[] | undefined {
  const texts: string[] = [];
  let bytes = 0;
  for (const { seq, text } of facts) {
    if (seq !== from + texts.length) break;
    bytes += Buffer.byteLength(text);
    if (bytes > BATCH_BYTES && texts.length > 0) break;
    texts.push(text);
  }
  return texts.length === 0 ? undefined : texts;
}

/** A history that is brought to the cloud. */
export interface History {
  readonly epoch: Epoch;
  /** Number of the newest fact. */
  readonly last: number;
  readonly acked: number;
  /** The texts of the facts from `from` on that make one batch; undefined when `from` is not held. */
  batch(from: number): readonly string[] | undefined;
  hashOf(seq: number): Sha256 | undefined;
  /** Notes how far the cloud is. */
  moveCursor(through: number): void;
}

/** What a journal carries of one epoch that is over: ends, and is let go of, when the cloud has it. */
export interface CarriedHistory extends History {
  /** It cannot be brought any further. */
  drop(): void;
}

/** The oldest epoch that a journal carries. */
export function carriedIn(file: SqliteFile): CarriedHistory | undefined {
  const oldest = file.prepare<[], { epoch: Epoch }>("select epoch from carried order by rowid limit 1").get();
  if (oldest === undefined) return undefined;
  const { epoch } = oldest;
  const ends = file.prepare<[Epoch], { first: number; last: number }>(
    "select min(seq) as first, max(seq) as last from carried where epoch = ?",
  );
  const { first, last } = ends.get(epoch) ?? { first: 1, last: 0 };
  const factsFrom = file.prepare<[Epoch, number, number], { seq: number; text: string }>(
    "select seq, text from carried where epoch = ? and seq >= ? order by seq limit ?",
  );
  const hashOf = file.prepare<[Epoch, number], { hash: Sha256 }>(
    "select hash from carried where epoch = ? and seq = ?",
  );
  const forget = file.prepare<[Epoch, number]>("delete from carried where epoch = ? and seq < ?");
  const forgetBefore = (seq: number): void => {
    try {
      forget.run(epoch, seq);
    } catch (error) {
      // Not worth a fault: lost, it is sent once more.
      if (!isStorageFault(error)) throw error;
    }
  };
  return {
    ...{ epoch, last, acked: first === 1 ? 0 : first },
    batch: (from) => batchOf(factsFrom.iterate(epoch, from, BATCH_FACTS), from),
    hashOf: (seq) => hashOf.get(epoch, seq)?.hash,
    // The one that the cloud has last is kept for its hash.
    moveCursor: (through) => forgetBefore(through >= last ? last + 1 : through),
    drop: () => forgetBefore(last + 1),
  };
}
