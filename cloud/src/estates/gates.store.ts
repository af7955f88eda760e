import { and, asc, eq, isNull } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { gate, gateOrder } from "../db/schema/gates.ts";

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

/** An order with what the gate answered to it. */
export interface OrderRow {
  readonly id: string;
  readonly content: unknown;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly outcome: string | null;
  readonly answeredAt: Date | null;
  /** The gate's words, of its fact. */
  readonly words: string | null;
}

/** One page of orders to a gate, newest first. */
export async function selectOrders(
  db: Pick<Database, "pool">,
  of: Pick<GateRow, "id" | "estate">,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<OrderRow[]> {
  const { rows } = await db.pool.query<OrderRow>(
    `select o.id, o.content, o.created_at as "createdAt", o.expires_at as "expiresAt", o.outcome,
            o.answered_at as "answeredAt", a.words
     from gate_order o
     left join lateral (
       select text::jsonb #>> '{body,words}' as words from fact
       where estate = $2 and occurred_at = o.answered_at and gate = o.gate and kind = 'order.answered'
         and quarantine is null and text::jsonb #>> '{body,order}' = o.id::text
       order by seq limit 1
     ) a on true
     where o.gate = $1 and ($3::uuid is null or o.id < $3)
     order by o.id desc limit $4`,
    [of.id, of.estate, page.before ?? null, page.limit],
  );
  return rows;
}
