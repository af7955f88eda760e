import { z } from "zod";
import { CredentialRef, ReadFault, Tier } from "./credential.ts";
import { Direction, Offer, VehicleClass } from "./estate.ts";
import { AccountRef, LaneId, SessionId, Sha256, ZoneId } from "./ids.ts";

/** Why a gate opened. */
export const GrantReason = z.enum([
  "arrival-granted",
  /** Already inside by what this gate knows, but it is cut off and may not have heard of the departure. */
  "arrival-granted-unsure-inside",
  /** Already inside, and the estate's policy is soft: an operator is told. */
  "arrival-granted-while-inside",
  "departure-granted",
  /** Nobody is locked in: no open stay is known here, the cloud pairs or flags it. */
  "departure-granted-no-stay",
  /** Revoked, blocked or out of money: the car still gets out, the next arrival is refused. */
  "departure-granted-despite-fault",
  "departure-granted-unknown",
]);
export type GrantReason = z.infer<typeof GrantReason>;

/** Why a gate stayed shut. Every refusal has one of these names. */
export const DenyReason = z.enum([
  "unknown-credential",
  "credential-revoked",
  /** A card that should hold a key, and does not: a copy of its UID. */
  "card-forged",
  /** Plates alone open nothing at this estate. */
  "plates-off",
  /** The camera was less sure of the plate than the estate asks for. */
  "plate-unsure",
  /** More than one known plate looks like it. */
  "plate-ambiguous",
  /** A card that can be copied, and no plate beside it, where the estate asks for both. */
  "plate-missing",
  /** A card that can be copied, beside another account's plate. */
  "plate-mismatch",
  /** Its vehicle was given up, at a time that was known before. */
  "credential-expired",
  "account-blocked",
  /** The zone is for other vehicles. */
  "class-not-allowed",
  /** The zone's bays are kept for others. */
  "bay-reserved",
  "right-not-yet-valid",
  "right-expired",
  /** As many cars as the right allows are inside on it: the owner's own, or a guest's. */
  "right-in-use",
  "balance-too-low",
  /** More is owed than the account's credit. */
  "debt-unpaid",
  /** The group has paid all it pays for this member this month. */
  "group-limit-reached",
  /** The cloud has not been heard for so long that this account may not arrive on what the gate knew then any more. */
  "rules-stale",
  "already-inside",
  "estate-full",
  "pass-expired",
  /** A phone's certificate has run out: it must reach the cloud once. */
  "certificate-expired",
  /** This gate hears nothing of the account, and its certificate is not to be taken alone. */
  "not-offline",
  "pass-not-yet-valid",
  "pass-replayed",
  "pass-wrong-estate",
  "clock-unsure",
  "no-rules-yet",
  "storage-failed",
  ...ReadFault.options,
]);
export type DenyReason = z.infer<typeof DenyReason>;

/** What was said to one read, with everything needed to say it again from the journal. */
export const Decision = z.object({
  lane: LaneId,
  direction: Direction,
  tier: Tier.nullable(),
  credential: CredentialRef.nullable(),
  account: AccountRef.nullable(),
  zone: ZoneId.describe("where the car parks, or parked"),
  class: VehicleClass.optional().describe("the vehicle's class, as its credential names it; absent: standard"),
  outcome: z.enum(["grant", "deny"]),
  reason: z.union([GrantReason, DenyReason]).describe("one of the named reasons"),
  session: SessionId.nullable().describe("the visit that begins or, at a departure, ends as far as the gate knows"),
  overdrawn: z
    .literal(true)
    .optional()
    .describe("the place was none of the gate's lease: it was cut off, and the estate allows overdraw"),
  offer: Offer.nullable().describe("the price shown; an arrival's stay is billed by it"),
  inputs: Sha256.optional().describe(
    "hash of everything that was looked at; the gate keeps the text, so that what explains a decision cannot be changed later",
  ),
});
export type Decision = z.infer<typeof Decision>;
