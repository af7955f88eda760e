import { hash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { CredentialRef } from "@baygate/shared/credential";
import { BATCH_FACTS, type Lease } from "@baygate/shared/envelope";
import type { Direction } from "@baygate/shared/estate";
import { FACT_VERSION, type Fact } from "@baygate/shared/fact";
import {
  type AccountRef,
  type Epoch,
  type EstateId,
  type FactId,
  type GateId,
  GENESIS_HASH,
  type Sha256,
  type ZoneId,
} from "@baygate/shared/ids";
import type { Clock, ClockQuality } from "@baygate/shared/time";
import Sqlite from "better-sqlite3";
import type { Passage } from "../core/lane-state.ts";
import { consequences, type LocalStay, type Reflects } from "../core/local-stay.ts";
import { prunable } from "../core/uplink.ts";
import { Ballast } from "./ballast.ts";
import { type ChainFault, chainFault } from "./chain.ts";
import { type JournalStatements, journalStatements } from "./journal-statements.ts";
import {
  batchOf,
  type CarriedHistory,
  carriedIn,
  type History,
  type Keepsakes,
  keepsakesAt,
  keepsakesOf,
} from "./keepsakes.ts";
import { newId } from "./new-id.ts";
import { isCorrupt, isStorageFault, openFile, type SqliteFile } from "./sqlite.ts";

/** How far the cloud is, is noted with its time at most this often, ms. */
const MARK_EVERY_MS = 3_600_000;
/** Acknowledged facts are kept for the cloud's restore window, ms: a cloud back from a backup asks for them again. */
export const RESTORE_WINDOW_MS = 30 * 24 * 3_600_000;
/** A wall clock that shows less and is not synchronised was never set, ms since 1970. */
const NEVER_SET_MS = Date.UTC(2026, 0, 1);
/** So many facts are kept in memory while the disk takes nothing: with no new grants there are few. */
const MOST_OWED = 1_000;
/** So many of the newest facts are checked at every start. */
const CHECKED_AT_OPEN = 1_000;

/** Commits until the write-ahead log is moved into the file. SQLite does so after 1,000 pages, and a commit writes about ten. */
const FOLD_AFTER = 40;

/** What every fact of this process carries. */
export interface JournalGround {
  readonly directory: string;
  readonly estate: EstateId;
  readonly gate: GateId;
  readonly software: string;
  readonly bootId: string;
  readonly clock: Clock;
  readonly clockQuality: () => ClockQuality;
  readonly rulesVersion: () => number;
}

/** A fact as it stands in the journal. */
export interface Journalled {
  readonly seq: number;
  readonly id: FactId;
  readonly kind: Fact["kind"];
  readonly hash: Sha256;
}

/** What is committed along with facts and does not follow from them. */
export interface Along {
  /** A pass was shown; remembered until it has expired, ms since 1970. */
  readonly seenPass?: { readonly ref: CredentialRef; readonly direction: Direction; readonly untilMs: number };
  /** The account was let in on stale rules: counted until they are confirmed again. */
  readonly staleArrival?: AccountRef;
  /** What a decision was made of: the text whose hash stands in it. */
  readonly tap?: string;
}

/** A fact and when it happened. */
interface Happened {
  readonly fact: Fact;
  readonly wallMs: number;
  readonly monoMs: number;
  readonly clock: ClockQuality;
}

/** Operating failure `storage-failed`: the disk took nothing, not even after the ballast was dropped. Nothing was changed. */
export class StorageFailed extends Error {
  readonly code = "storage-failed";
}

/**
 * What happened at this gate (SYNC.md, facts, 1): facts appended to a hash chain, never changed, and what follows from them
 * in the same transaction. When a call returns, it has survived a power cut.
 */
export class Journal implements History {
  readonly #ground: JournalGround;
  readonly #ballast: Ballast;
  readonly #listeners = new Set<(facts: readonly Journalled[]) => void>();
  #file: SqliteFile;
  #do: JournalStatements;
  #epoch: Epoch;
  #last: { readonly seq: number; readonly hash: Sha256 };
  #acked: number;
  #ballastDropped = false;
  #unfolded = 0;
  /** Happened while the disk took nothing; goes first. */
  #owed: readonly Happened[] = [];
  /** `#commit` in BEGIN IMMEDIATE … COMMIT. */
  #transaction: (facts: readonly Happened[], along: Along) => Journalled[];

  private constructor(ground: JournalGround, opened: Opened) {
    this.#ground = ground;
    this.#ballast = new Ballast(ground.directory);
    this.#ballast.load();
    this.#file = opened.file;
    this.#do = journalStatements(opened.file);
    this.#transaction = this.#inTransaction();
    ({ epoch: this.#epoch, last: this.#last, acked: this.#acked } = opened);
  }

  /**
   * Opens the journal, or begins one. A broken one is set aside under a new name, what can be read of it is carried over, and the first
   * fact of the new epoch says so.
   *
   * @throws StorageFailed, or the system's error when the directory cannot be used.
   */
  static open(ground: JournalGround): Journal {
    mkdirSync(ground.directory, { recursive: true, mode: 0o700 });
    const found = openSound(ground);
    const journal = new Journal(ground, found.opened);
    const lost = found.lost && { ...found.lost, leftBehind: journal.#inherit(found.lost.keepsakes) };
    journal.append([startedAfter(ground, lost)]);
    return journal;
  }

  get epoch(): Epoch {
    return this.#epoch;
  }

  /** Number of the newest fact. */
  get last(): number {
    return this.#last.seq;
  }

  get acked(): number {
    return this.#acked;
  }

  /** The disk was full: there is no ballast left to drop. */
  get outOfBallast(): boolean {
    return this.#ballastDropped;
  }

  /** Calls back after every commit of facts; the returned function ends it. */
  onAppend(listener: (facts: readonly Journalled[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Commits facts and all that follows from them, in one transaction, synced to disk.
   *
   * @throws StorageFailed when the disk took nothing.
   */
  append(facts: readonly Fact[], along: Along = {}): readonly Journalled[] {
    const owed = this.#owed;
    const happened = [...owed, ...facts.map((fact) => this.#now(fact))];
    const committed = this.#withBallast(() => this.#transaction(happened, along));
    this.#owed = [];
    const newest = committed.at(-1);
    if (newest !== undefined) this.#last = newest;
    this.#foldSoon();
    for (const listener of [...this.#listeners]) listener(committed);
    return committed.slice(owed.length);
  }

  /**
   * Keeps, in memory, facts that the disk did not take and that are true all the same: a car that drove on does not wait for a disk.
   * They go before the next facts that are appended, with the times of this moment. Not for decisions: without its fact, nothing is granted.
   */
  owe(facts: readonly Fact[]): void {
    this.#owed = [...this.#owed, ...facts.map((fact) => this.#now(fact))].slice(0, MOST_OWED);
  }

  /** Something happened that is not in the journal yet. */
  get owes(): boolean {
    return this.#owed.length > 0;
  }

  /**
   * Writes what is owed.
   *
   * @throws StorageFailed when the disk still takes nothing.
   */
  settle(): void {
    if (this.owes) this.append([]);
  }

  #now(fact: Fact): Happened {
    const { clock } = this.#ground;
    return { fact, wallMs: clock.wallMs(), monoMs: clock.monoMs(), clock: this.#ground.clockQuality() };
  }

  #inTransaction(): (facts: readonly Happened[], along: Along) => Journalled[] {
    return this.#file.transaction((facts: readonly Happened[], along: Along) => this.#commit(facts, along)).immediate;
  }

  #commit(facts: readonly Happened[], along: Along): Journalled[] {
    let before = this.#last;
    const journalled: Journalled[] = [];
    if (along.seenPass) this.#do.seePass.run(along.seenPass.ref, along.seenPass.direction, along.seenPass.untilMs);
    if (along.staleArrival !== undefined) this.#do.countStale.run(along.staleArrival);
    for (const happened of facts) {
      const { fact } = happened;
      const written = this.#write(happened, before);
      before = written;
      journalled.push(written);
      this.#follow(fact, written);
      if (along.tap !== undefined && fact.kind === "decision.made")
        this.#do.keepTap.run(written.seq, this.#ground.software, along.tap);
    }
    return journalled;
  }

  #write(happened: Happened, before: { seq: number; hash: Sha256 }): Journalled {
    const { estate, gate, bootId } = this.#ground;
    const { fact, wallMs, monoMs, clock } = happened;
    const seq = before.seq + 1;
    const id = newId(wallMs);
    const text = JSON.stringify({
      ...{ v: FACT_VERSION, estate, gate, epoch: this.#epoch, seq, id, kind: fact.kind },
      ...{ wallMs, monoMs, bootId, clock },
      ...{ rules: this.#ground.rulesVersion(), prevHash: before.hash, body: fact.body },
    });
    const textHash = hash("sha256", text);
    this.#do.write.run(seq, id, fact.kind, wallMs, textHash, text);
    return { seq, id, kind: fact.kind, hash: textHash };
  }

  #follow(fact: Fact, { id, seq }: Journalled): void {
    const { lease, opens, closes, stay, order } = consequences(fact, id);
    if (lease) this.#do.moveLease.run(lease.zone, lease.used ?? 0, lease.returned ?? 0, lease.voided ?? 0);
    if (opens) this.#do.openPassage.run(id, JSON.stringify(opens));
    if (closes) this.#do.closePassage.run(closes);
    if (stay?.now) this.#do.noteStay.run(stay.account, stay.now.state, stay.now.session, stay.now.zone, seq);
    else if (stay) this.#do.forgetStay.run(stay.account);
    if (order) this.#do.noteOrder.run(order, this.#ground.clock.wallMs());
  }

  /**
   * Whether there is room beyond the reserve. Looks whether the ballast can be taken on again, so that a gate goes on as soon as
   * somebody has made room.
   */
  hasRoom(): boolean {
    if (this.#ballastDropped && this.#ballast.load()) this.#ballastDropped = false;
    return !this.#ballastDropped;
  }

  #withBallast<T>(commit: () => T): T {
    let fault: unknown;
    for (const makeRoom of [() => true, () => this.#foldLog(), () => this.#dropBallast() && this.#foldLog()]) {
      if (!makeRoom()) continue;
      try {
        return commit();
      } catch (error) {
        if (!isStorageFault(error)) throw error;
        fault = error;
      }
    }
    throw new StorageFailed("the disk takes no more facts, even without its ballast", { cause: fault });
  }

  #dropBallast(): boolean {
    this.#ballastDropped = true;
    return this.#ballast.drop();
  }

  /** Moves the write-ahead log into the file before SQLite does it by itself, in the middle of a tap. */
  #foldSoon(): void {
    if (++this.#unfolded < FOLD_AFTER) return;
    this.#unfolded = 0;
    setImmediate(() => {
      try {
        if (this.#file.open) this.#file.pragma("wal_checkpoint(PASSIVE)");
      } catch (error) {
        if (!isStorageFault(error)) throw error;
      }
    });
  }

  /** Moves the write-ahead log into the file: it holds every changed page once more for each commit. */
  #foldLog(): boolean {
    try {
      this.#file.pragma("wal_checkpoint(TRUNCATE)");
    } catch (error) {
      if (!isStorageFault(error)) throw error;
    }
    return true;
  }

  /** The texts of the facts from `from` on that make one batch (BATCH_FACTS, BATCH_BYTES); undefined when `from` is not held. */
  batch(from: number): readonly string[] | undefined {
    return batchOf(this.#do.factsFrom.iterate(from, BATCH_FACTS), from);
  }

  hashOf(seq: number): Sha256 | undefined {
    return this.#do.hashOf.get(seq)?.hash;
  }

  /** Notes how far the cloud is. Not worth a fact: lost, it comes again. */
  moveCursor(through: number): void {
    const back = through < this.#acked;
    this.#acked = through;
    try {
      this.#do.moveCursor.run(through);
      if (back) this.#do.clipMarks.run(through, through);
      else this.#markAck();
    } catch (error) {
      if (!isStorageFault(error)) throw error;
    }
  }

  /** Notes how far the cloud is, and when, if the newest note is no longer news. A clock that stepped or was never set dates nothing. */
  #markAck(): void {
    const nowMs = this.#ground.clock.wallMs();
    const quality = this.#ground.clockQuality();
    if (quality === "stepped" || (quality !== "synchronised" && nowMs < NEVER_SET_MS)) return;
    const newest = this.#do.newestMark.get();
    if (newest === undefined || (newest.through < this.#acked && newest.atMs + MARK_EVERY_MS <= nowMs))
      this.#do.mark.run(nowMs, this.#acked);
  }

  lease(zone: ZoneId): Lease | undefined {
    return this.#do.lease.get(zone);
  }

  leases(): Record<ZoneId, Lease> {
    return Object.fromEntries(this.#do.leases.all().map(({ zone, ...lease }) => [zone, lease]));
  }

  /** Notes what the rules lend to this epoch; a replica that is thrown away must not take places back. */
  raiseLent(zone: ZoneId, lent: number): void {
    if ((this.lease(zone)?.lent ?? 0) < lent) this.#withBallast(() => this.#do.raiseLent.run(zone, lent));
  }

  localStay(account: AccountRef): LocalStay | undefined {
    return this.#do.stay.get(account);
  }

  /** When the cloud last confirmed the rules, as far as it was noted; ms since 1970. */
  get rulesConfirmedMs(): number | undefined {
    return this.#do.confirmed.get()?.atMs;
  }

  /** Arrivals that this gate granted an account since its rules are stale. */
  staleArrivals(account: AccountRef): number {
    return this.#do.staleArrivals.get(account)?.arrivals ?? 0;
  }

  /** Some account arrived on stale rules. */
  get hasStaleArrivals(): boolean {
    return this.#do.anyStale.get() !== undefined;
  }

  /**
   * Notes that the cloud has confirmed the rules: whoever arrived on stale ones begins anew. Not worth a fact: lost, it comes again.
   *
   * @param atMs undefined when no clock can be trusted to say.
   */
  noteConfirmed(atMs: number | undefined): void {
    try {
      this.#file
        .transaction(() => {
          this.#do.forgetStale.run();
          if (atMs === undefined) this.#do.forgetConfirmed.run();
          else this.#do.noteConfirmed.run(atMs);
        })
        .immediate();
    } catch (error) {
      if (!isStorageFault(error)) throw error;
    }
  }

  passSeen(ref: CredentialRef, direction: Direction, nowMs: number): boolean {
    return this.#do.passSeen.get(ref, direction, nowMs) !== undefined;
  }

  orderDone(id: string): boolean {
    return this.#do.orderDone.get(id) !== undefined;
  }

  /** Grants whose car was never seen to pass or to back out. */
  openPassages(): Passage[] {
    // Written by `#follow` alone, under a hash-checked fact's transaction.
    return this.#do.passages.all().map(({ content }): Passage => JSON.parse(content));
  }

  /** Lets go of what the rules reflect by now, and of facts that the cloud has had for longer than the restore window. */
  prune(reflects: Reflects | null): void {
    const nowMs = this.#ground.clock.wallMs();
    this.#withBallast(() =>
      this.#file
        .transaction(() => {
          if (reflects?.epoch === this.#epoch) this.#do.forgetStays.run(reflects.seq);
          this.#do.forgetPasses.run(nowMs);
          this.#do.forgetOrders.run(nowMs - RESTORE_WINDOW_MS);
          this.#markAck();
          const aged = Math.min(this.#agedOut(nowMs), this.#ackedOf(nowMs - RESTORE_WINDOW_MS));
          this.#do.pruneFacts.run(prunable(this.#acked, this.#last.seq, aged));
          this.#do.pruneTaps.run();
        })
        .immediate(),
    );
    if (this.#ballastDropped && this.#ballast.load()) this.#ballastDropped = false;
  }

  /**
   * Number of the last fact that is older than the restore window, counted from the oldest on: nothing is let go from the middle. What
   * a clock said that had stepped, or was never set, tells nothing of a fact's age; it goes with what came after it.
   */
  #agedOut(nowMs: number): number {
    let aged = 0;
    if (this.#ground.clockQuality() === "stepped") return aged;
    for (const { seq, wallMs, clock } of this.#do.oldestFacts.iterate()) {
      if (clock === "stepped" || (clock !== "synchronised" && wallMs < NEVER_SET_MS)) continue;
      if (wallMs >= nowMs - RESTORE_WINDOW_MS) break;
      aged = seq;
    }
    return aged;
  }

  /** How far the cloud had the facts at that time: a fact that is old may have come to it late, and a backup lacks it still. */
  #ackedOf(thenMs: number): number {
    const mark = this.#do.markedBefore.get(thenMs);
    if (mark === undefined) return 0;
    this.#do.forgetMarks.run(mark.atMs);
    return mark.through;
  }

  /** Checks the whole chain. Takes about 20 µs a fact. */
  isSound(): boolean {
    return chainFault(this.#file, 0) === undefined;
  }

  /** Sets this history aside and begins a new one (SYNC.md, facts, 6); its first fact says so. Places lent to the old one are gone; orders and passes stay used. */
  beginEpoch(): void {
    const { hash: lostHash } = this.#last;
    const keepsakes = keepsakesOf(this.#file, "leave");
    this.#file.close();
    setAside(this.#ground, this.#epoch);
    const opened = openAt(this.#ground);
    this.#file = opened.file;
    this.#do = journalStatements(opened.file);
    this.#transaction = this.#inTransaction();
    ({ epoch: this.#epoch, last: this.#last, acked: this.#acked } = opened);
    const leftBehind = this.#inherit(keepsakes);
    // What is owed happened before, but the first fact of an epoch is always this one.
    const owed = this.#owed;
    this.#owed = [];
    try {
      this.append([startedAfter(this.#ground, { hash: lostHash, leftBehind })]);
    } finally {
      this.#owed = [...owed, ...this.#owed];
    }
  }

  /** Facts of a journal that was set aside, to be sent before this one's; the oldest epoch of them. */
  carried(): CarriedHistory | undefined {
    return carriedIn(this.#file);
  }

  /** Takes over what a journal left that was set aside. Returns how many facts the cloud will not get. */
  #inherit({ orders, passes, facts, leftBehind }: Keepsakes): number {
    // What was done once stays done: the cloud, which may not have heard of it, asks again.
    this.#withBallast(() =>
      this.#file
        .transaction(() => {
          for (const { id, atMs } of orders) this.#do.noteOrder.run(id, atMs);
          for (const { ref, direction, untilMs } of passes) this.#do.seePass.run(ref, direction, untilMs);
        })
        .immediate(),
    );
    try {
      this.#withBallast(() =>
        this.#file
          .transaction(() => {
            for (const { epoch, seq, hash: held, text } of facts) this.#do.carry.run(epoch, seq, held, text);
          })
          .immediate(),
      );
      return leftBehind;
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
      return leftBehind + facts.length;
    }
  }

  /** What is still owed gets a last chance. */
  close(): void {
    if (!this.#file.open) return;
    try {
      this.settle();
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
    } finally {
      this.#file.close();
    }
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

interface Opened {
  readonly file: SqliteFile;
  readonly epoch: Epoch;
  readonly acked: number;
  readonly last: { readonly seq: number; readonly hash: Sha256 };
}

interface Lost {
  readonly hash: Sha256 | undefined;
  readonly keepsakes: Keepsakes;
}

/** The first fact of this process. `lost`: a journal was set aside. */
function startedAfter(
  { software }: JournalGround,
  lost: { readonly hash: Sha256 | undefined; readonly leftBehind: number } | undefined,
): Fact {
  if (lost === undefined) return { kind: "gate.started", body: { software } };
  const { hash: lostHash, leftBehind } = lost;
  return {
    kind: "gate.started",
    body: {
      ...{ software, previousEpochLost: true },
      ...(lostHash === undefined ? {} : { hash: lostHash }),
      ...(leftBehind === 0 ? {} : { leftBehind }),
    },
  };
}

const JOURNAL = "journal.db";
const journalPath = (ground: JournalGround): string => join(ground.directory, JOURNAL);

/** Opens what is there when it is whole; else sets it aside and begins anew. */
function openSound(ground: JournalGround): { opened: Opened; lost?: Lost } {
  let opened: Opened | undefined;
  try {
    opened = openAt(ground);
    const fault = chainFault(opened.file, Math.max(1, opened.last.seq - CHECKED_AT_OPEN));
    if (fault === undefined) return { opened };
  } catch (error) {
    if (!isCorrupt(error)) throw error;
  }
  const keepsakes = opened ? keepsakesOf(opened.file, "carry") : keepsakesAt(journalPath(ground));
  opened?.file.close();
  setAside(ground, opened?.epoch ?? "unreadable");
  return { opened: openAt(ground), lost: { hash: opened?.last.hash, keepsakes } };
}

function openAt(ground: JournalGround): Opened {
  const file = openFile(journalPath(ground), "journal", "FULL");
  try {
    const begin = file.prepare(
      "insert into history (epoch, began_ms, acked) select ?, ?, 0 where not exists (select 1 from history)",
    );
    begin.run(randomBytes(8).toString("hex"), ground.clock.wallMs());
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
function setAside(ground: JournalGround, epoch: string): void {
  const name = `journal-aside-${epoch}-${ground.clock.wallMs()}.db`;
  for (const suffix of ["-wal", "-shm", ""]) {
    const path = `${journalPath(ground)}${suffix}`;
    if (existsSync(path)) renameSync(path, join(ground.directory, `${name}${suffix}`));
  }
}
