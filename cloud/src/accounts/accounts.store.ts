import { and, asc, eq, gt, ilike, inArray, or, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import type { Tx } from "../db/client.ts";
import { access, account, card, vehicle } from "../db/schema/accounts.ts";
import { wallet } from "../db/schema/money.ts";
import { estate } from "../db/schema/places.ts";
import { token } from "../db/schema/sign-in.ts";
import { session } from "../db/schema/stays.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type AccountRow = typeof account.$inferSelect;
export type CardRow = typeof card.$inferSelect;

/** One page of accounts by id. `search` is part of a name or the beginning of an id. */
export async function selectAccounts(
  db: Reads,
  page: { after?: string | undefined; search?: string | undefined; limit: number },
): Promise<AccountRow[]> {
  const words = page.search?.replaceAll(/[\\%_]/g, "\\$&");
  return await db.orm
    .select()
    .from(account)
    .where(
      and(
        page.after ? gt(account.id, page.after) : undefined,
        words
          ? or(ilike(account.name, `%${words}%`), sql`${account.id}::text like ${`${words.toLowerCase()}%`}`)
          : undefined,
      ),
    )
    .orderBy(asc(account.id))
    .limit(page.limit);
}

export async function selectAccount(db: Reads, id: string): Promise<AccountRow | undefined> {
  const [row] = await db.orm.select().from(account).where(eq(account.id, id));
  return row;
}

/** The account, locked until the transaction ends. */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow | undefined> {
  const [row] = await tx.orm.select().from(account).where(eq(account.id, id)).for("update");
  return row;
}

/** A new account with its empty wallet. */
export async function insertAccount(tx: Tx, row: typeof account.$inferInsert): Promise<void> {
  await tx.orm.insert(account).values(row);
  await tx.orm.insert(wallet).values({ account: row.id, currency: row.currency });
}

export async function updateBlocked(tx: Tx, id: string, blockedAt: Date | null): Promise<void> {
  await tx.orm.update(account).set({ blockedAt }).where(eq(account.id, id));
}

/** Estates that hold this account's rules: where it has access, and where its car is without it. */
export async function selectHolders(db: Reads, id: string): Promise<string[]> {
  const inside = db.orm
    .select({ estate: session.estate })
    .from(session)
    .where(and(eq(session.account, id), inArray(session.state, ["granted", "unresolved", "inside"])));
  const rows = await union(db.orm.select({ estate: access.estate }).from(access).where(eq(access.account, id)), inside);
  return rows.map((row) => row.estate).sort();
}

/** Names of the estates where this account may park. */
export async function selectAccess(db: Reads, id: string): Promise<string[]> {
  const rows = await db.orm.select().from(access).where(eq(access.account, id)).orderBy(asc(access.estate));
  return rows.map((row) => row.estate);
}

/** An estate and what it charges in. */
export async function selectEstateCurrency(
  db: Reads,
  wanted: string,
): Promise<{ id: string; currency: string } | undefined> {
  const [row] = await db.orm
    .select({ id: estate.id, currency: estate.currency })
    .from(estate)
    .where(eq(estate.id, wanted));
  return row;
}

export async function insertAccess(tx: Tx, id: string, at: string): Promise<boolean> {
  const rows = await tx.orm.insert(access).values({ account: id, estate: at }).onConflictDoNothing().returning();
  return rows.length > 0;
}

export async function deleteAccess(tx: Tx, id: string, at: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(access)
    .where(and(eq(access.account, id), eq(access.estate, at)))
    .returning();
  return rows.length > 0;
}

export async function selectCards(db: Reads, id: string): Promise<CardRow[]> {
  return await db.orm.select().from(card).where(eq(card.account, id)).orderBy(asc(card.createdAt), asc(card.ref));
}

/** False when the card is somebody's already, revoked or not. */
export async function insertCard(tx: Tx, row: typeof card.$inferInsert): Promise<boolean> {
  const rows = await tx.orm.insert(card).values(row).onConflictDoNothing().returning({ ref: card.ref });
  return rows.length > 0;
}

/** The card, locked until the transaction ends. */
export async function lockCard(tx: Tx, ref: string): Promise<CardRow | undefined> {
  const [row] = await tx.orm.select().from(card).where(eq(card.ref, ref)).for("update");
  return row;
}

export async function updateCardRevoked(tx: Tx, ref: string, at: Date): Promise<void> {
  await tx.orm.update(card).set({ revokedAt: at }).where(eq(card.ref, ref));
}

export type TokenRow = typeof token.$inferSelect;

/** Whose token has this hash, expired or not. */
export async function selectToken(db: Reads, hash: string): Promise<TokenRow | undefined> {
  const [row] = await db.orm.select().from(token).where(eq(token.hash, hash));
  return row;
}

export async function insertToken(tx: Tx, row: typeof token.$inferInsert): Promise<void> {
  await tx.orm.insert(token).values(row);
}

export async function selectTokens(db: Reads, id: string): Promise<TokenRow[]> {
  return await db.orm.select().from(token).where(eq(token.account, id)).orderBy(asc(token.createdAt));
}

/** Ends a token by the first characters of its hash, which is all that lists show. */
export async function deleteToken(tx: Tx, id: string, hashStart: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(token)
    .where(and(eq(token.account, id), sql`starts_with(${token.hash}, ${hashStart})`))
    .returning();
  return rows.length > 0;
}

/** One page of integrators' keys, by their hashes. */
export const selectKeys = async (db: Reads, page: { after?: string | undefined; limit: number }): Promise<TokenRow[]> =>
  await db.orm
    .select()
    .from(token)
    .where(and(eq(token.role, "integrator"), page.after === undefined ? undefined : gt(token.hash, page.after)))
    .orderBy(asc(token.hash))
    .limit(page.limit);

/** Ends an integrator's key by the first characters of its hash. */
export async function deleteKey(tx: Tx, hashStart: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(token)
    .where(and(eq(token.role, "integrator"), sql`starts_with(${token.hash}, ${hashStart})`))
    .returning({ hash: token.hash });
  return rows.length > 0;
}

/** Refs of an account's cards and plates, revoked or not, and of what its plates have in common with others. */
export async function selectCredentialRefs(
  db: Reads,
  id: string,
): Promise<{ readonly refs: readonly string[]; readonly alike: readonly string[] }> {
  const cards = await db.orm.select({ ref: card.ref }).from(card).where(eq(card.account, id));
  const plates = await db.orm
    .select({ ref: vehicle.plateRef, alike: vehicle.plateAlike })
    .from(vehicle)
    .where(eq(vehicle.account, id));
  return {
    refs: [...cards, ...plates].flatMap(({ ref }) => ref ?? []),
    alike: [...new Set(plates.flatMap(({ alike }) => alike ?? []))],
  };
}
