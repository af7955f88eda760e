import type { Row, Tables } from "./tables.ts";

/** What a statement answers: its rows, or how many it touched. */
export type Answer = readonly Row[] | number;

/** What one statement of the store files does, in memory. */
export type Twin = (tables: Tables, values: readonly unknown[]) => Answer;

/** By the statement's name, or where it has none by its text with single spaces. */
export type Twins = Readonly<Record<string, Twin>>;

/** A statement's text as a key: one space where there was any white space. */
export const squeezed = (sql: string): string => sql.replaceAll(/\s+/g, " ").trim();
