import { z } from "zod";
import { fromBase45, toBase45 } from "./base45.ts";
import {
  ALG,
  CLAIM,
  cbor,
  fromHex,
  HEADER,
  sameBytes,
  sealSign1,
  subToUuid,
  toHex,
  toSign1,
  uncbor,
  uuidToSub,
} from "./cose.ts";
import { anyMap, bytesOf, Kid, openSign1, u32 } from "./cose-open.ts";
import { AccountRef, EstateId } from "./ids.ts";

// A visitor's ticket: a pass (tier C) on paper, for one estate, with a longer life and one use. Byte for byte in docs/credentials.md.

/** How the text of a ticket begins. */
export const TICKET_PREFIX = "BG4:";
/** Looked at before anything else. A ticket has about 230 letters. */
const MOST_LETTERS = 512;
/** A ticket ends at most so long after it was printed. Seconds. */
export const TICKET_LIFE_S = 31 * 86_400;
/** RFC 8392: `iat`. */
const ISSUED_AT = 6;

/** Everything a ticket says. */
export interface TicketContent {
  /** Of this ticket alone. */
  readonly account: AccountRef;
  readonly estate: EstateId;
  /** When it was printed; seconds since 1970, as the others. */
  readonly issuedAtS: number;
  readonly notBeforeS: number;
  readonly notAfterS: number;
  /** 8 random bytes in hex: the same on every print. */
  readonly id: string;
}

/** A ticket that was read, and what is needed to check that the cloud issued it. */
export interface OpenedTicket {
  readonly kid: string;
  readonly claims: TicketContent;
  /** What `signature` (Ed25519, by the issuer key named `kid`) must sign. */
  readonly toVerify: Uint8Array;
  readonly signature: Uint8Array;
}

const content = z
  .object({
    account: AccountRef.refine((account) => account === account.toLowerCase()),
    estate: EstateId,
    ...{ issuedAtS: u32, notBeforeS: u32, notAfterS: u32 },
    id: z.string().regex(/^[0-9a-f]{16}$/),
  })
  .refine(
    ({ issuedAtS, notBeforeS, notAfterS }) =>
      notBeforeS < notAfterS && issuedAtS < notAfterS && notAfterS - issuedAtS <= TICKET_LIFE_S,
  );

/** The bytes to sign, with Ed25519 and the issuer key named `kid`. @throws z.ZodError when no gate could accept the content: a bug of the caller. */
export function ticketToSign(claims: TicketContent, kid: string): Uint8Array {
  const { account, estate, issuedAtS, notBeforeS, notAfterS, id } = content.parse(claims);
  const headers = new Map<number, unknown>([
    [HEADER.alg, ALG.edDsa],
    [HEADER.kid, fromHex(Kid.parse(kid))],
  ]);
  const payload = new Map<number, unknown>([
    [CLAIM.sub, uuidToSub(account)],
    [CLAIM.aud, estate],
    [CLAIM.exp, notAfterS],
    [CLAIM.nbf, notBeforeS],
    [ISSUED_AT, issuedAtS],
    [CLAIM.cti, fromHex(id)],
  ]);
  return toSign1(headers, cbor(payload));
}

/** The ticket's text, for a QR code in alphanumeric mode. */
export const sealTicket = (toSign: Uint8Array, signature: Uint8Array): string =>
  TICKET_PREFIX + toBase45(sealSign1(toSign, signature));

/** Reads a ticket without believing it. One text for a content, a key and a signature; every other is malformed. Never throws. */
export function openTicket(text: string): OpenedTicket | { readonly fault: "pass-malformed" } {
  const bytes =
    text.length <= MOST_LETTERS && text.startsWith(TICKET_PREFIX)
      ? fromBase45(text.slice(TICKET_PREFIX.length))
      : undefined;
  try {
    const sealed = bytes && openSign1(bytes);
    if (bytes && sealed) {
      const said = anyMap.parse(uncbor(sealed.payload));
      const kid = toHex(bytesOf(4).parse(sealed.headers.get(HEADER.kid)));
      const claims = content.parse({
        account: subToUuid(z.string().length(22).parse(said.get(CLAIM.sub))),
        estate: said.get(CLAIM.aud),
        ...{ issuedAtS: said.get(ISSUED_AT), notBeforeS: said.get(CLAIM.nbf), notAfterS: said.get(CLAIM.exp) },
        id: toHex(bytesOf(8).parse(said.get(CLAIM.cti))),
      });
      const toVerify = ticketToSign(claims, kid);
      if (sameBytes(sealSign1(toVerify, sealed.signature), bytes))
        return { kid, claims, toVerify, signature: sealed.signature };
    }
  } catch {
    // Not the strict CBOR asked for.
  }
  return { fault: "pass-malformed" };
}
