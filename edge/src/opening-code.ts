import { createPrivateKey, hkdfSync, type KeyObject, sign } from "node:crypto";
import type { GateId, LaneId } from "@baygate/shared/ids";
import { OPENING_EVERY_S, OPENING_KEY_INFO, openingToSign, sealOpening } from "@baygate/shared/opening";

/** RFC 8410: what stands before a seed of Ed25519 in a PrivateKeyInfo. */
const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key that signs this gate's codes. The cloud keeps its public half, which it made of the same token when it gave that out. */
export function openingKey(token: string): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", token, "", OPENING_KEY_INFO, 32));
  return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: "der", type: "pkcs8" });
}

/** The code on one lane's screen (tier S): another one every few seconds, and after each use. */
export class OpeningCode {
  readonly #key: KeyObject;
  readonly #of: { readonly gate: GateId; readonly lane: LaneId };
  #shown: { readonly madeS: number; readonly text: string } | undefined;
  #lastS = 0;

  constructor(key: KeyObject, of: { readonly gate: GateId; readonly lane: LaneId }) {
    this.#key = key;
    this.#of = of;
  }

  /** @param nowMs wall clock, ms since 1970. */
  text(nowMs: number): string {
    const nowS = Math.max(1, Math.floor(nowMs / 1000));
    const shown = this.#shown;
    if (shown !== undefined && nowS >= shown.madeS - 1 && nowS < shown.madeS + OPENING_EVERY_S) return shown.text;
    // Two codes of the same second would be one.
    const madeS = nowS === this.#lastS ? nowS + 1 : nowS;
    const toSign = openingToSign({ ...this.#of, madeS });
    this.#shown = { madeS, text: sealOpening(toSign, new Uint8Array(sign(null, toSign, this.#key))) };
    this.#lastS = madeS;
    return this.#shown.text;
  }

  /** The one on the screen counts no more. */
  spend(): void {
    this.#shown = undefined;
  }
}
