import { createPrivateKey } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../cloud/src/db/testing.ts";
import { testHouse } from "../../cloud/src/http/testing.ts";
import { issuePass } from "../../cloud/src/passes/passes.actions.ts";
import {
  announceIssuer,
  draftTrustList,
  endIssuer,
  isTrusted,
  newRoot,
  publishTrustList,
  signTrustList,
} from "../../cloud/src/passes/trust.actions.ts";
import { addTrustCommands } from "../../cloud/src/passes/trust.command.ts";
import { makeNextIssuer, readSecrets, registerSecrets, useNextIssuer } from "../../cloud/src/secrets.ts";
import { type Driver, Estate } from "./estate.ts";
import { HOUR_MS, MINUTE_MS } from "./street.ts";

// Issuers' keys come and go while gates work, one of them cut off. Gates are the real lanes, journals, rules and trust; keys and lists the
// cloud's own, in the order in which docs/credentials.md has an operator do it.

const { db } = await testDatabase();
const estate = await Estate.open(db);
const api = await testHouse(db, { clock: estate.house.clock });
const [way, far] = [await estate.gate("arrive"), await estate.gate("arrive")];
const { house, time } = estate;
const root = newRoot();
let dataDir: string;
let secretsFile: string;
let driver: Driver;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "rotation-"));
  secretsFile = join(dataDir, "secrets.json");
  await registerSecrets(db, { ...(await readSecrets(dataDir)), cardKey: Buffer.alloc(32, 1) }, time.nowMs);
  await db.pool.query("insert into rule_dirty (estate, key) select $1, 'key/' || kid from issuer_key", [estate.id]);
  await estate.exchange();
});
afterAll(async () => {
  api.hub.close();
  estate.close();
  await rm(dataDir, { recursive: true });
});

/** A car by the gate with a pass that the cloud issues now, or has issued. */
async function pass(): Promise<string> {
  const { issuer } = await readSecrets(dataDir);
  return issuePass(issuer, driver.account, { nowMs: time.nowMs }).pass;
}
async function reasonAt(gate: typeof way, text: string): Promise<string> {
  const { outcome, reason } = await gate.drive(text);
  time.pass(MINUTE_MS);
  return `${outcome} ${reason}`;
}
const newcomer = async (): Promise<void> => {
  driver = await estate.driver();
  await estate.exchange();
  await estate.exchange();
};
const publish = async (by = root) =>
  publishTrustList(house, signTrustList(by, await draftTrustList(house), time.nowMs));

test("a house without a list works with the key in its rules", async () => {
  await newcomer();
  expect(await reasonAt(way, await pass())).toBe("grant arrival-granted");
  expect((await api.ask("GET", "/v1/trust-list")).body).toMatchObject({ code: "trust-list-unknown" });
});

test("a first list, and all goes on: everybody can read it, and nobody else's root replaces it", async () => {
  expect(await publish()).toMatchObject({ version: 1 });
  await newcomer();
  expect(await reasonAt(way, await pass())).toBe("grant arrival-granted");
  const { issuer } = await readSecrets(dataDir);
  const { body } = await api.ask("GET", "/v1/trust-list");
  expect(body).toMatchObject({
    version: 1,
    root: root.publicKey,
    keys: [{ kid: issuer.kid, ed25519: issuer.publicKey }],
  });
  expect(await publish(newRoot())).toEqual({ refused: "trust-root-other" });
  expect(await publishTrustList(house, { root: body.root, list: body.list })).toEqual({ refused: "trust-list-older" });
});

test("rotation: old passes work until their end, new ones at once, and a gate that is cut off meanwhile goes on", async () => {
  await newcomer();
  await estate.cut(far);
  const next = await makeNextIssuer(secretsFile);
  await announceIssuer(house, next);
  // In the rules alone, nobody goes by it, and the cloud does not use it.
  expect(await isTrusted(house, next.kid)).toBe(false);
  expect(await publish()).toMatchObject({ version: 2 });
  expect(await isTrusted(house, next.kid)).toBe(true);
  await estate.exchange();

  const oldPass = await pass();
  const turned = await useNextIssuer(secretsFile);
  await endIssuer(house, turned?.ended ?? "");
  expect(turned?.used).toBe(next.kid);
  expect(await publish()).toMatchObject({ version: 3 });
  await estate.exchange();
  const newPass = await pass();
  // The gate that heard of it takes both, the one that did not what it knows.
  expect(await reasonAt(far, oldPass)).toBe("grant arrival-granted");
  await newcomer();
  expect(await reasonAt(far, await pass())).toBe("deny pass-unknown-key");
  expect(await reasonAt(way, await pass())).toBe("grant arrival-granted");
  expect(await reasonAt(way, newPass)).toMatch(/^deny pass-expired$/);

  await newcomer();
  far.online = true;
  await estate.exchange();
  expect(await reasonAt(far, await pass())).toBe("grant arrival-granted");
});

test("what an ended key signs after its end counts nowhere", async () => {
  const before = (await draftTrustList(house)).keys;
  expect(before).toHaveLength(2);
  time.pass(2 * HOUR_MS);
  await newcomer();
  // Somebody has kept the old key.
  const old = before.find(({ untilS }) => untilS * 1000 < time.nowMs);
  expect(old).toBeDefined();
  for (const gate of [way, far]) gate.cutPower();
  const { issuer } = await readSecrets(dataDir);
  const forged = issuePass({ ...issuer, kid: old?.kid ?? "" }, driver.account, { nowMs: time.nowMs }).pass;
  expect(await reasonAt(way, forged)).toBe("deny pass-unknown-key");
  expect(await reasonAt(way, await pass())).toBe("grant arrival-granted");
});

test("a cloud in a thief's hands cannot make gates believe a key of its own", async () => {
  await newcomer();
  const thief = newRoot();
  const { keys } = await draftTrustList(house);
  const list = signTrustList(
    thief,
    {
      version: 99,
      keys: [...keys, { ...keys[0], kid: "deadbeef", ed25519: thief.publicKey, fromS: 1, untilS: 4_000_000_000 }],
    },
    time.nowMs,
  );
  await db.pool.query("update house set value = $1 where id = 'trust-list'", [JSON.stringify(list)]);
  await db.pool.query("insert into issuer_key values ('deadbeef', $1, to_timestamp(1), to_timestamp(4000000000))", [
    thief.publicKey,
  ]);
  await db.pool.query("insert into rule_dirty (estate, key) values ($1, 'trust-list'), ($1, 'key/deadbeef')", [
    estate.id,
  ]);
  await estate.exchange();
  expect(way.replica.get("key", "deadbeef")?.ed25519).toBe(thief.publicKey);
  expect(way.trustFault).toBe("trust-list-forged");
  const jwk = { kty: "OKP", crv: "Ed25519", x: thief.publicKey, d: thief.privateKey };
  const signingKey = createPrivateKey({ key: jwk, format: "jwk" });
  const { pass: made } = issuePass({ signingKey, kid: "deadbeef" }, driver.account, { nowMs: time.nowMs });
  expect(await reasonAt(way, made)).toBe("deny pass-unknown-key");
  // What was trusted is trusted.
  expect(await reasonAt(way, await pass())).toBe("grant arrival-granted");
});

test("the root's own two commands make a key file for its owner's eyes and sign a draft with it", async () => {
  const run = async (...args: string[]) => {
    const program = new Command();
    addTrustCommands(program);
    await program.parseAsync(args, { from: "user" });
  };
  const [rootFile, draftFile, listFile] = ["root.json", "draft.json", "list.json"].map((name) => join(dataDir, name));
  await run("trust-root", "--out", rootFile ?? "");
  expect((await stat(rootFile ?? "")).mode & 0o777).toBe(0o600);
  const draft = { ...(await draftTrustList(house)), version: 100 };
  await writeFile(draftFile ?? "", JSON.stringify(draft));
  await run("sign-trust-list", "--root", rootFile ?? "", "--draft", draftFile ?? "", "--out", listFile ?? "");
  const signed = JSON.parse(await readFile(listFile ?? "", "utf8"));
  expect(await publishTrustList(house, signed)).toEqual({ refused: "trust-root-other" });
});
