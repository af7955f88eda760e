import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { makeProof } from "@baygate/shared/proof";
import { addDevice } from "../../cloud/src/passes/devices.actions.ts";
import type { PassSigner } from "../../cloud/src/passes/passes.actions.ts";
import { announceIssuer, newRoot, publishTrustList, signTrustList } from "../../cloud/src/passes/trust.actions.ts";
import { type Estate, OFFICE } from "./estate.ts";

/** A driver with a phone that the cloud certified, and what it shows. */
export interface Phone {
  readonly account: string;
  readonly certificate: Uint8Array;
  readonly privateKey: KeyObject;
  /** The code on its screen at this moment, ms since 1970. */
  code(nowMs?: number): Promise<string>;
}

export type Issuer = PassSigner & { readonly publicKey: string };

/** Whoever signs certificates and passes. */
export function newIssuer(kid = "b6000001"): Issuer {
  const signingKey = generateKeyPairSync("ed25519").privateKey;
  return { signingKey, kid, publicKey: signingKey.export({ format: "jwk" }).x ?? "" };
}

/** The house tells its gates whose signatures count; they hear of it by the next exchange. */
export async function trust({ house, time }: Estate, { kid, publicKey }: Issuer): Promise<void> {
  await announceIssuer(house, { kid, publicKey });
  const keys = [{ kid, ed25519: publicKey, fromS: 1, untilS: 4_000_000_000 }];
  await publishTrustList(house, signTrustList(newRoot(), { version: 1, keys }, time.nowMs));
}

export const signedBy = (key: KeyObject) => async (message: Uint8Array) =>
  new Uint8Array(sign("sha256", message, { key, dsaEncoding: "ieee-p1363" }));

/** Certifies an account's phone. No gate has heard of either before the next exchange. */
export async function newPhone(of: Estate, signer: Issuer, account: string): Promise<Phone> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const added = await addDevice({ ...of.house, signer }, OFFICE, account, { label: "phone", point });
  if ("refused" in added) throw new Error(added.refused);
  const { certificate } = added;
  const code = (nowMs = of.time.nowMs) => makeProof({ certificate, nowMs, sign: signedBy(privateKey) });
  return { account, certificate, privateKey, code };
}
