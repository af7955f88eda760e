import type { AccountRef } from "@baygate/shared/ids";
import { and, asc, eq, gt, inArray, ne } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { account, loyaltyRank } from "../db/schema/accounts.ts";
import { house } from "../db/schema/house.ts";
import type { Custom } from "./loyalty.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type RankRow = typeof loyaltyRank.$inferSelect;

export const selectRanks = async ({ orm }: Reads): Promise<RankRow[]> =>
  await orm.select().from(loyaltyRank).orderBy(asc(loyaltyRank.position));

/** Whether another rank stands at this position. */
export async function isPositionTaken({ orm }: Reads, id: string, position: number): Promise<boolean> {
  const rows = await orm
    .select({ id: loyaltyRank.id })
    .from(loyaltyRank)
    .where(and(eq(loyaltyRank.position, position), ne(loyaltyRank.id, id)));
  return rows.length > 0;
}

export async function upsertRank({ orm }: Reads, row: typeof loyaltyRank.$inferInsert): Promise<void> {
  const { id: _, ...set } = row;
  await orm.insert(loyaltyRank).values(row).onConflictDoUpdate({ target: loyaltyRank.id, set });
}

export const deleteRank = async ({ orm }: Reads, id: string): Promise<boolean> =>
  (await orm.delete(loyaltyRank).where(eq(loyaltyRank.id, id)).returning()).length > 0;

/** Accounts that hold a rank. */
export const selectRanked = async ({ orm }: Reads, rank: string): Promise<AccountRef[]> =>
  (await orm.select({ id: account.id }).from(account).where(eq(account.rank, rank))).map(({ id }) => id);

export async function updateRank({ orm }: Reads, accounts: readonly AccountRef[], rank: string | null): Promise<void> {
  if (accounts.length > 0)
    await orm
      .update(account)
      .set({ rank })
      .where(inArray(account.id, [...accounts]));
}

/** One page of accounts with their ranks, by id. */
export const selectPersons = async ({ orm }: Reads, after: AccountRef | undefined, limit: number) =>
  await orm
    .select({ id: account.id, rank: account.rank })
    .from(account)
    .where(and(eq(account.kind, "person"), after === undefined ? undefined : gt(account.id, after)))
    .orderBy(asc(account.id))
    .limit(limit);

/** What accounts are ranked now, what they owe, and what they paid for in the last so many days: their stays, whoever's wallet paid them. */
export async function selectCustom(
  { client }: Pick<Tx, "client">,
  accounts: readonly AccountRef[],
  days: readonly number[],
  at: Date,
): Promise<
  Map<AccountRef, { readonly rank: string | null; readonly debtMinor: bigint; readonly custom: readonly Custom[] }>
> {
  const { rows } = await client.query<{
    account: AccountRef;
    rank: string | null;
    debt: string;
    days: number;
    stays: string;
    spent: string;
  }>(
    `select a.account, c.rank, coalesce(w.debt_minor, 0) as debt, d.days, count(s.session) as stays, coalesce(sum(s.total_minor), 0) as spent
     from unnest($1::uuid[]) as a(account)
     join account c on c.id = a.account
     cross join unnest($2::int[]) as d(days)
     left join wallet w on w.account = a.account
     left join stay_now s on s.account = a.account and s.payer is not null and s.total_minor > 0
       and s.departed_at > $3::timestamptz - make_interval(days => d.days)
     group by a.account, c.rank, w.debt_minor, d.days`,
    [accounts, days, at],
  );
  const found = new Map<AccountRef, { rank: string | null; debtMinor: bigint; custom: Custom[] }>();
  for (const row of rows) {
    const of = found.get(row.account) ?? { rank: row.rank, debtMinor: BigInt(row.debt), custom: [] };
    of.custom.push({ days: row.days, stays: Number(row.stays), spentMinor: BigInt(row.spent) });
    found.set(row.account, of);
  }
  return found;
}

const RANKED_ON = "ranked-on";

/** The day on which accounts were ranked last. */
export async function selectRankedOn({ orm }: Reads): Promise<string | undefined> {
  const [row] = await orm.select().from(house).where(eq(house.id, RANKED_ON));
  return row?.value;
}

export async function upsertRankedOn({ orm }: Reads, value: string): Promise<void> {
  await orm.insert(house).values({ id: RANKED_ON, value }).onConflictDoUpdate({ target: house.id, set: { value } });
}
