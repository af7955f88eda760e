import type { AccountRef } from "@baygate/shared/ids";
import type { Tx } from "../db/client.ts";

/** Where a page of a statement ended: when the transaction was posted, in microseconds as text, and its id. */
export interface StatementCursor {
  readonly posted: string;
  readonly id: string;
}

export interface StatementRow {
  readonly id: string;
  /** Microseconds since 1970: what the order goes by. */
  readonly posted: string;
  readonly kind: string;
  readonly words: string;
  readonly session: string | null;
  readonly occurredAt: Date;
  readonly postedAt: Date;
  readonly walletMinor: bigint;
  readonly debtMinor: bigint;
}

const MICROS = "(extract(epoch from t.posted_at) * 1000000)::bigint";

/** What an account's transactions moved, in the order of their posting. */
export async function selectStatement(
  { client }: Tx,
  account: AccountRef,
  page: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly after: StatementCursor | undefined;
    readonly limit: number;
  },
): Promise<StatementRow[]> {
  const { rows } = await client.query<
    Omit<StatementRow, "walletMinor" | "debtMinor"> & { wallet: string; owed: string }
  >(
    `select t.id, ${MICROS} as posted, t.kind, t.words, t.session, t.occurred_at as "occurredAt", t.posted_at as "postedAt",
       coalesce(sum(e.amount_minor) filter (where e.ledger_account = 'wallet:' || $1::text), 0) as wallet,
       -coalesce(sum(e.amount_minor) filter (where e.ledger_account = 'receivable:' || $1::text), 0) as owed
     from ledger_entry e join ledger_transaction t on t.id = e.transaction
     where e.ledger_account in ('wallet:' || $1::text, 'receivable:' || $1::text)
       and t.posted_at >= to_timestamp($2::float8 / 1000) and t.posted_at < to_timestamp($3::float8 / 1000)
       and ($4::bigint is null or (${MICROS}, t.id) > ($4::bigint, $5::uuid))
     group by t.id order by ${MICROS}, t.id limit $6`,
    [account, page.fromMs, page.toMs, page.after?.posted ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map(({ wallet, owed, ...row }) => ({ ...row, walletMinor: BigInt(wallet), debtMinor: BigInt(owed) }));
}

/** An account's balance and debt by its entries, before a moment or before where a page begins. */
export async function openingOf(
  { client }: Tx,
  account: AccountRef,
  fromMs: number,
  after: StatementCursor | undefined,
): Promise<{ readonly balanceMinor: bigint; readonly debtMinor: bigint }> {
  const { rows } = await client.query<{ wallet: string; owed: string }>(
    `select coalesce(sum(e.amount_minor) filter (where e.ledger_account = 'wallet:' || $1::text), 0) as wallet,
       -coalesce(sum(e.amount_minor) filter (where e.ledger_account = 'receivable:' || $1::text), 0) as owed
     from ledger_entry e join ledger_transaction t on t.id = e.transaction
     where e.ledger_account in ('wallet:' || $1::text, 'receivable:' || $1::text)
       and (t.posted_at < to_timestamp($2::float8 / 1000) or ($3::bigint is not null and (${MICROS}, t.id) <= ($3::bigint, $4::uuid)))`,
    [account, fromMs, after?.posted ?? null, after?.id ?? null],
  );
  return { balanceMinor: BigInt(rows[0]?.wallet ?? 0), debtMinor: BigInt(rows[0]?.owed ?? 0) };
}
