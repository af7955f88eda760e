import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { gateOrder } from "../db/schema/gates.ts";
import { testDatabase } from "../db/testing.ts";
import { topUp, walletOf } from "../wallets/wallets.actions.ts";
import { receiveBatch } from "./inbox.actions.ts";
import { buildEstate, expectSoundBooks, MINUTE, MORNING, observe, openAccount, type TestGate } from "./testing.ts";

const { db } = await testDatabase();
const { newGate, newVisit, sessionOf, stayOf, placesOf, exceptionsAt, exceptionsOf } = observe(db);

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

describe("delivery", () => {
  test("the same batch twice, and batches that overlap, change nothing more", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    gate.depart(visit, MORNING + 30 * MINUTE);
    await gate.send(1, 2);
    const again = await gate.send(1, 2);
    expect(again).toMatchObject({ applied: [], ack: { through: 2 } });
    const overlapping = await gate.send(1, 3);
    expect(overlapping.applied).toHaveLength(1);
    expect(overlapping.ack).toEqual((await gate.send(2, 3)).ack);
    expect((await walletOf(db.orm, visit.account))?.balanceMinor).toBe(10_000n - 160n);
  });

  test("a gap applies nothing and answers what there is", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    gate.depart(visit, MORNING + 30 * MINUTE);
    const { ack } = await gate.send(1, 1);
    expect(await gate.send(3, 3)).toMatchObject({ applied: [], ack });
    expect((await gate.send(2, 3)).ack.through).toBe(3);
  });

  test("another text under a number that was applied is a fork: kept as evidence, nothing more is applied", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    const { ack } = await gate.send();
    const clone = gate.batch(1, 1);
    gate.texts.length = 1;
    gate.abandon(visit, MORNING + 1000);
    gate.depart(visit, MORNING + MINUTE);
    expect(clone.facts).toHaveLength(1);
    expect(await gate.send(2, 3)).toMatchObject({ applied: [], ack: { ...ack, fork: true } });
    gate.depart(visit, MORNING + 2 * MINUTE);
    expect(await gate.send(4, 4)).toMatchObject({ applied: [], ack: { ...ack, fork: true } });
    expect(await sessionOf(visit.session)).toMatchObject({ state: "inside" });
    const { rows } = await db.pool.query("select seq::int from forked_fact where gate = $1", [gate.id]);
    expect(rows).toEqual([{ seq: 2 }]);
    expect(await exceptionsAt(gate)).toEqual(["gate-forked"]);

    const next = gate.reborn();
    next.depart(visit, MORNING + 30 * MINUTE);
    expect((await next.send()).ack).toMatchObject({ through: 1 });
    expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 160n });
  });

  test("a broken hash chain is a fork too; what came before the break is applied", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    gate.add("device.recovered", { device: "reader", downMs: 1 }, MORNING, { prevHash: "a".repeat(64) });
    expect(await gate.send()).toMatchObject({ ack: { through: 1, fork: true }, applied: [{ kind: "decision.made" }] });
    await gate.reborn().send();
  });

  test("facts that cannot be understood are set aside whole and never block those behind them", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    const body = { device: "reader", downMs: 1 };
    gate.grant(visit, MORNING);
    gate.addText("{ not json");
    gate.addText("\0");
    gate.addText('"\\u0000"');
    gate.addText("\ud800");
    gate.addText("{}");
    gate.add("device.recovered", body, MORNING, { v: 2 });
    gate.add("device.recovered", body, MORNING, { kind: "car.flew" });
    gate.add("device.recovered", body, MORNING, { kind: "constructor" });
    gate.add("device.recovered", body, MORNING, { gate: "another" });
    gate.add("device.recovered", body, MORNING, { estate: "another" });
    gate.add("device.recovered", body, MORNING, { epoch: "0123456789abcdef" });
    gate.add("device.recovered", body, MORNING, { seq: 9999 });
    gate.add("device.recovered", body, MORNING, { body: { device: "reader", downMs: "long" } });
    gate.add("order.answered", { order: "no uuid", outcome: "done", words: "" }, MORNING);
    gate.add("lease.returned", { zone: "main", places: Number.MAX_SAFE_INTEGER, order: null }, MORNING);
    gate.add("device.failed", { device: "x", code: "c", words: "a\ud800b" }, MORNING);
    gate.grant({ ...visit, session: uuidv7(), account: uuidv7() }, MORNING, {
      ...{ tariff: "no such", version: Number.MAX_SAFE_INTEGER, factorPermille: 1000 },
    });
    gate.arrive(visit, MORNING);
    const received = await gate.send();
    expect(received.ack.through).toBe(gate.texts.length);
    const { rows } = await db.pool.query(
      "select quarantine from fact where gate = $1 and quarantine is not null order by seq",
      [gate.id],
    );
    expect(rows.map(({ quarantine }) => quarantine)).toEqual([
      ...["not-json", "not-json", "text-unstorable", "not-json", "envelope-invalid", "version-unknown", "kind-unknown"],
      ...["kind-unknown", "wrong-gate", "wrong-estate", "wrong-epoch", "wrong-seq", "body-invalid", "text-unstorable"],
    ]);
    expect(received.quarantined).toBe(rows.length);
    expect(await sessionOf(visit.session)).toMatchObject({ state: "inside" });
  });
});

describe("dating", () => {
  test("a fact of this boot is dated by elapsed time, one of an earlier boot by the wall clock, an absurd one when received", async () => {
    const gate = await newGate();
    const body = { device: "reader", downMs: 1 };
    gate.add("device.recovered", body, MORNING, { wallMs: 0, clock: "unsynchronised" });
    gate.add("device.recovered", body, MORNING, { bootId: "boot-0", wallMs: MORNING - MINUTE });
    gate.add("device.recovered", body, MORNING, { bootId: "boot-0", wallMs: 0, clock: "unsynchronised" });
    gate.add("device.recovered", body, MORNING, { bootId: "boot-0", wallMs: MORNING + 1e9 });
    const { applied } = await gate.send(1, 4, MORNING + 7000);
    expect(applied.map(({ occurredAtMs }) => occurredAtMs - MORNING)).toEqual([0, -MINUTE, 7000, 7000]);
  });

  test("a batch that was held up on its way makes no stay shorter or longer", async () => {
    const [gateIn, gateOut] = [await newGate(), await newGate()];
    const visit = await newVisit();
    for (const gate of [gateIn, gateOut]) {
      gate.add("gate.started", { software: "1" }, MORNING);
      await gate.send();
    }
    gateIn.grant(visit, MORNING + MINUTE);
    gateIn.arrive(visit, MORNING + MINUTE);
    const held = gateIn.batch(2);
    await receiveBatch(db, { id: gateIn.id, estate: "harbour" }, held, MORNING + MINUTE + 40_000);
    gateOut.depart(visit, MORNING + 22 * MINUTE);
    await gateOut.send();
    const { arrivedAt, departedAt } = (await sessionOf(visit.session)) ?? {};
    expect(arrivedAt?.getTime()).toBeLessThanOrEqual(MORNING + MINUTE + 50);
    expect((departedAt?.getTime() ?? 0) - (arrivedAt?.getTime() ?? 0)).toBeCloseTo(21 * MINUTE, -3);
  });
});

describe("a clock that was never set", () => {
  test("makes a stay unsure only where it dated it: within a boot the monotonic clock is exact", async () => {
    const gate = await newGate();
    const [exact, unsure] = [await newVisit(), await newVisit()];
    const clockless = { clock: "unsynchronised" } as const;
    for (const [visit, boot] of [
      [exact, {}],
      [unsure, { bootId: "boot-0" }],
    ] as const) {
      const passage = { decision: uuidv7(), lane: "lane-1", zone: "main", ...visit };
      gate.add("vehicle.arrived", { ...passage, offer: null }, MORNING, { ...clockless, ...boot });
      gate.add("vehicle.departed", passage, MORNING + MINUTE, { ...clockless, ...boot });
    }
    await gate.send();
    expect((await sessionOf(exact.session))?.flags).not.toContain("clock-unsure");
    expect((await sessionOf(unsure.session))?.flags).toContain("clock-unsure");
  });
});

describe("leases and orders", () => {
  test("counters follow the facts, and a restored cloud learns what it had lent, but no more than the zone has", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    gate.add("lease.returned", { zone: "main", places: 3, order: null }, MORNING);
    gate.leases = {
      main: { lent: 20, used: 1, returned: 3, voided: 0 },
      roof: { lent: 101, used: 0, returned: 0, voided: 0 },
    };
    await gate.send();
    gate.leases = { main: { lent: 5, used: 1, returned: 3, voided: 0 } };
    await gate.send();
    gate.leases = { main: { lent: 9e15, used: 9e15, returned: 0, voided: 0 } };
    await gate.send();
    const { rows } = await db.pool.query(
      "select zone, lent::int, used::int, returned::int from lease where gate = $1",
      [gate.id],
    );
    expect(rows).toEqual([{ zone: "main", lent: 20, used: 1, returned: 3 }]);
  });

  test("an order's first answer stays", async () => {
    const gate = await newGate();
    const order = uuidv7();
    await db.orm.insert(gateOrder).values({ id: order, gate: gate.id, content: {}, expiresAt: new Date(MORNING) });
    gate.add("order.answered", { order, outcome: "done", words: "" }, MORNING);
    gate.add("order.answered", { order, outcome: "refused", words: "" }, MORNING + 1000);
    await gate.send(1, 1);
    await gate.send();
    const [row] = await db.orm.select().from(gateOrder);
    expect(row).toMatchObject({ outcome: "done", answeredAt: new Date(MORNING) });
  });
});

describe("not enough money", () => {
  test("the rest is owed, and the next top-up pays it first, once", async () => {
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
    const paid = await topUp(db, request);
    expect(paid).toMatchObject({ repeated: false, wallet: { balanceMinor: 860n, debtMinor: 0n } });
    expect(await topUp(db, request)).toEqual({ ...paid, repeated: true });
    await expect(topUp(db, { ...request, amountMinor: 2000n })).rejects.toMatchObject({
      code: "idempotency-mismatch",
    });
    const other = await openAccount(db, [], 0n);
    await expect(topUp(db, { ...request, account: other })).rejects.toMatchObject({ code: "idempotency-mismatch" });
    const fresh = () => ({ ...request, idempotencyKey: uuidv7() });
    await expect(topUp(db, { ...fresh(), currency: "CHF" })).rejects.toMatchObject({ code: "currency-mismatch" });
    await expect(topUp(db, { ...fresh(), account: uuidv7() })).rejects.toMatchObject({ code: "account-unknown" });
    await expect(topUp(db, { ...fresh(), amountMinor: 0n })).rejects.toMatchObject({ code: "amount-not-positive" });
    const audited = await db.pool.query("select actor from audit where subject = $1", [`account:${visit.account}`]);
    expect(audited.rows).toContainEqual({ actor: "operator:desk" });
  });

  test("a stay of an account that nobody knows is kept, not charged, and somebody is told", async () => {
    const gate = await newGate();
    const visit = { account: uuidv7(), session: uuidv7() };
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 240n, transaction: null, flags: ["not-charged"] });
    expect(await exceptionsOf(visit.session)).toEqual(["stay-not-charged"]);
  });
});

test("several gates, hot accounts, every batch sent twice on connections that fight: each stay charged once", async () => {
  const estates = ["north", "south"];
  for (const estate of estates) await buildEstate(db, estate);
  const accounts = await Promise.all(Array.from({ length: 6 }, () => openAccount(db, estates, 2000n)));
  const lanes = await Promise.all(
    estates.flatMap((estate) =>
      [1, 2, 3].map(async () => ({ way: await newGate(estate), out: await newGate(estate) })),
    ),
  );
  let departed = 0;
  lanes.forEach(({ way, out }, lane) => {
    for (let round = 0; round < 20; round++) {
      // Every account goes from lane to lane, one visit after the other.
      const account = accounts[(lane + round) % accounts.length] ?? null;
      const visit = { account, session: uuidv7(), zone: round % 2 ? "main" : "roof" };
      const atMs = MORNING + round * 60 * MINUTE;
      way.grant(visit, atMs);
      way.arrive(visit, atMs + 1000);
      out.depart(visit, atMs + 30 * MINUTE);
      departed++;
    }
  });
  const sendAll = async (gate: TestGate, from: number) => {
    for (let at = from; at <= gate.texts.length; at += 7) await gate.send(at, Math.min(at + 6, gate.texts.length));
  };
  const topUps = accounts.map((account) =>
    topUp(db, {
      ...{
        account,
        amountMinor: 5n,
        currency: "EUR",
        actor: "test",
        words: "",
        atMs: MORNING,
        idempotencyKey: uuidv7(),
      },
    }),
  );
  const fights = lanes.flatMap(({ way, out }) => [sendAll(way, 1), sendAll(out, 1), sendAll(way, 1), sendAll(out, 1)]);
  await Promise.all([...fights, ...topUps]);
  const { rows } = await db.pool.query(
    `select count(*)::int as n, count(*) filter (where transaction is not null or 'arrived-twice' = any(flags))::int as charged
     from stay where estate = any($1)`,
    [estates],
  );
  expect(rows).toEqual([{ n: departed, charged: departed }]);
  for (const estate of estates)
    for (const zone of ["main", "roof"])
      expect(await placesOf(estate, zone)).toEqual({ arrivals: 30, departures: 30, passing: 0 });
});
