import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { session as sessionTable, stay as stayTable } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { revokeGate } from "../estates/gates.actions.ts";
import { correctStayByOperator } from "../ledger/corrections.actions.ts";
import { walletOf } from "../wallets/wallets.actions.ts";
import { endWaits } from "./inbox.actions.ts";
import { buildEstate, expectSoundBooks, MINUTE, MORNING, observe, openAccount } from "./testing.ts";

const { db } = await testDatabase();
let estates = 0;
const { newGate, newVisit, sessionOf, stayOf, placesOf, exceptionsAt, exceptionsOf } = observe(db);

beforeAll(async () => {
  await buildEstate(db, "harbour");
  await buildEstate(db, "station");
});
afterEach(() => expectSoundBooks(db));

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

  describe("a departure is dated just before an arrival that is heard of first", () => {
    const story = async () => {
      const estate = `just-${++estates}`;
      await buildEstate(db, estate);
      const [way, other, out] = [await newGate(estate), await newGate(estate), await newGate(estate)];
      const first = { account: await openAccount(db, [estate], 10_000n), session: uuidv7() };
      const second = { account: first.account, session: uuidv7() };
      way.grant(first, MORNING);
      way.arrive(first, MORNING);
      out.depart({ ...first, session: null }, MORNING + 40 * MINUTE - 30_000);
      other.grant(second, MORNING + 40 * MINUTE + 20_000);
      other.arrive(second, MORNING + 40 * MINUTE + 20_000);
      return { estate, way, other, out, first, second };
    };

    test.each([
      ["departure", "later arrival", "its departure", "earlier arrival"],
      ["departure", "later arrival", "earlier arrival", "its departure"],
      ["later arrival", "departure", "its departure", "earlier arrival"],
      ["later arrival", "departure", "earlier arrival", "its departure"],
      ["earlier arrival", "departure", "later arrival", "its departure"],
    ])("%s, %s, %s, %s: each visit has its own, at its own price", async (...order) => {
      const { estate, way, other, out, first, second } = await story();
      const parts: Record<string, () => Promise<unknown>> = {
        departure: () => out.send(),
        "later arrival": () => other.send(),
        "earlier arrival": () => way.send(),
        "its departure": () => {
          out.depart(second, MORNING + 100 * MINUTE + 20_000);
          return out.send();
        },
      };
      for (const part of order) await parts[part]?.();
      expect(await stayOf(first.session)).toMatchObject({ totalMinor: 160n, reason: null });
      expect(await stayOf(second.session)).toMatchObject({ totalMinor: 240n });
      expect((await sessionOf(second.session))?.flags).not.toContain("clocks-disagree");
      expect(await walletOf(db.orm, first.account)).toMatchObject({ balanceMinor: 9600n, heldMinor: 0n });
      expect(await placesOf(estate)).toEqual({ arrivals: 2, departures: 2, passing: 0 });
      expect(await exceptionsAt(out)).toEqual([]);
    });

    test("until its own departure comes the later visit is open, and money is held for it", async () => {
      const { way, other, out, first, second } = await story();
      await out.send();
      await other.send();
      expect(await stayOf(second.session)).toMatchObject({ totalMinor: 0n });
      expect((await stayOf(second.session))?.flags).toContain("clocks-disagree");
      await way.send();
      expect(await stayOf(first.session)).toMatchObject({ totalMinor: 160n });
      expect(await sessionOf(second.session)).toMatchObject({ state: "inside", departureFact: null, departedAt: null });
      expect(await walletOf(db.orm, first.account)).toMatchObject({ balanceMinor: 9840n, heldMinor: 300n });
    });

    test("of two departures that wait the visit that is open again takes the earlier, and no more", async () => {
      const { way, other, out, first, second } = await story();
      for (const gate of [out, other]) await gate.send();
      for (const minutes of [60, 100]) out.depart({ ...second, session: null }, MORNING + minutes * MINUTE + 20_000);
      for (const gate of [out, way]) await gate.send();
      expect(await stayOf(first.session)).toMatchObject({ totalMinor: 160n });
      expect(await stayOf(second.session)).toMatchObject({ totalMinor: 80n });
      expect(await walletOf(db.orm, first.account)).toMatchObject({ balanceMinor: 9760n, heldMinor: 0n });
      expect(await exceptionsAt(out)).toEqual(["departure-unmatched"]);
    });

    test("an operator puts no price on a visit that is open again: it is charged once, when it ends", async () => {
      const { way, other, out, first, second } = await story();
      for (const gate of [out, other, way]) await gate.send();
      const clock = { wallMs: () => MORNING + 50 * MINUTE, monoMs: () => 0, after: () => () => undefined };
      const agreed = { kind: "agreed", totalMinor: 40n, words: "for the trouble" } as const;
      const office = { name: "operator:office" };
      expect(await correctStayByOperator({ db, clock }, office, second.session, agreed)).toMatchObject({
        refused: "stay-open",
      });
      out.depart(second, MORNING + 100 * MINUTE + 20_000);
      await out.send();
      expect(await stayOf(second.session)).toMatchObject({ totalMinor: 240n });
      expect(await walletOf(db.orm, first.account)).toMatchObject({ balanceMinor: 9600n, heldMinor: 0n });
    });
  });

  test.each(["way", "other"])(
    "an account's car that left twice, the second time by the first visit's name: each arrival finds its own (%s first)",
    async (which) => {
      const estate = `twice-${++estates}`;
      await buildEstate(db, estate);
      const [way, other, out] = [await newGate(estate), await newGate(estate), await newGate(estate)];
      const first = { account: await openAccount(db, [estate], 10_000n), session: uuidv7() };
      const second = { account: first.account, session: uuidv7() };
      way.grant(first, MORNING);
      await way.send();
      way.arrive(first, MORNING);
      out.depart({ ...first, session: null }, MORNING + 30 * MINUTE);
      out.depart(first, MORNING + 150 * MINUTE);
      await out.send();
      other.grant(second, MORNING + 90 * MINUTE);
      other.arrive(second, MORNING + 90 * MINUTE);
      for (const gate of which === "way" ? [way, other] : [other, way]) await gate.send();
      expect(await stayOf(first.session)).toMatchObject({ totalMinor: 160n, reason: null });
      expect(await stayOf(second.session)).toMatchObject({ totalMinor: 240n });
      expect((await walletOf(db.orm, first.account))?.balanceMinor).toBe(9600n);
      expect(await placesOf(estate)).toEqual({ arrivals: 2, departures: 2, passing: 0 });
      expect(await exceptionsAt(out)).toEqual([]);
    },
  );

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
      const estate = `wait-${++estates}`;
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
      const estate = `cut-${++estates}`;
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
