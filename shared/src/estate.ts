import { z } from "zod";
import { Currency, Minor } from "./money.ts";

/** Which way a lane lets cars pass. */
export const Direction = z.enum(["arrive", "depart"]);
export type Direction = z.infer<typeof Direction>;

/** Which bays a zone holds. */
export const BayClass = z.enum(["standard", "electric", "truck", "disabled", "reserved"]);
export type BayClass = z.infer<typeof BayClass>;

/** The price that was shown at arrival, frozen into the stay; prices move only for the next car. */
export const Offer = z.object({
  tariff: z.string().min(1),
  /** Version of the tariff, 1, 2, 3 … */
  version: z.int().positive(),
  /** Occupancy factor in thousandths: 1250 is one and a quarter times the base price. */
  factorPermille: z.int().min(0).max(10_000),
});
export type Offer = z.infer<typeof Offer>;

/** What an operator decided for a whole estate and a gate must obey with the link down. */
export const EstatePolicy = z.object({
  name: z.string().min(1),
  timeZone: z.string().min(1),
  currency: Currency,
  /** What may leave with a credential that this gate does not know: a gate cut off may simply not have heard of it. */
  unknownAtDeparture: z.enum(["open", "refuse"]),
  /** A car granted entry that does not move within this time is taken as backed out. Milliseconds. */
  grantMs: z.int().min(1_000).max(600_000),
  /** A car under the arm for longer than this is stuck. Milliseconds. */
  stuckMs: z.int().min(1_000).max(3_600_000),
  /** The same credential read again within this time is the same tap. Milliseconds. */
  repeatMs: z.int().min(0).max(60_000),
});
export type EstatePolicy = z.infer<typeof EstatePolicy>;

/** What a gate needs to know of a zone to let a car in alone. */
export const ZoneRule = z.object({
  capacity: z.int().nonnegative(),
  class: BayClass,
  offer: Offer,
  /** The price in a driver's words, for the display: "2.40 EUR an hour". */
  offerWords: z.string(),
  /** What an account must be able to spend to arrive. */
  minimumCoverMinor: Minor,
});
export type ZoneRule = z.infer<typeof ZoneRule>;
