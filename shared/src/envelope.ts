import { z } from "zod";
import { Epoch, EstateId, FactId, GateId, Sha256, ZoneId } from "./ids.ts";
import { ClockQuality, MonoMs, WallMs } from "./time.ts";

/** Version of everything on the wire; an unknown one is quarantined, unknown fields are kept. */
export const WIRE_VERSION = 1;

/** At most so many facts, or so many bytes of them, go in one batch (SYNC.md, facts, 3). */
export const BATCH_FACTS = 500;
export const BATCH_BYTES = 256 * 1024;

/**
 * What every fact carries (SYNC.md, facts, 2). A fact is journalled and sent as one text, the JSON of this object, and
 * its hash is the SHA-256 of exactly that text (UTF-8): nobody has to agree on how to write JSON a second time.
 */
export const Envelope = z.looseObject({
  v: z.int().positive().describe("schema version of this kind of fact"),
  estate: EstateId,
  gate: GateId,
  epoch: Epoch,
  seq: z.int().positive().describe("1, 2, 3 … without a gap within the epoch"),
  id: FactId,
  kind: z.string().min(1).describe("what happened, past tense; says what `body` is"),
  wallMs: WallMs.describe("the gate's wall clock when it was journalled, ms since 1970"),
  monoMs: MonoMs.describe("the gate's monotonic clock at the same moment, ms"),
  bootId: z.string().min(1).describe("names the boot whose monotonic clock that was"),
  clock: ClockQuality.describe("what the gate knew about its wall clock"),
  rules: z.int().nonnegative().describe("version of the estate's rules that the gate held; 0: none yet"),
  prevHash: Sha256.describe("hash of the fact before; 64 zeros before the first"),
  body: z.unknown().describe("by `kind`"),
});
export type Envelope = z.infer<typeof Envelope>;

/**
 * Places lent to a gate in one zone, as counters that only grow (SYNC.md, leases). The cloud raises `lent`, the gate the
 * others. `voided`: a place used by a grant whose car backed out, so it may be used again.
 */
export const Lease = z.object({
  lent: z.int().nonnegative().describe("places lent so far; only the cloud raises it"),
  used: z.int().nonnegative().describe("places taken by arrivals that were granted"),
  returned: z.int().nonnegative().describe("places given back"),
  voided: z.int().nonnegative().describe("used places whose car backed out, so they may be used again"),
});
export type Lease = z.infer<typeof Lease>;

export const NO_LEASE: Lease = { lent: 0, used: 0, returned: 0, voided: 0 };

/** Places that a gate may still give. */
export const leaseLeft = (lease: Lease): number => lease.lent - lease.used - lease.returned + lease.voided;

/** Topic `facts`, gate → cloud: contiguous facts from `from`. One batch in flight. */
export const FactBatch = z.looseObject({
  v: z.literal(WIRE_VERSION),
  epoch: Epoch,
  from: z.int().positive().describe("number of the first fact in it"),
  facts: z.array(z.string()).max(BATCH_FACTS).describe("the facts' texts, byte for byte as journalled, in order"),
  bootId: z.string().min(1).describe("names the boot that sends"),
  wallMs: WallMs.describe("the gate's wall clock at sending, ms since 1970"),
  monoMs: MonoMs.describe("the gate's monotonic clock at sending, ms: dates the facts of the same boot"),
  leases: z
    .record(ZoneId, Lease)
    .describe("the gate's lease counters by zone; a cloud restored from a backup learns from them what it had lent"),
});
export type FactBatch = z.infer<typeof FactBatch>;

/**
 * Topic `ack`, cloud → gate, after the commit. Everything up to `through` is durable and `hash` is that fact's hash.
 * It may go backwards when the cloud was restored; the gate then sends again from there. It is also the answer to a gap.
 */
export const Ack = z.looseObject({
  v: z.literal(WIRE_VERSION),
  epoch: Epoch,
  through: z.int().nonnegative().describe("every fact up to this number is durable in the cloud; 0: none"),
  hash: Sha256.describe("hash of that fact; 64 zeros for 0"),
  fork: z
    .boolean()
    .optional()
    .describe("the cloud saw two histories of this epoch: the gate must stop it and begin a new one"),
});
export type Ack = z.infer<typeof Ack>;

/** Topic `sync`, gate → cloud: what I have. Sent on connecting, on drift, on a gap in the rules and once a minute. */
export const SyncState = z.looseObject({
  v: z.literal(WIRE_VERSION),
  epoch: Epoch,
  rules: z.int().nonnegative().describe("version of the rules held; 0: none"),
  digest: Sha256.describe("digest of the rules held; 64 zeros: none"),
  want: z.enum(["delta", "snapshot"]).describe("`snapshot`: the rules are broken or drifted, send all of them"),
  leases: z.record(ZoneId, Lease).describe("the gate's lease counters by zone"),
});
export type SyncState = z.infer<typeof SyncState>;

/** Topic `status`, gate → cloud, retained; the last will says `online: false`. */
export const GateStatus = z.looseObject({
  v: z.literal(WIRE_VERSION),
  online: z.boolean().describe("false: said by the last will, or as goodbye"),
  software: z.string().optional().describe("version of the gate's program"),
  epoch: Epoch.optional(),
  waiting: z.int().nonnegative().optional().describe("facts in the journal that the cloud has not acknowledged"),
  rules: z.int().nonnegative().optional().describe("version of the rules held"),
  faults: z
    .array(z.object({ device: z.string(), code: z.string(), words: z.string() }))
    .optional()
    .describe("devices that do not work now: which, a stable code, words for a person"),
});
export type GateStatus = z.infer<typeof GateStatus>;
