import { z } from "zod";
import { AccountRef, LaneId, ZoneId } from "./ids.ts";
import { WallMs } from "./time.ts";

/** What became of an order. All but `done` mean that nothing was done; a repeated one is not answered again. */
export const OrderOutcome = z.enum(["done", "refused", "expired", "not-supported"]);
export type OrderOutcome = z.infer<typeof OrderOutcome>;

const order = {
  v: z.literal(1),
  id: z.uuidv7().describe("an order is done once by this"),
  issuer: z.string().describe("who asks"),
  reason: z.string().describe("why, for the people who read it later"),
  expiresMs: WallMs.describe("not to be done after this, ms since 1970"),
};

/** Topic `orders`, cloud → gate. Executed once by id, never after expiry, answered by `order.answered`. */
export const Order = z.discriminatedUnion("kind", [
  /** Opens the lane. Needs a car on the approach loop unless `forced`. */
  z.looseObject({
    ...order,
    kind: z.literal("open-gate"),
    lane: LaneId,
    forced: z.boolean().describe("also without a car before the arm"),
  }),
  /**
   * Decides on a driver who scanned this lane's own code (tier S), as on a tap. Done: granted; refused: denied, or there is nobody to let
   * through; the answer's words are the reason's name. Needs a car before the arm.
   */
  z.looseObject({
    ...order,
    kind: z.literal("admit-driver"),
    lane: LaneId,
    account: AccountRef.describe("the driver, as the cloud knows them"),
  }),
  /** Until it expires, the next card that is held to a reader here and that nobody knows answers this: done, with its reference. */
  z.looseObject({ ...order, kind: z.literal("link-card") }),
  /** Opens the lane for everybody, until the time or a `close-gate`. Taps go on being decided, so that stays begin and end. */
  z.looseObject({
    ...order,
    kind: z.literal("hold-open"),
    lane: LaneId,
    untilMs: WallMs.describe("when the gate closes it by itself, ms since 1970"),
  }),
  /** Ends a `hold-open`. Who is under the arm passes first; a fire alarm keeps it open all the same. */
  z.looseObject({ ...order, kind: z.literal("close-gate"), lane: LaneId }),
  z.looseObject({
    ...order,
    kind: z.literal("return-lease"),
    zone: ZoneId,
    places: z.int().positive().describe("how many are asked for; the gate returns what it can"),
  }),
  /** Ask for the rules again, from a snapshot. */
  z.looseObject({ ...order, kind: z.literal("resync") }),
]);
export type Order = z.infer<typeof Order>;
