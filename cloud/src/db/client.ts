import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { schema } from "./schema.ts";

/** drizzle over the tables of schema.ts, on a pool or on one connection. */
export type Orm = NodePgDatabase<typeof schema>;

/** One open database transaction: both speak on the same connection. */
export interface Tx {
  readonly orm: Orm;
  /** For the few hot statements, written by hand in the store files. int8 comes back as text, timestamptz as `Date`. */
  readonly client: pg.PoolClient;
}

export interface Database {
  readonly orm: Orm;
  readonly pool: pg.Pool;
  /**
   * The only way into a transaction: drizzle's own keeps the connection for ever when that is lost before it begins.
   * Runs `work` in one READ COMMITTED transaction: commits what it resolves to, rolls back when it throws. A serialization
   * failure or a deadlock (40001, 40P01) runs it again, at most `TRIES` times in all, so `work` must be free of other effects.
   *
   * @throws whatever `work` threw, or the driver's error; `sqlState` tells its code.
   */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const TRIES = 8;
const RETRIED = new Set(["40001", "40P01"]);
const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
/** Any number that nothing else in the house locks. */
const MIGRATION_LOCK = 8_304_027;

/** SQLSTATE of a driver's error, also of one that drizzle wrapped; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) return error.code;
  return error instanceof Error && error.cause !== undefined ? sqlState(error.cause) : undefined;
}

/**
 * Opens a pool on a PostgreSQL server; connections are made when first needed. Statements, waits for locks and idle transactions end on
 * the server after their time, so that a hung client never keeps a row locked.
 *
 * @param options.onError hears of connections lost while idle or in use; they are replaced, so it need not do anything.
 */
export function openDatabase(
  url: string,
  options: { poolSize?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: "baygate",
    keepAlive: true,
  });
  const onError = options.onError ?? (() => undefined);
  // Without these a server that goes away ends the process: pg emits `error` on whatever connection it notices it first.
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  return databaseOn(pool);
}

/** The house's way to speak with a database, on a pool that is open already. */
export function databaseOn(pool: pg.Pool): Database {
  const orms = new WeakMap<pg.PoolClient, Orm>();
  const ormOn = (client: pg.PoolClient): Orm => {
    const known = orms.get(client) ?? drizzle(client, { schema });
    orms.set(client, known);
    return known;
  };
  return {
    orm: drizzle(pool, { schema }),
    pool,
    tx: (work) => retried(() => once(pool, (client) => work({ client, orm: ormOn(client) }))),
    close: () => pool.end(),
  };
}

/** Runs a transaction again, a little later each time, when it lost a serialization conflict or a deadlock. */
async function retried<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt >= TRIES || !RETRIED.has(sqlState(error) ?? "")) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin isolation level read committed");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Brings the database to the newest migration. Several processes may call it at once: one does it, the others wait. */
export async function migrate(db: Database): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query("set statement_timeout = 0; set lock_timeout = 0");
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await runMigrations(drizzle(client), { migrationsFolder: MIGRATIONS });
  } finally {
    // Not back into the pool: closing the connection gives back the lock and the timeouts whatever happened.
    client.release(true);
  }
}
