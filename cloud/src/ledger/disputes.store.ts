import { and, desc, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { dispute } from "../db/schema/stays.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type DisputeRow = typeof dispute.$inferSelect;

/** One page of disputes, newest first. */
export async function selectDisputes(
  db: Reads,
  page: {
    readonly account?: string | undefined;
    readonly open: boolean;
    readonly before?: { readonly at: Date; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<DisputeRow[]> {
  const { before } = page;
  // PostgreSQL keeps microseconds, a Date milliseconds.
  const opened = sql`date_trunc('milliseconds', ${dispute.openedAt})`;
  const edge = before?.at.toISOString();
  return await db.orm
    .select()
    .from(dispute)
    .where(
      and(
        page.account === undefined ? undefined : eq(dispute.account, page.account),
        page.open ? isNull(dispute.endedAt) : undefined,
        before === undefined
          ? undefined
          : or(
              sql`${opened} < ${edge}::timestamptz`,
              and(sql`${opened} = ${edge}::timestamptz`, lt(dispute.id, before.id)),
            ),
      ),
    )
    .orderBy(desc(opened), desc(dispute.id))
    .limit(page.limit);
}

/** One dispute, locked until the transaction ends. */
export async function lockDispute(tx: Tx, id: string): Promise<DisputeRow | undefined> {
  const [row] = await tx.orm.select().from(dispute).where(eq(dispute.id, id)).for("update");
  return row;
}

/** Whether a stay has a dispute that is not ended. Its session is locked. */
export async function hasOpenDispute(tx: Tx, session: string): Promise<boolean> {
  const open = and(eq(dispute.session, session), isNull(dispute.endedAt));
  return (await tx.orm.select({ id: dispute.id }).from(dispute).where(open).limit(1)).length > 0;
}

export async function insertDispute(tx: Tx, row: DisputeRow): Promise<void> {
  await tx.orm.insert(dispute).values(row);
}

/** Writes how a dispute ended; it is locked. */
export async function endDispute(
  tx: Tx,
  id: string,
  end: { readonly state: "accepted" | "refused"; readonly answer: string; readonly endedAt: Date },
): Promise<void> {
  await tx.orm.update(dispute).set(end).where(eq(dispute.id, id));
}
