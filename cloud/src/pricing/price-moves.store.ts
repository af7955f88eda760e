import { and, desc, eq, lt } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { priceMove } from "../db/schema/places.ts";

export type PriceMoveRow = typeof priceMove.$inferSelect;

/** One page of a zone's record of prices, newest first: what was announced, what moved, what was withdrawn. */
export async function selectPriceMoves(
  db: Pick<Tx, "orm">,
  page: {
    readonly estate: string;
    readonly zone: string;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<PriceMoveRow[]> {
  const { estate, zone, before, limit } = page;
  const earlier = before === undefined ? undefined : lt(priceMove.id, before);
  return await db.orm
    .select()
    .from(priceMove)
    .where(and(eq(priceMove.estate, estate), eq(priceMove.zone, zone), earlier))
    .orderBy(desc(priceMove.id))
    .limit(limit);
}
