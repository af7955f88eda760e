import type { Row } from "./tables.ts";

// What comes in as a statement's values, read as what the statement takes it for.

export const text = (value: unknown): string => String(value);
export const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
export const number = (value: unknown): number => Number(value);
export const minor = (value: unknown): bigint => BigInt(String(value));
export const orNull = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : read(value);
/** Timestamps come as `Date` or as milliseconds. */
export const ms = (value: unknown): number => (value instanceof Date ? value.getTime() : Number(value));

/** The columns of `unnest` as rows. */
export function unnest(values: readonly unknown[], ...names: readonly string[]): Row[] {
  const [first] = values;
  if (!Array.isArray(first)) return [];
  return first.map((_, at) => {
    const row: Record<string, unknown> = {};
    for (const [column, name] of names.entries()) {
      const cells = values[column];
      row[name] = Array.isArray(cells) ? cells[at] : undefined;
    }
    return row;
  });
}

export const byText =
  (column: string) =>
  (a: Row, b: Row): number => {
    const [one, other] = [text(a[column]), text(b[column])];
    return one < other ? -1 : Number(one > other);
  };
