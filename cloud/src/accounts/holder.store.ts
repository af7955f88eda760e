import { eq } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { access, card } from "../db/schema.ts";
import { markDirty } from "../rules/feed.store.ts";

/** Marks the rules of an account and of all its cards at every estate that holds them; answers these estates. */
export async function markHolder(tx: Tx, account: string): Promise<string[]> {
  const places = await tx.orm.select({ estate: access.estate }).from(access).where(eq(access.account, account));
  const cards = await tx.orm.select({ ref: card.ref }).from(card).where(eq(card.account, account));
  const keys = [`account/${account}`, ...cards.map(({ ref }) => `credential/${ref}`)];
  for (const { estate } of places) await markDirty(tx, estate, keys);
  return places.map(({ estate }) => estate);
}
