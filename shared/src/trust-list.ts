import { z } from "zod";
import {
  ALG,
  cbor,
  fromBase64Url,
  fromHex,
  HEADER,
  sameBytes,
  sealSign1,
  toBase64Url,
  toHex,
  toSign1,
  uncbor,
} from "./cose.ts";
import { bytesOf, Kid, openSign1, u32 } from "./cose-open.ts";

// Which keys issue passes and certificates, as the house's offline root says. Byte for byte in docs/credentials.md. Signed by a command far
// from the server, checked by the cloud that publishes it and by every gate.

/** What a gate keeps of keys, and more than rotation ever needs. */
const MOST_KEYS = 16;
const MOST_BYTES = 2048;
const KEY_BYTES = 32;

/** One issuer's key. */
export interface TrustedKey {
  /** 4 bytes in hex. */
  readonly kid: string;
  /** Raw Ed25519 public key, base64url. */
  readonly ed25519: string;
  /** It signs from then until then, seconds since 1970. */
  readonly fromS: number;
  readonly untilS: number;
}

export interface TrustListContent {
  /** Grows with each list; a lower one is refused. */
  readonly version: number;
  /** Seconds since 1970. */
  readonly issuedS: number;
  readonly keys: readonly TrustedKey[];
}

/** A list that was read, and what is needed to check that the root signed it. */
export interface OpenedTrustList extends TrustListContent {
  readonly toVerify: Uint8Array;
  readonly signature: Uint8Array;
}

const headers = new Map<number, unknown>([[HEADER.alg, ALG.edDsa]]);
const payload = z.tuple([
  u32,
  u32,
  z
    .array(
      z
        .tuple([bytesOf(4), bytesOf(KEY_BYTES), u32, u32])
        .refine(([, , fromS, untilS]) => fromS < untilS, "no time left"),
    )
    .min(1)
    .max(MOST_KEYS)
    .refine((keys) => new Set(keys.map(([kid]) => toHex(kid))).size === keys.length, "a key's name stands once"),
]);

/** The bytes that the root signs, with Ed25519. @throws z.ZodError when no gate could accept the content: a bug of the caller. */
export function trustListToSign({ version, issuedS, keys }: TrustListContent): Uint8Array {
  const listed = keys.map(({ kid, ed25519, fromS, untilS }) => [
    ...[fromHex(Kid.parse(kid)), fromBase64Url(ed25519), fromS, untilS],
  ]);
  return toSign1(headers, cbor(payload.parse([version, issuedS, listed])));
}

/** The list as it travels, base64url. */
export const sealTrustList = (toSign: Uint8Array, signature: Uint8Array): string =>
  toBase64Url(sealSign1(toSign, signature));

/** Reads a list without believing it. One text for a content and a signature; every other is malformed. Never throws. */
export function openTrustList(text: string): OpenedTrustList | { readonly fault: "trust-list-malformed" } {
  try {
    const bytes = text.length <= MOST_BYTES * 2 ? fromBase64Url(text) : undefined;
    const sealed = bytes && openSign1(bytes);
    if (bytes && sealed) {
      const [version, issuedS, listed] = payload.parse(uncbor(sealed.payload));
      const keys = listed.map(([kid, key, fromS, untilS]) => ({
        ...{ kid: toHex(kid), ed25519: toBase64Url(key), fromS, untilS },
      }));
      const toVerify = trustListToSign({ version, issuedS, keys });
      if (sameBytes(sealSign1(toVerify, sealed.signature), bytes))
        return { version, issuedS, keys, toVerify, signature: sealed.signature };
    }
  } catch {
    // No base64url, or not the strict CBOR asked for.
  }
  return { fault: "trust-list-malformed" };
}
