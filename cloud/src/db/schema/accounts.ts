import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, minor } from "./columns.ts";
import { estate } from "./places.ts";

// Accounts, what they show at a gate, and what they may: credentials, groups, subscriptions, vouchers, bays.

export const account = pgTable("account", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  currency: text().notNull(),
  /** person | group | visitor. A group's members are in `group_member`; it has one wallet and one bill. */
  kind: text().notNull().default("person"),
  /** A `loyalty_rank`; null: none earned yet. */
  rank: text(),
  /** How far below zero it may go instead of what its rank says; null: the rank's limit. */
  creditLimitMinor: bigint("credit_limit_minor", { mode: "bigint" }),
  /** `{ belowMinor, amountMinor }`: what is fetched from its payment methods when less can be spent; null: never. */
  autoTopUp: jsonb("auto_top_up"),
  /** The language its owner reads, BCP 47; null: not said. */
  language: text(),
  blockedAt: at("blocked_at"),
  /** When its owner had it deleted. The row stays for the ledger, without anything that says whose it was. */
  erasedAt: at("erased_at"),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** At which estates an account's rules are held. */
export const access = pgTable(
  "access",
  {
    account: uuid()
      .notNull()
      .references(() => account.id),
    estate: text()
      .notNull()
      .references(() => estate.id),
  },
  (t) => [primaryKey({ columns: [t.account, t.estate] })],
);

export const card = pgTable(
  "card",
  {
    /** Keyed hash of the UID. */
    ref: text().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    label: text().notNull(),
    /** AES-128 key of this one card, base64url: it must prove that it holds it (tier D); null: a plain card. */
    aes: text(),
    /** The vehicle that it is for; null: any of the account's. */
    vehicle: uuid(),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("card_account").on(t.account)],
);

/** A vehicle of an account. Its plate is a credential: gates know its keyed hash. */
export const vehicle = pgTable(
  "vehicle",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    label: text().notNull(),
    /** A `VehicleClass`. */
    class: text().notNull(),
    /** As its owner writes it; null: without a plate. */
    plate: text(),
    /** Keyed hash of the normalised plate. */
    plateRef: text("plate_ref").unique(),
    /** Keyed hash of what the plate has in common with plates that look like it. */
    plateAlike: text("plate_alike"),
    endedAt: at("ended_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("vehicle_account").on(t.account), index("vehicle_plate_alike").on(t.plateAlike)],
);

/** Who may use bays of a reserved zone: its owners, and whom they invite. */
export const bayRight = pgTable(
  "bay_right",
  {
    id: uuid().primaryKey(),
    estate: text().notNull(),
    zone: text().notNull(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    /** Null for an owner, the owner's right for a guest. */
    guestOf: uuid("guest_of"),
    /** How many cars at a time. */
    places: integer().notNull().default(1),
    fromAt: at("from_at").notNull(),
    untilAt: at("until_at"),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("bay_right_account").on(t.account), index("bay_right_zone").on(t.estate, t.zone)],
);

/** What an account has to have done for a rank, and what the rank is worth. The rule is data. */
export const loyaltyRank = pgTable("loyalty_rank", {
  id: text().primaryKey(),
  name: text().notNull(),
  /** The highest one that is earned counts. */
  position: integer().notNull().unique(),
  /** Validated by wallets/loyalty.ts. */
  rule: jsonb().notNull(),
  creditLimitMinor: minor("credit_limit_minor").default(sql`0`),
});

/** An account is a member of one group at most. */
export const groupMember = pgTable(
  "group_member",
  {
    account: uuid()
      .primaryKey()
      .references(() => account.id),
    group: uuid("group_account")
      .notNull()
      .references(() => account.id),
    /** What the group pays for this member in a month of the group's time zone; null: whatever it costs. */
    monthlyLimitMinor: bigint("monthly_limit_minor", { mode: "bigint" }),
    /** May invite and dismiss members, and see the group's bills. */
    manages: boolean().notNull().default(false),
    joinedAt: at("joined_at").notNull().defaultNow(),
  },
  (t) => [index("group_member_group").on(t.group)],
);

/** A manager asks whoever proves to have a mail address into the group. Times are real ones, as of all that people are told by mail. */
export const groupInvitation = pgTable(
  "group_invitation",
  {
    id: uuid().primaryKey(),
    group: uuid("group_account")
      .notNull()
      .references(() => account.id),
    /** In small letters. */
    email: text().notNull(),
    monthlyLimitMinor: bigint("monthly_limit_minor", { mode: "bigint" }),
    manages: boolean().notNull().default(false),
    createdAt: at("created_at").notNull(),
    /** Of no use after it. */
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    unique("group_invitation_once").on(t.group, t.email),
    index("group_invitation_email").on(t.email),
    index("group_invitation_expiry").on(t.expiresAt),
  ],
);

/** What a group has paid for a member in a month ("2026-11"). Changed under the lock of the group's wallet. */
export const groupSpend = pgTable(
  "group_spend",
  {
    group: uuid("group_account").notNull(),
    account: uuid().notNull(),
    month: text().notNull(),
    spentMinor: minor("spent_minor").default(sql`0`),
  },
  (t) => [primaryKey({ columns: [t.group, t.account, t.month] })],
);

export const subscriptionPlan = pgTable("subscription_plan", {
  id: text().primaryKey(),
  estate: text()
    .notNull()
    .references(() => estate.id),
  name: text().notNull(),
  zones: text().array().notNull(),
  /** Local windows in which it counts, as in a tariff; empty: always. */
  windows: jsonb().notNull(),
  classes: text().array().notNull(),
  currency: text().notNull(),
  priceMinor: minor("price_minor"),
  /** month | year */
  period: text().notNull(),
  /** How many of its vehicles may be inside on it at a time. */
  places: integer().notNull().default(1),
  createdAt: at("created_at").notNull().defaultNow(),
  endedAt: at("ended_at"),
});

export const subscription = pgTable(
  "subscription",
  {
    id: uuid().primaryKey(),
    plan: text()
      .notNull()
      .references(() => subscriptionPlan.id),
    account: uuid()
      .notNull()
      .references(() => account.id),
    /** Vehicles that it is for; empty: any of the account's. */
    vehicles: uuid().array().notNull(),
    fromAt: at("from_at").notNull(),
    /** Paid until then. */
    untilAt: at("until_at").notNull(),
    renews: boolean().notNull().default(true),
    endedAt: at("ended_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("subscription_account").on(t.account), index("subscription_until").on(t.untilAt)],
);

/** Free time or money that somebody gives a driver: a shop its customers. Used for one stay, once. */
export const voucher = pgTable(
  "voucher",
  {
    id: uuid().primaryKey(),
    /** SHA-256 of its code, hex. */
    codeHash: text("code_hash").notNull().unique(),
    estate: text()
      .notNull()
      .references(() => estate.id),
    /** Who pays for it; null: the estate. */
    sponsor: uuid(),
    /** minutes | amount | percent */
    kind: text().notNull(),
    value: minor("value"),
    words: text().notNull(),
    validFrom: at("valid_from").notNull(),
    validUntil: at("valid_until").notNull(),
    account: uuid(),
    redeemedAt: at("redeemed_at"),
    session: uuid(),
    /** What it was worth on that stay. */
    usedMinor: bigint("used_minor", { mode: "bigint" }),
    usedAt: at("used_at"),
    /** The transaction that billed its sponsor. */
    billed: uuid(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("voucher_account").on(t.account).where(sql`${t.usedAt} is null`)],
);

/** A phone, or a browser, of an account that proves who holds it with a key of its own (docs/credentials.md, tiers A and B). */
export const device = pgTable(
  "device",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    label: text().notNull(),
    /** Its P-256 key as a compressed point, hex. */
    key: text().notNull().unique(),
    /** What stands for it in rules and facts: the beginning of its key's x. */
    ref: text().notNull().unique(),
    /** Until when the newest of its certificates holds. */
    certifiedUntil: at("certified_until").notNull(),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("device_account").on(t.account)],
);

/** One visit that a host gives to a guest, on paper (docs/credentials.md, tier C). */
export const visitorTicket = pgTable(
  "visitor_ticket",
  {
    id: uuid().primaryKey(),
    /** What stands for it in rules and facts: its pass's id. */
    ref: text().notNull().unique(),
    /** The ticket's own; `group_member` says that its host pays. */
    account: uuid()
      .notNull()
      .references(() => account.id),
    host: uuid()
      .notNull()
      .references(() => account.id),
    estate: text()
      .notNull()
      .references(() => estate.id),
    /** A reserved zone of the host's; null: wherever everybody may park. */
    zone: text(),
    /** The right to a bay there. */
    guestRight: uuid("guest_right"),
    label: text().notNull(),
    /** Printed; it opens nothing. */
    plate: text(),
    fromAt: at("from_at").notNull(),
    untilAt: at("until_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Its visit has begun. */
    usedAt: at("used_at"),
    /** It was taken back. */
    revokedAt: at("revoked_at"),
    /** Nothing is left of it but its account. */
    endedAt: at("ended_at"),
  },
  (t) => [
    index("visitor_ticket_host").on(t.host),
    index("visitor_ticket_estate").on(t.estate),
    index("visitor_ticket_open").on(t.id).where(sql`${t.endedAt} is null`),
  ],
);

/** What somebody agreed to, as last said. */
export const consent = pgTable(
  "consent",
  {
    account: uuid()
      .notNull()
      .references(() => account.id),
    /** terms | habits | marketing */
    kind: text().notNull(),
    given: boolean().notNull(),
    saidAt: at("said_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.kind] })],
);
