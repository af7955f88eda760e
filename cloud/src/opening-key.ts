import { createPrivateKey, createPublicKey, hkdfSync, verify } from "node:crypto";
import { OPENING_KEY_INFO } from "@baygate/shared/opening";

/** RFC 8410: what stands before a seed of Ed25519 in a PrivateKeyInfo. */
const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The public half, base64url, of the key by which the gate with this token signs the codes on its screens (tier S). */
export function openingPublicKey(token: string): string {
  const seed = Buffer.from(hkdfSync("sha256", token, "", OPENING_KEY_INFO, 32));
  const key = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ format: "jwk" }).x ?? "";
}

/** Whether the gate with this public key signed these bytes. */
export const isSignedBy = (publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, bytes, createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" }), signature);
