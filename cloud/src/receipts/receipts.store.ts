import type { AccountRef, EstateId, SessionId, ZoneId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { and, asc, desc, eq, lt, or, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { msOf } from "../db/rows.ts";
import { receipt, receiptKey } from "../db/schema/money.ts";
import { pricedOf, type ReceiptContent } from "./receipt.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type ReceiptRow = typeof receipt.$inferSelect;

/** Estates that have stays without a receipt. */
export async function estatesWithDue({ pool }: { pool: Pick<Tx["client"], "query"> }) {
  const { rows } = await pool.query<{ id: EstateId; name: string; timeZone: string }>(
    `select id, name, time_zone as "timeZone" from estate e where exists (select from receipt_due d where d.estate = e.id)`,
  );
  return rows;
}

/** Locks the counter of an estate's year until the transaction ends; answers the last number given. */
export async function lockCounter({ client }: Tx, estate: EstateId, year: number): Promise<number> {
  await client.query("insert into receipt_counter (estate, year) values ($1, $2) on conflict do nothing", [
    estate,
    year,
  ]);
  const { rows } = await client.query<{ last: number }>(
    "select last from receipt_counter where estate = $1 and year = $2 for update",
    [estate, year],
  );
  return rows[0]?.last ?? 0;
}

export async function moveCounter({ client }: Tx, estate: EstateId, year: number, last: number): Promise<void> {
  await client.query("update receipt_counter set last = $3 where estate = $1 and year = $2", [estate, year, last]);
}

/** What a receipt says of its stay. */
export type DueStay = Pick<
  ReceiptContent,
  | "account"
  | "payer"
  | "session"
  | "revision"
  | "reason"
  | "zone"
  | "arrivedAtMs"
  | "departedAtMs"
  | "flags"
  | "offer"
  | "tariff"
  | "terms"
  | "currency"
  | "lines"
  | "taxes"
  | "totalMinor"
> & {
  /** Its ledger transaction: the charge, or where it costs nothing the reversal of the charge before. */
  readonly transaction: string | null;
  /** Ids of the facts that began and ended it. */
  readonly factIds: readonly string[];
};

/** Stays of an estate whose receipt is due, each session's revisions in order. The counter is locked: nobody else takes them. */
export async function dueStays({ client }: Tx, estate: EstateId, limit: number): Promise<DueStay[]> {
  const { rows } = await client.query<{
    account: AccountRef;
    payer: AccountRef | null;
    session: SessionId;
    revision: number;
    reason: string | null;
    zone: ZoneId;
    arrivedAtMs: number;
    departedAtMs: number;
    flags: string[];
    offer: unknown;
    terms: unknown;
    currency: Currency;
    lines: unknown;
    taxes: unknown;
    total: string;
    transaction: string | null;
    arrivalFact: string | null;
    departureFact: string | null;
    tariff: ReceiptContent["tariff"];
  }>({
    name: "receipts-due",
    text: `select s.account, case when s.transaction is null then null else coalesce(s.payer, s.account) end as payer, s.session,
        s.revision, s.reason, s.zone, ${msOf("s.arrived_at")} as "arrivedAtMs", ${msOf("s.departed_at")} as "departedAtMs", s.flags,
        s.offer, s.terms, s.currency, s.lines, s.taxes, s.total_minor as total, s.transaction,
        v.arrival_fact as "arrivalFact", v.departure_fact as "departureFact",
        case when t.id is null then null else
          jsonb_build_object('id', t.id, 'version', t.version, 'currency', t.currency, 'content', t.content) end as tariff
      from receipt_due d
        join stay s on s.session = d.session and s.revision = d.revision
        join session v on v.id = s.session
        left join tariff t on t.id = s.offer ->> 'tariff' and t.version = (s.offer ->> 'version')::int
      where d.estate = $1 order by d.session, d.revision limit $2`,
    values: [estate, limit],
  });
  return rows.map(({ total, arrivalFact, departureFact, ...row }) => ({
    ...row,
    totalMinor: BigInt(total),
    ...pricedOf(row),
    factIds: [arrivalFact, lateFact(row.reason) ?? departureFact].filter((id) => id !== null),
  }));
}

/** A stay corrected by its late departure names that fact in its reason; its session knows of none. */
const lateFact = (reason: string | null): string | undefined => /^departure-late:(.+)$/.exec(reason ?? "")?.[1];

/** Facts as a receipt names them, by id. */
export async function factsOf({ client }: Tx, ids: readonly string[]) {
  type Row = Omit<ReceiptContent["facts"][number], "at"> & { readonly at: Date };
  const { rows } = await client.query<Row>({
    name: "receipt-facts",
    text: `select distinct on (id) coalesce(kind, '') as kind, id, gate, seq::int as seq, occurred_at as at, clock, hash
      from fact where id = any($1::text[]) order by id, received_at`,
    values: [ids],
  });
  return new Map(rows.map(({ at, ...row }) => [row.id, { ...row, at: at.toISOString() }]));
}

/** Entries of ledger transactions on wallets and receivables. */
export async function entriesOf({ client }: Tx, transactions: readonly string[]) {
  const { rows } = await client.query<{ transaction: string; ledgerAccount: string; amount: string }>({
    name: "receipt-entries",
    text: `select transaction, ledger_account as "ledgerAccount", amount_minor as amount from ledger_entry
      where transaction = any($1::uuid[]) order by transaction, line`,
    values: [transactions],
  });
  const found = new Map<string, { ledgerAccount: string; amountMinor: bigint }[]>();
  for (const { transaction, ledgerAccount, amount } of rows)
    found.set(transaction, [...(found.get(transaction) ?? []), { ledgerAccount, amountMinor: BigInt(amount) }]);
  return found;
}

/** Ids of ledger transactions by their idempotency keys. */
export async function transactionsOfKeys({ client }: Tx, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; id: string }>({
    name: "receipt-transactions",
    text: "select idempotency_key as key, id from ledger_transaction where idempotency_key = any($1::text[])",
    values: [keys],
  });
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** The receipts of these sessions that are written already; credit notes are left out. */
export async function receiptsOfSessions({ client }: Tx, sessions: readonly SessionId[]) {
  const { rows } = await client.query<{ session: SessionId; revision: number; text: string }>({
    name: "receipts-of-sessions",
    text: "select session, revision, text from receipt where session = any($1::uuid[]) and kind = 'receipt'",
    values: [sessions],
  });
  return rows;
}

export async function insertReceipts({ orm }: Tx, rows: readonly ReceiptRow[]): Promise<void> {
  if (rows.length > 0) await orm.insert(receipt).values([...rows]);
}

/** Their receipts are written: these stays are not due any more. */
export async function settleDue({ client }: Tx, estate: EstateId, stays: readonly DueStay[]): Promise<void> {
  await client.query({
    name: "receipts-settle",
    text: `delete from receipt_due d using unnest($2::uuid[], $3::int[]) as t(session, revision)
      where d.estate = $1 and d.session = t.session and d.revision = t.revision`,
    values: [estate, stays.map(({ session }) => session), stays.map(({ revision }) => revision)],
  });
}

/** One page of receipts and credit notes, newest first. */
export async function selectReceipts(
  db: Reads,
  page: {
    readonly account?: string | undefined;
    readonly estate?: string | undefined;
    readonly session?: string | undefined;
    readonly before?: { readonly at: Date; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<ReceiptRow[]> {
  const { before } = page;
  return await db.orm
    .select()
    .from(receipt)
    .where(
      and(
        page.account === undefined ? undefined : eq(receipt.account, page.account),
        page.estate === undefined ? undefined : eq(receipt.estate, page.estate),
        page.session === undefined ? undefined : eq(receipt.session, page.session),
        before === undefined
          ? undefined
          : or(lt(receipt.issuedAt, before.at), and(eq(receipt.issuedAt, before.at), lt(receipt.id, before.id))),
      ),
    )
    .orderBy(desc(receipt.issuedAt), desc(receipt.id))
    .limit(page.limit);
}

/** One receipt or credit note; `account` narrows it to that driver's. */
export async function selectReceipt(
  db: Reads,
  id: string,
  account?: string,
): Promise<{ receipt: ReceiptRow; publicKey: string } | undefined> {
  const [row] = await db.orm
    .select({ receipt, publicKey: sql<string>`${receiptKey.publicKey}` })
    .from(receipt)
    .innerJoin(receiptKey, eq(receiptKey.kid, receipt.kid))
    .where(and(eq(receipt.id, id), account === undefined ? undefined : eq(receipt.account, account)));
  return row;
}

/** Every public key that receipts were ever signed with, the oldest first. */
export const selectReceiptKeys = (db: Reads): Promise<(typeof receiptKey.$inferSelect)[]> =>
  db.orm.select().from(receiptKey).orderBy(asc(receiptKey.since), asc(receiptKey.kid));
