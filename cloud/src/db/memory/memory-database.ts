import { hash } from "node:crypto";
import type pg from "pg";
import { type Database, databaseOn } from "../client.ts";
import { minor, text, words } from "./cells.ts";
import { asArray, drizzleStatement } from "./drizzle-statements.ts";
import { feedTwins } from "./feed-twins.ts";
import { FINGERPRINTS } from "./fingerprints.ts";
import { fleetTwins } from "./fleet-twins.ts";
import { inboxTwins } from "./inbox-twins.ts";
import { settledTwins } from "./settled-twins.ts";
import { Tables, Violation } from "./tables.ts";
import { timeTwins } from "./time-twins.ts";
import { squeezed } from "./twins.ts";

// The cloud's database in memory, for tests that need thousands of houses. Behind the same `Database`: the store files run as they
// are, and each of their statements has a twin here that does the same to tables in memory. A statement without a twin is an error.
// Transactions run one after the other, which READ COMMITTED with the house's locks allows, too.

/** What goes on in the database, for whoever wants to disturb it. */
export interface Disturbance {
  /** Before each statement; may throw as a lost connection would, or let time pass. */
  readonly statement?: (key: string) => void | Promise<void>;
  /** After a commit has taken effect; what it throws reaches the client in place of the answer. */
  readonly committed?: () => void;
  /** A statement failed by itself: it has no twin, or it breaks a key or a check. */
  readonly broke?: (error: unknown) => void;
  /** What was asked and how it was answered, in the order in which it took effect. Statements that `statement` stopped are not. */
  readonly heard?: (line: Heard) => void;
}

/** A line of what the database was asked. An end's code: what kept it from being committed. */
export type Heard =
  | { readonly kind: "begin" }
  | { readonly kind: "commit" | "rollback"; readonly code?: string }
  | {
      readonly kind: "statement";
      /** As its twin is called. */
      readonly key: string;
      readonly text: string;
      readonly name?: string;
      readonly rowMode?: string;
      readonly values: readonly unknown[];
      readonly answer: Result | { readonly code: string };
    };

export interface Result {
  readonly rows: readonly unknown[];
  readonly rowCount: number;
}

type Query =
  | string
  | { readonly name?: string; readonly text: string; readonly values?: readonly unknown[]; readonly rowMode?: string };

const TWINS = new Map(Object.entries({ ...inboxTwins, ...feedTwins, ...fleetTwins, ...settledTwins, ...timeTwins }));

/** What all twins are called, for the contract that they fulfil. */
export const twinNames = (): string[] => [...TWINS.keys()];

export interface MemoryDatabase extends Database {
  readonly tables: Tables;
  disturb(disturbance: Disturbance): void;
  /** A transaction is under way: the tables show what it has written so far. */
  isBusy(): boolean;
  /** Rolls back what is open; who was speaking with the database never hears from it again. */
  crash(): void;
}

/** @param tables what another database in memory left behind when it crashed. */
export function openMemoryDatabase(tables: Tables = new Tables()): MemoryDatabase {
  const pool = new MemoryPool(tables);
  // The house asks of its pool what MemoryPool has and no more.
  const database = databaseOn(pool as unknown as pg.Pool);
  return {
    ...database,
    tables: pool.tables,
    disturb(disturbance) {
      pool.disturbance = disturbance;
    },
    isBusy: () => pool.isOpen,
    crash: () => pool.crash(),
    close: async () => undefined,
  };
}

/** The name matters: drizzle takes a connection of its own for a transaction from what is called a pool. */
class MemoryPool {
  readonly tables: Tables;
  disturbance: Disturbance = {};
  #tail: Promise<void> = Promise.resolve();
  /** Nobody hears from it any more. */
  isGone = false;
  /** A transaction is under way. */
  isOpen = false;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  crash(): void {
    this.isGone = true;
    if (this.isOpen) this.disturbance.heard?.({ kind: "rollback" });
    this.isOpen = false;
    this.tables.rollback();
  }

  /** Connections are kept: drizzle thinks long about a new one. */
  readonly #free: MemoryClient[] = [];

  async connect(): Promise<MemoryClient> {
    return this.#free.pop() ?? new MemoryClient(this);
  }

  giveBack(client: MemoryClient): void {
    this.#free.push(client);
  }

  async query(query: Query, values?: readonly unknown[]): Promise<Result> {
    return new MemoryClient(this).query(query, values);
  }

  /** Resolves when it is the caller's turn; the function ends the turn. */
  async turn(): Promise<() => void> {
    const before = this.#tail;
    let end = (): void => undefined;
    this.#tail = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    if (!this.isGone) {
      this.isOpen = true;
      this.disturbance.heard?.({ kind: "begin" });
    }
    return () => {
      this.isOpen = false;
      end();
    };
  }
}

class MemoryClient {
  readonly #pool: MemoryPool;
  #endTurn: (() => void) | undefined;
  /** Ledger transactions that this database transaction touched: they must balance at its commit. */
  #posted = new Set<string>();

  constructor(pool: MemoryPool) {
    this.#pool = pool;
  }

  async query(query: Query, values: readonly unknown[] = []): Promise<Result> {
    if (this.#isCutOff()) return await SILENCE;
    const asked = typeof query === "string" ? { text: query } : query;
    const given = asked.values ?? values;
    const [verb] = asked.text.split(" ", 1);
    if (verb === "begin") {
      this.#endTurn = await this.#pool.turn();
      return NOTHING;
    }
    if (verb === "commit" || verb === "rollback") return this.#end(verb);
    if (this.#endTurn !== undefined) return this.#run(asked, given);
    this.#endTurn = await this.#pool.turn();
    try {
      const result = await this.#run(asked, given);
      await this.#end("commit");
      return result;
    } catch (error) {
      await this.#end("rollback");
      throw error;
    }
  }

  release(): void {
    if (this.#isCutOff()) return;
    if (this.#endTurn !== undefined) void this.#end("rollback");
    this.#pool.giveBack(this);
  }

  #isCutOff(): boolean {
    return this.#pool.isGone;
  }

  async #end(verb: "commit" | "rollback"): Promise<Result> {
    const { tables, disturbance } = this.#pool;
    if (this.#endTurn === undefined || this.#isCutOff()) return NOTHING;
    try {
      if (verb === "rollback") tables.rollback();
      else {
        await disturbance.statement?.("commit");
        if (this.#isCutOff()) return await SILENCE;
        this.#balance();
        tables.commit();
      }
      disturbance.heard?.({ kind: verb });
    } catch (error) {
      tables.rollback();
      disturbance.heard?.(error instanceof Violation ? { kind: "commit", code: error.code } : { kind: "rollback" });
      throw error;
    } finally {
      this.#posted = new Set();
      this.#endTurn?.();
      this.#endTurn = undefined;
    }
    if (verb === "commit") disturbance.committed?.();
    return NOTHING;
  }

  /** As the trigger of migration 0001 does. */
  #balance(): void {
    for (const id of this.#posted) {
      const entries = this.#pool.tables.of("ledger_entry").by("transaction", id);
      const sum = entries.reduce((total, entry) => total + minor(entry["amount_minor"]), 0n);
      if (entries.length < 2 || sum !== 0n) throw new Violation("23514", `ledger transaction ${id} sums to ${sum}`);
    }
  }

  async #run(asked: Exclude<Query, string>, values: readonly unknown[]): Promise<Result> {
    const { disturbance } = this.#pool;
    const key = asked.name ?? squeezed(asked.text);
    await disturbance.statement?.(key);
    if (this.#isCutOff()) return await SILENCE;
    const said = { kind: "statement", key, values, ...asked } as const;
    try {
      const answer = this.#answer(key, asked, values);
      disturbance.heard?.({ ...said, values, answer });
      return answer;
    } catch (error) {
      if (error instanceof Violation) disturbance.heard?.({ ...said, values, answer: { code: error.code } });
      disturbance.broke?.(error);
      throw error;
    }
  }

  #answer(key: string, asked: Exclude<Query, string>, values: readonly unknown[]): Result {
    const { tables } = this.#pool;
    const twin = TWINS.get(key);
    if (twin && asked.name !== undefined) checkFingerprint(asked.name, asked.text);
    if (twin) {
      if (key === "insert-ledger-entries") for (const id of words(values[0])) this.#posted.add(id);
      const answer = twin(tables, values);
      return typeof answer === "number" ? { rows: [], rowCount: answer } : { rows: answer, rowCount: answer.length };
    }
    const told = drizzleStatement(tables, squeezed(asked.text), values);
    if (told === undefined) throw new Error(`the database in memory has no twin of: ${key}`);
    const [, table = ""] = /(?:into|from|update) "([a-z_]+)"/.exec(asked.text) ?? [];
    if (table === "ledger_entry") for (const row of told.made ?? []) this.#posted.add(text(row["transaction"]));
    const rows =
      asked.rowMode === "array" ? told.rows.map((row) => asArray(tables.of(table), row, told.columns)) : told.rows;
    return { rows, rowCount: told.count };
  }
}

const checked = new Map<string, string>();

/** A statement that is no longer what its twin was written for is an error: nobody else would notice. */
function checkFingerprint(name: string, sql: string): void {
  if (checked.get(name) === sql) return;
  const found = hash("sha256", squeezed(sql)).slice(0, 16);
  if (found !== FINGERPRINTS.get(name))
    throw new Error(
      `${name} is not the statement that its twin does: make them agree, then note ${found} in fingerprints.ts`,
    );
  checked.set(name, sql);
}

const NOTHING: Result = { rows: [], rowCount: 0 };
const SILENCE = new Promise<never>(() => undefined);
