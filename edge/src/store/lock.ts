import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** Operating failure `data-in-use`: another process works in this data directory. */
export class DataInUse extends Error {
  readonly code = "data-in-use";
  constructor(directory: string) {
    super(`another process works in ${directory}`);
  }
}

/**
 * Takes a data directory for this process alone, until the returned function is called or the process is gone, however it
 * went: two gates on one journal would fork its history.
 *
 * @throws DataInUse
 */
export function takeDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = new Sqlite(join(directory, "lock"), { timeout: 0 });
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY")) throw new DataInUse(directory);
    throw error;
  }
  return () => lock.close();
}
