import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openDatabase, sqlState } from "./client.ts";
import { estate } from "./schema/places.ts";
import { testDatabase } from "./testing.ts";

const { db, url } = await testDatabase();

describe("a transaction", () => {
  test("is one connection for drizzle and for SQL by hand, and is rolled back when its work throws", async () => {
    const failed = db.tx(async (tx) => {
      await tx.orm.insert(estate).values({ id: "gone", name: "Gone", timeZone: "UTC", currency: "EUR" });
      const seen = await tx.client.query("select id from estate");
      expect(seen.rows).toEqual([{ id: "gone" }]);
      throw new Error("changed my mind");
    });
    await expect(failed).rejects.toThrow("changed my mind");
    expect(await db.orm.select().from(estate)).toEqual([]);
  });

  test("that loses a deadlock is run again", async () => {
    await db.pool.query("create table crossing (id int primary key, n int not null)");
    await db.pool.query("insert into crossing values (1, 0), (2, 0)");
    const cross = (first: number, second: number) =>
      db.tx(async ({ client }) => {
        await client.query("update crossing set n = n + 1 where id = $1", [first]);
        await sleep(100);
        await client.query("update crossing set n = n + 1 where id = $1", [second]);
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect((await db.pool.query("select n from crossing order by id")).rows).toEqual([{ n: 2 }, { n: 2 }]);
  });

  test("tells the SQLSTATE of what failed, also through drizzle", async () => {
    const twice = [1, 2].map(() => ({ id: "twin", name: "Twin", timeZone: "UTC", currency: "EUR" }));
    const error = await db.orm
      .insert(estate)
      .values(twice)
      .catch((e: unknown) => e);
    expect(sqlState(error)).toBe("23505");
  });
});

test("a connection that is lost before its transaction begins gives its place in the pool back", async () => {
  const other = openDatabase(url, { poolSize: 1 });
  other.pool.once("acquire", (client) =>
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(),
  );
  await expect(other.tx(async () => undefined)).rejects.toThrow();
  await expect(other.tx(async ({ client }) => (await client.query("select 1 as one")).rows)).resolves.toEqual([
    { one: 1 },
  ]);
  await other.close();
});

test("a connection killed by the server is replaced and never ends the process", async () => {
  const heard: Error[] = [];
  const other = openDatabase(url, { poolSize: 1, onError: (error) => heard.push(error) });
  const { rows } = await other.pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  await db.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  expect((await other.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await other.close();
});
