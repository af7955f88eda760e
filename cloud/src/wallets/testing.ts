import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import type { Database } from "../db/client.ts";
import { audit } from "../db/schema/house.ts";
import { tariff } from "../db/schema/places.ts";
import { stay } from "../db/schema/stays.ts";
import type { House } from "../house.ts";
import { buildEstate, buildGate, MINUTE, MORNING, type TestGate } from "../inbox/testing.ts";
import { openGroup, putMember } from "./groups.actions.ts";
import { topUp, walletOf } from "./wallets.actions.ts";

export const operator = { name: "operator:test" };
export const DAY = 86_400_000;

/** As `day`, with what accounts have agreed and 10 % tax in the price. */
export const AGREED = { tariff: "agreed", version: 1, factorPermille: 1000 };
/** What an hour costs by it. */
export const HOUR_MINOR = 240n;

/** Estates whose tariff knows of agreements, a house whose clock is the test's (`nowMs`), and what tests of money ask again and again. */
export async function setStage(db: Database) {
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
  const time = { nowMs: MORNING };
  const house: House = {
    db,
    clock: { wallMs: () => time.nowMs, monoMs: () => time.nowMs, after: () => () => undefined },
  };
  let places = 0;
  let gates = 0;
  const anotherGate = (estate: string): Promise<TestGate> => buildGate(db, estate, `money-gate-${++gates}`);

  async function newPlace(): Promise<{ estate: string; gate: TestGate }> {
    const estate = `place-${++places}`;
    await buildEstate(db, estate);
    return { estate, gate: await anotherGate(estate) };
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
      ...{ account, amountMinor, currency: "EUR", actor: "test", words: "cash", atMs: time.nowMs },
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
    (await db.pool.query("delete from rule_dirty where estate = $1 returning key", [estate])).rows.map(
      ({ key }) => key,
    );
  const ledgerOf = async (ledgerAccount: string) =>
    BigInt(
      (
        await db.pool.query(
          "select coalesce(sum(amount_minor), 0) as sum from ledger_entry where ledger_account = $1",
          [ledgerAccount],
        )
      ).rows[0].sum,
    );
  const audited = async (subject: string) =>
    (await db.orm.select().from(audit).where(sql`subject = ${subject}`).orderBy(audit.id)).map(({ verb }) => verb);

  return Object.assign(time, {
    ...{ house, newPlace, anotherGate, park, stayOf, moneyOf, fill, newGroup, dirtyKeys, ledgerOf, audited },
  });
}
