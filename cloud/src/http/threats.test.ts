import { generateKeyPairSync, randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receiptKey } from "../db/schema/money.ts";
import { testDatabase } from "../db/testing.ts";
import { buildGate, MINUTE, MORNING } from "../inbox/testing.ts";
import { receiptKid, writeReceipts } from "../receipts/receipts.actions.ts";
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

/** What one driver has, by the names that addresses call it. */
const own: Record<string, string> = {};
let [victim, thief] = [
  { account: "", token: "" },
  { account: "", token: "" },
];

beforeAll(async () => {
  house.time.nowMs = MORNING + 120 * MINUTE;
  await house.openHarbour();
  await db.orm.insert(receiptKey).values({ kid: receiptKid(publicKey), publicKey });
  [victim, thief] = [await person("victim@example.org"), await person("thief@example.org")];
  const as = victim.token;
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
  own["stay"] = visit.session;
  own["receipt"] = (await ask("GET", "/v1/me/receipts", { as })).body.items[0].id;
  own["vehicle"] = (await ask("POST", "/v1/me/vehicles", { as, body: { label: "van", plate: "VI C 7" } })).body.id;
  own["session"] = (await ask("GET", "/v1/me/sessions", { as })).body.items[0].id;
  const setup = (await ask("POST", "/v1/me/payment-methods/setups", { as })).body.setup;
  own["method"] = (await ask("POST", "/v1/me/payment-methods", { as, body: { setup } })).body.id;
  const uid = "04a224bc5c6480";
  own["card"] = (await office("POST", `/v1/ops/accounts/${victim.account}/cards`, { uid, label: "blue" })).body.ref;
  const group = (await office("POST", "/v1/ops/groups", { name: "Plumbers", currency: "EUR" })).body.id;
  const terms = { monthlyLimitMinor: null, manages: true };
  await office("PUT", `/v1/ops/groups/${group}/members/${victim.account}`, terms);
  Object.assign(own, { group, account: victim.account });
  const invited = { email: "someone@example.org", monthlyLimitMinor: null };
  own["invitation"] = (await ask("POST", `/v1/groups/${group}/invitations`, { as, body: invited })).body.id;
});
afterAll(() => house.hub.close());

describe("another driver's things", () => {
  const nothing: Readonly<Record<string, string>> = { card: "0".repeat(32), gate: "nowhere" };
  const addressed = operations.filter(
    ({ path }) => /^\/v1\/(me|groups)\/.*\{/.test(path) && !/\{(estate|kind)\}/.test(path),
  );

  it.each(addressed)("answer at $name as if they were not there", async ({ method, path, example }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
    const address = (of: (name: string) => string) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => of(name));
    const month = { month: "2026-03" } as const;
    const theirs = { ...nothing, ...own, ...month } as Record<string, string>;
    const asked = { as: thief.token, headers: { "idempotency-key": uuidv7() }, ...(example ? { body: example } : {}) };
    const none = { ...nothing, ...month } as Record<string, string>;
    const seen = await ask(
      method,
      address((name) => theirs[name] ?? uuidv7()),
      asked,
    );
    const absent = await ask(
      method,
      address((name) => none[name] ?? uuidv7()),
      asked,
    );
    expect(names.length).toBeGreaterThan(0);
    expect(seen.status, JSON.stringify(seen.body)).toBe(404);
    const { instance: _, ...problem } = seen.body;
    const { instance: __, ...same } = absent.body;
    expect(problem).toEqual(same);
  });

  it("are still there afterwards, and in nobody else's lists", async () => {
    const mine = async (path: string, as: string) => JSON.stringify((await ask("GET", path, { as })).body);
    for (const [path, id] of [
      ["/v1/me/vehicles", own["vehicle"]],
      ["/v1/me/payment-methods", own["method"]],
      ["/v1/me/stays", own["stay"]],
      ["/v1/me/receipts", own["receipt"]],
      ["/v1/me/sessions", own["session"]],
      ["/v1/me/groups", own["group"]],
      ["/v1/me/data", victim.account],
    ] as const) {
      expect(await mine(path, victim.token), path).toContain(id ?? "?");
      expect(await mine(path, thief.token), path).not.toContain(id ?? "?");
    }
    const group = await ask("GET", `/v1/groups/${own["group"]}`, { as: victim.token });
    expect(group.body).toMatchObject({
      members: [{ account: victim.account }],
      invitations: [{ id: own["invitation"] }],
    });
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
        const address = path.replaceAll(
          /\{(\w+)\}/g,
          (__, part: string) => own[part] ?? { estate: "harbour" }[part] ?? uuidv7(),
        );
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
