import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { noteSync } from "../fleet/fleet.store.ts";
import { watchRestores } from "./restore.actions.ts";
import { countLending } from "./restore.store.ts";
import { tendEstate } from "./tend.actions.ts";

const { db } = await testDatabase();
const nowMs = Date.UTC(2026, 2, 2, 8);
const EPOCH = { north: "a".repeat(16), south: "b".repeat(16) };
const HOLDS_ALL = { main: { lent: 20, used: 0, returned: 0, voided: 0 } };

const sql = async (text: string, values: unknown[] = []) => (await db.pool.query(text, values)).rows;
const lent = async () => Number((await sql("select coalesce(sum(lent), 0)::int as lent from lease"))[0]?.["lent"]);

/** A cloud whose copy of the count outlives it, as the data folder does. */
function cloud(copy: { count?: number } = {}) {
  let found = 0;
  const watch = watchRestores(
    db,
    {
      read: async () => copy.count,
      write: async (count) => {
        copy.count = count;
      },
    },
    () => found++,
  );
  return {
    copy,
    found: () => found,
    async tend() {
      await watch.look(nowMs);
      await tendEstate(db, "harbour", nowMs, new Map());
      await watch.keep();
    },
  };
}
const heard = (gate: keyof typeof EPOCH, leases: typeof HOLDS_ALL | Record<string, never> = {}) =>
  noteSync(db, { id: gate, estate: "harbour" }, { epoch: EPOCH[gate], leases }, new Date(nowMs));
/** A backup of before anything was lent. */
async function restore(): Promise<void> {
  for (const table of ["house", "lease", "gate_epoch"]) await sql(`delete from ${table}`);
  await sql("update gate set epoch = null");
}

beforeEach(async () => {
  const tables = ["house", "gate_order", "exception", "price_move", "lease", "occupancy", "rule_dirty", "gate_epoch"];
  for (const table of [...tables, "gate", "zone", "estate"]) await sql(`delete from ${table}`);
  await sql("insert into estate (id, name, time_zone, currency) values ('harbour', 'Harbour', 'UTC', 'EUR')");
  await sql("insert into zone values ('harbour', 'main', 'Main', 'standard', 20, 0, 'day')");
  for (const gate of Object.keys(EPOCH))
    await sql(
      "insert into gate (id, estate, name, token_hash, arrival_zones, online) values ($1, 'harbour', $1, '', '{main}', true)",
      [gate],
    );
});

test("after a restore nothing is lent until each gate was heard, and then no more than is free", async () => {
  const before = cloud();
  await heard("north");
  await before.tend();
  expect(await lent()).toBe(20);

  await restore();
  const after = cloud(before.copy);
  await heard("south");
  await after.tend();
  expect(after.found()).toBe(1);
  expect(await lent()).toBe(0);
  const [told] = await sql("select words from exception where kind = 'cloud-restored'");
  expect(told?.["words"]).toContain("north");

  await heard("south");
  await heard("north", HOLDS_ALL);
  await after.tend();
  expect(await lent()).toBe(20);
  expect(after.found()).toBe(1);
});

test("a gate that will not come back is revoked, and places are lent again", async () => {
  const before = cloud();
  await heard("north");
  await before.tend();
  await restore();
  const after = cloud(before.copy);
  await after.tend();
  await heard("south");
  await sql("update gate set revoked_at = now() where id = 'north'");
  await after.tend();
  expect(await lent()).toBe(20);
});

test("a cloud that is only started again lends on", async () => {
  const before = cloud();
  await heard("north");
  await before.tend();
  await sql("update zone set capacity = 30");
  const after = cloud(before.copy);
  await after.tend();
  expect(after.found()).toBe(0);
  expect(await lent()).toBe(30);
});

test("a database restored under a running cloud is found out before the next lending", async () => {
  const running = cloud();
  await heard("north");
  await running.tend();
  await restore();
  await heard("south");
  await running.tend();
  expect(running.found()).toBe(1);
  expect(await lent()).toBe(0);
});

test("the copy is written by one at a time, however many estates are tended at once", async () => {
  let writing = 0;
  let most = 0;
  const copied: number[] = [];
  const copy = {
    read: async () => undefined,
    write: async (count: number) => {
      most = Math.max(most, ++writing);
      await new Promise((resolve) => setTimeout(resolve, 20));
      copied.push(count);
      writing--;
    },
  };
  const watch = watchRestores(db, copy, () => undefined);
  const tended = async () => {
    await db.tx(({ client }) => countLending(client));
    await watch.keep();
  };
  await Promise.all([tended(), tended(), tended(), tended()]);
  expect(most).toBe(1);
  expect(copied.at(-1)).toBe(4);
  expect(copied).toEqual(copied.toSorted((a, b) => a - b));
});
