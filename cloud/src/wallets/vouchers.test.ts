import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { voucher } from "../db/schema/accounts.ts";
import { testDatabase } from "../db/testing.ts";
import { expectSoundBooks, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { DAY, HOUR_MINOR, operator, setStage } from "./testing.ts";
import { billSponsors, issueVouchers, redeemVoucher, type VouchersAsked } from "./vouchers.actions.ts";

const { db } = await testDatabase();
const stage = await setStage(db);
const { house, newPlace, park, moneyOf, ledgerOf } = stage;

afterEach(() => expectSoundBooks(db));

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
    stage.nowMs = MORNING;
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
    stage.nowMs = MORNING;
    const [here, there] = [await newPlace(), await newPlace()];
    const driver = await openAccount(db, [here.estate, there.estate], 10_000n);
    const { code } = await issue(here.estate);
    await redeemVoucher(house, operator, driver, { code });
    expect(await park(there.gate, driver, 60)).toMatchObject({ totalMinor: HOUR_MINOR });
    expect(await park(here.gate, driver, 60, MORNING + 2 * DAY)).toMatchObject({ totalMinor: HOUR_MINOR });
  });

  test("is refused by name", async () => {
    stage.nowMs = MORNING;
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
    stage.nowMs = MORNING + DAY;
    expect(await redeem(driver, late.code)).toEqual({ refused: "voucher-expired" });
    expect(await redeem(randomUUID(), late.code)).toEqual({ refused: "account-unknown" });
  });
});
