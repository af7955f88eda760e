import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { openPass } from "@baygate/shared/pass";
import { plateBytes } from "@baygate/shared/plate";
import { credentialVectors } from "@baygate/shared/testing";
import { describe, expect, test } from "vitest";
import { cardRef, issuePass } from "./passes.actions.ts";
import { passContent } from "./passes.ts";

const vector = credentialVectors("pass");
const said = (name: string): string => vector.get(name) ?? "";
const signingKey = createPrivateKey({
  key: { kty: "OKP", crv: "Ed25519", x: said("publicKey"), d: said("privateKey") },
  format: "jwk",
});
const signer = { signingKey, kid: said("kid") };
const account = said("account");
const nowMs = Number(said("nbf")) * 1000 + 999;

describe("a pass", () => {
  test("is signed by the issuer's key and says whose it is, from now on, for a minute", () => {
    const { pass, expiresAt } = issuePass(signer, account, { nowMs });
    const opened = openPass(pass);
    if ("fault" in opened) return expect.fail(opened.fault);
    expect(opened).toMatchObject({
      kid: said("kid"),
      claims: { account, notBeforeS: Number(said("nbf")), notAfterS: Number(said("exp")) },
    });
    expect(opened.claims.estate).toBeUndefined();
    expect(expiresAt.getTime()).toBe(Number(said("exp")) * 1000);
    expect(verify(null, opened.toVerify, createPublicKey(signingKey), opened.signature)).toBe(true);
  });

  test("can be for one estate and for a shorter time", () => {
    const { pass, expiresAt } = issuePass(signer, account, { nowMs, estate: "harbour", lifeS: 15 });
    expect(openPass(pass)).toMatchObject({ claims: { estate: "harbour" } });
    expect(expiresAt.getTime()).toBe(Number(said("nbf")) * 1000 + 15_000);
  });

  test("is never the same twice", () => {
    const passes = new Set(Array.from({ length: 50 }, () => issuePass(signer, account, { nowMs }).pass));
    expect(passes.size).toBe(50);
  });

  test.each([0, 61, 1.5, Number.NaN])("cannot live %d seconds", (lifeS) =>
    expect(() => passContent(account, { nowMs, lifeS }, "0102030405060708")).toThrow(RangeError),
  );
});

test("a card is known by the same reference as at a gate", () => {
  const { key = "", ...cards } = Object.fromEntries(credentialVectors("cards"));
  expect(Object.keys(cards).length).toBeGreaterThan(2);
  for (const [uid, ref] of Object.entries(cards))
    expect(cardRef(Buffer.from(key, "base64url"), Buffer.from(uid, "hex"))).toBe(ref);
});

test("a plate is known by the same reference as at a gate", () => {
  const { key = "", ...plates } = Object.fromEntries(credentialVectors("plates"));
  expect(Object.keys(plates).length).toBeGreaterThan(2);
  for (const [plate, ref] of Object.entries(plates))
    expect(cardRef(Buffer.from(key, "base64url"), plateBytes(plate))).toBe(ref);
});
