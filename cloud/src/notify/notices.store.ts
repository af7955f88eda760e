import type { AccountRef, EstateId } from "@baygate/shared/ids";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { favourite, noticeDelivery, noticeWish, pushSubscription } from "../db/schema/notices.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type NoticeWishRow = typeof noticeWish.$inferSelect;
export type PushSubscriptionRow = typeof pushSubscription.$inferSelect;
export type FavouriteRow = typeof favourite.$inferSelect;

export async function selectWish(db: Reads, account: AccountRef): Promise<NoticeWishRow | undefined> {
  const [row] = await db.orm.select().from(noticeWish).where(eq(noticeWish.account, account));
  return row;
}

/** The account's wishes from now on; one that had none gets what it does not say by default. */
export async function saveWish(tx: Tx, row: typeof noticeWish.$inferInsert): Promise<void> {
  const { account, ...wishes } = row;
  const insert = tx.orm.insert(noticeWish).values(row);
  await (Object.keys(wishes).length === 0
    ? insert.onConflictDoNothing()
    : insert.onConflictDoUpdate({ target: noticeWish.account, set: wishes }));
}

export async function selectSubscriptions(db: Reads, account: AccountRef): Promise<PushSubscriptionRow[]> {
  return await db.orm
    .select()
    .from(pushSubscription)
    .where(eq(pushSubscription.account, account))
    .orderBy(asc(pushSubscription.createdAt), asc(pushSubscription.id));
}

/** A browser's subscription, whoever had signed in there before. Its id stays while its account and keys do. */
export async function saveSubscription(tx: Tx, row: PushSubscriptionRow): Promise<PushSubscriptionRow> {
  const [before] = await tx.orm
    .select()
    .from(pushSubscription)
    .where(eq(pushSubscription.endpoint, row.endpoint))
    .for("update");
  if (before?.account === row.account && before.p256dh === row.p256dh && before.auth === row.auth) {
    await tx.orm.update(pushSubscription).set({ language: row.language }).where(eq(pushSubscription.id, before.id));
    return { ...before, language: row.language };
  }
  // What was on its way to the one before is not for this one.
  if (before) await tx.orm.delete(pushSubscription).where(eq(pushSubscription.id, before.id));
  const kept = await tx.orm.insert(pushSubscription).values(row).onConflictDoNothing().returning();
  // Somebody else has signed in there at the same moment: now that one is the one before.
  return kept.length > 0 ? row : await saveSubscription(tx, row);
}

export async function deleteSubscriptions(tx: Reads, account: AccountRef, ids: readonly string[]): Promise<number> {
  const gone = await tx.orm
    .delete(pushSubscription)
    .where(and(eq(pushSubscription.account, account), inArray(pushSubscription.id, [...ids])))
    .returning({ id: pushSubscription.id });
  return gone.length;
}

export async function selectFavourites(db: Reads, account: AccountRef): Promise<FavouriteRow[]> {
  return await db.orm
    .select()
    .from(favourite)
    .where(eq(favourite.account, account))
    .orderBy(asc(favourite.createdAt), asc(favourite.estate));
}

/** The favourite as it is now; one that exists stays as it is. */
export async function insertFavourite(tx: Tx, row: typeof favourite.$inferInsert): Promise<FavouriteRow | undefined> {
  await tx.orm.insert(favourite).values(row).onConflictDoNothing();
  const [kept] = await tx.orm
    .select()
    .from(favourite)
    .where(and(eq(favourite.account, row.account), eq(favourite.estate, row.estate)));
  return kept;
}

export async function deleteFavourite(tx: Reads, account: AccountRef, estate: EstateId): Promise<boolean> {
  const gone = await tx.orm
    .delete(favourite)
    .where(and(eq(favourite.account, account), eq(favourite.estate, estate)))
    .returning({ estate: favourite.estate });
  return gone.length > 0;
}

/** What an account was told last, the newest first; once for each way it was told. */
export const selectDeliveries = async (db: Reads, account: AccountRef, limit: number) =>
  await db.orm
    .select({ key: noticeDelivery.key, content: noticeDelivery.content, createdAt: noticeDelivery.createdAt })
    .from(noticeDelivery)
    .where(eq(noticeDelivery.account, account))
    .orderBy(desc(noticeDelivery.createdAt), asc(noticeDelivery.id))
    .limit(limit);

/** Everything personal that is kept for notices, to be handed to whom it is about. */
export async function noticesOf(db: Reads, account: AccountRef) {
  const deliveries = await db.orm
    .select()
    .from(noticeDelivery)
    .where(eq(noticeDelivery.account, account))
    .orderBy(asc(noticeDelivery.createdAt), asc(noticeDelivery.id));
  return {
    wish: (await selectWish(db, account)) ?? null,
    subscriptions: await selectSubscriptions(db, account),
    favourites: await selectFavourites(db, account),
    deliveries,
  };
}

/** Forgets everything that is kept for an account's notices: nothing is told to it any more. */
export async function forgetNotices(tx: Tx, account: AccountRef): Promise<void> {
  for (const table of [pushSubscription, favourite, noticeWish, noticeDelivery])
    await tx.orm.delete(table).where(eq(table.account, account));
  await tx.orm.execute(sql`delete from notice_due where account = ${account}`);
}
