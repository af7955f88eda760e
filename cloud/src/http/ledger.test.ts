import { generateKeyPairSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { receiptKey } from "../db/schema/money.ts";
import { testDatabase } from "../db/testing.ts";
import { buildGate, MINUTE, MORNING } from "../inbox/testing.ts";
import { receiptKid } from "../receipts/receipt-keys.actions.ts";
import { writeReceipts } from "../receipts/receipts.actions.ts";
import { verifyReceipt } from "../receipts/verify.actions.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const { ask, office, enrol, openHarbour, app, time, operator } = await testHouse(db);
const house = { db, clock: { wallMs: () => time.nowMs, monoMs: () => 0, after: () => () => undefined } };
const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = privateKey.export({ format: "jwk" }).x ?? "";
const signer = { kid: receiptKid(publicKey), signingKey: privateKey };

let gates = 0;
/** A driver with 10.00 EUR and a stay of an hour: 1.80 EUR. */
async function parked() {
  const driver = await enrol();
  const money = { amountMinor: 1000, currency: "EUR", words: "cash" };
  await office("POST", `/v1/ops/accounts/${driver.account}/top-ups`, money, { "idempotency-key": uuidv7() });
  const gate = await buildGate(db, "harbour", `gate-${++gates}`);
  const visit = { account: driver.account, session: uuidv7() };
  const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
  gate.grant(visit, MORNING, offer);
  gate.arrive(visit, MORNING, offer);
  gate.depart(visit, MORNING + 60 * MINUTE);
  await gate.send();
  await writeReceipts(house, signer);
  return { ...driver, stay: visit.session };
}

beforeAll(async () => {
  time.nowMs = MORNING + 120 * MINUTE;
  await openHarbour();
  await db.orm.insert(receiptKey).values({ kid: signer.kid, publicKey });
});

describe("a driver", () => {
  test("gets receipts, signed and to print, and nobody else's", async () => {
    const { token } = await parked();
    const other = await parked();
    const { body } = await ask("GET", "/v1/me/receipts", { as: token });
    expect(body).toMatchObject({ items: [{ kind: "receipt", estate: "harbour" }], next: null });
    const path = `/v1/me/receipts/${body.items[0].id}`;
    const file = await app.request(path, { headers: { authorization: `Bearer ${token}` } });
    const { body: keys } = await ask("GET", "/v1/receipt-keys");
    expect(verifyReceipt(Buffer.from(await file.arrayBuffer()), keys)).toMatchObject({
      outcome: "right",
      key: "listed",
    });
    const pdf = await app.request(`${path}/pdf`, { headers: { authorization: `Bearer ${token}` } });
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(verifyReceipt(Buffer.from(await pdf.arrayBuffer()), keys)).toMatchObject({ outcome: "right" });
    expect(await ask("GET", path, { as: other.token })).toMatchObject({
      status: 404,
      body: { code: "receipt-unknown" },
    });
    expect(await ask("GET", path)).toMatchObject({ status: 401 });
    expect(await ask("GET", "/v1/me/receipts/nonsense", { as: token })).toMatchObject({ status: 404 });
  });

  test("disputes a stay; the office agrees, and a credit note and a new receipt follow", async () => {
    const { token, account, stay } = await parked();
    const opened = await ask("POST", `/v1/me/stays/${stay}/disputes`, { as: token, body: { words: "barrier broken" } });
    expect(opened).toMatchObject({ status: 201, body: { state: "open", stay } });
    expect((await office("GET", "/v1/ops/disputes")).body.items).toMatchObject([{ id: opened.body.id }]);
    const correction = { kind: "agreed", totalMinor: 60, words: "broken barrier" };
    const accept = { correction, answer: "sorry" };
    const path = `/v1/ops/disputes/${opened.body.id}`;
    expect(await office("POST", `${path}/accept`, accept, { "idempotency-key": uuidv7() })).toMatchObject({
      ...{ status: 200, body: { corrected: { beforeMinor: 180, totalMinor: 60, revision: 1 }, refund: null } },
    });
    expect(await office("POST", `${path}/refuse`, { answer: "no" })).toMatchObject({ status: 409 });
    await writeReceipts(house, signer);
    const { body } = await office("GET", `/v1/ops/receipts?stay=${stay}`);
    expect(body.items.map(({ kind }: { kind: string }) => kind).sort()).toEqual(["credit-note", "receipt", "receipt"]);
    expect((await ask("GET", "/v1/me/disputes", { as: token })).body.items).toMatchObject([
      { state: "accepted", answer: "sorry" },
    ]);
    const seen = await ask("GET", `/v1/me/stays/${stay}`, { as: token });
    expect(seen.body.cost).toMatchObject({ final: true, totalMinor: 60 });
    const list = await ask("GET", "/v1/me/stays", { as: token });
    expect(list.body.items).toHaveLength(1);
    expect((await ask("GET", `/v1/me/stays/${stay}/receipt`, { as: token })).body).toMatchObject({ totalMinor: 60 });
    expect(account).toBeTruthy();
  });

  test("reads a statement that reconciles, page by page", async () => {
    const { token, account, stay } = await parked();
    const agreed = { kind: "agreed", totalMinor: 100, words: "kindly" };
    const key = { "idempotency-key": uuidv7() };
    const corrections = `/v1/ops/stays/${stay}/corrections`;
    expect(await office("POST", corrections, agreed, key)).toMatchObject({ status: 201, body: { repeated: false } });
    const whole = (await ask("GET", "/v1/me/statement", { as: token })).body;
    expect(whole).toMatchObject({
      ...{ opening: { balanceMinor: 0 }, closing: { balanceMinor: 900, debtMinor: 0 }, agrees: true, next: null },
      items: [{ kind: "top-up" }, { walletMinor: -180 }, { walletMinor: 180 }, { walletMinor: -100 }],
    });
    let cursor = "";
    let balance = 0;
    const kinds: string[] = [];
    do {
      const path = `/v1/ops/accounts/${account}/statement?limit=1${cursor && `&cursor=${cursor}`}`;
      const { body } = await office("GET", path);
      expect(body.opening.balanceMinor).toBe(balance);
      balance = body.closing.balanceMinor;
      kinds.push(...body.items.map(({ kind }: { kind: string }) => kind));
      cursor = body.next ?? "";
    } while (cursor);
    expect(balance).toBe(900);
    expect(kinds).toEqual(["top-up", "charge", "reversal", "charge"]);
    const { rows } = await db.pool.query("select balance_minor from wallet where account = $1", [account]);
    expect(rows).toEqual([{ balance_minor: "900" }]);
  });
});

describe("the office", () => {
  test("corrects a stay once a key, however often it asks; another request under the key is refused", async () => {
    const { token, stay } = await parked();
    const path = `/v1/ops/stays/${stay}/corrections`;
    const agree = (key: string, totalMinor: number) =>
      office("POST", path, { kind: "agreed", totalMinor, words: "kindly" }, { "idempotency-key": key });
    const [first, second] = [uuidv7(), uuidv7()];
    expect((await agree(first, 100_000_001)).body.code).toBe("invalid-request");
    // A refusal keeps no key.
    expect((await agree(first, 180)).body.code).toBe("correction-empty");
    const answers = await Promise.all([agree(first, 100), agree(first, 100), agree(first, 100)]);
    const { repeated: _, ...made } = answers[0].body;
    expect(made).toMatchObject({ revision: 1, beforeMinor: 180, totalMinor: 100 });
    for (const { status, body } of answers) expect({ status, ...body }).toMatchObject({ status: 201, ...made });
    expect(answers.map(({ body }) => body.repeated).sort()).toEqual([false, true, true]);
    expect((await agree(first, 90)).body.code).toBe("idempotency-key-reused");
    expect((await agree(second, 90)).body).toMatchObject({ revision: 2, repeated: false });
    expect((await agree(first, 100)).body).toEqual({ ...made, repeated: true });
    expect((await ask("GET", "/v1/me/wallet", { as: token })).body.balanceMinor).toBe(910);
    expect((await office("POST", path, { kind: "agreed", totalMinor: 1, words: "x" })).body.code).toBe(
      "invalid-request",
    );
  });

  test("agrees with a driver once a key, and disagrees as often as it likes", async () => {
    const { token: as, stay } = await parked();
    const open = async () =>
      (await ask("POST", `/v1/me/stays/${stay}/disputes`, { as, body: { words: "no" } })).body.id;
    const dispute = await open();
    const terms = { correction: { kind: "agreed", totalMinor: 0, words: "sorry" }, answer: "so it was", to: "wallet" };
    const accept = (key: string) =>
      office("POST", `/v1/ops/disputes/${dispute}/accept`, terms, { "idempotency-key": key });
    const key = uuidv7();
    const { body } = await accept(key);
    expect(body).toMatchObject({ corrected: { totalMinor: 0 }, refund: null, repeated: false });
    expect((await accept(key)).body).toEqual({ ...body, repeated: true });
    expect((await accept(uuidv7())).body.code).toBe("dispute-ended");
    const other = await parked();
    const sent = await ask("POST", `/v1/me/stays/${other.stay}/disputes`, { as: other.token, body: { words: "no" } });
    const refuse = (answer: string) => office("POST", `/v1/ops/disputes/${sent.body.id}/refuse`, { answer });
    expect([(await refuse("no")).status, (await refuse("no")).status]).toEqual([200, 200]);
    expect((await refuse("never")).body.code).toBe("dispute-ended");
  });

  test("sees the books of the running day, and cannot close it", async () => {
    await parked();
    const { status, body } = await office("GET", "/v1/ops/estates/harbour/books");
    expect({ status, faults: body.faults }).toEqual({ status: 200, faults: [] });
    const day = body.proof.day;
    expect(await office("POST", "/v1/ops/estates/harbour/closes", { day })).toMatchObject({
      ...{ status: 409, body: { code: "day-not-over" } },
    });
    const old = { day: "2026-01-05" };
    expect(await office("POST", "/v1/ops/estates/harbour/closes", old)).toMatchObject({
      ...{ status: 409, body: { code: "day-out-of-order" } },
    });
    await db.pool.query("update estate set created_at = '2026-01-05 12:00Z' where id = 'harbour'");
    expect(await office("POST", "/v1/ops/estates/harbour/closes", old)).toMatchObject({ status: 201, body: old });
    const next = { day: "2026-01-06" };
    expect((await office("POST", "/v1/ops/estates/harbour/closes", next)).status).toBe(201);
    const first = await office("GET", "/v1/ops/estates/harbour/closes?limit=1");
    expect(first.body.items).toMatchObject([{ ...next, sound: true }]);
    const last = await office("GET", `/v1/ops/estates/harbour/closes?limit=1&cursor=${first.body.next}`);
    expect(last.body).toMatchObject({ items: [{ ...old, sound: true }], next: null });
  });

  test("gives back to a card only what came by card", async () => {
    const { account } = await parked();
    const asked = { amountMinor: 100, words: "moving away" };
    const path = `/v1/ops/accounts/${account}/refunds`;
    expect(await office("POST", path, asked, { "idempotency-key": "refund-0001" })).toMatchObject({
      ...{ status: 404, body: { code: "payment-unknown" } },
    });
  });

  test("alone may do any of it", async () => {
    const { token, stay } = await parked();
    for (const [method, path] of [
      ["GET", "/v1/ops/receipts"],
      ["GET", "/v1/ops/disputes"],
      ["GET", "/v1/ops/estates/harbour/books"],
      ["POST", `/v1/ops/stays/${stay}/corrections`],
    ] as const)
      expect(await ask(method, path, { as: token, body: method === "POST" ? {} : undefined })).toMatchObject({
        status: 403,
      });
    expect(await ask("GET", "/v1/ops/receipts", { as: operator })).toMatchObject({ status: 200 });
  });
});
