import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fact, gateOrder, ruleDirty } from "../db/schema/gates.ts";
import { audit } from "../db/schema/house.ts";
import { occupancy } from "../db/schema/places.ts";
import { token } from "../db/schema/sign-in.ts";
import { session, stay } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { problems } from "./problem.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office, enrol } = house;
beforeAll(() => house.openHarbour());
afterAll(() => house.hub.close());

const codes = async (...asked: Parameters<typeof ask>) => {
  const { status, body } = await ask(...asked);
  return { status, code: body.code };
};

describe("a refusal", () => {
  it("is problem details with a stable code and the request's id", async () => {
    const { status, body, headers } = await ask("GET", "/v1/estates/nowhere", {
      headers: { "x-request-id": "request-0001" },
    });
    expect(status).toBe(404);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toEqual({
      type: "urn:baygate:problem:estate-unknown",
      code: "estate-unknown",
      title: problems["estate-unknown"].title,
      status: 404,
      instance: "request-0001",
    });
  });

  it("names every wrong field and what was expected there", async () => {
    const { status, body } = await office("POST", "/v1/ops/estates", {
      id: "Not A Slug",
      name: "",
      timeZone: "Mars/Olympus",
      currency: 7,
      colour: "red",
    });
    expect(status).toBe(400);
    expect(body.code).toBe("invalid-request");
    expect(body.faults.map(({ in: place, field }: { in: string; field: string }) => `${place} ${field}`)).toEqual([
      "body id",
      "body timeZone",
      "body currency",
      "body name",
      "body ",
    ]);
    expect(body.faults.at(2).expected).toBe("string");
    expect(body.faults.at(-1).expected).toBe("no field colour");
  });

  it("is a plain one for text that cannot be kept, names that are taken and cursors out of all time", async () => {
    const faultOf = async (method: string, path: string, body?: unknown) => {
      const answer = await office(method, path, body);
      return [answer.status, answer.body.faults?.[0]?.expected ?? answer.body.code];
    };
    const text = "text without NUL and without halves of characters";
    expect(await faultOf("POST", "/v1/ops/accounts", { name: "A\0", currency: "EUR" })).toEqual([400, text]);
    expect(await faultOf("POST", "/v1/ops/accounts", { name: "A\ud800b", currency: "EUR" })).toEqual([400, text]);
    expect(await faultOf("GET", "/v1/ops/accounts?search=a%00b")).toEqual([400, text]);
    const gate = { estate: "harbour", name: "x", arrivalZones: [] };
    for (const id of ["live", "cloud", "operator"])
      expect(await faultOf("POST", "/v1/ops/gates", { ...gate, id })).toEqual([
        400,
        "a name other than live, cloud, operator",
      ]);
    const far = Buffer.from(JSON.stringify(8.64e15 + 1)).toString("base64url");
    expect(await faultOf("GET", `/v1/ops/estates/harbour/decisions?cursor=${far}`)).toEqual([400, "cursor-invalid"]);
  });

  it("tells an unknown address from a wrong method, and says which are right", async () => {
    expect(await codes("GET", "/v2/estates")).toEqual({ status: 404, code: "route-unknown" });
    const wrong = await ask("DELETE", "/v1/estates/harbour");
    expect([wrong.status, wrong.body.code, wrong.headers.get("allow")]).toEqual([
      405,
      "method-not-allowed",
      "GET, HEAD",
    ]);
  });

  it("is 400 for a body that is not JSON, 415 for one that does not say so, 413 for a large one", async () => {
    const post = async (body: string, type: string) => {
      const response = await house.app.request("/v1/ops/accounts", {
        method: "POST",
        headers: { authorization: `Bearer ${house.operator}`, "content-type": type },
        body,
      });
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await post("{", "application/json")).toEqual([400, "malformed-json"]);
    expect(await post("name=Ada", "application/x-www-form-urlencoded")).toEqual([415, "media-type-unsupported"]);
    expect(await post(JSON.stringify({ name: "x".repeat(300_000) }), "application/json")).toEqual([
      413,
      "body-too-large",
    ]);
  });

  it("tells nothing of the inside when something breaks, and says when only the database is away", async () => {
    const broken = await testHouse(db, { ready: () => Promise.reject(new Error("secret detail")) });
    const { status, body } = await broken.ask("GET", "/readyz");
    expect([status, body.code]).toEqual([500, "internal"]);
    expect(JSON.stringify(body)).not.toContain("secret");
    const away = await testHouse(db, {
      ready: () => Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" })),
    });
    expect((await away.ask("GET", "/readyz")).body.code).toBe("database-unavailable");
  });
});

describe("who may ask", () => {
  it("needs a token that is known, not expired, and of the right role", async () => {
    const driver = await enrol();
    expect(await codes("GET", "/v1/me")).toEqual({ status: 401, code: "token-missing" });
    expect(await codes("GET", "/v1/me", { as: "nobody" })).toEqual({ status: 401, code: "token-unknown" });
    expect(await codes("GET", "/v1/ops/estates", { as: driver.token })).toEqual({
      status: 403,
      code: "role-insufficient",
    });
    expect(await codes("GET", "/v1/me", { as: house.operator })).toEqual({ status: 403, code: "role-insufficient" });
    const hash = createHash("sha256").update("baygate_operator_yesterday").digest("hex");
    await db.orm.insert(token).values({ hash, role: "operator", label: "old", expiresAt: new Date(NOON - 1) });
    expect(await codes("GET", "/v1/ops/estates", { as: "baygate_operator_yesterday" })).toEqual({
      status: 401,
      code: "token-expired",
    });
  });

  it("keeps tokens by their hash alone, lists them without it, and ends them", async () => {
    const { account, token: mine } = await enrol();
    expect(await codes("GET", "/v1/me", { as: mine })).toMatchObject({ status: 200 });
    await office("POST", `/v1/ops/accounts/${account}/tokens`, { label: "watch" });
    const { body } = await office("GET", `/v1/ops/accounts/${account}/tokens?limit=1`);
    expect(JSON.stringify(body)).not.toContain(mine);
    const rest = await office("GET", `/v1/ops/accounts/${account}/tokens?limit=1&cursor=${body.next}`);
    expect([body.items, rest.body]).toMatchObject([[{ label: "phone" }], { items: [{ label: "watch" }], next: null }]);
    expect(JSON.stringify(await db.orm.select().from(token))).not.toContain(mine);
    await office("DELETE", `/v1/ops/accounts/${account}/tokens/${body.items[0].id}`);
    expect(await codes("GET", "/v1/me", { as: mine })).toEqual({ status: 401, code: "token-unknown" });
  });
});

describe("an estate", () => {
  it("shows its places and what the next car is offered", async () => {
    await db.orm.update(occupancy).set({ arrivals: 7, departures: 3, passing: 1, factorPermille: 1250 });
    const { body } = await ask("GET", "/v1/estates/harbour");
    expect(body.zones).toEqual([
      {
        ...{ id: "main", name: "Main decks", class: "standard", capacity: 10, free: 5 },
        price: { words: "2.25 EUR an hour", factorPermille: 1250, tariff: "harbour-tariff", version: 1, next: null },
      },
    ]);
  });

  it("shows the next price as soon as it is announced", async () => {
    await db.orm.update(occupancy).set({ factorPermille: 1000, nextPermille: 1250, nextAt: new Date(NOON + 300_000) });
    const { body } = await ask("GET", "/v1/estates/harbour");
    expect(body.zones[0].price).toMatchObject({
      ...{ words: "1.80 EUR an hour", factorPermille: 1000 },
      next: { words: "2.25 EUR an hour", factorPermille: 1250, from: new Date(NOON + 300_000).toISOString() },
    });
  });

  it("is changed by an operator: audited, and its rules marked for the gates", async () => {
    await db.orm.delete(ruleDirty);
    const { status, body } = await office("PATCH", "/v1/ops/estates/harbour", { grantMs: 20_000 });
    expect([status, body.grantMs]).toEqual([200, 20_000]);
    expect(await db.orm.select({ key: ruleDirty.key }).from(ruleDirty)).toEqual([{ key: "estate" }]);
    expect(await db.orm.select().from(audit)).toContainEqual(
      expect.objectContaining({
        actor: "operator:office",
        verb: "estate.changed",
        subject: "harbour",
        detail: { grantMs: 20_000 },
      }),
    );
    expect(house.nudged).toContain("harbour");
  });

  it("is opened once", async () => {
    const again = { id: "harbour", name: "Another", timeZone: "UTC", currency: "EUR" };
    expect((await office("POST", "/v1/ops/estates", again)).body.code).toBe("estate-exists");
  });

  it("takes no zone that charges another currency or by a tariff nobody knows", async () => {
    await office("POST", "/v1/ops/estates", { id: "basel", name: "Basel", timeZone: "Europe/Zurich", currency: "CHF" });
    const zone = { id: "main", name: "Main", class: "standard", capacity: 1, minimumCoverMinor: 0 };
    const add = async (tariff: string) =>
      (await office("POST", "/v1/ops/estates/basel/zones", { ...zone, tariff })).body.code;
    expect(await add("harbour-tariff")).toBe("currency-mismatch");
    expect(await add("nothing")).toBe("tariff-unknown");
  });

  it("is counted anew by a person, never below zero", async () => {
    const correct = (places: number) =>
      office("POST", "/v1/ops/estates/harbour/zones/main/corrections", { places, reason: "counted by hand" });
    expect((await correct(-2)).body).toEqual({ inUse: 2, drift: 2 });
    expect((await correct(-3)).body.code).toBe("correction-below-zero");
    // More cars left than came, so nobody is shown to be inside: a correction starts from what was shown.
    await db.orm.update(occupancy).set({ departures: sql`departures + 32` });
    expect((await correct(5)).body).toEqual({ inUse: 5, drift: -5 });
    const seen = (await office("GET", "/v1/ops/estates/harbour")).body.zones[0];
    expect(seen.inUse).toBe(5);
    await db.orm.update(occupancy).set({ departures: sql`departures - 32`, corrections: sql`corrections - 35` });
    expect(
      (await office("POST", "/v1/ops/estates/harbour/zones/none/corrections", { places: 1, reason: "x" })).body.code,
    ).toBe("zone-unknown");
  });
});

describe("where estates are", () => {
  const hours = [{ days: ["mon"], from: "06:00", to: "22:00" }];
  const near = (text: string, more = "") => ask("GET", `/v1/estates?near=${text}${more}`);

  it("is entered by an operator and told to drivers, with opening hours and gates", async () => {
    await house.openHarbour("quay");
    const position = { lat: 53.5441, lon: 9.9896 };
    const place = { position, address: "Am Sandtorkai 40, 20457 Hamburg", openingHours: hours };
    const changed = await office("PATCH", "/v1/ops/estates/quay", place);
    expect(changed.body).toMatchObject(place);
    await office("POST", "/v1/ops/gates", { id: "quay-in", estate: "quay", name: "Quay", arrivalZones: ["main"] });
    const { body } = await ask("GET", "/v1/estates/quay");
    expect(body).toMatchObject({
      ...place,
      open: { now: true, words: "open until 22:00", until: "2026-03-02T21:00:00.000Z" },
      gates: [{ id: "quay-in", name: "Quay", direction: "arrive" }],
    });
    const wrong = await office("PATCH", "/v1/ops/estates/quay", { position: { lat: 91, lon: 0 } });
    expect(wrong.body.faults).toMatchObject([{ field: "position.lat" }]);
    expect((await office("PATCH", "/v1/ops/estates/quay", { position: null })).body.position).toBeNull();
    await office("PATCH", "/v1/ops/estates/quay", { position });
  });

  it("orders them from the nearest on, page by page; what is nowhere comes last", async () => {
    const open = (id: string, position: object | null) =>
      office("POST", "/v1/ops/estates", { id, name: id, timeZone: "UTC", currency: "EUR", position });
    await open("zoo", { lat: 53.55, lon: 9.99 });
    await open("airport", { lat: 53.63, lon: 9.99 });
    await open("nowhere-yet", null);
    const first = await near("53.55,9.99", "&limit=2");
    expect(first.body.items).toMatchObject([
      { id: "zoo", distanceM: 0 },
      { id: "quay", distanceM: 657 },
    ]);
    const rest = await near("53.55,9.99", `&cursor=${first.body.next}`);
    expect(rest.body.items.map((each: { id: string }) => each.id)).toEqual(
      expect.arrayContaining(["airport", "nowhere-yet"]),
    );
    expect(rest.body.items[0]).toMatchObject({ id: "airport", distanceM: 8896 });
    const close = await near("53.55,9.99", "&within=1");
    expect(close.body.items.map((each: { id: string }) => each.id)).toEqual(["zoo", "quay"]);
    const all = (await ask("GET", "/v1/estates")).body.items.map((each: { id: string }) => each.id);
    expect(all).toEqual([...all].sort());
  });

  it("is asked for in numbers that there are", async () => {
    for (const text of ["91,0", "0,181", "here", "1,2,3", "NaN,0"])
      expect((await near(text)).body.code, text).toBe("invalid-request");
    const lost = await ask("GET", "/v1/estates?within=5");
    expect(lost.body.faults).toEqual([{ in: "query", field: "near", expected: "given, where `within` is" }]);
  });
});

describe("an answer that is known already", () => {
  it("is a 304 without a body, until something changes", async () => {
    const first = await ask("GET", "/v1/estates/harbour");
    const etag = first.headers.get("etag") ?? "";
    const again = () => ask("GET", "/v1/estates/harbour", { headers: { "if-none-match": etag } });
    const known = await again();
    expect([known.status, known.body, known.headers.get("etag")]).toEqual([304, "", etag]);
    await db.orm.update(occupancy).set({ arrivals: sql`arrivals + 1` });
    const news = await again();
    expect([news.status, news.headers.get("etag") === etag]).toEqual([200, false]);
  });
});

describe("a page of another origin", () => {
  const origin = { origin: "https://app.example" };

  it("may ask with a bearer token and read the answer, and never with somebody's cookie", async () => {
    const before = await ask("OPTIONS", "/v1/me/top-ups", {
      headers: {
        ...origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,idempotency-key",
      },
    });
    expect(before.status).toBe(204);
    expect(before.headers.get("access-control-allow-headers")).toMatch(/authorization.*idempotency-key/);
    const driver = await enrol();
    for (const path of ["/v1/estates/harbour", "/v1/me", "/v1/me/nowhere"]) {
      const { headers } = await ask("GET", path, { as: driver.token, headers: origin });
      expect(headers.get("access-control-allow-origin"), path).toBe("*");
      expect(headers.get("access-control-allow-credentials"), path).toBeNull();
    }
    expect((await ask("GET", "/", { headers: origin })).headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("a tariff", () => {
  it("is a new version each time, and refused when it cannot be priced", async () => {
    const add = (rules: unknown[], currency = "EUR") =>
      office("POST", "/v1/ops/tariffs", { id: "square", currency, content: { rules } });
    expect((await add([{ rule: "per-period", minutes: 30, priceMinor: 100 }])).body.version).toBe(1);
    expect((await add([{ rule: "per-period", minutes: 30, priceMinor: 120 }])).body.version).toBe(2);
    expect((await add([{ rule: "per-period", minutes: -1, priceMinor: 120 }])).body).toMatchObject({
      code: "tariff-invalid",
      detail: expect.stringContaining("content.rules.0.minutes"),
    });
    expect((await add([{ rule: "per-period", minutes: 30, priceMinor: 120 }], "CHF")).body.code).toBe(
      "currency-mismatch",
    );
    expect(
      (await office("GET", "/v1/ops/tariffs/square")).body.items.map((row: { version: number }) => row.version),
    ).toEqual([2, 1]);
  });
});

describe("a gate", () => {
  const asked = { id: "harbour-in", estate: "harbour", name: "Harbour in", arrivalZones: ["main"] };

  it("gets its token once, takes an order to open, and none after it is revoked", async () => {
    const { status, body } = await office("POST", "/v1/ops/gates", asked);
    expect([status, body.token]).toEqual([201, expect.stringMatching(/^baygate_gate_/)]);
    expect((await office("POST", "/v1/ops/gates", asked)).body.code).toBe("gate-exists");
    const listed = await office("GET", "/v1/ops/estates/harbour/gates");
    expect(listed.body.items).toMatchObject([{ id: "harbour-in", direction: "arrive", online: false }]);
    expect(JSON.stringify(listed.body)).not.toContain(body.token);

    const order = { kind: "open-gate", lane: "lane-1", reason: "ambulance" };
    expect((await office("POST", "/v1/ops/gates/harbour-in/orders", order)).status).toBe(202);
    expect(house.orders).toMatchObject([
      {
        gate: "harbour-in",
        order: {
          kind: "open-gate",
          lane: "lane-1",
          forced: false,
          issuer: "operator:office",
          expiresMs: NOON + 30_000,
        },
      },
    ]);
    const orderId = house.orders[0]?.order.id ?? "";
    const orders = async () => (await office("GET", "/v1/ops/gates/harbour-in/orders")).body.items;
    expect(await orders()).toMatchObject([
      { id: orderId, kind: "open-gate", lane: "lane-1", outcome: null, words: null },
    ]);
    const said = { body: { order: orderId, outcome: "refused", words: "there is no lane lane-1" } };
    await db.orm.insert(fact).values({
      ...{ gate: "harbour-in", epoch: "e", seq: 1, estate: "harbour", kind: "order.answered", hash: "h" },
      ...{ text: JSON.stringify(said), occurredAt: new Date(NOON + 500), receivedAt: new Date(NOON + 600) },
    });
    await db.orm.update(gateOrder).set({ outcome: "refused", answeredAt: new Date(NOON + 500) });
    expect(await orders()).toMatchObject([{ outcome: "refused", words: "there is no lane lane-1" }]);
    expect((await office("GET", "/v1/ops/gates/nowhere/orders")).body.code).toBe("gate-unknown");
    await office("POST", "/v1/ops/gates/harbour-in/revoke", { reason: "box was stolen" });
    expect((await office("POST", "/v1/ops/gates/harbour-in/orders", order)).body.code).toBe("gate-revoked");
    expect(house.orders).toHaveLength(1);
    const back = { zone: "main", reason: "box was stolen" };
    const reclaimed = await office("POST", "/v1/ops/gates/harbour-in/lease-reclaims", back);
    expect([reclaimed.status, reclaimed.body]).toEqual([200, { places: 0, journals: [] }]);
    expect((await office("POST", "/v1/ops/gates/nowhere/lease-reclaims", back)).body.code).toBe("gate-unknown");
  });

  it("is told to hold a lane open until a time, and to close it; who asked and why is kept", async () => {
    await office("POST", "/v1/ops/gates", { ...asked, id: "harbour-gig" });
    const path = "/v1/ops/gates/harbour-gig/orders";
    const before = house.orders.length;
    const said = { lane: "lane-1", reason: "a concert" };
    const { status, body } = await office("POST", path, { kind: "hold-open", ...said, holdMs: 3_600_000 });
    expect([status, body.expiresAt]).toEqual([202, new Date(NOON + 30_000).toISOString()]);
    expect((await office("POST", path, { kind: "close-gate", ...said })).status).toBe(202);
    // When it ends is settled here, not when the gate hears of it.
    expect(house.orders.slice(before).map(({ order }) => order)).toEqual([
      expect.objectContaining({ kind: "hold-open", ...said, untilMs: NOON + 3_600_000, issuer: "operator:office" }),
      expect.objectContaining({ kind: "close-gate", ...said }),
    ]);
    const listed = (await office("GET", path)).body.items;
    expect(listed).toMatchObject([{ kind: "close-gate" }, { kind: "hold-open", reason: "a concert", lane: "lane-1" }]);
    const lines = await db.orm.select().from(audit).where(eq(audit.subject, "harbour-gig"));
    expect(lines.map(({ verb }) => verb)).toEqual(["gate.added", "gate.held-open", "gate.closed"]);
  });

  it.each([
    ["for ever", { kind: "hold-open", lane: "lane-1", reason: "r" }],
    ["longer than a week", { kind: "hold-open", lane: "lane-1", reason: "r", holdMs: 8 * 24 * 3_600_000 }],
    ["no time at all", { kind: "hold-open", lane: "lane-1", reason: "r", holdMs: 0 }],
    ["without a reason", { kind: "hold-open", lane: "lane-1", reason: "", holdMs: 60_000 }],
    ["a lane of no such name", { kind: "close-gate", lane: "Lane 1", reason: "r" }],
  ])("is not told to hold %s", async (_, order) => {
    await office("POST", "/v1/ops/gates", { ...asked, id: "harbour-odd-hold" });
    const before = house.orders.length;
    const { status, body } = await office("POST", "/v1/ops/gates/harbour-odd-hold/orders", order);
    expect([status, body.code]).toEqual([400, "invalid-request"]);
    expect(house.orders).toHaveLength(before);
  });

  it("lets cars only into zones of its estate", async () => {
    const odd = { ...asked, id: "harbour-odd", arrivalZones: ["roof"] };
    expect((await office("POST", "/v1/ops/gates", odd)).body.code).toBe("zone-unknown");
  });
});

describe("an account", () => {
  it("is found by a part of its name, page by page", async () => {
    for (const name of ["Quinn One", "Quinn Two", "Quinn Three"]) await enrol(name);
    const first = await office("GET", "/v1/ops/accounts?search=quinn&limit=2");
    expect(first.body.items).toHaveLength(2);
    const second = await office("GET", `/v1/ops/accounts?search=quinn&limit=2&cursor=${first.body.next}`);
    expect([second.body.items.length, second.body.next]).toEqual([1, null]);
    expect((await office("GET", "/v1/ops/accounts?search=100%25")).body.items).toEqual([]);
    expect((await office("GET", "/v1/ops/accounts?cursor=rubbish")).body.code).toBe("cursor-invalid");
  });

  it("gets a card, which the gates hear of with its account, and which is nobody else's", async () => {
    const { account } = await enrol();
    await office("POST", `/v1/ops/accounts/${account}/access`, { estate: "harbour" });
    await db.orm.delete(ruleDirty);
    const { status, body } = await office("POST", `/v1/ops/accounts/${account}/cards`, {
      uid: "04a224bc5c6480",
      label: "blue",
    });
    expect(status).toBe(201);
    const keys = await db.orm.select({ key: ruleDirty.key }).from(ruleDirty);
    expect(keys.map(({ key }) => key).sort()).toEqual([`account/${account}`, `credential/${body.ref}`]);
    expect(JSON.stringify(await db.orm.select().from(audit))).not.toContain("04a224bc5c6480");

    const other = await enrol();
    const take = (uid: string) => office("POST", `/v1/ops/accounts/${other.account}/cards`, { uid, label: "red" });
    expect((await take("04a224bc5c6480")).body.code).toBe("card-taken");
    expect((await take("08a224bc")).body.code).toBe("card-uid-invalid");
    expect((await office("POST", `/v1/ops/cards/${body.ref}/revoke`, {})).body.revokedAt).not.toBeNull();
    expect((await office("POST", `/v1/ops/cards/${"0".repeat(32)}/revoke`, {})).body.code).toBe("card-unknown");
  });

  it("is blocked with a reason, and gets no pass then", async () => {
    const { account, token: mine } = await enrol();
    expect((await ask("POST", "/v1/me/passes", { as: mine, body: {} })).status).toBe(201);
    const blocked = await office("PUT", `/v1/ops/accounts/${account}/block`, { blocked: true, reason: "unpaid" });
    expect(blocked.body.blockedAt).not.toBeNull();
    expect(await codes("POST", "/v1/me/passes", { as: mine, body: {} })).toEqual({ status: 409, code: "pass-refused" });
    expect(await codes("POST", "/v1/me/passes", { as: mine, body: { lifeS: 3600 } })).toMatchObject({ status: 400 });
  });

  it("cannot park where its money is of another currency", async () => {
    const { account } = await enrol();
    const grant = (estate: string) => office("POST", `/v1/ops/accounts/${account}/access`, { estate });
    expect((await grant("basel")).body.code).toBe("currency-mismatch");
    expect((await grant("nowhere")).body.code).toBe("estate-unknown");
  });

  it("is topped up once a key: the same again changes nothing, another amount under it is refused", async () => {
    const { account, token: mine } = await enrol();
    const pay = (amountMinor: number, key?: string) =>
      office(
        "POST",
        `/v1/ops/accounts/${account}/top-ups`,
        { amountMinor, currency: "EUR", words: "cash" },
        key === undefined ? {} : { "idempotency-key": key },
      );
    const key = uuid();
    expect((await pay(5000, key)).body).toMatchObject({ repeated: false, wallet: { balanceMinor: 5000 } });
    expect((await pay(5000, key)).body).toMatchObject({ repeated: true, wallet: { balanceMinor: 5000 } });
    expect((await pay(6000, key)).body).toMatchObject({ status: 409, code: "idempotency-key-reused" });
    const twice = uuid();
    const both = await Promise.all([pay(100, twice), pay(100, twice)]);
    expect(both.map(({ status, body }) => [status, body.repeated]).sort()).toEqual([
      [201, false],
      [201, true],
    ]);
    expect((await pay(5000)).body.faults).toMatchObject([{ in: "headers", field: "idempotency-key" }]);
    expect((await pay(-5, uuid())).body.code).toBe("invalid-request");
    expect((await pay(1.5, uuid())).body.code).toBe("invalid-request");
    expect((await ask("GET", "/v1/me/wallet", { as: mine })).body).toEqual({
      ...{ currency: "EUR", balanceMinor: 5100, heldMinor: 0, debtMinor: 0, creditMinor: 0, availableMinor: 5100 },
    });
  });
});

describe("a driver's stays", () => {
  const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
  const visit = (account: string, at: number) => ({
    ...{ id: uuid(), account, estate: "harbour", zone: "main", gateIn: "harbour-in", offer },
    grantedAt: new Date(at),
    arrivedAt: new Date(at),
  });

  it("show what an open one costs by now", async () => {
    const { account, token: mine } = await enrol();
    await db.orm.insert(session).values({ ...visit(account, NOON - 50 * 60_000), state: "inside" });
    const { body } = await ask("GET", "/v1/me/stays", { as: mine });
    expect(body.items).toMatchObject([{ state: "inside", cost: { final: false, totalMinor: 180, currency: "EUR" } }]);
    expect(body.items[0].cost.lines[0].words).toBe("3 × 20 min at 0.60 EUR");
  });

  it("come page by page, each once", async () => {
    const { account, token: mine } = await enrol();
    const all = [1, 2, 3, 4, 5].map((n) => ({ ...visit(account, NOON - n * 60_000), state: "abandoned" }));
    await db.orm.insert(session).values(all);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await ask("GET", `/v1/me/stays?limit=2${cursor && `&cursor=${cursor}`}`, { as: mine });
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.next;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it("have a receipt that explains every cent and names the facts; nobody else finds it", async () => {
    const { account, token: mine } = await enrol();
    const factId = uuid();
    const row = {
      ...visit(account, NOON - 3_600_000),
      state: "departed",
      departedAt: new Date(NOON),
      gateOut: "harbour-out",
    };
    const open = { ...visit(account, NOON), state: "inside" };
    await db.orm.insert(session).values([{ ...row, arrivalFact: factId }, open]);
    const line = {
      rule: "per-period",
      fromMs: NOON - 3_600_000,
      toMs: NOON,
      quantity: 3,
      amountMinor: 180,
      words: "3 × 20 min",
    };
    await db.orm.insert(stay).values({
      ...{ session: row.id, account, estate: "harbour", zone: "main", currency: "EUR", offer, flags: [] },
      ...{ arrivedAt: row.arrivedAt, departedAt: row.departedAt, totalMinor: 180n, lines: [line] },
    });
    const at = new Date(NOON - 3_600_000);
    await db.orm.insert(fact).values({
      ...{ gate: "harbour-in", epoch: "0".repeat(16), seq: 1, id: factId, kind: "vehicle.arrived", estate: "harbour" },
      ...{ occurredAt: at, receivedAt: at, clock: "synchronised", hash: "ab".repeat(32), text: "{}" },
    });
    const { body } = await ask("GET", `/v1/me/stays/${row.id}/receipt`, { as: mine });
    expect(body).toMatchObject({
      totalMinor: 180,
      lines: [{ rule: "per-period", amountMinor: 180, words: "3 × 20 min" }],
      facts: [{ id: factId, kind: "vehicle.arrived", hash: "ab".repeat(32), clock: "synchronised" }],
    });
    expect(await codes("GET", `/v1/me/stays/${open.id}/receipt`, { as: mine })).toMatchObject({
      code: "receipt-unknown",
    });
    const other = await enrol();
    for (const path of ["", "/receipt"])
      expect(await codes("GET", `/v1/me/stays/${row.id}${path}`, { as: other.token })).toEqual({
        status: 404,
        code: "stay-unknown",
      });
  });
});

describe("the API's description", () => {
  it("is OpenAPI 3.1 and every operation in it answers, whatever it is sent, with what it says it may", async () => {
    const { body } = await ask("GET", "/v1/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const operations = Object.entries<Record<string, { responses: object; requestBody?: object }>>(body.paths).flatMap(
      ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(30);
    const driver = await enrol();
    for (const { path, method, operation } of operations) {
      // What is followed has no end (live-feeds.test.ts).
      if (path.endsWith("/live")) continue;
      const as = path.startsWith("/v1/me") ? driver.token : house.operator;
      for (const value of ["nowhere", "0198c0de-0000-7000-8000-000000000000", "%00", "'--"]) {
        const filled = path.replaceAll(/\{[^}]+\}/g, value);
        for (const sent of operation.requestBody ? [undefined, {}, [], 7, null, { id: { $gt: 1 } }] : [undefined]) {
          const answer = await ask(method.toUpperCase(), filled, { as, body: sent });
          expect(Object.keys(operation.responses).map(Number), `${method} ${filled} ${JSON.stringify(sent)}`).toContain(
            answer.status,
          );
          expect(answer.status, `${method} ${filled}`).toBeLessThan(500);
        }
      }
    }
  });
});

describe("the process", () => {
  it("tells its health and its metrics, and names no headers that lead outside", async () => {
    expect((await ask("GET", "/healthz")).body).toEqual({ ok: true });
    expect((await ask("GET", "/readyz")).status).toBe(200);
    const { body } = await ask("GET", "/metrics");
    expect(body).toContain('baygate_http_request_seconds_count{method="GET",route="/v1/estates/:estate",status="404"}');
    const page = await ask("GET", "/");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self'/);
    expect(page.body).not.toMatch(/https?:\/\//);
  });
});
