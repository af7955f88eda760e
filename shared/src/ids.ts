import { z } from "zod";

/** Names that people choose and that stand in MQTT topics and addresses: lower case, digits and dashes, at most 32. */
const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, "lower-case letters, digits and dashes, 1 to 32");

export const EstateId = slug.meta({ id: "EstateId", description: "An estate's short name.", examples: ["harbour"] });
export type EstateId = z.infer<typeof EstateId>;

export const ZoneId = slug.meta({
  id: "ZoneId",
  description: "A zone's short name, unique in its estate.",
  examples: ["main"],
});
export type ZoneId = z.infer<typeof ZoneId>;

/** Unique in the whole house, because the broker's access rule knows a gate by this name alone. */
export const GateId = slug.meta({
  id: "GateId",
  description: "A gate's short name, unique in the house.",
  examples: ["harbour-in"],
});
export type GateId = z.infer<typeof GateId>;

export const LaneId = slug.meta({
  id: "LaneId",
  description: "A lane's short name, unique at its gate.",
  examples: ["lane-1"],
});
export type LaneId = z.infer<typeof LaneId>;

/** UUIDv7 (RFC 9562) of a fact, made at the gate. */
export const FactId = z.uuidv7().meta({ id: "FactId", description: "UUIDv7 of a fact, made at the gate." });
export type FactId = z.infer<typeof FactId>;

/** UUIDv7 of one visit, made at the gate that granted the arrival. */
export const SessionId = z
  .uuidv7()
  .meta({ id: "SessionId", description: "UUIDv7 of one visit, made at the gate that granted the arrival." });
export type SessionId = z.infer<typeof SessionId>;

/** Pseudonymous reference to an account: all that a gate ever knows of a driver. */
export const AccountRef = z.uuid().meta({ id: "AccountRef", description: "Pseudonymous reference to an account." });
export type AccountRef = z.infer<typeof AccountRef>;

/** 64 random bits in hex, made together with a gate's journal: a new journal is a new epoch. */
export const Epoch = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ id: "Epoch", description: "64 random bits in hex, made together with a gate's journal." });
export type Epoch = z.infer<typeof Epoch>;

/** SHA-256 in lower-case hex. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: "Sha256", description: "SHA-256 in lower-case hex." });
export type Sha256 = z.infer<typeof Sha256>;

/** The hash before the first fact of an epoch. */
export const GENESIS_HASH: Sha256 = "0".repeat(64);
