import { CredentialRef, OfflinePolicy, ReadFault, Tier } from "@baygate/shared/credential";
import { Direction, VehicleClass } from "@baygate/shared/estate";
import { AccountRef, EstateId, LaneId, SessionId, ZoneId } from "@baygate/shared/ids";
import { Minor } from "@baygate/shared/money";
import { ruleValues } from "@baygate/shared/rules";
import { ClockQuality } from "@baygate/shared/time";
import { z } from "zod";
import type { Tap } from "./decide.ts";

// A tap as a text, so that a decision can be made again from the journal alone. It holds what decide() looks at and no more:
// references and hashes, never a credential or a name.

const Pass = z.object({
  account: AccountRef,
  notBeforeS: z.number(),
  notAfterS: z.number(),
  estate: EstateId.optional(),
});

const Holder = z.object({
  account: AccountRef,
  notBeforeS: z.number(),
  notAfterS: z.number(),
  estates: z.array(EstateId).optional(),
  coverMinor: Minor,
  offline: OfflinePolicy,
  class: VehicleClass.optional(),
  bays: z.array(z.object({ estate: EstateId, zone: ZoneId })).optional(),
});

const StoredTap = z.object({
  estate: EstateId,
  lane: LaneId,
  zone: ZoneId,
  direction: Direction,
  claim: z.union([
    z.object({ fault: z.enum([...ReadFault.options, "no-rules-yet"]) }),
    z.object({ tier: Tier.extract(["C"]), ref: CredentialRef, pass: Pass }),
    z.object({ tier: Tier.extract(["A"]), ref: CredentialRef, holder: Holder }),
    z.object({ tier: Tier.extract(["B"]), ref: CredentialRef, holder: Holder, slot: z.int() }),
    z.object({ tier: Tier.extract(["D", "E"]), ref: CredentialRef }),
    z.object({ tier: Tier.extract(["S"]), ref: CredentialRef, account: AccountRef }),
    z.object({
      tier: Tier.extract(["P"]),
      ref: CredentialRef,
      // Taps of older programs have none of these: what was read was the plate itself.
      alike: CredentialRef.default("0".repeat(16)),
      confidencePermille: z.int().default(1000),
    }),
  ]),
  newSession: SessionId,
  nowMs: z.number(),
  clock: ClockQuality,
  linkFresh: z.boolean(),
  seenBefore: z.boolean(),
  leaseLeft: z.int(),
  policy: ruleValues.estate.optional(),
  zoneRule: ruleValues.zone.optional(),
  credential: ruleValues.credential
    .omit({ aes: true })
    .extend({ proves: z.literal(true).optional() })
    .optional(),
  account: ruleValues.account.optional(),
  localStay: z
    .object({ state: z.enum(["arriving", "inside", "gone"]), session: SessionId, zone: ZoneId, seq: z.int() })
    .optional(),
  plateKnown: z.enum(["exactly", "alike", "ambiguously"]).optional(),
  plateBeside: z.enum(["same", "other"]).optional(),
  // Taps of older programs have none of these.
  baysTaken: z.array(z.int()).default([]),
  subscriptionsTaken: z.array(z.int()).default([]),
  rulesAgeMs: z.number().default(0),
  staleArrivals: z.int().default(0),
});

/** The text of a tap. Amounts are written as the rules write them, as JSON integers. */
export const tapText = (tap: Tap): string =>
  JSON.stringify(tap, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value));

/** The tap that a text was made of; undefined when it is none. */
export function readTap(text: string): Tap | undefined {
  const parsed = StoredTap.safeParse(json(text));
  if (!parsed.success) return undefined;
  const { policy, zoneRule, credential, account, localStay, plateKnown, plateBeside, ...rest } = parsed.data;
  return { ...rest, policy, zoneRule, credential, account, localStay, plateKnown, plateBeside };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
