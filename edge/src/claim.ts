import {
  createHmac,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { fromHex } from "@baygate/shared/cose";
import type { Claim, CredentialRef, HolderClaim, ReadFault } from "@baygate/shared/credential";
import {
  CERTIFICATE_LIFE_S,
  holderRef,
  type OpenedProof,
  openAnswer,
  openProof,
  readChallenge,
} from "@baygate/shared/holder";
import type { GateId } from "@baygate/shared/ids";
import { isCardUid, type OpenedPass, openPass, PASS_LIFE_S } from "@baygate/shared/pass";
import { normalPlate, plateBytes, skeletonBytes } from "@baygate/shared/plate";
import { PROOF_PREFIX } from "@baygate/shared/proof";
import type { RuleValue } from "@baygate/shared/rules";
import { openTicket, TICKET_LIFE_S, TICKET_PREFIX } from "@baygate/shared/ticket";
import type { Read } from "./hardware/seams.ts";

/** The keys that a gate holds: the values of the rules `key/<kid>` and `card-key`. */
export interface ClaimKeys {
  /** Whose challenges count. */
  readonly gate: GateId;
  issuerKey(kid: string): RuleValue<"key"> | undefined;
  /** The 32 bytes of the rule `card-key`. */
  cardKey(): Uint8Array | undefined;
}

/**
 * What a reader's bytes claim, once their form and their signature hold; whether that opens the gate is decided later, and
 * so is whether a pass has expired. Never throws, whatever was held to the reader.
 *
 * @param nowMs wall clock, ms since the epoch: an issuer key that has run out no longer counts.
 */
export function claimOf(
  read: Pick<Read, "tier" | "bytes" | "challenge" | "confidence">,
  keys: ClaimKeys,
  nowMs: number,
): Claim | { readonly fault: ReadFault | "no-rules-yet" } {
  switch (read.tier) {
    case "D":
    case "E":
      return cardClaim(read.tier, read.bytes, keys);
    case "A":
      return answerClaim(read, keys, nowMs);
    case "P":
      return plateClaim(read, keys);
    case "C":
      return codeClaim(read.bytes, keys, nowMs);
  }
}

/** What stands for a card in rules, facts and logs: hex of the first 16 bytes of HMAC-SHA-256 of its UID. */
export function cardRef(cardKey: Uint8Array, uid: Uint8Array): CredentialRef {
  return createHmac("sha256", hmacKey(cardKey)).update(uid).digest("hex").slice(0, 32);
}

/** The card key that was used last: making a key of its bytes takes six times as long as the HMAC of a UID. A gate has one. */
let lastHmacKey: { readonly bytes: Uint8Array; readonly key: KeyObject } | undefined;

function hmacKey(bytes: Uint8Array): KeyObject {
  if (lastHmacKey?.bytes.length !== bytes.length || !timingSafeEqual(lastHmacKey.bytes, bytes))
    lastHmacKey = { bytes: Uint8Array.from(bytes), key: createSecretKey(bytes) };
  return lastHmacKey.key;
}

function cardClaim(tier: "D" | "E", uid: Uint8Array, keys: ClaimKeys): ReturnType<typeof claimOf> {
  if (!isCardUid(uid)) return { fault: "card-unreadable" };
  const key = keys.cardKey();
  return key === undefined ? { fault: "no-rules-yet" } : { tier, ref: cardRef(key, uid) };
}

function plateClaim(
  { bytes, confidence = 1 }: Pick<Read, "bytes" | "confidence">,
  keys: ClaimKeys,
): ReturnType<typeof claimOf> {
  const plate = normalPlate(new TextDecoder().decode(bytes));
  if (plate === undefined) return { fault: "plate-unreadable" };
  const key = keys.cardKey();
  if (key === undefined) return { fault: "no-rules-yet" };
  const [ref, alike] = [cardRef(key, plateBytes(plate)), cardRef(key, skeletonBytes(plate))];
  return { tier: "P", ref, alike, confidencePermille: Math.floor(confidence * 1000) };
}

/** A QR code's letters say themselves which tier they are. */
function codeClaim(bytes: Uint8Array, keys: ClaimKeys, nowMs: number): ReturnType<typeof claimOf> {
  const text = lettersOf(bytes);
  if (text.startsWith(TICKET_PREFIX)) return ticketClaim(text, keys, nowMs);
  if (!text.startsWith(PROOF_PREFIX)) return passClaim(text, keys, nowMs);
  const opened = openOnce(text);
  if ("fault" in opened) return opened;
  const fault = holderFault(opened, keys, nowMs);
  return fault ?? { tier: "B", ...holderOf(opened), slot: opened.slot };
}

/** The proof that was opened last: a tap needs it to be told from the one before, and again to be checked; it takes as long as the checks. */
let lastOpened: { readonly text: string; readonly opened: ReturnType<typeof openProof> } | undefined;

function openOnce(text: string): ReturnType<typeof openProof> {
  if (lastOpened?.text !== text) lastOpened = { text, opened: openProof(text) };
  return lastOpened.opened;
}

/** Latin-1, because codes are ASCII and each byte must stay one letter to be refused as one. */
const lettersOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/**
 * By what reads are known to be of one tap: a phone shows another code every few seconds, and is one phone. Not checked, so good for
 * nothing else.
 */
export function tapKey({ tier, bytes }: Pick<Read, "tier" | "bytes">): string {
  if (tier === "C" && bytes.length > PROOF_PREFIX.length && lettersOf(bytes.subarray(0, 4)) === PROOF_PREFIX) {
    const opened = openOnce(lettersOf(bytes));
    if ("certificate" in opened) return holderRef(opened.certificate.holder.key);
  }
  return hash("sha256", bytes);
}

function answerClaim(
  { bytes, challenge }: Pick<Read, "bytes" | "challenge">,
  keys: ClaimKeys,
  nowMs: number,
): ReturnType<typeof claimOf> {
  // Another gate's challenge was answered elsewhere, for elsewhere.
  if (challenge === undefined || readChallenge(challenge)?.gate !== keys.gate) return { fault: "pass-forged" };
  const opened = openAnswer(bytes, challenge);
  if ("fault" in opened) return opened;
  return holderFault(opened, keys, nowMs) ?? { tier: "A", ...holderOf(opened) };
}

/** Whether the cloud issued the certificate, and its holder made the proof. */
function holderFault(opened: OpenedProof, keys: ClaimKeys, nowMs: number): { readonly fault: ReadFault } | undefined {
  const { certificate, toVerify, signature } = opened;
  const issued = { atMs: certificate.holder.notBeforeS * 1000, lifeS: CERTIFICATE_LIFE_S };
  const fault = issuerFault(certificate, keys, nowMs, issued);
  if (fault !== undefined) return fault;
  const phone = phoneKey(certificate.holder.key);
  const holds = phone && verify("sha256", toVerify, { key: phone, dsaEncoding: "ieee-p1363" }, signature);
  return holds ? undefined : { fault: "pass-forged" };
}

function holderOf({ certificate }: OpenedProof): { readonly ref: CredentialRef; readonly holder: HolderClaim } {
  const { key, ...holder } = certificate.holder;
  return { ref: holderRef(key), holder };
}

/** RFC 5480: what stands before a compressed point of P-256 in a SubjectPublicKeyInfo. */
const P256_SPKI = Buffer.from("3039301306072a8648ce3d020106082a8648ce3d030107032200", "hex");

/** Undefined when there is no such point on the curve. */
function phoneKey(compressed: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.concat([P256_SPKI, fromHex(compressed)]), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

function passClaim(text: string, keys: ClaimKeys, nowMs: number): ReturnType<typeof claimOf> {
  const opened = openPass(text);
  if ("fault" in opened) return opened;
  const { id, ...pass } = opened.claims;
  const issued = { atMs: pass.notBeforeS * 1000, lifeS: PASS_LIFE_S };
  return issuerFault(opened, keys, nowMs, issued) ?? { tier: "C", ref: id, pass };
}

function ticketClaim(text: string, keys: ClaimKeys, nowMs: number): ReturnType<typeof claimOf> {
  const opened = openTicket(text);
  if ("fault" in opened) return opened;
  const { id, issuedAtS, ...pass } = opened.claims;
  const issued = { atMs: issuedAtS * 1000, lifeS: TICKET_LIFE_S };
  return issuerFault(opened, keys, nowMs, issued) ?? { tier: "C", ref: id, pass, ticket: true };
}

/** Whether a key of the house signed this, when it did. */
function issuerFault(
  { kid, toVerify, signature }: Pick<OpenedPass, "kid" | "toVerify" | "signature">,
  keys: ClaimKeys,
  nowMs: number,
  issued: { readonly atMs: number; readonly lifeS: number },
): { readonly fault: ReadFault } | undefined {
  const rule = keys.issuerKey(kid);
  const key = rule && inForce(rule, issued.atMs, nowMs, issued.lifeS) && keyObject(rule.ed25519);
  if (!key) return { fault: "pass-unknown-key" };
  return verify(null, toVerify, key, signature) ? undefined : { fault: "pass-forged" };
}

/** A key signs within its window; what it signed last may still be shown for its life, so that a rotation locks nobody out. */
const inForce = (key: RuleValue<"key">, issuedMs: number, nowMs: number, lifeS: number): boolean =>
  issuedMs >= key.notBeforeMs && issuedMs <= key.notAfterMs && nowMs <= key.notAfterMs + lifeS * 1000;

/** Making a key object takes about as long as verifying. A house has one or two keys in force; more than these are not kept. */
const MOST_KEYS = 16;
const keyObjects = new Map<string, KeyObject>();

/** Undefined when the text is no Ed25519 public key. */
function keyObject(ed25519: string): KeyObject | undefined {
  const known = keyObjects.get(ed25519);
  if (known !== undefined) return known;
  try {
    const made = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: ed25519 }, format: "jwk" });
    if (keyObjects.size >= MOST_KEYS) keyObjects.clear();
    keyObjects.set(ed25519, made);
    return made;
  } catch {
    return undefined;
  }
}
