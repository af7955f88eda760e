import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { priceMove } from "../db/schema/places.ts";
import { session, stay } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office, enrol } = house;
beforeAll(() => house.openHarbour());
afterAll(() => house.hub.close());

const rules = (priceMinor: number) => ({ rules: [{ rule: "per-period", minutes: 20, priceMinor }] });
const drafts = "/v1/ops/tariff-drafts";
const begin = async (priceMinor = 80, tariff = "harbour-tariff") => {
  const asked = { tariff, currency: "EUR", content: rules(priceMinor), words: "spring" };
  const { status, body } = await office("POST", drafts, asked);
  expect(status).toBe(201);
  return body;
};

describe("a draft", () => {
  it("is begun, changed, listed and thrown away", async () => {
    const { id } = await begin();
    const path = `${drafts}/${id}`;
    expect((await office("PATCH", path, { words: "summer" })).body).toMatchObject({
      ...{ id, words: "summer", content: { version: 1, ...rules(80) }, author: "operator:office" },
      publishedVersion: null,
    });
    expect((await office("GET", `${drafts}?tariff=harbour-tariff`)).body.items).toMatchObject([{ id }]);
    expect((await office("DELETE", path)).status).toBe(200);
    expect(await office("GET", path)).toMatchObject({ status: 404, body: { code: "draft-unknown" } });
  });

  it("that cannot be priced is not kept, and says where it is wrong", async () => {
    const content = { rules: [{ rule: "per-period", minutes: 0, priceMinor: 1 }] };
    const { status, body } = await office("POST", drafts, { tariff: "x", currency: "EUR", content });
    expect([status, body.code]).toEqual([400, "tariff-invalid"]);
    expect(body.detail).toContain("content.rules.0.minutes");
  });

  it("becomes a version from a date on, by the clocks of a place", async () => {
    const { id } = await begin(100);
    const publish = (body: object) => office("POST", `${drafts}/${id}/publish`, body);
    expect((await publish({ effectiveAt: "yesterday" })).body.faults[0].field).toBe("effectiveAt");
    expect((await publish({ effectiveAt: "2026-03-01T00:00" })).body.code).toBe("effect-in-the-past");
    const { status, body } = await publish({ effectiveAt: "2026-04-01T00:00", timeZone: "Europe/Berlin" });
    expect([status, body.version, body.effectiveAt]).toEqual([201, 2, "2026-03-31T22:00:00.000Z"]);
    expect((await publish({})).body.code).toBe("draft-published");
    const { items } = (await office("GET", "/v1/ops/tariff-book")).body;
    expect(items).toMatchObject([
      {
        ...{ id: "harbour-tariff", inForce: { version: 1 }, upcoming: { version: 2 }, openDrafts: 0 },
        words: "1.80 EUR an hour",
        zones: [{ estate: "harbour", zone: "main", name: "Main decks" }],
      },
    ]);
  });

  it("that became a version is withdrawn before its time, and not after", async () => {
    const path = "/v1/ops/tariffs/harbour-tariff";
    expect((await office("DELETE", `${path}/versions/1`)).body.code).toBe("version-in-force");
    expect((await office("DELETE", `${path}/versions/7`)).body.code).toBe("version-unknown");
    expect((await office("DELETE", `${path}/versions/2`)).status).toBe(200);
    expect((await office("GET", path)).body.items).toMatchObject([{ version: 1 }]);
    const { id } = await begin(100);
    expect((await office("POST", `${drafts}/${id}/publish`, {})).body.version).toBe(3);
  });

  it("is tried on the stays of the last month", async () => {
    const { account } = await enrol();
    const [arrivedAt, departedAt] = [new Date(NOON - 3_600_000), new Date(NOON - 60_000)];
    const place = { estate: "harbour", zone: "main", arrivedAt, departedAt, account };
    const id = uuid();
    const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
    await db.orm.insert(session).values({ ...place, id, state: "departed", gateIn: "g", grantedAt: arrivedAt });
    await db.orm
      .insert(stay)
      .values({ ...place, session: id, currency: "EUR", totalMinor: 180n, lines: [], offer, flags: [] });
    const draft = await begin(80);
    const { status, body } = await office("POST", `${drafts}/${draft.id}/trials`, { estate: "harbour" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ stays: 1, beforeMinor: 180, afterMinor: 240, dearer: 1, currency: "EUR" });
    expect(body.words).toContain("33.3 % more");
    expect(body.mostChanged).toMatchObject([{ stay: id, beforeMinor: 180, afterMinor: 240 }]);
    const fresh = await office("POST", drafts, { tariff: "fresh", currency: "EUR", content: rules(80), words: "" });
    const trials = `${drafts}/${fresh.body.id}/trials`;
    expect((await office("POST", trials, { estate: "harbour" })).body).toMatchObject({ stays: 0 });
    const ofZone = (zone: string) => office("POST", trials, { estate: "harbour", zone });
    expect((await ofZone("main")).body).toMatchObject({ stays: 1, beforeMinor: 180, afterMinor: 240 });
    expect((await ofZone("cellar")).body.code).toBe("zone-unknown");
  });
});

describe("what is not kept", () => {
  it("is checked, as YAML as well", async () => {
    const check = async (asked: object) =>
      (await office("POST", "/v1/ops/tariff-checks", { currency: "EUR", ...asked })).body;
    const text = "version: 1\nrules:\n  - { rule: per-period, minutes: 20, priceMinor: 60 }\n";
    expect(await check({ text })).toMatchObject({ ...{ faults: [], words: "1.80 EUR an hour" }, content: rules(60) });
    const wrong = await check({ content: { version: 1, rules: [{ rule: "per-period", minutes: 20 }] } });
    expect(wrong).toMatchObject({ words: null, faults: [{ path: ["rules", 0, "priceMinor"] }] });
    expect(wrong.text).toContain("rule: per-period");
    expect((await check({ text: "rules: [" })).faults).toHaveLength(1);
  });

  it("is priced line by line, with what shorter and longer stays cost", async () => {
    const asked = { currency: "EUR", content: rules(60), timeZone: "Europe/Berlin" };
    const stayed = { from: "2026-03-02T09:00", minutes: 50, factorPermille: 1000, pictureHours: 2 };
    const { body } = await office("POST", "/v1/ops/tariff-quotes", { ...asked, ...stayed });
    expect(body).toMatchObject({ from: "2026-03-02T08:00:00.000Z", totalMinor: 180, words: "1.80 EUR an hour" });
    expect(body.lines).toMatchObject([{ rule: "per-period", quantity: 3, amountMinor: 180 }]);
    expect(body.curve.stepMinutes).toBe(1);
    expect([0, 20, 21, 120].map((minutes) => body.curve.totalsMinor[minutes])).toEqual([0, 60, 120, 360]);
  });

  it("is made of rules that say what their parameters are", async () => {
    const { body } = await office("GET", "/v1/ops/tariff-rules");
    const period = body.rules.find(({ rule }: { rule: string }) => rule === "per-period");
    expect(period).toMatchObject({ scope: "time", schema: { required: ["rule", "minutes", "priceMinor"] } });
    expect(body.rules.length).toBeGreaterThan(15);
  });
});

describe("a zone's price", () => {
  const path = "/v1/ops/estates/harbour/zones/main/pricing";
  it("follows the default policy until it has one of its own", async () => {
    const { body } = await office("GET", path);
    expect(body).toMatchObject({ isDefault: true, factorPermille: 1000, announced: null, capacity: 10 });
    const policy = { ...body.policy, ceilingPermille: 2000 };
    const set = await office("PUT", path, { policy });
    expect(set.body).toMatchObject({ isDefault: false, policy: { ceilingPermille: 2000 } });
    expect((await office("PUT", path, { policy: { ...policy, ceilingPermille: 500 } })).status).toBe(400);
    expect((await office("PUT", path, { policy: null })).body.isDefault).toBe(true);
    expect((await office("GET", path.replace("main", "none"))).body.code).toBe("zone-unknown");
  });

  it("tells each of its moves with the reason, page by page", async () => {
    const move = { estate: "harbour", zone: "main", fromPermille: 1000, toPermille: 1100, reason: "83 % full" };
    await db.orm.insert(priceMove).values([
      { ...move, at: new Date(NOON), inputs: { step: "announced", inUse: 9 } },
      { ...move, at: new Date(NOON + 300_000), inputs: null },
    ]);
    const first = (await office("GET", `${path}/moves?limit=1`)).body;
    expect(first.items).toMatchObject([{ step: "moved", reason: "83 % full", toPermille: 1100 }]);
    const second = (await office("GET", `${path}/moves?limit=1&cursor=${first.next}`)).body;
    expect(second).toMatchObject({ items: [{ step: "announced", inputs: { inUse: 9 } }], next: null });
  });
});

it("is all for operators", async () => {
  const { token } = await enrol();
  for (const path of [drafts, "/v1/ops/tariff-book", "/v1/ops/estates/harbour/zones/main/pricing"])
    expect(await ask("GET", path, { as: token })).toMatchObject({ status: 403, body: { code: "role-insufficient" } });
});
