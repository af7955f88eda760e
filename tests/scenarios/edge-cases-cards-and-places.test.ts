import type { Decision } from "@baygate/shared/decision";
import { expect, test } from "vitest";
import { revokeCard } from "../../cloud/src/accounts/accounts.actions.ts";
import { countPlaces, readCounts } from "../../cloud/src/occupancy/counts.actions.ts";
import { edgeCases, meet } from "./edge-cases.ts";
import { OFFICE } from "./estate.ts";
import { newIssuer, newPhone, type Phone, trust } from "./phone.ts";
import { HOUR_MS, MINUTE_MS } from "./street.ts";

// Who gets in when a gate knows too little: by which card, on what money, into which place, and how sure the count of places is.

const { db, open } = await edgeCases();

test("5: a card shared by two cars: policy hard, soft or one vehicle at a time", async () => {
  /** Two cars hold up one card, one after the other; the departure gate is heard, or is not. `sure`: one vehicle at a time, as far as a gate can know. */
  const second = async (antiPassback: "hard" | "sure" | "soft", heard: boolean) => {
    const { estate, time, way, out } = await open({ policy: { antiPassback } });
    const driver = await estate.driver();
    await meet(estate);
    expect(await way.drive(driver.card)).toMatchObject({ outcome: "grant", reason: "arrival-granted" });
    if (!heard) await estate.cut(out);
    time.pass(10 * MINUTE_MS);
    await meet(estate);
    const { outcome, reason } = await way.drive(driver.card);
    await meet(estate);
    const told = await estate.exceptions();
    // Whatever the policy is, every car that is inside gets out.
    for (let cars = outcome === "grant" ? 2 : 1; cars > 0; cars--) {
      time.pass(MINUTE_MS);
      await estate.leaves(out, driver);
    }
    // And once that is known, the next one gets in.
    out.online = true;
    await meet(estate);
    time.pass(MINUTE_MS);
    expect(await way.drive(driver.card)).toMatchObject({ outcome: "grant", reason: "arrival-granted" });
    await meet(estate);
    return { reason, told };
  };
  expect(await second("hard", true)).toEqual({ reason: "already-inside", told: [] });
  expect(await second("hard", false)).toEqual({ reason: "already-inside", told: [] });
  expect(await second("sure", true)).toEqual({ reason: "already-inside", told: [] });
  expect(await second("sure", false)).toEqual({ reason: "arrival-granted-unsure-inside", told: ["departure-missed"] });
  const soft = await second("soft", true);
  expect(soft.reason).toBe("arrival-granted-while-inside");
  expect(soft.told).toContain("account-inside-twice");
});

test("6: two cut-off gates and one last place: leases; only overdraw can oversell, and then it is counted", async () => {
  const { estate, way, other, out } = await open({ arrive: 2, capacity: 1 });
  const drivers = [await estate.driver(), await estate.driver()] as const;
  await meet(estate);
  await estate.cut(way, other);
  const said = [await way.drive(drivers[0].card), await other.drive(drivers[1].card)];
  expect(said.map(({ reason }) => reason).sort()).toEqual(["arrival-granted", "estate-full"]);
  [way.online, other.online] = [true, true];
  await meet(estate);
  expect(await estate.places()).toEqual({ inUse: 1, passing: 0 });
  const { rows } = await db.pool.query(
    "select sum(lent - used - returned + voided)::int as outstanding from lease where estate = $1",
    [estate.id],
  );
  expect(rows).toEqual([{ outstanding: 0 }]);
  const inside = said[0]?.outcome === "grant" ? drivers[0] : drivers[1];
  await estate.leaves(out, inside);
});

test("6, overdraw: each cut-off gate gives one place more, as the operator allows; every car too many is counted, and no gate goes further", async () => {
  const { estate, time, way, other, out } = await open({ arrive: 2, capacity: 1, policy: { overdraw: 1 } });
  const drivers = [];
  for (let i = 0; i < 8; i++) drivers.push(await estate.driver());
  await meet(estate);
  await estate.cut(way, other);
  const tries: Decision[] = [];
  for (const [i, { card }] of drivers.slice(0, 6).entries()) tries.push(await (i % 2 === 0 ? way : other).drive(card));
  const reasons = (overdrawn: boolean) =>
    tries.filter((each) => (each.overdrawn === true) === overdrawn).map(({ reason }) => reason);
  expect(reasons(true)).toEqual(["arrival-granted", "arrival-granted"]);
  expect(reasons(false).sort()).toEqual(["arrival-granted", "estate-full", "estate-full", "estate-full"]);
  // A restart does not begin it anew.
  way.cutPower();
  expect(await way.drive(drivers[6]?.card ?? Buffer.of())).toMatchObject({ reason: "estate-full" });
  [way.online, other.online] = [true, true];
  await meet(estate);
  expect(await estate.exceptions()).toEqual(["place-overdrawn", "place-overdrawn"]);
  expect(await estate.places()).toEqual({ inUse: 3, passing: 0 });
  expect(await way.drive(drivers[6]?.card ?? Buffer.of())).toMatchObject({ reason: "estate-full" });

  // Cut off again before anybody has left, no gate goes further beyond its lease.
  await estate.cut(way, other);
  for (const gate of [way, other])
    expect(await gate.drive(drivers[7]?.card ?? Buffer.of())).toMatchObject({ reason: "estate-full" });
  [way.online, other.online] = [true, true];

  // Three leave: what was overdrawn is paid back, and the one place is lent as before.
  for (const [i, driver] of drivers.slice(0, 6).entries()) {
    if (tries[i]?.outcome === "deny") continue;
    time.pass(MINUTE_MS);
    await estate.leaves(out, driver);
  }
  await meet(estate);
  expect(await estate.places()).toEqual({ inUse: 0, passing: 0 });
  const { rows } = await db.pool.query(
    "select sum(lent - used - returned + voided)::int as outstanding, min(lent - used - returned + voided)::int as least from lease where estate = $1",
    [estate.id],
  );
  expect(rows).toEqual([{ outstanding: 1, least: 0 }]);
});

test("7: a revoked card let in offline: the fact is never rejected; the car gets out; the next arrival is denied; the debt is followed", async () => {
  const { estate, time, way, out } = await open();
  const driver = await estate.driver(300n);
  await meet(estate);
  await estate.cut(way);
  await revokeCard(estate.house, OFFICE, driver.cardRef);
  await estate.exchange();
  expect(await way.drive(driver.card)).toMatchObject({ outcome: "grant", reason: "arrival-granted" });
  way.online = true;
  await meet(estate);
  expect(await estate.inbox(way)).not.toContainEqual(expect.objectContaining({ quarantine: expect.anything() }));
  expect(await estate.visits(driver.account)).toMatchObject([{ state: "inside" }]);

  time.pass(2 * HOUR_MS);
  await meet(estate);
  expect(await estate.leaves(out, driver)).toBe("departure-granted-despite-fault");
  await meet(estate);
  expect(await estate.costs(driver.account)).toEqual([560n]);
  expect(await estate.wallet(driver.account)).toMatchObject({ balanceMinor: 0n, debtMinor: 260n });
  time.pass(MINUTE_MS);
  expect(await way.drive(driver.card)).toMatchObject({ outcome: "deny", reason: "credential-revoked" });

  // Another card of the same account does not get around what is owed; paying does.
  const next = await estate.card(driver.account);
  await meet(estate);
  expect(await way.drive(next.card)).toMatchObject({ outcome: "deny", reason: "debt-unpaid" });
  await estate.pay(driver.account, 1_000n);
  expect(await estate.wallet(driver.account)).toMatchObject({ balanceMinor: 740n, debtMinor: 0n });
  await meet(estate);
  time.pass(MINUTE_MS);
  expect(await way.drive(next.card)).toMatchObject({ outcome: "grant" });
});

test("8: stale cover: offline policy in the certificate and the rules, with a cap per driver", async () => {
  const { estate, time, way, out } = await open({ policy: { staleAfterMs: 24 * HOUR_MS, staleArrivals: 2 } });
  const [often, once] = [await estate.driver(), await estate.driver()];
  await meet(estate);
  await estate.cut(way, out);
  const arrive = async ({ card }: typeof often) => {
    time.pass(HOUR_MS);
    const { reason } = await way.drive(card);
    time.pass(HOUR_MS);
    if (reason !== "rules-stale") await estate.leaves(out, { card });
    return reason;
  };
  for (let i = 0; i < 3; i++) expect(await arrive(often)).not.toBe("rules-stale");
  time.pass(24 * HOUR_MS);
  for (let i = 0; i < 2; i++) expect(await arrive(often)).toBe("arrival-granted-unsure-inside");
  expect(await arrive(often)).toBe("rules-stale");
  // The cap is a driver's own, and a restart does not begin it anew.
  expect(await arrive(once)).toBe("arrival-granted");
  way.cutPower();
  expect(await arrive(often)).toBe("rules-stale");
  [way.online, out.online] = [true, true];
  await meet(estate);
  expect(await arrive(often)).toBe("arrival-granted");
});

test("8, a certificate: what a gate that has never heard of a driver may do on it, and how often", async () => {
  const { estate, time, way, out } = await open({ policy: { staleArrivals: 2 } });
  const issuer = newIssuer();
  await trust(estate, issuer);
  await meet(estate);
  await estate.cut(way);
  const phoneOf = async (amountMinor: bigint) => newPhone(estate, issuer, (await estate.driver(amountMinor)).account);
  const arrive = async ({ code }: Phone): Promise<string> => {
    time.pass(MINUTE_MS);
    const { outcome, reason } = await way.drive(await code());
    time.pass(MINUTE_MS);
    await estate.exchange();
    if (outcome === "grant") expect(await out.drive(await code())).toMatchObject({ outcome: "grant" });
    await estate.exchange();
    return reason;
  };
  // Who owes gets none that counts without a link; who has too little is told so.
  const owing = await estate.driver(0n);
  await db.pool.query("update wallet set debt_minor = 100 where account = $1", [owing.account]);
  expect(await arrive(await newPhone(estate, issuer, owing.account))).toBe("not-offline");
  await db.pool.query("update wallet set debt_minor = 0 where account = $1", [owing.account]);
  expect(await arrive(await phoneOf(200n))).toBe("balance-too-low");
  const often = await phoneOf(10_000n);
  expect(await arrive(often)).toBe("arrival-granted");
  expect(await arrive(often)).toBe("arrival-granted-unsure-inside");
  expect(await arrive(often)).toBe("rules-stale");
  expect(await arrive(await phoneOf(10_000n))).toBe("arrival-granted");
});

test("16: the counted occupancy drifts from what a guard sees: corrections are facts by a person, and the drift is shown with its uncertainty", async () => {
  const { estate, way, time } = await open();
  const driver = await estate.driver();
  await meet(estate);
  await way.drive(driver.card);
  await meet(estate);
  expect(await estate.places()).toEqual({ inUse: 1, passing: 0 });
  // The guard counts three.
  time.pass(HOUR_MS);
  const zone = { estate: estate.id, zone: "main" };
  const guard = { name: "operator:guard" };
  expect(await readCounts(estate.house, zone, 10)).toMatchObject({ drift: { plusMinus: 1, perThousand: null } });
  const corrected = await countPlaces(estate.house, guard, zone, { saw: 3, reason: "counted on foot" });
  expect(corrected).toEqual({ inUse: 3, drift: -2 });
  expect(await readCounts(estate.house, zone, 10)).toMatchObject({
    counts: [{ actor: "operator:guard", at: new Date(time.nowMs), saw: 3, before: 1, reason: "counted on foot" }],
    drift: { plusMinus: 0, passagesSince: 0 },
  });
  await expect(db.pool.query("delete from occupancy_count")).rejects.toThrow("append-only");
  expect(await estate.places()).toEqual({ inUse: 3, passing: 0 });
  // And as cars go on passing, nobody is as sure any more.
  time.pass(HOUR_MS);
  const next = await estate.driver();
  await meet(estate);
  await way.drive(next.card);
  await meet(estate);
  expect(await readCounts(estate.house, zone, 10)).toMatchObject({ drift: { plusMinus: 1, passagesSince: 1 } });
});
