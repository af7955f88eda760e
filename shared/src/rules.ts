import { z } from "zod";
import { CredentialRef } from "./credential.ts";
import { WIRE_VERSION } from "./envelope.ts";
import { EstatePolicy, VehicleClass, ZoneRule } from "./estate.ts";
import { AccountRef, Epoch, EstateId, SessionId, Sha256, ZoneId } from "./ids.ts";
import { LocalHours } from "./local-hours.ts";
import { Minor } from "./money.ts";
import { WallMs } from "./time.ts";

/** Why an account's cover does not suffice, when it does not. */
export const Lack = z.enum(["balance-too-low", "debt-unpaid", "group-limit-reached"]);
export type Lack = z.infer<typeof Lack>;

const cover = {
  coverMinor: Minor.describe(
    "what may still be spent: balance, credit and what a group would pay, holds and debt taken off; minor units",
  ),
  lack: Lack.optional().describe("the refusal where that is not enough; absent: balance-too-low"),
};

/** A right to bays of a reserved zone. */
export const BayRule = z.object({
  zone: ZoneId,
  places: z.int().positive().describe("so many cars at a time, the owner's and all guests' together"),
  own: z.int().positive().optional().describe("so many of them this account's own; absent: all"),
  fromMs: WallMs,
  untilMs: WallMs.nullable().describe("null: until it is taken back"),
  shared: z.array(AccountRef).optional().describe("the other accounts whose cars count: the owner, or guests"),
});
export type BayRule = z.output<typeof BayRule>;

/** What lets an account park without any cover: zone, class, hour and vehicle must all fit. */
export const SubscriptionRule = z.object({
  zones: z.array(ZoneId).optional().describe("absent: any of the estate's"),
  classes: z.array(VehicleClass).optional().describe("absent: any"),
  vehicles: z.array(z.uuid()).optional().describe("the credential's vehicle must be one of these; absent: any"),
  windows: z.array(LocalHours).optional().describe("local days and hours of the estate; absent: always"),
  places: z.int().positive().describe("so many cars at a time"),
  group: AccountRef.optional().describe(
    "whose members share the places: `group/<ref>` names them; absent: the account's own cars alone",
  ),
  fromMs: WallMs,
  untilMs: WallMs,
});
export type SubscriptionRule = z.output<typeof SubscriptionRule>;

/**
 * A gate's rules are a map from key to value. A value travels and is stored as one text, the JSON of its schema below,
 * so that both sides hash the same bytes. Keys: `estate`, `zone/<zone>`, `account/<ref>`, `group/<ref>`, `credential/<ref>`,
 * `plate/<ref>`, `denied/<ref>`, `key/<kid hex>`, `trust-list`, `card-key`, `lease/<gate>/<zone>`.
 */
export const ruleValues = {
  estate: EstatePolicy,
  zone: ZoneRule,
  account: z.object({
    ...cover,
    later: z
      .object({ fromMs: WallMs, ...cover })
      .optional()
      .describe("the cover from a known time on: a group's monthly limit begins anew"),
    blocked: z.boolean().describe("no arrival any more"),
    stay: z
      .object({ session: SessionId, estate: EstateId, zone: ZoneId, sinceMs: WallMs })
      .nullable()
      .describe("the open stay, wherever it is"),
    class: VehicleClass.optional().describe("what credentials that name no vehicle stand for; absent: standard"),
    bays: z.array(BayRule).optional().describe("rights to reserved bays of this estate"),
    subscriptions: z.array(SubscriptionRule).optional(),
  }),
  /** Who shares the places of a group's subscriptions. */
  group: z.object({ members: z.array(AccountRef) }),
  credential: z.object({
    account: AccountRef,
    revoked: z.boolean(),
    class: VehicleClass.optional().describe("the vehicle's class; absent: the account's"),
    vehicle: z.uuid().optional().describe("the vehicle that it stands for; absent: any of the account's"),
    untilMs: WallMs.optional().describe("no arrival any more from then on"),
    aes: z
      .string()
      .regex(/^[A-Za-z0-9_-]{22}$/)
      .optional()
      .describe(
        "AES-128 key of this one card, base64url: it must prove that it holds it (tier D); absent: nothing to prove",
      ),
  }),
  /** Known plates that a camera may take for one another, under the hash of what they have in common. */
  plate: z.object({ refs: z.array(CredentialRef).min(1).describe("of the plates' own rules `credential/<ref>`") }),
  /** A phone's key, or a ticket's pass, that counts no more although its certificate or its time is not over. */
  denied: z.object({
    untilMs: WallMs.describe("by then it has expired by itself"),
    used: z.literal(true).optional().describe("a ticket whose one visit has begun; absent: given up, or taken back"),
  }),
  /** Which issuers' keys count, signed by the house's offline root. A gate that has seen one takes keys from lists alone. */
  "trust-list": z.object({
    root: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .describe("raw Ed25519 public key of the root, base64url"),
    list: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,4096}$/)
      .describe("the signed list (docs/credentials.md), base64url"),
  }),
  /** An issuer's public key for tiers A, B and C, for gates that have seen no trust list. */
  key: z.object({
    ed25519: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .describe("raw public key, base64url"),
    notBeforeMs: WallMs.describe("signs from, ms since 1970"),
    notAfterMs: WallMs.describe("signs until, ms since 1970"),
  }),
  /** It identifies cards and plates; it cannot make one. */
  "card-key": z.object({
    hmac: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .describe("HMAC-SHA-256 key, base64url, under which this house stores card UIDs and plates"),
  }),
  lease: z.object({
    epoch: Epoch.describe("counts only for the gate's journal of this epoch"),
    lent: z.int().nonnegative().describe("places lent so far to that journal; only grows"),
  }),
} as const;

export type RuleKind = keyof typeof ruleValues;
/** A rule's value in code: amounts are bigint. */
export type RuleValue<K extends RuleKind> = z.output<(typeof ruleValues)[K]>;

/** The kind of a key: what stands before the first slash. `undefined`: a kind this code does not know, to be kept. */
export function ruleKind(key: string): RuleKind | undefined {
  const slash = key.indexOf("/");
  const kind = slash < 0 ? key : key.slice(0, slash);
  return Object.hasOwn(ruleValues, kind) ? (kind as RuleKind) : undefined;
}

/** The text under which a rule's value travels, is stored and is hashed. */
export function ruleText<K extends RuleKind>(kind: K, value: RuleValue<K>): string {
  return JSON.stringify(z.encode(ruleValues[kind] as z.ZodType, value));
}

/** What is hashed of one rule for the digest. */
export const ruleDigestText = (key: string, text: string): string => `${key}\0${text}`;

/** The digest of no rules. */
export const EMPTY_DIGEST: Sha256 = "0".repeat(64);

/**
 * Adds or takes away one rule's hash: the digest is the exclusive or of the SHA-256 of every rule's `ruleDigestText`, so it
 * follows each change without reading the rest, in any order.
 */
export function digestXor(digest: Sha256, ruleHash: Sha256): Sha256 {
  let out = "";
  for (let i = 0; i < 64; i += 8) {
    const word = Number.parseInt(digest.slice(i, i + 8), 16) ^ Number.parseInt(ruleHash.slice(i, i + 8), 16);
    out += (word >>> 0).toString(16).padStart(8, "0");
  }
  return out;
}

/** One change: the key and its new text, or null when it is gone. */
export const RuleChange = z.tuple([z.string().min(1), z.string().nullable()]);
export type RuleChange = z.infer<typeof RuleChange>;

/** The receiving gate's facts that these rules already take into account. */
const reflects = z
  .object({ epoch: Epoch, seq: z.int().nonnegative() })
  .nullable()
  .describe("the receiving gate's facts, up to this number, that these rules already take into account");

/** Topic `rules`, cloud → gate. A delta applies only at `from`; `digest` is that of the rules after it. */
export const RulesDelta = z.looseObject({
  v: z.literal(WIRE_VERSION),
  kind: z.literal("delta"),
  from: z.int().nonnegative().describe("the version that it applies to, and to no other"),
  to: z.int().nonnegative().describe("the version after it; the same as `from`: nothing has changed"),
  changes: z.array(RuleChange).describe("pairs of a key and its new text, or null when it is gone"),
  digest: Sha256.describe("digest of all the rules after it"),
  reflects,
});
export type RulesDelta = z.infer<typeof RulesDelta>;

/** Topic `rules`, cloud → gate: part `part` of `parts` of all the rules. `data`: base64 of gzip of one JSON `RuleChange[]`. */
export const RulesSnapshot = z.looseObject({
  v: z.literal(WIRE_VERSION),
  kind: z.literal("snapshot"),
  version: z.int().positive().describe("the version that all parts together make"),
  digest: Sha256.describe("digest of all the rules of that version"),
  part: z.int().nonnegative().describe("0 … parts − 1"),
  parts: z.int().positive(),
  data: z.string().describe("base64 of gzip of one JSON array of pairs of a key and its text"),
  reflects,
});
export type RulesSnapshot = z.infer<typeof RulesSnapshot>;

export const RulesMessage = z.discriminatedUnion("kind", [RulesDelta, RulesSnapshot]);
export type RulesMessage = z.infer<typeof RulesMessage>;
