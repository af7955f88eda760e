import { createPublicKey, sign, verify } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testDatabase } from "./db/testing.ts";
import { readSecrets, registerSecrets } from "./secrets.ts";

const { db } = await testDatabase();
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "baygate-secrets-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("are made once, for their owner's eyes alone, and are the same ever after", async () => {
  const first = await readSecrets(dir);
  const second = await readSecrets(dir);
  expect((await stat(join(dir, "secrets.json"))).mode & 0o777).toBe(0o600);
  expect(second.cardKey).toEqual(first.cardKey);
  expect(second.issuer.kid).toMatch(/^[0-9a-f]{8}$/);
  const message = Buffer.from("a pass");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: first.issuer.publicKey }, format: "jwk" });
  expect(verify(null, message, publicKey, sign(null, message, second.issuer.signingKey))).toBe(true);
});

test("from a file of the operator's are read and never made", async () => {
  const file = join(dir, "given.json");
  await expect(readSecrets(dir, file)).rejects.toMatchObject({ code: "secrets-unreadable" });
  await readSecrets(dir);
  await writeFile(file, await readFile(join(dir, "secrets.json")));
  expect((await readSecrets("/nowhere", file)).issuer.kid).toBe((await readSecrets(dir)).issuer.kid);
});

test("that are damaged are refused without showing them", async () => {
  await writeFile(join(dir, "secrets.json"), '{"issuer":{"d":"VERYSECRET"},"cardKey":"VERYSECRET"}');
  const refusal = await readSecrets(dir).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "secrets-unreadable" });
  expect(String(refusal)).not.toContain("VERYSECRET");
});

test("from before there were receipts or cards with keys get a key for them, once, and keep everything else", async () => {
  const path = join(dir, "secrets.json");
  await readSecrets(dir);
  const { receipts, cardMaster, ...before } = JSON.parse(await readFile(path, "utf8"));
  expect(Buffer.from(cardMaster, "base64url")).toHaveLength(16);
  expect(receipts).toMatchObject({ d: expect.any(String), x: expect.any(String) });
  await writeFile(path, JSON.stringify({ ...before, note: "kept" }));
  const extended = await readSecrets(dir);
  expect(extended.receipts.kid).toMatch(/^[0-9a-f]{16}$/);
  expect(extended.receipts.publicKey).not.toBe(extended.issuer.publicKey);
  expect((await readSecrets(dir)).receipts.kid).toBe(extended.receipts.kid);
  expect(extended.cardMaster).toHaveLength(16);
  expect((await readSecrets(dir)).cardMaster).toEqual(extended.cardMaster);
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ ...before, note: "kept" });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("of another house are refused by the database; its own are registered for the gates", async () => {
  const own = await readSecrets(dir);
  await registerSecrets(db, own, Date.now());
  await registerSecrets(db, own, Date.now());
  expect((await db.pool.query("select kid, public_key from issuer_key")).rows).toEqual([
    { kid: own.issuer.kid, public_key: own.issuer.publicKey },
  ]);
  expect((await db.pool.query("select kid, public_key from receipt_key")).rows).toEqual([
    { kid: own.receipts.kid, public_key: own.receipts.publicKey },
  ]);
  const other = { ...own, cardKey: Buffer.alloc(32) };
  await expect(registerSecrets(db, other, Date.now())).rejects.toMatchObject({ code: "card-key-mismatch" });
});
