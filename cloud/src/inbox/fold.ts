import type { FactBody } from "@baygate/shared/fact";
import type { ZoneId } from "@baygate/shared/ids";
import { type Books, count, countLease, type Loaded, note, openBooks, zoneKey } from "./books.ts";
import type { DatedFact } from "./dating.ts";
import { abandon, arrive, depart, forgetGrants, grantArrival, leaveUnresolved } from "./visits.ts";

/** Folds a batch's facts, in their order, over what was loaded for them. */
export function fold(loaded: Loaded, facts: readonly DatedFact[]): Books {
  const books = openBooks(loaded);
  for (const fact of facts) apply(books, fact);
  for (const [fact, departure] of books.kept)
    if (books.waiting.has(fact))
      note(books, "departure-unmatched", departure.departedAtMs, "a car left whose arrival is not known (yet)", {
        ...{ estate: departure.estate, gate: departure.gate, fact },
      });
  return books;
}

function apply(books: Books, fact: DatedFact): void {
  const { id, atMs } = fact;
  switch (fact.kind) {
    case "decision.made":
      if (fact.body.outcome === "grant" && fact.body.direction === "arrive") {
        seeZone(books, fact, fact.body.zone);
        countLease(books, fact.body.zone, "used", 1);
        grantArrival(books, fact.body, fact);
        noteGrant(books, fact, fact.body);
      }
      break;
    case "vehicle.arrived":
      seeZone(books, fact, fact.body.zone);
      arrive(books, fact.body, fact);
      break;
    case "vehicle.departed":
      seeZone(books, fact, fact.body.zone);
      depart(books, fact.body, fact);
      break;
    case "passage.abandoned":
      if (fact.body.direction === "arrive") countLease(books, fact.body.zone, "voided", 1);
      abandon(books, fact.body);
      break;
    case "passage.unresolved":
      leaveUnresolved(books, fact.body, fact);
      break;
    case "passage.undecided": {
      const { direction, zone } = fact.body;
      count(books, { estate: books.estate, zone }, direction === "arrive" ? "arrivals" : "departures", 1);
      note(books, "passage-undecided", atMs, `a car passed without a decision (${direction})`, { fact: id });
      break;
    }
    case "lease.returned":
      returnLease(books, fact);
      break;
    case "order.answered":
      books.answers.push({ order: fact.body.order, outcome: fact.body.outcome, atMs });
      break;
    case "barrier.failed":
      note(books, "barrier-failed", atMs, `${fact.body.code}: ${fact.body.words}`, { fact: id });
      break;
    case "lane.stuck":
      note(books, "lane-stuck", atMs, "a car stands under the arm", { fact: id });
      break;
    case "lane.held":
      if (fact.body.by === "fire-alarm")
        note(books, "fire-alarm", atMs, `the fire alarm opened lane ${fact.body.lane} for everybody`, { fact: id });
      break;
    case "gate.started":
      if (!fact.body.previousEpochLost) break;
      note(books, "epoch-lost", atMs, "the gate lost its journal; facts may be missing", { fact: id });
      forgetGrants(books, atMs, { words: "the gate lost its journal while a car was passing", fact: id });
      break;
    // Kept in the inbox; nothing in the books moves.
    case "barrier.opened":
    case "lane.released":
    case "device.failed":
    case "device.recovered":
      break;
  }
}

/** What an operator allowed, and wants to be told of all the same. */
function noteGrant(books: Books, { id: fact, atMs }: DatedFact, body: FactBody<"decision.made">): void {
  const { reason, overdrawn, session, zone } = body;
  if (reason === "arrival-granted-while-inside") {
    const words = "an account arrived again while its car was inside; the estate's policy is soft";
    note(books, "account-inside-twice", atMs, words, { fact, session });
  }
  if (overdrawn) {
    const words = `cut off, the gate gave a place of ${zone} that it had not been lent; the estate allows overdraw`;
    note(books, "place-overdrawn", atMs, words, { fact, session });
  }
}

/** A gate cannot give back more places than the zone has: taking its word would let the rest be lent twice. */
function returnLease(books: Books, { body, id, atMs }: DatedFact & { kind: "lease.returned" }): void {
  const capacity = books.zones.get(zoneKey(books.estate, body.zone))?.capacity ?? 0;
  if (body.places <= capacity) countLease(books, body.zone, "returned", body.places);
  else note(books, "lease-return-absurd", atMs, `${body.places} places given back of ${capacity}`, { fact: id });
}

/** A gate that names a zone nobody set up is counted all the same, and said so. */
function seeZone(books: Books, fact: DatedFact, zone: ZoneId): void {
  if (books.zones.has(zoneKey(books.estate, zone))) return;
  note(books, "zone-unknown", fact.atMs, `the gate names a zone "${zone}" that the estate does not have`, {
    fact: fact.id,
  });
}
