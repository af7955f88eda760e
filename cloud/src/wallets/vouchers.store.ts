import type { AccountRef, EstateId } from "@baygate/shared/ids";
import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { account, voucher } from "../db/schema/accounts.ts";
import { estate } from "../db/schema/places.ts";
import { stay } from "../db/schema/stays.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type VoucherRow = typeof voucher.$inferSelect;

export async function insertVouchers({ orm }: Reads, rows: readonly (typeof voucher.$inferInsert)[]): Promise<void> {
  await orm.insert(voucher).values([...rows]);
}

/** The voucher of a code, locked until the transaction ends. */
export async function lockVoucherByCode({ orm }: Reads, codeHash: string): Promise<VoucherRow | undefined> {
  const [row] = await orm.select().from(voucher).where(eq(voucher.codeHash, codeHash)).for("update");
  return row;
}

/** The voucher, locked until the transaction ends. */
export async function lockVoucher({ orm }: Reads, id: string): Promise<VoucherRow | undefined> {
  const [row] = await orm.select().from(voucher).where(eq(voucher.id, id)).for("update");
  return row;
}

export async function updateRedeemed({ orm }: Reads, id: string, by: AccountRef, redeemedAt: Date): Promise<void> {
  await orm.update(voucher).set({ account: by, redeemedAt }).where(eq(voucher.id, id));
}

export async function updateBilled({ orm }: Reads, id: string, billed: string): Promise<void> {
  await orm.update(voucher).set({ billed }).where(eq(voucher.id, id));
}

/** Vouchers that were used and whose sponsors have not been billed, the oldest use first. */
export const selectUnbilled = async ({ orm }: Reads, limit: number): Promise<VoucherRow[]> =>
  await orm
    .select()
    .from(voucher)
    .where(and(isNotNull(voucher.usedAt), isNotNull(voucher.sponsor), isNull(voucher.billed)))
    .orderBy(asc(voucher.usedAt), asc(voucher.id))
    .limit(limit);

/** An estate's vouchers, the newest first; or those that an account has redeemed there. */
export const selectVouchers = async (
  { orm }: Reads,
  of: {
    readonly estate?: EstateId | undefined;
    readonly account?: AccountRef | undefined;
    readonly before?: { readonly at: Date; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<VoucherRow[]> =>
  await orm
    .select()
    .from(voucher)
    .where(
      and(
        of.estate === undefined ? undefined : eq(voucher.estate, of.estate),
        of.account === undefined ? undefined : eq(voucher.account, of.account),
        // What a cursor says has milliseconds, a row may have less.
        of.before === undefined
          ? undefined
          : sql`(date_trunc('milliseconds', ${voucher.createdAt}), ${voucher.id}) < (${of.before.at.toISOString()}::timestamptz, ${of.before.id}::uuid)`,
      ),
    )
    .orderBy(desc(sql`date_trunc('milliseconds', ${voucher.createdAt})`), desc(voucher.id))
    .limit(of.limit);

export async function selectCurrencies({ orm }: Reads, at: EstateId, sponsor: AccountRef | null) {
  const [place] = await orm.select({ currency: estate.currency }).from(estate).where(eq(estate.id, at));
  const [payer] =
    sponsor === null
      ? [undefined]
      : await orm.select({ currency: account.currency }).from(account).where(eq(account.id, sponsor));
  return { estate: place?.currency, sponsor: payer?.currency };
}

/** The taxes in the price of a voucher's stay, as it was charged first. */
export async function selectTaxes({ orm }: Reads, session: string): Promise<unknown> {
  const [row] = await orm
    .select({ taxes: stay.taxes })
    .from(stay)
    .where(and(eq(stay.session, session), eq(stay.revision, 0)));
  return row?.taxes ?? [];
}
