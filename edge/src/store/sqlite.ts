import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { readMigrationFiles } from "drizzle-orm/migrator";

export type SqliteFile = Sqlite.Database;

/**
 * Opens a store's file and brings its tables up to date.
 *
 * @param synchronous FULL: what is committed survives a power cut. NORMAL: the file stays whole, the last moments may be lost.
 */
export function openFile(path: string, store: "journal" | "replica", synchronous: "FULL" | "NORMAL"): SqliteFile {
  const file = new Sqlite(path);
  try {
    file.pragma("journal_mode = WAL");
    file.pragma(`synchronous = ${synchronous}`);
    migrate(file, join(import.meta.dirname, "migrations", store));
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Applies the migrations that are new to a file, as drizzle's own migrator does and with its table. That one comes with all
 * of drizzle: 147 MB and a second at every start, more than the rest of the gate.
 */
function migrate(file: SqliteFile, folder: string): void {
  file.exec(
    `create table if not exists "__drizzle_migrations" (id integer primary key, hash text not null, created_at numeric)`,
  );
  const newest = file
    .prepare<[], { at: number | null }>(`select max(created_at) as at from "__drizzle_migrations"`)
    .get();
  const due = readMigrationFiles({ migrationsFolder: folder }).filter(
    ({ folderMillis }) => folderMillis > (newest?.at ?? 0),
  );
  if (due.length === 0) return;
  const note = file.prepare<[string, number]>(`insert into "__drizzle_migrations" (hash, created_at) values (?, ?)`);
  file
    .transaction(() => {
      for (const { sql, hash, folderMillis } of due) {
        for (const statement of sql) file.exec(statement);
        note.run(hash, folderMillis);
      }
    })
    .immediate();
}

const codeOf = (error: unknown): string => (error instanceof Sqlite.SqliteError ? error.code : "");

/** The file is not a database, or no longer a whole one. */
export const isCorrupt = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));

/** The disk took no more. */
export const isStorageFault = (error: unknown): boolean => /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(codeOf(error));
