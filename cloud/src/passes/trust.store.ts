import { asc, eq, gt, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { ruleDirty } from "../db/schema/gates.ts";
import { house } from "../db/schema/house.ts";
import { estate } from "../db/schema/places.ts";
import { issuerKey } from "../db/schema/sign-in.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type IssuerKeyRow = typeof issuerKey.$inferSelect;

const TRUST_LIST = "trust-list";

/** The published list as it was kept; undefined: none was published yet. */
export async function selectTrustList(db: Reads): Promise<string | undefined> {
  const [row] = await db.orm.select({ value: house.value }).from(house).where(eq(house.id, TRUST_LIST));
  return row?.value;
}

export async function upsertTrustList(tx: Tx, value: string): Promise<void> {
  await tx.orm.insert(house).values({ id: TRUST_LIST, value }).onConflictDoUpdate({ target: house.id, set: { value } });
}

/** Keys of which something may still be shown that was signed after `since`, the oldest first. */
export const selectIssuerKeys = async (db: Reads, since: Date): Promise<IssuerKeyRow[]> =>
  await db.orm
    .select()
    .from(issuerKey)
    .where(gt(issuerKey.notAfter, since))
    .orderBy(asc(issuerKey.notBefore), asc(issuerKey.kid));

/** A key that is known stays as it is. */
export async function insertIssuerKey(tx: Tx, row: IssuerKeyRow): Promise<void> {
  await tx.orm.insert(issuerKey).values(row).onConflictDoNothing();
}

export async function updateIssuerEnd(tx: Tx, kid: string, notAfter: Date): Promise<void> {
  await tx.orm.update(issuerKey).set({ notAfter }).where(eq(issuerKey.kid, kid));
}

/** Keys and lists are everybody's: the rules of every estate change. */
export async function markEverywhere(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of keys)
    await tx.orm.insert(ruleDirty).select(
      tx.orm
        .select({
          id: sql<number>`nextval(pg_get_serial_sequence('rule_dirty', 'id'))`.as("id"),
          estate: estate.id,
          key: sql<string>`${key}::text`.as("key"),
        })
        .from(estate),
    );
}
