import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { gate, gateOrder } from "../db/schema.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type GateRow = typeof gate.$inferSelect;

export async function selectGates(db: Reads, ofEstate?: string): Promise<GateRow[]> {
  return await db.orm
    .select()
    .from(gate)
    .where(ofEstate === undefined ? undefined : eq(gate.estate, ofEstate))
    .orderBy(asc(gate.estate), asc(gate.id));
}

export async function selectGate(db: Reads, id: string): Promise<GateRow | undefined> {
  const [row] = await db.orm.select().from(gate).where(eq(gate.id, id));
  return row;
}

/** False when the name is taken anywhere in the house. */
export async function insertGate(tx: Tx, row: typeof gate.$inferInsert): Promise<boolean> {
  return (await tx.orm.insert(gate).values(row).onConflictDoNothing().returning({ id: gate.id })).length > 0;
}

/** A gate revoked before keeps its date. */
export async function markRevoked(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.orm
    .update(gate)
    .set({ revokedAt: at })
    .where(and(eq(gate.id, id), isNull(gate.revokedAt)));
}

export async function insertOrder(tx: Tx, row: typeof gateOrder.$inferInsert): Promise<void> {
  await tx.orm.insert(gateOrder).values(row);
}
