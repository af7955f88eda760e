import type { HolderClaim } from "@baygate/shared/credential";
import { describe, expect, test } from "vitest";
import { decide, type Tap } from "./decide.ts";
import { readTap, tapText } from "./tap.ts";

// What a phone's certificate is worth at a gate. Each line changes one thing about an ordinary arrival.

const NOW_S = 1_800_000_000;
const account = { coverMinor: 5_000n, blocked: false, stay: null };
const stay = { session: "019a0000-0000-7000-8000-000000000001", estate: "harbour", zone: "deck", sinceMs: 1 };
const inside = { ...account, stay };
const ref = "00112233445566778899aabbccddeeff";
const ref2 = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const offer = { tariff: "day", version: 1, factorPermille: 1000 };
const policy: NonNullable<Tap["policy"]> = {
  ...{ name: "Harbour", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
  ...{ grantMs: 30_000, stuckMs: 120_000, repeatMs: 3_000 },
};
const zoneRule: NonNullable<Tap["zoneRule"]> = {
  ...{ capacity: 10, offer, offerWords: "2.40 EUR an hour", minimumCoverMinor: 500n },
  class: "standard",
};
const zoneOf = (bays: "truck" | "reserved"): Partial<Tap> => ({ zoneRule: { ...zoneRule, class: bays } });
const arriving: Tap = {
  ...{ estate: "harbour", lane: "lane-1", zone: "main", direction: "arrive" },
  claim: { fault: "pass-malformed" },
  newSession: "019a0000-0000-7000-8000-000000000009",
  ...{ nowMs: NOW_S * 1000, clock: "synchronised", linkFresh: true, seenBefore: false, leaseLeft: 1 },
  ...{ policy, zoneRule, credential: undefined, account, localStay: undefined },
  ...{ baysTaken: [], subscriptionsTaken: [], rulesAgeMs: 0, staleArrivals: 0 },
};

describe("a phone's certificate", () => {
  const holder: HolderClaim = {
    account: ref2,
    ...{ notBeforeS: NOW_S - 3_600, notAfterS: NOW_S + 3_600, estates: ["harbour"] },
    coverMinor: 900n,
    offline: "within-cover",
  };
  const slot = Math.floor(NOW_S / 15);
  const phone = (change: object = {}, at = slot): Partial<Tap> => ({
    ...{ claim: { tier: "B", ref, holder: { ...holder, ...change }, slot: at }, credential: undefined },
  });
  /** The link is down, and this gate has never heard of the account. */
  const stranger = (change: object = {}): Partial<Tap> => ({ ...phone(change), account: undefined, linkFresh: false });
  const revoked = { credential: { account: ref2, revoked: true } };
  const seconds = (fromNow: number): number => Math.floor((NOW_S + fromNow) / 15);

  test.each<[string, string, string, Partial<Tap>]>([
    ["grant", "arrival-granted", "of a known account", phone()],
    ["grant", "arrival-granted", "of a driver never heard of, the link down", stranger()],
    [
      "deny",
      "unknown-credential",
      "of a driver whom the cloud, heard, does not name",
      { ...stranger(), linkFresh: true },
    ],
    ["deny", "balance-too-low", "whose cover does not suffice", stranger({ coverMinor: 499n })],
    ["grant", "arrival-granted", "that is always to be taken", stranger({ coverMinor: 0n, offline: "always" })],
    ["deny", "not-offline", "that is never to be taken alone", stranger({ offline: "never" })],
    ["deny", "pass-wrong-estate", "for other estates", stranger({ estates: ["airport"] })],
    ["deny", "pass-wrong-estate", "for no estate", stranger({ estates: undefined })],
    ["deny", "rules-stale", "taken alone once already", { ...stranger(), staleArrivals: 1 }],
    [
      ...(["grant", "arrival-granted", "taken alone as often as the estate allows"] as const),
      { ...stranger(), staleArrivals: 1, policy: { ...policy, staleArrivals: 2 } },
    ],
    ["deny", "clock-unsure", "at a gate that does not know the time", { ...stranger(), clock: "stepped" }],
    ["deny", "credential-revoked", "on the deny list", { ...stranger(), ...revoked }],
    ["deny", "certificate-expired", "that ended 31 s ago", stranger({ notAfterS: NOW_S - 31 })],
    ["grant", "arrival-granted", "that ended just now", stranger({ notAfterS: NOW_S - 30 })],
    ["deny", "pass-not-yet-valid", "that begins in 31 s", phone({ notBeforeS: NOW_S + 31 })],
    ["deny", "pass-expired", "a replayed screenshot after its time", phone({}, seconds(-60))],
    ["deny", "pass-expired", "a phone five minutes slow", phone({}, seconds(-300))],
    ["deny", "pass-not-yet-valid", "a phone five minutes fast", phone({}, seconds(300))],
    ["deny", "pass-replayed", "a screenshot within its time", { ...phone(), seenBefore: true }],
    ["deny", "already-inside", "the same pass at two gates, the link up", { ...phone(), account: inside }],
    ["deny", "estate-full", "and no place", { ...stranger(), leaseLeft: 0 }],
    ["deny", "class-not-allowed", "of a car where trucks park", { ...stranger(), ...zoneOf("truck") }],
    ["grant", "arrival-granted", "of a truck there", { ...stranger({ class: "truck" }), ...zoneOf("truck") }],
    ["deny", "bay-reserved", "at bays of others", { ...stranger(), ...zoneOf("reserved") }],
    [
      ...(["grant", "arrival-granted", "at its holder's own bays"] as const),
      { ...stranger({ bays: [{ estate: "harbour", zone: "main" }] }), ...zoneOf("reserved") },
    ],
    [
      ...(["grant", "arrival-granted", "newer than the rules: money was paid in since"] as const),
      { ...phone(), account: { ...account, coverMinor: 0n }, linkFresh: false, rulesAgeMs: 7_200_000 },
    ],
    [
      ...(["deny", "balance-too-low", "older than the rules"] as const),
      { ...phone(), account: { ...account, coverMinor: 0n }, linkFresh: false, rulesAgeMs: 60_000 },
    ],
    [
      ...(["deny", "account-blocked", "of an account that was blocked"] as const),
      { ...phone(), account: { ...account, blocked: true }, linkFresh: false, rulesAgeMs: 7_200_000 },
    ],
    ["deny", "clock-unsure", "shown as a code while the clock is not sure", { ...phone(), clock: "unsynchronised" }],
    [
      ...(["grant", "arrival-granted", "the same where the estate takes codes all the same"] as const),
      { ...phone(), clock: "unsynchronised", policy: { ...policy, unsureClock: "take-codes" } },
    ],
    [
      ...(["grant", "arrival-granted", "over NFC, whatever the time is"] as const),
      { claim: { tier: "A", ref, holder }, credential: undefined, clock: "unsynchronised" },
    ],
  ])("%s %s: %s", (outcome, reason, _, change) => {
    expect(decide({ ...arriving, ...change })).toMatchObject({ outcome, reason, account: ref2 });
  });

  test("names the class of the vehicle that is let in", () =>
    expect(decide({ ...arriving, ...stranger({ class: "truck" }), ...zoneOf("truck") }).class).toBe("truck"));

  test.each<[string, Partial<Tap>]>([
    ["departure-granted-no-stay", stranger()],
    ["departure-granted-despite-fault", phone({}, seconds(-300))],
    ["departure-granted-despite-fault", { ...stranger(), ...revoked }],
  ])("gets its car out: %s", (reason, change) =>
    expect(decide({ ...arriving, direction: "depart", ...change })).toMatchObject({ outcome: "grant", reason }),
  );

  test("is read from the journal as it was decided on", () => {
    const tap = { ...arriving, ...stranger({ bays: [{ estate: "harbour", zone: "main" }], class: "truck" }) };
    expect(readTap(tapText(tap))).toEqual(tap);
  });
});
