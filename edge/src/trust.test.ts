import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentialVectors } from "@baygate/shared/testing";
import { sealTrustList, type TrustedKey, trustListToSign } from "@baygate/shared/trust-list";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Trust } from "./trust.ts";

const vector = credentialVectors("trust-list");
const said = (name: string): string => vector.get(name) ?? "";
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trust-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const newRoot = (): KeyObject => generateKeyPairSync("ed25519").privateKey;
const publicOf = (root: KeyObject): string => root.export({ format: "jwk" }).x ?? "";
const key = (kid: string): TrustedKey => ({ kid, ed25519: publicOf(newRoot()), fromS: 1, untilS: 4_000_000_000 });
function signed(root: KeyObject, version: number, keys: readonly TrustedKey[]) {
  const toSign = trustListToSign({ version, issuedS: 1_790_000_000, keys });
  return { root: publicOf(root), list: sealTrustList(toSign, new Uint8Array(sign(null, toSign, root))) };
}
const root = newRoot();
const [old, next] = [key("00000001"), key("00000002")];
const first = signed(root, 1, [old]);

test("the vector in docs/credentials.md is taken as it stands there", () => {
  const trust = new Trust(directory, said("root"));
  expect(trust.offer({ root: said("root"), list: said("list") })).toBeUndefined();
  expect(trust.key(said("kid"))).toEqual({
    ed25519: said("publicKey"),
    ...{ notBeforeMs: Number(said("from")) * 1000, notAfterMs: Number(said("until")) * 1000 },
  });
  const rootKey = createPrivateKey({
    key: { kty: "OKP", crv: "Ed25519", x: said("root"), d: said("rootPrivateKey") },
    format: "jwk",
  });
  const keys = [
    { kid: said("kid"), ed25519: said("publicKey"), fromS: Number(said("from")), untilS: Number(said("until")) },
  ];
  const toSign = trustListToSign({ version: Number(said("version")), issuedS: Number(said("issued")), keys });
  expect(sealTrustList(toSign, new Uint8Array(sign(null, toSign, rootKey)))).toBe(said("list"));
});

describe("a gate's trust", () => {
  test("is in the keys of its rules until it sees a list, and in that root's lists alone from then on", () => {
    const trust = new Trust(directory);
    expect(trust.binds).toBe(false);
    expect(trust.offer(first)).toBeUndefined();
    expect(trust.binds).toBe(true);
    expect(trust.key(old.kid)?.ed25519).toBe(old.ed25519);
    expect(trust.key(next.kid)).toBeUndefined();
    // Whoever has the cloud has no root.
    const thief = newRoot();
    expect(trust.offer(signed(thief, 2, [next]))).toBe("trust-list-forged");
    expect(trust.offer({ ...signed(thief, 2, [next]), root: publicOf(root) })).toBe("trust-list-forged");
    expect(trust.key(next.kid)).toBeUndefined();
    expect(trust.offer(signed(root, 2, [old, next]))).toBeUndefined();
    expect(trust.key(next.kid)?.ed25519).toBe(next.ed25519);
  });

  test("takes no older list, and none that it cannot read", () => {
    const trust = new Trust(directory);
    trust.offer(signed(root, 7, [next]));
    expect(trust.offer(signed(root, 6, [old]))).toBe("trust-list-older");
    expect(trust.offer(signed(root, 7, [old]))).toBe("trust-list-older");
    expect(trust.offer({ root: publicOf(root), list: "AAAA" })).toBe("trust-list-malformed");
    expect([trust.version, trust.key(old.kid)]).toEqual([7, undefined]);
  });

  test("outlives the rules and the process, and is the installer's root's where one was named", () => {
    new Trust(directory).offer(first);
    expect(new Trust(directory).key(old.kid)?.ed25519).toBe(old.ed25519);
    const other = newRoot();
    const told = new Trust(directory, publicOf(other));
    expect([told.binds, told.key(old.kid)]).toEqual([true, undefined]);
    expect(told.offer(first)).toBe("trust-list-forged");
    expect(told.offer(signed(other, 1, [next]))).toBeUndefined();
  });

  test("a kept list that somebody changed on the disk is none", () => {
    new Trust(directory).offer(first);
    const path = join(directory, "trust.json");
    expect(existsSync(path)).toBe(true);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(first);
    rmSync(path);
    expect(new Trust(directory).binds).toBe(false);
  });
});
