import type pg from "pg";

/** A value as a column of `unnest` takes it. */
export type Cell = string | number | bigint | boolean | null;

/** Turns rows into one array a column, for `insert … select … from unnest($1, $2, …)`. */
export const columns = <R>(rows: readonly R[], ...pick: readonly ((row: R) => Cell)[]): Cell[][] =>
  pick.map((cell) => rows.map(cell));

/** A statement by hand that the server parses once a connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs a named statement; nothing is sent for no rows. */
export async function writeRows<R>(
  client: pg.ClientBase,
  statement: Statement,
  rows: readonly R[],
  ...pick: readonly ((row: R) => Cell)[]
): Promise<void> {
  if (rows.length > 0) await client.query({ ...statement, values: columns(rows, ...pick) });
}

/** A timestamptz as milliseconds, exact, as a JavaScript number. */
export const msOf = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** A timestamptz from milliseconds. */
export const tsOf = (column: string): string => `to_timestamp(${column} / 1000)`;
