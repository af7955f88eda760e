import { text } from "./cells.ts";
import type { Row, Table, Tables } from "./tables.ts";

// The plain statements that drizzle writes: one table, equality, no joins. Anything else is not understood, and says so.

export interface Told {
  /** What is answered. */
  readonly rows: readonly Row[];
  /** What was inserted. */
  readonly made?: readonly Row[];
  readonly count: number;
  /** Columns in the order asked for. */
  readonly columns: readonly string[];
}

const NAME = /"([a-z_]+)"/g;
const namesIn = (list: string): string[] => [...list.matchAll(NAME)].map(([, name]) => name ?? "");

/** What drizzle's statement does; undefined for a statement of another kind. */
export function drizzleStatement(tables: Tables, sql: string, values: readonly unknown[]): Told | undefined {
  if (sql.startsWith('insert into "')) return insert(tables, sql, values);
  if (sql.startsWith('select "')) return select(tables, sql, values);
  if (sql.startsWith('update "')) return update(tables, sql, values);
  if (sql === HOLDERS) return holders(tables, values);
  return undefined;
}

function insert(tables: Tables, sql: string, values: readonly unknown[]): Told | undefined {
  const match =
    /^insert into "([a-z_]+)" \(([^)]*)\) values (.+?)( on conflict(?: \("([a-z_]+)"\))? do nothing)?( returning (.+))?$/.exec(
      sql,
    );
  const [, name = "", columns = "", tuples = "", lenient, target, , returning = ""] = match ?? [];
  if (!match) return undefined;
  const table = tables.of(name);
  const names = namesIn(columns);
  const made: Row[] = [];
  for (const [, tuple = ""] of tuples.matchAll(/\(([^()]*)\)/g)) {
    const cells = tuple.split(", ");
    const given = Object.fromEntries(
      names.flatMap((column, at) => (cells[at] === "default" ? [] : [[column, cellValue(cells[at], values)]])),
    );
    const row = table.whole(given);
    const taken =
      target === undefined || !lenient ? table.get(...keyCells(table, row)) : table.by(target, row[target])[0];
    if (taken !== undefined && lenient !== undefined) continue;
    made.push(table.insert(row));
  }
  return { rows: returning === "" ? [] : made, made, count: made.length, columns: namesIn(returning) };
}

const keyCells = (table: Table, row: Row): string[] => table.keyOf(row).split("\n");

function select(tables: Tables, sql: string, values: readonly unknown[]): Told | undefined {
  const match =
    /^select (.+?) from "([a-z_]+)"(?: where (.+?))?(?: order by (.+?))?(?: limit (\$\d+))?( for update)?$/.exec(sql);
  const [, columns = "", name = "", where, order, limit] = match ?? [];
  const wanted = where === undefined ? [] : conditions(where, values);
  if (!match || wanted === undefined || /join|coalesce|count\(/.test(columns)) return undefined;
  const table = tables.of(name);
  const found = rowsWhere(table, wanted);
  const by = order === undefined ? [] : namesIn(order).filter((each) => each !== name);
  found.sort((a, b) => {
    for (const column of by) {
      const [one, other] = [text(a[column]), text(b[column])];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  });
  const rows = limit === undefined ? found : found.slice(0, Number(cellValue(limit, values)));
  return { rows, count: rows.length, columns: namesIn(columns).filter((each) => each !== name) };
}

function update(tables: Tables, sql: string, values: readonly unknown[]): Told | undefined {
  const match = /^update "([a-z_]+)" set (.+?) where (.+)$/.exec(sql);
  const [, name = "", assignments = "", where = ""] = match ?? [];
  const wanted = conditions(where, values);
  if (!match || wanted === undefined) return undefined;
  const table = tables.of(name);
  const given: Record<string, unknown> = {};
  for (const [, column = "", cell] of assignments.matchAll(/"([a-z_]+)" = (\$\d+)/g))
    given[column] = cellValue(cell, values);
  const changes = Object.fromEntries(
    Object.entries(given).map(([column, value]) => [column, table.columns.get(column)?.read(value)]),
  );
  const found = rowsWhere(table, wanted);
  for (const row of found) table.update(row, changes);
  return { rows: [], count: found.length, columns: [] };
}

/** `selectHolders` of accounts.store.ts. */
const HOLDERS =
  '(select "estate" from "access" where "access"."account" = $1) union (select "estate" from "session" where ("session"."account" = $2 and "session"."state" in ($3, $4, $5)))';

function holders(tables: Tables, [account, , ...states]: readonly unknown[]): Told {
  const visits = tables.of("session").by("account", account);
  const inside = visits.filter((row) => states.includes(row["state"]));
  const estates = new Set([...tables.of("access").by("account", account), ...inside].map((row) => row["estate"]));
  return { rows: [...estates].map((estate) => ({ estate })), count: estates.size, columns: ["estate"] };
}

type Conditions = readonly (readonly [string, unknown])[];

function conditions(where: string, values: readonly unknown[]): Conditions | undefined {
  const parts = where.replace(/^\((.*)\)$/, "$1").split(" and ");
  const read = parts.map((part) => /^"[a-z_]+"\."([a-z_]+)" = (\$\d+)$/.exec(part));
  if (read.some((each) => each === null)) return undefined;
  return read.map((each) => [each?.[1] ?? "", cellValue(each?.[2], values)]);
}

function rowsWhere(table: Table, wanted: Conditions): Row[] {
  const [first] = wanted;
  const one = wanted.length === 1 && first ? table.get(first[1]) : undefined;
  if (one && first && one[first[0]] === first[1]) return [one];
  return [...table.all()].filter((row) => wanted.every(([column, value]) => text(row[column]) === text(value)));
}

const cellValue = (cell: string | undefined, values: readonly unknown[]): unknown =>
  cell?.startsWith("$") ? values[Number(cell.slice(1)) - 1] : undefined;

/** A row as drizzle wants it: its columns as an array, timestamps as `Date`. */
export const asArray = (table: Table, row: Row, columns: readonly string[]): unknown[] =>
  columns.map((column) =>
    table.columns.get(column)?.isTime && row[column] !== null ? new Date(Number(row[column])) : row[column],
  );
