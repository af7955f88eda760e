import { z } from "zod";
import { LaneId, ZoneId } from "./ids.ts";
import { WallMs } from "./time.ts";

/** What became of an order. `expired`, `repeated` and `not-supported` mean that nothing was done. */
export const OrderOutcome = z.enum(["done", "refused", "expired", "not-supported"]);
export type OrderOutcome = z.infer<typeof OrderOutcome>;

const order = { v: z.literal(1), id: z.uuidv7(), issuer: z.string(), reason: z.string(), expiresMs: WallMs };

/** Topic `orders`, cloud → gate. Executed once by id, never after expiry, answered by `order.answered`. */
export const Order = z.discriminatedUnion("kind", [
  /** Opens the lane. Needs a car on the approach loop unless `forced`. */
  z.looseObject({ ...order, kind: z.literal("open-gate"), lane: LaneId, forced: z.boolean() }),
  z.looseObject({ ...order, kind: z.literal("return-lease"), zone: ZoneId, places: z.int().positive() }),
  /** Ask for the rules again, from a snapshot. */
  z.looseObject({ ...order, kind: z.literal("resync") }),
]);
export type Order = z.infer<typeof Order>;
