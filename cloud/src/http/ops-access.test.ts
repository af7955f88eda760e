import { afterAll, beforeAll, expect, it } from "vitest";
import { fillPlatesAlike } from "../access/access.actions.ts";
import { testDatabase } from "../db/testing.ts";
import { feedRules } from "../rules/feed.actions.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office } = house;
const DAY = 86_400_000;
const at = (days: number) => new Date(NOON + days * DAY).toISOString();

beforeAll(async () => {
  await house.openHarbour();
  const zone = { id: "reserved", name: "Owners", class: "reserved", capacity: 3, minimumCoverMinor: 0 };
  await office("POST", "/v1/ops/estates/harbour/zones", { ...zone, tariff: "harbour-tariff" });
});
afterAll(() => house.hub.close());

/** An account that may park at the harbour. */
async function driver(): Promise<string> {
  const { account } = await house.enrol();
  await office("POST", `/v1/ops/accounts/${account}/access`, { estate: "harbour" });
  return account;
}
const rule = async (key: string) => {
  await feedRules({ db, nowMs: () => house.time.nowMs, cardKey: "A".repeat(43) }, "harbour");
  const { rows } = await db.pool.query("select text from rule where estate = 'harbour' and key = $1", [key]);
  return JSON.parse(rows[0]?.text ?? "null");
};
const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];
const zoneRights = "/v1/ops/estates/harbour/zones/reserved/rights";

it("plates that look alike are listed together, for those who may park there", async () => {
  const [anna, ben] = [await driver(), await driver()];
  for (const [account, plate] of [
    [anna, "B-OB 1"],
    [ben, "B-0B 1"],
  ])
    expect((await office("POST", `/v1/ops/accounts/${account}/vehicles`, { label: "x", plate })).status).toBe(201);
  const { rows } = await db.pool.query(
    "select plate_ref, plate_alike from vehicle where account in ($1, $2) order by plate_ref",
    [anna, ben],
  );
  const key = `plate/${rows[0].plate_alike}`;
  expect(rows[1].plate_alike).toBe(rows[0].plate_alike);
  expect(await rule(key)).toEqual({ refs: rows.map((row) => row.plate_ref) });
  await office("DELETE", `/v1/ops/accounts/${ben}/access/harbour`);
  expect((await rule(key)).refs).toHaveLength(1);
  // As it was before plates were compared by their looks.
  await db.pool.query("update vehicle set plate_alike = null where account = $1", [anna]);
  const cardRef = (bytes: Uint8Array) =>
    Buffer.from(bytes).toString().includes(", alike ") ? rows[0].plate_alike : "?";
  const filled = { db, clock: { wallMs: () => NOON, monoMs: () => 0, after: () => () => {} }, cardRef };
  expect(await fillPlatesAlike(filled)).toEqual({ estates: ["harbour"] });
  expect(await fillPlatesAlike(filled)).toEqual({ estates: [] });
  expect((await rule(key)).refs).toHaveLength(1);
});

it("a card with a key is known to the gates by it; nobody else is told", async () => {
  const anna = await driver();
  const cards = `/v1/ops/accounts/${anna}/cards`;
  expect(codeOf(await office("POST", cards, { uid: "04a1b2c3", label: "x", kind: "aes" }))).toEqual([
    400,
    "card-uid-invalid",
  ]);
  const added = await office("POST", cards, { uid: "04958caa5c5e80", label: "badge", kind: "aes" });
  expect(added).toMatchObject({ status: 201, body: { kind: "aes" } });
  const { aes } = await rule(`credential/${added.body.ref}`);
  expect(Buffer.from(aes, "base64url")).toHaveLength(16);
  for (const { body } of [added, await office("GET", `/v1/ops/accounts/${anna}`)])
    expect(JSON.stringify(body)).not.toContain(aes);
  const plain = await office("POST", cards, { uid: "04112233445566", label: "old" });
  expect(plain.body.kind).toBe("plain");
  expect(await rule(`credential/${plain.body.ref}`)).not.toHaveProperty("aes");
});

it("a vehicle's plate is a credential of one account, until the vehicle is given up", async () => {
  const [anna, ben] = [await driver(), await driver()];
  const added = await office("POST", `/v1/ops/accounts/${anna}/vehicles`, {
    ...{ label: "blue", class: "electric", plate: "B-AG 4711" },
  });
  expect(added).toMatchObject({ status: 201, body: { class: "electric", plate: "B-AG 4711", endedAt: null } });
  const { rows } = await db.pool.query("select plate_ref from vehicle where id = $1", [added.body.id]);
  const key = `credential/${rows[0].plate_ref}`;
  expect(await rule(key)).toEqual({ account: anna, revoked: false, class: "electric", vehicle: added.body.id });
  expect(await rule(`account/${anna}`)).toMatchObject({ class: "electric" });

  const bens = () => office("POST", `/v1/ops/accounts/${ben}/vehicles`, { label: "mine", plate: "bag4711" });
  expect(codeOf(await bens())).toEqual([409, "plate-taken"]);
  expect(codeOf(await office("POST", `/v1/ops/accounts/${ben}/vehicles`, { label: "x", plate: "?" }))).toEqual([
    400,
    "plate-invalid",
  ]);
  const later = await office("DELETE", `/v1/ops/vehicles/${added.body.id}?at=${at(2)}`);
  expect(later.body.endedAt).toBe(at(2));
  expect(await rule(key)).toMatchObject({ revoked: false, untilMs: NOON + 2 * DAY });
  expect(codeOf(await bens())).toEqual([409, "plate-taken"]);
  await office("DELETE", `/v1/ops/vehicles/${added.body.id}`);
  expect(await rule(key)).toMatchObject({ account: anna, revoked: true });
  const taken = await bens();
  expect(taken.status).toBe(201);
  expect(await rule(key)).toMatchObject({ account: ben, revoked: false });
  expect((await office("GET", `/v1/ops/accounts/${anna}/vehicles`)).body.items).toMatchObject([
    { id: added.body.id, endedAt: at(0) },
  ]);
  expect(codeOf(await office("DELETE", `/v1/ops/vehicles/${ben}`))).toEqual([404, "vehicle-unknown"]);
});

it("a card may be for one vehicle of its account", async () => {
  const [anna, ben] = [await driver(), await driver()];
  const card = (await office("POST", `/v1/ops/accounts/${anna}/cards`, { uid: "04a224bc5c6480", label: "grey" })).body
    .ref;
  const van = (await office("POST", `/v1/ops/accounts/${anna}/vehicles`, { label: "van", class: "truck" })).body.id;
  const bens = (await office("POST", `/v1/ops/accounts/${ben}/vehicles`, { label: "car" })).body.id;
  const tie = (vehicle: string | null) => office("PUT", `/v1/ops/cards/${card}/vehicle`, { vehicle });
  expect(codeOf(await tie(bens))).toEqual([404, "vehicle-unknown"]);
  expect((await tie(van)).body).toEqual({ card, vehicle: van });
  expect(await rule(`credential/${card}`)).toEqual({ account: anna, revoked: false, class: "truck", vehicle: van });
  await tie(null);
  expect(await rule(`credential/${card}`)).toEqual({ account: anna, revoked: false });
});

it("an owner has bays, and invites guests for a time", async () => {
  const [owner, guest, other] = [await driver(), await driver(), await driver()];
  const given = await office("POST", zoneRights, { account: owner, places: 2 });
  expect(given).toMatchObject({ status: 201, body: { account: owner, places: 2, guestOf: null, untilAt: null } });
  const right = given.body.id;
  const invite = (body: object) => office("POST", `/v1/ops/rights/${right}/guests`, { until: at(3), ...body });
  const invited = await invite({ account: guest });
  expect(invited).toMatchObject({ status: 201, body: { guestOf: right, untilAt: at(3), places: 1 } });
  expect(await rule(`account/${owner}`)).toMatchObject({ bays: [{ zone: "reserved", places: 2, shared: [guest] }] });
  expect(await rule(`account/${guest}`)).toMatchObject({
    bays: [{ zone: "reserved", places: 2, own: 1, fromMs: NOON, untilMs: NOON + 3 * DAY, shared: [owner] }],
  });
  expect(codeOf(await invite({ account: other, places: 2 }))).toEqual([409, "guests-too-many"]);
  expect(codeOf(await invite({ account: other, until: at(-1) }))).toEqual([400, "right-times-invalid"]);
  expect((await office("GET", `/v1/ops/rights/${right}/guests`)).body.items).toMatchObject([{ account: guest }]);
  expect((await office("GET", `/v1/ops/accounts/${guest}/rights`)).body.items).toMatchObject([{ guestOf: right }]);
  const first = (await office("GET", `${zoneRights}?limit=1`)).body;
  const last = (await office("GET", `${zoneRights}?limit=1&cursor=${first.next}`)).body;
  expect([...first.items, ...last.items]).toMatchObject([{ account: owner }, { account: guest }]);
  expect(last.next).toBeNull();

  await office("DELETE", `/v1/ops/rights/${invited.body.id}`);
  expect(await rule(`account/${guest}`)).not.toHaveProperty("bays");
  expect(await rule(`account/${owner}`)).toMatchObject({ bays: [{ zone: "reserved", places: 2 }] });
  await invite({ account: other });
  expect((await office("DELETE", `/v1/ops/rights/${right}`)).body.revokedAt).toBe(at(0));
  for (const account of [owner, other]) expect(await rule(`account/${account}`)).not.toHaveProperty("bays");
  expect((await office("DELETE", `/v1/ops/rights/${right}`)).status).toBe(200);
});

it("nobody is given what there is not", async () => {
  const [owner, second] = [await driver(), await driver()];
  const { account: stranger } = await house.enrol();
  const give = async (body: object, path = zoneRights) => codeOf(await office("POST", path, body));
  expect(await give({ account: stranger })).toEqual([409, "access-missing"]);
  expect(await give({ account: owner }, zoneRights.replace("reserved", "main"))).toEqual([409, "zone-not-reserved"]);
  expect(await give({ account: owner }, zoneRights.replace("reserved", "attic"))).toEqual([404, "zone-unknown"]);
  expect(await give({ account: owner, places: 4 })).toEqual([409, "bays-taken"]);
  expect((await office("POST", zoneRights, { account: owner, places: 3 })).status).toBe(201);
  expect(await give({ account: owner })).toEqual([409, "right-exists"]);
  expect(await give({ account: second })).toEqual([409, "bays-taken"]);
  expect(codeOf(await ask("GET", zoneRights))).toEqual([401, "token-missing"]);
  expect(codeOf(await ask("GET", zoneRights, { as: (await house.enrol()).token }))).toEqual([403, "role-insufficient"]);
});

it("an operator says what becomes of second cars, of old rules and of codes at a gate without the time, and of places at one that is cut off", async () => {
  const policy = {
    antiPassback: "soft",
    staleAfterMs: 3_600_000,
    staleArrivals: 0,
    unsureClock: "take-codes",
    overdraw: 2,
  };
  expect((await office("GET", "/v1/ops/estates/harbour")).body).toMatchObject({
    ...{ antiPassback: "sure", staleAfterMs: DAY, staleArrivals: 2, unsureClock: "refuse-codes", overdraw: 0 },
  });
  expect((await office("PATCH", "/v1/ops/estates/harbour", policy)).body).toMatchObject(policy);
  expect(await rule("estate")).toMatchObject(policy);
  const gate = { estate: "harbour", name: "In", arrivalZones: ["main", "reserved"] };
  for (const id of ["overdraws-1", "overdraws-2"]) await office("POST", "/v1/ops/gates", { id, ...gate });
  expect((await office("GET", "/v1/ops/estates/harbour")).body.zones).toMatchObject([
    { id: "main", oversoldAtWorst: 4 },
    { id: "reserved", oversoldAtWorst: 0 },
  ]);
  expect((await office("PATCH", "/v1/ops/estates/harbour", { antiPassback: "maybe" })).status).toBe(400);
});

it("reserved bays are not shown to whoever looks for a place", async () => {
  const { body } = await ask("GET", "/v1/estates/harbour");
  expect(body.zones).toMatchObject([
    { id: "main", free: 10 },
    { id: "reserved", capacity: 3, free: 0 },
  ]);
});
