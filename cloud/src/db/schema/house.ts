import { bigserial, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns.ts";

// What is about the whole house, and what its people should look at.

/** What is true of the whole house, one row each: `card-key` holds the fingerprint of the card key in use. */
export const house = pgTable("house", { id: text().primaryKey(), value: text().notNull() });

/** What an operator should look at: quarantined facts, forks, unmatched passages, a card inside twice. */
export const exception = pgTable(
  "exception",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    estate: text().notNull(),
    kind: text().notNull(),
    at: at("at").notNull(),
    gate: text(),
    session: uuid(),
    fact: text(),
    words: text().notNull(),
    resolvedAt: at("resolved_at"),
  },
  (t) => [index("exception_estate").on(t.estate, t.at)],
);

/** Who did what through the API, in the transaction that did it. */
export const audit = pgTable("audit", {
  id: bigserial({ mode: "number" }).primaryKey(),
  at: at("at").notNull().defaultNow(),
  actor: text().notNull(),
  verb: text().notNull(),
  subject: text().notNull(),
  detail: jsonb().notNull(),
});
