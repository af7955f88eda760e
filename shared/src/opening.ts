import { z } from "zod";
import { fromBase45, toBase45 } from "./base45.ts";
import { ALG, cbor, HEADER, sameBytes, sealSign1, toSign1, uncbor } from "./cose.ts";
import { openSign1, u32 } from "./cose-open.ts";
import { GateId, LaneId } from "./ids.ts";

// Tier S: the code on a lane's own screen, which a driver's phone scans and hands to the cloud. Byte for byte in docs/credentials.md. Made by
// the gate, checked by the cloud; signed and verified with node:crypto there.

const PREFIX = "BG3:";
/** Looked at before anything else. A code has about 160 letters. */
const MOST_LETTERS = 320;
/** A lane shows another code after this. Seconds. */
export const OPENING_EVERY_S = 15;
/** How far the gate's clock and the cloud's may be apart. Seconds. */
const TOLERANCE_S = 30;
/** From what a gate's token is stretched to the seed of its Ed25519 key: HKDF-SHA-256, no salt, this as `info`, 32 bytes (RFC 5869). */
export const OPENING_KEY_INFO = "baygate opening code 1";

/** What a lane's code says: which lane, and when it was made. */
export interface OpeningContent {
  readonly gate: GateId;
  readonly lane: LaneId;
  /** Seconds since 1970, by the gate's clock. */
  readonly madeS: number;
}

/** A code that was read, and what is needed to check that the gate made it. */
export interface OpenedOpening extends OpeningContent {
  /** What `signature` (Ed25519, by the gate's key) must sign. */
  readonly toVerify: Uint8Array;
  readonly signature: Uint8Array;
}

const headers = new Map<number, unknown>([[HEADER.alg, ALG.edDsa]]);
const payload = z.tuple([GateId, LaneId, u32]);

/** The bytes that a gate signs for a lane's code. @throws z.ZodError when no cloud could take it: a bug of the caller. */
export const openingToSign = ({ gate, lane, madeS }: OpeningContent): Uint8Array =>
  toSign1(headers, cbor(payload.parse([gate, lane, madeS])));

/** The code's text, from what `openingToSign` gave and its signature: for a QR code in alphanumeric mode. */
export const sealOpening = (toSign: Uint8Array, signature: Uint8Array): string =>
  PREFIX + toBase45(sealSign1(toSign, signature));

/** Reads a lane's code without believing it. One text for a content and a signature; every other is malformed. Never throws. */
export function openOpening(text: string): OpenedOpening | { readonly fault: "opening-code-malformed" } {
  const bytes =
    text.length <= MOST_LETTERS && text.startsWith(PREFIX) ? fromBase45(text.slice(PREFIX.length)) : undefined;
  try {
    const sealed = bytes && openSign1(bytes);
    if (bytes && sealed) {
      const [gate, lane, madeS] = payload.parse(uncbor(sealed.payload));
      const toVerify = openingToSign({ gate, lane, madeS });
      if (sameBytes(sealSign1(toVerify, sealed.signature), bytes))
        return { gate, lane, madeS, toVerify, signature: sealed.signature };
    }
  } catch {
    // Not the strict CBOR asked for.
  }
  return { fault: "opening-code-malformed" };
}

/** Whether a code is the one on the screen now, or was a moment ago; ms since 1970. */
export const isOpeningFresh = ({ madeS }: OpeningContent, nowMs: number): boolean =>
  nowMs >= (madeS - TOLERANCE_S) * 1000 && nowMs <= (madeS + OPENING_EVERY_S + TOLERANCE_S) * 1000;
