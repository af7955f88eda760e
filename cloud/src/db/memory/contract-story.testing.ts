import { randomUUID } from "node:crypto";
import type { Lease } from "@baygate/shared/envelope";
import { EMPTY_DIGEST } from "@baygate/shared/rules";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { blockAccount, revokeCard } from "../../accounts/accounts.actions.ts";
import {
  acksAfter,
  countOnline,
  estatesOf,
  forgetPresence,
  isGateOf,
  noteSync,
  openOrders,
  recordException,
  writeStatus,
} from "../../fleet/fleet.store.ts";
import { liveTexts } from "../../fleet/live.ts";
import type { House } from "../../house.ts";
import { endWaits, forgetGate, receiveBatch } from "../../inbox/inbox.actions.ts";
import { buildEstate, buildGate, MINUTE, MORNING, OFFER, openAccount, type TestGate } from "../../inbox/testing.ts";
import { reclaimLeases } from "../../occupancy/lease.actions.ts";
import { tendEstate } from "../../occupancy/tend.actions.ts";
import { answerSync, feedRules } from "../../rules/feed.actions.ts";
import { dirtyEstates, markAccounts, markDirty, markGround, markTimely } from "../../rules/feed.store.ts";
import { topUp } from "../../wallets/wallets.actions.ts";
import type { Database } from "../client.ts";
import { schema } from "../schema.ts";

// A story that takes the cloud's real actions through every statement that has a twin (contract.test.ts). Its days are in the past, so
// that what PostgreSQL dates itself is told apart; its times have milliseconds.

const ESTATE = "harbour";
const OTHER = "airport";
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const operator = { name: "operator:test" };
/** A moment of the story. */
const at = (minutes: number): number => MORNING + minutes * MINUTE + 137;

interface Cast {
  readonly db: Database;
  readonly house: House;
  readonly ground: { readonly db: Database; readonly nowMs: () => number; readonly cardKey: string };
  readonly turnTo: (minutes: number) => number;
  readonly inward: TestGate;
  readonly outward: TestGate;
  readonly side: TestGate;
  readonly anna: string;
  readonly bert: string;
  readonly member: string;
  readonly guest: string;
  /** Without a wallet, too. */
  readonly penniless: string;
}

/** Tells the story to a database. */
export async function tellContractStory(db: Database): Promise<void> {
  const cast = await furnish(db);
  await agree(cast);
  await giveUpPhones(cast);
  await greet(cast);
  await lendPlaces(cast);
  await comeAndGo(cast);
  await comeLate(cast);
  await movePrices(cast);
  await breakHistory(cast);
  await loseJournal(cast);
  await closeDown(cast);
}

async function furnish(db: Database): Promise<Cast> {
  let nowMs = at(-60);
  const clock = { wallMs: () => nowMs, monoMs: () => nowMs, after: () => () => undefined };
  for (const estate of [ESTATE, OTHER]) await buildEstate(db, estate);
  await db.orm.insert(schema.zone).values({
    ...{
      estate: ESTATE,
      id: "yard",
      name: "Yard",
      class: "standard",
      capacity: 5,
      minimumCoverMinor: 250n,
      tariff: "day",
    },
    pricing: { movesPerDay: 2, minutesBetweenMoves: 1 },
  });
  const outward = await buildGate(db, ESTATE, "out");
  await db.orm.update(schema.gate).set({ arrivalZones: [] }).where(eq(schema.gate.id, "out"));
  await db.orm.insert(schema.tariff).values({
    ...{ id: "agreed", version: 1, currency: "EUR", effectiveAt: new Date(0) },
    content: {
      version: 1,
      rules: [
        { rule: "per-period", minutes: 20, priceMinor: 80 },
        { rule: "subscription" },
        { rule: "voucher" },
        { rule: "tax", name: "VAT", ratePermille: 100 },
      ],
    },
  });
  await db.orm.insert(schema.tariff).values({
    ...{ id: "day", version: 2, currency: "EUR", effectiveAt: new Date(at(5 * 24 * 60)) },
    content: { version: 1, rules: [{ rule: "flat", priceMinor: 500 }] },
  });
  const both = [ESTATE, OTHER];
  return {
    ...{ db, house: { db, clock }, ground: { db, nowMs: () => nowMs, cardKey: "A".repeat(43) }, outward },
    turnTo: (minutes) => {
      nowMs = at(minutes);
      return nowMs;
    },
    inward: await buildGate(db, ESTATE, "in"),
    side: await buildGate(db, ESTATE, "side"),
    anna: await openAccount(db, both, 5_000n),
    bert: await openAccount(db, [ESTATE], 400n),
    member: await openAccount(db, [ESTATE], 1_000n),
    guest: await openAccount(db, [], 1_000n),
    penniless: await openAccount(db, [ESTATE], 0n),
  };
}

/** What accounts have agreed: ranks, groups, subscriptions, vouchers, vehicles and bays. */
async function agree({ db, anna, bert, member, guest }: Cast): Promise<void> {
  const { orm } = db;
  await orm
    .insert(schema.loyaltyRank)
    .values({ id: "gold", name: "Gold", position: 1, rule: {}, creditLimitMinor: 700n });
  const [group, ranked] = [randomUUID(), randomUUID()];
  await orm.insert(schema.account).values({ id: group, name: "Plumbers", currency: "EUR", kind: "group" });
  await orm.insert(schema.account).values({
    ...{ id: ranked, name: "ranked", currency: "EUR", rank: "gold" },
  });
  await orm.insert(schema.access).values({ account: ranked, estate: ESTATE });
  await topUp(db, {
    ...{ account: group, amountMinor: 550n, currency: "EUR", actor: "test", words: "cash", atMs: at(-50) },
    idempotencyKey: randomUUID(),
  });
  await orm.insert(schema.groupMember).values({ account: member, group, monthlyLimitMinor: 3_000n });
  await orm.insert(schema.groupSpend).values({ group, account: member, month: "2026-02", spentMinor: 120n });
  await orm.insert(schema.groupSpend).values({ group, account: anna, month: "2026-02", spentMinor: 1n });
  await orm.insert(schema.subscriptionPlan).values({
    ...{ id: "month", estate: ESTATE, name: "Month", zones: ["main", "roof"], windows: [], classes: ["standard"] },
    ...{ currency: "EUR", priceMinor: 9_900n, period: "month", places: 2 },
  });
  const paid = { plan: "month", account: ranked, fromAt: new Date(at(-DAY / MINUTE)), vehicles: [] };
  await orm.insert(schema.subscription).values({ ...paid, id: randomUUID(), untilAt: new Date(at(DAY)) });
  await orm
    .insert(schema.subscription)
    .values({ ...paid, id: randomUUID(), untilAt: new Date(at(DAY)), endedAt: new Date(at(9_000)) });
  await orm
    .insert(schema.subscription)
    .values({ ...paid, id: randomUUID(), untilAt: new Date(at(DAY)), endedAt: new Date(at(-100)) });
  const gift = { kind: "minutes", value: 60n, words: "a shop's", account: anna };
  const valid = { validFrom: new Date(at(-600)), validUntil: new Date(at(6_000)) };
  for (const [codeHash, usedAt, estate] of [
    ["a", null, OTHER],
    ["b", null, ESTATE],
    ["c", new Date(at(-30)), ESTATE],
  ] as const)
    await orm.insert(schema.voucher).values({ ...gift, ...valid, id: randomUUID(), codeHash, usedAt, estate });
  const [van, lorry] = [randomUUID(), randomUUID()];
  const trucks = { account: guest, class: "truck", plateAlike: "alike" };
  const ended = { plateRef: "00000000000000bb", endedAt: new Date(at(-1)) };
  await orm.insert(schema.vehicle).values({ ...trucks, id: van, label: "van", plateRef: "00000000000000aa" });
  await orm.insert(schema.vehicle).values({ ...trucks, id: lorry, label: "old", ...ended });
  await orm.insert(schema.vehicle).values({ id: randomUUID(), account: anna, label: "car", class: "standard" });
  await orm.insert(schema.vehicle).values({ id: randomUUID(), account: anna, label: "bus", class: "electric" });
  for (const [ref, account, vehicle] of [
    ["card-anna", anna, null],
    ["card-bert", bert, null],
    ["card-guest", guest, van],
    ["card-old", guest, lorry],
  ] as const)
    await orm.insert(schema.card).values({ ref, account, label: "card", vehicle });
  const owner = randomUUID();
  const right = { estate: ESTATE, zone: "roof", fromAt: new Date(at(-500)) };
  await orm
    .insert(schema.bayRight)
    .values({ ...right, id: owner, account: anna, places: 2, untilAt: new Date(at(900)) });
  await orm.insert(schema.bayRight).values({ ...right, id: randomUUID(), account: bert, guestOf: owner });
  await orm.insert(schema.bayRight).values({
    ...right,
    id: randomUUID(),
    account: member,
    guestOf: owner,
    fromAt: new Date(at(-400)),
    untilAt: new Date(at(800)),
  });
  await orm
    .insert(schema.bayRight)
    .values({ ...right, id: randomUUID(), account: bert, untilAt: new Date(at(-20 * 24 * 60)) });
  await orm.insert(schema.bayRight).values({ ...right, id: randomUUID(), account: bert, revokedAt: new Date(at(-10)) });
  await orm.insert(schema.issuerKey).values({
    ...{ kid: "k1", publicKey: "p".repeat(43), notBefore: new Date(at(-900)), notAfter: new Date(at(900)) },
  });
}

/** Phones: one in use, one given up, one given up whose certificate has ended since. */
async function giveUpPhones({ db: { orm }, bert }: Cast): Promise<void> {
  const phone = { account: bert, label: "phone", certifiedUntil: new Date(at(DAY)) };
  await orm.insert(schema.device).values({ ...phone, id: randomUUID(), key: "kept", ref: "00000000000000d0" });
  const lost = { ...phone, revokedAt: new Date(at(-10)) };
  await orm.insert(schema.device).values({ ...lost, id: randomUUID(), key: "lost", ref: "00000000000000d1" });
  const over = { ...lost, certifiedUntil: new Date(at(-5)) };
  await orm.insert(schema.device).values({ ...over, id: randomUUID(), key: "over", ref: "00000000000000d2" });
}

const holds = (lent: number, used = 0): Lease => ({ lent, used, returned: 0, voided: 0 });

/** The cloud starts, gates come and are told the rules. */
async function greet({ db, ground, turnTo, inward, outward, side, ...cast }: Cast): Promise<void> {
  const nowMs = turnTo(-30);
  await forgetPresence(db);
  await db.orm.insert(schema.house).values({ id: "unheard/in", value: "" });
  for (const [gate, online, waiting] of [
    [inward, true, 0],
    [outward, true, 3],
    [outward, false, 3],
    [side, true, 0],
  ] as const)
    await writeStatus(db, gate.id, { v: 1, online, waiting, software: "1.0.0" }, new Date(nowMs));
  await writeStatus(db, outward.id, { v: 1, online: false }, new Date(nowMs - 5_000));
  await writeStatus(db, "nobody", { v: 1, online: true }, new Date(nowMs));
  for (const id of [inward.id, "nobody"]) await isGateOf(db, { id, estate: ESTATE });
  await isGateOf(db, { id: inward.id, estate: OTHER });
  await db.tx((tx) => markDirty(tx, ESTATE, ["estate", "zone/none", "account/none"]));
  await dirtyEstates(db);
  for (const estate of await estatesOf(db)) await markGround(db, estate);
  await tendEstate(db, ESTATE, nowMs, new Map());
  const sync = { epoch: inward.batch(1).epoch, leases: { main: holds(3, 1), yard: holds(900), none: holds(1) } };
  await noteSync(db, { id: inward.id, estate: ESTATE }, sync, new Date(nowMs));
  await noteSync(db, { id: inward.id, estate: ESTATE }, { ...sync, leases: { main: holds(5) } }, new Date(nowMs - 10));
  await noteSync(db, { id: inward.id, estate: ESTATE }, { ...sync, leases: { main: holds(4) } }, new Date(nowMs + 10));
  for (const gate of [outward, side])
    await noteSync(db, { id: gate.id, estate: ESTATE }, { epoch: gate.batch(1).epoch, leases: {} }, new Date(nowMs));
  await refreshAccounts({ db, ...cast });
  await feedRules(ground, ESTATE);
  await feedRules({ ...ground, nowMs: () => nowMs + 60_000 }, ESTATE);
  for (const rules of [0, 1, 2, 4_000]) {
    const asked = { rules, digest: EMPTY_DIGEST, want: "delta" } as const;
    await answerSync(ground, { id: inward.id, estate: ESTATE }, asked);
  }
  await answerSync(ground, { id: inward.id, estate: ESTATE }, { rules: 1, digest: EMPTY_DIGEST, want: "snapshot" });
  await acksAfter(db, "", 2);
  await acksAfter(db, "out", 20);
  await countOnline(db);
  await liveTexts(db, ESTATE);
}

async function refreshAccounts({
  db,
  anna,
  bert,
  member,
  guest,
}: Pick<Cast, "db" | "anna" | "bert" | "member" | "guest">) {
  const { rows } = await db.orm
    .select()
    .from(schema.account)
    .then((all) => ({ rows: all.map(({ id }) => id) }));
  await db.tx(async (tx) => {
    await markDirty(tx, ESTATE, [
      "credential/card-guest",
      "credential/card-old",
      "credential/00000000000000aa",
      "credential/card-anna",
      "plate/alike",
      "denied/00000000000000d0",
      "denied/00000000000000d1",
      "denied/00000000000000d2",
    ]);
    await markDirty(tx, ESTATE, ["credential/00000000000000bb", "credential/none"]);
    await markDirty(
      tx,
      ESTATE,
      rows.map((id) => `account/${id}`),
    );
    await markAccounts(tx, [anna, bert, member, guest]);
  });
}

/** Places are lent, one gate starves, another is asked to give back. */
async function lendPlaces({ db, turnTo, inward, side, ground }: Cast): Promise<void> {
  const memory = new Map();
  await writeStatus(db, side.id, { v: 1, online: false }, new Date(turnTo(0)));
  await tendEstate(db, ESTATE, turnTo(1), memory);
  await tendEstate(db, ESTATE, turnTo(2), memory);
  await writeStatus(db, side.id, { v: 1, online: true }, new Date(turnTo(3)));
  const orders = await tendEstate(db, ESTATE, turnTo(4), memory);
  await tendEstate(db, ESTATE, turnTo(5), memory);
  await openOrders(db, inward.id, new Date(at(5)));
  await openOrders(db, side.id, new Date(at(5)));
  for (const { gate, order } of orders) {
    const from = gate === inward.id ? inward : side;
    if (order.kind === "return-lease")
      from.add("lease.returned", { zone: order.zone, places: order.places, order: order.id }, at(6));
    from.add("order.answered", { order: order.id, outcome: "done", words: "" }, at(6));
    from.add("order.answered", { order: order.id, outcome: "refused", words: "" }, at(7));
  }
  for (const from of [inward, side]) {
    if (from.texts.length === 0) from.add("device.failed", { device: "reader", code: "x", words: "gone" }, at(7));
    await from.send();
  }
  await tendEstate(db, ESTATE, turnTo(8), memory);
  await db.tx((tx) => markTimely(tx, ESTATE));
  await feedRules(ground, ESTATE);
}

const visitOf = (account: string | null, zone = "main") => ({ account, session: uuidv7(), zone });

/** Cars come and go as they should, or nearly; batches come twice, with gaps, and with what nobody can read. */
async function comeAndGo({ db, house, ground, turnTo, inward, outward, ...cast }: Cast): Promise<void> {
  const { anna, bert, member, guest, penniless } = cast;
  const [plain, poor, grouped, free] = [visitOf(anna), visitOf(bert), visitOf(member), visitOf(null)] as const;
  const [abandoned, unresolved] = [visitOf(anna, "roof"), visitOf(bert, "roof")] as const;
  const visiting = visitOf(guest);
  inward.leases = { main: { lent: 60, used: 3, returned: 0, voided: 1 }, nowhere: holds(3) };
  const agreed = { tariff: "agreed", version: 1, factorPermille: 1100 };
  inward.grant(plain, at(10), agreed);
  inward.arrive(plain, at(11), agreed);
  inward.grant(poor, at(12));
  inward.arrive(poor, at(12), null);
  await inward.send();
  await inward.send(1);
  await inward.send(3);
  inward.grant(abandoned, at(13), null);
  inward.abandon(abandoned, at(14));
  inward.grant(unresolved, at(15));
  inward.unresolved(unresolved, at(16));
  inward.add("passage.undecided", { lane: "lane-1", zone: "main", direction: "arrive" }, at(16));
  inward.addText("not JSON at all \u0000");
  inward.add("vehicle.arrived", { ...plain, decision: uuidv7(), lane: "lane-1", offer: OFFER }, at(17), { v: 9 });
  inward.add("decision.made", visitDecision(plain), at(17), { kind: "x".repeat(90) });
  inward.grant(grouped, at(18), agreed);
  inward.arrive(grouped, at(18), agreed);
  inward.arrive(visiting, at(19));
  inward.arrive(visitOf(penniless), at(19));
  inward.arrive(free, at(19));
  await inward.send();
  await feedRules(ground, ESTATE);
  outward.depart(plain, at(70));
  outward.depart(poor, at(75));
  outward.depart(free, at(76));
  outward.depart(grouped, at(77));
  outward.depart(unresolved, at(78));
  await outward.send();
  // It did arrive, as its gate finds out late: the stay is priced again.
  inward.arrive(unresolved, at(17));
  await inward.send();
  outward.add("barrier.opened", { decision: uuidv7(), lane: "lane-1", elapsedMs: 12 }, at(80));
  await receiveBatch(db, { id: outward.id, estate: ESTATE }, { ...outward.batch(9), from: 9 }, at(80));
  await outward.send();
  turnTo(90);
  await topUp(db, {
    ...{ account: bert, amountMinor: 2_000n, currency: "EUR", actor: "test", words: "cash", atMs: at(90) },
    idempotencyKey: `desk ${bert}`,
  });
  await blockAccount(house, operator, bert, { blocked: true, reason: "test" });
  await blockAccount(house, operator, bert, { blocked: false, reason: "test" });
  await revokeCard(house, operator, "card-bert");
  await db.tx((tx) => markAccounts(tx, [guest, anna], [{ account: guest, estate: OTHER }]));
  for (const estate of [ESTATE, OTHER]) await feedRules(ground, estate);
  for (const rules of [1, 2])
    await answerSync(ground, { id: "in", estate: ESTATE }, { rules, digest: EMPTY_DIGEST, want: "delta" });
}

const visitDecision = ({ account, session, zone }: ReturnType<typeof visitOf>) => ({
  ...({ lane: "lane-1", direction: "arrive", tier: "E", credential: null, outcome: "grant" } as const),
  ...{ account, zone, reason: "arrival-granted" as const, session, offer: OFFER },
});

/** Facts come in another order than things happened: departures wait, arrivals are missed, what was assumed is made good. */
async function comeLate({ db, ground, turnTo, inward, outward, side, anna, bert, guest }: Cast): Promise<void> {
  const late = visitOf(anna);
  outward.depart(late, at(200));
  outward.depart(visitOf(bert), at(201));
  outward.depart({ ...visitOf(null), session: null }, at(202));
  outward.depart({ account: guest, session: null }, at(203));
  await outward.send();
  side.grant(late, at(100));
  side.arrive(late, at(100));
  await side.send();
  // Two arrivals in a row: the first stay's departure is missed, and turns up in the end.
  const [missed, next] = [visitOf(bert), visitOf(bert)];
  side.grant(missed, at(210));
  side.arrive(missed, at(210));
  await side.send();
  inward.grant(next, at(400));
  inward.arrive(next, at(400));
  await inward.send();
  outward.depart(missed, at(300));
  await outward.send(undefined, undefined, at(500));
  outward.depart(visitOf(anna), at(510));
  await outward.send();
  // A departure is given to an arrival just after it, until the one before it is heard of.
  const [before, after] = [visitOf(guest), visitOf(guest)];
  outward.depart({ account: guest, session: null }, at(600));
  await outward.send();
  inward.grant(after, at(600) + 20_000);
  inward.arrive(after, at(600) + 20_000);
  await inward.send();
  side.grant(before, at(550));
  side.arrive(before, at(550));
  await side.send();
  const nowMs = turnTo(5 * 24 * 60);
  await endWaits(db, nowMs);
  await endWaits(db, nowMs);
  await feedRules(ground, ESTATE);
}

/** A full yard becomes dearer, step by step, and an announcement is withdrawn. */
async function movePrices({ db, ground, turnTo, inward, outward }: Cast): Promise<void> {
  const day = 6 * 24 * 60;
  await tendEstate(db, ESTATE, turnTo(day - 1), new Map());
  for (let car = 0; car < 5; car++) inward.arrive(visitOf(null, "yard"), at(day + car));
  await inward.send();
  for (let minute = 6; minute < 40; minute += 3) await tendEstate(db, ESTATE, turnTo(day + minute), new Map());
  for (let car = 0; car < 9; car++)
    outward.add("passage.undecided", { lane: "lane-1", zone: "yard", direction: "depart" }, at(day + 41));
  await outward.send();
  // A gate that has more to say may still explain it; then nobody can, and once a day is enough to say so.
  await tendEstate(db, ESTATE, turnTo(day + 41), new Map());
  for (const id of ["in", "side"]) await writeStatus(db, id, { v: 1, online: true }, new Date(at(day + 42)));
  await writeStatus(db, "out", { v: 1, online: true, waiting: 2 }, new Date(at(day + 42)));
  await tendEstate(db, ESTATE, turnTo(day + 42), new Map());
  await writeStatus(db, "out", { v: 1, online: true, waiting: 0 }, new Date(at(day + 42)));
  for (let minute = 43; minute < 60; minute += 3) await tendEstate(db, ESTATE, turnTo(day + minute), new Map());
  for (let minute = 24 * 60; minute < 25 * 60; minute += 6)
    await tendEstate(db, ESTATE, turnTo(day + minute), new Map());
  await feedRules(ground, ESTATE);
}

/** A gate sends another history under the same numbers, and a gate that nobody knows sends anything. */
async function breakHistory({ db, turnTo, side }: Cast): Promise<void> {
  const nowMs = turnTo(8 * 24 * 60);
  const batch = side.batch(1);
  const facts = batch.facts.map((text) => `${text} `);
  await receiveBatch(db, { id: side.id, estate: ESTATE }, { ...batch, facts }, nowMs);
  await receiveBatch(db, { id: side.id, estate: ESTATE }, batch, nowMs);
  await noteSync(db, { id: side.id, estate: ESTATE }, { epoch: batch.epoch, leases: {} }, new Date(nowMs));
  await receiveBatch(db, { id: "nobody", estate: ESTATE }, batch, nowMs).catch(() => undefined);
  await recordException(db, { id: side.id, estate: ESTATE }, "test", "something to look at", new Date(nowMs));
}

/** A journal is lost with a car in its lane, and places stay lent to it until an operator answers for it. */
async function loseJournal({ db, house, ground, turnTo, inward, anna }: Cast): Promise<void> {
  const day = 9 * 24 * 60;
  inward.grant(visitOf(anna), at(day));
  await inward.send();
  const reborn = inward.reborn();
  reborn.add("gate.started", { software: "1.0.0", previousEpochLost: true }, at(day + 5));
  await reborn.send();
  for (const minute of [6, 7]) await tendEstate(db, ESTATE, turnTo(day + minute), new Map());
  for (const gate of ["in", "in", "side", "nobody"])
    await reclaimLeases(house, operator, gate, { zone: "main", reason: "the box is gone" });
  await tendEstate(db, ESTATE, turnTo(day + 9), new Map());
  await feedRules(ground, ESTATE);
}

/** A gate is revoked, the cloud ends. */
async function closeDown({ db, house, ground, turnTo, inward, outward, bert }: Cast): Promise<void> {
  const nowMs = turnTo(10 * 24 * 60);
  outward.grant(visitOf(bert), nowMs);
  await outward.send();
  for (const { id } of [inward, outward])
    await db.tx(async (tx) => {
      await forgetGate(tx, { id, estate: ESTATE }, nowMs);
      await tx.orm
        .update(schema.gate)
        .set({ revokedAt: new Date(nowMs) })
        .where(eq(schema.gate.id, id));
      await markGround(tx, ESTATE);
    });
  await isGateOf(db, { id: inward.id, estate: ESTATE });
  await acksAfter(db, "", 20);
  await tendEstate(db, ESTATE, nowMs, new Map());
  await feedRules(ground, ESTATE);
  await reclaimLeases(house, operator, inward.id, { zone: "main", reason: "the gate is revoked" });
  await forgetPresence(db);
  await countOnline(db);
}
