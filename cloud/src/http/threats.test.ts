import { createECDH, createPrivateKey, generateKeyPairSync, hkdfSync, randomBytes, sign } from "node:crypto";
import { OPENING_KEY_INFO, type OpeningContent, openingToSign, sealOpening } from "@baygate/shared/opening";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receiptKey } from "../db/schema/money.ts";
import { testDatabase } from "../db/testing.ts";
import { buildGate, MINUTE, MORNING } from "../inbox/testing.ts";
import { receiptKid } from "../receipts/receipt-keys.actions.ts";
import { writeReceipts } from "../receipts/receipts.actions.ts";
import { describeApi } from "./description.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { app, ask, office, person } = house;
const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = privateKey.export({ format: "jwk" }).x ?? "";
const operations = Object.entries(describeApi().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { requestBody, security }]) => ({
    ...{ name: `${method} ${path}`, method: method.toUpperCase(), path, takesBody: requestBody !== undefined },
    example: requestBody?.content["application/json"]?.example,
    isOps: security.some(({ bearer }) => bearer?.includes("operator")),
  })),
);

/** What one driver has: of each collection of the API one thing. */
const own: Record<string, string> = {};
let [victim, thief] = [
  { account: "", token: "" },
  { account: "", token: "" },
];

/** One thing of the victim's, made as an app makes it. Gives what was answered. */
async function make(method: string, path: string, body?: unknown, status = 201) {
  const headers = { "idempotency-key": uuidv7() };
  const answer = await ask(method, path, { as: victim.token, body, headers });
  expect([path, answer.status, answer.body]).toEqual([path, status, answer.body]);
  return answer.body;
}

async function makeMoneyThings(): Promise<void> {
  const money = { amountMinor: 5000, currency: "EUR", words: "cash" };
  await office("POST", `/v1/ops/accounts/${victim.account}/top-ups`, money, { "idempotency-key": uuidv7() });
  const gate = await buildGate(db, "harbour", `gate-${randomBytes(4).toString("hex")}`);
  const visit = { account: victim.account, session: uuidv7() };
  const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
  gate.grant(visit, MORNING, offer);
  gate.arrive(visit, MORNING, offer);
  gate.depart(visit, MORNING + 60 * MINUTE);
  await gate.send();
  const clock = { wallMs: () => house.time.nowMs, monoMs: () => 0, after: () => () => undefined };
  await writeReceipts({ db, clock }, { kid: receiptKid(publicKey), signingKey: privateKey });
  own["/v1/me/stays"] = visit.session;
  own["/v1/me/receipts"] = (await make("GET", "/v1/me/receipts", undefined, 200)).items[0].id;
  const { setup } = await make("POST", "/v1/me/payment-methods/setups");
  own["/v1/me/payment-methods"] = (await make("POST", "/v1/me/payment-methods", { setup })).id;
  const plan = { id: "monthly", name: "Monthly", zones: [], windows: [], classes: [], priceMinor: 1000 };
  await office("POST", "/v1/ops/estates/harbour/plans", { ...plan, period: "month", places: 1 });
  own["/v1/me/subscriptions"] = (await make("POST", "/v1/me/subscriptions", { plan: "monthly" })).id;
}

async function makeKeys(): Promise<void> {
  const uid = "04a224bc5c6480";
  own["/v1/me/cards"] = (
    await office("POST", `/v1/ops/accounts/${victim.account}/cards`, { uid, label: "blue" })
  ).body.ref;
  own["/v1/me/vehicles"] = (await make("POST", "/v1/me/vehicles", { label: "van", plate: "VI C 7" })).id;
  const phone = createECDH("prime256v1").generateKeys("base64url");
  own["/v1/me/devices"] = (await make("POST", "/v1/me/devices", { label: "phone", publicKey: phone })).device;
  const keys = {
    p256dh: createECDH("prime256v1").generateKeys("base64url"),
    auth: randomBytes(16).toString("base64url"),
  };
  const browser = { endpoint: "https://push.example.net/push/1", keys };
  own["/v1/me/push-subscriptions"] = (await make("PUT", "/v1/me/push-subscriptions", browser, 200)).id;
  const gate = { id: "harbour-in", estate: "harbour", name: "In", arrivalZones: ["main"] };
  const { token } = (await office("POST", "/v1/ops/gates", gate)).body;
  const code = openingCode(token, { gate: gate.id, lane: "lane-1", madeS: Math.floor(house.time.nowMs / 1000) });
  own["/v1/me/gate-openings"] = (await make("POST", "/v1/me/gate-openings", { code }, 202)).opening;
  own["/v1/me/card-links"] = (await make("POST", "/v1/me/card-links", { gate: gate.id })).link;
}

/** The code that a lane of the gate with this token shows. */
function openingCode(token: string, content: OpeningContent): string {
  const seed = Buffer.from(hkdfSync("sha256", token, "", OPENING_KEY_INFO, 32));
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const toSign = openingToSign(content);
  return sealOpening(toSign, sign(null, toSign, createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" })));
}

async function makeBaysAndGuests(): Promise<void> {
  const zone = { id: "bays", name: "Bays", class: "reserved", capacity: 4, minimumCoverMinor: 0 };
  await office("POST", "/v1/ops/estates/harbour/zones", { ...zone, tariff: "harbour-tariff" });
  const right = { account: victim.account, places: 4 };
  const { id } = (await office("POST", "/v1/ops/estates/harbour/zones/bays/rights", right)).body;
  own["/v1/me/rights"] = id;
  const untilAt = new Date(house.time.nowMs + 600 * MINUTE).toISOString();
  const { account } = await person("guest@example.org");
  const guests = `/v1/me/rights/${id}/guests`;
  own["/v1/me/rights/{right}/guests"] = (await make("POST", guests, { account, untilAt })).id;
  const ticket = { estate: "harbour", zone: "bays", untilAt };
  own["/v1/me/visitor-tickets"] = (await make("POST", "/v1/me/visitor-tickets", ticket)).id;
}

async function makeGroups(): Promise<void> {
  const groupOf = async (name: string, manager: string) => {
    const { id } = (await office("POST", "/v1/ops/groups", { name, currency: "EUR" })).body;
    await office("PUT", `/v1/ops/groups/${id}/members/${manager}`, { monthlyLimitMinor: null, manages: true });
    return id as string;
  };
  const group = await groupOf("Plumbers", victim.account);
  own["/v1/me/groups"] = own["/v1/groups"] = group;
  const [member, boss] = [await house.enrol("Mo"), await house.enrol("Bo")];
  await office("PUT", `/v1/ops/groups/${group}/members/${member.account}`, { monthlyLimitMinor: null });
  own["/v1/groups/{group}/members"] = member.account;
  own["/v1/groups/{group}/bills"] = "2026-03";
  const invited = { email: "someone@example.org", monthlyLimitMinor: null };
  own["/v1/groups/{group}/invitations"] = (await make("POST", `/v1/groups/${group}/invitations`, invited)).id;
  const toVictim = { email: "victim@example.org", monthlyLimitMinor: null };
  const others = `/v1/groups/${await groupOf("Painters", boss.account)}/invitations`;
  own["/v1/me/invitations"] = (await ask("POST", others, { as: boss.token, body: toVictim })).body.id;
}

beforeAll(async () => {
  house.time.nowMs = MORNING + 120 * MINUTE;
  await house.openHarbour();
  await db.orm.insert(receiptKey).values({ kid: receiptKid(publicKey), publicKey });
  const elsewhere = await person("victim@example.org");
  [victim, thief] = [await person("victim@example.org"), await person("thief@example.org")];
  expect(victim.account).toBe(elsewhere.account);
  const { items } = await make("GET", "/v1/me/sessions", undefined, 200);
  own["/v1/me/sessions"] = items.find(({ current }: { current: boolean }) => !current).id;
  await makeMoneyThings();
  await makeKeys();
  await makeBaysAndGuests();
  await makeGroups();
});
afterAll(() => house.hub.close());

/** An address with each thing's id in it. @throws Error for a thing that `of` does not know. */
function addressOf(path: string, of: (collection: string) => string | undefined): string {
  return path.replaceAll(/\{\w+\}/g, (_, at: number) => {
    const collection = path.slice(0, at - 1);
    const id = of(collection);
    if (id === undefined) throw new Error(`nobody has anything at ${collection}: make it above`);
    return id;
  });
}

describe("another driver's things", () => {
  const addressed = operations.filter(
    ({ path }) => /^\/v1\/(me|groups)\/.*\{/.test(path) && !/\{(estate|kind)\}/.test(path),
  );
  const asked = (as: string, example: unknown) => ({
    ...{ as, headers: { "idempotency-key": uuidv7() } },
    ...(example ? { body: example } : {}),
  });

  it.each(addressed)("answer at $name as if they were not there", async ({ method, path, example }) => {
    const nothing = (collection: string) =>
      ({ "/v1/me/cards": "0".repeat(32), "/v1/groups/{group}/bills": "2026-03" })[collection] ?? uuidv7();
    const theirs = addressOf(path, (collection) => own[collection]);
    const seen = await ask(method, theirs, asked(thief.token, example));
    const absent = await ask(method, addressOf(path, nothing), asked(thief.token, example));
    expect(theirs).not.toBe(path);
    expect(seen.status, JSON.stringify(seen.body)).toBe(404);
    const { instance: _, ...problem } = seen.body;
    const { instance: __, ...same } = absent.body;
    expect(problem).toEqual(same);
  });

  it("are in nobody else's lists", async () => {
    const mine = async (path: string, as: string) => JSON.stringify((await ask("GET", path, { as })).body);
    const lists = Object.keys(own).filter(
      (path) => path.startsWith("/v1/me/") && operations.some(({ name }) => name === `get ${path}`),
    );
    expect(lists.length).toBeGreaterThan(12);
    for (const path of [...lists, "/v1/me/data"]) {
      const id = own[path] ?? victim.account;
      expect(await mine(path, victim.token), path).toContain(id);
      expect(await mine(path, thief.token), path).not.toContain(id);
    }
    const group = await ask("GET", `/v1/groups/${own["/v1/groups"]}`, { as: victim.token });
    expect(JSON.stringify(group.body)).toContain(own["/v1/groups/{group}/invitations"]);
  });

  // Otherwise the thief's 404 would say nothing. What ends things comes last, a whole collection after what is in it.
  it("are found at each of these addresses by whose they are", async () => {
    const order = ["GET", "PUT", "PATCH", "POST", "DELETE"];
    const rank = ({ method, path }: (typeof addressed)[number]) => order.indexOf(method) * 100 - path.split("/").length;
    const found: [string, unknown][] = [];
    for (const each of addressed.toSorted((a, b) => rank(a) - rank(b))) {
      const address = addressOf(each.path, (collection) => own[collection]);
      const { status } = await ask(each.method, address, asked(victim.token, each.example));
      found.push([each.name, status < 300 || status === 409 ? "found" : status]);
    }
    expect(found).toEqual(found.map(([name]) => [name, "found"]));
  });
});

describe("a body that is a bomb", () => {
  const deep = 60_000;
  const bombs: readonly (readonly [string, string])[] = [
    ["deep lists", `${"[".repeat(deep)}${"]".repeat(deep)}`],
    ["deep objects", `${'{"a":'.repeat(deep / 2)}1${"}".repeat(deep / 2)}`],
    ["a long list", `[${"0,".repeat(120_000)}0]`],
    ["a number without end", `{"amountMinor":${"9".repeat(200_000)}}`],
    ["a number out of all bounds", '{"amountMinor":1e400,"capacity":-1e400,"totalMinor":1e400,"places":1e400}'],
    ["one name again and again", `{${'"name":"a",'.repeat(20_000)}"name":"a"}`],
    ["names of every object's", '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'],
  ];

  it.each(bombs)(
    "of %s is refused everywhere, and costs little",
    async (_, body) => {
      const wrong: string[] = [];
      const taking = operations.filter(({ takesBody }) => takesBody);
      expect(taking.length).toBeGreaterThan(40);
      for (const { name, method, path, isOps } of taking) {
        const address = addressOf(path.replace("{estate}", "harbour"), (collection) => own[collection] ?? uuidv7());
        const headers = {
          ...{ authorization: `Bearer ${isOps ? house.operator : victim.token}`, "content-type": "application/json" },
          "idempotency-key": uuidv7(),
        };
        const answer = await app.request(address, { method, headers, body });
        if (answer.status < 400 || answer.status >= 500) wrong.push(`${name}: ${answer.status}`);
      }
      // All of what may be changed may be left out: then nothing is changed.
      expect(wrong.filter((each) => !each.startsWith("patch "))).toEqual([]);
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    },
    60_000,
  );
});
