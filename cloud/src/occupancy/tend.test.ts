import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { tendEstate } from "./tend.actions.ts";

const { db } = await testDatabase();
const nowMs = Date.UTC(2026, 2, 2, 8);
const EPOCH = { north: "a".repeat(16), south: "b".repeat(16) };

const sql = async (text: string, values: unknown[] = []) => (await db.pool.query(text, values)).rows;
const tend = () => tendEstate(db, "harbour", nowMs, new Map());
const lent = () => sql("select gate, lent::int from lease where epoch = any($1) order by gate", [Object.values(EPOCH)]);
/** What must never be above the capacity (I11). */
const taken = async () =>
  (
    await sql(`select (greatest(0, arrivals - departures + corrections) + passing
      + (select coalesce(sum(greatest(0, lent - used - returned + voided)), 0) from lease))::int as taken from occupancy`)
  )[0]?.taken;

beforeEach(async () => {
  for (const table of [
    "gate_order",
    "exception",
    "price_move",
    "lease",
    "occupancy",
    "rule_dirty",
    "gate_epoch",
    "gate",
    "zone",
    "estate",
  ])
    await sql(`delete from ${table}`);
  await sql("insert into estate (id, name, time_zone, currency) values ('harbour', 'Harbour', 'UTC', 'EUR')");
  await sql("insert into zone values ('harbour', 'main', 'Main', 'standard', 20, 0, 'day')");
  for (const [gate, epoch] of Object.entries(EPOCH)) {
    await sql(
      "insert into gate (id, estate, name, token_hash, arrival_zones, epoch, online) values ($1, 'harbour', $1, '', '{main}', $2, true)",
      [gate, epoch],
    );
    await sql("insert into gate_epoch (gate, epoch) values ($1, $2)", [gate, epoch]);
  }
});

test("every place is lent, and the gates' rules follow", async () => {
  await tend();
  expect(await lent()).toEqual([
    { gate: "north", lent: 10 },
    { gate: "south", lent: 10 },
  ]);
  expect(await sql("select key from rule_dirty order by key")).toEqual([
    { key: "lease/north/main" },
    { key: "lease/south/main" },
  ]);
  await tend();
  expect(await taken()).toBe(20);
});

test("a starving gate's share is asked back from the other, once, and lent when it has come", async () => {
  await sql("update gate set online = false where id = 'south'");
  await tend();
  await sql("update gate set online = true where id = 'south'");
  expect(await tend()).toMatchObject([{ gate: "north", order: { kind: "return-lease", zone: "main", places: 10 } }]);
  expect(await tend()).toEqual([]);
  await sql("update lease set returned = 10 where gate = 'north'");
  await sql("update gate_order set outcome = 'done'");
  await tend();
  expect(await lent()).toEqual([
    { gate: "north", lent: 20 },
    { gate: "south", lent: 10 },
  ]);
  expect(await taken()).toBe(20);
});

test("places of a journal that is lost stay blocked, and the operator is told once", async () => {
  await tend();
  await sql("insert into gate_epoch (gate, epoch) values ('north', $1)", ["c".repeat(16)]);
  await sql("update gate set epoch = $1 where id = 'north'", ["c".repeat(16)]);
  await sql("update occupancy set passing = 0");
  await tend();
  await tend();
  expect(await taken()).toBe(20);
  expect(await sql("select words from exception")).toEqual([
    {
      words: `10 places of main stay lent to north's journal ${EPOCH.north}, which is not in use any more; reclaim-lease frees them`,
    },
  ]);
});

test("nothing is lent to a gate whose history forked, or that is revoked", async () => {
  await sql("update gate_epoch set forked_at = now() where gate = 'north'");
  await sql("update gate set revoked_at = now() where id = 'south'");
  await tend();
  expect(await lent()).toEqual([]);
});

describe("the price follows the places in use", () => {
  const MINUTE = 60_000;
  const tendAt = (minutes: number, expected?: number) =>
    tendEstate(db, "harbour", nowMs + minutes * MINUTE, new Map(), () => expected ?? null);
  const inUse = (cars: number) =>
    sql(
      `insert into occupancy (estate, zone, arrivals) values ('harbour', 'main', $1)
       on conflict (estate, zone) do update set arrivals = excluded.arrivals`,
      [cars],
    );
  const priceNow = async () =>
    (await sql("select factor_permille as now, next_permille as next, next_at as at from occupancy"))[0];
  const records = () =>
    sql("select at, from_permille as f, to_permille as t, reason, announced_at as told from price_move order by id");
  const minute = (minutes: number) => new Date(nowMs + minutes * MINUTE);

  test("a move is announced, then it applies; each has its reason and what was looked at, and the zone's rule follows", async () => {
    await inUse(17);
    await tendAt(0);
    expect(await priceNow()).toEqual({ now: 1000, next: 1100, at: minute(5) });
    await tendAt(4);
    expect(await sql("select from rule_dirty where key = 'zone/main'")).toHaveLength(1);
    await tendAt(6);
    expect(await priceNow()).toEqual({ now: 1100, next: null, at: null });
    expect(await records()).toEqual([
      { at: minute(0), f: 1000, t: 1100, reason: "85 % full: from × 1.00 to × 1.10 at 08:05", told: minute(0) },
      {
        ...{ at: minute(6), f: 1000, t: 1100, told: minute(0) },
        reason: "as announced: from × 1.00 to × 1.10, now 85 % full",
      },
    ]);
    expect(await sql("select inputs from price_move limit 1")).toMatchObject([
      { inputs: { step: "announced", inUse: 17, capacity: 20, expectedPermille: null, policy: { stepPermille: 100 } } },
    ]);
    expect(await sql("select from rule_dirty where key = 'zone/main'")).toHaveLength(2);
  });

  test("the next move waits for its interval, from the time that the last one applied", async () => {
    await inUse(17);
    await tendAt(0);
    await tendAt(6);
    await tendAt(15);
    expect(await priceNow()).toEqual({ now: 1100, next: null, at: null });
    await tendAt(16);
    expect(await priceNow()).toEqual({ now: 1100, next: 1200, at: minute(21) });
  });

  test("moves of the day are counted, announcements are not", async () => {
    await sql(`update zone set pricing = '{"movesPerDay": 2, "minutesBetweenMoves": 1}'`);
    await inUse(19);
    for (let at = 0; at < 60; at += 5) await tendAt(at);
    expect(await priceNow()).toEqual({ now: 1200, next: null, at: null });
    for (let at = 24 * 60; at < 25 * 60; at += 5) await tendAt(at);
    expect(await priceNow()).toEqual({ now: 1400, next: null, at: null });
  });

  test("a zone's own policy counts, in the estate's local time; what is announced falls with a changed policy", async () => {
    await sql(`update estate set time_zone = 'Asia/Kathmandu'`);
    await sql(`update zone set pricing = '{"quiet": [{"from": "13:00", "to": "14:00"}], "stepPermille": 250}'`);
    await inUse(17);
    await tendAt(0);
    expect(await priceNow()).toMatchObject({ next: null });
    await tendAt(15);
    expect(await priceNow()).toMatchObject({ next: 1250 });
    await sql(`update zone set pricing = '{"ceilingPermille": 1000}'`);
    await tendAt(16);
    expect(await priceNow()).toEqual({ now: 1000, next: null, at: null });
    expect((await records()).at(-1)).toEqual({
      ...{ at: minute(16), f: 1000, t: 1000, told: minute(15) },
      reason: "announced from × 1.00 to × 1.25: not as the policy is now",
    });
  });

  test("what is expected counts, and a policy that nobody can read moves nothing", async () => {
    await inUse(14);
    await tendAt(0, 950);
    expect(await priceNow()).toMatchObject({ next: 1100 });
    await sql(`update zone set pricing = '{"upFromPermille": "often"}'`);
    await tendAt(10);
    expect(await priceNow()).toMatchObject({ now: 1000, next: 1100 });
  });
});

test("a count that stays below zero with no gate behind is told an operator, once a day and zone", async () => {
  const told = () => sql("select kind, words from exception");
  await sql("insert into occupancy (estate, zone, departures) values ('harbour', 'main', 30)");
  await sql("update gate set online = false where id = 'south'");
  await tend();
  expect(await told()).toEqual([]);
  await sql(`update gate set online = true, status = '{"waiting": 3}' where id = 'south'`);
  await tend();
  expect(await told()).toEqual([]);
  await sql(`update gate set status = '{"waiting": 0}' where id = 'south'`);
  await tend();
  await tend();
  expect(await told()).toEqual([
    {
      kind: "count-below-zero",
      words: "main: 30 more cars left than are known to have come; count them and correct it",
    },
  ]);
  await tendEstate(db, "harbour", nowMs + 25 * 3_600_000, new Map());
  expect(await told()).toHaveLength(2);
});

test("many tenders at once, while cars come and go, never lend a place twice", async () => {
  const car = async () => {
    // What a batch does: takes a lent place into use, and frees one, in the order of its locks.
    await db.tx(async ({ client }) => {
      await client.query(
        "update occupancy set arrivals = arrivals + 1, departures = departures + (arrivals % 2) where zone = 'main'",
      );
      await client.query("update lease set used = used + 1 where gate = 'north' and lent - used - returned > 0");
    });
  };
  await tend();
  for (let round = 0; round < 8; round++) {
    const before = await sql("select lent::int - used::int as left from lease where gate = 'north'");
    await Promise.all([tend(), ...(before[0]?.left > 0 ? [car()] : []), tend(), tend()]);
    expect(await taken()).toBeLessThanOrEqual(20);
  }
});

test("reserved bays are lent to nobody, and those of a zone that becomes reserved are asked back", async () => {
  await tend();
  await sql("update zone set class = 'reserved'");
  expect((await tend()).map(({ order }) => order)).toMatchObject([
    { kind: "return-lease", places: 10 },
    { kind: "return-lease", places: 10 },
  ]);
  await sql("delete from lease");
  await tend();
  expect(await lent()).toEqual([]);
});
