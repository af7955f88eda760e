import { randomUUID } from "node:crypto";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { buildGate, MINUTE, MORNING } from "../inbox/testing.ts";
import { fitting, hostile, spoilt } from "./arbitrary.testing.ts";
import { describeApi } from "./description.ts";
import type { Operation, Parameter } from "./openapi.ts";
import { testHouse } from "./testing.ts";

// Every operation of the description is called as everybody: with what its examples say, with values made from its schemas, and with
// such as nobody asked for. Nothing breaks (500), and every answer is one that the description tells of. BAYGATE_SEED chooses others.

const { db } = await testDatabase();
const house = await testHouse(db);
const { app, ask, office } = house;
const document = JSON.parse(JSON.stringify(describeApi())) as ReturnType<typeof describeApi>;
const named = document.components.schemas;
const seed = Number(process.env["BAYGATE_SEED"] ?? 20_260_302);

interface Called extends Operation {
  readonly method: string;
  readonly path: string;
}
/** These end who asks: last. */
const isEnd = ({ path }: { readonly path: string }): boolean => /\/(deletion|sign-out)$/.test(path);
const operations: readonly Called[] = Object.entries(document.paths)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({ ...each, method: method.toUpperCase(), path })),
  )
  .sort((a, b) => Number(isEnd(a)) - Number(isEnd(b)));

const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats.default(ajv);
ajv.addSchema({ components: document.components }, "api.json");
const tests = new Map<string, ValidateFunction>();
function testOf(place: string, schema: object): ValidateFunction {
  const text = () => JSON.stringify(schema).replaceAll('"#/components/', '"api.json#/components/');
  const test = tests.get(place) ?? ajv.compile(JSON.parse(text()));
  tests.set(place, test);
  return test;
}

/** What of an answer the description does not tell of; undefined: nothing. */
async function faultOf(operation: Called, answer: Response): Promise<string | undefined> {
  const { status, headers } = answer;
  const type = headers.get("content-type")?.split(";")[0] ?? "";
  if (type === "text/event-stream") {
    await answer.body?.cancel();
    return "200" in operation.responses ? undefined : "an unexpected stream";
  }
  const text = await answer.text();
  const seen = `${status} ${type} ${text.slice(0, 300)}`;
  const said = operation.responses[status];
  if (status >= 500 || said === undefined) return seen;
  const schema = said.content?.[type]?.schema;
  if (schema === undefined) return said.content === undefined && text === "" ? undefined : `not told: ${seen}`;
  if (!type.endsWith("json")) return undefined;
  const body: unknown = JSON.parse(text);
  const test = testOf(`${operation.operationId} ${status} ${type}`, schema);
  if (!test(body)) return `${ajv.errorsText(test.errors)}: ${seen}`;
  if (status < 400) return undefined;
  const { code } = body as { code: string };
  return said.description.includes(`\`${code}\``) ? undefined : `code not told: ${seen}`;
}

interface Asked {
  readonly token: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}
let asked = 0;

async function call(operation: Called, { token, values, body }: Asked): Promise<string | undefined> {
  const { method, parameters } = operation;
  const textOf = ({ name, in: place }: Parameter): string => {
    const value = values[`${place} ${name}`];
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const given = (place: Parameter["in"]) =>
    parameters.filter((each) => each.in === place && values[`${place} ${each.name}`] !== undefined);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const [parameter] = given("path").filter((each) => each.name === name);
    return encodeURIComponent((parameter ? textOf(parameter) : "x").toWellFormed()) || "x";
  });
  const query = new URLSearchParams(given("query").map((each) => [each.name, textOf(each)]));
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
  for (const each of given("header")) headers.set(each.name, textOf(each).replaceAll(/[^\x20-\x7e]/g, "?"));
  if (body !== undefined) headers.set("content-type", "application/json");
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  // Each from an address of its own: how often one network may ask is tested elsewhere.
  const remoteAddress = `10.${(++asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  const answer = await app.request(`${path}${query.size > 0 ? `?${query}` : ""}`, init, {
    incoming: { socket: { remoteAddress } },
  });
  const fault = await faultOf(operation, answer);
  const what = `${method} ${decodeURIComponent(path)}?${query} ${init.body?.slice(0, 400) ?? ""}`;
  return fault === undefined ? undefined : `${operation.operationId} as ${nameOf(token)}: ${what}\n  → ${fault}`;
}

const tokens = new Map<string, string | undefined>([["nobody", undefined]]);
const nameOf = (token: string | undefined) => [...tokens].find(([, each]) => each === token)?.[0] ?? "?";
const known: Record<string, string> = { month: "2026-03", zone: "main" };

/** What examples say, with what there is in the place of what there may be. */
function byExample({ parameters, requestBody }: Called): Omit<Asked, "token"> {
  const values = Object.fromEntries(
    parameters
      .filter(({ required, in: place }) => required || place === "query")
      .map(({ name, in: place, example }) => {
        const own = name === "idempotency-key" ? randomUUID() : name === "cursor" ? undefined : known[name];
        return [`${place} ${name}`, place === "query" && name !== "limit" ? undefined : (own ?? example)];
      }),
  );
  const body = requestBody?.content["application/json"]?.example;
  return { values, ...(body === undefined ? {} : { body: withKnown(body) }) };
}
const withKnown = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body), (name, value: unknown) =>
    typeof value === "string" && known[name] !== undefined ? known[name] : value,
  );

/** Values from the schemas; `bad`: spoilt in the body, or in a parameter. */
function made({ parameters, requestBody }: Called, bad: boolean): fc.Arbitrary<Omit<Asked, "token">> {
  const values = parameters.map((parameter) => {
    const { name, in: place, schema, required } = parameter;
    const real = known[name] === undefined ? fitting(schema, named) : fc.constant(known[name]);
    const often = bad && requestBody === undefined ? 1 : 4;
    const value = bad
      ? fc.oneof({ arbitrary: real, weight: often }, { arbitrary: hostile, weight: 1 })
      : fc.oneof({ arbitrary: real, weight: 4 }, { arbitrary: fitting(schema, named), weight: 1 });
    const optional = required && !bad ? value : fc.option(value, { nil: undefined, freq: 3 });
    return [`${place} ${name}`, optional] as const;
  });
  const schema = requestBody?.content["application/json"]?.schema;
  const body = schema === undefined ? undefined : fitting(schema, named);
  const whole = body === undefined ? fc.constant(undefined) : bad ? spoilt(body) : body.map(withSomeKnown);
  return fc.record({ values: fc.record(Object.fromEntries(values)), body: whole });
}
let turn = 0;
/** Half of them with what there is, so that more than ids' forms is tried. */
const withSomeKnown = (body: unknown): unknown => (++turn % 2 === 0 ? body : withKnown(body));

/** A car of the account's drives in, and out again after an hour where `leaves`. */
async function park(account: string, gateId: string, leaves: boolean): Promise<string> {
  const gate = await buildGate(db, "harbour", gateId);
  const visit = { account, session: uuidv7() };
  const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
  gate.grant(visit, MORNING, offer);
  gate.arrive(visit, MORNING, offer);
  if (leaves) gate.depart(visit, MORNING + 60 * MINUTE);
  await gate.send();
  return visit.session;
}

beforeAll(async () => {
  house.time.nowMs = MORNING + 120 * MINUTE;
  await house.openHarbour();
  const money = { amountMinor: 100_000, currency: "EUR", words: "cash" };
  const enrolled = async (email: string) => {
    const { account, token: session } = await house.person(email);
    await office("POST", `/v1/ops/accounts/${account}/top-ups`, money, { "idempotency-key": uuidv7() });
    // Another way to ask than the session, which is ended here.
    const issued = await office("POST", `/v1/ops/accounts/${account}/tokens`, { label: "contract" });
    return { account, session, token: issued.body.token };
  };
  const [driver, manager] = [await enrolled("driver@example.org"), await enrolled("manager@example.org")];
  tokens.set("driver", driver.token).set("manager", manager.token).set("operator", house.operator);
  await office("PUT", "/v1/ops/staff", { email: "installer@example.org", role: "installer", estates: null });
  tokens.set("installer", (await house.person("installer@example.org")).token);
  const other = await office("PUT", "/v1/ops/staff", { email: "other@example.org", role: "operator", estates: null });
  const member = await enrolled("member@example.org");
  const group = (await office("POST", "/v1/ops/groups", { name: "Plumbers", currency: "EUR" })).body.id;
  const put = (account: string, manages: boolean) =>
    office("PUT", `/v1/ops/groups/${group}/members/${account}`, { monthlyLimitMinor: 5000, manages });
  await Promise.all([put(manager.account, true), put(member.account, false)]);
  const as = driver.token;
  const stay = await park(driver.account, "harbour-in", true);
  // Cars inside keep accounts from being deleted half way through.
  await park(driver.account, "harbour-two", false);
  await park(manager.account, "harbour-three", false);
  const vehicle = (await ask("POST", "/v1/me/vehicles", { as, body: { label: "van", plate: "HH AB 1" } })).body.id;
  const dispute = (await ask("POST", `/v1/me/stays/${stay}/disputes`, { as, body: { words: "no" } })).body.id;
  const setup = (await ask("POST", "/v1/me/payment-methods/setups", { as })).body.setup;
  const method = (await ask("POST", "/v1/me/payment-methods", { as, body: { setup } })).body.id;
  const uid = "04a224bc5c6480";
  const card = (await office("POST", `/v1/ops/accounts/${driver.account}/cards`, { uid, label: "blue" })).body.ref;
  const key = (await office("POST", "/v1/ops/api-keys", { label: "x", scopes: ["stays:read"] })).body.id;
  const session = (await ask("GET", "/v1/me/sessions", { as: driver.session })).body.items[0].id;
  const draft = (await office("POST", "/v1/ops/tariffs/harbour-tariff/drafts", {})).body.id;
  Object.assign(known, {
    ...{ estate: "harbour", gate: "harbour-in", tariff: "harbour-tariff", stay, vehicle, dispute },
  });
  Object.assign(known, { method, card, key, session, group, account: member.account, staff: other.body.id });
  if (draft !== undefined) known["draft"] = draft;
}, 60_000);
afterAll(() => house.hub.close());

it("answers everybody what the description tells of, when asked as its examples ask", async () => {
  const faults: string[] = [];
  for (const operation of operations)
    await Promise.all(
      // A manager is a driver, but for groups.
      [...tokens].map(async ([who, token]) => {
        if (who === "manager" && !operation.path.includes("/groups")) return;
        const fault = await call(operation, { token, ...byExample(operation) });
        if (fault !== undefined) faults.push(fault);
      }),
    );
  expect(faults).toEqual([]);
}, 120_000);

it.each([
  ["such as the schemas ask for", false],
  ["such as nobody asked for", true],
])(
  "is not broken by values %s, and answers what the description tells of",
  async (_, bad) => {
    const faults: string[] = [];
    for (const operation of operations) {
      const permits = operation.security.flatMap((each) => Object.values(each).flat());
      const who =
        permits.length === 0
          ? "nobody"
          : permits.includes("operator")
            ? "operator"
            : /groups/.test(operation.path)
              ? "manager"
              : "driver";
      const all = fc.sample(made(operation, bad), { numRuns: 3, seed });
      const token = tokens.get(who);
      const found = await Promise.all(all.map((each) => call(operation, { token, ...each })));
      faults.push(...found.flatMap((fault) => fault ?? []));
    }
    expect(faults, `BAYGATE_SEED=${seed}`).toEqual([]);
  },
  120_000,
);
