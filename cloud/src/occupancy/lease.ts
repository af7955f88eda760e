import { type Lease, leaseLeft } from "@baygate/shared/envelope";
import type { GateId, ZoneId } from "@baygate/shared/ids";

/** A zone's places, all counted under one lock. */
export interface ZonePlaces {
  readonly capacity: number;
  readonly inUse: number;
  /** Granted arrivals whose end is not known: they hold a place. */
  readonly passing: number;
  /** Outstanding leases that cannot be lent anew or asked back: of gates' former journals, of gates that do not arrive here. */
  readonly blocked: number;
  /** The database was restored from a backup, and a gate that may hold places which it has forgotten was not heard since. */
  readonly unheard: boolean;
}

/** A gate that lets cars into the zone. */
export interface Borrower {
  readonly gate: GateId;
  /** Places of its lease that it may still give, as far as its applied facts tell. Below zero: what it gave beyond it, cut off. */
  readonly left: number;
  /** Of these, places that it was asked to return and has not answered about. */
  readonly asked: number;
  readonly online: boolean;
  /** Arrivals that it is expected to grant, in any unit that is the same for all gates. */
  readonly demand: number;
}

/**
 * How many of a zone's places are everybody's to be lent. Reserved bays are none of them: they stay empty for whoever has a right to one, and
 * that right is all that a gate asks for.
 */
export const lendable = (bays: string, capacity: number): number => (bays === "reserved" ? 0 : capacity);

/** With every link down, so many cars more than places are let into a zone: what an operator answers for who allows overdraw. */
export const oversoldAtWorst = (
  zone: { readonly id: ZoneId; readonly class: string },
  overdraw: number,
  gates: readonly { readonly arrivalZones: readonly ZoneId[] }[],
): number =>
  zone.class === "reserved" ? 0 : gates.filter(({ arrivalZones }) => arrivalZones.includes(zone.id)).length * overdraw;

export interface LeasePlan {
  readonly lends: readonly { readonly gate: GateId; readonly places: number }[];
  readonly returns: readonly { readonly gate: GateId; readonly places: number }[];
}

/**
 * Whom to lend free places and whom to ask for some back. Everything free is lent, by demand, to gates that are online, so that
 * they can go on alone when they are cut off. A gate gives back only what another is short of, or what the zone has
 * too much of outstanding. In use, passing and outstanding together never come above the capacity by a lend (I11); after a
 * restore nothing is lent until it is known again what is outstanding. What a gate has overdrawn is lent to it after the fact as soon as
 * cars have left for it, so that no gate is ever further beyond its lease than the estate allows.
 */
export function planLeases(zone: ZonePlaces, borrowers: readonly Borrower[]): LeasePlan {
  const outstanding = borrowers.reduce((sum, each) => sum + Math.max(0, each.left), 0);
  const free = zone.capacity - Math.max(0, zone.inUse) - zone.passing - zone.blocked - outstanding;
  const online = borrowers.filter((each) => each.online);
  const keeps = new Map(online.map((each) => [each.gate, Math.max(0, each.left - each.asked)]));
  const kept = [...keeps.values()].reduce((sum, places) => sum + places, 0);
  const targets = share(Math.max(0, free) + kept, online);
  const short = online
    .map(({ gate }) => ({ gate, short: (targets.get(gate) ?? 0) - (keeps.get(gate) ?? 0) }))
    .sort((a, b) => b.short - a.short || (a.gate < b.gate ? -1 : 1));

  const lends = new Map<GateId, number>();
  if (!zone.unheard) repay(lends, free, borrowers);
  let toLend = zone.unheard ? 0 : Math.max(0, free);
  for (const { gate, short: places } of short) {
    const lent = Math.min(Math.max(0, places), toLend);
    if (lent > 0) lends.set(gate, (lends.get(gate) ?? 0) + lent);
    toLend -= lent;
  }
  return { lends: list(lends), returns: list(returnsOf(free, online, keeps, targets, lends)) };
}

/**
 * What gates gave beyond their leases counts as a place in use already: lent to them after the fact, it opens nothing. It waits all the
 * same until cars have left for it, or a gate that is cut off again could overdraw once more.
 */
function repay(lends: Map<GateId, number>, free: number, borrowers: readonly Borrower[]): void {
  let room = free + borrowers.reduce((sum, { left }) => sum + Math.max(0, -left), 0);
  for (const { gate, left, online } of borrowers) {
    const places = Math.min(Math.max(0, -left), room);
    if (!online || places <= 0) continue;
    lends.set(gate, places);
    room -= places;
  }
}

const list = (places: ReadonlyMap<GateId, number>) => [...places].map(([gate, count]) => ({ gate, places: count }));

/** What is to come back: to cover what is lent beyond the capacity, and what gates lack that have less than half of their share. */
function returnsOf(
  free: number,
  online: readonly Borrower[],
  keeps: ReadonlyMap<GateId, number>,
  targets: ReadonlyMap<GateId, number>,
  lends: ReadonlyMap<GateId, number>,
): Map<GateId, number> {
  const coming = online.reduce((sum, each) => sum + Math.min(each.asked, Math.max(0, each.left)), 0);
  const overlent = Math.max(0, -free - coming);
  const starving = online.reduce((sum, { gate }) => {
    const has = (keeps.get(gate) ?? 0) + (lends.get(gate) ?? 0);
    const target = targets.get(gate) ?? 0;
    return has * 2 < target ? sum + target - has : sum;
  }, 0);
  let wanted = overlent > 0 ? overlent : Math.max(0, starving - Math.max(0, coming + Math.min(0, free)));
  const returns = new Map<GateId, number>();
  const richest = online
    .map(({ gate }) => ({ gate, over: (keeps.get(gate) ?? 0) - (overlent > 0 ? 0 : (targets.get(gate) ?? 0)) }))
    .sort((a, b) => b.over - a.over || (a.gate < b.gate ? -1 : 1));
  for (const { gate, over } of richest) {
    const places = Math.min(over, wanted);
    if (places <= 0) break;
    returns.set(gate, places);
    wanted -= places;
  }
  return returns;
}

/** Shares places out by demand, whole ones; what is left over goes to the largest remainders. */
function share(places: number, gates: readonly Borrower[]): Map<GateId, number> {
  // Everybody counts as one arrival more, so that a gate without demand is not left with nothing.
  const weight = gates.reduce((sum, each) => sum + 1 + Math.max(0, each.demand), 0);
  const exact = gates.map((each) => ({ gate: each.gate, exact: (places * (1 + Math.max(0, each.demand))) / weight }));
  let rest = places - exact.reduce((sum, each) => sum + Math.floor(each.exact), 0);
  const byRemainder = exact.toSorted((a, b) => (b.exact % 1) - (a.exact % 1) || (a.gate < b.gate ? -1 : 1));
  return new Map(byRemainder.map((each) => [each.gate, Math.floor(each.exact) + (rest-- > 0 ? 1 : 0)]));
}

/** What is remembered of a gate's arrivals in a zone, to tell its demand. */
export interface Demand {
  /** The lease's ever-growing `used` when last looked at. */
  readonly used: number;
  readonly atMs: number;
  /** Arrivals of late, older ones counting less. */
  readonly demand: number;
}

const DEMAND_HALVES_MS = 15 * 60_000;

/** Follows a gate's demand from its counter: an arrival counts half after a quarter of an hour. */
export function followDemand(before: Demand | undefined, used: number, nowMs: number): Demand {
  if (before === undefined) return { used, atMs: nowMs, demand: 0 };
  const faded = before.demand * 0.5 ** (Math.max(0, nowMs - before.atMs) / DEMAND_HALVES_MS);
  return { used, atMs: nowMs, demand: faded + Math.max(0, used - before.used) };
}

/** No journal lends, uses or gives back so many places in a gate's life: one car a second takes thirty years. */
const MOST_PLACES = 1_000_000_000;

/**
 * Whether what a gate says of its lease can be. How far it may run ahead of the facts that are applied nobody knows: a cloud restored
 * from a backup has forgotten any number of them, and to lend what is lent already would oversell. So only what never can be is refused.
 */
export const isBelievable = (claim: Lease, capacity: number): boolean =>
  leaseLeft(claim) <= capacity && isPossible(claim);

const isPossible = (claim: Lease): boolean =>
  Math.max(claim.lent, claim.used, claim.returned, claim.voided) <= MOST_PLACES;

/** A gate's claims, by zone, less those that never can be. */
export const possibleClaims = (claims: Readonly<Record<ZoneId, Lease>>): Record<ZoneId, Lease> =>
  Object.fromEntries(Object.entries(claims).filter(([, claim]) => isPossible(claim)));
