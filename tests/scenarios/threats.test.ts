import { createHmac, createPrivateKey, generateKeyPairSync, hkdfSync, type KeyObject, sign } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { certificateToSign, openCertificate, sealCertificate } from "@baygate/shared/holder";
import type { Order } from "@baygate/shared/order";
import { type PassContent, passToSign, sealPass } from "@baygate/shared/pass";
import { makeProof } from "@baygate/shared/proof";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addCard } from "../../cloud/src/accounts/accounts.actions.ts";
import { issueDriverToken } from "../../cloud/src/accounts/tokens.actions.ts";
import { testDatabase } from "../../cloud/src/db/testing.ts";
import { changeEstate } from "../../cloud/src/estates/estates.actions.ts";
import { revokeGate } from "../../cloud/src/estates/gates.actions.ts";
import { testHouse } from "../../cloud/src/http/testing.ts";
import { issuePass, type PassSigner } from "../../cloud/src/passes/passes.actions.ts";
import { OpeningCode, openingKey } from "../../edge/src/opening-code.ts";
import { Estate, OFFICE } from "./estate.ts";
import { newIssuer, newPhone, type Phone, signedBy, trust } from "./phone.ts";
import type { Gate } from "./street.ts";

// Who might cheat, and what comes of it: each of these is somebody's attempt, at real lanes with their journals and rules, and the cloud's
// verbs on PostgreSQL. What is wrong with bytes alone is edge/src/claim.test.ts and holder-claim.test.ts; what strangers try at the API is
// cloud/src/http/sign-in-threats.test.ts.

const { db } = await testDatabase();
const estate = await Estate.open(db, { capacity: 100 });
const other = await Estate.open(db);
const { house, time } = estate;
const [first, second] = [await estate.gate("arrive"), await estate.gate("arrive")];
const away = await other.gate("arrive");
const MINUTE = 60_000;

const signer = newIssuer();

async function phone(of = estate): Promise<Phone> {
  const { account } = await of.driver();
  const made = await newPhone(of, signer, account);
  await meet();
  return made;
}
async function meet(): Promise<void> {
  for (const each of [estate, estate, other]) await each.exchange();
}
/** A car drives up, shows a code, and drives in if it may. */
async function shows(gate: Gate, code: string): Promise<string> {
  const { outcome, reason } = await gate.drive(code);
  return `${outcome} ${reason}`;
}
const passOf = (account: string, by: PassSigner = signer) => issuePass(by, account, { nowMs: time.nowMs }).pass;

beforeAll(async () => {
  await trust(estate, signer);
  await meet();
});
beforeEach(() => {
  for (const gate of [first, second, away]) Object.assign(gate, { online: true, wallErrorMs: 0, clockSure: true });
  time.pass(5 * MINUTE);
  other.time.nowMs = time.nowMs;
});
afterAll(() => {
  estate.close();
  other.close();
});

describe("threats", () => {
  test("replayed screenshot after its time: of a phone's own code, and of a pass", async () => {
    const anna = await phone();
    const [screenshot, pass] = [await anna.code(), passOf(anna.account)];
    time.pass(2 * MINUTE);
    expect(await shows(first, screenshot)).toBe("deny pass-expired");
    expect(await shows(first, pass)).toBe("deny pass-expired");
    expect(await shows(first, await anna.code())).toBe("grant arrival-granted");
  });

  test("replayed screenshot within its time: good once", async () => {
    const anna = await phone();
    const screenshot = await anna.code();
    expect(await shows(first, screenshot)).toBe("grant arrival-granted");
    time.pass(4_000);
    expect(await shows(first, screenshot)).toBe("deny pass-replayed");
  });

  test("same pass at two gates: the second one has heard of the first car; cut off from each other, both cars are in on one account and an operator is told", async () => {
    const [anna, ben] = [await phone(), await phone()];
    const seen = await anna.code();
    expect(await shows(first, seen)).toBe("grant arrival-granted");
    await meet();
    expect(await shows(second, seen)).toBe("deny already-inside");
    await estate.cut(first, second);
    const doubled = await ben.code();
    for (const gate of [first, second]) expect(await shows(gate, doubled)).toMatch(/^grant /);
    for (const gate of [first, second]) gate.online = true;
    await meet();
    expect((await estate.visits(ben.account)).map(({ flags }) => flags)).toEqual([
      expect.arrayContaining(["arrived-twice"]),
      [],
    ]);
    expect(await estate.exceptions()).toContain("arrived-twice");
  });

  test("forged certificate: another issuer's, under the house's name, is pass-forged at an open link and at a cut one", async () => {
    const anna = await phone();
    const opened = openCertificate(anna.certificate);
    if ("fault" in opened) return expect.fail(opened.fault);
    const rich = { ...opened.holder, coverMinor: 999_999n, offline: "always" } as const;
    const toSign = certificateToSign(rich, signer.kid);
    const forger = generateKeyPairSync("ed25519").privateKey;
    const certificate = sealCertificate(toSign, new Uint8Array(sign(null, toSign, forger)));
    const code = () => makeProof({ certificate, nowMs: time.nowMs, sign: signedBy(anna.privateKey) });
    expect(await shows(first, await code())).toBe("deny pass-forged");
    first.online = false;
    expect(await shows(first, await code())).toBe("deny pass-forged");
    // With the issuer's own signature on what it never said.
    const borrowed = sealCertificate(toSign, opened.signature);
    const proof = await makeProof({ certificate: borrowed, nowMs: time.nowMs, sign: signedBy(anna.privateKey) });
    expect(await shows(first, proof)).toBe("deny pass-forged");
  });

  test("expired key: a certificate that was not renewed opens nothing, whatever the link", async () => {
    const anna = await phone();
    const { code } = anna;
    time.pass(49 * 60 * MINUTE);
    other.time.nowMs = time.nowMs;
    await meet();
    expect(await shows(first, await code())).toBe("deny certificate-expired");
    first.online = false;
    expect(await shows(first, await code())).toBe("deny certificate-expired");
  });

  test("tampered claim: another account, a longer life or another place under the same signature is pass-forged", async () => {
    const [anna, ben] = [await phone(), await phone()];
    const nowS = Math.floor(time.nowMs / 1000);
    const said: PassContent = { account: anna.account, notBeforeS: nowS, notAfterS: nowS + 30, id: "0102030405060708" };
    const signature = new Uint8Array(sign(null, passToSign(said, signer.kid), signer.signingKey));
    const tampered = (change: Partial<PassContent>) =>
      sealPass(passToSign({ ...said, ...change }, signer.kid), signature);
    for (const change of [{ account: ben.account }, { notAfterS: nowS + 60 }, { estate: estate.id }])
      expect(await shows(first, tampered(change))).toBe("deny pass-forged");
    expect(await shows(first, tampered({}))).toBe("grant arrival-granted");
  });

  test("other estate: a pass for another one is pass-wrong-estate; who may not park there is unknown, or cut off not vouched for", async () => {
    const stranger = await phone(other);
    const pass = issuePass(signer, stranger.account, { nowMs: time.nowMs, estate: other.id }).pass;
    expect(await shows(first, pass)).toBe("deny pass-wrong-estate");
    expect(await shows(first, await stranger.code())).toBe("deny unknown-credential");
    first.online = false;
    time.pass(20_000);
    expect(await shows(first, await stranger.code())).toBe("deny pass-wrong-estate");
    other.time.nowMs = time.nowMs;
    expect(await shows(away, await stranger.code())).toBe("grant arrival-granted");
  });

  test("gate's clock five minutes off, either way: codes are refused with a reason, and taken where the estate says so, each once", async () => {
    const [anna, ben] = [await phone(), await phone()];
    for (const [wallErrorMs, refusal] of [
      [5 * MINUTE, "deny pass-expired"],
      [-5 * MINUTE, "deny pass-not-yet-valid"],
    ] as const) {
      // It was wrong when the gate started, so the gate does not know.
      first.wallErrorMs = wallErrorMs;
      first.cutPower();
      expect(await shows(first, await anna.code())).toBe(refusal);
      expect(await shows(first, passOf(anna.account))).toBe(refusal);
    }
    // Somebody sets it right: from then on the gate knows that it did not know.
    first.wallErrorMs = 0;
    expect(await shows(first, await anna.code())).toBe("deny clock-unsure");
    expect(await shows(first, passOf(anna.account))).toBe("deny clock-unsure");
    expect(await changeEstate(house, OFFICE, estate.id, { unsureClock: "take-codes" })).not.toHaveProperty("refused");
    await meet();
    const pass = passOf(ben.account);
    expect(await shows(first, pass)).toBe("grant arrival-granted");
    time.pass(4_000);
    expect(await shows(first, pass)).toBe("deny pass-replayed");
    await changeEstate(house, OFFICE, estate.id, { unsureClock: "refuse-codes" });
    first.cutPower();
  });

  test("stolen gate's database: nothing in its files makes a pass, and what it can do ends with its revocation", async () => {
    const [anna, ben] = [await phone(), await phone()];
    const uid = Buffer.from("04112233445566", "hex");
    await addCard({ ...house, cardAes: () => Buffer.alloc(16, 0xa5).toString("base64url") }, OFFICE, anna.account, {
      ...{ uid, label: "with a key", kind: "aes" },
    });
    await meet();
    const [code, pass] = [await anna.code(), passOf(ben.account)];
    expect(await shows(second, code)).toMatch(/^grant/);
    expect(await shows(second, pass)).toMatch(/^grant/);
    await meet();

    const files = readdirSync(second.directory).filter((name) => !name.startsWith("ballast"));
    const held = Buffer.concat(files.map((name) => readFileSync(join(second.directory, name))));
    const has = (secret: Buffer | string): boolean => held.includes(secret);
    // Nobody's whole credential, no key that signs for the house or for a driver.
    const { d = "" } = signer.signingKey.export({ format: "jwk" });
    const { d: phoneKey = "" } = anna.privateKey.export({ format: "jwk" });
    for (const secret of [d, phoneKey])
      expect([
        has(secret),
        has(Buffer.from(secret, "base64url")),
        has(Buffer.from(secret, "base64url").toString("hex")),
      ]).toEqual([false, false, false]);
    for (const credential of [code, pass, Buffer.from(anna.certificate)]) expect(has(credential)).toBe(false);

    // Whatever 32 bytes are there, none is a key that signs for anybody: every one is tried.
    const { token = "" } = second.plan;
    const seeds = [
      ...secretsIn(second.directory),
      Buffer.from(hkdfSync("sha256", token, "", "", 32)),
      Buffer.from(token).subarray(-32),
    ];
    expect(seeds.length).toBeGreaterThan(10);
    await estate.cut(second);
    const victim = await phone();
    const before = first.facts("decision.made").length;
    for (const seed of seeds) {
      const signingKey = keyOf(seed);
      const made = issuePass({ signingKey, kid: signer.kid }, victim.account, { nowMs: time.nowMs }).pass;
      expect(await shows(first, made)).toBe("deny pass-forged");
    }
    expect(first.facts("decision.made").length).toBe(before + seeds.length);

    // What is secret there: the hash under which cards are known, each such card's own key, and the token.
    const rules = new Map(rulesIn(second.directory));
    const secret = [...rules].filter(([, text]) => /"(hmac|aes)":/.test(text)).map(([key]) => key);
    const ref = createHmac("sha256", Buffer.from(JSON.parse(rules.get("card-key") ?? "{}").hmac, "base64url"))
      .update(uid)
      .digest("hex")
      .slice(0, 32);
    expect(secret.sort()).toEqual(["card-key", `credential/${ref}`]);

    // By the token: codes of this gate's own screen, until it is revoked; of no other's.
    const orders: Order[] = [];
    const api = await testHouse(db, {
      clock: house.clock,
      publishOrder: async (_e, _g, order) => void orders.push(order),
    });
    const issued = await issueDriverToken(house, OFFICE, victim.account, { label: "phone" });
    const as = "token" in issued ? issued.token : "";
    const scan = async (gate: string) => {
      const made = new OpeningCode(openingKey(token), { gate, lane: "lane-1" }).text(time.nowMs);
      return (await api.ask("POST", "/v1/me/gate-openings", { as, body: { code: made } })).body.code ?? "asked";
    };
    expect([await scan(first.plan.id), await scan(second.plan.id)]).toEqual(["opening-code-forged", "asked"]);
    time.pass(20_000);
    await revokeGate(house, OFFICE, second.plan.id, "stolen");
    expect(await scan(second.plan.id)).toBe("opening-code-forged");
    expect(orders).toHaveLength(1);
    api.hub.close();
  });
});

/** RFC 8410 PKCS #8 of an Ed25519 seed. */
const keyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
    ...{ format: "der", type: "pkcs8" },
  });

/** The rules that a gate holds. */
function rulesIn(directory: string): [string, string][] {
  const [name] = readdirSync(directory).filter((file) => /^replica-\d+\.db$/.test(file));
  const file = new Sqlite(join(directory, name ?? ""), { readonly: true });
  const rows = file.prepare<[], { key: string; text: string }>("select key, text from rule").all();
  file.close();
  return rows.map(({ key, text }) => [key, text]);
}

/** Everything in a gate's files that could be 32 secret bytes, by its form: base64url or hex in any text, and blobs of that length. */
function secretsIn(directory: string): Buffer[] {
  const found = new Map<string, Buffer>();
  const take = (bytes: Buffer): void => void (bytes.length === 32 && found.set(bytes.toString("hex"), bytes));
  const look = (text: string): void => {
    for (const [letters] of text.matchAll(/[A-Za-z0-9_-]{43}/g)) take(Buffer.from(letters, "base64url"));
    // Hashes of facts would be hundreds: they are no secrets, and their number grows with every tap.
    for (const [letters] of text.matchAll(/\b[0-9a-f]{32}\b/g)) take(Buffer.from(letters.repeat(2), "hex"));
  };
  for (const name of readdirSync(directory)) {
    if (name.endsWith(".json")) look(readFileSync(join(directory, name), "utf8"));
    if (!/^(journal|replica-\d+)\.db$/.test(name)) continue;
    const file = new Sqlite(join(directory, name), { readonly: true });
    const tables = file.prepare<[], { name: string }>("select name from sqlite_master where type = 'table'").all();
    for (const { name: table } of tables)
      for (const row of file.prepare<[], object>(`select * from "${table}" limit 500`).all())
        for (const value of Object.values(row)) {
          if (typeof value === "string") look(value);
          if (Buffer.isBuffer(value)) take(value);
        }
    file.close();
  }
  return [...found.values()];
}
