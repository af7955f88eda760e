import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";

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
    migrate(drizzle(file), { migrationsFolder: join(import.meta.dirname, "migrations", store) });
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

const codeOf = (error: unknown): string => {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return inner instanceof Sqlite.SqliteError ? inner.code : "";
};

/** The file is not a database, or no longer a whole one. */
export const isCorrupt = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));

/** The disk took no more. */
export const isStorageFault = (error: unknown): boolean => /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(codeOf(error));
