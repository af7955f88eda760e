import { describe, expect, it } from "vitest";
import { decide, type Tap } from "./decide.ts";

// What a gate says to one tap. Each line changes one thing about an ordinary tap and names what must come out.

const NOW_S = 1_800_000_000;
const offer = { tariff: "day", version: 1, factorPermille: 1000 };
const stayHere = { session: "019a0000-0000-7000-8000-000000000001", estate: "harbour", zone: "deck", sinceMs: 1 };
const account = { coverMinor: 5_000n, blocked: false, stay: null };
const ref = "00112233445566778899aabbccddeeff";
const ref2 = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const policy: NonNullable<Tap["policy"]> = {
  ...{ name: "Harbour", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
  ...{ grantMs: 30_000, stuckMs: 120_000, repeatMs: 3_000 },
};

const overdrawing = { policy: { ...policy, overdraw: 2 } };
const withPlate = { ...policy, plainCards: "with-plate" } as const;
const plate = (confidencePermille = 1000) => ({ tier: "P", ref, alike: ref, confidencePermille }) as const;
const card = { account: ref2, revoked: false };

const arriving: Tap = {
  ...{ estate: "harbour", lane: "lane-1", zone: "main", direction: "arrive" },
  claim: { tier: "E", ref },
  newSession: "019a0000-0000-7000-8000-000000000009",
  ...{ nowMs: NOW_S * 1000, clock: "synchronised", linkFresh: true, seenBefore: false, leaseLeft: 1 },
  policy,
  zoneRule: { capacity: 10, class: "standard", offer, offerWords: "2.40 EUR an hour", minimumCoverMinor: 500n },
  credential: card,
  account,
  localStay: undefined,
  ...{ baysTaken: [], subscriptionsTaken: [], rulesAgeMs: 0, staleArrivals: 0 },
};
const departing: Tap = { ...arriving, direction: "depart", leaseLeft: 0, account: { ...account, stay: stayHere } };
const unknown = { credential: undefined, account: undefined };
const pass = (changes: object = {}): Pick<Tap, "claim" | "credential"> => ({
  claim: { tier: "C", ref, pass: { account: ref2, notBeforeS: NOW_S - 10, notAfterS: NOW_S + 50, ...changes } },
  credential: undefined,
});
const inside = { state: "inside", session: stayHere.session, zone: "deck", seq: 7 } as const;

describe("an arrival", () => {
  it.each<[outcome: string, reason: string, when: string, change: Partial<Tap>]>([
    ["grant", "arrival-granted", "all is well", {}],
    ["deny", "no-rules-yet", "no policy has come", { policy: undefined }],
    ["deny", "no-rules-yet", "nothing is known of the zone", { zoneRule: undefined }],
    ["deny", "no-rules-yet", "cards cannot be hashed yet", { claim: { fault: "no-rules-yet" } }],
    ["deny", "pass-forged", "the signature does not hold", { claim: { fault: "pass-forged" } }],
    ["deny", "card-forged", "only the UID of a card with a key is shown", { credential: { ...card, proves: true } }],
    [
      "grant",
      "arrival-granted",
      "a card with a key has proved to hold it",
      { claim: { tier: "D", ref }, credential: { ...card, proves: true } },
    ],
    ["grant", "arrival-granted", "a card proves more than is asked of it", { claim: { tier: "D", ref } }],
    ["grant", "arrival-granted", "a plate is known, and policy says nothing of plates", { claim: plate() }],
    ["deny", "plates-off", "plates alone open nothing", { claim: plate(), policy: { ...policy, plateMatch: "off" } }],
    [
      "deny",
      "plate-unsure",
      "the camera is less sure than the estate asks for",
      { claim: plate(849), policy: { ...policy, plateConfidencePermille: 850 } },
    ],
    [
      "grant",
      "arrival-granted",
      "the camera is just as sure as the estate asks for",
      { claim: plate(850), policy: { ...policy, plateConfidencePermille: 850 } },
    ],
    [
      "grant",
      "arrival-granted",
      "a plate looks like the only one known",
      { claim: plate(), plateKnown: "alike", policy: { ...policy, plateMatch: "fuzzy" } },
    ],
    [
      "deny",
      "plate-ambiguous",
      "two known plates look like it",
      { claim: plate(), plateKnown: "ambiguously", policy: { ...policy, plateMatch: "fuzzy" } },
    ],
    ["deny", "plate-missing", "a plain card without the plate that it needs", { policy: withPlate }],
    ["deny", "plate-mismatch", "a plain card beside another's plate", { policy: withPlate, plateBeside: "other" }],
    ["grant", "arrival-granted", "a plain card beside its own plate", { policy: withPlate, plateBeside: "same" }],
    [
      "grant",
      "arrival-granted",
      "a card that proves itself needs no plate",
      { policy: withPlate, claim: { tier: "D", ref }, credential: { ...card, proves: true } },
    ],
    ["deny", "unknown-credential", "nobody's card needs no plate to be refused", { ...unknown, policy: withPlate }],
    ["deny", "card-unreadable", "the bytes are no card's", { claim: { fault: "card-unreadable" } }],
    ["deny", "unknown-credential", "the card is not known", unknown],
    ["deny", "unknown-credential", "the card's account is not known", { account: undefined }],
    ["deny", "credential-revoked", "the card is switched off", { credential: { account: ref2, revoked: true } }],
    ["deny", "account-blocked", "the account is blocked", { account: { ...account, blocked: true } }],
    ["deny", "balance-too-low", "a cent is missing", { account: { ...account, coverMinor: 499n } }],
    ["grant", "arrival-granted", "the cover is just enough", { account: { ...account, coverMinor: 500n } }],
    ["deny", "estate-full", "no place is lent", { leaseLeft: 0 }],
    ["deny", "estate-full", "overdraw, and the link is up", { ...overdrawing, leaseLeft: 0 }],
    ["grant", "arrival-granted", "overdraw, cut off", { ...overdrawing, linkFresh: false, leaseLeft: -1 }],
    ["deny", "estate-full", "overdraw, cut off, all given", { ...overdrawing, linkFresh: false, leaseLeft: -2 }],
    ["deny", "already-inside", "a stay is open here", { account: { ...account, stay: stayHere } }],
    [
      "deny",
      "already-inside",
      "a stay is open elsewhere",
      { account: { ...account, stay: { ...stayHere, estate: "airport" } } },
    ],
    ["deny", "already-inside", "this gate saw the car arrive", { localStay: inside }],
    [
      "deny",
      "already-inside",
      "every departure is heard of",
      { localStay: inside, policy: { ...policy, departuresHeard: true } },
    ],
    [
      "grant",
      "arrival-granted-unsure-inside",
      "a departure gate is not heard, so the car may have left",
      { account: { ...account, stay: stayHere }, policy: { ...policy, departuresHeard: false } },
    ],
    [
      "deny",
      "already-inside",
      "the car is in the lane now, whatever is not heard",
      { localStay: { ...inside, state: "arriving" }, policy: { ...policy, departuresHeard: false } },
    ],
    [
      "grant",
      "arrival-granted-unsure-inside",
      "it may have left, cut off from the news",
      { localStay: inside, linkFresh: false },
    ],
    ["deny", "estate-full", "unsure and full", { localStay: inside, linkFresh: false, leaseLeft: 0 }],
    [
      "deny",
      "already-inside",
      "its car is in a lane right now, link or no link",
      { localStay: { ...inside, state: "arriving" }, linkFresh: false },
    ],
    [
      "grant",
      "arrival-granted",
      "this gate saw it leave",
      { account: { ...account, stay: stayHere }, localStay: { ...inside, state: "gone" } },
    ],
    ["grant", "arrival-granted", "a good pass", pass()],
    ["grant", "arrival-granted", "a pass 30 s too early", pass({ notBeforeS: NOW_S + 30 })],
    ["deny", "pass-not-yet-valid", "a pass 31 s too early", pass({ notBeforeS: NOW_S + 31 })],
    ["grant", "arrival-granted", "a pass 30 s too late", pass({ notAfterS: NOW_S - 30 })],
    ["deny", "pass-expired", "a pass 31 s too late", pass({ notAfterS: NOW_S - 31 })],
    ["deny", "pass-replayed", "a pass shown before", { ...pass(), seenBefore: true }],
    ["deny", "pass-wrong-estate", "a pass for elsewhere", pass({ estate: "airport" })],
    ["grant", "arrival-granted", "a pass for here", pass({ estate: "harbour" })],
    ["deny", "clock-unsure", "a pass while the clock is off", { ...pass(), clock: "unsynchronised" }],
    ["grant", "arrival-granted", "a card while the clock is off", { clock: "stepped" }],
    [
      "deny",
      "credential-revoked",
      "a pass on the deny list",
      { ...pass(), credential: { account: ref2, revoked: true } },
    ],
    ["deny", "unknown-credential", "a pass of an account not known here", { ...pass(), account: undefined }],
  ])("%s %s: %s", (outcome, reason, _, change) => {
    expect(decide({ ...arriving, ...change })).toMatchObject({ outcome, reason });
  });

  it("begins a session at the price shown, and a refusal begins nothing", () => {
    expect(decide(arriving)).toMatchObject({
      session: arriving.newSession,
      offer,
      zone: "main",
      account: ref2,
      credential: ref,
    });
    expect(decide({ ...arriving, leaseLeft: 0 })).toMatchObject({ session: null, offer: null });
  });
});

describe("what an account and its vehicle may", () => {
  const zone = (bays: "standard" | "electric" | "truck" | "disabled" | "reserved") => ({
    zoneRule: { capacity: 10, class: bays, offer, offerWords: "2.40 EUR an hour", minimumCoverMinor: 500n },
  });
  const vehicle = (kind: "electric" | "truck" | "disabled", more: object = {}) => ({
    credential: { account: ref2, revoked: false, class: kind, ...more },
  });
  const right = (changes: object = {}) => ({
    ...{ zone: "main", places: 1, fromMs: (NOW_S - 10) * 1000, untilMs: (NOW_S + 10) * 1000, ...changes },
  });
  const reserved = (rights: object[], more: Partial<Tap> = {}): Partial<Tap> => ({
    ...zone("reserved"),
    account: { ...account, bays: rights.map(right) },
    ...{ leaseLeft: 0, baysTaken: rights.map(() => 0), ...more },
  });
  const car = "3d1f0f62-6a0b-4c55-8a53-6b1a4f0f8d10";
  const plan = (changes: object = {}) => ({
    ...{ zones: ["main"], places: 1, fromMs: (NOW_S - 10) * 1000, untilMs: (NOW_S + 10) * 1000, ...changes },
  });
  const ofFirm = { group: "7f000000-0000-4000-8000-0000000000f1" };
  const penniless = { ...account, coverMinor: 0n };
  const subscribed = (changes: object = {}, more: Partial<Tap> = {}): Partial<Tap> => ({
    account: { ...penniless, subscriptions: [plan(changes)] },
    ...more,
  });
  const unsure: Partial<Tap> = { clock: "unsynchronised" };
  const anti = (antiPassback: "hard" | "sure" | "soft") => ({ policy: { ...policy, antiPassback } });
  const staleAfter = { policy: { ...policy, staleAfterMs: 1_000, staleArrivals: 2 } };

  it.each<[outcome: string, reason: string, when: string, change: Partial<Tap>]>([
    ["grant", "arrival-granted", "an electric car on a standard bay", { ...zone("standard"), ...vehicle("electric") }],
    [
      "grant",
      "arrival-granted",
      "a disabled driver on a standard bay",
      { ...zone("standard"), ...vehicle("disabled") },
    ],
    ["deny", "class-not-allowed", "a truck on a standard bay", { ...zone("standard"), ...vehicle("truck") }],
    ["grant", "arrival-granted", "an electric car at a charger", { ...zone("electric"), ...vehicle("electric") }],
    ["deny", "class-not-allowed", "an ordinary car at a charger", zone("electric")],
    ["deny", "class-not-allowed", "a disabled driver at a charger", { ...zone("electric"), ...vehicle("disabled") }],
    [
      "grant",
      "arrival-granted",
      "a disabled driver on a disabled bay",
      { ...zone("disabled"), ...vehicle("disabled") },
    ],
    ["deny", "class-not-allowed", "an ordinary car on a disabled bay", zone("disabled")],
    ["grant", "arrival-granted", "a truck on a truck bay", { ...zone("truck"), ...vehicle("truck") }],
    [
      "grant",
      "arrival-granted",
      "a pass of an account whose cars are all electric",
      { ...zone("electric"), ...pass(), account: { ...account, class: "electric" } },
    ],
    ["grant", "arrival-granted", "before its vehicle is given up", vehicle("disabled", { untilMs: NOW_S * 1000 + 1 })],
    ["deny", "credential-expired", "its vehicle is given up", vehicle("disabled", { untilMs: NOW_S * 1000 })],

    ["deny", "bay-reserved", "no right to a bay", reserved([])],
    ["deny", "bay-reserved", "a right to other bays", reserved([{ zone: "deck" }])],
    ["grant", "arrival-granted", "an owner, though nothing is lent", reserved([{}])],
    ["grant", "arrival-granted", "an owner without an end", reserved([{ untilMs: null }])],
    ["grant", "arrival-granted", "an owner's truck", { ...reserved([{}]), ...vehicle("truck") }],
    ["deny", "right-not-yet-valid", "a guest too early", reserved([{ fromMs: NOW_S * 1000 + 1 }])],
    ["deny", "right-expired", "a guest too late", reserved([{ untilMs: NOW_S * 1000 }])],
    ["grant", "arrival-granted", "a guest too late by a clock that nobody trusts", reserved([{ untilMs: 1 }], unsure)],
    ["grant", "arrival-granted", "one right is over, another holds", reserved([{ untilMs: 1 }, {}])],
    ["deny", "right-in-use", "the guest's car is on it", reserved([{}], { baysTaken: [1] })],
    ["grant", "arrival-granted", "the guest's car is on one of two", reserved([{ places: 2 }], { baysTaken: [1] })],
    [
      "grant",
      "arrival-granted",
      "the guest may have left, cut off from the news",
      reserved([{}], { baysTaken: [1], linkFresh: false }),
    ],
    [
      "deny",
      "right-in-use",
      "the guest may have left, and the policy is hard",
      reserved([{}], { baysTaken: [1], linkFresh: false, ...anti("hard") }),
    ],
    [
      "deny",
      "balance-too-low",
      "an owner pays like others",
      reserved([{}], { account: { ...penniless, bays: [right()] } }),
    ],

    ["grant", "arrival-granted", "a subscription needs no cover", subscribed()],
    ["deny", "balance-too-low", "a subscription to another zone", subscribed({ zones: ["deck"] })],
    ["deny", "balance-too-low", "a subscription that is over", subscribed({ untilMs: NOW_S * 1000 })],
    ["deny", "balance-too-low", "a subscription that begins", subscribed({ fromMs: NOW_S * 1000 + 1 })],
    ["deny", "balance-too-low", "a subscription for trucks", subscribed({ classes: ["truck"] })],
    ["deny", "balance-too-low", "a subscription for one car, shown a card", subscribed({ vehicles: [car] })],
    [
      "grant",
      "arrival-granted",
      "a subscription for this car",
      subscribed({ vehicles: [car] }, vehicle("electric", { vehicle: car })),
    ],
    // NOW_S is Friday, 15 January 2027, 10:00 in Tallinn.
    [
      "grant",
      "arrival-granted",
      "within its hours",
      subscribed({ windows: [{ days: ["fri"], from: "10:00", to: "11:00" }] }),
    ],
    [
      "deny",
      "balance-too-low",
      "outside its hours",
      subscribed({ windows: [{ days: ["fri"], from: "10:01", to: "11:00" }] }),
    ],
    ["deny", "balance-too-low", "on another day", subscribed({ windows: [{ days: ["sat"] }] })],
    [
      "grant",
      "arrival-granted",
      "hours by a clock that nobody trusts",
      subscribed({ windows: [{ days: ["sat"] }] }, unsure),
    ],
    [
      "grant",
      "arrival-granted",
      "outside its hours, with money",
      { account: { ...account, subscriptions: [plan({ windows: [{ days: ["sat"] }] })] } },
    ],
    ["deny", "balance-too-low", "its place may be taken", subscribed({}, { localStay: inside, linkFresh: false })],
    [
      "grant",
      "arrival-granted-unsure-inside",
      "one of its two places",
      subscribed({ places: 2 }, { localStay: inside, linkFresh: false }),
    ],
    ["deny", "balance-too-low", "a colleague's car is on its place", subscribed(ofFirm, { subscriptionsTaken: [1] })],
    [
      "grant",
      "arrival-granted",
      "a colleague's car is on one of two places",
      subscribed({ ...ofFirm, places: 2 }, { subscriptionsTaken: [1] }),
    ],
    [
      "deny",
      "balance-too-low",
      "a colleague's car and the own one on two places",
      subscribed({ ...ofFirm, places: 2 }, { ...anti("soft"), subscriptionsTaken: [1], localStay: inside }),
    ],
    [
      "grant",
      "arrival-granted",
      "a colleague may have left since",
      subscribed(ofFirm, { subscriptionsTaken: [1], linkFresh: false }),
    ],
    [
      "deny",
      "balance-too-low",
      "a colleague may have left since, and the estate is strict",
      subscribed(ofFirm, { subscriptionsTaken: [1], linkFresh: false, ...anti("hard") }),
    ],
    [
      "grant",
      "arrival-granted",
      "the place is taken, but there is money",
      { account: { ...account, subscriptions: [plan(ofFirm)] }, subscriptionsTaken: [1] },
    ],
    [
      "deny",
      "debt-unpaid",
      "a subscription does not pay debts",
      { account: { ...account, coverMinor: -1n, lack: "debt-unpaid", subscriptions: [plan()] } },
    ],

    ["deny", "debt-unpaid", "more debt than credit", { account: { ...account, coverMinor: -1n, lack: "debt-unpaid" } }],
    [
      "deny",
      "group-limit-reached",
      "the group's month is spent",
      { account: { ...penniless, lack: "group-limit-reached" } },
    ],
    [
      "grant",
      "arrival-granted",
      "the next month has begun",
      { account: { ...penniless, lack: "group-limit-reached", later: { fromMs: NOW_S * 1000, coverMinor: 500n } } },
    ],
    [
      "deny",
      "group-limit-reached",
      "the next month is near",
      { account: { ...penniless, lack: "group-limit-reached", later: { fromMs: NOW_S * 1000 + 1, coverMinor: 500n } } },
    ],

    ["deny", "already-inside", "hard, whatever is not heard", { localStay: inside, linkFresh: false, ...anti("hard") }],
    [
      "grant",
      "arrival-granted-unsure-inside",
      "sure, and it is not",
      { localStay: inside, linkFresh: false, ...anti("sure") },
    ],
    ["grant", "arrival-granted-while-inside", "soft", { localStay: inside, ...anti("soft") }],
    [
      "grant",
      "arrival-granted-unsure-inside",
      "soft, and not sure",
      { localStay: inside, linkFresh: false, ...anti("soft") },
    ],
    [
      "deny",
      "already-inside",
      "soft, and in a lane now",
      { localStay: { ...inside, state: "arriving" }, ...anti("soft") },
    ],
    [
      "deny",
      "right-in-use",
      "soft, and the bay is the account's own car's",
      { ...reserved([{}], { localStay: { ...inside, zone: "main" } }), ...anti("soft") },
    ],

    ["grant", "arrival-granted", "rules as old as they may be", { ...staleAfter, rulesAgeMs: 1_000, staleArrivals: 2 }],
    [
      "grant",
      "arrival-granted",
      "stale rules, the second arrival",
      { ...staleAfter, rulesAgeMs: 1_001, staleArrivals: 1 },
    ],
    ["deny", "rules-stale", "stale rules, the third arrival", { ...staleAfter, rulesAgeMs: 1_001, staleArrivals: 2 }],
    ["grant", "arrival-granted", "stale rules, and no such policy", { rulesAgeMs: 9e9, staleArrivals: 9 }],
  ])("%s %s: %s", (outcome, reason, _, change) => {
    expect(decide({ ...arriving, ...change })).toMatchObject({ outcome, reason });
  });

  it("names the class by which the stay is priced, where it is not the usual one", () => {
    expect(decide({ ...arriving, ...vehicle("electric") }).class).toBe("electric");
    expect(decide(arriving)).not.toHaveProperty("class");
  });

  it("locks in nobody for any of this", () => {
    const all: Partial<Tap>[] = [
      { ...zone("truck"), ...vehicle("electric") },
      reserved([]),
      reserved([{ untilMs: 1 }], { baysTaken: [5] }),
      vehicle("electric", { untilMs: 1 }),
      { account: { ...account, coverMinor: -1n, lack: "debt-unpaid" } },
      { account: { ...penniless, lack: "group-limit-reached" } },
      { ...staleAfter, rulesAgeMs: 9e9, staleArrivals: 9 },
      { localStay: inside, ...anti("hard") },
    ];
    for (const change of all) expect(decide({ ...departing, ...change }).outcome).toBe("grant");
  });

  it("says nothing of money to a subscriber who leaves", () => {
    expect(decide({ ...departing, ...subscribed({ zones: ["deck", "main"] }) }).reason).toBe(
      "departure-granted-no-stay",
    );
  });
});

describe("a departure locks nobody in", () => {
  const refuse = { policy: { ...policy, unknownAtDeparture: "refuse" as const } };
  it.each<[outcome: string, reason: string, when: string, change: Partial<Tap>]>([
    ["grant", "departure-granted", "all is well", {}],
    ["grant", "departure-granted", "this gate saw the car arrive", { account, localStay: inside }],
    ["grant", "departure-granted-no-stay", "no stay is known", { account }],
    [
      "grant",
      "departure-granted-no-stay",
      "the stay is elsewhere",
      { account: { ...account, stay: { ...stayHere, estate: "airport" } } },
    ],
    [
      "grant",
      "departure-granted-no-stay",
      "this gate saw it leave already",
      { localStay: { ...inside, state: "gone" } },
    ],
    ["grant", "departure-granted-no-stay", "a known card whose account is not here", { account: undefined }],
    [
      "grant",
      "departure-granted-despite-fault",
      "the card is switched off",
      { credential: { account: ref2, revoked: true } },
    ],
    ["grant", "departure-granted-despite-fault", "the account is blocked", { account: { ...account, blocked: true } }],
    ["grant", "departure-granted-despite-fault", "the wallet is empty", { account: { ...account, coverMinor: 0n } }],
    ["grant", "departure-granted-despite-fault", "an expired pass", pass({ notAfterS: NOW_S - 3600 })],
    ["grant", "departure-granted-despite-fault", "a pass shown before", { ...pass(), seenBefore: true }],
    [
      "grant",
      "departure-granted",
      "a pass while the clock is off",
      { ...pass({ notAfterS: 1 }), clock: "unsynchronised" },
    ],
    ["grant", "departure-granted-no-stay", "a pass of an account not known here", { ...pass(), account: undefined }],
    ["grant", "departure-granted-unknown", "an unknown card", unknown],
    ["deny", "unknown-credential", "an unknown card, and the estate refuses those", { ...unknown, ...refuse }],
    [
      "grant",
      "departure-granted-unknown",
      "no rules at all",
      { ...unknown, policy: undefined, claim: { fault: "no-rules-yet" } },
    ],
    ["grant", "departure-granted-unknown", "a key not heard of", { ...unknown, claim: { fault: "pass-unknown-key" } }],
    [
      "deny",
      "pass-unknown-key",
      "a key not heard of, and the estate refuses",
      { ...unknown, ...refuse, claim: { fault: "pass-unknown-key" } },
    ],
    ["grant", "departure-granted", "a plain card gets out without its plate", { policy: withPlate }],
    ["deny", "plates-off", "plates alone open nothing", { claim: plate(), policy: { ...policy, plateMatch: "off" } }],
    ["deny", "card-forged", "a copied UID", { credential: { ...card, proves: true } }],
    [
      "grant",
      "departure-granted",
      "a card that proves itself",
      { claim: { tier: "D", ref }, credential: { ...card, proves: true } },
    ],
    ["deny", "pass-forged", "a forged pass", { ...unknown, claim: { fault: "pass-forged" } }],
    ["deny", "pass-malformed", "a poster's QR", { ...unknown, claim: { fault: "pass-malformed" } }],
  ])("%s %s: %s", (outcome, reason, _, change) => {
    expect(decide({ ...departing, ...change })).toMatchObject({ outcome, reason });
  });

  it("ends the session that is open here, in the zone where the car stood", () => {
    expect(decide(departing)).toMatchObject({ session: stayHere.session, zone: "deck", offer: null });
    expect(decide({ ...departing, account })).toMatchObject({ session: null, zone: "main" });
  });
});
