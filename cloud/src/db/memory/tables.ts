import { is, SQL } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { schema } from "../schema.ts";

// The cloud's tables in memory, made of the same schema as PostgreSQL's. Rows are never changed, only replaced, so a backup is a
// copy of maps. Timestamps are milliseconds, amounts bigint, counts numbers, JSON is parsed.

export type Row = Readonly<Record<string, unknown>>;

/** Which columns a table is looked up by, beside its key. */
const LOOKED_UP: Readonly<Record<string, readonly string[]>> = {
  access: ["account", "estate"],
  card: ["account"],
  fact: ["gate", "epoch", "id"],
  gate: ["estate"],
  gate_order: ["gate"],
  hold: ["account"],
  lease: ["estate"],
  ledger_entry: ["transaction", "ledger_account"],
  ledger_transaction: ["idempotency_key", "session"],
  rule: ["estate"],
  rule_dirty: ["estate"],
  session: ["account"],
  stay: ["session"],
  tariff: ["id"],
  subscription: ["account"],
  unmatched_departure: ["account", "session"],
  voucher: ["account"],
  zone: ["estate"],
};

/** Those that are there. */
export const present = (rows: readonly (Row | undefined)[]): Row[] => rows.filter((row) => row !== undefined);

interface ColumnSpec {
  readonly name: string;
  readonly isTime: boolean;
  readonly missing: () => unknown;
  readonly read: (value: unknown) => unknown;
}

/** A violation of a key or a check, with PostgreSQL's code. */
export class Violation extends Error {
  readonly code: string;
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

/** What a row was before the open transaction touched it. */
interface Undo {
  readonly table: Table;
  readonly key: string;
  readonly before: Row | undefined;
}

export class Table {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnSpec>;
  readonly #key: readonly string[];
  /** Its id is a number that the database gives. */
  readonly isSerial: boolean;
  readonly #log: Undo[];
  #next = 1;
  #rows = new Map<string, Row>();
  #by = new Map<string, Map<unknown, Set<string>>>();

  constructor(table: PgTable, log: Undo[]) {
    const config = getTableConfig(table);
    this.name = config.name;
    this.#log = log;
    this.columns = new Map(config.columns.map((column) => [column.name, specOf(column)]));
    const alone = config.columns.filter((column) => column.primary).map(({ name }) => name);
    this.#key = alone.length > 0 ? alone : (config.primaryKeys[0]?.columns.map(({ name }) => name) ?? []);
    this.isSerial = config.columns.some((column) => column.columnType.startsWith("PgBigSerial"));
    for (const column of LOOKED_UP[this.name] ?? []) this.#by.set(column, new Map());
  }

  get size(): number {
    return this.#rows.size;
  }

  all(): Iterable<Row> {
    return this.#rows.values();
  }

  get(...key: readonly unknown[]): Row | undefined {
    return this.#rows.get(key.length === 1 ? String(key[0]) : key.join("\n"));
  }

  /** Rows whose column has this value; the column must be looked up by. */
  by(column: string, value: unknown): Row[] {
    const index = this.#by.get(column);
    if (index === undefined) throw new Error(`${this.name} is not looked up by ${column}`);
    const found: Row[] = [];
    for (const key of index.get(value) ?? []) {
      const row = this.#rows.get(key);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  /** A whole row, with defaults for what is missing. */
  whole(given: Row): Row {
    const row: Record<string, unknown> = {};
    for (const { name, missing, read } of this.columns.values())
      row[name] = given[name] === undefined ? missing() : read(given[name]);
    if (this.isSerial && given["id"] === undefined) row["id"] = this.#next++;
    return row;
  }

  keyOf(row: Row): string {
    const [only] = this.#key;
    if (this.#key.length === 1 && only !== undefined) return String(row[only]);
    return this.#key.map((column) => row[column]).join("\n");
  }

  /** @throws Violation 23505 when its key is taken. */
  insert(given: Row): Row {
    const row = this.whole(given);
    const key = this.keyOf(row);
    if (this.#rows.has(key))
      throw new Violation("23505", `${this.name}: ${key.replaceAll("\n", "/")} is there already`);
    this.#put(key, row);
    return row;
  }

  update(row: Row, changes: Row): Row {
    const next = { ...row, ...changes };
    this.#put(this.keyOf(row), next);
    return next;
  }

  delete(row: Row): void {
    this.#put(this.keyOf(row), undefined);
  }

  #put(key: string, row: Row | undefined): void {
    const before = this.#rows.get(key);
    this.#set(key, before, row);
    this.#log.push({ table: this, key, before });
  }

  /** Makes a row again what it was. */
  undo(key: string, before: Row | undefined): void {
    this.#set(key, this.#rows.get(key), before);
  }

  #set(key: string, before: Row | undefined, row: Row | undefined): void {
    if (row === undefined) this.#rows.delete(key);
    else this.#rows.set(key, row);
    for (const [column, index] of this.#by) {
      if (before !== undefined && row !== undefined && before[column] === row[column]) continue;
      if (before !== undefined) index.get(before[column])?.delete(key);
      if (row === undefined) continue;
      const keys = index.get(row[column]) ?? new Set();
      index.set(row[column], keys.add(key));
    }
  }

  copy(): Map<string, Row> {
    return new Map(this.#rows);
  }

  restore(rows: ReadonlyMap<string, Row>): void {
    this.#rows = new Map();
    for (const index of this.#by.values()) index.clear();
    for (const [key, row] of rows) this.#set(key, undefined, row);
  }
}

type ColumnConfig = ReturnType<typeof getTableConfig>["columns"][number];

function specOf(column: ColumnConfig): ColumnSpec {
  const { columnType } = column;
  const fallback = column.default;
  const missing = (): unknown => {
    if (columnType === "PgTimestamp") return column.hasDefault ? Date.now() : null;
    if (!column.hasDefault) return null;
    if (!is(fallback, SQL)) return fallback;
    return columnType === "PgArray" ? [] : 0n;
  };
  return { name: column.name, isTime: columnType === "PgTimestamp", missing, read: reader(columnType) };
}

function reader(columnType: string): (value: unknown) => unknown {
  const of = (read: (value: unknown) => unknown) => (value: unknown) => (value === null ? null : read(value));
  switch (columnType) {
    case "PgTimestamp":
      return of(timeOf);
    case "PgBigInt64":
      return of((value) => BigInt(String(value)));
    case "PgBigInt53":
    case "PgInteger":
    case "PgBigSerial53":
      return of(Number);
    case "PgJsonb":
      return of((value) => (typeof value === "string" ? JSON.parse(value) : value));
    case "PgArray":
      return of((value) => (Array.isArray(value) ? value : arrayOf(String(value))));
    default:
      return (value) => value;
  }
}

function timeOf(value: unknown): number {
  if (typeof value === "number") return value;
  // The text of a `Date` has no milliseconds.
  return value instanceof Date ? value.getTime() : new Date(String(value)).getTime();
}

/** PostgreSQL's text of an array of plain words. */
const arrayOf = (literal: string): string[] =>
  literal === "{}"
    ? []
    : literal
        .slice(1, -1)
        .split(",")
        .map((word) => word.replace(/^"|"$/g, ""));

/** All tables, and one log of how to undo what the open transaction did. */
export class Tables {
  readonly #log: Undo[] = [];
  readonly #tables: ReadonlyMap<string, Table>;

  constructor() {
    const all: unknown[] = Object.values(schema);
    this.#tables = new Map(
      all
        .filter((each) => is(each, PgTable))
        .map((each) => new Table(each, this.#log))
        .map((table) => [table.name, table]),
    );
  }

  of(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
  }

  every(): Iterable<Table> {
    return this.#tables.values();
  }

  commit(): void {
    this.#log.length = 0;
  }

  rollback(): void {
    for (const { table, key, before } of this.#log.splice(0).reverse()) table.undo(key, before);
  }

  /** What is committed now. */
  backup(): ReadonlyMap<string, ReadonlyMap<string, Row>> {
    const copies = new Map([...this.#tables].map(([name, table]) => [name, table.copy()]));
    for (const { table, key, before } of this.#log.toReversed()) {
      const copy = copies.get(table.name);
      if (before === undefined) copy?.delete(key);
      else copy?.set(key, before);
    }
    return copies;
  }

  restore(backup: ReadonlyMap<string, ReadonlyMap<string, Row>>): void {
    this.#log.length = 0;
    for (const [name, table] of this.#tables) table.restore(backup.get(name) ?? new Map());
  }
}
