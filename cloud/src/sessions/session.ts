import type { Offer, VehicleClass } from "@baygate/shared/estate";
import type { AccountRef, EstateId, FactId, GateId, SessionId, ZoneId } from "@baygate/shared/ids";

/**
 * granted → inside → departed, or granted → abandoned; `unresolved` when the gate died while the car was passing. A stay whose arrival
 * nobody saw may be abandoned even after its departure: when that turns out to have been a later visit's. One whose departure turns out to
 * have been an earlier visit's is inside again.
 */
export type SessionState = "granted" | "unresolved" | "inside" | "departed" | "abandoned";

/** What is odd about a visit, shown to operators and on the receipt. */
export type SessionFlag =
  /** The next arrival closed it; priced by the estate's rule, never at the maximum. */
  | "departure-missed"
  /** The account arrived again at a gate that had not heard of it: one of the two is billed, and that is the later one. */
  | "arrived-twice"
  /** Its gate knew that the account was, or might be, inside already. */
  | "while-inside"
  /** Its departure was known before its arrival. */
  | "departure-before-arrival"
  /** Nobody saw the car pass; the departure proved that it had. It starts with the grant. */
  | "arrival-unresolved"
  /** Its arrival did not come to light within the estate's limit: it begins and ends with its departure. */
  | "started-by-system"
  /** The decision was lost with a gate's journal. */
  | "grant-unseen"
  /** Two gates' clocks disagree: the departure was dated before the arrival, or at that very moment, and counts as that. */
  | "clocks-disagree"
  /** A gate's clock was not to be trusted when it dated the arrival or the departure. */
  | "clock-unsure"
  /** It had a departure once, which turned out to be that of an earlier visit. */
  | "reopened"
  /** The gate named no price, so the zone's current one was taken. */
  | "offer-missing"
  /** A subscription would have made it cheaper, but names vehicles: another than this, or the credential named none. */
  | "subscription-not-applicable"
  /** A subscription would have made it cheaper, but its places were taken when the car arrived. */
  | "subscription-in-use"
  /** No tariff could price it, so it cost nothing. */
  | "tariff-unknown"
  /** Priced, but there was no wallet to charge. */
  | "not-charged";

/** One visit. */
export interface Session {
  readonly id: SessionId;
  readonly account: AccountRef | null;
  readonly estate: EstateId;
  readonly zone: ZoneId;
  readonly state: SessionState;
  readonly gateIn: GateId;
  readonly gateOut: GateId | null;
  readonly grantedAtMs: number;
  readonly arrivedAtMs: number | null;
  readonly departedAtMs: number | null;
  readonly offer: Offer | null;
  /** As the credential named it. */
  readonly class: VehicleClass;
  readonly flags: readonly SessionFlag[];
  readonly arrivalFact: FactId | null;
  readonly departureFact: FactId | null;
}

/** What a visit's first facts say about it. */
export type Visit = Pick<Session, "id" | "account" | "estate" | "zone" | "gateIn" | "offer" | "class">;

export type SessionEvent =
  /** `whileInside`: although the gate knew that the account was, or might be, inside. */
  | { readonly kind: "granted"; readonly atMs: number; readonly visit: Visit; readonly whileInside?: boolean }
  | {
      readonly kind: "arrived";
      readonly atMs: number;
      readonly visit: Visit;
      readonly fact: FactId;
      readonly unsure: boolean;
    }
  | { readonly kind: "abandoned" }
  | { readonly kind: "unresolved" }
  | {
      readonly kind: "departed";
      readonly atMs: number;
      readonly gate: GateId;
      readonly fact: FactId;
      readonly unsure: boolean;
    }
  /** The same account arrived again at `atMs`. `unheard`: at another gate, which had not heard of this visit. */
  | { readonly kind: "superseded"; readonly atMs: number; readonly unheard?: boolean }
  /** No arrival was found for a departure within the estate's limit. */
  | {
      readonly kind: "assumed";
      readonly atMs: number;
      readonly visit: Visit;
      readonly gate: GateId;
      readonly fact: FactId;
    }
  /** A departure that nothing else explains: of a car that came in on the same account as another. */
  | { readonly kind: "left"; readonly gate: GateId; readonly fact: FactId }
  /** The departure that was its only proof is another visit's. */
  | { readonly kind: "disproved" }
  /** Its departure was that of a visit which began at `atMs`. */
  | { readonly kind: "parted"; readonly atMs: number }
  /** Its departure was another visit's; its own was earlier. */
  | { readonly kind: "left-earlier"; readonly atMs: number; readonly gate: GateId; readonly fact: FactId }
  /** Its departure, dated before it, was an earlier visit's. */
  | { readonly kind: "reopened" };

/** `late`: the session is past this; nothing changes, money moves only by a correction. */
export type Evolved = { readonly outcome: "changed"; readonly session: Session } | { readonly outcome: "late" };

const LATE: Evolved = { outcome: "late" };

const changed = (session: Session, flags: readonly (SessionFlag | false)[] = []): Evolved => ({
  outcome: "changed",
  session: { ...session, flags: [...new Set([...session.flags, ...flags.filter((flag) => flag !== false)])] },
});

/** When a visit began, as far as it is known. Ms. */
export const startOf = (session: Session): number => session.arrivedAtMs ?? session.grantedAtMs;

/** A stay that a departure can end. */
export const isOpen = (session: Session): boolean => session.state === "inside" || session.state === "unresolved";

/** Nobody granted it: the system made it of a departure. */
export const isSystems = (session: Session): boolean => session.flags.includes("started-by-system");

/** A stay that nobody saw begin: its departure alone says that there was one. */
export const isAssumed = (session: Session): boolean =>
  session.state === "departed" &&
  session.arrivalFact === null &&
  (session.flags.includes("arrival-unresolved") || isSystems(session));

/** A stay of which both ends were seen, each at its own gate: that they are one visit's is only the best guess. */
export const isPaired = (session: Session): boolean =>
  session.state === "departed" && session.arrivalFact !== null && session.departureFact !== null;

/** A closed stay whose departure may turn out to have been a later visit's. */
export const mayLoseDeparture = (session: Session): boolean => isAssumed(session) || isPaired(session);

/** A visit that may have been priced and charged. */
export const mayBePriced = (session: Session): boolean =>
  mayLoseDeparture(session) || session.flags.includes("reopened");

/** It is not billed, since the account was inside by another gate, too, and its own car has not been seen to leave. */
export const isLeftOver = (session: Session): boolean =>
  session.flags.includes("arrived-twice") && session.departureFact === null;

/** A granted arrival whose end is not known yet: it holds a place. */
export const isPassing = (session: Session): boolean => session.state === "granted" || session.state === "unresolved";

/**
 * The next state of a visit. Facts of its own only ever move it forward, so they may come late and twice; what came to light of the
 * account's other visits may correct it.
 */
export function evolve(session: Session | undefined, event: SessionEvent): Evolved {
  switch (event.kind) {
    case "granted":
      return session ? LATE : changed(begin(event.visit, event.atMs), [event.whileInside === true && "while-inside"]);
    case "arrived":
      return arrive(session, event);
    case "abandoned":
      return session && isPassing(session) ? changed({ ...session, state: "abandoned" }) : LATE;
    case "unresolved":
      return session?.state === "granted" ? changed({ ...session, state: "unresolved" }) : LATE;
    case "departed":
      return session && isOpen(session) ? depart(session, event) : LATE;
    case "superseded":
      return session && isOpen(session) ? supersede(session, event) : LATE;
    case "assumed":
      return session ? LATE : changed(assume(event), ["started-by-system"]);
    case "disproved":
      return session && isAssumed(session) ? changed({ ...session, state: "abandoned", ...UNSEEN }) : LATE;
    case "left":
      return session && isLeftOver(session)
        ? changed({ ...session, gateOut: event.gate, departureFact: event.fact })
        : LATE;
    case "parted":
      return session && isPaired(session) ? changed(part(session, event.atMs), ["departure-missed"]) : LATE;
    case "left-earlier":
      return session && isPaired(session)
        ? changed({ ...session, departedAtMs: event.atMs, gateOut: event.gate, departureFact: event.fact })
        : LATE;
    case "reopened":
      return session && isPaired(session) ? changed(reopen(session), ["reopened"]) : LATE;
  }
}

const UNSEEN = { gateOut: null, arrivedAtMs: null, departedAtMs: null, arrivalFact: null, departureFact: null };

const begin = (visit: Visit, atMs: number): Session => ({
  ...visit,
  state: "granted",
  grantedAtMs: atMs,
  flags: [],
  ...UNSEEN,
});

const assume = ({ visit, atMs, gate, fact }: SessionEvent & { kind: "assumed" }): Session => ({
  ...begin(visit, atMs),
  ...{ state: "departed", arrivedAtMs: atMs, departedAtMs: atMs, gateOut: gate, departureFact: fact },
});

function arrive(session: Session | undefined, event: SessionEvent & { kind: "arrived" }): Evolved {
  if (session && !isPassing(session)) return LATE;
  const granted = session ?? begin(event.visit, event.atMs);
  const inside: Session = {
    ...granted,
    state: "inside",
    arrivedAtMs: event.atMs,
    arrivalFact: event.fact,
    offer: granted.offer ?? event.visit.offer,
  };
  return changed(inside, [!session && "grant-unseen", event.unsure && "clock-unsure"]);
}

function depart(session: Session, event: SessionEvent & { kind: "departed" }): Evolved {
  const noted = startOf(session);
  // An arrival that a clock nobody trusts dated was before a departure that is dated well: it overtakes no other visit.
  const start = session.flags.includes("clock-unsure") && !event.unsure ? Math.min(noted, event.atMs) : noted;
  const departed: Session = {
    ...session,
    state: "departed",
    arrivedAtMs: start,
    departedAtMs: Math.max(start, event.atMs),
    gateOut: event.gate,
    departureFact: event.fact,
  };
  return changed(departed, [
    session.state === "unresolved" && "arrival-unresolved",
    // Nobody leaves at the millisecond of his arrival: messages of two gates that were held up together are dated alike.
    event.atMs <= noted && "clocks-disagree",
    event.unsure && "clock-unsure",
  ]);
}

/** It goes on counting as ended, but nobody saw when: before the visit that its departure was really of. */
const part = (session: Session, atMs: number): Session => ({
  ...session,
  ...{ departedAtMs: Math.max(startOf(session), atMs), gateOut: null, departureFact: null },
});

/** It is inside as if it had never had a departure. */
const reopen = (session: Session): Session => ({
  ...session,
  ...{ state: "inside", departedAtMs: null, gateOut: null, departureFact: null },
  flags: session.flags.filter((flag) => flag !== "clocks-disagree" && flag !== "departure-before-arrival"),
});

/** Somebody who arrives again has left, unseen. Whether an unresolved grant ever led inside is not known: it costs nothing. */
function supersede(session: Session, { atMs, unheard }: SessionEvent & { kind: "superseded" }): Evolved {
  if (session.state === "unresolved") return changed({ ...session, state: "abandoned" }, ["arrival-unresolved"]);
  const departedAtMs = Math.max(startOf(session), atMs);
  const flags = ["departure-missed", unheard === true && "arrived-twice"] as const;
  return changed({ ...session, state: "departed", departedAtMs }, flags);
}
