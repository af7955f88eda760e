import { createCipheriv, createDecipheriv, timingSafeEqual } from "node:crypto";
import { cmac } from "@noble/ciphers/aes.js";
import { type Answer, CardFault, exchange, OK, type Talk } from "./pcsc-apdu.ts";

// Tier D: a card proves that it holds its AES-128 key. NTAG 424 DNA and DESFire EV2 and later by AuthenticateEV2First (NXP NT4H2421Gx
// data sheet, 9.1; AN12196), DESFire EV1 by AuthenticateAES (MF3ICDx21_41_81 data sheet). The numbers of AN12196 are this file's test.

/** The key that proves a card. Not key 0, with which a card could be made over: a stolen gate must not be able to. */
export const PROVING_KEY = 1;
/** The DESFire application that Baygate's cards have, as it is sent: least significant byte first (AID F5B4A1). */
export const DESFIRE_AID = Buffer.from("a1b4f5", "hex");
/** The ISO name of the one application that an NTAG 424 DNA has (AN12196, 6.3). */
export const NTAG_424_DF = Buffer.from("d2760000850101", "hex");

/** `proven`: it holds the key. `forged`: it does not. `late`: it wants to be left alone for a while, after wrong keys. */
export type Proof = "proven" | "forged" | "late";

/** How bytes of a session are made; `random` gives 16 of them. */
export interface CardSecret {
  /** 16 bytes, of this card alone. */
  readonly key: Uint8Array;
  readonly random: () => Uint8Array;
}

const NATIVE = 0x90;
const [DONE, GOES_ON, DELAYED] = [0x9100, 0x91af, 0x91ad];
const BLOCK = 16;

/**
 * Lets the card prove itself, whichever of the three it is.
 *
 * @param uid what the reader says that the card's UID is; where the card can say it under the session's keys, it must be the same.
 * @throws CardFault
 */
export function* proveCard(uid: Uint8Array, secret: CardSecret): Talk<Proof> {
  // DESFire's command first: a DESFire may have an NDEF application that is named as the NTAG's is.
  const isDesfire = (yield* native(0x5a, DESFIRE_AID)).status === DONE;
  if (!isDesfire && (yield* selectDf(NTAG_424_DF)).status !== OK) return "forged";
  const session = yield* authenticateEv2First(PROVING_KEY, secret);
  if (session === "unknown-command") return yield* authenticateAes(PROVING_KEY, secret);
  if (typeof session === "string") return session;
  const said = yield* cardUid(session);
  return said !== undefined && Buffer.from(uid).equals(said) ? "proven" : "forged";
}

/** SELECT by name, without file control information. */
const selectDf = (name: Uint8Array): Talk<Answer> =>
  exchange({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c, data: name, le: 256 });

const native = (ins: number, data: Uint8Array): Talk<Answer> => exchange({ cla: NATIVE, ins, data, le: 256 });

/** What both sides hold after AuthenticateEV2First. */
export interface Ev2Session {
  readonly enc: Uint8Array;
  readonly mac: Uint8Array;
  /** Transaction identifier, 4 bytes. */
  readonly ti: Uint8Array;
  /** Commands so far. */
  count: number;
}

/** AuthenticateEV2First (command 71). `unknown-command`: the card is older than that. @throws CardFault */
export function* authenticateEv2First(
  keyNo: number,
  { key, random }: CardSecret,
): Talk<Ev2Session | "forged" | "late" | "unknown-command"> {
  const first = yield* native(0x71, Uint8Array.of(keyNo, 0x00));
  if (first.status !== GOES_ON)
    return first.status === DELAYED ? "late" : isUnknown(first) ? "unknown-command" : "forged";
  const rndB = decrypt(key, ZERO_IV, sized(first.data, BLOCK));
  const rndA = random();
  const second = yield* native(0xaf, encrypt(key, ZERO_IV, Buffer.concat([rndA, turnLeft(rndB)])));
  if (second.status !== DONE) return second.status === DELAYED ? "late" : "forged";
  const answer = decrypt(key, ZERO_IV, sized(second.data, 2 * BLOCK));
  if (!timingSafeEqual(answer.subarray(4, 20), turnLeft(rndA))) return "forged";
  return { ...ev2Keys(key, rndA, rndB), ti: answer.subarray(0, 4), count: 0 };
}

/** NT4H2421Gx data sheet, 9.1.7: SV1 and SV2 under CMAC. */
export function ev2Keys(key: Uint8Array, rndA: Uint8Array, rndB: Uint8Array): Pick<Ev2Session, "enc" | "mac"> {
  const mixed = Buffer.from(rndA.subarray(2, 8)).map((byte, at) => byte ^ (rndB[at] ?? 0));
  const context = Buffer.concat([rndA.subarray(0, 2), mixed, rndB.subarray(6), rndA.subarray(8)]);
  const derived = (label: string): Uint8Array =>
    cmac(Buffer.concat([Buffer.from(`${label}00010080`, "hex"), context]), key);
  return { enc: derived("a55a"), mac: derived("5aa5") };
}

/** GetCardUID (command 51) in CommMode.Full; undefined: refused, or its MAC does not hold. @throws CardFault */
export function* cardUid(session: Ev2Session): Talk<Uint8Array | undefined> {
  const { status, data } = yield* native(0x51, commandMac(session, 0x51));
  session.count++;
  if (status !== DONE) return undefined;
  const [sealed, mac] = [data.subarray(0, -8), data.subarray(-8)];
  const expected = macOf(session, status & 0xff, sealed);
  if (mac.length !== 8 || !timingSafeEqual(mac, expected)) return undefined;
  if (sealed.length !== BLOCK) throw new CardFault("a UID of another length");
  const iv = encryptBlock(
    session.enc,
    Buffer.concat([Buffer.from("5aa5", "hex"), session.ti, count(session), Buffer.alloc(8)]),
  );
  return decrypt(session.enc, iv, sealed).subarray(0, 7);
}

const commandMac = (session: Ev2Session, ins: number): Uint8Array => macOf(session, ins, new Uint8Array());

/** MACt (AN12196, 5.4): of what is said, the commands so far and the transaction; every second byte. */
function macOf(session: Ev2Session, said: number, data: Uint8Array): Uint8Array {
  const whole = cmac(Buffer.concat([Uint8Array.of(said), count(session), session.ti, data]), session.mac);
  return whole.filter((_, at) => at % 2 === 1);
}

const count = (session: Ev2Session): Uint8Array => Uint8Array.of(session.count & 0xff, session.count >> 8);

/** AuthenticateAES (command AA) of DESFire EV1: as above, but chained over all that is said, and without a session. @throws CardFault */
export function* authenticateAes(keyNo: number, { key, random }: CardSecret): Talk<Proof> {
  const first = yield* native(0xaa, Uint8Array.of(keyNo));
  if (first.status !== GOES_ON) return first.status === DELAYED ? "late" : "forged";
  const sealedB = sized(first.data, BLOCK);
  const rndA = random();
  const said = encrypt(key, sealedB, Buffer.concat([rndA, turnLeft(decrypt(key, ZERO_IV, sealedB))]));
  const second = yield* native(0xaf, said);
  if (second.status !== DONE) return second.status === DELAYED ? "late" : "forged";
  const answer = decrypt(key, said.subarray(-BLOCK), sized(second.data, BLOCK));
  return timingSafeEqual(answer, turnLeft(rndA)) ? "proven" : "forged";
}

/** 911C: illegal command code; and what ISO cards say of an instruction or class they do not know. */
const isUnknown = ({ status }: Answer): boolean => status === 0x911c || status === 0x6d00 || status === 0x6e00;

function sized(data: Buffer, bytes: number): Buffer {
  if (data.length !== bytes) throw new CardFault(`${data.length} bytes instead of ${bytes}`);
  return data;
}

const turnLeft = (bytes: Uint8Array): Buffer => Buffer.concat([bytes.subarray(1), bytes.subarray(0, 1)]);

const ZERO_IV = Buffer.alloc(BLOCK);

function encrypt(key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-128-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

const encryptBlock = (key: Uint8Array, block: Uint8Array): Buffer => encrypt(key, ZERO_IV, block);

function decrypt(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Buffer {
  const cipher = createDecipheriv("aes-128-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(sealed), cipher.final()]);
}
