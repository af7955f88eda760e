import type { AccountRef, EstateId, FactId, SessionId, ZoneId } from "@baygate/shared/ids";
import { evenTimeAt } from "../pricing/local-days.ts";
import type { PricedSubscription } from "../pricing/terms.ts";

/** A subscription with what its plan promises. */
export interface Subscription {
  readonly id: string;
  readonly plan: string;
  /** Whose it is: an account's, or a group's for all its members. */
  readonly owner: AccountRef;
  readonly estate: EstateId;
  /** None: all the estate's. */
  readonly zones: readonly ZoneId[];
  /** None: any. */
  readonly classes: readonly string[];
  /** None: any of the owner's. */
  readonly vehicles: readonly string[];
  readonly windows: PricedSubscription["windows"];
  readonly places: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A visit as far as a subscription goes. */
export interface SubscribedVisit {
  readonly session: SessionId;
  readonly estate: EstateId;
  readonly zone: ZoneId;
  readonly class: string;
  /** By which vehicle, where its credential told. */
  readonly vehicle: string | null;
  readonly fromMs: number;
  /** Null: still inside. */
  readonly untilMs: number | null;
  /** Whether its price counted the subscription; null: it is not priced yet. */
  readonly took: boolean | null;
}

/** A visit of somebody who may be on a subscription. By which vehicle, the fact of its arrival leads to. */
export type Subscriber = Omit<SubscribedVisit, "vehicle"> & {
  readonly subscription: string;
  readonly arrivalFact: FactId | null;
};

const holdsFor = (list: readonly string[], one: string | null): boolean =>
  list.length === 0 || (one !== null && list.includes(one));

/** Whether a subscription is for such a visit at all. */
export const isFor = (subscription: Subscription, visit: SubscribedVisit): boolean =>
  subscription.estate === visit.estate &&
  holdsFor(subscription.zones, visit.zone) &&
  holdsFor(subscription.classes, visit.class) &&
  holdsFor(subscription.vehicles, visit.vehicle) &&
  subscription.fromMs < (visit.untilMs ?? Number.POSITIVE_INFINITY) &&
  subscription.untilMs > visit.fromMs;

const isBefore = (a: SubscribedVisit, b: SubscribedVisit): boolean =>
  a.fromMs < b.fromMs || (a.fromMs === b.fromMs && a.session < b.session);

/**
 * Whether a visit is on the subscription: one of its places was left when the car arrived. Who came first has the place until it leaves,
 * and what was priced already stands.
 *
 * @param others visits that may be on the same subscription, from the first that is still inside on; in any order.
 */
export function isOn(subscription: Subscription, visit: SubscribedVisit, others: readonly SubscribedVisit[]): boolean {
  if (!isFor(subscription, visit)) return false;
  const takers: SubscribedVisit[] = [];
  const hasPlaceFor = (next: SubscribedVisit): boolean =>
    takers.filter(({ untilMs }) => untilMs === null || untilMs > next.fromMs).length < subscription.places;
  const earlier = others.filter((other) => other.session !== visit.session && isBefore(other, visit));
  for (const other of earlier.sort((a, b) => (isBefore(a, b) ? -1 : 1))) {
    const took = other.took ?? (isFor(subscription, other) && hasPlaceFor(other));
    if (took) takers.push(other);
  }
  return hasPlaceFor(visit);
}

/** As a price sees it. */
export const priced = ({ id, plan, windows, fromMs, untilMs }: Subscription): PricedSubscription => ({
  ...{ id, plan, fromMs, untilMs },
  windows: [...windows],
});

/** For how long a subscription is paid at a time. */
export type Period = "month" | "year";

/**
 * When the `nth` period after the first began ends: at the same time of the same day of a month, by the estate's clocks; on its last day
 * where the month is shorter. Counted from the beginning, so that the 31st comes back.
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export function periodEndMs(fromMs: number, nth: number, period: Period, timeZone: string): number {
  const local = new Date(fromMs + evenTimeAt(fromMs, timeZone).offsetMs);
  const months = nth * (period === "year" ? 12 : 1);
  const first = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const timeOfDayMs = local.getTime() - Math.floor(local.getTime() / DAY) * DAY;
  const wantedMs = first.getTime() + (Math.min(local.getUTCDate(), days) - 1) * DAY + timeOfDayMs;
  const guessMs = wantedMs - evenTimeAt(wantedMs, timeZone).offsetMs;
  return wantedMs - evenTimeAt(guessMs, timeZone).offsetMs;
}

const DAY = 86_400_000;

/** Which period ends first after `atMs`: 1 for the first one. */
export function periodAt(fromMs: number, atMs: number, period: Period, timeZone: string): number {
  let nth = 1;
  while (periodEndMs(fromMs, nth, period, timeZone) <= atMs) nth++;
  return nth;
}
