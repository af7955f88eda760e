import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { exception, session as sessionTable, stay as stayTable } from "../db/schema.ts";
import { testDatabase } from "../db/testing.ts";
import { topUp, walletOf } from "../wallets/wallets.actions.ts";
import { buildEstate, buildGate, expectSoundBooks, MINUTE, MORNING, openAccount, type TestGate } from "./testing.ts";

const { db } = await testDatabase();

let gates = 0;
const newGate = (estate = "harbour"): Promise<TestGate> => buildGate(db, estate, `gate-${++gates}`);
const newVisit = async (amountMinor = 10_000n) => ({
  account: await openAccount(db, ["harbour", "station"], amountMinor),
  session: uuidv7(),
});
const sessionOf = async (id: string) => (await db.orm.select().from(sessionTable).where(sql`id = ${id}`))[0];
const stayOf = async (id: string) => (await db.orm.select().from(stayTable).where(sql`session = ${id}`))[0];
const placesOf = async (estate: string, zone = "main") => {
  const { rows } = await db.pool.query(
    "select arrivals::int, departures::int, passing::int from occupancy where estate = $1 and zone = $2",
    [estate, zone],
  );
  return rows[0] ?? { arrivals: 0, departures: 0, passing: 0 };
};
const exceptionsOf = async (id: string) =>
  (await db.orm.select().from(exception).where(sql`session = ${id}`)).map(({ kind }) => kind);

beforeAll(async () => {
  await buildEstate(db, "harbour");
  await buildEstate(db, "station");
});
afterEach(() => expectSoundBooks(db));

describe("a visit", () => {
  test("is granted, arrives, departs and is charged once", async () => {
    const estate = "quay";
    await buildEstate(db, estate);
    const gate = await newGate(estate);
    const visit = { account: await openAccount(db, [estate], 1000n), session: uuidv7() };

    gate.grant(visit, MORNING);
    const granted = await gate.send();
    expect(granted.ack).toMatchObject({ through: 1 });
    expect(granted.accounts).toEqual([visit.account]);
    expect(granted.applied).toMatchObject([{ kind: "decision.made", occurredAtMs: MORNING }]);
    expect(await walletOf(db.orm, visit.account)).toMatchObject({ balanceMinor: 1000n, heldMinor: 300n });
    expect(await placesOf(estate)).toEqual({ arrivals: 0, departures: 0, passing: 1 });

    gate.arrive(visit, MORNING + 5000);
    await gate.send();
    expect(await sessionOf(visit.session)).toMatchObject({ state: "inside", arrivedAt: new Date(MORNING + 5000) });
    expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 0, passing: 0 });

    gate.depart(visit, MORNING + 5000 + 50 * MINUTE);
    await gate.send();
    expect(await sessionOf(visit.session)).toMatchObject({ state: "departed", gateIn: gate.id, gateOut: gate.id });
    expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
    expect(await walletOf(db.orm, visit.account)).toMatchObject({ balanceMinor: 760n, heldMinor: 0n, debtMinor: 0n });
    const stay = await stayOf(visit.session);
    expect(stay).toMatchObject({ totalMinor: 240n, flags: [], currency: "EUR" });
    expect(stay?.lines).toMatchObject([{ rule: "per-period", amountMinor: 240, words: "3 × 20 min at 0.80 EUR" }]);
    expect(stay?.transaction).not.toBeNull();

    const { rows } = await db.pool.query("select distinct key, estate from rule_dirty where estate = $1", [estate]);
    expect(rows).toEqual([{ key: `account/${visit.account}`, estate }]);
  });
});

describe("not enough money", () => {
  test("the rest is owed, and the next top-up pays it first", async () => {
    const gate = await newGate();
    const visit = await newVisit(100n);
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await walletOf(db.orm, visit.account)).toMatchObject({ balanceMinor: 0n, debtMinor: 140n });
    const request = {
      ...{ account: visit.account, amountMinor: 1000n, currency: "EUR", actor: "operator:desk" },
      ...{ idempotencyKey: uuidv7(), atMs: MORNING, words: "cash" },
    };
    const paid = await topUp(db.orm, request);
    expect(paid).toMatchObject({ repeated: false, wallet: { balanceMinor: 860n, debtMinor: 0n } });
  });
});
