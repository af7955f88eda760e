import type { Database } from "../db/client.ts";
import { forgetHeard, lendings } from "./restore.store.ts";

/** Where the count of lendings is kept outside the database. Undefined: it was never kept. */
export interface LendingsCopy {
  read(): Promise<number | undefined>;
  write(count: number): Promise<void>;
}

export interface RestoreWatch {
  /** Call it before places are lent. */
  look(nowMs: number): Promise<void>;
  /** Call it after, and before anybody hears of it. */
  keep(): Promise<void>;
}

/**
 * Finds out that the database was restored from a backup: it then counts fewer lendings than its copy outside. From then on no place is
 * lent at an estate until each of its gates that may hold some was heard (I11).
 *
 * @param found called once for each restore that is found.
 */
export function watchRestores(db: Database, copy: LendingsCopy, found: () => void): RestoreWatch {
  let kept: number | undefined;
  let keeping: Promise<void> = Promise.resolve();
  const keep = async (): Promise<void> => {
    const count = await lendings(db.pool);
    if (count === kept) return;
    await copy.write(count);
    kept = count;
  };
  return {
    async look(nowMs) {
      kept ??= (await copy.read()) ?? (await lendings(db.pool));
      const known = kept;
      if ((await lendings(db.pool)) >= known) return;
      await db.tx(async ({ client }) => await forgetHeard(client, known, new Date(nowMs)));
      found();
    },
    // One after another: estates are tended side by side, and an older count must not be written over a newer one.
    keep() {
      const done = keeping.then(keep);
      keeping = done.catch(() => undefined);
      return done;
    },
  };
}
