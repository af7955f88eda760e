import { type CardSecret, proveCard } from "./pcsc-aes.ts";
import { exchange, OK, type Talk } from "./pcsc-apdu.ts";
import type { UnreadableCode } from "./pcsc-words.ts";

// What is said to whatever is held to an NFC reader, in this order: its UID; if the gate knows that this card must prove itself, the
// proof (tier D); else whether it is a phone with the driver's app (tier A). What is left identifies only (tier E).

/** What a conversation leans on; the gate answers at once. */
export interface CardAsks {
  /** The AES-128 key of the card with this UID; undefined: none is known, so it is not asked for a proof. */
  cardKey(uid: Uint8Array): Uint8Array | undefined;
  /** What a phone is to sign now; absent: phones are not asked. */
  challenge?(): Uint8Array;
  /** 16 random bytes. */
  random: CardSecret["random"];
}

export type CardRead =
  | { readonly tier: "D" | "E"; readonly uid: Buffer }
  | { readonly tier: "A"; readonly challenge: Uint8Array; readonly proof: Buffer }
  | { readonly unreadable: UnreadableCode };

/** PC/SC part 3, 3.2.2.1.3: answered by the reader itself. */
const GET_UID = { cla: 0xff, ins: 0xca, le: 256 };
/** Baygate's own name on a phone (ISO/IEC 7816-5, proprietary: F0, "Baygate", version 1). */
export const PHONE_AID = Buffer.from("f04261796761746501", "hex");

/** @throws CardFault */
export function* readCard(atr: Uint8Array, asks: CardAsks): Talk<CardRead> {
  const { data: uid, status } = yield* exchange(GET_UID);
  if (status !== OK || uid.length === 0) return { unreadable: "card-unsupported" };
  if (isMemoryCard(atr)) return { tier: "E", uid };
  const key = asks.cardKey(uid);
  if (key !== undefined) {
    const proof = yield* proveCard(uid, { key, random: asks.random });
    // The gate knows that this UID must prove itself: one that only says it is refused there, by a name of its own.
    return proof === "late" ? { unreadable: "card-late" } : { tier: proof === "proven" ? "D" : "E", uid };
  }
  const read = asks.challenge && (yield* askPhone(asks.challenge));
  return read ?? { tier: "E", uid };
}

/** Undefined: it is no phone with the driver's app. */
function* askPhone(challengeNow: () => Uint8Array): Talk<CardRead | undefined> {
  const selected = yield* exchange({ cla: 0x00, ins: 0xa4, p1: 0x04, data: PHONE_AID, le: 256 });
  if (selected.status !== OK) return undefined;
  const challenge = challengeNow();
  // INTERNAL AUTHENTICATE (ISO/IEC 7816-4, 11.5.2).
  const answer = yield* exchange({ cla: 0x00, ins: 0x88, data: challenge, le: 256 });
  // 6985: the phone is locked, or nobody is signed in to the app.
  if (answer.status !== OK) return { unreadable: answer.status === 0x6985 ? "phone-locked" : "phone-refused" };
  return { tier: "A", challenge, proof: answer.data };
}

/** PC/SC part 3, 3.1.3.2.3: the reader made this ATR for a card that has none, and that understands no APDU (MIFARE Classic, Ultralight). */
function isMemoryCard(atr: Uint8Array): boolean {
  return Buffer.from(atr).includes(Buffer.from("804f0ca000000306", "hex"));
}
