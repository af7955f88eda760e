import { z } from "zod";
import { CredentialRef } from "./credential.ts";
import { Decision } from "./decision.ts";
import { Direction, Offer, VehicleClass } from "./estate.ts";
import { AccountRef, FactId, LaneId, SessionId, Sha256, ZoneId } from "./ids.ts";
import { OrderOutcome } from "./order.ts";
import { WallMs } from "./time.ts";

/** What keeps a lane open for everybody. */
export const LaneHolder = z.enum(["order", "fire-alarm"]);
export type LaneHolder = z.infer<typeof LaneHolder>;

/** The place and the person of one passage. `decision` is the id of the grant's `decision.made` fact. */
const passage = {
  decision: FactId.describe("id of the grant's `decision.made`, or of the `order.answered` that opened"),
  lane: LaneId,
  zone: ZoneId,
  account: AccountRef.nullable(),
  session: SessionId.nullable(),
};

/**
 * Everything that happens at a gate, past tense, never changed. One schema a kind; the version stands in the envelope.
 * Lease counters move with facts: an arrival's grant uses a place, `passage.abandoned` of an arrival voids that use,
 * `lease.returned` returns some.
 */
export const factBodies = {
  "gate.started": z.object({
    software: z.string().describe("version of the gate's program"),
    previousEpochLost: z.boolean().optional().describe("a journal before this one was set aside"),
    hash: Sha256.optional().describe("hash of that journal's newest fact, where it could be read"),
    leftBehind: z
      .int()
      .positive()
      .optional()
      .describe("facts of that journal that were not acknowledged and will not come, as far as the gate knows"),
  }),
  "decision.made": Decision,
  /** The outcome of the pulse. `elapsedMs`: from the read to the barrier's command, real time. */
  "barrier.opened": z.object({
    decision: FactId.describe("id of the `decision.made`, `order.answered` or `lane.held` that opened"),
    lane: LaneId,
    elapsedMs: z.number().nonnegative().describe("from the read to the barrier's command, real ms"),
  }),
  "barrier.failed": z.object({
    decision: FactId.describe("id of the `decision.made`, `order.answered` or `lane.held` that was to open"),
    lane: LaneId,
    code: z.string(),
    words: z.string(),
  }),
  /** The car has cleared the second loop, inwards: the stay begins. */
  "vehicle.arrived": z.object({
    ...passage,
    offer: Offer.nullable(),
    class: VehicleClass.optional().describe("the vehicle's class, as its credential named it; absent: standard"),
  }),
  /** The car has cleared the second loop, outwards: the stay ends. */
  "vehicle.departed": z.object(passage),
  /** Granted, but the car backed out or never moved: nobody owes anything. */
  "passage.abandoned": z.object({ ...passage, direction: Direction, cause: z.enum(["backed-out", "timeout"]) }),
  /** Granted, and the gate died before it saw the end: nobody knows whether the car passed. Found at boot. */
  "passage.unresolved": z.object({ ...passage, direction: Direction }),
  /** A car passed without a decision: tailgating, or an arm left open. It counts, nobody is charged. */
  "passage.undecided": z.object({ lane: LaneId, zone: ZoneId, direction: Direction }),
  "lane.stuck": z.object({ decision: FactId, lane: LaneId }),
  /** The arm is up and stays up for everybody, until `lane.released`. A `gate.started` ends it, too; a fire alarm that goes on holds anew. */
  "lane.held": z.object({
    lane: LaneId,
    by: LaneHolder,
    order: z.string().nullable().describe("id of the order that asked for it"),
    untilMs: WallMs.nullable().describe(
      "when it ends by itself, ms since 1970; null: when the fire alarm's input clears",
    ),
  }),
  "lane.released": z.object({
    lane: LaneId,
    by: LaneHolder.describe("whose hold ended; while another one's goes on, the arm stays up"),
    cause: z.enum(["order", "expired", "input-cleared"]),
  }),
  "lease.returned": z.object({
    zone: ZoneId,
    places: z.int().positive().describe("how many went back"),
    order: z.string().nullable().describe("id of the order that asked for it"),
  }),
  "order.answered": z.object({
    order: z.string().describe("id of the order"),
    outcome: OrderOutcome,
    words: z.string(),
    card: CredentialRef.optional().describe("of a `link-card` that is done: the card that was held to the reader"),
  }),
  "device.failed": z.object({ device: z.string(), code: z.string(), words: z.string() }),
  "device.recovered": z.object({
    device: z.string(),
    downMs: z.number().nonnegative().describe("how long it did not work, ms"),
  }),
} as const;

export type FactKind = keyof typeof factBodies;
export type FactBody<K extends FactKind> = z.infer<(typeof factBodies)[K]>;

/** A fact's kind and body, as code hands it to the journal. */
export type Fact = { [K in FactKind]: { readonly kind: K; readonly body: FactBody<K> } }[FactKind];

/** The version that this code writes, and the only one it understands. */
export const FACT_VERSION = 1;
