import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { type PassContent, passToSign, sealPass } from "@baygate/shared/pass";
import { plateBytes, skeletonBytes } from "@baygate/shared/plate";
import { credentialVectors } from "@baygate/shared/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClaimKeys, cardRef, claimOf } from "./claim.ts";

const cards = credentialVectors("cards");
const cardKey = Buffer.from(cards.get("key") ?? "", "base64url");
const vector = credentialVectors("pass");
const said = (name: string): string => vector.get(name) ?? "";

const issuedMs = Number(said("nbf")) * 1000;
const nowMs = issuedMs + 5_000;
const privateKey = createPrivateKey({
  key: { kty: "OKP", crv: "Ed25519", x: said("publicKey"), d: said("privateKey") },
  format: "jwk",
});
const rule = { ed25519: said("publicKey"), notBeforeMs: issuedMs - 86_400_000, notAfterMs: issuedMs + 86_400_000 };
const keys: ClaimKeys = {
  gate: "harbour-in",
  issuerKey: (kid) => (kid === said("kid") ? rule : undefined),
  cardKey: () => cardKey,
};
const keysWith = (change: Partial<typeof rule>): ClaimKeys => ({ ...keys, issuerKey: () => ({ ...rule, ...change }) });

const card = (hex: string, held = keys) => claimOf({ tier: "E", bytes: Buffer.from(hex, "hex") }, held, nowMs);
const pass = (text: string, held = keys, atMs = nowMs) =>
  claimOf({ tier: "C", bytes: new TextEncoder().encode(text) }, held, atMs);

const content: PassContent = {
  account: said("account"),
  notBeforeS: Number(said("nbf")),
  notAfterS: Number(said("exp")),
  id: said("cti"),
};
function sealed(change: Partial<PassContent> = {}, kid = said("kid"), key: KeyObject = privateKey): string {
  const toSign = passToSign({ ...content, ...change }, kid);
  return sealPass(toSign, sign(null, toSign, key));
}

describe("a card", () => {
  test.each([...cards].filter(([uid]) => uid !== "key"))("%s is known as %s", (uid, ref) => {
    expect(card(uid)).toEqual({ tier: "E", ref });
    expect(cardRef(cardKey, Buffer.from(uid, "hex"))).toBe(ref);
  });

  test("with a UID that identifies no card is unreadable", () => {
    for (const uid of ["", "01", "00000000", "08010203", "88010203", "0011223344"])
      expect(card(uid)).toEqual({ fault: "card-unreadable" });
  });

  test("means nothing to a gate without the house's card key", () =>
    expect(card("deadbeef", { ...keys, cardKey: () => undefined })).toEqual({ fault: "no-rules-yet" }));
});

describe("a number plate", () => {
  const key = new Uint8Array(32).fill(7);
  const keys: ClaimKeys = { gate: "harbour-in", issuerKey: () => undefined, cardKey: () => key };
  const shown = (text: string, by = keys) => claimOf({ tier: "P", bytes: Buffer.from(text) }, by, 0);

  test("is known however it is written, by a hash that is no card's", () => {
    expect(shown("b-ag 4711")).toEqual(shown("BAG4711"));
    expect(shown("BAG4711")).toEqual({
      ...{ tier: "P", ref: cardRef(key, plateBytes("BAG4711")), confidencePermille: 1000 },
      alike: cardRef(key, skeletonBytes("8AG4711")),
    });
    expect(shown("ABCD")).not.toMatchObject({ ref: cardRef(key, Buffer.from("ABCD")) });
  });

  test("is known by the reference that the cloud computes, too", () => {
    const { key: shared = "", ...plates } = Object.fromEntries(credentialVectors("plates"));
    expect(Object.keys(plates).length).toBeGreaterThan(2);
    const held = { ...keys, cardKey: () => Buffer.from(shared, "base64url") };
    for (const [plate, ref] of Object.entries(plates)) expect(shown(plate, held)).toMatchObject({ tier: "P", ref });
  });

  test("that is none is unreadable", () => expect(shown("?")).toEqual({ fault: "plate-unreadable" }));

  test("means nothing to a gate without the house's card key", () =>
    expect(shown("BAG4711", { ...keys, cardKey: () => undefined })).toEqual({ fault: "no-rules-yet" }));
});

describe("a pass", () => {
  test("with a true signature claims its account until its expiry", () => {
    const { id, ...claimed } = content;
    expect(pass(said("text"))).toEqual({ tier: "C", ref: id, pass: { ...claimed, estate: undefined } });
    expect(pass(sealed({ estate: "harbour" }))).toMatchObject({ pass: { estate: "harbour" } });
  });

  test("that has run out is still a claim: that it is too late is decided with the clock's quality in view", () =>
    expect(pass(said("text"), keys, issuedMs + 3_600_000)).toMatchObject({ tier: "C" }));

  test("by a key that this gate does not hold", () =>
    expect(pass(sealed({}, "b6000002"))).toEqual({ fault: "pass-unknown-key" }));

  test("by a key that was not in force when it was issued, or has run out since", () => {
    const unknown = { fault: "pass-unknown-key" };
    expect(pass(said("text"), keysWith({ notBeforeMs: issuedMs + 1 }))).toEqual(unknown);
    expect(pass(said("text"), keysWith({ notAfterMs: issuedMs - 1 }))).toEqual(unknown);
    expect(pass(said("text"), keysWith({ notAfterMs: issuedMs }), issuedMs + 60_001)).toEqual(unknown);
  });

  test("issued in a key's last second is good for its life", () =>
    expect(pass(said("text"), keysWith({ notAfterMs: issuedMs }), issuedMs + 60_000)).toMatchObject({ tier: "C" }));

  test("whose key in the rules is no key", () =>
    expect(pass(said("text"), keysWith({ ed25519: "short" }))).toEqual({ fault: "pass-unknown-key" }));

  test("signed by somebody else is forged", () => {
    const other = createPrivateKey({
      key: { kty: "OKP", crv: "Ed25519", d: "A".repeat(43), x: "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik" },
      format: "jwk",
    });
    expect(pass(sealed({}, said("kid"), other))).toEqual({ fault: "pass-forged" });
  });

  test("with another account, estate, time or id under the same signature is forged", () => {
    const signature = Buffer.from(said("cose").slice(-128), "hex");
    const changes: Partial<PassContent>[] = [
      { account: "0198c0de-1234-7abc-8def-0123456789ac" },
      { estate: "harbour" },
      { notBeforeS: content.notBeforeS + 1 },
      { notAfterS: content.notAfterS - 1 },
      { id: "0102030405060709" },
    ];
    for (const change of changes)
      expect(pass(sealPass(passToSign({ ...content, ...change }, said("kid")), signature))).toEqual({
        fault: "pass-forged",
      });
  });

  test("changed in any bit of its signature is forged", () => {
    const toSign = passToSign(content, said("kid"));
    const signature = Buffer.from(said("cose").slice(-128), "hex");
    for (let bit = 0; bit < 512; bit++) {
      const changed = signature.with(bit >> 3, (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
      expect(pass(sealPass(toSign, changed))).toEqual({ fault: "pass-forged" });
    }
  });

  test("that is none is malformed, whatever the bytes", () => {
    for (const text of ["", "https://example.org", "WIFI:S:x;;", "BG1:", said("text").slice(0, -3), `${said("text")}é`])
      expect(pass(text)).toEqual({ fault: "pass-malformed" });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(claimOf({ tier: "C", bytes }, keys, nowMs)).toEqual({ fault: "pass-malformed" });
      }),
    );
  });

  test("bytes that only look like a pass when cut to ASCII are malformed", () => {
    const bytes = new TextEncoder().encode(said("text"));
    bytes[10] = (bytes[10] ?? 0) | 0x80;
    expect(claimOf({ tier: "C", bytes }, keys, nowMs)).toEqual({ fault: "pass-malformed" });
  });
});
