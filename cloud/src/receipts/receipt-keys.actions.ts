import { createHash, createPublicKey, verify } from "node:crypto";

/** Whether a text was signed by this key. */
export function isSignedBy(text: string, signature: string, publicKey: string): boolean {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
}

/** The name of a receipt key: the first 8 bytes of the SHA-256 of its raw public half, in hex. */
export const receiptKid = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex").slice(0, 16);
