import { decode, encode, rfc8949EncodeOptions, Tagged } from "cborg";

// COSE_Sign1 (RFC 9052) in deterministic CBOR (RFC 8949, 4.2), as far as credentials need it. Runs in a browser and in Node; it
// signs and verifies nothing itself.

/** RFC 9052 and RFC 9053 number these. */
export const HEADER = { alg: 1, kid: 4 } as const;
export const ALG = { edDsa: -8, es256: -7 } as const;
/** RFC 8392 numbers these, and RFC 8747 `cnf`. */
export const CLAIM = { sub: 2, aud: 3, exp: 4, nbf: 5, cti: 7, cnf: 8 } as const;
const COSE_SIGN1 = 18;
/** Ed25519's and, as COSE writes it (r and s), ECDSA's on P-256. */
export const SIGNATURE_BYTES = 64;

/** The bytes to sign (RFC 9052 `Sig_structure`) for a payload under these protected headers. */
export const toSign1 = (headers: ReadonlyMap<number, unknown>, payload: Uint8Array): Uint8Array =>
  cbor(["Signature1", cbor(headers), new Uint8Array(), payload]);

/** The COSE_Sign1 of what `toSign1` gave and its signature. */
export function sealSign1(toSign: Uint8Array, signature: Uint8Array): Uint8Array {
  const structure = uncbor(toSign);
  if (!Array.isArray(structure) || structure[0] !== "Signature1" || structure.length !== 4)
    throw new TypeError("not what toSign1 gave");
  if (signature.length !== SIGNATURE_BYTES) throw new TypeError(`a signature has ${SIGNATURE_BYTES} bytes`);
  return cbor(new Tagged(COSE_SIGN1, [structure[1], new Map(), structure[3], signature]));
}

export const cbor = (value: unknown): Uint8Array => encode(value, rfc8949EncodeOptions);

/** Strict CBOR. @throws Error for anything else: that is cborg's way. */
export const uncbor = (bytes: Uint8Array): unknown =>
  decode(bytes, {
    strict: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowBigInt: false,
    allowInfinity: false,
    allowNaN: false,
    rejectDuplicateMapKeys: true,
    useMaps: true,
    tags: { [COSE_SIGN1]: Tagged.decoder(COSE_SIGN1) },
  });

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
/** @throws Error when the text is no base64url. */
export const fromBase64Url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** A UUID's 16 bytes in base64url, as CWT's `sub` holds it: RFC 8392 wants text there. */
export const uuidToSub = (uuid: string): string => toBase64Url(fromHex(uuid.replaceAll("-", "")));
/** @throws Error when the text is no base64url. */
export const subToUuid = (sub: string): string =>
  toHex(fromBase64Url(sub)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
