import type { Claim, ReadFault } from "@baygate/shared/credential";
import type { Decision, DenyReason, GrantReason } from "@baygate/shared/decision";
import type { Direction } from "@baygate/shared/estate";
import type { AccountRef, EstateId, LaneId, SessionId, ZoneId } from "@baygate/shared/ids";
import type { RuleValue } from "@baygate/shared/rules";
import type { ClockQuality } from "@baygate/shared/time";
import { CLOCK_TOLERANCE_MS } from "./clock-quality.ts";
import { bayFault, classOf, coverNow, hasExpired, isStale, isSubscribed } from "./entitlement.ts";
import type { LocalStay } from "./local-stay.ts";
import { proofFault, vouched, vouchFault } from "./vouch.ts";

/** Everything that a decision may lean on. Nothing else is looked at, so that it can be said again from the journal. */
export interface Tap {
  readonly estate: EstateId;
  readonly lane: LaneId;
  /** Where the lane's cars park. */
  readonly zone: ZoneId;
  readonly direction: Direction;
  readonly claim: Claim | { readonly fault: ReadFault | "no-rules-yet" };
  /** The visit that begins if this is an arrival and it is granted. */
  readonly newSession: SessionId;
  /** Wall clock, ms since 1970. */
  readonly nowMs: number;
  readonly clock: ClockQuality;
  /** The gate hears from the cloud, so what it knows of other gates is news. */
  readonly linkFresh: boolean;
  /** The pass was shown before in this direction, within its life. */
  readonly seenBefore: boolean;
  /** Places that this gate may still give in the zone. */
  readonly leaseLeft: number;
  readonly policy: RuleValue<"estate"> | undefined;
  readonly zoneRule: RuleValue<"zone"> | undefined;
  readonly credential: KnownCredential | undefined;
  /** How the plate is known, of a plate that is. `ambiguously`: by its looks it may be one of several, so it stands for none. */
  readonly plateKnown?: "exactly" | "alike" | "ambiguously" | undefined;
  /** Whether a plate of the same account was seen just before; undefined: no plate was. */
  readonly plateBeside?: "same" | "other" | undefined;
  /** Of the account that the credential, the pass or the certificate names. */
  readonly account: RuleValue<"account"> | undefined;
  /** What this gate saw of the account and the rules do not reflect yet. */
  readonly localStay: LocalStay | undefined;
  /** Of each of the account's rights to bays, in their order: cars of those who share it that are inside on it, as far as is known. */
  readonly baysTaken: readonly number[];
  /** Of each of the account's subscriptions, in their order: cars of others who share it that are inside, as far as is known. Only where it matters. */
  readonly subscriptionsTaken: readonly number[];
  /** How long ago the cloud confirmed these rules, ms. */
  readonly rulesAgeMs: number;
  /** Arrivals of the account that this gate granted on stale rules, or on a certificate alone. */
  readonly staleArrivals: number;
}

/** A credential's rule without its key: what is decided on is journalled, and a journal holds no secret. */
export interface KnownCredential extends Omit<RuleValue<"credential">, "aes"> {
  /** The rule holds a key, so that the card must prove itself. */
  readonly proves?: true | undefined;
}

/** Grant or deny, with the reason's name. Pure: the same tap always gets the same answer. */
export function decide(given: Tap): Decision {
  const tap = given.direction === "arrive" ? vouched(given) : given;
  const reason = tap.direction === "arrive" ? arrival(tap) : departure(tap);
  const outcome = isGrant(reason) ? "grant" : "deny";
  const begins = outcome === "grant" && tap.direction === "arrive";
  const ends = tap.direction === "depart" ? stayHere(tap) : undefined;
  const vehicle = tap.direction === "arrive" ? classOf(tap) : "standard";
  return {
    lane: tap.lane,
    direction: tap.direction,
    tier: "fault" in tap.claim ? null : tap.claim.tier,
    credential: "fault" in tap.claim ? null : tap.claim.ref,
    account: accountRef(tap) ?? null,
    // A car leaves the zone it parked in, whichever lane it takes.
    zone: ends?.zone ?? tap.zone,
    ...(vehicle === "standard" ? {} : { class: vehicle }),
    outcome,
    reason,
    session: begins ? tap.newSession : (ends?.session ?? null),
    ...(begins && lacksPlace(tap) ? { overdrawn: true } : {}),
    offer: begins ? (tap.zoneRule?.offer ?? null) : null,
  };
}

type Reason = GrantReason | DenyReason;

const isGrant = (reason: Reason): boolean => reason.startsWith("arrival-") || reason.startsWith("departure-");

const accountRef = (tap: Tap): string | undefined => tap.credential?.account ?? claimedAccount(tap.claim);

/** The account that a claim names itself; a card's stands in the rules. */
export function claimedAccount(claim: Tap["claim"]): AccountRef | undefined {
  if ("pass" in claim) return claim.pass.account;
  if ("holder" in claim) return claim.holder.account;
  return "account" in claim ? claim.account : undefined;
}

function arrival(tap: Tap): Reason {
  const { claim, policy, zoneRule, account } = tap;
  if (policy === undefined || zoneRule === undefined) return "no-rules-yet";
  if ("fault" in claim) return claim.fault;
  const fault = passFault(tap);
  if (fault !== undefined) return fault;
  if (isForged(tap)) return "card-forged";
  const unsure = plateFault(tap) ?? plainCardFault(tap);
  if (unsure !== undefined) return unsure;
  if (tap.credential?.revoked) return "credential-revoked";
  if (hasExpired(tap)) return "credential-expired";
  if (account === undefined) return vouchFault(tap);
  if (account.blocked) return "account-blocked";
  const inside = insideBy(tap);
  // A second car on the same account is told so, rather than what else it would need.
  if (isPassback(tap, inside)) return "already-inside";
  const entitled = bayFault(tap, hearsNews(tap), inside === "sure" ? 1 : 0);
  if (entitled !== undefined) return entitled;
  if (isStale(tap) && tap.staleArrivals >= (policy.staleArrivals ?? Number.POSITIVE_INFINITY)) return "rules-stale";
  const { coverMinor, lack } = coverNow(tap);
  // A subscription spares the minimum, not a debt.
  const minimumMinor = isSubscribed(tap, hearsNews(tap), inside === "no" ? 0 : 1) ? 0n : zoneRule.minimumCoverMinor;
  if (coverMinor < minimumMinor) return lack;
  if (lacksPlace(tap) && !mayOverdraw(tap)) return "estate-full";
  if (inside === "sure") return "arrival-granted-while-inside";
  return inside === "unsure" ? "arrival-granted-unsure-inside" : "arrival-granted";
}

/** Whether an account that is, or may be, inside is refused for that (MONEY.md, edge case 5). A car in a lane of this gate is always sure. */
function isPassback({ policy, localStay }: Tap, inside: Inside): boolean {
  if (localStay?.state === "arriving") return true;
  if (policy?.antiPassback === "soft") return false;
  return policy?.antiPassback === "hard" ? inside !== "no" : inside === "sure";
}

/** Nothing is left of the gate's lease. A right is its own lease: reserved bays are not lent. */
const lacksPlace = ({ zoneRule, leaseLeft }: Tap): boolean => zoneRule?.class !== "reserved" && leaseLeft <= 0;

/** Cut off, a gate gives some places more where the operator would rather have a car too many than one before a shut barrier (MONEY.md, edge case 6). */
const mayOverdraw = ({ linkFresh, leaseLeft, policy }: Tap): boolean =>
  !linkFresh && leaseLeft + (policy?.overdraw ?? 0) > 0;

/** Nobody is locked in (I12): whatever is wrong with a known driver is settled after the car is out. */
function departure(tap: Tap): Reason {
  const { claim, policy, credential, account } = tap;
  const unknown = policy?.unknownAtDeparture === "refuse" ? "unknown-credential" : "departure-granted-unknown";
  if ("fault" in claim) {
    // These two the gate cannot judge for want of keys: it may only not have heard of them yet.
    if (claim.fault === "pass-unknown-key") return unknown === "unknown-credential" ? claim.fault : unknown;
    return claim.fault === "no-rules-yet" ? unknown : claim.fault;
  }
  // Its driver is not the one it names, whose stay must not end by this.
  if (isForged(tap)) return "card-forged";
  const unsure = plateFault(tap);
  if (unsure !== undefined) return unsure;
  if (accountRef(tap) === undefined) return unknown;
  const clockless = passFault(tap);
  if (clockless !== undefined && clockless !== "clock-unsure") return "departure-granted-despite-fault";
  if (credential?.revoked || hasExpired(tap) || account?.blocked) return "departure-granted-despite-fault";
  if (account !== undefined && coverNow(tap).coverMinor <= 0n && !isSubscribed(tap, false, 0))
    return "departure-granted-despite-fault";
  return stayHere(tap) === undefined ? "departure-granted-no-stay" : "departure-granted";
}

/** A card that is registered as one with a key is never taken at its UID's word: that can be copied. */
const isForged = ({ claim, credential }: Tap): boolean =>
  credential?.proves === true && !("fault" in claim) && claim.tier === "E";

/** Why a plate alone says too little; who drives the car has a card or a phone, too. */
function plateFault({ claim, policy, plateKnown }: Tap): DenyReason | undefined {
  if ("fault" in claim || claim.tier !== "P") return undefined;
  if (policy?.plateMatch === "off") return "plates-off";
  if (claim.confidencePermille < (policy?.plateConfidencePermille ?? 0)) return "plate-unsure";
  return plateKnown === "ambiguously" ? "plate-ambiguous" : undefined;
}

/** Only at an arrival: whoever came in with a card gets out with it. */
function plainCardFault({ claim, policy, credential, plateBeside }: Tap): DenyReason | undefined {
  if ("fault" in claim || claim.tier !== "E" || credential === undefined) return undefined;
  if (policy?.plainCards !== "with-plate" || plateBeside === "same") return undefined;
  return plateBeside === "other" ? "plate-mismatch" : "plate-missing";
}

/** What is wrong with a code whose signatures hold. A card has nothing that could be wrong. */
function passFault(tap: Tap): DenyReason | undefined {
  const { claim, clock, estate, nowMs, seenBefore, policy } = tap;
  if (!("pass" in claim)) return proofFault(tap);
  const { pass } = claim;
  if (pass.estate !== undefined && pass.estate !== estate) return "pass-wrong-estate";
  if (clock !== "synchronised" && policy?.unsureClock === "take-codes") return seenBefore ? "pass-replayed" : undefined;
  if (clock !== "synchronised") return "clock-unsure";
  if (nowMs < pass.notBeforeS * 1000 - CLOCK_TOLERANCE_MS) return "pass-not-yet-valid";
  if (nowMs > pass.notAfterS * 1000 + CLOCK_TOLERANCE_MS) return "pass-expired";
  return seenBefore ? "pass-replayed" : undefined;
}

/**
 * Whether the driver's car is inside somewhere: this gate is sure of what goes on in its own lanes, and else while it hears news and
 * the cloud hears of every departure.
 */
function insideBy(tap: Tap): Inside {
  const { account, localStay } = tap;
  if (localStay?.state === "arriving") return "sure";
  const inside = localStay === undefined ? account?.stay != null : localStay.state === "inside";
  if (!inside) return "no";
  return hearsNews(tap) ? "sure" : "unsure";
}

type Inside = "no" | "sure" | "unsure";

const hearsNews = ({ linkFresh, policy }: Tap): boolean => linkFresh && policy?.departuresHeard !== false;

/** The open stay at this estate that a departure ends. */
function stayHere({ account, localStay, estate }: Tap): { session: SessionId; zone: ZoneId } | undefined {
  if (localStay?.state === "gone") return undefined;
  if (localStay !== undefined) return localStay;
  return account?.stay?.estate === estate ? account.stay : undefined;
}
