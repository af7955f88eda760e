import { createPublicKey, generateKeyPairSync, verify, webcrypto } from "node:crypto";
import { openCertificate, openProof } from "@baygate/shared/holder";
import { makeProof } from "@baygate/shared/proof";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { feedRules } from "../rules/feed.actions.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const signer = { kid: "b6000001", signingKey: generateKeyPairSync("ed25519").privateKey };
const house = await testHouse(db, { signer });
const { ask, office } = house;
const HOUR = 3_600_000;

beforeAll(() => house.openHarbour());
afterAll(() => house.hub.close());

const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];

/** A phone's key as a browser makes it: what signs never leaves it. */
async function phone() {
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const raw = await webcrypto.subtle.exportKey("raw", pair.publicKey);
  return {
    publicKey: Buffer.from(raw).toString("base64url"),
    sign: async (message: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, message)),
  };
}
async function driver() {
  const enrolled = await house.enrol();
  await office("POST", `/v1/ops/accounts/${enrolled.account}/access`, { estate: "harbour" });
  return enrolled;
}
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
const opened = (text: string) => {
  const certificate = openCertificate(bytes(text));
  if ("fault" in certificate) return expect.fail(certificate.fault);
  return certificate;
};
const rule = async (key: string) => {
  await feedRules({ db, nowMs: () => house.time.nowMs, cardKey: "A".repeat(43) }, "harbour");
  const { rows } = await db.pool.query("select text from rule where estate = 'harbour' and key = $1", [key]);
  return JSON.parse(rows[0]?.text ?? "null");
};

it("a phone's key is certified, and what the phone shows then is its holder's, by the issuer's signature", async () => {
  const { account, token } = await driver();
  const mine = await phone();
  const added = await ask("POST", "/v1/me/devices", { as: token, body: { label: "phone", publicKey: mine.publicKey } });
  expect(added).toMatchObject({
    status: 201,
    body: { kid: "b6000001", notAfter: new Date(NOON + 48 * HOUR).toISOString() },
  });
  expect(added.body.renewFrom).toBe(new Date(NOON + 24 * HOUR).toISOString());
  const { holder, toVerify, signature } = opened(added.body.certificate);
  expect(holder).toMatchObject({ account, estates: ["harbour"], offline: "within-cover" });
  expect(verify(null, toVerify, createPublicKey(signer.signingKey), signature)).toBe(true);
  const text = await makeProof({ certificate: bytes(added.body.certificate), nowMs: NOON, sign: mine.sign });
  expect(openProof(text)).toMatchObject({ certificate: { holder: { account } } });

  const { items } = (await ask("GET", "/v1/me/devices", { as: token })).body;
  expect(items).toMatchObject([{ device: added.body.device, label: "phone" }]);
});

it("a certificate says what can be spent when it is issued, and a newer one what can be spent then", async () => {
  const { account, token } = await driver();
  const body = { label: "phone", publicKey: (await phone()).publicKey };
  const first = (await ask("POST", "/v1/me/devices", { as: token, body })).body;
  const before = opened(first.certificate).holder.coverMinor;
  await db.pool.query("update wallet set debt_minor = 700 where account = $1", [account]);
  const renewed = await ask("POST", `/v1/me/devices/${first.device}/certificate`, { as: token });
  expect(renewed.status).toBe(201);
  expect(opened(renewed.body.certificate).holder).toMatchObject({ coverMinor: before - 700n, offline: "never" });
  // The same key again is the same device.
  const again = await ask("POST", "/v1/me/devices", { as: token, body });
  expect(again).toMatchObject({ status: 201, body: { device: first.device } });
});

it("an account that may go below zero is trusted offline", async () => {
  const { account, token } = await driver();
  await db.pool.query("update account set credit_limit_minor = 5000 where id = $1", [account]);
  const body = { label: "phone", publicKey: (await phone()).publicKey };
  const given = await ask("POST", "/v1/me/devices", { as: token, body });
  expect(opened(given.body.certificate).holder.offline).toBe("always");
});

it("a device that is given up is denied by rule until its certificate has ended by itself, and never certified again", async () => {
  const { token } = await driver();
  const { publicKey } = await phone();
  const given = (await ask("POST", "/v1/me/devices", { as: token, body: { label: "lost", publicKey } })).body;
  const { rows } = await db.pool.query("select ref from device where id = $1", [given.device]);
  const key = `denied/${rows[0].ref}`;
  expect(opened(given.certificate).holder.key.slice(2, 34)).toBe(rows[0].ref);
  expect(await rule(key)).toBeNull();
  expect((await ask("DELETE", `/v1/me/devices/${given.device}`, { as: token })).status).toBe(204);
  expect(house.nudged).toContain("harbour");
  expect(await rule(key)).toEqual({ untilMs: NOON + 48 * HOUR });
  expect(codeOf(await ask("POST", `/v1/me/devices/${given.device}/certificate`, { as: token }))).toEqual([
    404,
    "device-unknown",
  ]);
  expect(codeOf(await ask("POST", "/v1/me/devices", { as: token, body: { label: "x", publicKey } }))).toEqual([
    409,
    "device-taken",
  ]);
});

it("nobody else's device can be looked at, renewed, given up or taken over", async () => {
  const [anna, ben] = [await driver(), await driver()];
  const body = { label: "phone", publicKey: (await phone()).publicKey };
  const { device } = (await ask("POST", "/v1/me/devices", { as: anna.token, body })).body;
  const as = ben.token;
  expect(codeOf(await ask("POST", `/v1/me/devices/${device}/certificate`, { as }))).toEqual([404, "device-unknown"]);
  expect(codeOf(await ask("DELETE", `/v1/me/devices/${device}`, { as }))).toEqual([404, "device-unknown"]);
  expect(codeOf(await ask("POST", "/v1/me/devices", { as, body }))).toEqual([409, "device-taken"]);
  expect((await ask("GET", "/v1/me/devices", { as })).body.items).toEqual([]);
});

it("a key that is no point of the curve is refused, and so is a blocked account", async () => {
  const { account, token: as } = await driver();
  const off = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString("base64url");
  const add = (publicKey: string) => ask("POST", "/v1/me/devices", { as, body: { label: "x", publicKey } });
  expect(codeOf(await add(off))).toEqual([400, "device-key-invalid"]);
  expect(codeOf(await add("short"))).toEqual([400, "invalid-request"]);
  await db.pool.query("update account set blocked_at = now() where id = $1", [account]);
  expect(codeOf(await add((await phone()).publicKey))).toEqual([409, "pass-refused"]);
});

it("an account has ten devices at most", async () => {
  const { token: as } = await driver();
  const add = async () =>
    ask("POST", "/v1/me/devices", { as, body: { label: "x", publicKey: (await phone()).publicKey } });
  for (let i = 0; i < 10; i++) expect((await add()).status).toBe(201);
  expect(codeOf(await add())).toEqual([409, "devices-too-many"]);
});
