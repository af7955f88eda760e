import { hash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { BATCH_FACTS } from "@baygate/shared/envelope";
import { FACT_VERSION, type Fact } from "@baygate/shared/fact";
import type { Epoch, EstateId, FactId, GateId, Sha256 } from "@baygate/shared/ids";
import type { ClockQuality } from "@baygate/shared/time";
import type { Reflects } from "../core/local-stay.ts";
import { Acknowledged, RESTORE_WINDOW_MS } from "./acknowledged.ts";
import { Ballast } from "./ballast.ts";
import { chainFault } from "./chain.ts";
import { type JournalHome, type Opened, openAt, openSound, setAside } from "./journal-file.ts";
import { type JournalStatements, journalStatements } from "./journal-statements.ts";
import { batchOf, type CarriedHistory, carriedIn, type History, type Keepsakes, keepsakesOf } from "./keepsakes.ts";
import { LocalState, type Remembered } from "./local-state.ts";
import { newId } from "./new-id.ts";
import { isStorageFault, type SqliteFile } from "./sqlite.ts";

/** So many facts are kept in memory while the disk takes nothing: with no new grants there are few. */
const MOST_OWED = 1_000;

/** Commits until the write-ahead log is moved into the file. SQLite does so after 1,000 pages, and a commit writes about ten. */
const FOLD_AFTER = 40;

/** What every fact of this process carries. */
export interface JournalGround extends JournalHome {
  readonly estate: EstateId;
  readonly gate: GateId;
  readonly software: string;
  readonly bootId: string;
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
export interface Along extends Remembered {
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
  #local: LocalState;
  #acknowledged: Acknowledged;
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
    ({ file: this.#file, epoch: this.#epoch, last: this.#last } = opened);
    ({
      statements: this.#do,
      local: this.#local,
      acknowledged: this.#acknowledged,
      transaction: this.#transaction,
    } = this.#partsOf(opened));
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
    return this.#acknowledged.through;
  }

  /** What this gate knows itself because it happened here. */
  get local(): LocalState {
    return this.#local;
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

  #partsOf({ file, acked }: Opened) {
    const statements = journalStatements(file);
    return {
      statements,
      local: new LocalState(file, statements, (commit) => this.#withBallast(commit)),
      acknowledged: new Acknowledged(statements, this.#ground, acked),
      transaction: file.transaction((facts: readonly Happened[], along: Along) => this.#commit(facts, along)).immediate,
    };
  }

  #commit(facts: readonly Happened[], along: Along): Journalled[] {
    let before = this.#last;
    const journalled: Journalled[] = [];
    this.#local.remember(along);
    for (const happened of facts) {
      const { fact } = happened;
      const written = this.#write(happened, before);
      before = written;
      journalled.push(written);
      this.#local.follow(fact, written, happened.wallMs);
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
    this.#acknowledged.move(through);
  }

  /** Lets go of what the rules reflect by now, and of facts that the cloud has had for longer than the restore window. */
  prune(reflects: Reflects | null): void {
    const nowMs = this.#ground.clock.wallMs();
    this.#withBallast(() =>
      this.#file
        .transaction(() => {
          this.#local.forget(reflects, this.#epoch, nowMs, nowMs - RESTORE_WINDOW_MS);
          this.#do.pruneFacts.run(this.#acknowledged.prunable(this.#last.seq));
          this.#do.pruneTaps.run();
        })
        .immediate(),
    );
    if (this.#ballastDropped && this.#ballast.load()) this.#ballastDropped = false;
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
    ({ file: this.#file, epoch: this.#epoch, last: this.#last } = opened);
    ({
      statements: this.#do,
      local: this.#local,
      acknowledged: this.#acknowledged,
      transaction: this.#transaction,
    } = this.#partsOf(opened));
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
    this.#withBallast(() => this.#file.transaction(() => this.#local.inherit({ orders, passes })).immediate());
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
