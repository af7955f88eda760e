import { randomBytes } from "node:crypto";
import { toHex } from "@baygate/shared/cose";
import { CHALLENGE_NONCE_BYTES, challengeBytes } from "@baygate/shared/holder";
import type { GateId } from "@baygate/shared/ids";

/** A reader asks for one a phone; whoever holds up many gets the older ones forgotten. */
const MOST_OPEN = 16;

/** The challenges that a lane gave to phones and that were not answered yet; each counts once. */
export class Challenges {
  readonly #gate: GateId;
  readonly #open = new Set<string>();

  constructor(gate: GateId) {
    this.#gate = gate;
  }

  /** @param nowMs wall clock, ms since 1970: for the phone's owner to see. */
  make(nowMs: number): Uint8Array {
    const nonce = toHex(randomBytes(CHALLENGE_NONCE_BYTES));
    const made = challengeBytes({ gate: this.#gate, nonce, timeS: Math.max(0, Math.floor(nowMs / 1000)) });
    for (const oldest of this.#open) if (this.#open.size >= MOST_OPEN) this.#open.delete(oldest);
    this.#open.add(toHex(made));
    return made;
  }

  /** The read as it counts: a challenge that this lane did not give, or that was answered already, is none. */
  spend<R extends { readonly challenge?: Uint8Array }>(read: R): R {
    if (read.challenge === undefined || this.#open.delete(toHex(read.challenge))) return read;
    const { challenge: _, ...rest } = read;
    return rest as R;
  }
}
