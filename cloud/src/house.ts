import type { Clock } from "@baygate/shared/time";
import type { Database } from "./db/client.ts";

/** What every verb needs of the world. */
export interface House {
  readonly db: Database;
  readonly clock: Clock;
}

/** Who asked, as it stands in the audit: `operator:<label of the token>`. */
export interface Actor {
  readonly name: string;
}

/** An expected answer of a verb that did not do what was asked: a stable code, and words where they help. */
export interface Refused<Code extends string> {
  readonly refused: Code;
  readonly words?: string;
}

/** A refusal. */
export const refused = <const Code extends string>(code: Code, words?: string): Refused<Code> =>
  words === undefined ? { refused: code } : { refused: code, words };
