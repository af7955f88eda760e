import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { exception } from "../db/schema/house.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type ExceptionRow = typeof exception.$inferSelect;

/** One page of exceptions, newest first. */
export async function selectExceptions(
  db: Reads,
  page: { estate?: string | undefined; open: boolean; before?: number | undefined; limit: number },
): Promise<ExceptionRow[]> {
  return await db.orm
    .select()
    .from(exception)
    .where(
      and(
        page.estate === undefined ? undefined : eq(exception.estate, page.estate),
        page.open ? isNull(exception.resolvedAt) : undefined,
        page.before === undefined ? undefined : lt(exception.id, page.before),
      ),
    )
    .orderBy(desc(exception.id))
    .limit(page.limit);
}

/** False when there is no such open exception. */
export async function markResolved(tx: Tx, id: number, at: Date): Promise<boolean> {
  const rows = await tx.orm
    .update(exception)
    .set({ resolvedAt: at })
    .where(and(eq(exception.id, id), isNull(exception.resolvedAt)))
    .returning({ id: exception.id });
  return rows.length > 0;
}
