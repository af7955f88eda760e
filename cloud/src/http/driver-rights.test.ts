import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office } = house;
beforeAll(() => house.openHarbour());
afterAll(() => house.hub.close());

/** A driver who may park at the harbour, and what they ask. */
async function driver() {
  const { account, token } = await house.enrol();
  await office("POST", `/v1/ops/accounts/${account}/access`, { estate: "harbour" });
  const mine = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(method, `/v1/me${path}`, { as: token, body, headers });
  return { account, mine };
}

describe("a driver's vehicles", () => {
  it("are added, renamed and given up by the driver, and known to nobody else", async () => {
    const [ada, ben] = [await driver(), await driver()];
    const added = await ada.mine("POST", "/vehicles", { label: "van", plate: "HH AB 123" });
    expect(added).toMatchObject({ status: 201, body: { label: "van", class: "standard", plate: "HH AB 123" } });
    const path = `/vehicles/${added.body.id}`;
    expect((await ben.mine("PATCH", path, { label: "mine" })).body.code).toBe("vehicle-unknown");
    expect((await ben.mine("DELETE", path)).body.code).toBe("vehicle-unknown");
    expect((await ben.mine("POST", "/vehicles", { label: "van", plate: "hh-ab-123" })).body.code).toBe("plate-taken");
    expect((await ada.mine("PATCH", path, { label: "e-van", class: "electric" })).body).toMatchObject({
      ...{ label: "e-van", class: "electric", plate: "HH AB 123" },
    });
    expect((await ada.mine("PATCH", path, { plate: "X" })).body.code).toBe("invalid-request");
    expect((await ada.mine("DELETE", path)).body.endedAt).toBe(new Date(NOON).toISOString());
    expect((await ben.mine("GET", "/vehicles")).body).toEqual({ items: [], next: null });
  });

  it("come page by page", async () => {
    const { mine } = await driver();
    for (const label of ["one", "two", "three"]) await mine("POST", "/vehicles", { label });
    const first = await mine("GET", "/vehicles?limit=2");
    const second = await mine("GET", `/vehicles?limit=2&cursor=${first.body.next}`);
    const labels = [...first.body.items, ...second.body.items].map(({ label }: { label: string }) => label);
    expect([labels, second.body.next]).toEqual([["one", "two", "three"], null]);
    expect((await mine("GET", `/vehicles?cursor=${Buffer.from('"no"').toString("base64url")}`)).body.code).toBe(
      "cursor-invalid",
    );
  });
});

describe("the owner of reserved bays", () => {
  it("invites guests until a time and takes that back; others cannot", async () => {
    const zone = { id: "owners", name: "Owners", class: "reserved", capacity: 4, minimumCoverMinor: 0 };
    await office("POST", "/v1/ops/estates/harbour/zones", { ...zone, tariff: "harbour-tariff" });
    const [owner, guest, other] = [await driver(), await driver(), await driver()];
    const given = await office("POST", "/v1/ops/estates/harbour/zones/owners/rights", { account: owner.account });
    const guests = `/rights/${given.body.id}/guests`;
    const asked = { account: guest.account, untilAt: new Date(NOON + 3_600_000).toISOString() };
    expect((await other.mine("POST", guests, asked)).body.code).toBe("right-unknown");
    const invited = await owner.mine("POST", guests, asked);
    expect(invited).toMatchObject({ status: 201, body: { account: guest.account, guestOf: given.body.id, places: 1 } });
    expect((await owner.mine("POST", guests, { ...asked, account: other.account })).body.code).toBe("guests-too-many");
    expect((await owner.mine("POST", guests, { ...asked, account: uuid() })).body.code).toBe("access-missing");
    expect((await owner.mine("GET", "/rights")).body.items).toMatchObject([
      { id: given.body.id, guests: [{ id: invited.body.id }] },
    ]);
    expect((await guest.mine("GET", "/rights")).body.items).toMatchObject([{ id: invited.body.id, guests: [] }]);
    expect((await guest.mine("DELETE", `${guests}/${invited.body.id}`)).body.code).toBe("right-unknown");
    expect((await owner.mine("DELETE", `/rights/${given.body.id}/guests/${given.body.id}`)).body.code).toBe(
      "right-unknown",
    );
    expect((await owner.mine("DELETE", `${guests}/${invited.body.id}`)).body.revokedAt).not.toBeNull();
  });
});

describe("a plan on offer", () => {
  const plan = { name: "Monthly", zones: [], windows: [], classes: [], priceMinor: 4000, period: "month", places: 1 };

  it("is found by anybody until it ends", async () => {
    for (const id of ["harbour-monthly", "harbour-old"])
      await office("POST", "/v1/ops/estates/harbour/plans", { id, ...plan });
    await office("POST", "/v1/ops/plans/harbour-old/end");
    for (const path of ["/v1/plans", "/v1/plans?estate=harbour"])
      expect((await ask("GET", path)).body).toMatchObject({ items: [{ id: "harbour-monthly", priceMinor: 4000 }] });
    expect((await ask("GET", "/v1/plans?estate=nowhere")).body.items).toEqual([]);
  });

  it("is paid once a key, whatever happens on the way", async () => {
    const { account, mine } = await driver();
    const buy = (key: string, vehicles: string[] = []) =>
      mine("POST", "/subscriptions", { plan: "harbour-monthly", vehicles }, { "idempotency-key": key });
    const key = uuid();
    expect((await buy(key)).body.code).toBe("cover-too-low");
    const cash = { amountMinor: 9000, currency: "EUR", words: "cash" };
    await office("POST", `/v1/ops/accounts/${account}/top-ups`, cash, { "idempotency-key": uuid() });
    const both = await Promise.all([buy(key), buy(key)]);
    expect(both.map(({ status, body }) => [status, body.id])).toEqual([
      [201, both[0]?.body.id],
      [201, both[0]?.body.id],
    ]);
    expect((await mine("GET", "/wallet")).body.balanceMinor).toBe(5000);
    const { body: car } = await mine("POST", "/vehicles", { label: "car" });
    expect((await buy(key, [car.id])).body).toMatchObject({ status: 409, code: "idempotency-key-reused" });
    expect((await mine("POST", "/subscriptions", { plan: "harbour-monthly" })).body.faults).toMatchObject([
      { in: "headers", field: "idempotency-key" },
    ]);
    expect((await mine("GET", "/subscriptions")).body.items).toHaveLength(1);
  });
});
