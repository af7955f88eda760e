import type { EstateId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { and, asc, desc, eq, lt } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { dailyClose } from "../db/schema/money.ts";
import type { CloseFindings, DayBalance } from "./close.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type CloseRow = typeof dailyClose.$inferSelect;

/** Lets a transaction see one moment of the database, whatever is committed meanwhile. Call it before any other statement. */
export async function seeOneMoment({ client }: Tx): Promise<void> {
  await client.query("set transaction isolation level repeatable read");
  // Reads all of the books: it may take its time.
  await client.query("set local statement_timeout = 0");
}

/** What time it is for the ledger, whose postings are dated by the database; and its estates, with the day that was closed last. */
export async function estatesToClose({ pool }: { pool: Pick<Tx["client"], "query"> }) {
  const { rows } = await pool.query<{
    id: EstateId;
    timeZone: string;
    currency: Currency;
    createdAt: Date;
    now: Date;
    last: string | null;
  }>(
    `select id, time_zone as "timeZone", currency, created_at as "createdAt", now() as now,
       (select max(day) from daily_close c where c.estate = e.id) as last
     from estate e order by id`,
  );
  return rows;
}

/** How many transactions began before a moment and may still write postings dated before it. */
export async function writersSince({ client }: Tx, toMs: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name = 'baygate' and pid <> pg_backend_pid()
       and xact_start < to_timestamp($1::float8 / 1000)`,
    [toMs],
  );
  return rows[0]?.n ?? 0;
}

/** The newest close before a day; undefined when there is none. */
export async function closeBefore(db: Reads, estate: EstateId, day: string): Promise<CloseRow | undefined> {
  const [row] = await db.orm
    .select()
    .from(dailyClose)
    .where(and(eq(dailyClose.estate, estate), lt(dailyClose.day, day)))
    .orderBy(desc(dailyClose.day))
    .limit(1);
  return row;
}

export async function closeOf(db: Reads, estate: EstateId, day: string): Promise<CloseRow | undefined> {
  const [row] = await db.orm
    .select()
    .from(dailyClose)
    .where(and(eq(dailyClose.estate, estate), eq(dailyClose.day, day)));
  return row;
}

/** An estate's closes, the oldest first. */
export const selectCloses = (db: Reads, estate: EstateId): Promise<CloseRow[]> =>
  db.orm.select().from(dailyClose).where(eq(dailyClose.estate, estate)).orderBy(asc(dailyClose.day));

/** False when somebody closed this day meanwhile. */
export async function insertClose({ orm }: Tx, row: CloseRow): Promise<boolean> {
  return (await orm.insert(dailyClose).values(row).onConflictDoNothing().returning({ day: dailyClose.day })).length > 0;
}

interface BalanceRow {
  readonly name: string;
  readonly opening: string;
  readonly moved: string;
}

const balanceOf = (row: BalanceRow | undefined): DayBalance => {
  const [openingMinor, movedMinor] = [BigInt(row?.opening ?? 0), BigInt(row?.moved ?? 0)];
  return { openingMinor, movedMinor, closingMinor: openingMinor + movedMinor };
};

/** What is in the books of an estate's day. The transaction sees one moment. */
export async function findForClose(
  tx: Tx,
  about: Pick<CloseFindings, "estate" | "day" | "fromMs" | "toMs" | "currency">,
): Promise<CloseFindings> {
  const { estate } = about;
  const balances = await readBalances(tx, about);
  const house = balances.filter(({ name }) => !name.includes(":"));
  const of = (name: string) => balanceOf(balances.find((each) => each.name === name));
  return {
    ...about,
    house: Object.fromEntries(house.map((row) => [row.name, balanceOf(row)])),
    revenue: of(`revenue:${estate}`),
    tax: of(`tax:${estate}`),
    ...(await readDay(tx, about)),
    ...(await countFaults(tx, about)),
  };
}

/** Balances by kind, and of the estate's own two accounts by name. */
async function readBalances(
  { client }: Tx,
  { estate, currency, fromMs, toMs }: Pick<CloseFindings, "estate" | "currency" | "fromMs" | "toMs">,
): Promise<BalanceRow[]> {
  const { rows } = await client.query<BalanceRow>(
    `select case when ledger_account in ('revenue:' || $1, 'tax:' || $1) then ledger_account end as own,
       split_part(ledger_account, ':', 1) as name,
       coalesce(sum(amount_minor) filter (where posted_at < to_timestamp($3::float8 / 1000)), 0) as opening,
       coalesce(sum(amount_minor) filter (where posted_at >= to_timestamp($3::float8 / 1000)), 0) as moved
     from ledger_entry e join ledger_transaction t on t.id = e.transaction
     where t.currency = $2 and posted_at < to_timestamp($4::float8 / 1000)
     group by grouping sets ((split_part(ledger_account, ':', 1)), (case when ledger_account in ('revenue:' || $1, 'tax:' || $1) then ledger_account end))`,
    [estate, currency, fromMs, toMs],
  );
  return rows.flatMap((row) => {
    const { own, name, opening, moved } = row as BalanceRow & { own: string | null };
    const known = own ?? name;
    return known === null ? [] : [{ name: known, opening, moved }];
  });
}

const WITHIN = "t.posted_at >= to_timestamp($2::float8 / 1000) and t.posted_at < to_timestamp($3::float8 / 1000)";

/** What the estate's day was made of: its transactions by kind, and its stays. */
async function readDay({ client }: Tx, { estate, fromMs, toMs }: Pick<CloseFindings, "estate" | "fromMs" | "toMs">) {
  const values = [estate, fromMs, toMs];
  const { rows: kinds } = await client.query<{ kind: string; n: number; moved: string }>(
    `select case when t.idempotency_key like 'reversal:charge:%' then 'charge-reversal' else t.kind end as kind,
       count(distinct t.id)::int as n, sum(e.amount_minor) as moved
     from ledger_transaction t join ledger_entry e on e.transaction = t.id and ledger_account in ('revenue:' || $1, 'tax:' || $1)
     where ${WITHIN} group by 1 order by 1`,
    values,
  );
  // A revision that is not the first takes the one before back; the transaction of one that costs nothing is that taking back.
  const { rows: stays } = await client.query<{ n: number; total: string }>(
    `select count(*) filter (where t.kind = 'charge')::int as n,
       coalesce(sum(case t.kind when 'charge' then s.total_minor else -s.total_minor end), 0) as total
     from ledger_transaction t
       join stay s on s.session = t.session and s.estate = $1 and s.revision = case
         when t.idempotency_key ~ ':[0-9]+$' then substring(t.idempotency_key from ':([0-9]+)$')::int else 0 end
     where ${WITHIN} and (t.kind = 'charge' or t.idempotency_key like 'reversal:charge:%')`,
    values,
  );
  return {
    transactions: Object.fromEntries(
      kinds.map(({ kind, n, moved }) => [kind, { count: n, movedMinor: BigInt(moved) }]),
    ),
    stays: stays[0]?.n ?? 0,
    stayedMinor: BigInt(stays[0]?.total ?? 0),
  };
}

/** Counts what must not be. Wallets and holds are as they are now; the rest is of the estate and its day. */
async function countFaults(
  { client }: Tx,
  { estate, currency, fromMs, toMs }: Pick<CloseFindings, "estate" | "currency" | "fromMs" | "toMs">,
) {
  const { rows } = await client.query<Record<keyof CloseFaultCounts, number>>(
    `with moved as (select account, coalesce(sum(amount_minor) filter (where kind = 'wallet'), 0) as balance,
         -coalesce(sum(amount_minor) filter (where kind = 'receivable'), 0) as debt
       from (select split_part(ledger_account, ':', 1) as kind, split_part(ledger_account, ':', 2) as account, amount_minor
         from ledger_entry where ledger_account like 'wallet:%' or ledger_account like 'receivable:%') e group by account),
     held as (select account, sum(amount_minor) as held from hold where state = 'open' group by account),
     charged as (select s.total_minor, s.taxes, t.id, t.kind,
         (select coalesce(sum(amount_minor), 0) from ledger_entry e where e.transaction = t.id and ledger_account in ('revenue:' || $1, 'tax:' || $1)) as taken,
         (select coalesce(sum(amount_minor), 0) from ledger_entry e where e.transaction = t.id and ledger_account = 'tax:' || $1) as tax
       from ledger_transaction t join stay s on s.transaction = t.id and s.estate = $1
       where ${WITHIN} and t.kind = 'charge')
     select
       (select count(*)::int from (select t.id from ledger_transaction t left join ledger_entry e on e.transaction = t.id
         where ${WITHIN} group by t.id having count(e.line) < 2 or sum(e.amount_minor) <> 0) u) as "unbalancedTransactions",
       (select count(*)::int from wallet w full join moved m on m.account = w.account::text
         where (w.currency = $4 or w.currency is null)
           and (coalesce(w.balance_minor, 0) <> coalesce(m.balance, 0) or coalesce(w.debt_minor, 0) <> coalesce(m.debt, 0))) as "walletsThatDiffer",
       (select count(*)::int from wallet w left join held h on h.account = w.account
         where w.currency = $4 and w.held_minor <> coalesce(h.held, 0)) as "heldThatDiffers",
       (select count(*)::int from session s where estate = $1 and state = 'departed'
         and not exists (select from stay where stay.session = s.id)) as "departedWithoutStay",
       (select count(*)::int from stay where estate = $1 and total_minor > 0 and transaction is null
         and not 'not-charged' = any(flags)) as "chargedWithoutTransaction",
       (select count(*)::int from charged where taken <> total_minor or tax <> (
         select coalesce(sum((x ->> 'taxMinor')::bigint), 0) from jsonb_array_elements(taxes) x)) as "chargedOtherwise",
       (select count(*)::int from ledger_transaction t where ${WITHIN} and t.kind = 'charge'
         and exists (select from ledger_entry e where e.transaction = t.id and ledger_account = 'revenue:' || $1)
         and not exists (select from stay s where s.session = t.session and s.estate = $1)) as "chargesWithoutStay"`,
    [estate, fromMs, toMs, currency],
  );
  const [row] = rows;
  if (!row) throw new Error("the books could not be counted");
  return row;
}

type CloseFaultCounts = Pick<
  CloseFindings,
  | "unbalancedTransactions"
  | "walletsThatDiffer"
  | "heldThatDiffers"
  | "departedWithoutStay"
  | "chargedWithoutTransaction"
  | "chargedOtherwise"
  | "chargesWithoutStay"
>;

/** Tells operators that a day cannot be closed, once as long as nobody has looked at it. */
export async function raiseUnproved({ client }: Tx, estate: EstateId, at: Date, words: string): Promise<void> {
  await client.query(
    `insert into exception (estate, kind, at, words) select $1, 'books-unproved', $2, $3
     where not exists (select from exception where estate = $1 and kind = 'books-unproved' and resolved_at is null and words = $3)`,
    [estate, at, words],
  );
}
