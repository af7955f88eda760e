import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type pg from "pg";

/** What the cloud's database says, read without the cloud. */
export interface Books {
  readonly decisions: { granted: number; denied: number; p50Ms: number | null; p99Ms: number | null };
  readonly stays: { arrived: number; departed: number; charged: number; open: number };
  /** Departures that ended no stay with an arrival, because that was not seen or not heard of; and stays that were ended without one. */
  readonly halfSeen: { departures: number; stays: number };
  readonly ledger: { transactions: number; sumMinor: number };
  /** Sessions with more than one charge that was not taken back, and wallets that differ from the sum of their entries. Both must be 0. */
  readonly chargedTwice: number;
  readonly walletsOff: number;
  readonly zones: { estate: string; zone: string; capacity: number; inside: number }[];
  readonly takenMinor: number;
  readonly acked: number;
}

/** The address of the embedded database in a cloud's data folder; it is this machine's own, so its password is at hand. */
export function embeddedDatabaseUrl(dataDir: string): string {
  const password = readFileSync(join(dataDir, "database-password"), "utf8").trim();
  const port = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
  return `postgres://baygate:${password}@127.0.0.1:${port}/baygate`;
}

const BOOKS = `
with decided as (
  select (text::jsonb -> 'body' ->> 'outcome') as outcome from fact where kind = 'decision.made' and quarantine is null
), pulsed as (
  select (text::jsonb -> 'body' ->> 'elapsedMs')::float8 as ms from fact where kind = 'barrier.opened' and quarantine is null
), charges as (
  select session, count(*) filter (where kind = 'charge') - count(*) filter (where kind = 'reversal') as times
  from ledger_transaction where kind in ('charge', 'reversal') and session is not null group by session
), entries as (
  select coalesce(sum(amount_minor), 0) as sum from ledger_entry
), balances as (
  select w.account, w.balance_minor, w.debt_minor,
    coalesce((select sum(amount_minor) from ledger_entry where ledger_account = 'wallet:' || w.account), 0) as wallet_sum,
    coalesce((select sum(amount_minor) from ledger_entry where ledger_account = 'receivable:' || w.account), 0) as debt_sum
  from wallet w
)
select
  (select count(*) from decided where outcome = 'grant') as granted,
  (select count(*) from decided where outcome = 'deny') as denied,
  (select percentile_cont(0.5) within group (order by ms) from pulsed) as p50,
  (select percentile_cont(0.99) within group (order by ms) from pulsed) as p99,
  (select count(*) from fact where kind = 'vehicle.arrived' and quarantine is null) as arrived,
  (select count(*) from fact where kind = 'vehicle.departed' and quarantine is null) as departed,
  (select count(*) from charges) as charged,
  (select count(*) from session where state = 'inside') as open,
  (select count(*) from unmatched_departure where paired_with is null)
    + (select count(*) from session where departure_fact is not null
      and flags && array['started-by-system', 'arrival-unresolved']) as orphans,
  (select count(*) from session where state = 'departed' and departure_fact is null) as missed,
  (select count(*) from ledger_transaction) as transactions,
  (select sum from entries) as sum,
  (select count(*) from charges where times > 1) as charged_twice,
  (select count(*) from balances where balance_minor <> wallet_sum or debt_minor <> -debt_sum) as wallets_off,
  (select coalesce(sum(amount_minor), 0) from ledger_entry where ledger_account like any('{revenue:%,tax:%}')) as taken,
  (select coalesce(sum(through), 0) from gate_epoch) as acked,
  (select json_agg(zones order by estate, zone) from (
    select z.estate, z.id as zone, z.capacity, greatest(0, o.arrivals - o.departures + o.corrections) as inside
    from zone z join occupancy o on o.estate = z.estate and o.zone = z.id
  ) as zones) as zones`;

const rounded = (ms: unknown): number | null => (ms === null ? null : Math.round(Number(ms) * 1000) / 1000);

/** One statement, so one snapshot: two would compare facts that came in between with places counted before them. */
export async function readBooks(database: pg.Pool): Promise<Books> {
  const row: Record<string, unknown> = (await database.query(BOOKS)).rows[0] ?? {};
  const number = (name: string) => Number(row[name]);
  return {
    decisions: {
      granted: number("granted"),
      denied: number("denied"),
      p50Ms: rounded(row["p50"]),
      p99Ms: rounded(row["p99"]),
    },
    stays: {
      arrived: number("arrived"),
      departed: number("departed"),
      charged: number("charged"),
      open: number("open"),
    },
    halfSeen: { departures: number("orphans"), stays: number("missed") },
    ledger: { transactions: number("transactions"), sumMinor: number("sum") },
    chargedTwice: number("charged_twice"),
    walletsOff: number("wallets_off"),
    zones: (row["zones"] ?? []) as Books["zones"],
    takenMinor: number("taken"),
    acked: number("acked"),
  };
}

/** Gates that are connected and hold rules. */
export async function gatesReady(database: pg.Pool): Promise<number> {
  const { rows } = await database.query(
    "select count(*) as ready from gate where online and (status ->> 'rules')::bigint > 0",
  );
  return Number(rows[0]?.ready);
}

/** Facts in a gate's journal, read beside the running gate; every epoch of it, also those set aside. */
export function factsInJournal(file: string): number {
  if (!existsSync(file)) return 0;
  const journal = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const made = journal.prepare("select 1 from sqlite_master where type = 'table' and name = 'fact'").get();
    if (!made) return 0;
    const row = journal.prepare<[], { facts: number | null }>("select max(seq) as facts from fact").get();
    return row?.facts ?? 0;
  } finally {
    journal.close();
  }
}
