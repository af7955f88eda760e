import { createPrivateKey, createPublicKey, sign, verify, webcrypto } from "node:crypto";
import { encode, rfc8949EncodeOptions, Tagged } from "cborg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase45, toBase45 } from "./base45.ts";
import {
  answerChallenge,
  answerToSign,
  CERTIFICATE_LIFE_S,
  certificateToSign,
  challengeBytes,
  compressedPoint,
  type HolderContent,
  holderRef,
  openAnswer,
  openCertificate,
  openProof,
  readChallenge,
  sealAnswer,
  sealCertificate,
} from "./holder.ts";
import { makeProof, proofSlot, proofToSign, sealProof } from "./proof.ts";
import { credentialVectors } from "./testing.ts";

const MALFORMED = { fault: "pass-malformed" };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text = ""): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const pass = credentialVectors("pass");
const vector = credentialVectors("certificate");
const said = (name: string): string => vector.get(name) ?? "";
const kid = pass.get("kid") ?? "";
const issuer = createPrivateKey({
  key: { kty: "OKP", crv: "Ed25519", x: pass.get("publicKey") ?? "", d: pass.get("privateKey") ?? "" },
  format: "jwk",
});
const raw = Buffer.from(said("phonePublicKey"), "base64url");
const jwk = {
  ...{ kty: "EC", crv: "P-256", d: said("phonePrivateKey") },
  ...{ x: raw.subarray(1, 33).toString("base64url"), y: raw.subarray(33).toString("base64url") },
};
const phone = createPrivateKey({ key: jwk, format: "jwk" });
const byPhone = (message: Uint8Array, signature: Uint8Array): boolean =>
  verify("sha256", message, { key: createPublicKey(phone), dsaEncoding: "ieee-p1363" }, signature);
const signAsPhone = async (message: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(sign("sha256", message, { key: phone, dsaEncoding: "ieee-p1363" }));

const holder: HolderContent = {
  account: pass.get("account") ?? "",
  ...{ notBeforeS: Number(said("nbf")), notAfterS: Number(said("exp")), key: said("key") },
  ...{ coverMinor: BigInt(said("coverMinor")), offline: "within-cover" },
};
const certificate = bytes(said("certificate"));

describe("the certificate's vectors in docs/credentials.md", () => {
  test("are what is signed, what is written and what is read", () => {
    const toSign = certificateToSign(holder, kid);
    expect(hex(toSign)).toBe(said("toSign"));
    const signature = new Uint8Array(sign(null, toSign, issuer));
    expect(hex(sealCertificate(toSign, signature))).toBe(said("certificate"));
    expect(openCertificate(certificate)).toEqual({ kid, holder, toVerify: toSign, signature });
  });

  test("name the phone's key as WebCrypto exports it", () => {
    expect(compressedPoint(raw)).toBe(said("key"));
    expect(holderRef(said("key"))).toBe(said("ref"));
  });

  test("hold for everything that it can say", () => {
    const all = credentialVectors("certificate-with-everything");
    const [estate, zone] = all.get("bays")?.split("/") ?? [];
    expect(openCertificate(bytes(all.get("certificate")))).toMatchObject({
      holder: {
        ...{ estates: all.get("estates")?.split(" "), offline: all.get("offline"), class: all.get("class") },
        ...{ coverMinor: BigInt(all.get("coverMinor") ?? ""), bays: [{ estate, zone }] },
      },
    });
  });
});

describe("the proof's vectors in docs/credentials.md", () => {
  const proof = credentialVectors("proof");
  const text = proof.get("text") ?? "";
  const slot = Number(proof.get("slot"));

  test("are what the phone signs and shows, and what a gate reads", () => {
    const toSign = proofToSign(certificate, slot);
    const signature = bytes(proof.get("signature"));
    expect(hex(toSign)).toBe(proof.get("toSign"));
    expect(sealProof(toSign, signature)).toBe(text);
    expect(openProof(text)).toEqual({ certificate: openCertificate(certificate), slot, toVerify: toSign, signature });
    expect(byPhone(toSign, signature)).toBe(true);
  });

  test("fit a QR code of version 12 at level M, alphanumeric", () =>
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{380,419}$/));

  test("a slot is fifteen seconds", () => {
    expect(proofSlot(slot * 15_000)).toBe(slot);
    expect(proofSlot(slot * 15_000 + 14_999)).toBe(slot);
    expect(proofSlot(slot * 15_000 + 15_000)).toBe(slot + 1);
  });
});

test("a phone's key that cannot be exported makes proofs in WebCrypto", async () => {
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const key = compressedPoint(new Uint8Array(await webcrypto.subtle.exportKey("raw", pair.publicKey))) ?? "";
  const toSign = certificateToSign({ ...holder, key }, kid);
  const own = sealCertificate(toSign, new Uint8Array(sign(null, toSign, issuer)));
  const text = await makeProof({
    ...{ certificate: own, nowMs: 1_790_000_100_000 },
    sign: async (message) =>
      new Uint8Array(await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, message)),
  });
  const opened = openProof(text);
  if ("fault" in opened) return expect.fail(opened.fault);
  expect(opened.certificate.holder.key).toBe(key);
  expect(opened.slot).toBe(119_333_340);
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const verified = (message: Uint8Array): Promise<boolean> =>
    webcrypto.subtle.verify(algorithm, pair.publicKey, Uint8Array.from(opened.signature), Uint8Array.from(message));
  expect(await verified(opened.toVerify)).toBe(true);
  expect(await verified(proofToSign(own, opened.slot + 1))).toBe(false);
});

describe("an answer over NFC", () => {
  const answer = credentialVectors("answer");
  const challenge = bytes(answer.get("challenge"));

  test("has the vectors in docs/credentials.md", () => {
    const asked = {
      gate: answer.get("gate") ?? "",
      nonce: answer.get("nonce") ?? "",
      timeS: Number(answer.get("time")),
    };
    expect(hex(challengeBytes(asked))).toBe(answer.get("challenge"));
    expect(readChallenge(challenge)).toEqual(asked);
    const toSign = answerToSign(certificate, challenge);
    expect(hex(toSign)).toBe(answer.get("toSign"));
    const signature = bytes(answer.get("signature"));
    expect(hex(sealAnswer(certificate, signature))).toBe(answer.get("answer"));
    const opened = { certificate: openCertificate(certificate), toVerify: toSign, signature };
    expect(openAnswer(bytes(answer.get("answer")), challenge)).toEqual(opened);
    expect(byPhone(toSign, signature)).toBe(true);
  });

  test("fits one short APDU", () => expect(bytes(answer.get("answer")).length).toBeLessThanOrEqual(256));

  test("to one challenge is none to another, and no proof of a slot", async () => {
    const given = await answerChallenge({ certificate, challenge, sign: signAsPhone });
    const holds = (asked: Uint8Array): boolean => {
      const opened = openAnswer(given, asked);
      return !("fault" in opened) && byPhone(opened.toVerify, opened.signature);
    };
    expect(holds(challenge)).toBe(true);
    expect(holds(challengeBytes({ gate: "harbour-in", nonce: "ff".repeat(16), timeS: 1_790_000_100 }))).toBe(false);
    expect(holds(challengeBytes({ gate: "harbour-out", nonce: answer.get("nonce") ?? "", timeS: 1 }))).toBe(false);
  });

  test.each([
    ["nothing", ""],
    ["no list", "01"],
    ["no gate's name", "836141500001020304050607" + "08090a0b0c0d0e0f01"],
    ["a short nonce", "836161420102" + "01"],
  ])("a challenge is not: %s", (_, text) => expect(readChallenge(bytes(text))).toBeUndefined());
});

const holders = fc.record({
  account: fc.uuid({ version: [4, 7] }),
  notBeforeS: fc.integer({ min: 1, max: 0xffff_ffff - CERTIFICATE_LIFE_S }),
  life: fc.integer({ min: 1, max: CERTIFICATE_LIFE_S }),
  key: fc
    .tuple(fc.constantFrom("02", "03"), fc.uint8Array({ minLength: 32, maxLength: 32 }))
    .map(([y, x]) => y + hex(x)),
  estates: fc.option(fc.array(fc.constantFrom("harbour", "a", "z9-z9"), { minLength: 1, maxLength: 4 }), {
    nil: undefined,
  }),
  coverMinor: fc.bigInt({ min: -(2n ** 53n - 1n), max: 2n ** 53n - 1n }),
  offline: fc.constantFrom("never" as const, "within-cover" as const, "always" as const),
  class: fc.constantFrom(undefined, "electric" as const, "truck" as const, "disabled" as const),
  bays: fc.option(fc.array(fc.constant({ estate: "harbour", zone: "owners" }), { minLength: 1, maxLength: 2 }), {
    nil: undefined,
  }),
});

test("any certificate is read as it was written", () => {
  fc.assert(
    fc.property(holders, fc.uint8Array({ minLength: 64, maxLength: 64 }), ({ life, ...rest }, signature) => {
      const content = { ...rest, notAfterS: rest.notBeforeS + life };
      const toVerify = certificateToSign(content, kid);
      expect(openCertificate(sealCertificate(toVerify, signature))).toEqual({
        kid,
        holder: content,
        toVerify,
        signature,
      });
    }),
  );
});

describe("whatever is held to the camera", () => {
  const text = credentialVectors("proof").get("text") ?? "";
  const cose = fromBase45(text.slice(4)) ?? new Uint8Array();
  const asText = (content: Uint8Array): string => `BG2:${toBase45(content)}`;

  test("never throws: any text, any bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 700 }), fc.uint8Array({ maxLength: 420 }), (any, some) => {
        expect(openProof(any)).toEqual(MALFORMED);
        expect(openProof(`BG2:${any}`)).toEqual(MALFORMED);
        expect(openProof(asText(some))).toEqual(MALFORMED);
        expect(openCertificate(some)).toEqual(MALFORMED);
        expect(openAnswer(some, new Uint8Array())).toEqual(MALFORMED);
      }),
    );
  });

  test("no changed byte goes unnoticed: it is malformed, or one of the two signatures stands over something else", () => {
    const signed = (opened: ReturnType<typeof openProof>): string =>
      "fault" in opened
        ? "malformed"
        : [opened.toVerify, opened.signature, opened.certificate.toVerify, opened.certificate.signature]
            .map(hex)
            .join();
    const original = signed(openProof(text));
    for (let at = 0; at < cose.length; at++)
      for (const flip of [1, 0x20, 0x80]) {
        const changed = signed(openProof(asText(cose.with(at, (cose[at] ?? 0) ^ flip))));
        if (changed === original) expect.fail(`byte ${at} flipped by ${flip} changes nothing that is verified`);
      }
  });

  test.each([
    ["a pass's text", pass.get("text") ?? ""],
    ["a letter too many", `${text} `],
    ["641 letters", `BG2:${"0".repeat(637)}`],
    ["a deep nest", asText(new Uint8Array(400).fill(0x81))],
    ["four thousand million parts", asText(bytes("d29affffffff"))],
    ["four thousand million bytes", asText(bytes("d2845affffffff"))],
    ["a certificate in place of a proof", asText(certificate)],
    [
      "a proof in a proof",
      asText(
        encode(
          new Tagged(18, [
            encode(new Map([[1, -7]]), rfc8949EncodeOptions),
            new Map(),
            encode([cose, 119_333_340], rfc8949EncodeOptions),
            new Uint8Array(64),
          ]),
          rfc8949EncodeOptions,
        ),
      ),
    ],
  ])("is malformed: %s", (_, held) => expect(openProof(held)).toEqual(MALFORMED));
});

test("a certificate that no gate would take cannot be made", () => {
  const tooLong = { ...holder, notAfterS: holder.notBeforeS + CERTIFICATE_LIFE_S + 1 };
  expect(() => certificateToSign(tooLong, kid)).toThrow();
  expect(() => certificateToSign({ ...holder, key: `04${holder.key.slice(2)}` }, kid)).toThrow();
  expect(() => certificateToSign({ ...holder, estates: [] }, kid)).toThrow();
  expect(() => certificateToSign({ ...holder, account: holder.account.toUpperCase() }, kid)).toThrow();
  expect(compressedPoint(raw.subarray(0, 64))).toBeUndefined();
});
