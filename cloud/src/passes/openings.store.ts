import { and, asc, eq, sql } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { card } from "../db/schema/accounts.ts";
import { cardLink, gate, gateOpening, gateOrder } from "../db/schema/gates.ts";

export type GateRow = typeof gate.$inferSelect;
export type CardLinkRow = typeof cardLink.$inferSelect;

export async function selectGateOf(tx: Tx, id: string): Promise<GateRow | undefined> {
  const [row] = await tx.orm.select().from(gate).where(eq(gate.id, id));
  return row;
}

/** False when this code was used before. */
export async function insertOpening(tx: Tx, row: typeof gateOpening.$inferInsert): Promise<boolean> {
  return (
    (await tx.orm.insert(gateOpening).values(row).onConflictDoNothing().returning({ id: gateOpening.id })).length > 0
  );
}

export async function insertGateOrder(tx: Tx, row: typeof gateOrder.$inferInsert): Promise<void> {
  await tx.orm.insert(gateOrder).values(row);
}

export async function insertCardLink(tx: Tx, row: typeof cardLink.$inferInsert): Promise<void> {
  await tx.orm.insert(cardLink).values(row);
}

/** An order that a driver began, with the gate's answer. */
export interface DriversOrderRow {
  readonly outcome: string | null;
  readonly expiresAt: Date;
  /** The gate's words, of its fact. */
  readonly words: string | null;
  /** The visit that began or ended. */
  readonly stay: string | null;
}

/** The answer is found by its time, what was decided is the fact before it: both were journalled in one transaction. */
const ANSWER = `left join gate g on g.id = o.gate
  left join lateral (
    select gate, epoch, seq, text::jsonb -> 'body' as body from fact
    where estate = g.estate and occurred_at = o.answered_at and gate = o.gate and kind = 'order.answered'
      and quarantine is null and text::jsonb #>> '{body,order}' = o.id::text
    order by seq limit 1
  ) a on true`;

/** An account's opening. */
export async function selectOpening(
  db: Pick<Database, "pool">,
  account: string,
  id: string,
): Promise<DriversOrderRow | undefined> {
  const { rows } = await db.pool.query<DriversOrderRow>(
    `select o.outcome, o.expires_at as "expiresAt", a.body ->> 'words' as words, d.text::jsonb #>> '{body,session}' as stay
     from gate_opening x join gate_order o on o.id = x.id ${ANSWER}
     left join fact d on d.gate = a.gate and d.epoch = a.epoch and d.seq = a.seq - 1 and d.kind = 'decision.made'
     where x.id = $1 and x.account = $2`,
    [id, account],
  );
  return rows[0];
}

/** An account's link of a card. */
export async function selectCardLink(
  db: Pick<Database, "pool">,
  account: string,
  id: string,
): Promise<(Omit<DriversOrderRow, "stay"> & Pick<CardLinkRow, "card" | "refused" | "settledAt">) | undefined> {
  const { rows } = await db.pool.query(
    `select o.outcome, o.expires_at as "expiresAt", a.body ->> 'words' as words, x.card, x.refused,
            x.settled_at as "settledAt"
     from card_link x join gate_order o on o.id = x.id ${ANSWER}
     where x.id = $1 and x.account = $2`,
    [id, account],
  );
  return rows[0];
}

/** Links that a gate has answered and nobody has dealt with, locked until the transaction ends; of each the card's reference. */
export async function lockAnsweredLinks(
  { client }: Pick<Tx, "client">,
  limit: number,
): Promise<{ readonly id: string; readonly account: string; readonly label: string; readonly ref: string | null }[]> {
  const { rows } = await client.query(
    `select x.id, x.account, x.label, a.body ->> 'card' as ref
     from card_link x join gate_order o on o.id = x.id ${ANSWER}
     where x.settled_at is null and o.outcome is not null order by x.id limit $1 for update of x skip locked`,
    [limit],
  );
  return rows;
}

export async function updateLinkSettled(
  tx: Tx,
  id: string,
  settled: Pick<CardLinkRow, "card" | "refused" | "settledAt">,
): Promise<void> {
  await tx.orm.update(cardLink).set(settled).where(eq(cardLink.id, id));
}

/** An account's cards that are not switched off, oldest first. */
export async function selectLiveCards(db: Pick<Tx, "orm">, account: string): Promise<(typeof card.$inferSelect)[]> {
  return await db.orm
    .select()
    .from(card)
    .where(and(eq(card.account, account), sql`${card.revokedAt} is null`))
    .orderBy(asc(card.createdAt), asc(card.ref));
}
