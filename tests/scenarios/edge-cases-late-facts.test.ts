import { expect, test } from "vitest";
import { receiveBatch } from "../../cloud/src/inbox/inbox.actions.ts";
import { buildGate } from "../../cloud/src/inbox/testing.ts";
import { edgeCases, meet } from "./edge-cases.ts";
import { HOUR_MS, MINUTE_MS } from "./street.ts";

// What is told late, twice, never or garbled: which stays and which charges come of it.

const { db, open } = await edgeCases();

test("1: departure seen before its arrival: kept unmatched, paired later; still unmatched after the estate's limit → a stay flagged “started by system”", async () => {
  const { estate, time, way, out } = await open();
  const [paired, lost] = [await estate.driver(), await estate.driver()];
  await meet(estate);
  await estate.cut(way);
  for (const { card } of [paired, lost]) expect(await way.drive(card)).toMatchObject({ outcome: "grant" });
  time.pass(50 * MINUTE_MS);
  for (const driver of [paired, lost]) expect(await estate.leaves(out, driver)).toBe("departure-granted-no-stay");
  await estate.exchange();
  expect(await estate.exceptions()).toEqual(["departure-unmatched", "departure-unmatched"]);
  expect(await estate.stays(paired.account)).toEqual([]);

  // The arrival of the first comes, the other's is lost with the box.
  const [, batch] = [await estate.exceptions(), way.nextBatch()];
  if (batch === undefined) throw new Error("nothing was journalled");
  const first = way.facts("vehicle.arrived")[0]?.seq ?? 0;
  await receiveBatch(db, way.plan, { ...batch, facts: batch.facts.slice(0, first - batch.from + 1) }, time.nowMs);
  expect(await estate.visits(paired.account)).toMatchObject([
    { state: "departed", flags: ["departure-before-arrival"] },
  ]);
  expect(await estate.costs(paired.account)).toEqual([240n]);
  expect(await estate.exceptions()).toEqual(["departure-unmatched"]);

  time.pass(3 * 24 * HOUR_MS + MINUTE_MS);
  await estate.exchange();
  expect(await estate.stays(lost.account)).toMatchObject([
    { flags: ["started-by-system", "offer-missing"], total: 500 },
  ]);
  expect(await estate.exceptions()).toEqual(["started-by-system"]);
  expect(await estate.wallet(lost.account)).toMatchObject({ balanceMinor: 9_500n });
  expect(await estate.revenue()).toBe(740n);
});

test("2: missed departure: the next arrival closes the old stay, flagged and priced by the estate's rule, never silently at the maximum", async () => {
  const { estate, time, way, out } = await open();
  const driver = await estate.driver();
  await meet(estate);
  await way.drive(driver.card);
  await meet(estate);
  // The departure gate is dead, and somebody has put its arm up.
  await estate.cut(out);
  time.pass(20 * HOUR_MS);
  await meet(estate);
  expect(await way.drive(driver.card)).toMatchObject({ outcome: "grant", reason: "arrival-granted-unsure-inside" });
  await meet(estate);
  expect(await estate.visits(driver.account)).toMatchObject([
    { state: "departed", flags: ["departure-missed"] },
    { state: "inside", flags: ["while-inside"] },
  ]);
  expect(await estate.stays(driver.account)).toMatchObject([
    { total: 500, lines: [{ rule: "departure-missed", words: expect.stringContaining("nobody saw this stay end") }] },
  ]);
  expect(await estate.exceptions()).toEqual(["departure-missed"]);
  expect(await estate.wallet(driver.account)).toMatchObject({ balanceMinor: 9_500n, heldMinor: 300n });

  out.online = true;
  await meet(estate);
  await estate.leaves(out, driver);
  await estate.exchange();
  expect(await estate.costs(driver.account)).toEqual([500n, 0n]);
});

test("3: first in, last out, two visits merged: orphan reads are checked before charging", async () => {
  /** An hour inside, out by a gate that is cut off; in the evening in by another one that is, and an hour inside: heard is the first arrival alone. */
  const twoVisits = async (knew: "knew the car" | "never heard of it") => {
    const { estate, time, way, other, out } = await open({ arrive: 2 });
    const late = await estate.gate("depart");
    const driver = await estate.driver();
    await meet(estate);
    if (knew === "never heard of it") await estate.cut(late);
    await way.drive(driver.card);
    await meet(estate);
    await estate.cut(late, other);
    time.pass(HOUR_MS);
    await estate.leaves(late, driver);
    time.pass(8 * HOUR_MS);
    expect(await other.drive(driver.card)).toMatchObject({ outcome: "grant" });
    time.pass(HOUR_MS);
    return { estate, time, driver, late, other, out };
  };
  /** The driver leaves, and only then are the orphans heard. */
  const merged = async (knew: "knew the car" | "never heard of it", first: "arrival" | "departure") => {
    const { estate, time, driver, late, other, out } = await twoVisits(knew);
    await estate.leaves(out, driver);
    await estate.exchange();
    // Nothing says yet that these were two: it is charged, and parted as soon as the orphans come.
    expect(await estate.costs(driver.account)).toEqual([2_000n]);

    const order = first === "arrival" ? [other, late] : [late, other];
    for (const gate of order) {
      gate.online = true;
      time.pass(MINUTE_MS);
      await meet(estate);
    }
    expect(await estate.visits(driver.account)).toMatchObject([{ state: "departed" }, { state: "departed" }]);
    expect(await estate.exceptions()).toEqual([]);
    expect(await estate.wallet(driver.account)).toMatchObject({ balanceMinor: 9_360n, heldMinor: 0n, debtMinor: 0n });
    expect(await estate.places()).toEqual({ inUse: 0, passing: 0 });
    return await estate.costs(driver.account);
  };
  for (const knew of ["knew the car", "never heard of it"] as const)
    for (const first of ["arrival", "departure"] as const) expect(await merged(knew, first)).toEqual([320n, 320n]);

  // Orphans that have been heard of by then are looked at before anything is charged: nothing has to be taken back.
  const { estate, driver, late, other, out } = await twoVisits("knew the car");
  for (const gate of [late, other]) {
    gate.online = true;
    await meet(estate);
  }
  await estate.leaves(out, driver);
  await meet(estate);
  expect(await estate.costs(driver.account)).toEqual([320n, 320n]);
  expect((await estate.postings(driver.account)).sort()).toEqual(["charge", "charge", "top-up"]);
});

test("4: one credential at two cut-off gates: both facts kept, one billable stay, an exception for the operator", async () => {
  const { estate, time, way, other, out } = await open({ arrive: 2 });
  const driver = await estate.driver();
  await meet(estate);
  await estate.cut(way, other);
  expect(await way.drive(driver.card)).toMatchObject({ outcome: "grant" });
  time.pass(2 * MINUTE_MS);
  expect(await other.drive(driver.card)).toMatchObject({ outcome: "grant" });
  time.pass(MINUTE_MS);
  [way.online, other.online] = [true, true];
  await meet(estate);
  for (const gate of [way, other])
    expect(await estate.inbox(gate)).toContainEqual(
      expect.objectContaining({ kind: "vehicle.arrived", quarantine: null }),
    );
  expect(await estate.exceptions()).toEqual(["arrived-twice"]);

  time.pass(30 * MINUTE_MS);
  await estate.leaves(out, driver);
  time.pass(MINUTE_MS);
  await estate.leaves(out, driver);
  await meet(estate);
  time.pass(4 * 24 * HOUR_MS);
  await meet(estate);
  expect(await estate.costs(driver.account)).toEqual([0n, 160n]);
  expect(await estate.revenue()).toBe(160n);
  expect(await estate.exceptions()).toEqual(["arrived-twice"]);
  expect(await estate.places()).toEqual({ inUse: 0, passing: 0 });

  // Where it was one car after all, whose departure is heard last, it pays what its stay cost.
  const only = await estate.driver();
  await meet(estate);
  await estate.cut(way, other, out);
  await way.drive(only.card);
  time.pass(50 * MINUTE_MS);
  await estate.leaves(out, only);
  time.pass(HOUR_MS);
  expect(await other.drive(only.card)).toMatchObject({ outcome: "grant", reason: "arrival-granted" });
  [way.online, other.online] = [true, true];
  await meet(estate);
  expect(await estate.costs(only.account)).toEqual([0n]);
  out.online = true;
  await meet(estate);
  expect(await estate.costs(only.account)).toEqual([240n]);
  expect(await estate.exceptions()).toEqual(["arrived-twice"]);
});

test("9: duplicate delivery: ids made at the edge; nothing is deduplicated on a transport id", async () => {
  const { estate, time, way, out } = await open();
  const driver = await estate.driver();
  await meet(estate);
  await way.drive(driver.card);
  await meet(estate);
  time.pass(30 * MINUTE_MS);
  await estate.leaves(out, driver);
  const batch = out.nextBatch();
  if (batch === undefined) throw new Error("nothing was journalled");
  const taken = [];
  for (let i = 0; i < 3; i++) taken.push(await receiveBatch(db, out.plan, batch, time.nowMs + i * MINUTE_MS));
  expect(taken.map(({ applied }) => applied.length)).toEqual([batch.facts.length, 0, 0]);
  expect(new Set(taken.map(({ ack }) => JSON.stringify(ack))).size).toBe(1);
  // Two messages of other lengths that overlap, as after a reconnection.
  const all = out.nextBatch(1);
  if (all === undefined) throw new Error("nothing is held");
  await receiveBatch(db, out.plan, all, time.nowMs);
  expect((await estate.inbox(out)).map(({ id }) => id)).toEqual(out.facts().map(({ id }) => id));
  expect(await estate.costs(driver.account)).toEqual([160n]);
  expect(await estate.postings(driver.account)).toEqual(["top-up", "charge"]);
});

test("10: a late fact after the stay closed: a monotonic machine; money moves only by a correction", async () => {
  const { estate, time, way, other, out } = await open({ arrive: 2 });
  const driver = await estate.driver();
  await meet(estate);
  await way.drive(driver.card);
  await meet(estate);
  await estate.cut(out);
  time.pass(30 * MINUTE_MS);
  await estate.leaves(out, driver);
  time.pass(10 * HOUR_MS);
  await meet(estate);
  expect(await other.drive(driver.card)).toMatchObject({ outcome: "grant" });
  await meet(estate);
  const [closed] = await estate.visits(driver.account);
  expect(closed).toMatchObject({ state: "departed", flags: ["departure-missed"] });
  expect(await estate.costs(driver.account)).toEqual([500n]);

  out.online = true;
  await meet(estate);
  const [same, now] = await estate.visits(driver.account);
  expect(same).toEqual(closed);
  expect(now).toMatchObject({ state: "inside" });
  const [before, after, ...more] = await estate.stays(driver.account);
  expect(before).toMatchObject({ revision: 0, total: 500 });
  expect(after).toMatchObject({ revision: 1, total: 160, reason: expect.stringMatching(/^departure-late:/) });
  expect(more).toEqual([]);
  expect((await estate.postings(driver.account)).sort()).toEqual(["charge", "charge", "reversal", "top-up"]);
  expect(await estate.wallet(driver.account)).toMatchObject({ balanceMinor: 9_840n, debtMinor: 0n });
  expect(await estate.exceptions()).toEqual([]);
});

test("11: a poison message: quarantined, counted, alarmed; those behind it go on", async () => {
  const { estate, time } = await open();
  const driver = await estate.driver();
  const gate = await buildGate(db, estate.id, `${estate.id}-newer`);
  const visit = { account: driver.account, session: "0196b4a0-0000-7000-8000-000000000001" };
  const offer = { tariff: estate.tariff, version: 1, factorPermille: 1000 };
  gate.grant(visit, time.nowMs, offer);
  gate.addText("{ half a fac");
  gate.add("device.recovered", { device: "reader", downMs: 1 }, time.nowMs, { kind: "barrier.melted" });
  gate.arrive(visit, time.nowMs, offer);
  gate.depart(visit, time.nowMs + 30 * MINUTE_MS);
  const { ack, quarantined } = await gate.send();
  expect({ through: ack.through, quarantined }).toEqual({ through: 5, quarantined: 2 });
  expect(await estate.exceptions()).toEqual(["fact-quarantined", "fact-quarantined"]);
  expect(await estate.costs(driver.account)).toEqual([160n]);
  const { rows } = await db.pool.query("select quarantine from fact where gate = $1 order by seq", [gate.id]);
  expect(rows.map(({ quarantine }) => quarantine)).toEqual([null, "not-json", "kind-unknown", null, null]);
});
