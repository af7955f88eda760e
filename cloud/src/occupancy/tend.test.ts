import { beforeEach, expect, test } from "vitest";
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

test("the price follows the places in use, each move with its reason, and the zone's rule follows the price", async () => {
  await sql("insert into occupancy (estate, zone, arrivals) values ('harbour', 'main', 17)");
  await tend();
  expect(await sql("select factor_permille as f from occupancy")).toEqual([{ f: 1250 }]);
  expect(await sql("select from_permille as f, to_permille as t, reason from price_move")).toEqual([
    { f: 1000, t: 1250, reason: "85 % full: from × 1.00 to × 1.25" },
  ]);
  expect(await sql("select from rule_dirty where key = 'zone/main'")).toHaveLength(1);
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
