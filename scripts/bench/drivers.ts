import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { answerToSign, certificateToSign, compressedPoint, sealAnswer, sealCertificate } from "@baygate/shared/holder";
import { passToSign, sealPass } from "@baygate/shared/pass";
import { proofSlot, proofToSign, sealProof } from "@baygate/shared/proof";

// What the bench's drivers hold to a reader: something of every tier. Making it is the driver's time, not the gate's.

export const TIERS = ["E", "D", "P", "C", "B", "A"] as const;
export type BenchTier = (typeof TIERS)[number];

/** One thing that can be held to the reader. */
export interface Held {
  readonly tier: "A" | "C" | "D" | "E" | "P";
  readonly bytes: Uint8Array;
  readonly challenge?: Uint8Array;
}

export const KID = "be9c4001";
export const ESTATE = "harbour";
/** So many accounts at most: drivers share them. */
export const ACCOUNTS = 50_000;
const CERTIFICATE_S = 48 * 3_600;

export const accountOf = (n: number): string =>
  `7b0c1c2e-8f7e-4f43-9a3e-${(n % ACCOUNTS).toString(16).padStart(12, "0")}`;

/** The UID of a driver's plain card, and of the one with a key. */
export const uidOf = (tier: "D" | "E", n: number): Uint8Array => {
  const uid = Buffer.alloc(7, tier === "E" ? 4 : 8);
  uid.writeUInt32BE(n, 3);
  return uid;
};

export const plateOf = (n: number): string => `BG${String(n).padStart(7, "0")}`;

export class Drivers {
  readonly #issuer: KeyObject;
  #passes = 0;

  constructor(issuer: KeyObject) {
    this.#issuer = issuer;
  }

  /** What driver number `n` holds up. `challenge`: what the gate asks of a phone for this read. */
  holds(tier: BenchTier, n: number, challenge: () => Uint8Array): Held {
    switch (tier) {
      case "D":
      case "E":
        return { tier, bytes: uidOf(tier, n) };
      case "P":
        return { tier, bytes: Buffer.from(plateOf(n)) };
      case "C":
        return { tier, bytes: Buffer.from(this.#pass(n), "latin1") };
      case "B": {
        const { certificate, key } = this.#phone(n);
        const toSign = proofToSign(certificate, proofSlot(Date.now()));
        return { tier: "C", bytes: Buffer.from(sealProof(toSign, es256(toSign, key)), "latin1") };
      }
      case "A": {
        const { certificate, key } = this.#phone(n);
        const asked = challenge();
        const signature = es256(answerToSign(certificate, asked), key);
        return { tier, bytes: sealAnswer(certificate, signature), challenge: asked };
      }
    }
  }

  #pass(n: number): string {
    const nowS = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ id: (++this.#passes).toString(16).padStart(16, "0"), account: accountOf(n), estate: ESTATE },
      ...{ notBeforeS: nowS - 5, notAfterS: nowS + 55 },
    };
    const toSign = passToSign(claims, KID);
    return sealPass(toSign, sign(null, toSign, this.#issuer));
  }

  /** A new one each time: a phone shows one code in a slot of time, and the bench is quicker than that. */
  #phone(n: number) {
    const { publicKey, privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const raw = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
    const nowS = Math.floor(Date.now() / 1000);
    const holder = {
      ...{ account: accountOf(n), key: compressedPoint(raw) ?? "", estates: [ESTATE], coverMinor: 5_000n },
      ...{ offline: "within-cover" as const, notBeforeS: nowS - 60, notAfterS: nowS + CERTIFICATE_S },
    };
    const toSign = certificateToSign(holder, KID);
    return { key, certificate: sealCertificate(toSign, new Uint8Array(sign(null, toSign, this.#issuer))) };
  }
}

const es256 = (toSign: Uint8Array, key: KeyObject): Uint8Array =>
  new Uint8Array(sign("sha256", toSign, { key, dsaEncoding: "ieee-p1363" }));
