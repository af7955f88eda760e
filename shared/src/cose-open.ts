import { Tagged } from "cborg";
import { z } from "zod";
import { SIGNATURE_BYTES, uncbor } from "./cose.ts";

// What is read of COSE and CBOR, checked. Apart from how it is made, so that a page that only makes proofs need not bring the checks along.

export const bytesOf = (length: number) => z.instanceof(Uint8Array).refine((bytes) => bytes.length === length);
/** Seconds since 1970. */
export const u32 = z.int().positive().max(0xffff_ffff);
// Made once: to make a schema takes longer than to check a signature.
export const kidBytes = bytesOf(4);
export const signatureBytes = bytesOf(SIGNATURE_BYTES);
/** A UUID as base64url. */
export const subText = z.string().length(22);
export const anyMap = z.map(z.number(), z.unknown());
/** The name of an issuer's key: 4 bytes in hex. */
export const Kid = z.string().regex(/^[0-9a-f]{8}$/);

const sign1 = z.tuple([
  z.instanceof(Uint8Array),
  z.map(z.never(), z.never()),
  z.instanceof(Uint8Array),
  signatureBytes,
]);

/** The parts of a COSE_Sign1 with nothing unprotected; undefined when the bytes are none. Throws like `uncbor`. */
export function openSign1(
  bytes: Uint8Array,
):
  | { readonly headers: ReadonlyMap<number, unknown>; readonly payload: Uint8Array; readonly signature: Uint8Array }
  | undefined {
  const tagged = uncbor(bytes);
  const envelope = sign1.safeParse(tagged instanceof Tagged ? tagged.value : undefined);
  if (!envelope.success) return undefined;
  const [headerBytes, , payload, signature] = envelope.data;
  const headers = anyMap.safeParse(uncbor(headerBytes));
  return headers.success ? { headers: headers.data, payload, signature } : undefined;
}
