import type { Row, Tables } from "../../../cloud/src/db/memory/tables.ts";
import { STORY_BEGINS_MS } from "../world.ts";
import type { KnownFact } from "./journals.ts";

// For whoever looks into a violation.

/** A row as a line; amounts are bigint, which JSON does not know. */
export const asText = (row: Row | undefined): string | undefined =>
  JSON.stringify(row, (_, value) => (typeof value === "bigint" ? Number(value) : value));

/** What the tables and the facts say of a driver. */
export function evidence(tables: Tables, facts: Iterable<KnownFact>, account: string): string[] {
  const at = (ms: unknown): string => (ms === null ? "-" : new Date(Number(ms)).toISOString().slice(11, 23));
  const lines: string[] = [];
  for (const fact of facts)
    if (fact.body["account"] === account)
      lines.push(
        `${at(STORY_BEGINS_MS + fact.atMs)} ${fact.gate} ${fact.seq} ${fact.kind} ${fact.body["reason"] ?? ""} ${fact.body["session"]} applied as ${fact.appliedAs} ± ${fact.toleranceMs} wall ${fact.wallErrorMs}`,
      );
  lines.sort();
  for (const row of tables.of("session").by("account", account))
    lines.push(
      `session ${row["id"]} ${row["state"]} ${at(row["arrived_at"])} to ${at(row["departed_at"])} ${row["flags"]} ${row["arrival_fact"]} ${row["departure_fact"]}`,
    );
  for (const row of tables.of("unmatched_departure").by("account", account))
    lines.push(`unmatched ${row["fact"]} ${row["session"]} ${at(row["departed_at"])} ${row["paired_with"]}`);
  return lines;
}
