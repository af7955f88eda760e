import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// The tables of journal.db: what happened at this gate, and the small state that follows from it, changed in one transaction. While
// drivers wait, rows are found by their keys; what only pruning looks for has no index, for every tap would pay for it.

/** One row: this history and how far the cloud has it. */
export const history = sqliteTable("history", {
  epoch: text().primaryKey(),
  beganMs: integer("began_ms").notNull(),
  acked: integer().notNull(),
});

/** How far the cloud had the facts at a time, now and then: from this their age in the cloud is known. Goes back with the cloud. */
export const ackMark = sqliteTable("ack_mark", {
  atMs: integer("at_ms").primaryKey(),
  through: integer().notNull(),
});

/** Facts, byte for byte as sent. `hash`: SHA-256 of `text`, hex. */
export const fact = sqliteTable("fact", {
  seq: integer().primaryKey(),
  id: text().notNull(),
  kind: text().notNull(),
  wallMs: integer("wall_ms").notNull(),
  hash: text().notNull(),
  text: text().notNull(),
});

/** What the decision of fact `seq` was made of: the tap's text (core/tap.ts), and the program that decided. Stays on the box. */
export const tap = sqliteTable("tap", {
  seq: integer().primaryKey(),
  software: text().notNull(),
  text: text().notNull(),
});

/** Counters of the places lent to this gate; they only grow. */
export const lease = sqliteTable("lease", {
  zone: text().primaryKey(),
  lent: integer().notNull(),
  used: integer().notNull(),
  returned: integer().notNull(),
  voided: integer().notNull(),
});

/** Granted passages whose end was not seen yet: `Passage` as JSON. */
export const passage = sqliteTable("passage", {
  decision: text().primaryKey(),
  content: text().notNull(),
});

/** What this gate saw of an account's stay; counts until the rules reflect fact `seq`. */
export const localStay = sqliteTable("local_stay", {
  account: text().primaryKey(),
  state: text({ enum: ["arriving", "inside", "gone"] }).notNull(),
  session: text().notNull(),
  zone: text().notNull(),
  seq: integer().notNull(),
});

/** Passes shown, until they have expired. */
export const seenPass = sqliteTable(
  "seen_pass",
  {
    ref: text().notNull(),
    direction: text().notNull(),
    untilMs: integer("until_ms").notNull(),
  },
  (t) => [primaryKey({ columns: [t.ref, t.direction] })],
);

/** Orders answered, so that none is done twice. */
export const doneOrder = sqliteTable("done_order", {
  id: text().primaryKey(),
  atMs: integer("at_ms").notNull(),
});

/** One row: when the cloud last confirmed the rules, noted now and then; without a row nobody knows. */
export const confirmedRules = sqliteTable("confirmed_rules", {
  id: integer().primaryKey(),
  atMs: integer("at_ms").notNull(),
});

/** Arrivals granted on rules that were stale, until the cloud confirms rules again. */
export const staleArrival = sqliteTable("stale_arrival", {
  account: text().primaryKey(),
  arrivals: integer().notNull(),
});

/**
 * Facts of journals that were set aside, byte for byte, which the cloud has not acknowledged and which are sound: they are sent first. The
 * first of an epoch may be one that it has, kept for its hash.
 */
export const carried = sqliteTable(
  "carried",
  {
    epoch: text().notNull(),
    seq: integer().notNull(),
    hash: text().notNull(),
    text: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.epoch, t.seq] })],
);
