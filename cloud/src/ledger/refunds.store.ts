import type { AccountRef } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { payment } from "../db/schema/money.ts";

/** A payment with what of it can still be given back. */
export interface Refundable {
  readonly id: string;
  readonly provider: string;
  readonly method: string | null;
  readonly currency: Currency;
  readonly leftMinor: bigint;
}

/** Payments that came in for an account and are not given back wholly, the newest first. The account's wallet is locked. */
export async function refundable({ client }: Tx, account: AccountRef): Promise<Refundable[]> {
  const { rows } = await client.query<Omit<Refundable, "leftMinor"> & { left: string }>(
    `select * from (
       select p.id, p.provider, p.method, p.currency, p.created_at, p.amount_minor - coalesce((
         select sum(r.amount_minor) from payment r
         where r.of_payment = p.id and r.kind = 'refund' and r.state in ('wanted', 'asked', 'succeeded')), 0) as left
       from payment p where p.account = $1 and p.kind in ('top-up', 'auto-top-up') and p.state = 'succeeded') as paid
     where paid.left > 0 order by created_at desc, id`,
    [account],
  );
  return rows.map(({ left, ...row }) => ({ ...row, leftMinor: BigInt(left) }));
}

/** Refunds under an idempotency key, in the order of their parts. */
export async function refundsOfKey(
  { orm }: Tx,
  key: string,
): Promise<{ id: string; fingerprint: string; ofPayment: string | null }[]> {
  const { id, account, fingerprint, ofPayment, idempotencyKey } = payment;
  const fields = { id, account, fingerprint, ofPayment };
  const [first] = await orm.select(fields).from(payment).where(eq(idempotencyKey, key));
  if (!first) return [];
  // An account's payments have an index; beginnings of keys have none.
  const more = await orm
    .select(fields)
    .from(payment)
    .where(and(eq(account, first.account), sql`starts_with(${idempotencyKey}, ${partKey(first.id, "")})`))
    .orderBy(sql`length(${idempotencyKey})`, idempotencyKey);
  return [first, ...more];
}

/** Under which key a further part of a refund stands: none that a caller can choose, since theirs begin with `refund:`. */
export const partKey = (first: string, nth: number | ""): string => `refund-part:${first}:${nth}`;

/** Writes a refund that is wanted; who asks payment providers takes it from there. */
export async function insertRefund({ orm }: Tx, row: Omit<typeof payment.$inferInsert, "kind" | "state">) {
  await orm.insert(payment).values({ ...row, kind: "refund", state: "wanted" });
}
