import { hash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { GateId, Sha256, ZoneId } from "@baygate/shared/ids";
import {
  digestXor,
  EMPTY_DIGEST,
  type RuleKind,
  type RulesDelta,
  type RulesSnapshot,
  type RuleValue,
  ruleDigestText,
  ruleValues,
} from "@baygate/shared/rules";
import type Sqlite from "better-sqlite3";
import type { Reflects } from "../core/local-stay.ts";
import type { BuildAnswer, BuildOrder } from "./snapshot-worker.ts";
import { isCorrupt, isStorageFault, openFile, type SqliteFile } from "./sqlite.ts";

/** Of these there are a few; of the others as many as drivers, or as anybody cares to show. */
const EVERY_TAPS: ReadonlySet<RuleKind> = new Set(["estate", "zone", "lease", "card-key", "key"]);

interface Held {
  readonly version: number;
  readonly digest: Sha256;
  readonly reflects: Reflects | null;
}

/**
 * The estate's rules as this gate holds them. Each file is called `replica-<n>.db`; the highest n that is whole counts. A snapshot is built
 * into the next one by a worker while taps go on reading this one. A broken file is thrown away: rules can be asked for again. Where the
 * disk has no room for another file, the rules stand in memory until it has.
 */
export class Replica {
  readonly #directory: string;
  #open: OpenReplica;
  /** The few values that every tap needs, until the rules change: each look into the file costs as much as a driver's own. */
  readonly #read = new Map<string, unknown>();
  #building: SnapshotBuild | undefined;
  /** The highest number that a file was given: every build has a file of its own, also one that was given up. */
  #newest: number;
  readonly #builds = new Set<Promise<void>>();

  private constructor(directory: string, open: OpenReplica, newest: number) {
    this.#directory = directory;
    this.#open = open;
    this.#newest = newest;
  }

  static open(directory: string): Replica {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const found = numbers(directory).sort((a, b) => b - a);
    const newest = found[0] ?? 0;
    for (const [at, n] of found.entries()) {
      const open = openWhole(directory, n);
      if (open === undefined) continue;
      for (const older of found.slice(at + 1)) remove(directory, older);
      return new Replica(directory, open, newest);
    }
    return new Replica(directory, openEmpty(directory, newest + 1), newest + 1);
  }

  get version(): number {
    return this.#open.held.version;
  }

  get digest(): Sha256 {
    return this.#open.held.digest;
  }

  get reflects(): Reflects | null {
    return this.#open.held.reflects;
  }

  /**
   * A rule's value. Undefined: there is none, or this program cannot read it.
   *
   * @throws Sqlite's error when the file is broken: `isBroken` knows it.
   */
  get<K extends RuleKind>(kind: K, name?: string): RuleValue<K> | undefined {
    const key = name === undefined ? kind : `${kind}/${name}`;
    // The schema of kind K gives the value of kind K; the compiler cannot follow an indexed schema.
    const known = this.#read.get(key) as RuleValue<K> | undefined;
    if (known !== undefined) return known;
    const row = this.#open.text.get(key);
    const parsed = row && ruleValues[kind].safeParse(json(row.text));
    const value = parsed?.success ? (parsed.data as RuleValue<K>) : undefined;
    if (EVERY_TAPS.has(kind) && value !== undefined) this.#read.set(key, value);
    return value;
  }

  /** The places that the rules lend to a gate, by zone. */
  lent(gate: GateId): ReadonlyMap<ZoneId, RuleValue<"lease">> {
    const prefix = `lease/${gate}/`;
    const lent = new Map<ZoneId, RuleValue<"lease">>();
    for (const { key } of this.#open.keys.iterate(prefix, `lease/${gate}0`)) {
      const zone = key.slice(prefix.length);
      const rule = this.get("lease", `${gate}/${zone}`);
      if (rule !== undefined) lent.set(zone, rule);
    }
    return lent;
  }

  /** Applies a delta whose `from` is this version. `agreed` is false, and nothing changed, when the rules would not be the cloud's. */
  apply(delta: Pick<RulesDelta, "to" | "changes" | "digest" | "reflects">): { digest: Sha256; agreed: boolean } {
    const { text, put, take, note, held, transaction } = this.#open;
    let digest = held.digest;
    const next: Held = { version: delta.to, digest: delta.digest, reflects: newer(held.reflects, delta.reflects) };
    class Disagrees extends Error {}
    try {
      transaction(() => {
        for (const [key, after] of delta.changes) {
          const before = text.get(key);
          if (before !== undefined) digest = digestXor(digest, ruleHash(key, before.text));
          if (after === null) take.run(key);
          else {
            put.run(key, after);
            digest = digestXor(digest, ruleHash(key, after));
          }
        }
        if (digest !== delta.digest) throw new Disagrees();
        note.run(next.version, next.digest, next.reflects?.epoch ?? null, next.reflects?.seq ?? null);
      });
    } catch (error) {
      if (error instanceof Disagrees) return { digest: held.digest, agreed: false };
      throw error;
    }
    this.#open = { ...this.#open, held: next };
    this.#read.clear();
    return { digest, agreed: true };
  }

  /** Notes that the same rules take into account more of this gate's facts. */
  noteReflects(reflects: Reflects | null): void {
    const { held } = this.#open;
    const next = newer(held.reflects, reflects);
    if (next === held.reflects || next === null) return;
    this.#open.note.run(held.version, held.digest, next.epoch, next.seq);
    this.#open = { ...this.#open, held: { ...held, reflects: next } };
  }

  /** Begins to build a snapshot beside these rules; one begun before is forgotten. */
  beginSnapshot(): void {
    this.#building?.abandon();
    const number = ++this.#newest;
    remove(this.#directory, number);
    const build = new SnapshotBuild(pathOf(this.#directory, number), number);
    const ended = build.ended.then(() => {
      this.#builds.delete(ended);
      // One that was finished is judged by its answer, which may be heard only after this.
      if (!build.finishing) remove(this.#directory, number);
    });
    this.#builds.add(ended);
    this.#building = build;
  }

  keepPart(snapshot: Pick<RulesSnapshot, "data">): void {
    this.#building?.tell({ part: snapshot.data });
  }

  /** Checks the snapshot and lets taps read it from now on; false when it is not what was announced, and these rules stay. */
  async finishSnapshot(snapshot: Pick<RulesSnapshot, "version" | "digest" | "reflects">): Promise<boolean> {
    const build = this.#building;
    if (build === undefined) return false;
    const { version, digest, reflects } = snapshot;
    const built = await build.finish({ finish: { version, digest, reflects: newer(this.reflects, reflects) } });
    const current = this.#building === build;
    if (current) this.#building = undefined;
    if (!current || !built) {
      remove(this.#directory, build.number);
      return false;
    }
    const before = this.#open;
    try {
      this.#open = openNumber(this.#directory, build.number);
    } catch (error) {
      remove(this.#directory, build.number);
      throw error;
    }
    this.#read.clear();
    before.file.close();
    remove(this.#directory, before.number);
    return true;
  }

  /** Throws the rules away. Never fails for want of room: there are always rules to look into, if none in them. */
  empty(): void {
    this.#building?.abandon();
    this.#building = undefined;
    const { file, number } = this.#open;
    this.#read.clear();
    file.close();
    remove(this.#directory, number);
    this.#open = openEmpty(this.#directory, ++this.#newest);
  }

  isBroken(error: unknown): boolean {
    return isCorrupt(error);
  }

  close(): void {
    this.#building?.abandon();
    if (this.#open.file.open) this.#open.file.close();
  }

  /** Resolves when no builder works any more: a process that exits while one still loads its libraries would abort. */
  async idle(): Promise<void> {
    await Promise.all(this.#builds);
  }
}

/** One worker that builds one file. It is never terminated: doing that while it loads SQLite aborts the whole process. */
class SnapshotBuild {
  readonly number: number;
  /** The worker is gone, and its file is closed. */
  readonly ended: Promise<void>;
  finishing = false;
  readonly #worker: Worker;
  readonly #answer: Promise<boolean>;

  constructor(path: string, number: number) {
    this.number = number;
    this.#worker = new Worker(new URL("./snapshot-worker.ts", import.meta.url), { workerData: path });
    this.ended = new Promise((resolve) => {
      this.#worker.on("exit", () => resolve());
    });
    this.#answer = new Promise((resolve) => {
      this.#worker.on("message", ({ built }: BuildAnswer) => resolve(built));
      this.#worker.on("error", () => resolve(false));
      this.#worker.on("exit", () => resolve(false));
    });
    this.#worker.unref();
  }

  tell(order: BuildOrder): void {
    this.#worker.postMessage(order);
  }

  async finish(order: BuildOrder): Promise<boolean> {
    this.finishing = true;
    this.tell(order);
    return await this.#answer;
  }

  abandon(): void {
    this.tell({ abandon: true });
  }
}

interface OpenReplica {
  readonly number: number;
  readonly file: SqliteFile;
  readonly held: Held;
  readonly text: Sqlite.Statement<[string], { text: string }>;
  readonly keys: Sqlite.Statement<[string, string], { key: string }>;
  readonly put: Sqlite.Statement<[string, string]>;
  readonly take: Sqlite.Statement<[string]>;
  readonly note: Sqlite.Statement<[number, Sha256, string | null, number | null]>;
  /** Runs work in BEGIN IMMEDIATE … COMMIT. */
  readonly transaction: (work: () => void) => void;
}

/**
 * Undefined, and removed, when the file is broken or is a snapshot that was still being built when the process died. Undefined, and left for
 * another start, when there is no room even to open it.
 */
function openWhole(directory: string, number: number): OpenReplica | undefined {
  try {
    const open = openNumber(directory, number);
    if (open.held.version > 0) return { ...open, held: { ...open.held, digest: digestOf(open.file) } };
    open.file.close();
  } catch (error) {
    if (isStorageFault(error)) return undefined;
    if (!isCorrupt(error)) throw error;
  }
  remove(directory, number);
  return undefined;
}

/** A new file; in memory when the disk has no room for one. */
function openEmpty(directory: string, number: number): OpenReplica {
  try {
    return openNumber(directory, number);
  } catch (error) {
    if (!isStorageFault(error)) throw error;
    remove(directory, number);
    return openAt(":memory:", number);
  }
}

const openNumber = (directory: string, number: number): OpenReplica => openAt(pathOf(directory, number), number);

function openAt(path: string, number: number): OpenReplica {
  const file = openFile(path, "replica", "NORMAL");
  try {
    const row = file
      .prepare<[], { version: number; digest: Sha256; epoch: string | null; seq: number | null }>(
        "select version, digest, reflects_epoch as epoch, reflects_seq as seq from held",
      )
      .get();
    const reflects = row?.epoch == null || row.seq === null ? null : { epoch: row.epoch, seq: row.seq };
    return {
      number,
      file,
      held: { version: row?.version ?? 0, digest: row?.digest ?? EMPTY_DIGEST, reflects },
      text: file.prepare("select text from rule where key = ?"),
      keys: file.prepare("select key from rule where key >= ? and key < ?"),
      put: file.prepare(
        "insert into rule (key, text) values (?, ?) on conflict (key) do update set text = excluded.text",
      ),
      take: file.prepare("delete from rule where key = ?"),
      note: file.prepare(
        "insert or replace into held (id, version, digest, reflects_epoch, reflects_seq) values (1, ?, ?, ?, ?)",
      ),
      transaction: file.transaction((work: () => void) => work()).immediate,
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The digest of what is in the file, whatever is noted: SQLite does not see a byte that flipped. About 3 µs a rule. */
function digestOf(file: SqliteFile): Sha256 {
  const rules = file.prepare<[], { key: string; text: string }>("select key, text from rule").iterate();
  let digest = EMPTY_DIGEST;
  for (const { key, text } of rules) digest = digestXor(digest, ruleHash(key, text));
  return digest;
}

/** Within an epoch only ever more is reflected; another epoch is another gate's life. */
function newer(held: Reflects | null, heard: Reflects | null): Reflects | null {
  if (heard === null) return held;
  return held?.epoch === heard.epoch && held.seq >= heard.seq ? held : heard;
}

const ruleHash = (key: string, text: string): Sha256 => hash("sha256", ruleDigestText(key, text));

const pathOf = (directory: string, n: number): string => join(directory, `replica-${n}.db`);

const numbers = (directory: string): number[] =>
  readdirSync(directory).flatMap((name) => /^replica-(\d+)\.db$/.exec(name)?.slice(1).map(Number) ?? []);

function remove(directory: string, n: number): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${pathOf(directory, n)}${suffix}`, { force: true });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
