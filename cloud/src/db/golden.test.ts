import { expect, test } from "vitest";
import { migrate } from "./client.ts";
import { describeSchema } from "./golden.ts";
import { testDatabase } from "./testing.ts";

const { db } = await testDatabase();

const HOW =
  "the migrated database differs from schema.golden.sql. If that was meant: vitest run cloud/src/db/golden.test.ts -u, and read the difference";

test("a freshly migrated database is what schema.golden.sql says", async () => {
  await expect(await describeSchema(db.pool), HOW).toMatchFileSnapshot("./schema.golden.sql");
});

test("migrating again, from several processes at once, changes nothing", async () => {
  const before = await describeSchema(db.pool);
  await Promise.all([migrate(db), migrate(db), migrate(db)]);
  expect(await describeSchema(db.pool)).toBe(before);
});
