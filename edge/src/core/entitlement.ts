import type { DenyReason } from "@baygate/shared/decision";
import { ADMITTED, type VehicleClass } from "@baygate/shared/estate";
import type { ZoneId } from "@baygate/shared/ids";
import { isWithinHours } from "@baygate/shared/local-hours";
import type { Lack, RuleValue, SubscriptionRule } from "@baygate/shared/rules";
import type { ClockQuality } from "@baygate/shared/time";

// What an account and its vehicle may, beside what they can pay: which bays, with which right, on which subscription.

/** What of a tap (decide.ts) it hangs on. */
interface Asked {
  readonly zone: ZoneId;
  readonly nowMs: number;
  readonly clock: ClockQuality;
  readonly policy: RuleValue<"estate"> | undefined;
  readonly zoneRule: RuleValue<"zone"> | undefined;
  readonly credential: RuleValue<"credential"> | undefined;
  readonly account: RuleValue<"account"> | undefined;
  readonly baysTaken: readonly number[];
  readonly subscriptionsTaken: readonly number[];
  readonly rulesAgeMs: number;
}

/** What stands before the gate, as its credential names it. A pass names none: then it is what the account's vehicles are. */
export const classOf = ({ credential, account }: Pick<Asked, "credential" | "account">): VehicleClass =>
  credential?.class ?? account?.class ?? "standard";

/** A time that a rule names can be judged. Else it counts: a gate's clock is nothing that a driver could help, and the cloud dates and prices the stay. */
const holds = (tap: Asked, fromMs: number, untilMs: number | null): boolean =>
  tap.clock !== "synchronised" || (fromMs <= tap.nowMs && (untilMs === null || tap.nowMs < untilMs));

/** The credential's vehicle was given up. */
export const hasExpired = (tap: Asked): boolean => !holds(tap, 0, tap.credential?.untilMs ?? null);

/**
 * Why the account may not use the zone's bays. Who else parks on the same right counts where it is sure, or the policy is hard.
 *
 * @param sure what this gate knows of other gates is news.
 * @param ownInside cars of the account that are surely inside.
 */
export function bayFault(tap: Asked, sure: boolean, ownInside: number): DenyReason | undefined {
  const { zone, zoneRule, account } = tap;
  if (zoneRule?.class !== "reserved")
    return zoneRule === undefined || ADMITTED[zoneRule.class].includes(classOf(tap)) ? undefined : "class-not-allowed";
  const rights = (account?.bays ?? [])
    .map((right, at) => ({ ...right, taken: tap.baysTaken[at] ?? 0 }))
    .filter((right) => right.zone === zone);
  if (rights.length === 0) return "bay-reserved";
  const valid = rights.filter(({ fromMs, untilMs }) => holds(tap, fromMs, untilMs));
  if (valid.length === 0)
    return rights.some(({ fromMs }) => tap.nowMs < fromMs) ? "right-not-yet-valid" : "right-expired";
  const counts = sure || tap.policy?.antiPassback === "hard";
  const isFree = ({ places, own, taken }: (typeof valid)[number]): boolean =>
    (counts ? taken : 0) + ownInside < places && ownInside < (own ?? places);
  return valid.some(isFree) ? undefined : "right-in-use";
}

/**
 * Whether a subscription covers an arrival now, so that no minimum is asked for. A group's members share its places: who else of them is
 * inside counts where it is sure, or the policy is hard. The cloud prices the stay by who really came first.
 *
 * @param sure what this gate knows of other gates is news.
 * @param ownInside cars of the account that are inside.
 */
export function isSubscribed(tap: Asked, sure: boolean, ownInside: number): boolean {
  const counts = sure || tap.policy?.antiPassback === "hard";
  return (tap.account?.subscriptions ?? []).some((each, at) => {
    const taken = counts ? (tap.subscriptionsTaken[at] ?? 0) : 0;
    return each.places > taken + ownInside && covers(each, tap);
  });
}

function covers({ zones, classes, vehicles, windows, fromMs, untilMs }: SubscriptionRule, tap: Asked): boolean {
  const { zone, credential, policy } = tap;
  if (zones && !zones.includes(zone)) return false;
  if (!holds(tap, fromMs, untilMs)) return false;
  if (classes && !classes.includes(classOf(tap))) return false;
  if (vehicles && !vehicles.some((vehicle) => vehicle === credential?.vehicle)) return false;
  if (!windows || tap.clock !== "synchronised") return true;
  try {
    return policy !== undefined && isWithinHours(windows, tap.nowMs, policy.timeZone);
  } catch {
    // A time zone that this box has not heard of: an ordinary arrival.
    return false;
  }
}

/** What may be spent now, and how to call it when that is not enough. */
export function coverNow({ account, clock, nowMs }: Asked): { coverMinor: bigint; lack: Lack } {
  const later = account?.later;
  const said = later && clock === "synchronised" && later.fromMs <= nowMs ? later : account;
  return { coverMinor: said?.coverMinor ?? 0n, lack: said?.lack ?? "balance-too-low" };
}

/** The cloud has not confirmed the rules for longer than the estate's policy allows. */
export const isStale = ({ policy, rulesAgeMs }: Pick<Asked, "policy" | "rulesAgeMs">): boolean =>
  policy?.staleAfterMs !== undefined && rulesAgeMs > policy.staleAfterMs;
