import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "./cose.ts";
import { credentialVectors } from "./testing.ts";
import { openTrustList, trustListToSign } from "./trust-list.ts";

const vector = credentialVectors("trust-list");
const said = (name: string): string => vector.get(name) ?? "";
const content = {
  ...{ version: Number(said("version")), issuedS: Number(said("issued")) },
  keys: [{ kid: said("kid"), ed25519: said("publicKey"), fromS: Number(said("from")), untilS: Number(said("until")) }],
};
const root = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: said("root") }, format: "jwk" });

test("the vector in docs/credentials.md is what is signed and what is read", () => {
  const toVerify = trustListToSign(content);
  expect(Buffer.from(toVerify).toString("hex")).toBe(said("toSign"));
  const opened = openTrustList(said("list"));
  if ("fault" in opened) return expect.fail(opened.fault);
  expect(opened).toEqual({ ...content, toVerify, signature: opened.signature });
  expect(verify(null, opened.toVerify, root, opened.signature)).toBe(true);
});

test("no list with a changed bit is the root's, and nothing else is a list", () => {
  const bytes = fromBase64Url(said("list"));
  for (let at = 0; at < bytes.length; at++) {
    const opened = openTrustList(toBase64Url(Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte))));
    if (!("fault" in opened)) expect(verify(null, opened.toVerify, root, opened.signature)).toBe(false);
  }
  const malformed = { fault: "trust-list-malformed" };
  expect(openTrustList(toBase64Url(Uint8Array.from([...bytes, 0])))).toEqual(malformed);
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => "fault" in openTrustList(text)));
});

test("a list names a key once, gives it some time and holds one at least", () => {
  const [key] = content.keys;
  if (key === undefined) return expect.fail("the vector has a key");
  for (const keys of [[], [key, key], [{ ...key, untilS: key.fromS }]])
    expect(() => trustListToSign({ ...content, keys })).toThrow();
});
