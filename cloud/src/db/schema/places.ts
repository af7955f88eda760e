import { sql } from "drizzle-orm";
import {
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
  uuid,
} from "drizzle-orm/pg-core";
import { at, count, minor } from "./columns.ts";

// Estates, their zones and what they cost, and how many cars are in them.

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
    /** So many places beyond its lease a gate that is cut off gives in each zone (MONEY.md, edge case 6). */
    overdraw: integer().notNull().default(0),
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
