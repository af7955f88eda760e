import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account as accountTable } from "../db/schema/accounts.ts";
import { noticeDelivery } from "../db/schema/notices.ts";
import { occupancy } from "../db/schema/places.ts";
import { session } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { eventsOf, overSocket } from "./following.testing.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
beforeAll(async () => {
  await house.openHarbour();
  await house.openHarbour("market");
});
afterAll(() => {
  house.hub.close();
  house.feeds.estates.close();
  house.feeds.drivers.close();
});

const follow = async (path: string, token?: string) => {
  const response = await house.app.request(path, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  expect(response.headers.get("content-type")).toMatch("text/event-stream");
  const events = eventsOf(response);
  return async () => (await events.next()).value ?? { name: "the end", data: undefined };
};

describe("who follows the estates", () => {
  it("is told what is, then only what changed", async () => {
    const next = await follow("/v1/estates/live");
    const first = [await next(), await next()].map(({ name, data }) => [name, data.id, data.zones[0].free]);
    expect(first.sort()).toEqual([
      ["estate", "harbour", 10],
      ["estate", "market", 10],
    ]);
    await db.orm.update(occupancy).set({ arrivals: sql`arrivals + 3` }).where(sql`estate = 'market'`);
    house.feeds.estates.nudge();
    expect((await next()).data).toMatchObject({ id: "market", zones: [{ free: 7 }] });
  });

  it("may follow one alone, which there must be", async () => {
    const next = await follow("/v1/estates/live?estate=harbour");
    expect((await next()).data.id).toBe("harbour");
    await db.orm.update(occupancy).set({ arrivals: sql`arrivals + 1` });
    house.feeds.estates.nudge();
    expect((await next()).data).toMatchObject({ id: "harbour", zones: [{ free: 9 }] });
    expect((await house.ask("GET", "/v1/estates/live?estate=nowhere")).body.code).toBe("estate-unknown");
  });
});

describe("a driver who follows", () => {
  it("hears of the own wallet and stays, with the cost by now, and of nobody else's", async () => {
    const [mine, other] = [await house.enrol(), await house.enrol()];
    const next = await follow("/v1/me/live", mine.token);
    expect(await next()).toMatchObject({ name: "wallet", data: { balanceMinor: 0 } });
    const stay = (account: string) => ({
      ...{ id: uuid(), account, estate: "harbour", zone: "main", gateIn: "harbour-in", state: "inside" },
      offer: { tariff: "harbour-tariff", version: 1, factorPermille: 1000 },
      ...{ grantedAt: new Date(NOON - 1_800_000), arrivedAt: new Date(NOON - 1_800_000) },
    });
    await db.orm.insert(session).values([stay(other.account), stay(mine.account)]);
    house.feeds.drivers.nudge();
    expect(await next()).toMatchObject({ name: "stay", data: { account: mine.account, cost: { totalMinor: 120 } } });
    house.time.nowMs += 3_600_000;
    house.feeds.drivers.nudge();
    expect((await next()).data.cost).toMatchObject({ final: false, totalMinor: 300 });
    const key = { "idempotency-key": uuid() };
    const cash = { amountMinor: 700, currency: "EUR", words: "cash" };
    await house.office("POST", `/v1/ops/accounts/${mine.account}/top-ups`, cash, key);
    house.feeds.drivers.nudge();
    expect(await next()).toMatchObject({ name: "wallet", data: { balanceMinor: 700 } });
  });

  it("sees what it is told, once however many ways it went, in its own language", async () => {
    const { account, token } = await house.enrol();
    await db.orm.update(accountTable).set({ language: "de" }).where(sql`id = ${account}`);
    const next = await follow("/v1/me/live", token);
    expect(await next()).toMatchObject({ name: "wallet" });
    const content = { kind: "estate-free", estate: "harbour", estateName: "Harbour", free: 4, atMs: NOON };
    const told = (address: string) => ({
      ...{ id: uuid(), account, key: "estate-free:harbour:1", channel: "push", address, content, state: "queued" },
      ...{ createdAt: new Date(NOON), expiresAt: new Date(NOON) },
    });
    await db.orm.insert(noticeDelivery).values([told(uuid()), told(uuid())]);
    house.feeds.drivers.nudge();
    const { name, data } = await next();
    expect([name, data]).toEqual([
      "notice",
      expect.objectContaining({ kind: "estate-free", lang: "de", url: "/app/estates/harbour", at: expect.any(String) }),
    ]);
    const key = { "idempotency-key": uuid() };
    const cash = { amountMinor: 700, currency: "EUR", words: "cash" };
    await house.office("POST", `/v1/ops/accounts/${account}/top-ups`, cash, key);
    house.feeds.drivers.nudge();
    expect(await next()).toMatchObject({ name: "wallet", data: { balanceMinor: 700 } });
  });

  it("needs a driver's token", async () => {
    expect((await house.ask("GET", "/v1/me/live")).body.code).toBe("token-missing");
    expect((await house.ask("GET", "/v1/me/live", { as: house.operator })).body.code).toBe("role-insufficient");
  });
});

// What an app gets is what a socket brings: a request handled in memory shows neither headers sent twice nor a stream that was dropped.
describe("over a real socket", () => {
  it.each(["/v1/estates/live?estate=market", "/v1/me/live"])("%s stays open, and tells what changes", async (path) => {
    const served = await testHouse(db);
    const { account, token } = await served.enrol();
    const { base, close } = await overSocket(served.app);
    const headers = { authorization: `Bearer ${token}`, origin: "https://app.example.net" };
    const response = await fetch(`${base}${path}`, { headers });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    expect(response.headers.get("content-type")).toMatch("text/event-stream");
    const events = eventsOf(response);
    const first = (await events.next()).value;
    await db.orm.update(occupancy).set({ arrivals: sql`arrivals + 1` }).where(sql`estate = 'market'`);
    const cash = { amountMinor: 700, currency: "EUR", words: "cash" };
    await served.office("POST", `/v1/ops/accounts/${account}/top-ups`, cash, { "idempotency-key": uuid() });
    served.feeds.estates.nudge();
    served.feeds.drivers.nudge();
    const second = (await events.next()).value;
    if (path === "/v1/me/live")
      expect([first, second]).toMatchObject([{ data: { balanceMinor: 0 } }, { data: { balanceMinor: 700 } }]);
    else expect(second?.data.zones[0].free).toBe(first?.data.zones[0].free - 1);
    for (const feed of [served.feeds.estates, served.feeds.drivers, served.hub]) feed.close();
    expect(await events.next()).toMatchObject({ done: true });
    expect(served.faults).toEqual([]);
    await close();
  });
});
