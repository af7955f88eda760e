import type { AccountRef, EstateId, FactId, GateId, SessionId, ZoneId } from "@baygate/shared/ids";
import { isAssumed, isLeftOver, isOpen, isPaired, isSystems, type Session, startOf } from "./session.ts";

/** A car that left. */
export interface Departure {
  readonly fact: FactId;
  readonly account: AccountRef | null;
  /** The visit that it ended as far as the gate knew. */
  readonly session: SessionId | null;
  readonly estate: EstateId;
  /** Where the departure was counted. */
  readonly zone: ZoneId;
  readonly gate: GateId;
  readonly departedAtMs: number;
  /** When the cloud heard of it: it happened before that, whatever it is dated. */
  readonly heardAtMs: number;
  /** Its date is not to be trusted. */
  readonly unsure: boolean;
}

/**
 * `earlier`: it belongs to a stay that a later departure has ended until now, which was another visit's. `late`: it belongs to a stay that
 * is closed already. `waiting`: its arrival may still be on its way. `nobody`: nothing says whose it was.
 */
export type Match =
  | { readonly outcome: "matched"; readonly session: Session }
  | { readonly outcome: "earlier"; readonly session: Session }
  | { readonly outcome: "late"; readonly session: Session }
  | { readonly outcome: "waiting" }
  | { readonly outcome: "nobody" };

/** Two gates' clocks may differ by so much without anybody having left before arriving. */
const CLOCK_TOLERANCE_MS = 60_000;
/** An arrival whose gate's clock was not to be trusted is dated by when it was heard of, which may be so much after its car has left. */
const UNSURE_TOLERANCE_MS = 24 * 3_600_000;

/** How long before the date of its arrival a stay's departure may be dated. */
const slackOf = (session: Session): number => (isUnsure(session) ? UNSURE_TOLERANCE_MS : CLOCK_TOLERANCE_MS);

/** Whether a departure, as far as clocks may be wrong, can have been after a stay began. */
const mayEnd = (departure: Departure, session: Session): boolean =>
  startOf(session) < (departure.unsure ? departure.heardAtMs : departure.departedAtMs) + slackOf(session);

/**
 * Which stay a departure ends: the one it names, else the account's open one at this estate. `own`: the account's visits. A date that is
 * not to be trusted does not tell whether the name was stale: then a stay that was closed unseen keeps its departure.
 */
export function matchDeparture(departure: Departure, name: Session | undefined, own: readonly Session[]): Match {
  const { unsure } = departure;
  const named = name?.estate === departure.estate ? name : undefined;
  if (named && isOpen(named)) return { outcome: "matched", session: laterThan(named, departure, own) ?? named };
  if (unsure && named?.flags.includes("departure-missed")) return { outcome: "late", session: named };
  if (named?.state === "departed" && departure.departedAtMs <= (named.departedAtMs ?? 0))
    return { outcome: isEarlier(departure, named) ? "earlier" : "late", session: named };

  if (departure.account === null && !named?.account) return { outcome: "nobody" };
  // A name that nobody knows yet, or whose car is still passing: its arrival is on the way.
  if (departure.session !== null && (named === undefined || named.state === "granted")) return { outcome: "waiting" };

  const here = own.filter((session) => session.estate === departure.estate);
  const latest = (fits: (session: Session) => boolean) =>
    here.filter((session) => isOpen(session) && fits(session)).sort((a, b) => startOf(b) - startOf(a))[0];
  const open = latest((session) => startOf(session) <= departure.departedAtMs);
  if (open) return { outcome: "matched", session: open };
  const merged = here.find((session) => isEarlier(departure, session));
  if (merged) return { outcome: "earlier", session: merged };
  const missed = here.find((session) => wasMissed(session, departure.departedAtMs));
  if (missed) return { outcome: "late", session: missed };
  const nearly = latest((session) => mayEnd(departure, session));
  return nearly ? { outcome: "matched", session: nearly } : { outcome: "waiting" };
}

/** The visit that began after an unresolved one, and before the departure: one car is inside once, so it is the later one's departure. */
const laterThan = (named: Session, departure: Departure, own: readonly Session[]): Session | undefined =>
  named.state === "unresolved"
    ? own
        .filter((each) => each.estate === named.estate && isOpen(each) && startOf(each) > startOf(named))
        .filter((each) => startOf(each) <= departure.departedAtMs)
        .sort((a, b) => startOf(b) - startOf(a))[0]
    : undefined;

const wasMissed = (session: Session, atMs: number): boolean =>
  session.flags.includes("departure-missed") && startOf(session) <= atMs && atMs <= (session.departedAtMs ?? 0);

/** Whether a stay's departure until now was another visit's, because `departure` was its own. Dates that are not to be trusted tell nothing. */
const isEarlier = (departure: Departure, session: Session): boolean =>
  !departure.unsure && !isUnsure(session) && wasMerged(session, departure.departedAtMs);

/** An account's car that leaves in the middle of a stay of its own: two visits were taken for one. */
const wasMerged = (session: Session, atMs: number): boolean =>
  isPaired(session) && startOf(session) <= atMs && atMs < (session.departedAtMs ?? 0) - CLOCK_TOLERANCE_MS;

/**
 * The departure that came before its arrival `session`, if there is one: the one that names it, unless the account's car had left before
 * that; else the account's first after it that names nothing or a visit that has ended, else such a one that is dated only just before it.
 * `own`: the account's visits.
 */
export function waitingDeparture<D extends Departure>(
  session: Session,
  waiting: Iterable<D>,
  own: readonly Session[],
): D | undefined {
  const here = [...waiting].filter((departure) => departure.estate === session.estate);
  const named = here.find((departure) => departure.session === session.id);
  if (session.account === null) return named;
  const next = nextStart(session, own);
  const hasEnded = (id: SessionId) => own.some((each) => each.id === id && !isOpen(each) && each.state !== "granted");
  const unnamed = here
    .filter(
      (departure) =>
        departure.account === session.account &&
        (departure.session === null || hasEnded(departure.session)) &&
        departure.departedAtMs < next,
    )
    .sort((a, b) => a.departedAtMs - b.departedAtMs);
  const after = unnamed.find((departure) => departure.departedAtMs >= startOf(session));
  if (named) return after && isWellBefore(after, named) && !isUnsure(session) ? after : named;
  // An arrival whose message was held up is dated too late: its car may seem to have left before.
  return after ?? unnamed.findLast((departure) => mayEnd(departure, session));
}

/** Whether the dates of two departures, as far as clocks may be wrong, tell which came first. */
const isWellBefore = (one: Departure, other: Departure): boolean =>
  !one.unsure && !other.unsure && one.departedAtMs < other.departedAtMs - CLOCK_TOLERANCE_MS;

/**
 * The stay whose departure was that of `opened`: nobody saw its arrival, only a departure spoke for it, and `opened` lay between them,
 * or before a departure that had no arrival at all. `own`: the account's visits.
 */
export const robbedBy = (opened: Session, own: readonly Session[]): Session | undefined =>
  own.find(
    (each) =>
      each.id !== opened.id &&
      each.estate === opened.estate &&
      isAssumed(each) &&
      startOf(opened) <= (each.departedAtMs ?? 0) &&
      (isSystems(each)
        ? (each.departedAtMs ?? 0) <= nextStart(opened, without(own, each))
        : startOf(each) <= startOf(opened)),
  );

/**
 * The stay that two visits were taken for, first in and last out, because a departure and an arrival in between were not heard of yet:
 * `opened` is that arrival, and the departure was its own. Dates that are not to be trusted tell nothing. `own`: the account's visits.
 */
export const mergedWith = (opened: Session, own: readonly Session[]): Session | undefined =>
  opened.state !== "inside" || isUnsure(opened)
    ? undefined
    : own
        .filter((each) => each.id !== opened.id && each.estate === opened.estate && !isUnsure(each))
        .filter((each) => startOf(each) < startOf(opened) && wasMerged(each, startOf(opened)))
        .sort((a, b) => startOf(b) - startOf(a))[0];

/**
 * The stay that a departure dated before its arrival was given to, as if their clocks disagreed, while `opened`, whose it was, was not heard
 * of yet. Dates that are not to be trusted tell nothing. `own`: the account's visits.
 */
export function lentTo(opened: Session, own: readonly Session[]): Session | undefined {
  const next = nextVisit(opened, own);
  const isLent = next?.estate === opened.estate && isPaired(next) && next.flags.includes("clocks-disagree");
  if (!isLent || isUnsure(opened) || isUnsure(next)) return undefined;
  return startOf(opened) < startOf(next) - CLOCK_TOLERANCE_MS ? next : undefined;
}

const isUnsure = (session: Session): boolean => session.flags.includes("clock-unsure");

const without = (own: readonly Session[], one: Session): Session[] => own.filter(({ id }) => id !== one.id);

/**
 * Whether an unresolved grant cannot have a car inside any more: the account left anywhere after it, by a departure that was seen.
 * `own`: the account's visits.
 */
export const wasLeft = (session: Session, own: readonly Session[]): boolean =>
  session.state === "unresolved" &&
  own.some(
    ({ id, departureFact, departedAtMs }) =>
      id !== session.id && departureFact !== null && startOf(session) <= (departedAtMs ?? 0),
  );

/** When the same account arrived next, anywhere; infinity when it did not. `own`: the account's visits. */
export const nextStart = (session: Session, own: readonly Session[]): number => {
  const next = nextVisit(session, own);
  return next ? startOf(next) : Number.POSITIVE_INFINITY;
};

/** The same account's next arrival, anywhere. `own`: the account's visits. */
export const nextVisit = (session: Session, own: readonly Session[]): Session | undefined =>
  own
    .filter((each) => each.id !== session.id && each.arrivedAtMs !== null && startOf(each) > startOf(session))
    .sort((a, b) => startOf(a) - startOf(b))[0];

/**
 * Whether the gate that let `next` in had not heard of `session`, which another gate had let in: both were cut off, and there may be two
 * cars on one credential (MONEY.md, edge case 4). A gate that knew would have said so in its decision.
 */
export const wasUnheardOf = (session: Session, next: Session): boolean =>
  session.estate === next.estate &&
  session.gateIn !== next.gateIn &&
  !next.flags.includes("while-inside") &&
  !next.flags.includes("grant-unseen");

/** The unbilled one of two visits on one credential whose car a departure may have been, when nothing else explains it. */
export const leftOver = (departure: Departure, own: readonly Session[]): Session | undefined =>
  own.find((each) => each.estate === departure.estate && isLeftOver(each) && startOf(each) <= departure.departedAtMs);
