import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

// The tables of the cloud. Amounts are bigint minor units. What the schema cannot say (the ledger's zero-sum trigger, what
// may never be updated) stands in the hand-written migrations.

const minor = (name: string) => bigint(name, { mode: "bigint" }).notNull();
const count = (name: string) => bigint(name, { mode: "number" }).notNull();
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** What is true of the whole house, one row each: `card-key` holds the fingerprint of the card key in use. */
export const house = pgTable("house", { id: text().primaryKey(), value: text().notNull() });

// Estates and their places

export const estate = pgTable(
  "estate",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** Where it is, degrees of WGS 84; null: not known. Never one without the other. */
    lat: doublePrecision(),
    lon: doublePrecision(),
    /** As a person would write it on a letter; null: not known. */
    address: text(),
    /** The `LocalHours` in which it is open; none: always. */
    openingHours: jsonb("opening_hours").notNull().default([]),
    timeZone: text("time_zone").notNull(),
    currency: text().notNull(),
    unknownAtDeparture: text("unknown_at_departure").notNull().default("open"),
    grantMs: integer("grant_ms").notNull().default(30_000),
    stuckMs: integer("stuck_ms").notNull().default(120_000),
    repeatMs: integer("repeat_ms").notNull().default(3_000),
    /** How long a departure waits for its arrival before a stay is made of it alone (MONEY.md, edge case 1). */
    departureWaitsMs: count("departure_waits_ms").default(259_200_000),
    /** What a stay costs of which nobody saw one end: closed by the next arrival, or started by the system (MONEY.md, edge cases 1 and 2). */
    missedDepartureMinor: minor("missed_departure_minor").default(sql`0`),
    /** What becomes of an account that is inside and arrives again: `hard`, `sure` or `soft` (MONEY.md, edge case 5). */
    antiPassback: text("anti_passback").notNull().default("sure"),
    /** Rules older than this are stale: an account may then arrive `staleArrivals` times more (MONEY.md, edge case 8). */
    staleAfterMs: count("stale_after_ms").default(86_400_000),
    staleArrivals: integer("stale_arrivals").notNull().default(2),
    /** What a plate alone may do: `off`, `exact` or `fuzzy`; and how sure of it the camera must be, thousandths. */
    plateMatch: text("plate_match").notNull().default("exact"),
    plateConfidencePermille: integer("plate_confidence_permille").notNull().default(800),
    /** What a card that can be copied may do: `open` or `with-plate`. */
    plainCards: text("plain_cards").notNull().default("open"),
    /** What becomes of QR codes while a gate is not sure of the time: `refuse-codes` or `take-codes`. */
    unsureClock: text("unsure_clock").notNull().default("refuse-codes"),
    /** Whoever signs up may park here. */
    public: boolean().notNull().default(true),
    /** Version and digest of the rules as last written by the rules feed. */
    rulesVersion: count("rules_version").default(0),
    rulesDigest: text("rules_digest").notNull().default("0".repeat(64)),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    check(
      "estate_position",
      sql`(${t.lat} is null) = (${t.lon} is null) and ${t.lat} between -90 and 90 and ${t.lon} between -180 and 180`,
    ),
  ],
);

export const tariff = pgTable(
  "tariff",
  {
    id: text().notNull(),
    version: integer().notNull(),
    currency: text().notNull(),
    /** Validated by pricing/tariff.ts. */
    content: jsonb().notNull(),
    effectiveAt: at("effective_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.id, t.version] })],
);

/** A tariff that somebody works on; publishing it makes the next version of `tariff`. */
export const tariffDraft = pgTable("tariff_draft", {
  id: uuid().primaryKey(),
  tariff: text().notNull(),
  currency: text().notNull(),
  /** Validated by pricing/tariff.ts. */
  content: jsonb().notNull(),
  words: text().notNull(),
  author: text().notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  changedAt: at("changed_at").notNull().defaultNow(),
  publishedVersion: integer("published_version"),
});

export const zone = pgTable(
  "zone",
  {
    estate: text()
      .notNull()
      .references(() => estate.id),
    id: text().notNull(),
    name: text().notNull(),
    class: text().notNull(),
    capacity: integer().notNull(),
    minimumCoverMinor: minor("minimum_cover_minor"),
    tariff: text().notNull(),
    /** The `PricePolicy` of pricing/dynamic-price.ts; null: the default one. */
    pricing: jsonb(),
  },
  (t) => [primaryKey({ columns: [t.estate, t.id] }), check("zone_capacity", sql`${t.capacity} >= 0`)],
);

/** One row a zone. Places in use = arrivals − departures + corrections, shown as 0 when late facts make it negative for a while. */
export const occupancy = pgTable(
  "occupancy",
  {
    estate: text().notNull(),
    zone: text().notNull(),
    arrivals: count("arrivals").default(0),
    departures: count("departures").default(0),
    /** Sum of corrections made by persons, each kept in `occupancy_count`. */
    corrections: count("corrections").default(0),
    /** Granted arrivals whose end is not known yet: they hold a place. */
    passing: count("passing").default(0),
    factorPermille: integer("factor_permille").notNull().default(1000),
    factorSince: at("factor_since").notNull().defaultNow(),
    /** The factor that is announced, and from when it holds; null: none. */
    nextPermille: integer("next_permille"),
    nextAt: at("next_at"),
  },
  (t) => [primaryKey({ columns: [t.estate, t.zone] })],
);

/** What persons counted in zones, and what the books said then. Never changed. */
export const occupancyCount = pgTable(
  "occupancy_count",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    estate: text().notNull(),
    zone: text().notNull(),
    at: at("at").notNull(),
    actor: text().notNull(),
    /** Places in use, as a person saw. */
    saw: integer().notNull(),
    /** Places in use by the books, before. */
    before: integer().notNull(),
    /** By how much the sum behind them was moved. */
    moved: integer().notNull(),
    /** Arrivals and departures that had ever been counted. */
    passages: count("passages"),
    reason: text().notNull(),
  },
  (t) => [index("occupancy_count_zone").on(t.estate, t.zone, t.id)],
);

export const priceMove = pgTable("price_move", {
  id: bigserial({ mode: "number" }).primaryKey(),
  estate: text().notNull(),
  zone: text().notNull(),
  at: at("at").notNull(),
  fromPermille: integer("from_permille").notNull(),
  toPermille: integer("to_permille").notNull(),
  reason: text().notNull(),
  /** When it was announced; null: it was not. */
  announcedAt: at("announced_at"),
  /** What the controller looked at. */
  inputs: jsonb(),
});

// Gates and what they sent

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

// Accounts and credentials

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

export const issuerKey = pgTable("issuer_key", {
  /** Key id, hex. */
  kid: text().primaryKey(),
  /** Raw Ed25519 public key, base64url. */
  publicKey: text("public_key").notNull(),
  notBefore: at("not_before").notNull(),
  notAfter: at("not_after").notNull(),
});

/** Bearer tokens, by SHA-256 in hex. */
export const token = pgTable("token", {
  hash: text().primaryKey(),
  /** driver | operator | integrator */
  role: text().notNull(),
  account: uuid().references(() => account.id),
  label: text().notNull(),
  /** What an integrator's key may: `Scope`s of accounts/permits.ts. */
  scopes: text().array().notNull().default(sql`'{}'`),
  /** Estates that an integrator's key is for; null: all. */
  estates: text().array(),
  createdAt: at("created_at").notNull().defaultNow(),
  expiresAt: at("expires_at"),
});

// People who sign in. better-auth reads and writes the first five tables (accounts/sign-in.actions.ts); their times are real ones and
// never the town's, which may run many times as fast.

/** A person with a mail address. The id is the account's. */
export const signInUser = pgTable("sign_in_user", {
  id: uuid().primaryKey(),
  email: text().notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  /** Only what was said at sign-up; `account.name` is the name. */
  name: text().notNull(),
  image: text(),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

const ofSignInUser = () =>
  uuid("user_id")
    .notNull()
    .references(() => signInUser.id, { onDelete: "cascade" });

/** A device on which somebody is signed in. Its token is of no use without the house's sign-in secret. */
export const signInSession = pgTable(
  "sign_in_session",
  {
    id: uuid().primaryKey(),
    userId: ofSignInUser(),
    token: text().notNull().unique(),
    expiresAt: at("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sign_in_session_user").on(t.userId), index("sign_in_session_expiry").on(t.expiresAt)],
);

/** Sign-in by passwords and other houses, which there is none of: the library wants the table. */
export const signInMethod = pgTable(
  "sign_in_method",
  {
    id: uuid().primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: ofSignInUser(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: at("access_token_expires_at"),
    refreshTokenExpiresAt: at("refresh_token_expires_at"),
    scope: text(),
    password: text(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sign_in_method_user").on(t.userId)],
);

/** Codes that were mailed (as keyed hashes) and challenges of passkeys, until they are used or expire. */
export const signInCode = pgTable(
  "sign_in_code",
  {
    id: uuid().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sign_in_code_identifier").on(t.identifier), index("sign_in_code_expiry").on(t.expiresAt)],
);

/** Public keys of passkeys (WebAuthn). */
export const passkey = pgTable(
  "passkey",
  {
    id: uuid().primaryKey(),
    name: text(),
    publicKey: text("public_key").notNull(),
    userId: ofSignInUser(),
    credentialID: text("credential_id").notNull().unique(),
    counter: count("counter"),
    deviceType: text("device_type").notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text(),
    aaguid: text(),
    createdAt: at("created_at"),
  },
  (t) => [index("passkey_user").on(t.userId)],
);

/** Who works here: whoever proves to have this mail address has the role. */
export const staff = pgTable("staff", {
  id: uuid().notNull().unique().defaultRandom(),
  /** In small letters. */
  email: text().primaryKey(),
  /** operator | installer */
  role: text().notNull(),
  /** Estates where they have it; null: all, and what is no estate's alone. */
  estates: text().array(),
  invitedBy: text("invited_by").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

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

// Sessions and money

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

// Payments

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

// Receipts

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

// Rules on their way to the gates

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

// What drivers are told

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

// For people

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
