import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { sqlState } from "../client.ts";
import type { Heard, Result } from "./memory-database.ts";
import type { Row, Table, Tables } from "./tables.ts";

// Asks PostgreSQL what a database in memory was asked, in the same order, and says where the two do not answer the same.

/** Where the database in memory does not do what PostgreSQL does. */
export interface Lie {
  /** The twin, or the table at the end. */
  readonly of: string;
  readonly asked?: readonly unknown[];
  readonly memory: unknown;
  readonly postgres: unknown;
}

type Statement = Extract<Heard, { kind: "statement" }>;
type Fields = readonly Pick<pg.FieldDef, "name" | "dataTypeID">[];
type Answer = (Result & { readonly fields: Fields }) | { readonly code: string };

/** PostgreSQL's clock, ms: what it dates itself falls in between, which no story does. */
export interface Ran {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Asks `client` everything that was heard, and tells the first lie of each twin. Without one the two answered alike: rows, how many were
 * touched, PostgreSQL's code of what was refused.
 */
export async function replay(
  client: pg.ClientBase,
  heard: readonly Heard[],
  leftOut: ReadonlySet<string> = new Set(),
): Promise<Lie[]> {
  const lies = new Map<string, Lie>();
  const note = (lie: Lie): void => {
    if (!lies.has(lie.of)) lies.set(lie.of, lie);
  };
  const fromMs = Date.now() - 1_000;
  for (const line of heard) {
    if (line.kind !== "statement") {
      const code = await client.query(line.kind).then(() => undefined, codeOf);
      const memory = "code" in line ? line.code : undefined;
      if (code !== memory) note({ of: line.kind, memory, postgres: code });
      continue;
    }
    if (leftOut.has(line.key)) continue;
    const answer = await ask(client, line);
    const ran = { fromMs, untilMs: Date.now() + 1_000 };
    if (!isSameAnswer(line, answer, ran))
      note({ of: line.key, asked: line.values, memory: line.answer, postgres: told(answer) });
  }
  return [...lies.values()];
}

async function ask(client: pg.ClientBase, { text, name, rowMode, values }: Statement): Promise<Answer> {
  const config = { text, values: [...values], ...(name !== undefined && { name }) };
  const asked = rowMode === "array" ? client.query({ ...config, rowMode }) : client.query(config);
  return asked.then(
    ({ rows, rowCount, fields }) => ({ rows, rowCount: rowCount ?? 0, fields }),
    (error: unknown) => ({ code: codeOf(error) }),
  );
}

const codeOf = (error: unknown): string => sqlState(error) ?? String(error);
const told = (answer: Answer): unknown =>
  "code" in answer ? answer : { rows: answer.rows, rowCount: answer.rowCount };

function isSameAnswer({ text, answer: memory }: Statement, postgres: Answer, ran: Ran): boolean {
  if ("code" in memory || "code" in postgres)
    return "code" in memory && "code" in postgres && memory.code === postgres.code;
  if (memory.rowCount !== postgres.rowCount || memory.rows.length !== postgres.rows.length) return false;
  const { fields } = postgres;
  const cells = (rows: readonly unknown[]) => rows.map((row) => cellsOf(row, fields));
  if (!memory.rows.every((row) => Object.keys(Object(row)).every((key) => isColumn(row, key, fields)))) return false;
  return areSameRows(cells(memory.rows), cells(postgres.rows), fields, ran, ORDERED.test(text));
}

/** Ordered as a whole, not only within a part of it. */
const ORDERED = /order by [^()]*$/i;

const isColumn = (row: unknown, key: string, fields: Fields): boolean =>
  Array.isArray(row) ? Number(key) < fields.length : fields.some(({ name }) => name === key);

const cellsOf = (row: unknown, fields: Fields): unknown[] =>
  Array.isArray(row) ? row : fields.map(({ name }) => Reflect.get(Object(row), name));

function areSameRows(
  memory: readonly unknown[][],
  postgres: readonly unknown[][],
  fields: Fields,
  ran: Ran,
  isOrdered: boolean,
): boolean {
  if (memory.length !== postgres.length) return false;
  const [ours, theirs] = isOrdered ? [memory, postgres] : [memory.toSorted(byWords), postgres.toSorted(byWords)];
  return ours.every((row, at) =>
    row.every((cell, column) => isSame(cell, theirs[at]?.[column], fields[column]?.dataTypeID ?? 0, ran)),
  );
}

/** By what is no date, which the database may have made, and then by dates. */
function byWords(a: readonly unknown[], b: readonly unknown[]): number {
  const [[one, dates], [other, otherDates]] = [wordsOf(a), wordsOf(b)];
  if (one !== other) return one < other ? -1 : 1;
  return dates < otherDates ? -1 : Number(dates > otherDates);
}

function wordsOf(row: readonly unknown[]): readonly [string, string] {
  const dates = row.filter((cell) => cell instanceof Date);
  return [
    row
      .filter((cell) => !(cell instanceof Date))
      .map(sorted)
      .join("\n"),
    dates.map(Number).join("\n"),
  ];
}

const sorted = (cell: unknown): string => (cell !== null && typeof cell === "object" ? keyed(cell) : String(cell));

function keyed(value: object): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${key}:${sorted(each)}`).join()}}`;
}

/** int8 and numeric come as text from PostgreSQL, and as numbers or bigints from memory: stores read either. */
const EXACT = new Set([20, 1700]);

function isSame(memory: unknown, postgres: unknown, type: number, ran: Ran): boolean {
  if (memory instanceof Date && postgres instanceof Date && isOwn(postgres, ran)) return true;
  if (EXACT.has(type) && memory !== null && memory !== undefined) return String(memory) === postgres;
  return isDeepStrictEqual(memory, postgres);
}

const isOwn = (date: Date, { fromMs, untilMs }: Ran): boolean => date.getTime() >= fromMs && date.getTime() <= untilMs;

/** Compares all rows of all tables, but for the numbers that the database gives itself. */
export async function compareTables(
  client: pg.ClientBase,
  tables: Tables,
  ran: Ran,
  leftOut: ReadonlySet<string> = new Set(),
): Promise<Lie[]> {
  const lies: Lie[] = [];
  for (const table of tables.every()) {
    if (leftOut.has(table.name)) continue;
    const own = table.isSerial ? ["id"] : [];
    const names = [...table.columns.keys()].filter((name) => !own.includes(name));
    const columns = names.map((name) => `"${name}"`).join();
    const { rows, fields } = await client.query<unknown[]>({
      text: `select ${columns} from "${table.name}"`,
      rowMode: "array",
    });
    const memory = [...table.all()].map((row) => names.map((name) => cellOf(table, row, name)));
    if (areSameRows(memory, rows, fields, ran, false)) continue;
    lies.push({ of: table.name, ...difference(memory, rows, fields, ran) });
  }
  return lies;
}

function cellOf(table: Table, row: Row, name: string): unknown {
  const value = row[name];
  return table.columns.get(name)?.isTime && value !== null ? new Date(Number(value)) : value;
}

/** The rows that only one of them has. */
function difference(
  memory: readonly unknown[][],
  postgres: readonly unknown[][],
  fields: Fields,
  ran: Ran,
): Pick<Lie, "memory" | "postgres"> {
  const lacks = (rows: readonly unknown[][], row: unknown[], pair: (a: unknown[], b: unknown[]) => unknown[][][]) =>
    !rows.some((other) => {
      const [ours = [], theirs = []] = pair(row, other);
      return areSameRows(ours, theirs, fields, ran, true);
    });
  return {
    memory: memory.filter((row) => lacks(postgres, row, (a, b) => [[a], [b]])).slice(0, 5),
    postgres: postgres.filter((row) => lacks(memory, row, (a, b) => [[b], [a]])).slice(0, 5),
  };
}
