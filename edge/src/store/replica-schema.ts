import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

// The tables of a replica file: the estate's rules as this gate holds them. It can be thrown away at any time.

/** A rule's text as it travels. */
export const rule = sqliteTable("rule", {
  key: text().primaryKey(),
  text: text().notNull(),
});

/** One row, changed with the rules. `reflects…`: this gate's facts that the rules take into account. */
export const held = sqliteTable("held", {
  id: integer().primaryKey(),
  version: integer().notNull(),
  digest: text().notNull(),
  reflectsEpoch: text("reflects_epoch"),
  reflectsSeq: integer("reflects_seq"),
});
