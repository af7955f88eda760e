import type { Clock } from "@baygate/shared/time";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type * as schema from "./db/schema.ts";

/** The database with its tables. */
export type Db = NodePgDatabase<typeof schema>;
/** A database transaction. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** What every verb needs of the world. */
export interface House {
  readonly db: Db;
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
