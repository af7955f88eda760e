import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { reclaimLeases } from "./lease.actions.ts";
import { tendEstate } from "./tend.actions.ts";

const { db } = await testDatabase();
const nowMs = Date.UTC(2026, 2, 2, 8);
const house = { db, clock: { wallMs: () => nowMs, monoMs: () => 0, after: () => () => {} } };
const actor = { name: "operator:office" };
const EPOCH = { old: "a".repeat(16), now: "b".repeat(16), south: "c".repeat(16) };

const sql = async (text: string, values: unknown[] = []) => (await db.pool.query(text, values)).rows;
const tend = () => tendEstate(db, "harbour", nowMs, new Map());
const reclaim = (gate: string, zone = "main") =>
  reclaimLeases(house, actor, gate, { zone, reason: "the box burned down" });

/** What the audit says of the test that runs; it is append-only. */
let auditedBefore = 0;
const audited = () => sql("select actor, verb, subject, detail from audit where id > $1 order by id", [auditedBefore]);

beforeEach(async () => {
  auditedBefore = Number((await sql("select coalesce(max(id), 0) as last from audit"))[0]?.["last"]);
  for (const table of ["exception", "lease", "occupancy", "rule_dirty", "gate_epoch", "gate", "zone", "estate"])
    await sql(`delete from ${table}`);
  await sql("insert into estate (id, name, time_zone, currency) values ('harbour', 'Harbour', 'UTC', 'EUR')");
  await sql("insert into zone values ('harbour', 'main', 'Main', 'standard', 20, 0, 'day')");
  for (const [gate, epoch] of [
    ["north", EPOCH.now],
    ["south", EPOCH.south],
  ]) {
    await sql(
      "insert into gate (id, estate, name, token_hash, arrival_zones, epoch, online) values ($1, 'harbour', $1, '', '{main}', $2, true)",
      [gate, epoch],
    );
    await sql("insert into gate_epoch (gate, epoch) values ($1, $2)", [gate, epoch]);
  }
  await sql("insert into gate_epoch (gate, epoch) values ('north', $1)", [EPOCH.old]);
  await sql("insert into lease values ('north', $1, 'harbour', 'main', 20, 7, 2, 1)", [EPOCH.old]);
});

test("what was lent to a lost journal comes back when an operator says so, and can be lent again", async () => {
  await tend();
  expect(await sql("select sum(lent)::int as lent from lease where epoch <> $1", [EPOCH.old])).toEqual([{ lent: 8 }]);
  expect(await reclaim("north")).toMatchObject({ estate: "harbour", places: 12 });
  expect(await sql("select lent - used - returned + voided as left from lease where epoch = $1", [EPOCH.old])).toEqual([
    { left: "0" },
  ]);
  expect(await sql("select key from rule_dirty where key = 'lease/north/main'")).toHaveLength(2);
  expect(await audited()).toEqual([
    {
      ...{ actor: "operator:office", verb: "lease.reclaimed", subject: "north/main" },
      detail: { reason: "the box burned down", places: 12, epochs: { [EPOCH.old]: 12 } },
    },
  ]);
  await tend();
  expect(await sql("select sum(lent)::int as lent from lease where epoch <> $1", [EPOCH.old])).toEqual([{ lent: 20 }]);
});

test("the lost lease's exception names the verb, and the reclaim closes it", async () => {
  await tend();
  expect(await sql("select words from exception where resolved_at is null")).toEqual([
    {
      words: `12 places of main stay lent to north's journal ${EPOCH.old}, which is not in use any more; reclaim-lease frees them`,
    },
  ]);
  await reclaim("north");
  expect(await sql("select words from exception where resolved_at is null")).toEqual([]);
});

test("a journal in use keeps its lease; a revoked gate's does not, nor one whose history forked", async () => {
  await sql("insert into lease values ('south', $1, 'harbour', 'main', 5, 0, 0, 0)", [EPOCH.south]);
  expect(await reclaim("south")).toMatchObject({ places: 0 });
  await sql("update gate_epoch set forked_at = now() where gate = 'south'");
  expect(await reclaim("south")).toMatchObject({ places: 5 });
  await sql("insert into lease values ('north', $1, 'harbour', 'main', 3, 0, 0, 0)", [EPOCH.now]);
  await sql("update gate set revoked_at = now() where id = 'north'");
  expect(await reclaim("north")).toMatchObject({ places: 15 });
  expect(await reclaim("north")).toMatchObject({ places: 0 });
  expect(await audited()).toHaveLength(4);
});

test("an unknown gate and an unknown zone are refused", async () => {
  expect(await reclaim("west")).toMatchObject({ refused: "gate-unknown" });
  expect(await reclaim("north", "roof")).toMatchObject({ refused: "zone-unknown" });
});
