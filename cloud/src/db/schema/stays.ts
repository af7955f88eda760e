import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { account } from "./accounts.ts";
import { at, minor } from "./columns.ts";

// Visits: as gates tell them (`session`), and as they are priced (`stay`).

export const session = pgTable(
  "session",
  {
    id: uuid().primaryKey(),
    account: uuid(),
    estate: text().notNull(),
    zone: text().notNull(),
    /** granted → inside → departed, or granted → abandoned; `unresolved` when the gate died in between. Monotonic. */
    state: text().notNull(),
    gateIn: text("gate_in").notNull(),
    gateOut: text("gate_out"),
    grantedAt: at("granted_at").notNull(),
    arrivedAt: at("arrived_at"),
    departedAt: at("departed_at"),
    /** The frozen `Offer`; null for a grant that made none. */
    offer: jsonb(),
    /** A `VehicleClass`, as the credential named it. */
    class: text().notNull().default("standard"),
    /** `departure-missed`, `departure-before-arrival`, `arrival-unresolved`, … */
    flags: text().array().notNull().default(sql`'{}'`),
    arrivalFact: text("arrival_fact"),
    departureFact: text("departure_fact"),
  },
  (t) => [
    index("session_account").on(t.account, t.state),
    index("session_account_departed").on(t.account, t.departedAt),
    index("session_estate").on(t.estate, t.state),
  ],
);

/**
 * A closed session with its price, written with the ledger transaction that charged it. A correction is the next revision, with the
 * transactions that took the last one back and charged this one; the newest counts (view `stay_now`).
 */
export const stay = pgTable(
  "stay",
  {
    session: uuid()
      .notNull()
      .references(() => session.id),
    revision: integer().notNull().default(0),
    account: uuid(),
    estate: text().notNull(),
    zone: text().notNull(),
    arrivedAt: at("arrived_at").notNull(),
    departedAt: at("departed_at").notNull(),
    currency: text().notNull(),
    totalMinor: minor("total_minor"),
    /** The price's derivation: `PriceLine[]` as JSON. */
    lines: jsonb().notNull(),
    offer: jsonb().notNull(),
    flags: text().array().notNull(),
    /** Null for a stay that cost nothing. */
    transaction: uuid(),
    /** Who was charged: the account, or its group. */
    payer: uuid(),
    /** What was known of vehicle and account when it was priced: `StayTerms` of pricing/price.ts. With offer and times it makes the price again. */
    terms: jsonb().notNull().default({}),
    /** The taxes in the total: `PriceTax[]`. */
    taxes: jsonb().notNull().default([]),
    /** Why there is a revision after the first. */
    reason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.session, t.revision] }),
    index("stay_account").on(t.account, t.departedAt),
    index("stay_estate").on(t.estate, t.departedAt),
  ],
);

/** A departure whose arrival has not come yet (MONEY.md, edge case 1). */
export const unmatchedDeparture = pgTable(
  "unmatched_departure",
  {
    fact: text().primaryKey(),
    account: uuid(),
    session: uuid(),
    estate: text().notNull(),
    zone: text().notNull(),
    gate: text().notNull(),
    departedAt: at("departed_at").notNull(),
    heardAt: at("heard_at").notNull(),
    /** The date of its departure is not to be trusted. */
    clockUnsure: boolean("clock_unsure").notNull().default(false),
    pairedWith: uuid("paired_with"),
  },
  (t) => [
    index("unmatched_departure_account").on(t.account).where(sql`${t.pairedWith} is null`),
    index("unmatched_departure_session").on(t.session).where(sql`${t.pairedWith} is null`),
    index("unmatched_departure_time").on(t.estate, t.heardAt).where(sql`${t.pairedWith} is null`),
  ],
);

/** A driver who does not agree with a charge. */
export const dispute = pgTable(
  "dispute",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    session: uuid().notNull(),
    words: text().notNull(),
    /** open | accepted | refused */
    state: text().notNull(),
    answer: text(),
    openedAt: at("opened_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    index("dispute_account").on(t.account),
    index("dispute_open").on(t.openedAt).where(sql`${t.endedAt} is null`),
  ],
);
