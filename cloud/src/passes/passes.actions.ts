import { createHmac, type KeyObject, randomBytes, sign } from "node:crypto";
import type { CredentialRef } from "@baygate/shared/credential";
import type { AccountRef } from "@baygate/shared/ids";
import { passToSign, sealPass } from "@baygate/shared/pass";
import { type PassRequest, passContent } from "./passes.ts";

/** The key that signs passes, and the name under which the gates know its public half (`issuer_key.kid`). */
export interface PassSigner {
  /** Ed25519, private. */
  readonly signingKey: KeyObject;
  /** 4 bytes in hex. */
  readonly kid: string;
}

/** A pass for the bearer of `account`, to be shown as a QR code in alphanumeric mode. Nothing is stored: the gates remember what they saw. */
export function issuePass(
  { signingKey, kid }: PassSigner,
  account: AccountRef,
  request: PassRequest,
): { readonly pass: string; readonly expiresAt: Date } {
  const content = passContent(account, request, randomBytes(8).toString("hex"));
  const toSign = passToSign(content, kid);
  return {
    pass: sealPass(toSign, sign(null, toSign, signingKey)),
    expiresAt: new Date(content.notAfterS * 1000),
  };
}

/**
 * What stands for a card in tables, rules and logs: hex of the first 16 bytes of HMAC-SHA-256 of its UID. A gate computes
 * the same in `edge/src/claim.ts`; both are held to the vector in docs/credentials.md. Ask `isCardUid` (shared) first.
 *
 * @param cardKey the 32 bytes of the rule `card-key`.
 */
export function cardRef(cardKey: Uint8Array, uid: Uint8Array): CredentialRef {
  return createHmac("sha256", cardKey).update(uid).digest("hex").slice(0, 32);
}
