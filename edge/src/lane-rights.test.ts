import { Envelope } from "@baygate/shared/envelope";
import { plateBytes } from "@baygate/shared/plate";
import { ruleText } from "@baygate/shared/rules";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cardRef } from "./claim.ts";
import { ACCOUNT, CARD_KEY, card, laneBench, OFFER } from "./lane.testing.ts";

// Subscriptions and reserved bays at a lane: one right, and several who may use it.

const bench = laneBench();
const { openLane, rules, said, drive } = bench;

describe("a subscription that members of a group share", () => {
  const COLLEAGUE = "0a5b7c1e-8f7e-4f43-9a3e-0c6f3a2f1d22";
  const FIRM = "7f000000-0000-4000-8000-0000000000f1";
  const PLATE = cardRef(CARD_KEY, plateBytes("BAG4711"));
  const plate = { tier: "P", bytes: Buffer.from("b-ag 4711"), atMs: 0 } as const;
  const zone = ruleText("zone", {
    ...{ capacity: 9, class: "standard", offer: OFFER, offerWords: "2.40 EUR an hour", minimumCoverMinor: 500n },
  });
  const shared = { places: 1, fromMs: 0, untilMs: 4e12, group: FIRM };
  const account = (coverMinor: bigint) =>
    ruleText("account", { coverMinor, blocked: false, stay: null, subscriptions: [shared] });

  const furnish = (coverMinor: bigint) =>
    rules(
      ["zone/main", zone],
      [`group/${FIRM}`, ruleText("group", { members: [ACCOUNT, COLLEAGUE] })],
      [`account/${ACCOUNT}`, account(coverMinor)],
      [`account/${COLLEAGUE}`, account(coverMinor)],
      [`credential/${PLATE}`, ruleText("credential", { account: COLLEAGUE, revoked: false })],
    );

  it("has its place taken by whoever came first, until that car has left", async () => {
    furnish(0n);
    const [arrivals, departures] = [openLane(), openLane("depart")];
    await drive(arrivals, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["arrival-granted", "balance-too-low"]);
    await drive(departures, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["departure-granted", "arrival-granted"]);
  });

  it("is no matter to who has the money that the zone asks for", async () => {
    furnish(500n);
    const arrivals = openLane();
    await drive(arrivals, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["arrival-granted", "arrival-granted"]);
  });
});

describe("a lane to reserved bays", () => {
  const GUEST = "0a5b7c1e-8f7e-4f43-9a3e-0c6f3a2f1d22";
  const PLATE = cardRef(CARD_KEY, plateBytes("BAG4711"));
  const plate = { tier: "P", bytes: Buffer.from("b-ag 4711"), atMs: 0 } as const;
  const right = { zone: "main", places: 1, fromMs: 0, untilMs: null };
  const reserved = ruleText("zone", {
    ...{ capacity: 9, class: "reserved", offer: OFFER, offerWords: "free", minimumCoverMinor: 0n },
  });
  const account = (shared: string) =>
    ruleText("account", { coverMinor: 100n, blocked: false, stay: null, bays: [{ ...right, shared: [shared] }] });

  it("lets in the owner or the guest, whoever comes first, though nothing is lent and nobody can be asked", async () => {
    rules(
      ["zone/main", reserved],
      ["lease/harbour-in/main", null],
      [`account/${ACCOUNT}`, account(GUEST)],
      [`account/${GUEST}`, account(ACCOUNT)],
      [`credential/${PLATE}`, ruleText("credential", { account: GUEST, revoked: false, class: "electric" })],
    );
    const [arrivals, departures] = [openLane(), openLane("depart")];
    await drive(arrivals, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["arrival-granted", "right-in-use"]);
    await drive(departures, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["departure-granted", "arrival-granted"]);
  });

  it("tells the cloud the vehicle's class, with the grant and with the arrival", async () => {
    rules([`credential/${PLATE}`, ruleText("credential", { account: ACCOUNT, revoked: false, class: "electric" })]);
    await drive(openLane(), plate);
    const bodies = (bench.journal.batch(1) ?? []).map((text) => Envelope.parse(JSON.parse(text)));
    const classes = bodies.map(({ kind, body }) => [
      kind,
      z.object({ class: z.string().optional() }).parse(body).class,
    ]);
    expect(classes).toEqual([
      ["gate.started", undefined],
      ["decision.made", "electric"],
      ["barrier.opened", undefined],
      ["vehicle.arrived", "electric"],
    ]);
    expect(JSON.stringify(bodies)).not.toContain("4711");
  });
});
