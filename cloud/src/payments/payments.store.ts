import { and, asc, desc, eq, isNull, lt, lte, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { payment, paymentEvent, paymentMethod } from "../db/schema/money.ts";
import type { Payment, PaymentKind, PaymentState } from "./payment.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type MethodRow = typeof paymentMethod.$inferSelect;
export type PaymentRow = typeof payment.$inferSelect;

const kinds: Readonly<Record<string, PaymentKind>> = {
  "top-up": "top-up",
  "auto-top-up": "auto-top-up",
  refund: "refund",
};
const states: Readonly<Record<string, PaymentState>> = {
  ...{ wanted: "wanted", asked: "asked", succeeded: "succeeded", failed: "failed", cancelled: "cancelled" },
};

/** A row as the pure machine knows it. */
export function paymentOf(row: PaymentRow): Payment {
  const [kind, state] = [kinds[row.kind], states[row.state]];
  if (!kind || !state) throw new Error(`payment ${row.id} is of kind ${row.kind} in state ${row.state}`);
  return { ...row, kind, state, nextAtMs: row.nextAt?.getTime() ?? null };
}

/** Writes a payment that is locked. */
export async function savePayment(tx: Tx, now: Payment, more: Partial<PaymentRow> = {}): Promise<void> {
  const { id, state, method, providerRef, failure, attempts, nextAtMs } = now;
  await tx.orm
    .update(payment)
    .set({
      state,
      method,
      providerRef,
      failure,
      attempts,
      nextAt: nextAtMs === null ? null : new Date(nextAtMs),
      ...more,
    })
    .where(eq(payment.id, id));
}

/** A new payment; undefined when its key is there already. */
export async function insertPayment(tx: Reads, row: typeof payment.$inferInsert): Promise<PaymentRow | undefined> {
  const [made] = await tx.orm
    .insert(payment)
    .values(row)
    .onConflictDoNothing({ target: payment.idempotencyKey })
    .returning();
  return made;
}

export async function paymentByKey(db: Reads, key: string): Promise<PaymentRow | undefined> {
  const [row] = await db.orm.select().from(payment).where(eq(payment.idempotencyKey, key));
  return row;
}

export async function readPayment(db: Reads, id: string): Promise<PaymentRow | undefined> {
  const [row] = await db.orm.select().from(payment).where(eq(payment.id, id));
  return row;
}

/** The payment, locked until the transaction ends. */
export async function lockPayment(tx: Tx, id: string): Promise<PaymentRow | undefined> {
  const [row] = await tx.orm.select().from(payment).where(eq(payment.id, id)).for("update");
  return row;
}

/** Which payment a provider's name of a movement belongs to. */
export async function paymentOfRef(db: Reads, provider: string, ref: string): Promise<string | undefined> {
  const [row] = await db.orm
    .select({ id: payment.id })
    .from(payment)
    .where(and(eq(payment.provider, provider), eq(payment.providerRef, ref)));
  return row?.id;
}

/**
 * Takes payments that are due: counts the try and puts the next one off until `againAt`, so that one whose answer gets lost is tried
 * again, and nobody else tries it now. No lock is held while a provider is asked.
 */
export async function takeDue(tx: Tx, now: Date, againAt: Date, most: number): Promise<PaymentRow[]> {
  const due = tx.orm
    .select({ id: payment.id })
    .from(payment)
    .where(lte(payment.nextAt, now))
    .orderBy(asc(payment.nextAt))
    .limit(most)
    .for("update", { skipLocked: true });
  return await tx.orm
    .update(payment)
    .set({ attempts: sql`${payment.attempts} + 1`, nextAt: againAt, state: "asked" })
    .where(sql`${payment.id} in ${due}`)
    .returning();
}

/** One page of an account's payments, newest first. */
export async function listPayments(
  db: Reads,
  account: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<PaymentRow[]> {
  return await db.orm
    .select()
    .from(payment)
    .where(and(eq(payment.account, account), page.before ? lt(payment.id, page.before) : undefined))
    .orderBy(desc(payment.id))
    .limit(page.limit);
}

/** An account's methods, in the order in which they are charged. */
export async function methodsOf(db: Reads, account: string): Promise<MethodRow[]> {
  return await db.orm
    .select()
    .from(paymentMethod)
    .where(and(eq(paymentMethod.account, account), isNull(paymentMethod.endedAt)))
    .orderBy(asc(paymentMethod.position), asc(paymentMethod.id));
}

export async function readMethod(db: Reads, id: string): Promise<MethodRow | undefined> {
  const [row] = await db.orm.select().from(paymentMethod).where(eq(paymentMethod.id, id));
  return row;
}

export async function insertMethod(tx: Tx, row: typeof paymentMethod.$inferInsert): Promise<void> {
  await tx.orm.insert(paymentMethod).values(row);
}

/** False when it is not the account's, or ended already. */
export async function endMethodRow(tx: Tx, account: string, id: string, at: Date): Promise<boolean> {
  const rows = await tx.orm
    .update(paymentMethod)
    .set({ endedAt: at })
    .where(and(eq(paymentMethod.id, id), eq(paymentMethod.account, account), isNull(paymentMethod.endedAt)))
    .returning({ id: paymentMethod.id });
  return rows.length > 0;
}

export async function placeMethod(tx: Tx, id: string, position: number): Promise<void> {
  await tx.orm.update(paymentMethod).set({ position }).where(eq(paymentMethod.id, id));
}

/** Keeps a provider's call; false when it was kept before. */
export async function keepEvent(tx: Tx, row: typeof paymentEvent.$inferInsert): Promise<boolean> {
  const rows = await tx.orm.insert(paymentEvent).values(row).onConflictDoNothing().returning({ id: paymentEvent.id });
  return rows.length > 0;
}
