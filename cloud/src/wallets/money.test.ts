import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, test } from "vitest";
import { payment, paymentMethod } from "../db/schema/money.ts";
import { testDatabase } from "../db/testing.ts";
import { expectSoundBooks, MINUTE, MORNING, OFFER, openAccount } from "../inbox/testing.ts";
import { listRanks, putRank, rank, rankAccounts, removeRank } from "./loyalty.actions.ts";
import { putTerms, retryTopUps, topUpIfLow } from "./terms.actions.ts";
import { AGREED, DAY, HOUR_MINOR, operator, setStage } from "./testing.ts";

const { db } = await testDatabase();
const stage = await setStage(db);
const { house, newPlace, park, stayOf, moneyOf, fill, dirtyKeys, ledgerOf, audited } = stage;

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

  test("fetches as many times the amount as are wanted in one payment, and no more than a payment may have", async () => {
    const { estate } = await newPlace();
    const fetched = async (wish: { belowMinor: bigint; amountMinor: bigint }) => {
      const account = await wishing(estate, 1_050n);
      await putTerms(house, operator, account, { autoTopUp: wish });
      await db.tx((tx) => topUpIfLow(tx, account, uuidv7(), MORNING));
      return (await paymentsOf(account)).map(({ amountMinor }) => amountMinor);
    };
    expect(await fetched({ belowMinor: 6_000n, amountMinor: 100n })).toEqual([5_000n]);
    expect(await fetched({ belowMinor: 1_051n, amountMinor: 2_000n })).toEqual([2_000n]);
    expect(await fetched({ belowMinor: 1_050n, amountMinor: 2_000n })).toEqual([]);
    expect(await fetched({ belowMinor: 50_000_000n, amountMinor: 100n })).toEqual([10_000_000n]);
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
        .set({ state, nextAt: null, endedAt: new Date(stage.nowMs) })
        .where(sql`account = ${account} and state = 'wanted'`);
    stage.nowMs = MORNING + 60 * MINUTE;
    await park(gate, account, 60);
    expect(await tries()).toHaveLength(1);
    await end("failed");
    expect(await retryTopUps(house)).toBe(0);
    const days: number[] = [];
    for (let day = 1; day <= 40; day++) {
      stage.nowMs += DAY;
      if ((await retryTopUps(house)) > 0) days.push(day);
      expect(await retryTopUps(house)).toBe(0);
      await end("failed");
    }
    expect(days).toEqual([1, 3, 7, 15]);
    expect(await tries()).toHaveLength(5);

    // The next charge asks at once; had that failed, it would be the first again only after money came.
    await park(gate, account, 60, stage.nowMs);
    await end("succeeded");
    stage.nowMs += DAY;
    expect(await retryTopUps(house)).toBe(0);
    await db.tx((tx) => topUpIfLow(tx, account, uuidv7(), stage.nowMs));
    await end("failed");
    stage.nowMs += DAY;
    expect(await retryTopUps(house)).toBe(1);
    await end("failed");
    await fill(account, 10_000n);
    stage.nowMs += 10 * DAY;
    expect(await retryTopUps(house)).toBe(0);
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
    stage.nowMs = MORNING + DAY;
    await dirtyKeys(estate);
    expect(await rankAccounts(house)).toBeGreaterThan(0);
    expect(await audited(rare)).not.toContain("rank.changed");
    expect(await rankAccounts(house)).toBeUndefined();
    expect(await dirtyKeys(estate)).toEqual([`account/${regular}`]);
    expect(await audited(regular)).toContain("rank.changed");

    // 220 of its own, and credit for the rest of the hold.
    const visit = { account: regular, session: uuidv7() };
    gate.grant(visit, stage.nowMs, AGREED);
    gate.arrive(visit, stage.nowMs, AGREED);
    await gate.send();
    expect(await moneyOf(regular)).toMatchObject({ balanceMinor: 220n, heldMinor: 300n });
    gate.depart(visit, stage.nowMs + 60 * MINUTE);
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
