import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** What a data directory tells of its gate. */
export interface BoxState {
  /** 0: none. */
  readonly rulesVersion: number;
  /** When the cloud last confirmed them, as far as it was noted; ms since 1970. */
  readonly rulesConfirmedMs: number | undefined;
  /** Facts that the cloud has not acknowledged. */
  readonly waitingFacts: number;
}

/** Read without changing anything, also while the gate runs; undefined when none has run there, or its files cannot be read. */
export function boxState(directory: string): BoxState | undefined {
  if (!existsSync(join(directory, "journal.db"))) return undefined;
  try {
    const journal = look<{ last: number | null; acked: number; confirmed: number | null }>(
      join(directory, "journal.db"),
      "select (select max(seq) from fact) as last, acked, (select at_ms from confirmed_rules) as confirmed from history",
    );
    const newest = readdirSync(directory)
      .flatMap((name) => /^replica-(\d+)\.db$/.exec(name)?.slice(1).map(Number) ?? [])
      .sort((a, b) => b - a);
    const versions = newest.map((n) =>
      look<{ version: number }>(join(directory, `replica-${n}.db`), "select version from held"),
    );
    return {
      // A snapshot that is being built says nothing yet.
      rulesVersion: versions.find((row) => row !== undefined)?.version ?? 0,
      rulesConfirmedMs: journal?.confirmed ?? undefined,
      waitingFacts: (journal?.last ?? 0) - (journal?.acked ?? 0),
    };
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return undefined;
    throw error;
  }
}

function look<Row>(path: string, sql: string): Row | undefined {
  const file = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    return file.prepare<[], Row>(sql).get();
  } finally {
    file.close();
  }
}
