import { z } from "zod";
import { fromBase45 } from "./base45.ts";
import {
  ALG,
  CLAIM,
  cbor,
  fromHex,
  HEADER,
  SIGNATURE_BYTES,
  sameBytes,
  sealSign1,
  subToUuid,
  toHex,
  toSign1,
  uncbor,
  uuidToSub,
} from "./cose.ts";
import { anyMap, bytesOf, Kid, kidBytes, openSign1, signatureBytes, subText, u32 } from "./cose-open.ts";
import { type CredentialRef, type HolderClaim, OfflinePolicy } from "./credential.ts";
import { VehicleClass } from "./estate.ts";
import { AccountRef, EstateId, GateId, ZoneId } from "./ids.ts";
import { es256, PROOF_PREFIX, proofToSign, type SignAsHolder, sealProof } from "./proof.ts";

// The holder's certificate, and how a phone proves that it is the holder: by a QR code that it makes itself (tier B) or over NFC
// (tier A). Byte for byte in docs/credentials.md. One module for who issues and who checks, with proof.ts for the phone; it runs in a browser and in
// Node, and signs and verifies with what it is handed: WebCrypto there, node:crypto here.

/** A certificate lives no longer than this. Seconds. */
export const CERTIFICATE_LIFE_S = 72 * 3600;
/** Looked at before anything else. A certificate has about 180 bytes, a proof's text about 400 letters. */
const MOST_LETTERS = 640;
const MOST_CERTIFICATE_BYTES = 320;
export const CHALLENGE_NONCE_BYTES = 16;

/** What the cloud says of a phone's key. */
export interface HolderContent extends HolderClaim {
  /** The phone's P-256 key, as a compressed point (SEC 1, 2.3.3): 33 bytes in hex. */
  readonly key: string;
}

/** A certificate that was read, and what is needed to check that the cloud issued it. */
export interface OpenedCertificate {
  readonly kid: string;
  readonly holder: HolderContent;
  /** What `signature` (Ed25519, by the issuer key named `kid`) must sign. */
  readonly toVerify: Uint8Array;
  readonly signature: Uint8Array;
}

/** A phone's proof that was read, and what is needed to check that the certificate's key made it. */
export interface OpenedProof {
  readonly certificate: OpenedCertificate;
  /** What `signature` (ECDSA on P-256 with SHA-256, r and s) must sign by the certificate's key. */
  readonly toVerify: Uint8Array;
  readonly signature: Uint8Array;
}

/** A proof by QR code: in which slot it was made. */
export interface OpenedSlotProof extends OpenedProof {
  /** Seconds since 1970, divided by `PROOF_SLOT_S`, rounded down. */
  readonly slot: number;
}

type Malformed = { readonly fault: "pass-malformed" };
const MALFORMED: Malformed = { fault: "pass-malformed" };

const estateOfBay = /^([^/]{1,32})\/([^/]{1,32})$/;
const content = z
  .object({
    account: AccountRef.refine((account) => account === account.toLowerCase()),
    notBeforeS: u32,
    notAfterS: u32,
    key: z.string().regex(/^0[23][0-9a-f]{64}$/),
    estates: z.array(EstateId).min(1).max(4).optional(),
    coverMinor: z
      .bigint()
      .min(-(2n ** 53n - 1n))
      .max(2n ** 53n - 1n),
    offline: OfflinePolicy,
    class: VehicleClass.exclude(["standard"]).optional(),
    bays: z
      .array(z.object({ estate: EstateId, zone: ZoneId }))
      .min(1)
      .max(2)
      .optional(),
  })
  .refine(({ notBeforeS, notAfterS }) => notBeforeS < notAfterS && notAfterS - notBeforeS <= CERTIFICATE_LIFE_S);

// RFC 8747: `cnf` holds the key itself. RFC 9053 numbers what is in it.
const CNF_KEY = 1;
const KEY = { kty: 1, crv: -1, x: -2, y: -3 } as const;
const KTY_EC2 = 2;
const CRV_P256 = 1;
/** RFC 8392 leaves everything below -65536 to whoever uses it. */
const CLAIM_BAYGATE = -65_537;
const OF_BAYGATE = { offline: 1, coverMinor: 2, class: 3, bays: 4 } as const;

/**
 * The bytes to sign for a certificate, with Ed25519 and the issuer key named `kid` (4 bytes in hex).
 *
 * @throws z.ZodError when no gate could ever accept the content: that is a bug of the caller.
 */
export function certificateToSign(holder: HolderContent, kid: string): Uint8Array {
  const said = content.parse({ ...holder, class: holder.class === "standard" ? undefined : holder.class });
  const compact = new Map<number, unknown>([
    [OF_BAYGATE.offline, OfflinePolicy.options.indexOf(said.offline)],
    [OF_BAYGATE.coverMinor, Number(said.coverMinor)],
  ]);
  if (said.class !== undefined) compact.set(OF_BAYGATE.class, said.class);
  if (said.bays !== undefined)
    compact.set(
      OF_BAYGATE.bays,
      said.bays.map(({ estate, zone }) => `${estate}/${zone}`),
    );
  const point = fromHex(said.key);
  const key = new Map<number, unknown>([
    [KEY.kty, KTY_EC2],
    [KEY.crv, CRV_P256],
    [KEY.x, point.slice(1)],
    [KEY.y, point[0] === 3],
  ]);
  const claims = new Map<number, unknown>([
    [CLAIM.sub, uuidToSub(said.account)],
    [CLAIM.exp, said.notAfterS],
    [CLAIM.nbf, said.notBeforeS],
    [CLAIM.cnf, new Map([[CNF_KEY, key]])],
    [CLAIM_BAYGATE, compact],
  ]);
  if (said.estates !== undefined) claims.set(CLAIM.aud, said.estates);
  const headers = new Map<number, unknown>([
    [HEADER.alg, ALG.edDsa],
    [HEADER.kid, fromHex(Kid.parse(kid))],
  ]);
  return toSign1(headers, cbor(claims));
}

/** The certificate, from what `certificateToSign` gave and its signature. */
export const sealCertificate = sealSign1;

/** Reads a certificate without believing it. There is one form of bytes for a content; every other is malformed. Never throws. */
export function openCertificate(bytes: Uint8Array): OpenedCertificate | Malformed {
  if (bytes.length > MOST_CERTIFICATE_BYTES) return MALFORMED;
  try {
    const opened = readCertificate(bytes);
    // Writing it again shows what a parser may overlook.
    if (opened && sameBytes(sealSign1(opened.toVerify, opened.signature), bytes)) return opened;
  } catch {
    // Not the strict CBOR asked for.
  }
  return MALFORMED;
}

const bayTexts = z.array(z.string()).optional();
const coordinate = bytesOf(32);
const whole = z.int();

function readCertificate(bytes: Uint8Array): OpenedCertificate | undefined {
  const sealed = openSign1(bytes);
  if (sealed === undefined) return undefined;
  const claims = anyMap.parse(uncbor(sealed.payload));
  const kid = toHex(kidBytes.parse(sealed.headers.get(HEADER.kid)));
  const key = anyMap.parse(anyMap.parse(claims.get(CLAIM.cnf)).get(CNF_KEY));
  const compact = anyMap.parse(claims.get(CLAIM_BAYGATE));
  const bays = bayTexts.parse(compact.get(OF_BAYGATE.bays));
  const holder = content.parse({
    account: subToUuid(subText.parse(claims.get(CLAIM.sub))),
    notBeforeS: claims.get(CLAIM.nbf),
    notAfterS: claims.get(CLAIM.exp),
    key: `${key.get(KEY.y) === true ? "03" : "02"}${toHex(coordinate.parse(key.get(KEY.x)))}`,
    estates: claims.get(CLAIM.aud),
    coverMinor: BigInt(whole.parse(compact.get(OF_BAYGATE.coverMinor))),
    offline: OfflinePolicy.options[whole.parse(compact.get(OF_BAYGATE.offline))],
    class: compact.get(OF_BAYGATE.class),
    bays: bays?.map((bay) => {
      const [, estate, zone] = estateOfBay.exec(bay) ?? [];
      return { estate, zone };
    }),
  });
  return { kid, holder, toVerify: certificateToSign(holder, kid), signature: sealed.signature };
}

/**
 * What stands for a phone's key in rules, facts and logs: hex of the first 16 bytes of its point's x. A public key's x is as good as
 * random, and it takes 2^127 tries to find a key with somebody else's.
 */
export const holderRef = (key: string): CredentialRef => key.slice(2, 34);

/** A raw P-256 point (65 bytes, as WebCrypto exports it) in its compressed form, in hex. Undefined when it is none by its form. */
export function compressedPoint(raw: Uint8Array): string | undefined {
  if (raw.length !== 65 || raw[0] !== 4) return undefined;
  return `0${2 + ((raw[64] ?? 0) & 1)}${toHex(raw.slice(1, 33))}`;
}

// Tier B: a QR code that the phone makes itself

const slotPayload = z.tuple([z.instanceof(Uint8Array), u32]);

/** Reads a proof without believing it. Never throws. */
export function openProof(text: string): OpenedSlotProof | Malformed {
  if (text.length > MOST_LETTERS || !text.startsWith(PROOF_PREFIX)) return MALFORMED;
  const bytes = fromBase45(text.slice(PROOF_PREFIX.length));
  try {
    const sealed = bytes && openSign1(bytes);
    if (!sealed) return MALFORMED;
    const [certificateBytes, slot] = slotPayload.parse(uncbor(sealed.payload));
    const certificate = openCertificate(certificateBytes);
    const toVerify = proofToSign(certificateBytes, slot);
    if ("fault" in certificate || sealProof(toVerify, sealed.signature) !== text) return MALFORMED;
    return { certificate, slot, toVerify, signature: sealed.signature };
  } catch {
    return MALFORMED;
  }
}

// Tier A: a phone over NFC

/** What a gate asks a phone to sign: itself, so that no other gate can use the answer, and something new each time. */
export interface Challenge {
  readonly gate: GateId;
  /** 16 random bytes in hex. */
  readonly nonce: string;
  /** The gate's clock, seconds since 1970; for the phone's owner to look at, the gate relies on its nonce. */
  readonly timeS: number;
}

const challengePayload = z.tuple([GateId, bytesOf(CHALLENGE_NONCE_BYTES), z.int().nonnegative()]);

/** The challenge as it goes over NFC: about 40 bytes. */
export const challengeBytes = ({ gate, nonce, timeS }: Challenge): Uint8Array =>
  cbor(challengePayload.parse([gate, fromHex(nonce), timeS]));

/** What the phone, and the gate again, read of a challenge; undefined when it is none. */
export function readChallenge(bytes: Uint8Array): Challenge | undefined {
  try {
    const [gate, nonce, timeS] = challengePayload.parse(uncbor(bytes));
    return { gate, nonce: toHex(nonce), timeS };
  } catch {
    return undefined;
  }
}

/** The bytes that the phone signs for a gate's challenge. */
export const answerToSign = (certificate: Uint8Array, challenge: Uint8Array): Uint8Array =>
  toSign1(es256, cbor([certificate, challenge]));

/** What the phone sends back: its certificate and its signature; what was asked it need not repeat. */
export const sealAnswer = (certificate: Uint8Array, signature: Uint8Array): Uint8Array =>
  cbor([certificate, signatureBytes.parse(signature)]);

/** A phone's answer to a challenge. */
export function answerChallenge(from: {
  readonly certificate: Uint8Array;
  readonly challenge: Uint8Array;
  readonly sign: SignAsHolder;
}): Promise<Uint8Array> {
  const toSign = answerToSign(from.certificate, from.challenge);
  return from.sign(Uint8Array.from(toSign)).then((signature) => sealAnswer(from.certificate, signature));
}

const answer = z.tuple([z.instanceof(Uint8Array), signatureBytes]);

/**
 * Reads a phone's answer without believing it. Never throws.
 *
 * @param challenge what the gate gave for this read alone
 */
export function openAnswer(bytes: Uint8Array, challenge: Uint8Array): OpenedProof | Malformed {
  if (bytes.length > MOST_CERTIFICATE_BYTES + SIGNATURE_BYTES + 8) return MALFORMED;
  try {
    const [certificateBytes, signature] = answer.parse(uncbor(bytes));
    const certificate = openCertificate(certificateBytes);
    if ("fault" in certificate || !sameBytes(sealAnswer(certificateBytes, signature), bytes)) return MALFORMED;
    return { certificate, toVerify: answerToSign(certificateBytes, challenge), signature };
  } catch {
    return MALFORMED;
  }
}
