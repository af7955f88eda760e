import { z } from "zod";
import { fromBase45, toBase45 } from "./base45.ts";
import { ALG, CLAIM, cbor, fromHex, HEADER, sealSign1, subToUuid, toHex, toSign1, uncbor, uuidToSub } from "./cose.ts";
import { anyMap, bytesOf, Kid, kidBytes, openSign1, subText, u32 } from "./cose-open.ts";
import type { PassClaim, ReadFault } from "./credential.ts";
import { AccountRef, EstateId } from "./ids.ts";

// The byte formats of credentials that both sides must agree on: the QR pass of tier C (docs/credentials.md, ADR 0003) and
// which card UIDs identify a card (tier E). What is signed here is signed and verified with node:crypto elsewhere.

/** How a pass begins: what it is, and the version of everything behind it. */
const PREFIX = "BG1:";
/** Looked at before anything else: a camera reads whatever is held up to it. A pass has about 200 letters. */
const MOST_LETTERS = 512;
/** A pass may live no longer than this, by what the cloud issues and by what a gate accepts. Seconds. */
export const PASS_LIFE_S = 60;

/** Everything a pass says. */
export interface PassContent extends PassClaim {
  /** CWT `cti`: 8 random bytes in hex. A gate remembers it as the pass's `CredentialRef`, to know it again. */
  readonly id: string;
}

/** What a pass says, and what is needed to check that the cloud said it. */
export interface OpenedPass {
  /** Which issuer key: 4 bytes in hex. */
  readonly kid: string;
  readonly claims: PassContent;
  /** The bytes that `signature` (Ed25519, 64 bytes) must sign. */
  readonly toVerify: Uint8Array;
  readonly signature: Uint8Array;
}

const content = z
  .object({
    account: AccountRef.refine((account) => account === account.toLowerCase()),
    notBeforeS: u32,
    notAfterS: u32,
    estate: EstateId.optional(),
    id: z.string().regex(/^[0-9a-f]{16}$/),
  })
  .refine(({ notBeforeS, notAfterS }) => notBeforeS < notAfterS && notAfterS - notBeforeS <= PASS_LIFE_S);
/**
 * The bytes to sign (RFC 9052 `Sig_structure`) for a pass, with Ed25519 and the issuer key named `kid` (4 bytes in hex).
 *
 * @throws z.ZodError when the content could never be accepted: that is a bug of the caller.
 */
export function passToSign(claims: PassContent, kid: string): Uint8Array {
  const { account, notBeforeS, notAfterS, estate, id } = content.parse(claims);
  const headers = new Map<number, unknown>([
    [HEADER.alg, ALG.edDsa],
    [HEADER.kid, fromHex(Kid.parse(kid))],
  ]);
  const payload = new Map<number, unknown>([
    [CLAIM.sub, uuidToSub(account)],
    [CLAIM.exp, notAfterS],
    [CLAIM.nbf, notBeforeS],
    [CLAIM.cti, fromHex(id)],
  ]);
  if (estate !== undefined) payload.set(CLAIM.aud, estate);
  return toSign1(headers, cbor(payload));
}

/** The pass's text, from what `passToSign` gave and its Ed25519 signature. */
export function sealPass(toSign: Uint8Array, signature: Uint8Array): string {
  return PREFIX + toBase45(sealSign1(toSign, signature));
}

/**
 * Reads a pass without believing it: the caller checks the signature and, against its clock, the times. There is one text
 * for a content, a key and a signature; every other is malformed. Never throws.
 */
export function openPass(text: string): OpenedPass | { readonly fault: Extract<ReadFault, "pass-malformed"> } {
  if (text.length > MOST_LETTERS || !text.startsWith(PREFIX)) return { fault: "pass-malformed" };
  const bytes = fromBase45(text.slice(PREFIX.length));
  try {
    const opened = bytes && openContent(bytes);
    // Writing it again shows what a parser may overlook: another order, a longer number, a header that is not ours.
    if (opened && sealPass(opened.toVerify, opened.signature) === text) return opened;
  } catch {
    // cborg throws at bytes that are not the strict CBOR asked for.
  }
  return { fault: "pass-malformed" };
}

/** Whether these bytes identify one card for good, as the UID of ISO/IEC 14443-3: 4, 7 or 10 bytes. */
export function isCardUid(uid: Uint8Array): boolean {
  if (uid.length !== 4 && uid.length !== 7 && uid.length !== 10) return false;
  // What a reader gives for a card that it lost half-way.
  if (uid.every((byte) => byte === 0)) return false;
  // 08: phones and passports make a new random UID at every tap. 88: the cascade tag, no UID can begin with it.
  return uid.length !== 4 || (uid[0] !== 0x08 && uid[0] !== 0x88);
}

const idBytes = bytesOf(8);

function openContent(bytes: Uint8Array): OpenedPass | undefined {
  const sealed = openSign1(bytes);
  if (sealed === undefined) return undefined;
  const said = anyMap.safeParse(uncbor(sealed.payload));
  const kid = kidBytes.safeParse(sealed.headers.get(HEADER.kid));
  const sub = subText.safeParse(said.data?.get(CLAIM.sub));
  const cti = idBytes.safeParse(said.data?.get(CLAIM.cti));
  if (!kid.success || !sub.success || !cti.success) return undefined;
  const claims = content.safeParse({
    account: subToUuid(sub.data),
    notBeforeS: said.data?.get(CLAIM.nbf),
    notAfterS: said.data?.get(CLAIM.exp),
    estate: said.data?.get(CLAIM.aud),
    id: toHex(cti.data),
  });
  if (!claims.success) return undefined;
  const toVerify = passToSign(claims.data, toHex(kid.data));
  return { kid: toHex(kid.data), claims: claims.data, toVerify, signature: sealed.signature };
}
