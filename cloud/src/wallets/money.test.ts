import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { account as accountTable, voucher } from "../db/schema/accounts.ts";
import { audit, exception } from "../db/schema/house.ts";
import { payment, paymentMethod } from "../db/schema/money.ts";
import { tariff } from "../db/schema/places.ts";
import { stay } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import type { House } from "../house.ts";
import {
  buildEstate,
  buildGate,
  expectSoundBooks,
  MINUTE,
  MORNING,
  OFFER,
  openAccount,
  type TestGate,
} from "../inbox/testing.ts";
import { groupBill, openGroup, putMember, readGroup, removeMember } from "./groups.actions.ts";
import { listRanks, putRank, rank, rankAccounts, removeRank } from "./loyalty.actions.ts";
import {
  cancelSubscription,
  endPlan,
  listSubscriptions,
  offerPlan,
  renewSubscriptions,
  subscribe,
} from "./subscriptions.actions.ts";
import { putTerms, retryTopUps, topUpIfLow } from "./terms.actions.ts";
import { billSponsors, issueVouchers, redeemVoucher, type VouchersAsked } from "./vouchers.actions.ts";
import { topUp, walletOf } from "./wallets.actions.ts";

const { db } = await testDatabase();

let nowMs = MORNING;
const house: House = { db, clock: { wallMs: () => nowMs, monoMs: () => nowMs, after: () => () => undefined } };
const operator = { name: "operator:test" };
const DAY = 86_400_000;

/** As `day`, with what accounts have agreed and 10 % tax in the price. */
const AGREED = { tariff: "agreed", version: 1, factorPermille: 1000 };
const HOUR_MINOR = 240n;

let gates = 0;
let places = 0;
async function newPlace(): Promise<{ estate: string; gate: TestGate }> {
  const estate = `place-${++places}`;
  await buildEstate(db, estate);
  return { estate, gate: await buildGate(db, estate, `money-gate-${++gates}`) };
}

/** A stay of `minutes` from `atMs` on; answers its row. */
async function park(gate: TestGate, account: string, minutes: number, atMs = MORNING, offer = AGREED) {
  const visit = { account, session: uuidv7() };
  gate.grant(visit, atMs, offer);
  gate.arrive(visit, atMs, offer);
  gate.depart(visit, atMs + minutes * MINUTE);
  await gate.send();
  return await stayOf(visit.session);
}
const stayOf = async (session: string) => (await db.orm.select().from(stay).where(sql`session = ${session}`))[0];
const moneyOf = async (account: string) => {
  const { balanceMinor, heldMinor, debtMinor } = (await walletOf(db.orm, account)) ?? {};
  return { balanceMinor, heldMinor, debtMinor };
};
const fill = (account: string, amountMinor: bigint) =>
  topUp(db, {
    ...{ account, amountMinor, currency: "EUR", actor: "test", words: "cash", atMs: nowMs },
    idempotencyKey: randomUUID(),
  });
async function newGroup(amountMinor: bigint, members: readonly string[], monthlyLimitMinor: bigint | null = null) {
  const { id } = await openGroup(house, operator, { name: "Plumbers", currency: "EUR" });
  if (amountMinor > 0n) await fill(id, amountMinor);
  for (const account of members)
    expect(await putMember(house, operator, id, { account, monthlyLimitMinor })).toMatchObject({ id });
  return id;
}
const dirtyKeys = async (estate: string) =>
  (await db.pool.query("delete from rule_dirty where estate = $1 returning key", [estate])).rows.map(({ key }) => key);
const ledgerOf = async (ledgerAccount: string) =>
  BigInt(
    (
      await db.pool.query("select coalesce(sum(amount_minor), 0) as sum from ledger_entry where ledger_account = $1", [
        ledgerAccount,
      ])
    ).rows[0].sum,
  );
const audited = async (subject: string) =>
  (await db.orm.select().from(audit).where(sql`subject = ${subject}`).orderBy(audit.id)).map(({ verb }) => verb);

beforeAll(async () => {
  await buildEstate(db, "harbour");
  await db.orm.insert(tariff).values({
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
});
afterEach(() => expectSoundBooks(db));

describe("a stay's row", () => {
  test("keeps what was known when it was priced, its taxes and who paid", async () => {
    const { estate, gate } = await newPlace();
    const account = await openAccount(db, [estate], 1000n);
    const row = await park(gate, account, 60);
    expect(row).toMatchObject({ totalMinor: HOUR_MINOR, payer: account });
    expect(row?.terms).toEqual({ class: "standard", account: { subscriptions: [], vouchers: [] } });
    expect(row?.taxes).toEqual([{ words: "VAT 10 %", ratePermille: 100, netMinor: 218, taxMinor: 22 }]);
    expect(await ledgerOf(`revenue:${estate}`)).toBe(218n);
    expect(await ledgerOf(`tax:${estate}`)).toBe(22n);
  });

  test("says that nobody paid where there was no wallet", async () => {
    const { gate } = await newPlace();
    expect(await park(gate, uuidv7(), 60)).toMatchObject({ payer: null, transaction: null });
  });
});

describe("a group", () => {
  test("pays for its members, who pay nothing; its money is held while they park", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member]);
    const visit = { account: member, session: uuidv7() };
    gate.grant(visit, MORNING, AGREED);
    await gate.send();
    expect(await moneyOf(group)).toEqual({ balanceMinor: 5000n, heldMinor: 300n, debtMinor: 0n });
    expect(await moneyOf(member)).toEqual({ balanceMinor: 1000n, heldMinor: 0n, debtMinor: 0n });
    gate.arrive(visit, MORNING, AGREED);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({ payer: group, account: member });
    expect((await stayOf(visit.session))?.terms).toMatchObject({ account: { group } });
    expect(await moneyOf(group)).toEqual({ balanceMinor: 4760n, heldMinor: 0n, debtMinor: 0n });
    expect(await moneyOf(member)).toMatchObject({ balanceMinor: 1000n });
  });

  test("pays a member's stays up to the month's limit; the stay that goes beyond is the member's own, whole; the next month begins anew", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member], 400n);
    expect((await park(gate, member, 60))?.payer).toBe(group);
    expect((await park(gate, member, 60, MORNING + 2 * 60 * MINUTE))?.payer).toBe(member);
    expect((await park(gate, member, 40, MORNING + 4 * 60 * MINUTE))?.payer).toBe(group);
    expect((await park(gate, member, 20, MORNING + 6 * 60 * MINUTE))?.payer).toBe(member);
    // 2026-03-31 23:30 in Zurich is March, 00:10 is April.
    expect((await park(gate, member, 20, Date.parse("2026-03-31T21:30:00Z")))?.payer).toBe(member);
    expect((await park(gate, member, 20, Date.parse("2026-03-31T22:10:00Z")))?.payer).toBe(group);
    expect(await moneyOf(group)).toMatchObject({ balanceMinor: 5000n - 240n - 160n - 80n });
  });

  test("without money owes: nobody is stopped from leaving", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(0n, [member]);
    expect((await park(gate, member, 60))?.payer).toBe(group);
    expect(await moneyOf(group)).toEqual({ balanceMinor: 0n, heldMinor: 0n, debtMinor: 240n });
    await fill(group, 1000n);
    expect(await moneyOf(group)).toEqual({ balanceMinor: 760n, heldMinor: 0n, debtMinor: 0n });
  });

  test("gives back what it held when the member has left it before the car has", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member]);
    const visit = { account: member, session: uuidv7() };
    gate.grant(visit, MORNING, AGREED);
    gate.arrive(visit, MORNING, AGREED);
    await gate.send();
    await removeMember(house, operator, group, member);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({ payer: member });
    expect(await moneyOf(group)).toEqual({ balanceMinor: 5000n, heldMinor: 0n, debtMinor: 0n });
    expect(await moneyOf(member)).toEqual({ balanceMinor: 760n, heldMinor: 0n, debtMinor: 0n });
  });

  test("gets back what it paid for a visit that was none, and so does the member's limit", async () => {
    const { estate, gate } = await newPlace();
    const out = await buildGate(db, estate, `money-gate-${++gates}`);
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member], 600n);
    const [first, second] = [uuidv7(), uuidv7()].map((session) => ({ account: member, session }));
    if (!first || !second) throw new Error("two visits");
    gate.grant(first, MORNING, AGREED);
    gate.unresolved(first, MORNING + MINUTE);
    await gate.send();
    out.depart({ ...first, session: null }, MORNING + 120 * MINUTE);
    await out.send();
    expect(await stayOf(first.session)).toMatchObject({ totalMinor: 480n, payer: group });
    gate.grant(second, MORNING + 100 * MINUTE, AGREED);
    gate.arrive(second, MORNING + 100 * MINUTE, AGREED);
    await gate.send();
    expect(await stayOf(second.session)).toMatchObject({ totalMinor: 80n, payer: group });
    expect(await moneyOf(group)).toEqual({ balanceMinor: 4920n, heldMinor: 0n, debtMinor: 0n });
    const { rows } = await db.pool.query("select spent_minor::int from group_spend where group_account = $1", [group]);
    expect(rows).toEqual([{ spent_minor: 80 }]);
  });

  test("with much money is charged without a word to all its members' gates; near a zone's minimum they hear of it", async () => {
    const { estate, gate } = await newPlace();
    const [member, other] = [await openAccount(db, [estate], 0n), await openAccount(db, [estate], 0n)];
    const group = await newGroup(900n, [member, other]);
    await dirtyKeys(estate);
    await park(gate, member, 60);
    expect(await dirtyKeys(estate)).not.toContain(`account/${other}`);
    await park(gate, member, 120, MORNING + 4 * 60 * MINUTE);
    expect(await dirtyKeys(estate)).toContain(`account/${other}`);
    expect(await moneyOf(group)).toMatchObject({ balanceMinor: 180n });
    await dirtyKeys(estate);
    await fill(group, 1000n);
    expect(await dirtyKeys(estate)).toContain(`account/${other}`);
  });

  test("has one bill a month, member by member", async () => {
    const { estate, gate } = await newPlace();
    const [ann, bob] = [await openAccount(db, [estate], 0n), await openAccount(db, [estate], 0n)];
    await db.orm.update(accountTable).set({ name: "Ann" }).where(sql`id = ${ann}`);
    await db.orm.update(accountTable).set({ name: "Bob" }).where(sql`id = ${bob}`);
    const group = await newGroup(5000n, [bob, ann]);
    await park(gate, bob, 60);
    await park(gate, ann, 20);
    await park(gate, ann, 20, MORNING + 40 * MINUTE);
    await park(gate, ann, 20, MORNING + 40 * DAY);
    const bill = await groupBill(house, group, "2026-03");
    expect(bill).toMatchObject({
      ...{ group, month: "2026-03", currency: "EUR", totalMinor: 400n },
      members: [
        { account: ann, name: "Ann", totalMinor: 160n, stays: [{ totalMinor: 80n }, { totalMinor: 80n }] },
        { account: bob, name: "Bob", totalMinor: 240n, stays: [{ totalMinor: 240n }] },
      ],
      others: [{ kind: "top-up", amountMinor: 5000n }],
    });
    expect(await groupBill(house, ann, "2026-03")).toEqual({ refused: "group-unknown" });
  });

  test("is charged by several gates at once, each stay once, and counts all of it", async () => {
    const { estate, gate } = await newPlace();
    const lanes = [gate, ...(await Promise.all([1, 2, 3].map(() => buildGate(db, estate, `money-gate-${++gates}`))))];
    const members = await Promise.all(lanes.flatMap(() => [1, 2, 3]).map(() => openAccount(db, [estate], 100n)));
    const group = await newGroup(2000n, members, 300n);
    await Promise.all(
      lanes.map(async (lane, nth) => {
        for (const hour of [0, 3, 6]) {
          for (const account of members.filter((_, at) => at % lanes.length === nth)) {
            const visit = { account, session: uuidv7() };
            lane.grant(visit, MORNING + hour * 60 * MINUTE, AGREED);
            lane.arrive(visit, MORNING + hour * 60 * MINUTE, AGREED);
            lane.depart(visit, MORNING + (hour * 60 + 40) * MINUTE);
          }
          await lane.send();
        }
      }),
    );
    // Of three stays of 1.60 the limit of 3.00 lets the group pay one.
    const paid = BigInt(members.length) * 160n;
    expect(await moneyOf(group)).toMatchObject({ balanceMinor: 2000n - paid, debtMinor: 0n });
    const { rows } = await db.pool.query(
      "select sum(spent_minor)::int as spent from group_spend where group_account = $1",
      [group],
    );
    expect(rows).toEqual([{ spent: Number(paid) }]);
    for (const member of members) expect(await moneyOf(member)).toMatchObject({ balanceMinor: 0n, debtMinor: 220n });
  });

  test("takes in only who can be paid for, and each of them is of one group", async () => {
    const member = await openAccount(db, [], 0n);
    const group = await newGroup(0n, [member]);
    const other = await newGroup(0n, []);
    const limitless = (account: string) => ({ account, monthlyLimitMinor: null });
    expect(await putMember(house, operator, other, limitless(member))).toEqual({ refused: "member-elsewhere" });
    expect(await putMember(house, operator, group, limitless(other))).toEqual({ refused: "group-nested" });
    expect(await putMember(house, operator, group, limitless(randomUUID()))).toEqual({ refused: "account-unknown" });
    expect(await putMember(house, operator, member, limitless(member))).toEqual({ refused: "group-unknown" });
    await db.orm.update(accountTable).set({ currency: "CHF" }).where(sql`id = ${member}`);
    expect(await putMember(house, operator, group, limitless(member))).toMatchObject({ refused: "currency-mismatch" });
    expect(await removeMember(house, operator, other, member)).toEqual({ refused: "account-unknown" });
    await removeMember(house, operator, group, member);
    expect(await readGroup(house, group)).toMatchObject({ members: [] });
    expect(await audited(group)).toEqual(["group.opened", "group.member-added", "group.member-removed"]);
  });
});

describe("credit", () => {
  test("lets an account arrive with nothing, and what it then owes is paid first by what comes in", async () => {
    const { estate, gate } = await newPlace();
    const account = await openAccount(db, [estate], 0n);
    await putTerms(house, operator, account, { creditLimitMinor: 1000n });
    const visit = { account, session: uuidv7() };
    gate.grant(visit, MORNING, AGREED);
    await gate.send();
    expect(await moneyOf(account)).toMatchObject({ heldMinor: 300n });
    gate.arrive(visit, MORNING, AGREED);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await moneyOf(account)).toEqual({ balanceMinor: 0n, heldMinor: 0n, debtMinor: 240n });
    await fill(account, 300n);
    expect(await moneyOf(account)).toEqual({ balanceMinor: 60n, heldMinor: 0n, debtMinor: 0n });
  });
});

describe("auto top-up", () => {
  const wishing = async (estate: string, amountMinor: bigint, hasMethod = true) => {
    const account = await openAccount(db, [estate], amountMinor);
    await putTerms(house, operator, account, { autoTopUp: { belowMinor: 500n, amountMinor: 2000n } });
    if (hasMethod)
      await db.orm.insert(paymentMethod).values([
        { ...{ id: uuidv7(), account, provider: "second", providerRef: "b", label: "card" }, position: 2 },
        { ...{ id: uuidv7(), account, provider: "first", providerRef: "a", label: "card" }, position: 1 },
      ]);
    return account;
  };
  const paymentsOf = async (account: string) =>
    await db.orm.select().from(payment).where(sql`account = ${account}`).orderBy(payment.createdAt);

  test("is wanted in the transaction of the charge that leaves too little, by the first method, and once at a time", async () => {
    const { estate, gate } = await newPlace();
    const account = await wishing(estate, 900n);
    await park(gate, account, 60);
    expect(await paymentsOf(account)).toEqual([]);
    const low = await park(gate, account, 60, MORNING + 120 * MINUTE);
    expect(await paymentsOf(account)).toMatchObject([
      {
        ...{ kind: "auto-top-up", state: "wanted", provider: "first", amountMinor: 2000n, currency: "EUR" },
        ...{ idempotencyKey: `auto-top-up:${low?.session}`, nextAt: low?.departedAt },
      },
    ]);
    await park(gate, account, 60, MORNING + 240 * MINUTE);
    expect(await paymentsOf(account)).toHaveLength(1);
    await db.orm.update(payment).set({ state: "failed", nextAt: null }).where(sql`account = ${account}`);
    await park(gate, account, 60, MORNING + 360 * MINUTE);
    expect(await paymentsOf(account)).toHaveLength(2);
  });

  test("needs a method, and may be due again after a fetch that was not enough", async () => {
    const { estate, gate } = await newPlace();
    const without = await wishing(estate, 0n, false);
    await park(gate, without, 60);
    expect(await paymentsOf(without)).toEqual([]);
    const account = await wishing(estate, 0n);
    expect(await db.tx((tx) => topUpIfLow(tx, account, "reason", MORNING))).toBe(true);
    expect(await db.tx((tx) => topUpIfLow(tx, account, "another", MORNING))).toBe(false);
  });
});

describe("an automatic top-up that failed", () => {
  test("is tried again while money is owed, ever more seldom, five times in all, and begins anew once one came in", async () => {
    const { estate, gate } = await newPlace();
    const account = await openAccount(db, [estate], 0n);
    await putTerms(house, operator, account, { autoTopUp: { belowMinor: 500n, amountMinor: 2000n } });
    const method = { id: uuidv7(), account, provider: "first", providerRef: "a", label: "card", position: 1 };
    await db.orm.insert(paymentMethod).values(method);
    const tries = async () => await db.orm.select().from(payment).where(sql`account = ${account}`);
    const end = (state: "failed" | "succeeded") =>
      db.orm
        .update(payment)
        .set({ state, nextAt: null, endedAt: new Date(nowMs) })
        .where(sql`account = ${account} and state = 'wanted'`);
    nowMs = MORNING + 60 * MINUTE;
    await park(gate, account, 60);
    expect(await tries()).toHaveLength(1);
    await end("failed");
    expect(await retryTopUps(house)).toBe(0);
    const days: number[] = [];
    for (let day = 1; day <= 40; day++) {
      nowMs += DAY;
      if ((await retryTopUps(house)) > 0) days.push(day);
      expect(await retryTopUps(house)).toBe(0);
      await end("failed");
    }
    expect(days).toEqual([1, 3, 7, 15]);
    expect(await tries()).toHaveLength(5);

    // The next charge asks at once; had that failed, it would be the first again only after money came.
    await park(gate, account, 60, nowMs);
    await end("succeeded");
    nowMs += DAY;
    expect(await retryTopUps(house)).toBe(0);
    await db.tx((tx) => topUpIfLow(tx, account, uuidv7(), nowMs));
    await end("failed");
    nowMs += DAY;
    expect(await retryTopUps(house)).toBe(1);
    await end("failed");
    await fill(account, 10_000n);
    nowMs += 10 * DAY;
    expect(await retryTopUps(house)).toBe(0);
  });
});

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
    nowMs = MORNING - DAY;
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
    nowMs = april;
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
    nowMs = MORNING - DAY;
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
    nowMs = MORNING - DAY;
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
    nowMs = MORNING;
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

    nowMs = Date.parse("2026-04-01T08:00:00Z");
    await renewSubscriptions(house);
    expect(await renewSubscriptions(house)).toBe(0);
    expect(await moneyOf(rich)).toMatchObject({ balanceMinor: 9000n });
    expect(await listSubscriptions(house, rich)).toMatchObject([{ untilAt: new Date("2026-05-02T06:00:00Z") }]);
    nowMs = Date.parse("2026-04-02T08:00:00Z");
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

describe("a voucher", () => {
  const gift: Omit<VouchersAsked, "estate" | "sponsor"> = {
    ...{ kind: "amount", value: 100n, words: "Bakery: 1 EUR off", count: 1 },
    ...{ validFrom: new Date(MORNING - DAY), validUntil: new Date(MORNING + DAY) },
  };
  const issue = async (estate: string, more: { sponsor?: string } = {}) => {
    const issued = await issueVouchers(house, operator, { estate, sponsor: null, ...gift, ...more });
    if ("refused" in issued) throw new Error(issued.refused);
    const [first] = issued.vouchers;
    if (!first) throw new Error("no voucher");
    return first;
  };

  test("is used by one stay, once, and its sponsor pays what it was worth: the estate has its whole price, and the tax", async () => {
    nowMs = MORNING;
    const { estate, gate } = await newPlace();
    const [driver, bakery] = [await openAccount(db, [estate], 1000n), await openAccount(db, [], 30n)];
    const { id, code } = await issue(estate, { sponsor: bakery });
    expect(
      await redeemVoucher(house, operator, driver, { code: code.toLowerCase().replaceAll("-", " ") }),
    ).toMatchObject({ id });
    const used = await park(gate, driver, 60);
    expect(used).toMatchObject({ totalMinor: 140n });
    expect(await park(gate, driver, 60, MORNING + 120 * MINUTE)).toMatchObject({ totalMinor: HOUR_MINOR });
    expect([await billSponsors(house), await billSponsors(house)]).toEqual([1, 0]);
    expect(await moneyOf(bakery)).toEqual({ balanceMinor: 0n, heldMinor: 0n, debtMinor: 70n });
    expect((await ledgerOf(`revenue:${estate}`)) + (await ledgerOf(`tax:${estate}`))).toBe(2n * HOUR_MINOR);
    expect(await ledgerOf(`tax:${estate}`)).toBe(13n + 22n + 9n);
    const [row] = await db.orm.select().from(voucher).where(sql`id = ${id}`);
    expect(row).toMatchObject({ session: used?.session, usedMinor: 100n });
    expect(JSON.stringify({ ...row, value: 0, usedMinor: 0 })).not.toContain(code);
    const { rows } = await db.pool.query("select 1 from ledger_transaction where idempotency_key = $1", [
      `voucher:${id}`,
    ]);
    expect(rows).toHaveLength(1);
  });

  test("is not used by a stay that ends after its time, nor at another estate", async () => {
    nowMs = MORNING;
    const [here, there] = [await newPlace(), await newPlace()];
    const driver = await openAccount(db, [here.estate, there.estate], 10_000n);
    const { code } = await issue(here.estate);
    await redeemVoucher(house, operator, driver, { code });
    expect(await park(there.gate, driver, 60)).toMatchObject({ totalMinor: HOUR_MINOR });
    expect(await park(here.gate, driver, 60, MORNING + 2 * DAY)).toMatchObject({ totalMinor: HOUR_MINOR });
  });

  test("is refused by name", async () => {
    nowMs = MORNING;
    const [here, there] = [await newPlace(), await newPlace()];
    const [driver, other] = [await openAccount(db, [here.estate], 0n), await openAccount(db, [here.estate], 0n)];
    const { code } = await issue(here.estate);
    const redeem = (account: string, typed: string, estate?: string) =>
      redeemVoucher(house, operator, account, { code: typed, estate });
    expect(await redeem(driver, "0000-0000-0000-0000")).toEqual({ refused: "voucher-unknown" });
    expect(await redeem(driver, "hello")).toEqual({ refused: "voucher-unknown" });
    expect(await redeem(driver, code, there.estate)).toEqual({ refused: "voucher-elsewhere" });
    expect(await redeem(driver, (await issue(there.estate)).code)).toEqual({ refused: "voucher-elsewhere" });
    expect(await redeem(driver, code)).toMatchObject({ account: driver });
    expect(await redeem(driver, code)).toMatchObject({ account: driver });
    expect(await redeem(other, code)).toEqual({ refused: "voucher-used" });
    const late = await issue(here.estate);
    nowMs = MORNING + DAY;
    expect(await redeem(driver, late.code)).toEqual({ refused: "voucher-expired" });
    expect(await redeem(randomUUID(), late.code)).toEqual({ refused: "account-unknown" });
  });
});

describe("a loyalty rank", () => {
  test("is earned by what was paid, gives its credit, and is lost with debt", async () => {
    const { estate, gate } = await newPlace();
    const [regular, rare] = [await openAccount(db, [estate], 700n), await openAccount(db, [estate], 700n)];
    const gold = {
      ...{ id: "gold", name: "Gold", position: 2, creditLimitMinor: 800n },
      rule: { days: 30, stays: 2, spentMinor: 400n, noDebt: true },
    };
    expect(await putRank(house, operator, gold)).toEqual(gold);
    expect(await putRank(house, operator, { ...gold, id: "other" })).toEqual({ refused: "rank-position-taken" });
    await park(gate, rare, 60);
    await park(gate, regular, 60);
    await park(gate, regular, 60, MORNING + 120 * MINUTE);
    nowMs = MORNING + DAY;
    await dirtyKeys(estate);
    expect(await rankAccounts(house)).toBeGreaterThan(0);
    expect(await audited(rare)).not.toContain("rank.changed");
    expect(await rankAccounts(house)).toBeUndefined();
    expect(await dirtyKeys(estate)).toEqual([`account/${regular}`]);
    expect(await audited(regular)).toContain("rank.changed");

    // 220 of its own, and credit for the rest of the hold.
    const visit = { account: regular, session: uuidv7() };
    gate.grant(visit, nowMs, AGREED);
    gate.arrive(visit, nowMs, AGREED);
    await gate.send();
    expect(await moneyOf(regular)).toMatchObject({ balanceMinor: 220n, heldMinor: 300n });
    gate.depart(visit, nowMs + 60 * MINUTE);
    await gate.send();
    expect((await stayOf(visit.session))?.terms).toMatchObject({ account: { rank: "gold" } });
    expect(await moneyOf(regular)).toMatchObject({ debtMinor: 20n });
    expect(await rank(house, [regular])).toBe(1);
    expect(await listRanks(house)).toEqual([gold]);
    expect(await removeRank(house, operator, "gold")).toEqual({ id: "gold" });
    expect(await removeRank(house, operator, "gold")).toEqual({ refused: "rank-unknown" });
  });
});

test("an estate's tariff that knows nothing of agreements prices as ever", async () => {
  const { estate, gate } = await newPlace();
  const account = await openAccount(db, [estate], 1000n);
  expect(await park(gate, account, 60, MORNING, OFFER)).toMatchObject({ totalMinor: 240n, taxes: [] });
});
