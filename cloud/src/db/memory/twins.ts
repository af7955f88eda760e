import type { Row, Tables } from "./tables.ts";

/** What a statement answers: its rows, or how many it touched. */
export type Answer = readonly Row[] | number;

/** What one statement of the store files does, in memory. */
export type Twin = (tables: Tables, values: readonly unknown[]) => Answer;

/** By the statement's name, or where it has none by its text with single spaces. */
export type Twins = Readonly<Record<string, Twin>>;

/** A statement's text as a key: one space where there was any white space. */
export function squeezed(sql: string): string {
  const known = texts.get(sql);
  if (known !== undefined) return known;
  const text = sql.replaceAll(/\s+/g, " ").trim();
  texts.set(sql, text);
  return text;
}

/** The house's statements are few, and asked for again and again. */
const texts = new Map<string, string>();
