import type { FactBody } from "@baygate/shared/fact";
import type { AccountRef, FactId, SessionId } from "@baygate/shared/ids";
import {
  type Departure,
  leftOver,
  lentTo,
  matchDeparture,
  mergedWith,
  nextVisit,
  robbedBy,
  waitingDeparture,
  wasLeft,
  wasUnheardOf,
} from "../sessions/pairing.ts";
import { evolve, isOpen, isPassing, type Session, startOf, type Visit } from "../sessions/session.ts";
import { type Books, count, note, putSession, sessionsOf } from "./books.ts";
import { endHold, holdCover, settle, takeBack } from "./settle.ts";

/** When and by which fact. */
export interface Happened {
  readonly id: FactId;
  readonly atMs: number;
  readonly unsure: boolean;
}

/** An arrival was granted: the visit begins to be known, a place is held, and money. */
export function grantArrival(books: Books, body: FactBody<"decision.made">, { atMs }: Happened): void {
  if (body.session === null) return;
  const visit: Visit = visitOf(books, body.session, body);
  const whileInside = body.reason !== "arrival-granted";
  const granted = evolve(books.sessions.get(body.session), { kind: "granted", atMs, visit, whileInside });
  if (granted.outcome === "late") return;
  count(books, granted.session, "passing", 1);
  putSession(books, granted.session);
  holdCover(books, granted.session);
}

const visitOf = (
  { estate, gate }: Books,
  id: SessionId,
  { account, zone, offer, class: vehicle }: Pick<FactBody<"vehicle.arrived">, "account" | "zone" | "offer" | "class">,
): Visit => ({ id, account, estate, zone, gateIn: gate, offer, class: vehicle ?? "standard" });

/** A car is inside. Physically it counts whatever the books say of its visit. */
export function arrive(books: Books, body: FactBody<"vehicle.arrived">, { id, atMs, unsure }: Happened): void {
  count(books, { estate: books.estate, zone: body.zone }, "arrivals", 1);
  if (body.session === null) {
    note(books, "arrival-unknown", atMs, "a car arrived and nothing says whose it is", { fact: id });
    return;
  }
  const before = books.sessions.get(body.session);
  const visit: Visit = visitOf(books, body.session, body);
  const arrived = evolve(before, { kind: "arrived", atMs, visit, fact: id, unsure });
  if (arrived.outcome === "late") {
    note(books, "arrival-late", atMs, `the visit was ${before?.state} already`, { fact: id, session: body.session });
    return;
  }
  if (before) count(books, before, "passing", -1);
  putSession(books, arrived.session);
  if (!before) holdCover(books, arrived.session);
  settleOpen(books, arrived.session);
}

/** Nobody knows whether the granted car passed. It goes on holding a place until its departure, or the next arrival, tells. */
export function leaveUnresolved(books: Books, body: FactBody<"passage.unresolved">, { id, atMs }: Happened): void {
  note(books, `${body.direction}-unresolved`, atMs, "the gate went down while a car was passing", {
    fact: id,
    session: body.session,
  });
  if (body.direction === "depart" || body.session === null) return;
  const unresolved = evolve(books.sessions.get(body.session), { kind: "unresolved" });
  if (unresolved.outcome === "late") return;
  putSession(books, unresolved.session);
  settleOpen(books, unresolved.session);
}

/**
 * What the gate knew of its granted arrivals is lost with its journal or its box: nobody will say whether those cars passed. Only a
 * departure, or the account's next arrival, tells.
 */
export function forgetGrants(
  books: Books,
  atMs: number,
  about: { readonly words: string; readonly fact?: FactId },
): void {
  const { words, ...more } = about;
  for (const each of [...books.sessions.values()]) {
    if (each.gateIn !== books.gate || each.estate !== books.estate) continue;
    const unresolved = evolve(books.sessions.get(each.id), { kind: "unresolved" });
    if (unresolved.outcome === "late") continue;
    note(books, "arrival-unresolved", atMs, words, { ...more, session: each.id });
    putSession(books, unresolved.session);
    settleOpen(books, unresolved.session);
  }
}

/** The car backed out: nobody owes anything. */
export function abandon(books: Books, body: FactBody<"passage.abandoned">): void {
  if (body.direction === "depart" || body.session === null) return;
  const abandoned = evolve(books.sessions.get(body.session), { kind: "abandoned" });
  if (abandoned.outcome === "late") return;
  count(books, abandoned.session, "passing", -1);
  putSession(books, abandoned.session);
  endHold(books, abandoned.session, "voided");
}

/** A car has left: its stay ends and is charged, or the departure waits for its arrival. */
export function depart(books: Books, body: FactBody<"vehicle.departed">, { id, atMs, unsure }: Happened): void {
  const { account, session, zone } = body;
  const { estate, gate } = books;
  const { heardAtMs } = books;
  const departure: Departure = {
    fact: id,
    account,
    session,
    estate,
    zone,
    gate,
    departedAtMs: atMs,
    heardAtMs,
    unsure,
  };
  const named = session === null ? undefined : books.sessions.get(session);
  const match = matchDeparture(departure, named, sessionsOf(books, account ?? named?.account ?? null));
  switch (match.outcome) {
    case "matched":
      count(books, match.session, "departures", 1);
      close(books, match.session, departure);
      return;
    case "earlier":
      count(books, match.session, "departures", 1);
      leaveEarlier(books, match.session, departure);
      return;
    case "late":
      count(books, match.session, "departures", 1);
      note(books, "departure-late", atMs, "the stay was closed already; nothing more is charged", {
        fact: id,
        session: match.session.id,
      });
      return;
    case "waiting":
      count(books, departure, "departures", 1);
      books.waiting.set(id, departure);
      books.kept.set(id, departure);
      return;
    case "nobody":
      count(books, departure, "departures", 1);
      note(books, "departure-unknown", atMs, "a car left and nothing says whose it was; nobody is charged", {
        fact: id,
      });
  }
}

/**
 * Two visits were taken for one, first in and last out (MONEY.md, edge case 3), and now the departure in between comes to light: the stay
 * ended with that, and the later departure waits for an arrival of its own.
 */
function leaveEarlier(books: Books, merged: Session, departure: Departure): void {
  const { departedAtMs: atMs, gate, fact } = departure;
  const left = evolve(merged, { kind: "left-earlier", atMs, gate, fact });
  if (left.outcome === "late") throw new Error(`${merged.id} was matched but is ${merged.state}`);
  takeBack(books, merged, "departure-moved");
  settle(books, left.session);
  const later = departureOf(books, merged, null);
  books.waiting.set(later.fact, later);
  books.kept.set(later.fact, later);
  endOthers(books, merged.account);
}

function close(books: Books, session: Session, departure: Departure): void {
  const { departedAtMs: atMs, gate, fact, unsure } = departure;
  const departed = evolve(session, { kind: "departed", atMs, gate, fact, unsure });
  if (departed.outcome === "late") throw new Error(`${session.id} was matched but is ${session.state}`);
  if (isPassing(session)) {
    // Its departure proves that the unresolved grant led inside.
    count(books, session, "passing", -1);
    count(books, session, "arrivals", 1);
  }
  settle(books, departed.session);
  endOthers(books, session.account);
}

/**
 * A departure has waited for its arrival as long as the estate allows. If its account was let in twice and billed once, it was the other
 * car; if it named a grant whose end nobody told, that led inside; else the system makes a stay of the departure alone, at the estate's price for stays of which one end is unknown.
 *
 * @param systems id of the stay that the system may have to make.
 */
export function endWait(books: Books, departure: Departure, systems: SessionId): void {
  books.waiting.delete(departure.fact);
  const { account, estate, zone, gate, fact, departedAtMs: atMs } = departure;
  const twin = evolve(leftOver(departure, sessionsOf(books, account)), { kind: "left", gate, fact });
  if (twin.outcome === "changed") {
    books.paired.set(fact, { departure, session: twin.session.id });
    count(books, departure, "departures", -1);
    count(books, twin.session, "departures", 1);
    putSession(books, twin.session);
    return;
  }
  const left = evolve(departure.session === null ? undefined : books.sessions.get(departure.session), {
    kind: "unresolved",
  });
  const id = left.outcome === "changed" ? left.session.id : systems;
  books.paired.set(fact, { departure, session: id });
  note(books, "started-by-system", atMs, "no arrival was found for a departure within the estate's limit", {
    ...{ estate, session: id, fact },
  });
  if (left.outcome === "changed") {
    count(books, departure, "departures", -1);
    count(books, left.session, "departures", 1);
    close(books, left.session, departure);
    return;
  }
  const visit: Visit = { id, account, estate, zone, gateIn: gate, offer: null, class: "standard" };
  const made = evolve(undefined, { kind: "assumed", atMs, visit, gate, fact });
  if (made.outcome === "late") throw new Error(`${id} is there already`);
  // Whatever left had come.
  count(books, departure, "arrivals", 1);
  settle(books, made.session);
}

/** What a stay that has just become open meets: its own departure that came first, and the account's other stays. */
function settleOpen(books: Books, opened: Session): void {
  const departure = waitingDeparture(opened, books.waiting.values(), sessionsOf(books, opened.account));
  if (departure) {
    books.waiting.delete(departure.fact);
    books.paired.set(departure.fact, { departure, session: opened.id });
    // Counted where the gate stood; it belongs where the car was.
    count(books, departure, "departures", -1);
    count(books, opened, "departures", 1);
    const known = { ...opened, flags: [...opened.flags, "departure-before-arrival" as const] };
    close(books, known, departure);
  } else if (!takeDeparture(books, opened) && !takeBackDeparture(books, opened)) part(books, opened);
  endOthers(books, opened.account);
}

/**
 * One open stay an account: whoever arrives again has left before, and who has left is inside nowhere. Facts come late, so any may be older.
 * A departure that named a stay which has ended now may be another's.
 */
function endOthers(books: Books, account: AccountRef | null): void {
  const own = () => sessionsOf(books, account);
  const left = own().find((each) => isOpen(each) && waitingDeparture(each, books.waiting.values(), own()));
  if (left) {
    settleOpen(books, left);
    return;
  }
  for (const each of own()) {
    const next = nextVisit(each, own());
    if (isOpen(each) && next) supersede(books, each, next);
    else if (wasLeft(each, own())) endUnresolved(books, each);
  }
}

/**
 * A departure proved an arrival that nobody saw, and now a later one comes to light that lay before that departure: it was this one's.
 * What the earlier one cost is given back; that it ever led inside is not known any more.
 */
function takeDeparture(books: Books, opened: Session): boolean {
  const robbed = robbedBy(opened, sessionsOf(books, opened.account));
  const disproved = evolve(robbed, { kind: "disproved" });
  if (robbed === undefined || disproved.outcome === "late") return false;
  count(books, robbed, "arrivals", -1);
  putSession(books, disproved.session);
  takeBack(books, robbed, "departure-moved");
  const { estate, id: session } = robbed;
  const words = "the departure was a later visit's; what this one cost is given back";
  note(books, "departure-moved", robbed.departedAtMs ?? startOf(robbed), words, { estate, session });
  moveDeparture(books, robbed, opened);
  return true;
}

/**
 * A departure was given to an arrival dated after it, and now the visit before that comes to light: it was this one's. The later visit is
 * open again, and meets its own departure if that has come.
 */
function takeBackDeparture(books: Books, opened: Session): boolean {
  const lent = lentTo(opened, sessionsOf(books, opened.account));
  const reopened = evolve(lent, { kind: "reopened" });
  if (lent === undefined || reopened.outcome === "late") return false;
  takeBack(books, lent, "departure-moved");
  putSession(books, reopened.session);
  holdCover(books, reopened.session);
  // That ends the account's other visits, too, perhaps this one.
  moveDeparture(books, lent, opened);
  const now = books.sessions.get(lent.id);
  if (now && isOpen(now)) settleOpen(books, now);
  return true;
}

/**
 * Two visits were taken for one, first in and last out (MONEY.md, edge case 3), and now the arrival in between comes to light: the departure
 * was its own. The first visit ended unseen before it, and costs what that costs until its own departure is known, too.
 */
function part(books: Books, opened: Session): void {
  const merged = mergedWith(opened, sessionsOf(books, opened.account));
  const parted = evolve(merged, { kind: "parted", atMs: startOf(opened) });
  if (merged === undefined || parted.outcome === "late") return;
  takeBack(books, merged, "departure-moved");
  settle(books, parted.session);
  const { estate, id: session } = merged;
  const words = "two visits had been taken for one; its departure was the later one's";
  note(books, "departure-missed", startOf(opened), words, { estate, session });
  moveDeparture(books, merged, opened);
}

/** `opened` ends with the departure that `before` had until now. */
function moveDeparture(books: Books, before: Session, opened: Session): void {
  count(books, before, "departures", -1);
  count(books, opened, "departures", 1);
  const known = { ...opened, flags: [...opened.flags, "departure-before-arrival" as const] };
  close(books, known, departureOf(books, before, opened.id));
}

/** The departure that ended a stay until now, as one that names `session`. */
function departureOf({ heardAtMs, dates }: Books, stay: Session, session: SessionId | null): Departure {
  const { departedAtMs: endedAtMs, gateOut: gate, departureFact: fact, account, estate, zone, flags } = stay;
  if (endedAtMs === null || gate === null || fact === null) throw new Error(`${stay.id} departed without a fact`);
  const unsure = flags.includes("clock-unsure");
  // Where clocks disagreed the stay ended with its arrival, whatever the departure was dated.
  const departedAtMs = dates.get(fact) ?? endedAtMs;
  return { fact, account, session, estate, zone, gate, departedAtMs, heardAtMs, unsure };
}

/** An unresolved grant that never led inside, or whose car has left since: it costs nothing. */
function endUnresolved(books: Books, session: Session): void {
  const ended = evolve(session, { kind: "superseded", atMs: startOf(session) });
  if (ended.outcome === "late") return;
  count(books, session, "passing", -1);
  putSession(books, ended.session);
  endHold(books, session, "voided");
}

function supersede(books: Books, session: Session, next: Session): void {
  const nextMs = startOf(next);
  if (session.state === "unresolved") endUnresolved(books, session);
  else {
    const unheard = wasUnheardOf(session, next);
    const superseded = evolve(session, { kind: "superseded", atMs: nextMs, unheard });
    if (superseded.outcome === "late") return;
    settle(books, superseded.session);
    if (unheard) {
      const words = `one credential was let in by ${session.gateIn} and by ${next.gateIn}, which had not heard of it; one of the two is billed`;
      note(books, "arrived-twice", nextMs, words, { estate: session.estate, session: session.id });
      return;
    }
  }
  const inside = Math.round((nextMs - startOf(session)) / 60_000);
  note(books, "departure-missed", nextMs, `the account arrived again; its stay of ${inside} min was closed`, {
    estate: session.estate,
    session: session.id,
  });
}
