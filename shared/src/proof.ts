import { toBase45 } from "./base45.ts";
import { ALG, cbor, HEADER, sealSign1, toSign1 } from "./cose.ts";

// Tier B as the phone makes it: a QR code that is new in every slot, with the network or without. It brings no checks along: whoever shows
// the code waits for this file. What is checked of it, and everything of tier A, is in holder.ts.

/** A proof says in which of these slots of time since 1970 it was made. Seconds. */
export const PROOF_SLOT_S = 15;
/** How the text of a proof begins: what it is, and the version of everything behind it. */
export const PROOF_PREFIX = "BG2:";

/** Signs with the phone's key: ECDSA on P-256 with SHA-256; 64 bytes, r and s, as WebCrypto gives them. */
export type SignAsHolder = (toSign: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** The slot of a moment, ms since 1970. */
export const proofSlot = (nowMs: number): number => Math.floor(nowMs / (PROOF_SLOT_S * 1000));

/** What a phone signs with. */
export const es256 = new Map<number, unknown>([[HEADER.alg, ALG.es256]]);

/** The bytes that the phone signs for a slot. */
export function proofToSign(certificate: Uint8Array, slot: number): Uint8Array {
  if (!Number.isInteger(slot) || slot < 1 || slot > 0xffff_ffff) throw new RangeError(`${slot} is no slot`);
  return toSign1(es256, cbor([certificate, slot]));
}

/** A proof's text, from what `proofToSign` gave and its signature: for a QR code in alphanumeric mode. */
export const sealProof = (toSign: Uint8Array, signature: Uint8Array): string =>
  PROOF_PREFIX + toBase45(sealSign1(toSign, signature));

/**
 * The text that a phone shows now; to be made anew every `PROOF_SLOT_S` seconds, network or not.
 *
 * @param sign with the key that the certificate names
 */
export function makeProof(from: {
  readonly certificate: Uint8Array;
  /** ms since 1970, as well as the phone knows it. */
  readonly nowMs: number;
  readonly sign: SignAsHolder;
}): Promise<string> {
  const toSign = proofToSign(from.certificate, proofSlot(from.nowMs));
  return from.sign(Uint8Array.from(toSign)).then((signature) => sealProof(toSign, signature));
}
