import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  answerChallenge,
  CERTIFICATE_LIFE_S,
  certificateToSign,
  challengeBytes,
  compressedPoint,
  type HolderContent,
  holderRef,
  sealCertificate,
} from "@baygate/shared/holder";
import { makeProof, proofSlot } from "@baygate/shared/proof";
import { credentialVectors } from "@baygate/shared/testing";
import { describe, expect, test } from "vitest";
import { Challenges } from "./challenges.ts";
import { type ClaimKeys, claimOf, tapKey } from "./claim.ts";

const pass = credentialVectors("pass");
const vector = credentialVectors("certificate");
const proof = credentialVectors("proof");
const kid = pass.get("kid") ?? "";
const issuedMs = Number(vector.get("nbf")) * 1000;
const nowMs = issuedMs + 100_000;
const issuer = createPrivateKey({
  key: { kty: "OKP", crv: "Ed25519", x: pass.get("publicKey") ?? "", d: pass.get("privateKey") ?? "" },
  format: "jwk",
});
const rule = {
  ed25519: pass.get("publicKey") ?? "",
  ...{ notBeforeMs: issuedMs - 86_400_000, notAfterMs: issuedMs + 86_400_000 },
};
const keys: ClaimKeys = {
  gate: "harbour-in",
  issuerKey: (asked) => (asked === kid ? rule : undefined),
  cardKey: () => undefined,
};

interface Phone {
  readonly key: string;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}
function newPhone(): Phone {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const raw = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const signed = (message: Uint8Array): Uint8Array =>
    new Uint8Array(sign("sha256", message, { key: privateKey, dsaEncoding: "ieee-p1363" }));
  return { key: compressedPoint(raw) ?? "", sign: async (message) => signed(message) };
}
const phone = newPhone();
const holder: HolderContent = {
  account: pass.get("account") ?? "",
  ...{ notBeforeS: issuedMs / 1000, notAfterS: issuedMs / 1000 + 172_800, key: phone.key },
  ...{ estates: ["harbour"], coverMinor: 2500n, offline: "within-cover" },
};
function certified(change: Partial<HolderContent> = {}, by: KeyObject = issuer, named = kid): Uint8Array {
  const toSign = certificateToSign({ ...holder, ...change }, named);
  return sealCertificate(toSign, new Uint8Array(sign(null, toSign, by)));
}
const shown = (text: string, held = keys, atMs = nowMs) =>
  claimOf({ tier: "C", bytes: new TextEncoder().encode(text) }, held, atMs);
const made = async (certificate = certified(), by = phone, atMs = nowMs): Promise<string> =>
  await makeProof({ certificate, nowMs: atMs, sign: by.sign });

const FORGED = { fault: "pass-forged" };
const UNKNOWN = { fault: "pass-unknown-key" };
const { key: _, ...claimed } = holder;

describe("a phone's own code", () => {
  test("claims its account, by the vector that the phone's makers have", () => {
    expect(shown(proof.get("text") ?? "")).toMatchObject({
      ...{ tier: "B", ref: vector.get("ref"), slot: Number(proof.get("slot")) },
      holder: { account: pass.get("account"), coverMinor: 2500n },
    });
  });

  test("claims all that its certificate says, and when it was made", async () =>
    expect(shown(await made())).toEqual({
      ...{ tier: "B", ref: holderRef(phone.key), holder: claimed, slot: proofSlot(nowMs) },
    }));

  test("of a phone that found another's certificate is forged", async () =>
    expect(shown(await made(certified(), newPhone()))).toEqual(FORGED));

  test("with a certificate that nobody issued is forged", async () => {
    const stranger = generateKeyPairSync("ed25519").privateKey;
    expect(shown(await made(certified({}, stranger)))).toEqual(FORGED);
    expect(shown(await made(certified({}, stranger, "b6000002")))).toEqual(UNKNOWN);
  });

  test("for a key that is on no curve is forged", async () => {
    const off = certified({ key: `02${"ff".repeat(32)}` });
    expect(shown(await made(off))).toEqual(FORGED);
  });

  test("holds for its certificate's life after the issuer's key has ended, and not for one issued later", async () => {
    const text = await made();
    const ended = (atMs: number): ClaimKeys => ({ ...keys, issuerKey: () => ({ ...rule, notAfterMs: atMs }) });
    expect(shown(text, ended(issuedMs), issuedMs + CERTIFICATE_LIFE_S * 1000)).toMatchObject({ tier: "B" });
    expect(shown(text, ended(issuedMs), issuedMs + CERTIFICATE_LIFE_S * 1000 + 1)).toEqual(UNKNOWN);
    expect(shown(text, ended(issuedMs - 1))).toEqual(UNKNOWN);
  });

  test("is the same tap as the phone's next code", async () => {
    const read = (text: string) => ({ tier: "C", bytes: new TextEncoder().encode(text) }) as const;
    const [one, next] = [await made(), await made(certified(), phone, nowMs + 15_000)];
    expect(one).not.toBe(next);
    expect(tapKey(read(one))).toBe(tapKey(read(next)));
    expect(tapKey(read(one))).not.toBe(tapKey(read(await made(certified({ key: newPhone().key })))));
    expect(tapKey(read("BG2:no code"))).not.toBe(tapKey(read("BG2:another")));
  });
});

describe("a phone over NFC", () => {
  const lane = new Challenges("harbour-in");
  const answered = async (challenge: Uint8Array, by = phone): Promise<Uint8Array> =>
    await answerChallenge({ certificate: certified(), challenge, sign: by.sign });
  const read = (bytes: Uint8Array, challenge?: Uint8Array) =>
    claimOf(lane.spend({ tier: "A", bytes, ...(challenge && { challenge }) }), keys, nowMs);

  test("claims its account by answering the lane's challenge", async () => {
    const challenge = lane.make(nowMs);
    expect(read(await answered(challenge), challenge)).toEqual({
      ...{ tier: "A", ref: holderRef(phone.key), holder: claimed },
    });
  });

  test("answers a challenge once: what was heard and sent again is forged", async () => {
    const challenge = lane.make(nowMs);
    const answer = await answered(challenge);
    expect(read(answer, challenge)).toMatchObject({ tier: "A" });
    expect(read(answer, challenge)).toEqual(FORGED);
    expect(read(answer, lane.make(nowMs))).toEqual(FORGED);
    expect(read(answer)).toEqual(FORGED);
  });

  test("that another phone answers for is forged", async () => {
    const challenge = lane.make(nowMs);
    expect(read(await answered(challenge, newPhone()), challenge)).toEqual(FORGED);
  });

  test("at another gate is forged, whoever relays it", async () => {
    const elsewhere = new Challenges("harbour-out");
    const challenge = elsewhere.make(nowMs);
    const answer = await answered(challenge);
    expect(claimOf(elsewhere.spend({ tier: "A", bytes: answer, challenge }), keys, nowMs)).toEqual(FORGED);
  });

  test("may be asked often: only the newest challenges are kept", async () => {
    const first = lane.make(nowMs);
    for (let i = 0; i < 16; i++) lane.make(nowMs);
    expect(read(await answered(first), first)).toEqual(FORGED);
    expect(challengeBytes({ gate: "harbour-in", nonce: "00".repeat(16), timeS: 0 }).length).toBeLessThan(64);
  });
});
