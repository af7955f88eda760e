import type { Claim } from "@baygate/shared/credential";
import type { DenyReason } from "@baygate/shared/decision";
import type { EstateId } from "@baygate/shared/ids";
import { PROOF_SLOT_S } from "@baygate/shared/proof";
import type { RuleValue } from "@baygate/shared/rules";
import type { ClockQuality } from "@baygate/shared/time";
import { CLOCK_TOLERANCE_MS } from "./clock-quality.ts";

// What a phone's certificate is worth (tiers A and B): whether its proof is fresh, and what a gate that hears nothing of the account may
// do on the certificate alone. The risk is bounded: by the cover at issue, and by so many arrivals a driver (MONEY.md, edge case 8).

/** What of a tap (decide.ts) it hangs on. */
interface Asked {
  readonly estate: EstateId;
  readonly claim: Claim | { readonly fault: string };
  readonly nowMs: number;
  readonly clock: ClockQuality;
  readonly linkFresh: boolean;
  readonly seenBefore: boolean;
  readonly policy: RuleValue<"estate"> | undefined;
  readonly zoneRule: RuleValue<"zone"> | undefined;
  readonly account: RuleValue<"account"> | undefined;
  readonly baysTaken: readonly number[];
  readonly rulesAgeMs: number;
  readonly staleArrivals: number;
}

type Holding = Extract<Claim, { readonly holder: unknown }>;
type AccountRule = RuleValue<"account">;

/** Without a number of the estate's own: arrivals that a gate cut off grants an account of which it knows nothing but its certificate. */
const VOUCHED_ARRIVALS = 1;

const holding = ({ claim }: Pick<Asked, "claim">): Holding | undefined => ("holder" in claim ? claim : undefined);

/** What is wrong with a phone's proof whose signatures hold. */
export function proofFault(tap: Asked): DenyReason | undefined {
  const claim = holding(tap);
  if (claim === undefined) return undefined;
  const { nowMs, clock, policy, seenBefore } = tap;
  const { holder } = claim;
  if (clock === "synchronised") {
    if (nowMs < holder.notBeforeS * 1000 - CLOCK_TOLERANCE_MS) return "pass-not-yet-valid";
    if (nowMs > holder.notAfterS * 1000 + CLOCK_TOLERANCE_MS) return "certificate-expired";
  }
  // The gate's own challenge is new whatever the time is.
  if (claim.tier === "A") return undefined;
  if (clock === "synchronised") {
    const madeMs = claim.slot * PROOF_SLOT_S * 1000;
    if (nowMs < madeMs - CLOCK_TOLERANCE_MS) return "pass-not-yet-valid";
    if (nowMs > madeMs + PROOF_SLOT_S * 1000 + CLOCK_TOLERANCE_MS) return "pass-expired";
  } else if (policy?.unsureClock !== "take-codes") return "clock-unsure";
  return seenBefore ? "pass-replayed" : undefined;
}

/** Why a certificate is not enough for an account that the rules do not hold. */
export function vouchFault(tap: Asked): DenyReason {
  const claim = holding(tap);
  // While the cloud is heard, an account that its rules do not hold may not park here.
  if (claim === undefined || tap.linkFresh) return "unknown-credential";
  const { estates = [], offline } = claim.holder;
  if (!estates.includes(tap.estate)) return "pass-wrong-estate";
  if (tap.clock !== "synchronised") return "clock-unsure";
  if (offline === "never") return "not-offline";
  return "rules-stale";
}

/** The tap of an arrival with what its certificate vouches for, where this gate hears nothing and knows nothing newer. */
export function vouched<T extends Asked>(tap: T): T {
  const claim = holding(tap);
  if (claim === undefined || tap.linkFresh || tap.clock !== "synchronised" || tap.policy === undefined) return tap;
  const { account, nowMs, rulesAgeMs } = tap;
  const { holder } = claim;
  if (holder.offline === "never" || !(holder.estates ?? []).includes(tap.estate)) return tap;
  if (account !== undefined) {
    if (holder.notBeforeS * 1000 <= nowMs - rulesAgeMs) return tap;
    // It was issued after this gate last heard of the account: so is the cover that it says.
    const { lack: _, later: __, ...known } = account;
    return { ...tap, account: { ...known, coverMinor: coverOf(tap, claim) } };
  }
  if (tap.staleArrivals >= (tap.policy.staleArrivals ?? VOUCHED_ARRIVALS)) return tap;
  return { ...tap, account: accountOf(tap, claim), baysTaken: [] };
}

/** Whether an arrival was let in on its certificate alone, so that it is counted. */
export const isVouched = (tap: Pick<Asked, "account" | "claim">): boolean =>
  tap.account === undefined && holding(tap) !== undefined;

function accountOf(tap: Asked, claim: Holding): AccountRule {
  const { holder } = claim;
  const bays = (holder.bays ?? [])
    .filter(({ estate }) => estate === tap.estate)
    .map(({ zone }) => ({
      ...{ zone, places: 1, fromMs: holder.notBeforeS * 1000, untilMs: holder.notAfterS * 1000 },
    }));
  return {
    ...{ coverMinor: coverOf(tap, claim), blocked: false, stay: null, bays },
    ...(holder.class === undefined ? {} : { class: holder.class }),
  };
}

/** `always`: as if it were just what is asked for. */
function coverOf({ zoneRule }: Asked, { holder }: Holding): bigint {
  const askedMinor = zoneRule?.minimumCoverMinor ?? 0n;
  return holder.offline === "always" && holder.coverMinor < askedMinor ? askedMinor : holder.coverMinor;
}

/** By what a code that was shown is known again; undefined: what was shown can never come twice. */
export function seenRef(claim: Asked["claim"]): string | undefined {
  if ("fault" in claim) return undefined;
  if (claim.tier === "C") return claim.ref;
  return claim.tier === "B" ? `${claim.ref}${claim.slot.toString(16).padStart(8, "0")}` : undefined;
}

/** Until when a code that was shown could be shown again, by any clock; ms since 1970. */
export function shownUntilMs(claim: Asked["claim"], nowMs: number): number {
  const endMs =
    "pass" in claim ? claim.pass.notAfterS * 1000 : "slot" in claim ? (claim.slot + 1) * PROOF_SLOT_S * 1000 : 0;
  return Math.max(endMs, nowMs) + 2 * CLOCK_TOLERANCE_MS;
}
