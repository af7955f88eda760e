import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { occupancyCount } from "../db/schema/places.ts";

type Reads = Pick<Tx, "orm">;

export type CountRow = typeof occupancyCount.$inferSelect;

export async function insertCount(tx: Tx, row: typeof occupancyCount.$inferInsert): Promise<void> {
  await tx.orm.insert(occupancyCount).values(row);
}

/** A zone's counts, the newest first. */
export async function selectCounts(db: Reads, estate: string, zone: string, limit: number): Promise<CountRow[]> {
  return await db.orm
    .select()
    .from(occupancyCount)
    .where(and(eq(occupancyCount.estate, estate), eq(occupancyCount.zone, zone)))
    .orderBy(desc(occupancyCount.id))
    .limit(limit);
}

/** Every zone's newest counts, the newest first. */
export async function selectNewestCounts(db: Reads, perZone: number): Promise<CountRow[]> {
  const { id, estate, zone } = occupancyCount;
  const ranked = db.orm
    .select({ id, nth: sql<number>`row_number() over (partition by ${estate}, ${zone} order by ${id} desc)`.as("nth") })
    .from(occupancyCount)
    .as("ranked");
  return await db.orm
    .select({ count: occupancyCount })
    .from(occupancyCount)
    .innerJoin(ranked, and(eq(ranked.id, id), sql`${ranked.nth} <= ${perZone}`))
    .orderBy(asc(estate), asc(zone), desc(id))
    .then((rows) => rows.map(({ count }) => count));
}
