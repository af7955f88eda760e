import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase45, toBase45 } from "./base45.ts";
import { isOpeningFresh, openingToSign, openOpening, sealOpening } from "./opening.ts";
import { credentialVectors } from "./testing.ts";

const vector = credentialVectors("opening-code");
const said = (name: string): string => vector.get(name) ?? "";
const content = { gate: said("gate"), lane: said("lane"), madeS: Number(said("made")) };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: said("publicKey") }, format: "jwk" });

describe("the vector of a gate's code in docs/credentials.md", () => {
  test("is what is signed, what is written and what is read", () => {
    const toVerify = openingToSign(content);
    expect(hex(toVerify)).toBe(said("toSign"));
    const opened = openOpening(said("text"));
    if ("fault" in opened) return expect.fail(opened.fault);
    expect(opened).toEqual({ ...content, toVerify, signature: opened.signature });
    expect(verify(null, opened.toVerify, publicKey, opened.signature)).toBe(true);
    expect(sealOpening(toVerify, opened.signature)).toBe(said("text"));
    expect(said("text")).toMatch(/^[0-9A-Z $%*+\-./:]{140,170}$/);
  });

  test("is fresh from half a minute before it was made, for other clocks, to as long after its fifteen seconds", () => {
    const at = (seconds: number) => isOpeningFresh(content, (content.madeS + seconds) * 1000);
    expect([at(-31), at(-30), at(0), at(45), at(46)]).toEqual([false, true, true, true, false]);
  });
});

test("there is one text for a content and a signature; whatever else is held up is malformed", () => {
  const malformed = { fault: "opening-code-malformed" };
  const bytes = fromBase45(said("text").slice(4)) ?? new Uint8Array();
  for (let at = 0; at < bytes.length - 64; at++) {
    const changed = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
    const opened = openOpening(`BG3:${toBase45(changed)}`);
    // Another name or another time is another code; its signature does not hold.
    if (!("fault" in opened)) expect(verify(null, opened.toVerify, publicKey, opened.signature)).toBe(false);
  }
  expect(openOpening(`${said("text")}0`)).toEqual(malformed);
  expect(openOpening(`BG3:${toBase45(Uint8Array.from([...bytes, 0]))}`)).toEqual(malformed);
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => "fault" in openOpening(`BG3:${text}`)));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (any) => "fault" in openOpening(`BG3:${toBase45(any)}`)));
});
