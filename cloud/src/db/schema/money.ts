import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { account } from "./accounts.ts";
import { at, minor } from "./columns.ts";

// Wallets and the ledger, payments through providers, receipts. What may never be updated stands in the migrations.

/** One row an account, equal to the sum of its entries: `balance` on `wallet:<account>`, `debt` on `receivable:<account>`. */
export const wallet = pgTable(
  "wallet",
  {
    account: uuid()
      .primaryKey()
      .references(() => account.id),
    currency: text().notNull(),
    balanceMinor: minor("balance_minor").default(sql`0`),
    heldMinor: minor("held_minor").default(sql`0`),
    debtMinor: minor("debt_minor").default(sql`0`),
  },
  (t) => [check("wallet_not_negative", sql`${t.balanceMinor} >= 0 and ${t.heldMinor} >= 0 and ${t.debtMinor} >= 0`)],
);

export const hold = pgTable("hold", {
  session: uuid().primaryKey(),
  account: uuid().notNull(),
  amountMinor: minor("amount_minor"),
  /** open → captured | voided */
  state: text().notNull(),
});

export const ledgerTransaction = pgTable(
  "ledger_transaction",
  {
    id: uuid().primaryKey(),
    /** `charge:<session>`, `top-up:<caller's key>` … */
    idempotencyKey: text("idempotency_key").notNull(),
    /** SHA-256 of what was asked for, so that the same key with another request is an error. */
    fingerprint: text().notNull(),
    kind: text().notNull(),
    currency: text().notNull(),
    occurredAt: at("occurred_at").notNull(),
    postedAt: at("posted_at").notNull().defaultNow(),
    account: uuid(),
    session: uuid(),
    words: text().notNull(),
  },
  (t) => [
    unique("ledger_transaction_idempotency").on(t.idempotencyKey),
    index("ledger_transaction_account").on(t.account, t.occurredAt),
    // Rows come in the order of time, so a few pages of index find a day's.
    index("ledger_transaction_posted").using("brin", t.postedAt),
  ],
);

/**
 * Entries of a transaction sum to zero (deferred trigger). Ledger accounts: `wallet:<account>` (what the house owes the
 * driver), `receivable:<account>` (negative: what the driver owes), `revenue:<estate>`, `tax:<estate>`, `clearing:<desk or provider>`.
 */
export const ledgerEntry = pgTable(
  "ledger_entry",
  {
    transaction: uuid()
      .notNull()
      .references(() => ledgerTransaction.id),
    line: integer().notNull(),
    ledgerAccount: text("ledger_account").notNull(),
    amountMinor: minor("amount_minor"),
  },
  (t) => [primaryKey({ columns: [t.transaction, t.line] }), index("ledger_entry_account").on(t.ledgerAccount)],
);

/** What was asked under a caller's key, and answered: asked again it is answered again and not done again. Written with what it did. */
export const keyedRequest = pgTable("keyed_request", {
  /** `<what>:<caller's key>` */
  key: text().primaryKey(),
  /** SHA-256 of what was asked for, hex. */
  fingerprint: text().notNull(),
  answer: jsonb().notNull(),
  at: at("at").notNull(),
});

/** The proof that an estate's books balanced at the end of a local day. Append-only. */
export const dailyClose = pgTable(
  "daily_close",
  {
    estate: text().notNull(),
    /** Local date, "2026-11-23". */
    day: text().notNull(),
    currency: text().notNull(),
    /** Sums by kind of ledger account, and what they were made of. */
    proof: jsonb().notNull(),
    /** SHA-256 of the proof and the hash of the day before, hex. */
    hash: text().notNull(),
    closedAt: at("closed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.estate, t.day] })],
);

/** How an account can be charged, in the order of `position`. Holds no card number: only the provider's name for it. */
export const paymentMethod = pgTable(
  "payment_method",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    provider: text().notNull(),
    providerRef: text("provider_ref").notNull(),
    label: text().notNull(),
    position: integer().notNull(),
    endedAt: at("ended_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("payment_method_account").on(t.account)],
);

/** Money asked of, or given back through, a provider. Monotonic: wanted → asked → succeeded | failed | cancelled. */
export const payment = pgTable(
  "payment",
  {
    id: uuid().primaryKey(),
    /** The caller's own, or `auto-top-up:<reason>`; the provider gets the id as its own idempotency key. */
    idempotencyKey: text("idempotency_key").notNull().unique(),
    fingerprint: text().notNull(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    method: uuid(),
    provider: text().notNull(),
    /** top-up | auto-top-up | refund */
    kind: text().notNull(),
    currency: text().notNull(),
    amountMinor: minor("amount_minor"),
    state: text().notNull(),
    providerRef: text("provider_ref"),
    /** Of a refund: the payment that it gives back. */
    ofPayment: uuid("of_payment"),
    /** Why it failed, by name. */
    failure: text(),
    attempts: integer().notNull().default(0),
    /** When it is tried or asked about again; null: at its end. */
    nextAt: at("next_at"),
    transaction: uuid(),
    createdAt: at("created_at").notNull().defaultNow(),
    endedAt: at("ended_at"),
  },
  (t) => [
    index("payment_account").on(t.account, t.createdAt),
    index("payment_due").on(t.nextAt).where(sql`${t.nextAt} is not null`),
    index("payment_provider_ref").on(t.provider, t.providerRef),
  ],
);

/** What providers called back, once each. */
export const paymentEvent = pgTable(
  "payment_event",
  {
    provider: text().notNull(),
    id: text().notNull(),
    payment: uuid(),
    content: jsonb().notNull(),
    outcome: text().notNull(),
    receivedAt: at("received_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.id] })],
);

/** Public keys that receipts were signed with. */
export const receiptKey = pgTable("receipt_key", {
  kid: text().primaryKey(),
  /** Raw Ed25519 public key, base64url. */
  publicKey: text("public_key").notNull(),
  since: at("since").notNull().defaultNow(),
});

/** Numbers are given without a gap, per estate and local year, in the transaction that writes the receipt. */
export const receiptCounter = pgTable(
  "receipt_counter",
  { estate: text().notNull(), year: integer().notNull(), last: integer().notNull().default(0) },
  (t) => [primaryKey({ columns: [t.estate, t.year] })],
);

/** Stays whose receipt is not written yet. A trigger on `stay` puts them here, so that the search for them is never one through all stays. */
export const receiptDue = pgTable(
  "receipt_due",
  { estate: text().notNull(), session: uuid().notNull(), revision: integer().notNull() },
  (t) => [primaryKey({ columns: [t.estate, t.session, t.revision] })],
);

/** Receipts and credit notes. Append-only. */
export const receipt = pgTable(
  "receipt",
  {
    id: uuid().primaryKey(),
    estate: text().notNull(),
    year: integer().notNull(),
    number: integer().notNull(),
    /** receipt | credit-note */
    kind: text().notNull(),
    account: uuid(),
    session: uuid().notNull(),
    /** The stay's revision that it is of. */
    revision: integer().notNull(),
    /** Of a credit note: the receipt that it takes back. */
    takesBack: uuid("takes_back"),
    /** The signed bytes, as text. */
    text: text().notNull(),
    /** Ed25519, base64url. */
    signature: text().notNull(),
    kid: text().notNull(),
    issuedAt: at("issued_at").notNull(),
  },
  (t) => [
    unique("receipt_number").on(t.estate, t.year, t.number),
    unique("receipt_once").on(t.session, t.revision, t.kind),
    index("receipt_account").on(t.account, t.issuedAt),
  ],
);
