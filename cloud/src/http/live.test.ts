import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fact } from "../db/schema/gates.ts";
import { occupancy } from "../db/schema/places.ts";
import { session, stay } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { eventsOf, overSocket } from "./following.testing.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const guarded = await testHouse(db, { dashboard: "operator" });
beforeAll(async () => {
  await house.openHarbour();
  const gate = { id: "harbour-in", estate: "harbour", name: "In", arrivalZones: ["main"] };
  await house.office("POST", "/v1/ops/gates", gate);
});
afterAll(() => {
  house.hub.close();
  guarded.hub.close();
});

let seq = 0;
async function journal(kind: string, body: object, at = NOON): Promise<string> {
  const id = uuid();
  seq += 1;
  await db.orm.insert(fact).values({
    ...{ gate: "harbour-in", epoch: "0".repeat(16), seq, id, kind, estate: "harbour", hash: "0".repeat(64) },
    ...{ occurredAt: new Date(at), receivedAt: new Date(at), text: JSON.stringify({ id, kind, body }) },
  });
  return id;
}
const decision = {
  ...{ lane: "lane-1", direction: "arrive", tier: "E", credential: "ab".repeat(16), zone: "main" },
  ...{ session: null, offer: null, outcome: "deny", reason: "balance-too-low" },
  account: "0198c0de-0000-7000-8000-0000000abcde",
};

describe("GET /live", () => {
  it("begins with the whole state and goes on with what changes", async () => {
    const events = eventsOf(await house.app.request("/live"));
    const zone = { id: "main", capacity: 10, inUse: 0, priceWords: "1.80 EUR an hour" };
    expect((await events.next()).value).toMatchObject({
      name: "state",
      data: { estates: [{ id: "harbour", zones: [zone], gates: [{ id: "harbour-in", online: false }] }] },
    });
    await db.orm.update(occupancy).set({ arrivals: 4 });
    house.hub.nudge("harbour");
    expect((await events.next()).value).toMatchObject({
      name: "patch",
      data: { estates: [{ zones: [{ inUse: 4, free: 6 }] }] },
    });
    await events.return(undefined);
  });

  it("shows each decision with what became of it, and no credential", async () => {
    await journal("decision.made", decision);
    const granted = { ...decision, outcome: "grant", reason: "arrival-granted" };
    const grant = await journal("decision.made", granted, NOON + 1);
    await journal("barrier.opened", { decision: grant, lane: "lane-1", elapsedMs: 3.5 }, NOON + 2);
    await journal("vehicle.arrived", { decision: grant, lane: "lane-1", zone: "main" }, NOON + 3);
    const headers = { authorization: `Bearer ${guarded.operator}` };
    const events = eventsOf(await guarded.app.request("/live", { headers }));
    const { data } = (await events.next()).value ?? {};
    expect(data.decisions).toMatchObject([
      { id: grant, outcome: "grant", elapsedMs: 3.5, end: "passed", account: "0abcde" },
      { outcome: "deny", reason: "balance-too-low", elapsedMs: null, end: "pending" },
    ]);
    expect(data.totals).toMatchObject({ granted: 1, denied: 1 });
    expect(JSON.stringify(data)).not.toContain(decision.credential);
    await events.return(undefined);

    const page = await house.office("GET", "/v1/ops/estates/harbour/decisions?limit=1");
    expect(page.body.items).toMatchObject([{ id: grant }]);
    const rest = await house.office("GET", `/v1/ops/estates/harbour/decisions?limit=1&cursor=${page.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ outcome: "deny" }], next: null });
  });

  it("counts what was taken since the estate's own midnight", async () => {
    const charged = async (departedAt: number, totalMinor: bigint) => {
      const id = uuid();
      const row = {
        estate: "harbour",
        zone: "main",
        arrivedAt: new Date(NOON - 9e7),
        departedAt: new Date(departedAt),
      };
      const visit = { ...row, id, state: "departed", gateIn: "harbour-in", grantedAt: row.arrivedAt };
      await db.orm.insert(session).values(visit);
      const price = { currency: "EUR", totalMinor, lines: [], offer: {}, flags: [] };
      await db.orm.insert(stay).values({ ...row, session: id, ...price });
    };
    const midnightInBerlin = Date.UTC(2026, 2, 1, 23);
    await charged(midnightInBerlin - 1, 700n);
    await charged(midnightInBerlin, 30n);
    await charged(NOON, 4n);
    const fresh = await testHouse(db);
    const events = eventsOf(await fresh.app.request("/live"));
    const { data } = (await events.next()).value ?? {};
    expect(data.totals.taken).toEqual([{ currency: "EUR", amountMinor: 34 }]);
    fresh.hub.close();
  });

  it("does not keep a HEAD waiting for events", async () => {
    expect((await house.ask("HEAD", "/live")).status).toBe(200);
  });

  it("asks for an operator's token where the dashboard is not open", async () => {
    const { token } = await guarded.enrol();
    expect((await guarded.ask("GET", "/live")).body.code).toBe("token-missing");
    expect((await guarded.ask("GET", "/live", { as: token })).body.code).toBe("role-insufficient");
  });

  it("is written straight to the socket of a real server, and ends with the hub", async () => {
    const served = await testHouse(db);
    const { base, close } = await overSocket(served.app);
    const response = await fetch(`${base}/live`);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const events = eventsOf(response);
    expect((await events.next()).value).toMatchObject({ name: "state" });
    await db.orm.update(occupancy).set({ arrivals: 9 });
    served.hub.nudge();
    expect((await events.next()).value).toMatchObject({
      name: "patch",
      data: { estates: [{ zones: [{ inUse: 9 }] }] },
    });
    served.hub.close();
    expect(await events.next()).toMatchObject({ done: true });
    expect(served.faults).toEqual([]);
    await close();
  });
});

describe("the page", () => {
  it.each([
    ["/", "/src/live/patch.ts"],
    ["/office", "/src/pricing/local-days.ts"],
    ["/office", "/ops/office/draft.ts"],
  ])("at %s is served whole from here: every file it names, as JavaScript without types", async (page, far) => {
    const index = await house.ask("GET", page);
    const files = [...index.body.matchAll(/(?:src|href)="(\/ops\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThanOrEqual(3);
    const seen = new Set<string>();
    for (const path of files) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, body, headers } = await house.ask("GET", path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get("content-security-policy")).toContain("script-src 'self'");
      if (!path.endsWith(".ts")) continue;
      expect(headers.get("content-type")).toMatch(/^text\/javascript/);
      expect(body).not.toMatch(/\binterface |import type/);
      for (const [, to] of body.matchAll(/from "([^"]+)"/g)) files.push(new URL(to, `http://page${path}`).pathname);
    }
    expect(seen).toContain(far);
  });

  it("is not sent again to who has it", async () => {
    const { headers } = await house.ask("GET", "/ops/page.ts");
    const again = await house.ask("GET", "/ops/page.ts", { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
  });
});
