import { eq } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { keyedRequest } from "../db/schema/money.ts";

type KeyedRow = typeof keyedRequest.$inferSelect;

/** Takes a key for this transaction; answers what was answered under it before, if it was: whoever has it right now is waited for. */
export async function claimKey(tx: Tx, row: Omit<KeyedRow, "answer">): Promise<KeyedRow | undefined> {
  const taken = await tx.orm
    .insert(keyedRequest)
    .values({ ...row, answer: {} })
    .onConflictDoNothing()
    .returning({ key: keyedRequest.key });
  if (taken.length > 0) return undefined;
  const [known] = await tx.orm.select().from(keyedRequest).where(eq(keyedRequest.key, row.key));
  return known;
}

export async function keepAnswer(tx: Tx, key: string, answer: unknown): Promise<void> {
  await tx.orm.update(keyedRequest).set({ answer }).where(eq(keyedRequest.key, key));
}

export async function forgetKey(tx: Tx, key: string): Promise<void> {
  await tx.orm.delete(keyedRequest).where(eq(keyedRequest.key, key));
}
