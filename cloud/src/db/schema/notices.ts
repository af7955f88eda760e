import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { account } from "./accounts.ts";
import { at, minor } from "./columns.ts";
import { estate } from "./places.ts";

// What drivers are told.

/** Which notices an account wants. Without a row it is told nothing, and costs nothing. */
export const noticeWish = pgTable("notice_wish", {
  account: uuid()
    .primaryKey()
    .references(() => account.id),
  stayBegan: boolean("stay_began").notNull().default(true),
  stayEnded: boolean("stay_ended").notNull().default(true),
  lowBalance: boolean("low_balance").notNull().default(true),
  favouriteFull: boolean("favourite_full").notNull().default(true),
  /** Its own money without what it owes is low below this. */
  lowBalanceMinor: minor("low_balance_minor").default(sql`500`),
  /** `QuietHours` of notify/notice.ts; null: none. */
  quietHours: jsonb("quiet_hours"),
  /** By mail, while no browser takes its messages. */
  byMail: boolean("by_mail").notNull().default(false),
  /** It was told that its balance is low, and has not filled it since. */
  toldLow: boolean("told_low").notNull().default(false),
});

/** A browser that takes Web Push messages for an account. */
export const pushSubscription = pgTable(
  "push_subscription",
  {
    id: uuid().primaryKey(),
    account: uuid()
      .notNull()
      .references(() => account.id),
    /** The push service's address for it. Whoever knows it can send there only with the house's key. */
    endpoint: text().notNull().unique(),
    /** The browser's public key, a raw P-256 point, base64url (RFC 8291). */
    p256dh: text().notNull(),
    /** Its authentication secret, 16 bytes, base64url. */
    auth: text().notNull(),
    /** BCP 47; null: the account's. */
    language: text(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [index("push_subscription_account").on(t.account)],
);

/** Estates of which an account wants to know whether there is room. */
export const favourite = pgTable(
  "favourite",
  {
    account: uuid()
      .notNull()
      .references(() => account.id),
    estate: text()
      .notNull()
      .references(() => estate.id),
    /** What it was told last, or saw when it chose the estate. */
    toldFull: boolean("told_full").notNull(),
    toldAt: at("told_at"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.estate] }), index("favourite_estate").on(t.estate)],
);

/** What happened that somebody may want to know, put here by triggers on the rows themselves. Append-only but for its end: no hot row. */
export const noticeDue = pgTable(
  "notice_due",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    /** stay-began | stay-ended | wallet | estate */
    kind: text().notNull(),
    account: uuid(),
    session: uuid(),
    estate: text(),
    /** Not looked at before, by the house's clock. */
    dueAt: at("due_at").notNull().default(sql`to_timestamp(0)`),
  },
  (t) => [index("notice_due_time").on(t.dueAt)],
);

/** One notice on its way to one address. Its times are the world's, whatever speed the house's clock has. */
export const noticeDelivery = pgTable(
  "notice_delivery",
  {
    id: uuid().primaryKey(),
    account: uuid().notNull(),
    /** What it is about, once for ever: `stay-ended:<session>` … */
    key: text().notNull(),
    /** A channel of notify/channels.ts. */
    channel: text().notNull(),
    /** The channel's address: a push subscription's id; of mail the account's. */
    address: uuid().notNull(),
    /** The `Notice` of notify/notice.ts. */
    content: jsonb().notNull(),
    /** queued → delivered | expired | refused | gone */
    state: text().notNull(),
    attempts: integer().notNull().default(0),
    /** When it is tried again; null: at its end. */
    nextAt: at("next_at"),
    expiresAt: at("expires_at").notNull(),
    /** Why the last try failed. */
    failure: text(),
    createdAt: at("created_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    unique("notice_delivery_once").on(t.key, t.channel, t.address),
    index("notice_delivery_due").on(t.nextAt).where(sql`${t.nextAt} is not null`),
    index("notice_delivery_account").on(t.account),
    index("notice_delivery_ended").on(t.endedAt).where(sql`${t.endedAt} is not null`),
  ],
);
