import { cmac } from "@noble/ciphers/aes.js";

/** The keys of one card (docs/credentials.md, tier D). */
export interface CardKeys {
  /** Key 0, with which the card is made over. It is at no gate. */
  readonly master: Uint8Array;
  /** Key 1, with which it proves itself at a gate. */
  readonly proving: Uint8Array;
}

/** Of the DESFire application, least significant byte first. */
const AID = Buffer.from("a1b4f5", "hex");
const SYSTEM = Buffer.from("Baygate", "ascii");

/**
 * The AES keys of the card with this UID (7 bytes), made of the house's master key (16 bytes) as NXP's AN10922 says. What is put in:
 * UID, application, "Baygate", the key's number.
 */
export function cardKeys(cardMaster: Uint8Array, uid: Uint8Array): CardKeys {
  const key = (number: number): Uint8Array =>
    diversify(cardMaster, Buffer.concat([uid, AID, SYSTEM, Buffer.of(number)]));
  return { master: key(0), proving: key(1) };
}

/**
 * An AES-128 key made of another (AN10922, 2.2): the CMAC of 01 and the input. It fills two blocks always, so that the input must have 16 to
 * 31 bytes for CMAC's own padding to be the note's.
 *
 * @throws RangeError for another length: a bug of the caller.
 */
export function diversify(key: Uint8Array, input: Uint8Array): Uint8Array {
  if (input.length < 16 || input.length > 31) throw new RangeError(`${input.length} bytes are not 16 to 31`);
  return cmac(Buffer.concat([Buffer.of(0x01), input]), key);
}
