import { generateKeyPairSync, randomBytes, webcrypto } from "node:crypto";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERASED_NAME, PERSONAL } from "../accounts/personal.store.ts";
import { schema } from "../db/schema.ts";
import { testDatabase } from "../db/testing.ts";
import { buildGate, expectSoundBooks, MINUTE, MORNING } from "../inbox/testing.ts";
import { receiptKid } from "../receipts/receipt-keys.actions.ts";
import { writeReceipts } from "../receipts/receipts.actions.ts";
import { feedRules } from "../rules/feed.actions.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office, person, time } = house;
const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = privateKey.export({ format: "jwk" }).x ?? "";
const clock = { wallMs: () => time.nowMs, monoMs: () => 0, after: () => () => undefined };

beforeAll(async () => {
  time.nowMs = MORNING + 120 * MINUTE;
  await house.openHarbour();
  await db.orm.insert(schema.receiptKey).values({ kid: receiptKid(publicKey), publicKey });
});
afterAll(() => house.hub.close());

const codeOf = async (...asked: Parameters<typeof ask>) => {
  const { status, body } = await ask(...asked);
  return [status, body.code];
};
const erase = (as: string) => ask("POST", "/v1/me/deletion", { as, body: { confirm: true } });
const money = async (account: string, amountMinor: number) => {
  const body = { amountMinor, currency: "EUR", words: "cash" };
  await office("POST", `/v1/ops/accounts/${account}/top-ups`, body, { "idempotency-key": uuidv7() });
};
/** A stay of an hour that has ended: 1.80 EUR. */
async function park(account: string): Promise<string> {
  const gate = await buildGate(db, "harbour", `gate-${randomBytes(4).toString("hex")}`);
  const visit = { account, session: uuidv7() };
  const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
  gate.grant(visit, MORNING, offer);
  gate.arrive(visit, MORNING, offer);
  gate.depart(visit, MORNING + 60 * MINUTE);
  await gate.send();
  await writeReceipts({ db, clock }, { kid: receiptKid(publicKey), signingKey: privateKey });
  return visit.session;
}
async function phoneKey(): Promise<string> {
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  return Buffer.from(await webcrypto.subtle.exportKey("raw", pair.publicKey)).toString("base64url");
}
const rule = async (key: string) => {
  await feedRules({ db, nowMs: () => time.nowMs, cardKey: "A".repeat(43) }, "harbour");
  const { rows } = await db.pool.query("select text from rule where estate = 'harbour' and key = $1", [key]);
  return rows[0]?.text ?? null;
};

describe("consents", () => {
  it("are said one by one, and not given until they are said", async () => {
    const { token: as } = await person("ada@example.org");
    const none = { given: false, saidAt: null };
    const { body } = await ask("GET", "/v1/me/consents", { as });
    expect(body.items).toEqual(["terms", "habits", "marketing"].map((kind) => ({ kind, ...none })));
    const saidAt = new Date(time.nowMs).toISOString();
    const say = (kind: string, given: boolean) => ask("PUT", `/v1/me/consents/${kind}`, { as, body: { given } });
    expect((await say("habits", true)).body).toEqual({ kind: "habits", given: true, saidAt });
    expect((await say("habits", false)).body.given).toBe(false);
    expect((await say("terms", true)).status).toBe(200);
    expect((await say("terms", false)).body.code).toBe("consent-needed");
    expect((await say("everything", true)).body.code).toBe("invalid-request");
  });
});

describe("what is kept about somebody", () => {
  /** Tables that name an account and are nobody's personal data; and why. */
  const OTHERS: Readonly<Record<string, string>> = {
    fact: "what gates saw, under the account's id, which nothing leads to a person from",
    receipt_due: "a session's id, until its receipt is written",
  };

  it("is registered table by table: exported, and erased or kept, as somebody decided", () => {
    const known = new Set(Object.values(PERSONAL).map(({ table }) => getTableName(table)));
    const tables = Object.values(schema).flatMap((each) => (is(each, PgTable) ? [each] : []));
    const personal = tables.filter((table) =>
      Object.keys(getTableColumns(table)).some((column) => /^(account|userId|email|payer|holder)$/.test(column)),
    );
    expect(personal.length).toBeGreaterThan(25);
    const undecided = personal.map(getTableName).filter((name) => !known.has(name) && !(name in OTHERS));
    expect(undecided, "say in accounts/personal.store.ts what becomes of these").toEqual([]);
  });

  it("is handed out to them, without keys and hashes", async () => {
    const { account, token: as } = await person("bea@example.org");
    await ask("PATCH", "/v1/me", { as, body: { name: "Bea Example" } });
    await ask("POST", "/v1/me/vehicles", { as, body: { label: "van", plate: "B-EA 1" } });
    await money(account, 1000);
    const stay = await park(account);
    const { body, headers } = await ask("GET", "/v1/me/data", { as });
    expect(headers.get("content-disposition")).toContain("baygate.json");
    expect(body).toMatchObject({
      account,
      data: {
        account: [{ name: "Bea Example", currency: "EUR" }],
        person: [{ email: "bea@example.org" }],
        vehicles: [{ label: "van", plate: "B-EA 1" }],
        stays: [{ session: stay, totalMinor: 180 }],
        receipts: [{ session: stay }],
        wallet: [{ balanceMinor: 820 }],
      },
    });
    expect(body.data.sessions[0].token).toBeUndefined();
    expect(JSON.stringify(body)).not.toContain(as.split(".")[0]);
    const other = await person("ea@example.org");
    expect(JSON.stringify((await ask("GET", "/v1/me/data", { as: other.token })).body)).not.toContain("bea@");
  });
});

describe("deletion", () => {
  it("waits until the car has left, what is owed is paid, and payments have ended", async () => {
    const { account, token: as } = await person("cem@example.org");
    const set = (text: string) => db.pool.query(text, [account]);
    expect(await codeOf("POST", "/v1/me/deletion", { as, body: {} })).toEqual([400, "invalid-request"]);
    const gate = await buildGate(db, "harbour", "cems-gate");
    const visit = { account, session: uuidv7() };
    const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
    gate.grant(visit, MORNING, offer);
    gate.arrive(visit, MORNING, offer);
    await gate.send();
    expect((await erase(as)).body.code).toBe("stay-running");
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    const wallet = await ask("GET", "/v1/me/wallet", { as });
    expect(wallet.body.debtMinor).toBeGreaterThan(0);
    expect((await erase(as)).body.code).toBe("debt-open");
    await money(account, wallet.body.debtMinor);
    await db.orm.insert(schema.payment).values({
      ...{ id: uuidv7(), idempotencyKey: uuidv7(), fingerprint: "", account, provider: "sandbox", kind: "top-up" },
      ...{ currency: "EUR", amountMinor: 1n, state: "asked", nextAt: new Date(time.nowMs) },
    });
    expect((await erase(as)).body.code).toBe("payment-running");
    await set("update payment set state = 'failed', next_at = null where account = $1");
    expect((await erase(as)).body).toMatchObject({ account, restMinor: 0, currency: "EUR" });
    expect(await codeOf("GET", "/v1/me", { as })).toEqual([401, "token-unknown"]);
  });

  it("leaves no word of who it was in any column of any table, and the books as they were", async () => {
    const [email, name, plate] = ["dora.needle@example.org", "Dora Needle", "ND-LE 4711"];
    const { account, token: as } = await person(email);
    const agent = "NeedleBrowser/7.1";
    await db.pool.query("update sign_in_session set user_agent = $2, ip_address = '192.0.2.77' where user_id = $1", [
      ...[account, agent],
    ]);
    await ask("PATCH", "/v1/me", { as, body: { name, language: "de" } });
    const vehicle = await ask("POST", "/v1/me/vehicles", { as, body: { label: "needle's van", plate } });
    await ask("PATCH", `/v1/me/vehicles/${vehicle.body.id}`, { as, body: { label: "needle's red van" } });
    const phone = { label: "needle's phone", publicKey: await phoneKey() };
    expect((await ask("POST", "/v1/me/devices", { as, body: phone })).status).toBe(201);
    const card = { uid: "04a224bc5c6480", label: "needle's card" };
    const { body: added } = await office("POST", `/v1/ops/accounts/${account}/cards`, card);
    const driverToken = await office("POST", `/v1/ops/accounts/${account}/tokens`, { label: "needle's script" });
    const setup = await ask("POST", "/v1/me/payment-methods/setups", { as });
    await ask("POST", "/v1/me/payment-methods", { as, body: { setup: setup.body.setup } });
    await money(account, 5000);
    const stay = await park(account);
    await ask("POST", `/v1/me/stays/${stay}/disputes`, { as, body: { words: "Needle was not there" } });
    await ask("PUT", "/v1/me/consents/terms", { as, body: { given: true } });
    await ask("PUT", "/v1/me/favourites/harbour", { as });
    const { body: wishes } = await ask("GET", "/v1/me/notices", { as });
    await ask("PUT", "/v1/me/notices", { as, body: { ...wishes, byMail: true } });
    const p256dh = await phoneKey();
    const keys = { p256dh, auth: randomBytes(16).toString("base64url") };
    await ask("PUT", "/v1/me/push-subscriptions", { as, body: { endpoint: "https://push.example/needle", keys } });
    await db.orm.insert(schema.staff).values({ email, role: "operator", invitedBy: "operator:first" });
    await db.orm.insert(schema.noticeDelivery).values({
      ...{ id: uuidv7(), account, key: "x", channel: "mail", address: account, content: { words: "Needle" } },
      ...{ state: "queued", expiresAt: new Date(), createdAt: new Date() },
    });
    const { body: group } = await office("POST", "/v1/ops/groups", { name: "Thimbles", currency: "EUR" });
    await db.orm.insert(schema.groupInvitation).values({
      ...{ id: uuidv7(), group: group.id, email, createdAt: new Date(), expiresAt: new Date(Date.now() + 1e6) },
    });
    await office("PUT", `/v1/ops/groups/${group.id}/members/${account}`, { monthlyLimitMinor: null, manages: true });
    const ticket = { host: account, label: "Needle's aunt", plate: "ND-LE 1", untilAt: "2026-03-03T10:00:00Z" };
    expect((await office("POST", "/v1/ops/estates/harbour/visitor-tickets", ticket)).body).toMatchObject({
      label: ticket.label,
    });
    await ask("POST", "/v1/auth/email-otp/send-verification-otp", { body: { email, type: "sign-in" } });
    await ask("POST", "/v1/auth/email-otp/request-email-change", { as, body: { newEmail: "needle@example.net" } });
    expect(await rule(`credential/${added.ref}`)).not.toBeNull();

    const needles = /needle|nd-?le|192\.0\.2\.77/i;
    const found = await columnsThatSay(needles);
    expect(found).toEqual(
      expect.arrayContaining(["account.name", "sign_in_user.email", "vehicle.plate", "dispute.words"]),
    );
    expect(found.length).toBeGreaterThan(12);

    const { body } = await erase(as);
    expect(body).toMatchObject({ account, restMinor: 4820, currency: "EUR" });
    expect(await columnsThatSay(needles)).toEqual([]);
    for (const token of [as, driverToken.body.token])
      expect(await codeOf("GET", "/v1/me", { as: token })).toEqual([401, "token-unknown"]);

    const kept = await office("GET", `/v1/ops/accounts/${account}`);
    expect(kept.body).toMatchObject({ name: ERASED_NAME, estates: [], cards: [], wallet: { balanceMinor: 4820 } });
    const statement = await office("GET", `/v1/ops/accounts/${account}/statement`);
    expect(statement.body.items.length).toBeGreaterThan(1);
    await expectSoundBooks(db);
    expect(await rule(`credential/${added.ref}`)).toBeNull();
    expect(await rule(`account/${account}`)).toBeNull();
    const [device] = await db.orm.select().from(schema.device);
    expect(await rule(`denied/${device?.ref}`)).not.toBeNull();

    const anew = await person(email);
    expect(anew.account).not.toBe(account);
    expect((await ask("GET", "/v1/me", { as: anew.token })).body.roles).toEqual(["driver"]);
  });
});

/** Every column of every table that has a row which matches, `table.column`. */
async function columnsThatSay(words: RegExp): Promise<string[]> {
  const { rows } = await db.pool.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY', 'character varying') order by 1, 2`,
  );
  expect(rows.length).toBeGreaterThan(100);
  const found: string[] = [];
  for (const { table, column } of rows) {
    const hits = await db.pool.query(`select 1 from "${table}" where "${column}"::text ~* $1 limit 1`, [words.source]);
    if (hits.rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}
