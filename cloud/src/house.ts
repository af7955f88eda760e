import type { Clock } from "@baygate/shared/time";
import { type Database, sqlState } from "./db/client.ts";

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

/** SQLSTATE classes and codes that say the server is away, going away, or too slow: the caller may try again. */
const AWAY = /^(08|57P0|57014|53)/;
const NO_CONNECTION = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT", "ENOENT"]);

/** Whether an error says that the database cannot be reached or does not answer, rather than that something is broken here. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return AWAY.test(state);
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("code" in each && typeof each.code === "string" && NO_CONNECTION.has(each.code) && !("path" in each))
      return true;
    // pg says these without a code.
    if (
      /^Connection terminated|^Client (has encountered a connection error|was closed)|^timeout exceeded when trying to connect|^timeout expired/.test(
        each.message,
      )
    )
      return true;
  }
  return false;
}
