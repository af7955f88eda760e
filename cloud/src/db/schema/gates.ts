import { sql } from "drizzle-orm";
import { bigserial, boolean, index, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { account } from "./accounts.ts";
import { at, count } from "./columns.ts";
import { estate } from "./places.ts";

// Gates, what they sent (the inbox), and what is on its way to them: rules and orders.

export const gate = pgTable("gate", {
  id: text().primaryKey(),
  estate: text()
    .notNull()
    .references(() => estate.id),
  name: text().notNull(),
  /** SHA-256 of the gate's token, hex. */
  tokenHash: text("token_hash").notNull(),
  /** Raw Ed25519 public key, base64url, made of the same token: it checks the codes on the gate's screens. Null: added before there were any. */
  openingKey: text("opening_key"),
  revokedAt: at("revoked_at"),
  /** Zones this gate lets cars into; empty for a gate of departures only. Leases are lent to it for these. */
  arrivalZones: text("arrival_zones").array().notNull().default(sql`'{}'`),
  /** The epoch that leases are lent to: the newest one seen. */
  epoch: text(),
  online: boolean().notNull().default(false),
  lastSeenAt: at("last_seen_at"),
  /** The last `GateStatus`. */
  status: jsonb(),
});

export const gateEpoch = pgTable(
  "gate_epoch",
  {
    gate: text()
      .notNull()
      .references(() => gate.id),
    epoch: text().notNull(),
    through: count("through").default(0),
    hash: text().notNull().default("0".repeat(64)),
    /** The latest date among its facts that is to be trusted; null: none yet. A wall clock that shows less later has been stepped. */
    datedThrough: at("dated_through"),
    /** The boot that last sent facts; with it, when its monotonic clock stood at 0 and when it was last heard of. */
    bootId: text("boot_id"),
    bootBegan: at("boot_began"),
    bootHeard: at("boot_heard"),
    /** Two histories were seen: nothing more is applied of this epoch. */
    forkedAt: at("forked_at"),
    firstSeenAt: at("first_seen_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.gate, t.epoch] })],
);

export const lease = pgTable(
  "lease",
  {
    gate: text().notNull(),
    epoch: text().notNull(),
    estate: text().notNull(),
    zone: text().notNull(),
    lent: count("lent").default(0),
    used: count("used").default(0),
    returned: count("returned").default(0),
    voided: count("voided").default(0),
  },
  (t) => [primaryKey({ columns: [t.gate, t.epoch, t.zone] }), index("lease_zone").on(t.estate, t.zone)],
);

/** The inbox: every fact ever received, byte for byte. */
export const fact = pgTable(
  "fact",
  {
    gate: text().notNull(),
    epoch: text().notNull(),
    seq: count("seq"),
    /** Null when the text could not be read that far. */
    id: text(),
    kind: text(),
    estate: text().notNull(),
    /** When it happened, by the cloud's dating (SYNC.md, facts, 7). */
    occurredAt: at("occurred_at").notNull(),
    receivedAt: at("received_at").notNull(),
    clock: text(),
    hash: text().notNull(),
    text: text().notNull(),
    /** Why it was set aside; null when it was applied. */
    quarantine: text(),
  },
  (t) => [
    primaryKey({ columns: [t.gate, t.epoch, t.seq] }),
    index("fact_estate_time").on(t.estate, t.occurredAt),
    index("fact_id").on(t.id),
  ],
);

/** Facts that disagree with what was already applied under the same number: evidence of a fork. */
export const forkedFact = pgTable("forked_fact", {
  id: bigserial({ mode: "number" }).primaryKey(),
  gate: text().notNull(),
  epoch: text().notNull(),
  seq: count("seq"),
  hash: text().notNull(),
  text: text().notNull(),
  receivedAt: at("received_at").notNull(),
});

/** The rules of an estate as last published; text null: deleted. A delta is every row with a version above `from`. */
export const rule = pgTable(
  "rule",
  {
    estate: text().notNull(),
    key: text().notNull(),
    version: count("version"),
    text: text(),
  },
  (t) => [primaryKey({ columns: [t.estate, t.key] }), index("rule_version").on(t.estate, t.version)],
);

/** Keys whose source changed; written in the transaction of the change, taken by the rules feed. Append-only: no hot row. */
export const ruleDirty = pgTable(
  "rule_dirty",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    estate: text().notNull(),
    key: text().notNull(),
  },
  (t) => [index("rule_dirty_estate").on(t.estate)],
);

export const gateOrder = pgTable(
  "gate_order",
  {
    id: uuid().primaryKey(),
    gate: text().notNull(),
    /** The `Order` as sent. */
    content: jsonb().notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    outcome: text(),
    answeredAt: at("answered_at"),
  },
  (t) => [index("gate_order_open").on(t.gate, t.outcome)],
);

/** A driver who scanned the code on a lane's screen. The id is that of the order to the gate. */
export const gateOpening = pgTable(
  "gate_opening",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    gate: text().notNull(),
    lane: text().notNull(),
    /** When the gate made the code, by its own clock. */
    madeAt: at("made_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  // A code is good once.
  (t) => [unique("gate_opening_code").on(t.gate, t.lane, t.madeAt)],
);

/** A driver whose card a gate waits for. The id is that of the order to the gate. */
export const cardLink = pgTable(
  "card_link",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    gate: text().notNull(),
    label: text().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** When the gate's answer was dealt with. */
    settledAt: at("settled_at"),
    /** The card that became the account's. */
    card: text(),
    /** Why it did not. */
    refused: text(),
  },
  (t) => [index("card_link_open").on(t.id).where(sql`${t.settledAt} is null`)],
);
