import { z } from "zod";
import type { VehicleClass } from "./estate.ts";
import type { AccountRef, EstateId, ZoneId } from "./ids.ts";

/** Which kind of credential, by what it proves (CREDENTIALS.md). Read: A (a phone over NFC), B (a phone's own QR code), C (issued QR pass), D (card with a key), E (card UID) and P (number plate). Not read but ordered: S (a driver who scanned the lane's own code). */
export const Tier = z.enum(["A", "B", "C", "D", "E", "P", "S"]);
export type Tier = z.infer<typeof Tier>;

/**
 * Which credential was read, without the credential: the keyed hash of a card's UID, of a pass its random id, of a phone the beginning of its
 * public key.
 * Logs, facts and rules hold this and never more.
 */
export const CredentialRef = z
  .string()
  .regex(/^[0-9a-f]{16,64}$/)
  .meta({
    id: "CredentialRef",
    description:
      "Which credential, without the credential: keyed hash of a card's UID or of a plate, random id of a pass, beginning of a phone's public key.",
    examples: ["5b8f1c0de2a94f7db3c6e1a04d2f9c37"],
  });
export type CredentialRef = z.infer<typeof CredentialRef>;

/** What a reader's bytes claim once their form and signature are checked; the claim is not yet a permission. */
export type Claim =
  | { readonly tier: "D" | "E"; readonly ref: CredentialRef }
  | PlateClaim
  /** `ticket`: a printed one, good for one visit. */
  | { readonly tier: "C"; readonly ref: CredentialRef; readonly pass: PassClaim; readonly ticket?: true }
  /** `ref`: the order that named the driver, without its dashes. */
  | { readonly tier: "S"; readonly ref: CredentialRef; readonly account: AccountRef }
  | { readonly tier: "A"; readonly ref: CredentialRef; readonly holder: HolderClaim }
  /** `slot`: when the phone made the code (`PROOF_SLOT_S` of holder.ts). */
  | { readonly tier: "B"; readonly ref: CredentialRef; readonly holder: HolderClaim; readonly slot: number };

/** What a gate that hears nothing of an account may do on its certificate alone. */
export const OfflinePolicy = z.enum(["never", "within-cover", "always"]);
export type OfflinePolicy = z.infer<typeof OfflinePolicy>;

/** What a phone's certificate says, but for its key. */
export interface HolderClaim {
  readonly account: AccountRef;
  /** Seconds since 1970. */
  readonly notBeforeS: number;
  readonly notAfterS: number;
  /** At these alone, four at most, a gate that hears nothing of the account may go by this; left out: at none. */
  readonly estates?: readonly EstateId[] | undefined;
  /** What could be spent when it was issued, minor units of the account's currency. */
  readonly coverMinor: bigint;
  readonly offline: OfflinePolicy;
  /** Of the account's vehicles; left out: standard. */
  readonly class?: VehicleClass | undefined;
  /** Reserved zones that the account may use throughout the certificate's life, at most two. */
  readonly bays?: readonly { readonly estate: EstateId; readonly zone: ZoneId }[] | undefined;
}

export interface PlateClaim {
  readonly tier: "P";
  readonly ref: CredentialRef;
  /** Of what it has in common with plates that look like it. */
  readonly alike: CredentialRef;
  /** How sure the camera is, thousandths. */
  readonly confidencePermille: number;
}

/** The checked content of a tier C pass. */
export interface PassClaim {
  readonly account: AccountRef;
  /** Seconds since 1970 (CWT `nbf` or `iat`). */
  readonly notBeforeS: number;
  /** Seconds since 1970 (CWT `exp`). */
  readonly notAfterS: number;
  /** Only at this estate, where the pass says so. */
  readonly estate?: EstateId | undefined;
}

/** Why bytes from a reader do not even become a claim. */
export const ReadFault = z.enum([
  "pass-malformed",
  "pass-forged",
  "pass-unknown-key",
  "card-unreadable",
  "plate-unreadable",
]);
export type ReadFault = z.infer<typeof ReadFault>;
