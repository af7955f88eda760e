import { z } from "zod";
import { Currency, Minor } from "./money.ts";

/** Which way a lane lets cars pass. */
export const Direction = z.enum(["arrive", "depart"]);
export type Direction = z.infer<typeof Direction>;

/** Which bays a zone holds. */
export const BayClass = z.enum(["standard", "electric", "truck", "disabled", "reserved"]);
export type BayClass = z.infer<typeof BayClass>;

/** What kind of vehicle stands there, as its credential names it. */
export const VehicleClass = z.enum(["standard", "electric", "truck", "disabled"]);
export type VehicleClass = z.infer<typeof VehicleClass>;

/** Whose vehicles a zone's bays are for. A reserved zone asks for a right instead. */
export const ADMITTED: Readonly<Record<BayClass, readonly VehicleClass[]>> = {
  standard: ["standard", "electric", "disabled"],
  electric: ["electric"],
  truck: ["truck"],
  disabled: ["disabled"],
  reserved: VehicleClass.options,
};

/** What becomes of an account whose car is inside and that arrives again. */
export const AntiPassback = z.enum(["hard", "sure", "soft"]);
export type AntiPassback = z.infer<typeof AntiPassback>;

/** What a number plate alone may do. `off`: nothing; `exact`: it must be read letter for letter; `fuzzy`: also one that looks alike, if it is the only one known. */
export const PlateMatch = z.enum(["off", "exact", "fuzzy"]);
export type PlateMatch = z.infer<typeof PlateMatch>;

/** What becomes of codes that hang on the time while a gate is not sure of it. */
export const UnsureClock = z.enum(["refuse-codes", "take-codes"]);
export type UnsureClock = z.infer<typeof UnsureClock>;

/** What a plain card (tier E, which can be copied) may do at an arrival. `with-plate`: a plate of the same account must have been seen before it. */
export const PlainCards = z.enum(["open", "with-plate"]);
export type PlainCards = z.infer<typeof PlainCards>;

/** No operator allows a gate more places beyond its lease than this. */
export const MOST_OVERDRAWN = 1_000;

/** The price that was shown at arrival, frozen into the stay; prices move only for the next car. */
export const Offer = z.object({
  tariff: z.string().min(1),
  version: z.int().positive().describe("version of the tariff, 1, 2, 3 …"),
  factorPermille: z
    .int()
    .min(0)
    .max(10_000)
    .describe("occupancy factor in thousandths: 1250 is one and a quarter times the base price"),
});
export type Offer = z.infer<typeof Offer>;

/** What an operator decided for a whole estate and a gate must obey with the link down. */
export const EstatePolicy = z.object({
  name: z.string().min(1),
  timeZone: z.string().min(1),
  currency: Currency,
  unknownAtDeparture: z
    .enum(["open", "refuse"])
    .describe(
      "what becomes of a departure whose credential this gate does not know: cut off, it may not have heard of it",
    ),
  grantMs: z
    .int()
    .min(1_000)
    .max(600_000)
    .describe("a granted car that does not move for so long is taken as backed out, ms"),
  stuckMs: z.int().min(1_000).max(3_600_000).describe("a car under the arm for longer than this is stuck, ms"),
  repeatMs: z.int().min(0).max(60_000).describe("the same credential read again within this time is the same tap, ms"),
  departuresHeard: z
    .boolean()
    .optional()
    .describe("false: a departure gate is cut off, so a car that is said to be inside may have left; absent: true"),
  antiPassback: AntiPassback.optional().describe(
    "an account that is inside arrives again. hard: refused, however old the news; sure: refused where the gate is sure of it; soft: let in, and an operator is told; absent: sure",
  ),
  plateMatch: PlateMatch.optional().describe(
    "what a plate alone may do. off: nothing; exact: open when it was read letter for letter; fuzzy: also one that looks alike, if no other known plate does; absent: exact",
  ),
  plateConfidencePermille: z
    .int()
    .min(0)
    .max(1_000)
    .optional()
    .describe("what the camera must be sure of for a plate to open alone, thousandths; absent: 0"),
  plainCards: PlainCards.optional().describe(
    "what a card that can be copied may do at an arrival. with-plate: a plate of its account must have been seen before it; absent: open",
  ),
  staleAfterMs: z
    .int()
    .positive()
    .optional()
    .describe("rules that the cloud has not confirmed for so long are stale, ms; absent: never"),
  staleArrivals: z
    .int()
    .nonnegative()
    .optional()
    .describe(
      "so many arrivals of one account a gate grants on stale rules, or on a certificate alone; absent: any number, and one",
    ),
  overdraw: z
    .int()
    .nonnegative()
    .max(MOST_OVERDRAWN)
    .optional()
    .describe("so many places beyond its lease a gate that is cut off gives in each zone; absent: none"),
  unsureClock: UnsureClock.optional().describe(
    "what becomes of codes that hang on the time while a gate's clock is not sure of it; absent: refuse-codes",
  ),
});
export type EstatePolicy = z.infer<typeof EstatePolicy>;

/** What a gate needs to know of a zone to let a car in alone. */
export const ZoneRule = z.object({
  capacity: z.int().nonnegative().describe("bays"),
  class: BayClass,
  offer: Offer.describe("what the next arrival is billed by"),
  offerWords: z.string().describe("the price in a driver's words, for the display: 2.40 EUR an hour"),
  minimumCoverMinor: Minor.describe("what an account must be able to spend to arrive, minor units"),
});
export type ZoneRule = z.infer<typeof ZoneRule>;
