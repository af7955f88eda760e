import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { gateOrder } from "../db/schema/gates.ts";
import { exception } from "../db/schema/house.ts";
import { session as sessionTable, stay as stayTable } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { revokeGate } from "../estates/gates.actions.ts";
import { topUp, walletOf } from "../wallets/wallets.actions.ts";
import { endWaits } from "./inbox.actions.ts";
import { buildEstate, buildGate, expectSoundBooks, MINUTE, MORNING, openAccount, type TestGate } from "./testing.ts";

const { db } = await testDatabase();

let gates = 0;
const newGate = (estate = "harbour"): Promise<TestGate> => buildGate(db, estate, `gate-${++gates}`);
const newVisit = async (amountMinor = 10_000n) => ({
  account: await openAccount(db, ["harbour", "station"], amountMinor),
  session: uuidv7(),
});
const sessionOf = async (id: string) => (await db.orm.select().from(sessionTable).where(sql`id = ${id}`))[0];
const stayOf = async (id: string) =>
  (await db.orm.select().from(stayTable).where(sql`session = ${id}`).orderBy(sql`revision desc`))[0];
const placesOf = async (estate: string, zone = "main") => {
  const { rows } = await db.pool.query(
    "select arrivals::int, departures::int, passing::int from occupancy where estate = $1 and zone = $2",
    [estate, zone],
  );
  return rows[0] ?? { arrivals: 0, departures: 0, passing: 0 };
};
const exceptionsAt = async (gate: TestGate) =>
  (await db.orm.select().from(exception).where(sql`gate = ${gate.id} and resolved_at is null`)).map(({ kind }) => kind);
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

describe("the machine of visits", () => {
  test("a car that backs out owes nothing and gives its place and its money back", async () => {
    const estate = "mill";
    await buildEstate(db, estate);
    const gate = await newGate(estate);
    const visit = await newVisit(1000n);
    gate.grant(visit, MORNING);
    gate.abandon(visit, MORNING + 10_000);
    await gate.send();
    expect(await sessionOf(visit.session)).toMatchObject({ state: "abandoned" });
    expect(await walletOf(db.orm, visit.account)).toMatchObject({ balanceMinor: 1000n, heldMinor: 0n });
    expect(await placesOf(estate)).toEqual({ arrivals: 0, departures: 0, passing: 0 });
    const { rows } = await db.pool.query("select used::int, voided::int, lent::int from lease where gate = $1", [
      gate.id,
    ]);
    expect(rows).toEqual([{ used: 1, voided: 1, lent: 0 }]);
  });

  test("a grant whose gate lost its journal is left unresolved; the departure proves it, the next arrival ends it", async () => {
    const estate = "lost";
    await buildEstate(db, estate);
    const [way, out] = [await newGate(estate), await newGate(estate)];
    const [gone, stayed] = [await newVisit(1000n), await newVisit(1000n)];
    way.grant(gone, MORNING);
    way.grant(stayed, MORNING + 1000);
    await way.send();
    const next = way.reborn();
    next.add("gate.started", { software: "1", previousEpochLost: true }, MORNING + MINUTE);
    await next.send();
    expect(await sessionOf(gone.session)).toMatchObject({ state: "unresolved" });
    expect(await exceptionsOf(gone.session)).toEqual(["arrival-unresolved"]);
    expect(await placesOf(estate)).toEqual({ arrivals: 0, departures: 0, passing: 2 });

    out.depart(gone, MORNING + 30 * MINUTE);
    await out.send();
    expect(await stayOf(gone.session)).toMatchObject({ totalMinor: 160n, flags: ["arrival-unresolved"] });
    const again = { ...stayed, session: uuidv7() };
    next.grant(again, MORNING + 40 * MINUTE);
    next.arrive(again, MORNING + 40 * MINUTE);
    await next.send();
    expect(await sessionOf(stayed.session)).toMatchObject({ state: "abandoned" });
    expect(await placesOf(estate)).toEqual({ arrivals: 2, departures: 1, passing: 0 });
  });

  test("a journal that was not lost leaves its grants as they are", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    await gate.send();
    gate.add("gate.started", { software: "1" }, MORNING + MINUTE);
    await gate.send();
    expect(await sessionOf(visit.session)).toMatchObject({ state: "granted" });
  });

  test("a revoked gate's grants are left unresolved, so that a departure finds them", async () => {
    const [way, out] = [await newGate(), await newGate()];
    const visit = await newVisit();
    way.grant(visit, MORNING);
    await way.send();
    const house = { db, clock: { wallMs: () => MORNING + MINUTE, monoMs: () => 0, after: () => () => {} } };
    await revokeGate(house, { name: "operator:office" }, way.id, "the box was stolen");
    expect(await sessionOf(visit.session)).toMatchObject({ state: "unresolved" });
    expect(await exceptionsOf(visit.session)).toEqual(["arrival-unresolved"]);
    out.depart(visit, MORNING + 30 * MINUTE);
    await out.send();
    expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 160n });
  });

  test("a departure that comes before its arrival waits for it, then the stay is charged and counted in its own zone", async () => {
    const estate = "dock";
    await buildEstate(db, estate);
    const [way, out] = [await newGate(estate), await newGate(estate)];
    const visit = await newVisit();
    way.grant(visit, MORNING);
    way.arrive(visit, MORNING);
    out.depart({ ...visit, session: null, zone: "roof" }, MORNING + 30 * MINUTE);
    await out.send();
    expect(await placesOf(estate, "roof")).toMatchObject({ departures: 1 });
    expect(await exceptionsAt(out)).toEqual(["departure-unmatched"]);
    await way.send();
    expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 160n, flags: ["departure-before-arrival"] });
    expect(await placesOf(estate, "roof")).toMatchObject({ departures: 0 });
    expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
    expect(await exceptionsAt(out)).toEqual([]);
  });

  test("a departure that names a visit long ended waits for the arrival that its gate had not heard of", async () => {
    const [way, out] = [await newGate(), await newGate()];
    const first = await newVisit();
    const second = { account: first.account, session: uuidv7() };
    way.grant(first, MORNING);
    way.arrive(first, MORNING);
    await way.send();
    out.depart(first, MORNING + 30 * MINUTE);
    await out.send();
    // The gate still holds the first visit for open: it was cut off since.
    out.depart(first, MORNING + 300 * MINUTE);
    await out.send();
    way.grant(second, MORNING + 240 * MINUTE);
    way.arrive(second, MORNING + 240 * MINUTE);
    await way.send();
    expect(await stayOf(second.session)).toMatchObject({ totalMinor: 240n, flags: ["departure-before-arrival"] });
    expect(await stayOf(first.session)).toMatchObject({ flags: [] });
  });

  test("a departure that waits is not taken by a later arrival", async () => {
    const [way, out] = [await newGate(), await newGate()];
    const visit = await newVisit();
    out.depart({ ...visit, session: null }, MORNING);
    await out.send();
    way.grant(visit, MORNING + MINUTE);
    way.arrive(visit, MORNING + MINUTE);
    await way.send();
    expect(await sessionOf(visit.session)).toMatchObject({ state: "inside" });
  });

  test("two visits taken for one, first in and last out, are told apart by the departure in between", async () => {
    const estate = "basin";
    await buildEstate(db, estate);
    const [way, out, other] = [await newGate(estate), await newGate(estate), await newGate(estate)];
    const first = { account: await openAccount(db, [estate], 10_000n), session: uuidv7() };
    const second = { account: first.account, session: uuidv7() };
    way.grant(first, MORNING);
    way.arrive(first, MORNING);
    await way.send();
    // It left, came again, and left by another gate, which had not heard of either.
    out.depart(first, MORNING + 20 * MINUTE);
    other.depart(first, MORNING + 100 * MINUTE);
    await other.send();
    await out.send();
    expect(await stayOf(first.session)).toMatchObject({ totalMinor: 80n, flags: [] });
    expect(await exceptionsAt(other)).toEqual(["departure-unmatched"]);
    way.grant(second, MORNING + 70 * MINUTE);
    way.arrive(second, MORNING + 70 * MINUTE);
    await way.send();
    expect(await stayOf(second.session)).toMatchObject({ totalMinor: 160n, flags: ["departure-before-arrival"] });
    expect((await walletOf(db.orm, first.account))?.balanceMinor).toBe(10_000n - 240n);
    expect(await placesOf(estate)).toEqual({ arrivals: 2, departures: 2, passing: 0 });
  });

  test("a departure that a stepped clock dates days too early ends the stay all the same, also when it comes before its arrival", async () => {
    const [way, out] = [await newGate(), await newGate()];
    const [first, second] = [await newVisit(), await newVisit()];
    for (const visit of [first, second]) {
      way.grant(visit, MORNING);
      way.arrive(visit, MORNING);
    }
    await way.send(1, 2, MORNING + MINUTE);
    out.add("gate.started", { software: "1" }, MORNING);
    await out.send();
    // The clock goes back by days, says that it is synchronised, and the box starts anew before it can send.
    for (const visit of [first, second]) out.depart({ ...visit, session: null }, MORNING - 4 * 24 * 60 * MINUTE);
    await out.send(2, 3, MORNING + 30 * MINUTE, "boot-2");
    expect(await sessionOf(first.session)).toMatchObject({
      state: "departed",
      flags: expect.arrayContaining(["clock-unsure"]) as string[],
    });
    await endWaits(db, MORNING + 60 * MINUTE);
    await way.send(3, 4, MORNING + 90 * MINUTE);
    expect(await sessionOf(second.session)).toMatchObject({
      state: "departed",
      flags: expect.arrayContaining(["clock-unsure"]) as string[],
    });
  });

  test("a stepped clock that says it is synchronised is found out also when the fact before said that it was stepped", async () => {
    const [way, out] = [await newGate(), await newGate()];
    const visit = await newVisit();
    way.grant(visit, MORNING);
    way.arrive(visit, MORNING);
    await way.send(1, 2, MORNING + MINUTE);
    // Sent by the boot that made it, so its date is exact, whatever its wall clock says.
    out.add("gate.started", { software: "1" }, MORNING, { clock: "stepped" });
    await out.send();
    out.depart({ ...visit, session: null }, MORNING - 4 * 24 * 60 * MINUTE);
    await out.send(2, 2, MORNING + 30 * MINUTE, "boot-2");
    expect(await sessionOf(visit.session)).toMatchObject({
      state: "departed",
      flags: expect.arrayContaining(["clock-unsure"]) as string[],
    });
  });

  test("an arrival that a clock dated too late is before its departure, and ends no visit that came after that", async () => {
    const [lost, way, out] = [await newGate(), await newGate(), await newGate()];
    const first = await newVisit();
    const second = { account: first.account, session: uuidv7() };
    out.depart({ ...first, session: null }, MORNING + 10 * MINUTE);
    await out.send();
    way.grant(second, MORNING + 20 * MINUTE);
    way.arrive(second, MORNING + 20 * MINUTE);
    await way.send();
    // Its clock was ahead by days, and it is heard of when the second visit has begun.
    lost.grant(first, MORNING + 5_000 * MINUTE);
    lost.arrive(first, MORNING + 5_000 * MINUTE);
    await lost.send(1, 2, MORNING + 30 * MINUTE, "boot-2");
    expect(await sessionOf(first.session)).toMatchObject({
      ...{ state: "departed", arrivedAt: new Date(MORNING + 10 * MINUTE) },
      flags: expect.arrayContaining(["clock-unsure", "clocks-disagree"]) as string[],
    });
    out.depart({ ...second, session: null }, MORNING + 60 * MINUTE);
    await out.send();
    expect(await stayOf(second.session)).toMatchObject({ totalMinor: 160n, flags: [] });
  });

  test("who arrives again has left before: the older stay is closed at the estate's price, also when its facts come later", async () => {
    const [here, there] = [await newGate("harbour"), await newGate("station")];
    const first = await newVisit();
    const second = { account: first.account, session: uuidv7() };
    const third = { account: first.account, session: uuidv7() };
    here.grant(first, MORNING);
    here.arrive(first, MORNING);
    await here.send();
    there.grant(third, MORNING + 600 * MINUTE);
    there.arrive(third, MORNING + 600 * MINUTE);
    await there.send();
    expect(await stayOf(first.session)).toMatchObject({ totalMinor: 500n, flags: ["departure-missed"] });
    expect(await exceptionsOf(first.session)).toEqual(["departure-missed"]);

    here.grant(second, MORNING + 300 * MINUTE);
    here.arrive(second, MORNING + 300 * MINUTE);
    await here.send();
    expect(await sessionOf(second.session)).toMatchObject({ state: "departed", flags: ["departure-missed"] });
    expect(await sessionOf(third.session)).toMatchObject({ state: "inside" });
    expect((await walletOf(db.orm, first.account))?.balanceMinor).toBe(10_000n - 1000n);

    // The departure of the first was on its way all the time: counted, but nothing is reopened.
    here.depart({ account: first.account, session: first.session }, MORNING + 100 * MINUTE);
    await here.send();
    expect(await exceptionsOf(first.session)).toEqual(["departure-missed", "departure-late"]);
    expect(await stayOf(first.session)).toMatchObject({ totalMinor: 500n });
  });

  test("a departure proves an unresolved arrival; it starts with the grant", async () => {
    const estate = "ferry";
    await buildEstate(db, estate);
    const gate = await newGate(estate);
    const visit = await newVisit();
    gate.grant(visit, MORNING);
    gate.unresolved(visit, MORNING + 3 * MINUTE);
    await gate.send();
    expect(await placesOf(estate)).toEqual({ arrivals: 0, departures: 0, passing: 1 });
    gate.depart(visit, MORNING + 20 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({
      ...{ totalMinor: 80n, flags: ["arrival-unresolved"], arrivedAt: new Date(MORNING) },
    });
    expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
  });

  test("an unresolved arrival that the next arrival overtakes costs nothing", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    const next = { account: visit.account, session: uuidv7() };
    gate.grant(visit, MORNING);
    gate.unresolved(visit, MORNING + MINUTE);
    gate.grant(next, MORNING + 10 * MINUTE);
    gate.arrive(next, MORNING + 10 * MINUTE);
    await gate.send();
    expect(await sessionOf(visit.session)).toMatchObject({ state: "abandoned", flags: ["arrival-unresolved"] });
    expect(await sessionOf(next.session)).toMatchObject({ state: "inside" });
  });

  describe("a departure that waits for its arrival longer than the estate allows", () => {
    const DAY = 24 * 60 * MINUTE;
    const story = async () => {
      const estate = `wait-${++gates}`;
      await buildEstate(db, estate);
      const [way, out] = [await newGate(estate), await newGate(estate)];
      return { estate, way, out, visit: { account: await openAccount(db, [estate], 10_000n), session: uuidv7() } };
    };
    const staysOf = async (account: string) =>
      await db.orm.select().from(stayTable).where(sql`account = ${account}`).orderBy(sql`session, revision`);

    test("becomes a stay that the system started, at the estate's price, and the operator is told", async () => {
      const { estate, out, visit } = await story();
      out.depart({ ...visit, session: null }, MORNING);
      await out.send();
      expect(await endWaits(db, MORNING + 3 * DAY - MINUTE)).not.toContain(visit.account);
      expect(await endWaits(db, MORNING + 3 * DAY + MINUTE)).toContain(visit.account);
      expect(await endWaits(db, MORNING + 3 * DAY + MINUTE)).toEqual([]);
      const [stay, ...more] = await staysOf(visit.account);
      expect(more).toEqual([]);
      expect(stay).toMatchObject({
        totalMinor: 500n,
        flags: ["started-by-system", "offer-missing"],
        arrivedAt: new Date(MORNING),
      });
      expect((await walletOf(db.orm, visit.account))?.balanceMinor).toBe(9500n);
      expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
      expect(await exceptionsAt(out)).toEqual(["started-by-system"]);
    });

    test.each(["named", "unnamed"])("when its arrival (%s) comes at last, the stay is made of that", async (name) => {
      const { estate, way, out, visit } = await story();
      out.depart({ ...visit, session: name === "named" ? visit.session : null }, MORNING + 30 * MINUTE);
      await out.send();
      await endWaits(db, MORNING + 4 * DAY);
      way.grant(visit, MORNING);
      way.arrive(visit, MORNING);
      await way.send(1, 2, MORNING + 5 * DAY);
      expect(await staysOf(visit.account)).toHaveLength(3);
      expect((await staysOf(visit.account)).filter(({ revision }) => revision === 1)).toMatchObject([
        { totalMinor: 0n, reason: "departure-moved" },
      ]);
      expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 160n, flags: ["departure-before-arrival"] });
      expect((await walletOf(db.orm, visit.account))?.balanceMinor).toBe(9840n);
      expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
    });

    test("one that names a grant whose end nobody tells proves that it led inside", async () => {
      const { estate, way, out, visit } = await story();
      way.grant(visit, MORNING);
      await way.send();
      out.depart(visit, MORNING + 30 * MINUTE);
      await out.send();
      expect(await sessionOf(visit.session)).toMatchObject({ state: "granted" });
      await endWaits(db, MORNING + 4 * DAY);
      expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 160n, flags: ["arrival-unresolved"] });
      expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
      expect(await exceptionsAt(out)).toEqual(["started-by-system"]);
    });
  });

  describe("a power cut leaves a grant unresolved, the driver taps again offline, and the departure is heard before that arrival", () => {
    const story = async (amountMinor: bigint) => {
      const estate = `cut-${++gates}`;
      await buildEstate(db, estate);
      const [way, out] = [await newGate(estate), await newGate(estate)];
      const first = { account: await openAccount(db, [estate], amountMinor), session: uuidv7() };
      const second = { account: first.account, session: uuidv7() };
      way.grant(first, MORNING);
      way.unresolved(first, MORNING + MINUTE);
      await way.send();
      return { estate, way, out, first, second };
    };
    const movedTo = async (session: string) =>
      (await db.orm.select().from(sessionTable).where(sql`departure_fact is not null and id = ${session}`)).length;

    test.each(["named", "unnamed"])(
      "the departure (%s) is moved to the visit that it ended, and so is the money",
      async (name) => {
        const { estate, way, out, first, second } = await story(10_000n);
        out.depart({ ...first, session: name === "named" ? first.session : null }, MORNING + 130 * MINUTE);
        await out.send();
        expect(await stayOf(first.session)).toMatchObject({ totalMinor: 560n, flags: ["arrival-unresolved"] });
        way.grant(second, MORNING + 100 * MINUTE);
        way.arrive(second, MORNING + 100 * MINUTE);
        await way.send();

        expect(await sessionOf(first.session)).toMatchObject({ state: "abandoned", departedAt: null, gateOut: null });
        expect(await sessionOf(second.session)).toMatchObject({ state: "departed", gateOut: out.id });
        expect(await stayOf(first.session)).toMatchObject({ revision: 1, totalMinor: 0n, reason: "departure-moved" });
        expect(await stayOf(second.session)).toMatchObject({ totalMinor: 160n, flags: ["departure-before-arrival"] });
        expect(await walletOf(db.orm, first.account)).toMatchObject({
          balanceMinor: 9840n,
          heldMinor: 0n,
          debtMinor: 0n,
        });
        expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
        expect(await exceptionsOf(first.session)).toEqual(["arrive-unresolved", "departure-moved"]);
        expect(await movedTo(second.session)).toBe(1);
      },
    );

    test("what was owed for the wrong visit is owed no more", async () => {
      const { out, way, first, second } = await story(200n);
      out.depart(first, MORNING + 130 * MINUTE);
      await out.send();
      expect(await walletOf(db.orm, first.account)).toMatchObject({ balanceMinor: 0n, debtMinor: 360n });
      way.grant(second, MORNING + 100 * MINUTE);
      way.arrive(second, MORNING + 100 * MINUTE);
      await way.send();
      expect(await walletOf(db.orm, first.account)).toMatchObject({ balanceMinor: 40n, debtMinor: 0n });
    });

    test("in one batch, and in the order in which it happened, the same comes out", async () => {
      const { estate, way, out, first, second } = await story(10_000n);
      way.grant(second, MORNING + 100 * MINUTE);
      way.arrive(second, MORNING + 100 * MINUTE);
      await way.send();
      out.depart(first, MORNING + 130 * MINUTE);
      await out.send();
      expect(await sessionOf(first.session)).toMatchObject({ state: "abandoned" });
      expect(await stayOf(second.session)).toMatchObject({ totalMinor: 160n });
      expect((await walletOf(db.orm, first.account))?.balanceMinor).toBe(9840n);
      expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
    });

    test("a visit that began after that departure keeps its own", async () => {
      const { way, out, first, second } = await story(10_000n);
      out.depart(first, MORNING + 30 * MINUTE);
      await out.send();
      way.grant(second, MORNING + 100 * MINUTE);
      way.arrive(second, MORNING + 100 * MINUTE);
      await way.send();
      expect(await stayOf(first.session)).toMatchObject({ totalMinor: 160n });
      expect(await sessionOf(second.session)).toMatchObject({ state: "inside" });
    });

    test.each(["before", "after"])(
      "a second power cut: the departure (heard %s it) leaves no grant open",
      async (when) => {
        const { estate, way, out, first, second } = await story(10_000n);
        out.depart({ ...first, session: null }, MORNING + 130 * MINUTE);
        if (when === "before") await out.send();
        way.grant(second, MORNING + 100 * MINUTE);
        way.unresolved(second, MORNING + 101 * MINUTE);
        await way.send();
        if (when === "after") await out.send();
        expect(await sessionOf(first.session)).toMatchObject({ state: "abandoned" });
        expect(await stayOf(second.session)).toMatchObject({ totalMinor: 160n });
        expect((await walletOf(db.orm, first.account))?.balanceMinor).toBe(9840n);
        expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
      },
    );
  });

  test("an arrival whose decision was lost makes a stay all the same", async () => {
    const gate = await newGate();
    const visit = await newVisit();
    gate.arrive(visit, MORNING);
    gate.depart(visit, MORNING + 30 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({ totalMinor: 160n, flags: ["grant-unseen"] });
  });

  test("a stay without an offer is priced by the zone's tariff; by an unknown tariff it costs nothing and somebody is told", async () => {
    const gate = await newGate();
    const [plain, unknown] = [await newVisit(), await newVisit()];
    gate.grant(plain, MORNING, null);
    gate.arrive(plain, MORNING, null);
    gate.depart(plain, MORNING + 30 * MINUTE);
    gate.grant(unknown, MORNING, { tariff: "gone", version: 3, factorPermille: 1000 });
    gate.arrive(unknown, MORNING);
    gate.depart(unknown, MORNING + 30 * MINUTE);
    await gate.send();
    expect(await stayOf(plain.session)).toMatchObject({ totalMinor: 160n, flags: ["offer-missing"] });
    expect(await stayOf(unknown.session)).toMatchObject({
      totalMinor: 0n,
      flags: ["tariff-unknown"],
      transaction: null,
    });
    expect(await exceptionsOf(unknown.session)).toEqual(["tariff-unknown"]);
  });

  test("a departure that names a visit, but not whose, is charged to the visit's account", async () => {
    const [way, out] = [await newGate(), await newGate()];
    const visit = await newVisit();
    way.grant(visit, MORNING);
    way.arrive(visit, MORNING);
    await way.send();
    out.depart({ ...visit, account: null }, MORNING + 30 * MINUTE);
    await out.send();
    expect((await walletOf(db.orm, visit.account))?.balanceMinor).toBe(10_000n - 160n);
  });

  test("a car that nobody knows is counted and nobody is charged", async () => {
    const estate = "field";
    await buildEstate(db, estate);
    const gate = await newGate(estate);
    gate.depart({ account: null, session: null }, MORNING);
    gate.add("passage.undecided", { lane: "lane-1", zone: "main", direction: "arrive" }, MORNING);
    await gate.send();
    expect(await placesOf(estate)).toEqual({ arrivals: 1, departures: 1, passing: 0 });
    expect((await exceptionsAt(gate)).sort()).toEqual(["departure-unknown", "passage-undecided"]);
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
