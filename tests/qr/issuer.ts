import { generateKeyPairSync, type KeyObject } from "node:crypto";
import type { PassRequest } from "@baygate/cloud/passes/passes";
import { issuePass } from "@baygate/cloud/passes/passes.actions";

/** The cloud's side of a pass, with a key of its own. */
export interface Issuer {
  readonly kid: string;
  /** The public key as a gate's rules hold it: raw, base64url. */
  readonly ed25519: string;
  readonly signingKey: KeyObject;
  pass(account: string, request?: Partial<PassRequest>): string;
}

export function newIssuer(kid: string): Issuer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    kid,
    ed25519: publicKey.export({ format: "jwk" }).x ?? "",
    signingKey: privateKey,
    pass: (account, request) =>
      issuePass({ signingKey: privateKey, kid }, account, { nowMs: Date.now(), ...request }).pass,
  };
}

export const SOMEBODY = "0198c0de-1234-7abc-8def-0123456789ab";
