import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Departure, matchDeparture, waitingDeparture } from "./pairing.ts";
import { evolve, type Session, type SessionEvent, type SessionState } from "./session.ts";

const visit = {
  id: "s1",
  account: "a1",
  estate: "harbour",
  zone: "main",
  gateIn: "in",
  offer: null,
  class: "standard",
} as const;
const events: Record<string, SessionEvent> = {
  granted: { kind: "granted", atMs: 100, visit },
  arrived: { kind: "arrived", atMs: 200, visit, fact: "f1", unsure: false },
  abandoned: { kind: "abandoned" },
  unresolved: { kind: "unresolved" },
  departed: { kind: "departed", atMs: 300, gate: "out", fact: "f2", unsure: false },
  superseded: { kind: "superseded", atMs: 400 },
};
/** What came to light of the account's other visits. */
const corrections: Record<string, SessionEvent> = { reopened: { kind: "reopened" } };

/** Plays events named in a text: "granted arrived departed". A late one is in brackets in the answer. */
function play(text: string): { path: string; session: Session | undefined } {
  let session: Session | undefined;
  const path = text.split(" ").map((name) => {
    const event = events[name] ?? corrections[name];
    if (!event) throw new Error(name);
    const evolved = evolve(session, event);
    if (evolved.outcome === "late") return `(${name})`;
    session = evolved.session;
    return session.state;
  });
  return { path: path.join(" "), session };
}

describe("the machine of one visit", () => {
  test.each([
    ["granted arrived departed", "granted inside departed", []],
    ["granted abandoned", "granted abandoned", []],
    ["granted unresolved departed", "granted unresolved departed", ["arrival-unresolved"]],
    ["granted unresolved superseded", "granted unresolved abandoned", ["arrival-unresolved"]],
    ["granted unresolved arrived", "granted unresolved inside", []],
    ["granted arrived superseded", "granted inside departed", ["departure-missed"]],
    ["arrived departed", "inside departed", ["grant-unseen"]],
    // Its departure was another visit's.
    ["granted arrived departed reopened departed", "granted inside departed inside departed", ["reopened"]],
    ["granted arrived reopened", "granted inside (reopened)", []],
    ["granted unresolved departed reopened", "granted unresolved departed (reopened)", ["arrival-unresolved"]],
    // What comes late or twice changes nothing.
    ["granted granted", "granted (granted)", []],
    ["granted departed arrived", "granted (departed) inside", []],
    ["granted abandoned arrived departed", "granted abandoned (arrived) (departed)", []],
    ["granted arrived abandoned", "granted inside (abandoned)", []],
    ["granted arrived unresolved", "granted inside (unresolved)", []],
    ["granted arrived departed arrived departed", "granted inside departed (arrived) (departed)", []],
    ["granted arrived departed superseded", "granted inside departed (superseded)", []],
    ["departed", "(departed)", undefined],
    ["granted superseded", "granted (superseded)", []],
  ])("%s → %s", (played, path, flags) => {
    const { path: seen, session } = play(played);
    expect(seen).toBe(path);
    expect(session?.flags).toEqual(flags);
  });

  test("whatever comes of its own, it only moves forward, and nothing follows an end", () => {
    const rank: Record<SessionState, number> = { granted: 0, unresolved: 1, inside: 2, departed: 3, abandoned: 3 };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.values(events)), { maxLength: 12 }), (played) => {
        let session: Session | undefined;
        for (const event of played) {
          const evolved = evolve(session, event);
          if (evolved.outcome === "late") continue;
          if (session) expect(rank[evolved.session.state]).toBeGreaterThan(rank[session.state]);
          session = evolved.session;
        }
      }),
    );
  });

  test("a departure that was a later visit's is taken from a stay once; it goes on being over, and says that nobody saw it end", () => {
    const { session } = play("granted arrived departed");
    const parted = evolve(session, { kind: "parted", atMs: 250 });
    expect(parted).toMatchObject({
      session: { state: "departed", departedAtMs: 250, departureFact: null, flags: ["departure-missed"] },
    });
    if (parted.outcome === "late") return;
    expect(evolve(parted.session, { kind: "parted", atMs: 220 })).toEqual({ outcome: "late" });
    expect(evolve(play("granted arrived").session, { kind: "parted", atMs: 250 })).toEqual({ outcome: "late" });
  });

  test.each([150, 200])(
    "a departure dated before its arrival, or at it, counts as the arrival, and says so",
    (atMs) => {
      const { session } = play("granted arrived");
      const evolved = evolve(session, { kind: "departed", atMs, gate: "out", fact: "f2", unsure: false });
      expect(evolved).toMatchObject({ session: { departedAtMs: 200, flags: ["clocks-disagree"] } });
    },
  );
});

describe("which stay a departure ends", () => {
  const at = (minutes: number) => minutes * 60_000;
  const stay = (id: string, state: SessionState, from: number, more: Partial<Session> = {}): Session => ({
    ...{
      id,
      account: "a1",
      estate: "harbour",
      zone: "main",
      state,
      gateIn: "in",
      gateOut: null,
      offer: null,
      class: "standard",
    },
    ...{ grantedAtMs: at(from), arrivedAtMs: state === "granted" ? null : at(from), departedAtMs: null },
    ...{ flags: [], arrivalFact: null, departureFact: null },
    ...more,
  });
  const leaving = (minutes: number, session: string | null = null, account: string | null = "a1"): Departure => ({
    ...{ fact: "f9", account, session, estate: "harbour", zone: "main", gate: "out", departedAtMs: at(minutes) },
    ...{ heardAtMs: at(minutes), unsure: false },
  });
  /** Of a clock that nobody trusts, heard of in minute 40. */
  const unsurely = (departure: Departure): Departure => ({ ...departure, heardAtMs: at(40), unsure: true });
  const paired = (more: Partial<Session> = {}) =>
    stay("s1", "departed", 0, { departedAtMs: at(30), arrivalFact: "f1", departureFact: "f2", ...more });
  const ended = stay("s1", "departed", 0, { departedAtMs: at(10) });
  const missed = stay("s1", "departed", 0, { departedAtMs: at(30), flags: ["departure-missed"] });

  test.each<[string, Departure, Session[], string]>([
    ["the one it names", leaving(9, "s1"), [stay("s1", "inside", 0), stay("s2", "inside", 5)], "matched s1"],
    ["the account's open one", leaving(9), [stay("s1", "inside", 0)], "matched s1"],
    ["the newest open one before it", leaving(9), [stay("s1", "inside", 0), stay("s2", "inside", 5)], "matched s2"],
    ["not one that began after it", leaving(9), [stay("s1", "inside", 30)], "waiting"],
    [
      "one that seems to begin a moment after it, by another clock",
      leaving(9),
      [stay("s1", "inside", 9.5)],
      "matched s1",
    ],
    [
      "one that seems to begin long after it, by a clock that nobody trusts",
      leaving(9),
      [stay("s1", "inside", 30, { flags: ["clock-unsure"] })],
      "matched s1",
    ],
    [
      "one that begins long after the date that its own gate's clock made up",
      unsurely(leaving(9)),
      [stay("s1", "inside", 30)],
      "matched s1",
    ],
    ["not one that began after it was heard of", unsurely(leaving(9)), [stay("s1", "inside", 50)], "waiting"],
    ["one that a later departure, of another visit, ended", leaving(9, "s1"), [paired()], "earlier s1"],
    ["such a one, when it names nothing", leaving(9), [paired()], "earlier s1"],
    ["that one twice, dated a little differently", leaving(29.5, "s1"), [paired()], "late s1"],
    ["nothing new by a date that nobody trusts", unsurely(leaving(9, "s1")), [paired()], "late s1"],
    ["nothing new of dates that nobody trusts", leaving(9, "s1"), [paired({ flags: ["clock-unsure"] })], "late s1"],
    ["not one at another estate", leaving(9), [stay("s1", "inside", 0, { estate: "station" })], "waiting"],
    ["an unresolved one", leaving(9), [stay("s1", "unresolved", 0, { arrivedAtMs: null })], "matched s1"],
    ["not one whose car still passes", leaving(9, "s1"), [stay("s1", "granted", 0)], "waiting"],
    ["one that nobody knows yet", leaving(9, "s7"), [stay("s1", "inside", 0)], "waiting"],
    ["a closed one again", leaving(9, "s1"), [ended], "late s1"],
    ["the open one, when the name is stale", leaving(25, "s1"), [ended, stay("s2", "inside", 20)], "matched s2"],
    ["the one that was closed unseen", leaving(20), [missed, stay("s2", "inside", 30)], "late s1"],
    ["nobody's", leaving(9, null, null), [], "nobody"],
    [
      "the one it names, of an account it does not know",
      leaving(9, "s1", null),
      [stay("s1", "inside", 0)],
      "matched s1",
    ],
  ])("%s", (_name, departure, own, expected) => {
    const match = matchDeparture(
      departure,
      own.find(({ id }) => id === departure.session),
      own,
    );
    expect(match.outcome + ("session" in match ? ` ${match.session.id}` : "")).toBe(expected);
  });

  test("one whose date cannot be trusted leaves an open stay alone when the one it names was closed unseen", () => {
    const open = stay("s2", "inside", 30);
    expect(matchDeparture(unsurely(leaving(40, "s1")), missed, [missed, open])).toEqual({
      outcome: "late",
      session: missed,
    });
    expect(matchDeparture(leaving(40, "s1"), missed, [missed, open])).toEqual({
      outcome: "matched",
      session: open,
    });
  });

  test.each<[string, Session, Departure[], Session[], boolean]>([
    ["the one that names it", stay("s1", "inside", 0), [leaving(9, "s1")], [], true],
    ["the account's first after it", stay("s1", "inside", 0), [leaving(9)], [], true],
    ["one dated just before it, as when its message was held up", stay("s1", "inside", 10), [leaving(9.5)], [], true],
    ["not one long before it", stay("s1", "inside", 10), [leaving(8)], [], false],
    [
      "one long before it, when nobody trusts the clock that dated it",
      stay("s1", "inside", 90, { flags: ["clock-unsure"] }),
      [leaving(8)],
      [],
      true,
    ],
    ["not one that names a visit yet to come", stay("s1", "inside", 0), [leaving(9, "s2")], [], false],
    [
      "not one after the account's next arrival",
      stay("s1", "inside", 0),
      [leaving(9)],
      [stay("s2", "inside", 5)],
      false,
    ],
    ["not another's", stay("s1", "inside", 0), [leaving(9, null, "a2")], [], false],
  ])("an arrival that comes late takes %s", (_name, session, waiting, others, taken) => {
    expect(waitingDeparture(session, waiting, [session, ...others]) !== undefined).toBe(taken);
  });
});
