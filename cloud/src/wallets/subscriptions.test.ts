import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, test } from "vitest";
import { exception } from "../db/schema/house.ts";
import { testDatabase } from "../db/testing.ts";
import { expectSoundBooks, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { groupBill, putMember, removeMember } from "./groups.actions.ts";
import {
  cancelSubscription,
  endPlan,
  listSubscriptions,
  offerPlan,
  renewSubscriptions,
  subscribe,
} from "./subscriptions.actions.ts";
import { AGREED, DAY, HOUR_MINOR, operator, setStage } from "./testing.ts";
import { billSponsors, issueVouchers, redeemVoucher } from "./vouchers.actions.ts";

const { db } = await testDatabase();
const stage = await setStage(db);
const { house, newPlace, park, stayOf, moneyOf, newGroup, ledgerOf, audited } = stage;

afterEach(() => expectSoundBooks(db));

describe("a subscription", () => {
  const plan = {
    name: "Office",
    zones: ["main"],
    windows: [],
    classes: [],
    priceMinor: 5500n,
    period: "month",
  } as const;
  const newPlan = async (estate: string, more: object = {}) => {
    const id = `plan-${randomUUID()}`;
    expect(await offerPlan(house, operator, { ...plan, id, estate, places: 1, ...more })).toMatchObject({ id });
    return id;
  };
  const buy = (account: string, planId: string, vehicles: readonly string[] = []) =>
    subscribe(house, operator, account, { id: uuidv7(), plan: planId, vehicles });

  test("is paid from the wallet, its tax within, once however often it is asked; then its stays are free", async () => {
    stage.nowMs = MORNING - DAY;
    const { estate, gate } = await newPlace();
    await db.pool.query("update zone set tariff = 'agreed' where estate = $1", [estate]);
    const account = await openAccount(db, [estate], 6000n);
    const asked = { id: uuidv7(), plan: await newPlan(estate), vehicles: [] };
    const [first, again] = [
      await subscribe(house, operator, account, asked),
      await subscribe(house, operator, account, asked),
    ];
    expect(again).toEqual(first);
    expect(first).toMatchObject({ untilAt: new Date("2026-04-01T06:00:00Z") });
    expect(await moneyOf(account)).toMatchObject({ balanceMinor: 500n });
    expect([await ledgerOf(`revenue:${estate}`), await ledgerOf(`tax:${estate}`)]).toEqual([5000n, 500n]);
    const row = await park(gate, account, 60);
    expect(row).toMatchObject({ totalMinor: 0n, payer: null });
    expect(row?.terms).toMatchObject({ account: { subscriptions: [{ id: asked.id }] } });
    expect(await park(gate, account, 60, MORNING + 60 * DAY)).toMatchObject({ totalMinor: HOUR_MINOR });
  });

  test("is refused by name", async () => {
    const { estate } = await newPlace();
    const account = await openAccount(db, [estate], 100n);
    const id = await newPlan(estate);
    expect(await buy(account, id)).toEqual({ refused: "cover-too-low" });
    expect(await buy(account, "no-such")).toEqual({ refused: "plan-unknown" });
    expect(await buy(account, id, [randomUUID()])).toEqual({ refused: "vehicle-unknown" });
    expect(await buy(randomUUID(), id)).toEqual({ refused: "account-unknown" });
    await endPlan(house, operator, id);
    expect(await buy(account, id)).toEqual({ refused: "plan-unknown" });
    expect(await offerPlan(house, operator, { ...plan, id, estate, places: 1 })).toEqual({ refused: "plan-exists" });
    expect(await offerPlan(house, operator, { ...plan, id: "x", estate, places: 1, zones: ["moon"] })).toEqual({
      refused: "zone-unknown",
    });
  });

  test("of a group is on the bill of the month that the estate has, and so is a voucher that the group stands for", async () => {
    const { estate, gate } = await newPlace();
    // In Zurich, where the estate is, April has begun half an hour ago.
    const april = Date.parse("2026-03-31T22:30:00Z");
    stage.nowMs = april;
    const group = await newGroup(20_000n, []);
    await buy(group, await newPlan(estate));
    const gift = {
      kind: "amount",
      value: 80n,
      words: "One period",
      count: 1,
      validFrom: new Date(april - DAY),
    } as const;
    const more = { estate, sponsor: group, validUntil: new Date(april + DAY) };
    const issued = await issueVouchers(house, operator, { ...gift, ...more });
    if ("refused" in issued) throw new Error(issued.refused);
    const driver = await openAccount(db, [estate], 1000n);
    await redeemVoucher(house, operator, driver, { code: issued.vouchers[0]?.code ?? "" });
    await park(gate, driver, 20, april);
    await billSponsors(house);
    const kindsIn = async (month: string) => {
      const bill = await groupBill(house, group, month);
      return "refused" in bill ? bill : bill.others.map(({ kind }) => kind).sort();
    };
    // Money that came in is of no estate.
    expect(await kindsIn("2026-03")).toEqual(["top-up"]);
    expect(await kindsIn("2026-04")).toEqual(["subscription", "voucher"]);
  });

  test("of a group has so many places: who comes while they are taken pays, also when a place is free again later", async () => {
    stage.nowMs = MORNING - DAY;
    const { estate, gate } = await newPlace();
    const members = await Promise.all([1, 2, 3].map(() => openAccount(db, [estate], 1000n)));
    const [one, two, three] = members;
    if (!one || !two || !three) throw new Error("three members");
    const group = await newGroup(20_000n, members);
    await buy(group, await newPlan(estate, { places: 1 }));
    // The estate's gates are told who shares the place, also when somebody leaves.
    const isMarked = async () => {
      const key = `group/${group}`;
      const { rowCount } = await db.pool.query("delete from rule_dirty where estate = $1 and key = $2", [estate, key]);
      return (rowCount ?? 0) > 0;
    };
    expect(await isMarked()).toBe(true);
    const fourth = await openAccount(db, [estate], 0n);
    await putMember(house, operator, group, { account: fourth, monthlyLimitMinor: null });
    expect(await isMarked()).toBe(true);
    await removeMember(house, operator, group, fourth);
    expect(await isMarked()).toBe(true);
    const visits = { one: { account: one, session: uuidv7() }, two: { account: two, session: uuidv7() } };
    for (const [visit, minute] of [
      [visits.one, 0],
      [visits.two, 1],
    ] as const) {
      gate.grant(visit, MORNING + minute * MINUTE, AGREED);
      gate.arrive(visit, MORNING + minute * MINUTE, AGREED);
    }
    await gate.send();
    gate.depart(visits.one, MORNING + 30 * MINUTE);
    await gate.send();
    expect(await park(gate, three, 20, MORNING + 40 * MINUTE)).toMatchObject({ totalMinor: 0n });
    gate.depart(visits.two, MORNING + 61 * MINUTE);
    await gate.send();
    expect(await stayOf(visits.one.session)).toMatchObject({ totalMinor: 0n });
    expect(await stayOf(visits.two.session)).toMatchObject({
      ...{ totalMinor: HOUR_MINOR, payer: group, flags: ["subscription-in-use"] },
    });
  });

  test("for one vehicle counts only for what opens gates for that vehicle", async () => {
    stage.nowMs = MORNING - DAY;
    const { estate, gate } = await newPlace();
    const account = await openAccount(db, [estate], 10_000n);
    const [own, other] = [randomUUID(), randomUUID()];
    for (const id of [own, other])
      await db.pool.query("insert into vehicle (id, account, label, class) values ($1, $2, 'car', 'standard')", [
        id,
        account,
      ]);
    const refs = { own: randomUUID().replaceAll("-", ""), other: randomUUID().replaceAll("-", "") };
    for (const [ref, vehicle] of [
      [refs.own, own],
      [refs.other, other],
    ])
      await db.pool.query("insert into card (ref, account, label, vehicle) values ($1, $2, 'card', $3)", [
        ref,
        account,
        vehicle,
      ]);
    expect(await buy(account, await newPlan(estate), [own])).toMatchObject({ vehicles: [own] });
    const parkBy = async (credential: string | null, atMs: number) => {
      const session = uuidv7();
      const decision = gate.add(
        "decision.made",
        {
          ...{ lane: "lane-1", direction: "arrive", tier: "E", credential, account, zone: "main", outcome: "grant" },
          ...{ reason: "arrival-granted", session, offer: AGREED },
        },
        atMs,
      );
      const passage = { decision, lane: "lane-1", zone: "main", account, session };
      gate.add("vehicle.arrived", { ...passage, offer: AGREED }, atMs);
      gate.add("vehicle.departed", passage, atMs + 60 * MINUTE);
      await gate.send();
      return await stayOf(session);
    };
    const full = { totalMinor: HOUR_MINOR, flags: ["subscription-not-applicable"] };
    expect(await parkBy(refs.own, MORNING)).toMatchObject({ totalMinor: 0n, flags: [] });
    expect(await parkBy(refs.other, MORNING + 120 * MINUTE)).toMatchObject(full);
    // A pass that names no vehicle: it may have been the other car, and the stay says why it costs what it costs.
    expect(await parkBy(null, MORNING + 240 * MINUTE)).toMatchObject(full);
  });

  test("is renewed in time, once; who has not enough is named when it ends, and whoever cancelled is left alone", async () => {
    stage.nowMs = MORNING;
    const { estate } = await newPlace();
    const [rich, poor, tired] = [
      await openAccount(db, [estate], 20_000n),
      await openAccount(db, [estate], 5500n),
      await openAccount(db, [estate], 20_000n),
    ];
    const id = await newPlan(estate);
    for (const account of [rich, poor, tired]) await buy(account, id);
    const [cancelled] = await listSubscriptions(house, tired);
    expect(await cancelSubscription(house, operator, tired, cancelled?.id ?? "")).toMatchObject({ renews: false });
    expect(await cancelSubscription(house, operator, rich, cancelled?.id ?? "")).toEqual({
      refused: "subscription-unknown",
    });

    stage.nowMs = Date.parse("2026-04-01T08:00:00Z");
    await renewSubscriptions(house);
    expect(await renewSubscriptions(house)).toBe(0);
    expect(await moneyOf(rich)).toMatchObject({ balanceMinor: 9000n });
    expect(await listSubscriptions(house, rich)).toMatchObject([{ untilAt: new Date("2026-05-02T06:00:00Z") }]);
    stage.nowMs = Date.parse("2026-04-02T08:00:00Z");
    await renewSubscriptions(house);
    const until = new Date("2026-04-02T06:00:00Z");
    expect(await listSubscriptions(house, poor)).toMatchObject([{ renews: false, endedAt: until }]);
    const told = await db.orm.select().from(exception).where(sql`estate = ${estate}`);
    expect(told).toMatchObject([{ kind: "subscription-not-renewed" }]);
    expect(told[0]?.words).toContain("cover-too-low");
    expect(await audited(cancelled?.id ?? "")).toEqual([
      "subscription.sold",
      "subscription.cancelled",
      "subscription.ended",
    ]);
  });
});
