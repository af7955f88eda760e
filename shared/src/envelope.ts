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
  /** Schema version of this kind of fact. */
  v: z.int().positive(),
  estate: EstateId,
  gate: GateId,
  epoch: Epoch,
  /** 1, 2, 3 … without a gap within the epoch. */
  seq: z.int().positive(),
  id: FactId,
  kind: z.string().min(1),
  wallMs: WallMs,
  monoMs: MonoMs,
  bootId: z.string().min(1),
  clock: ClockQuality,
  /** Version of the estate's rules that the gate held. 0: none yet. */
  rules: z.int().nonnegative(),
  /** Hash of the fact before; 64 zeros before the first. */
  prevHash: Sha256,
  body: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;

/**
 * Places lent to a gate in one zone, as counters that only grow (SYNC.md, leases). The cloud raises `lent`, the gate the
 * others. `voided`: a place used by a grant whose car backed out, so it may be used again.
 */
export const Lease = z.object({
  lent: z.int().nonnegative(),
  used: z.int().nonnegative(),
  returned: z.int().nonnegative(),
  voided: z.int().nonnegative(),
});
export type Lease = z.infer<typeof Lease>;

export const NO_LEASE: Lease = { lent: 0, used: 0, returned: 0, voided: 0 };

/** Places that a gate may still give. */
export const leaseLeft = (lease: Lease): number => lease.lent - lease.used - lease.returned + lease.voided;

/** Topic `facts`, gate → cloud: contiguous facts from `from`. One batch in flight. */
export const FactBatch = z.looseObject({
  v: z.literal(WIRE_VERSION),
  epoch: Epoch,
  from: z.int().positive(),
  /** The facts' texts, byte for byte as journalled. */
  facts: z.array(z.string()).max(BATCH_FACTS),
  /** The gate's clocks at sending, from which the cloud dates facts of the same boot. */
  bootId: z.string().min(1),
  wallMs: WallMs,
  monoMs: MonoMs,
  /** The gate's lease counters by zone, from which a cloud restored from a backup learns what it had lent. */
  leases: z.record(ZoneId, Lease),
});
export type FactBatch = z.infer<typeof FactBatch>;

/**
 * Topic `ack`, cloud → gate, after the commit. Everything up to `through` is durable and `hash` is that fact's hash.
 * It may go backwards when the cloud was restored; the gate then sends again from there. It is also the answer to a gap.
 */
export const Ack = z.looseObject({
  v: z.literal(WIRE_VERSION),
  epoch: Epoch,
  through: z.int().nonnegative(),
  hash: Sha256,
  /** Set when the cloud saw two histories of one epoch: the gate must stop and begin a new one. */
  fork: z.boolean().optional(),
});
export type Ack = z.infer<typeof Ack>;

/** Topic `sync`, gate → cloud: what I have. Sent on connecting, on drift, on a gap in the rules and once a minute. */
export const SyncState = z.looseObject({
  v: z.literal(WIRE_VERSION),
  epoch: Epoch,
  /** Version and digest of the rules held; 0 and 64 zeros: none. */
  rules: z.int().nonnegative(),
  digest: Sha256,
  /** "snapshot": the replica is broken or drifted, send all of it. */
  want: z.enum(["delta", "snapshot"]),
  leases: z.record(ZoneId, Lease),
});
export type SyncState = z.infer<typeof SyncState>;

/** Topic `status`, gate → cloud, retained; the last will says `online: false`. */
export const GateStatus = z.looseObject({
  v: z.literal(WIRE_VERSION),
  online: z.boolean(),
  software: z.string().optional(),
  epoch: Epoch.optional(),
  /** Facts in the journal that the cloud has not acknowledged. */
  waiting: z.int().nonnegative().optional(),
  rules: z.int().nonnegative().optional(),
  faults: z.array(z.object({ device: z.string(), code: z.string(), words: z.string() })).optional(),
});
export type GateStatus = z.infer<typeof GateStatus>;
