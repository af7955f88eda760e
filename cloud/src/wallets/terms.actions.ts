import type { AccountRef } from "@baygate/shared/ids";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { lockAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { account } from "../db/schema/accounts.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers } from "./groups.store.ts";
import { wantTopUps } from "./settled.store.ts";
import { accountTerms, failedTopUps, topUpSources } from "./terms.store.ts";
import { AutoTopUp, retryTopUpAtMs, topUpDueMinor } from "./terms.ts";
import { lockWallets } from "./wallets.store.ts";

/** What an account was agreed to have; absent fields stay as they are. */
export interface TermsAsked {
  /** How far below zero it may go; null: as its rank says. */
  readonly creditLimitMinor?: bigint | null | undefined;
  /** Null: nothing is fetched any more. */
  readonly autoTopUp?: AutoTopUp | null | undefined;
}

/** Changes an account's credit limit and auto top-up. */
export async function putTerms(
  house: House,
  actor: Actor,
  id: AccountRef,
  asked: TermsAsked,
): Promise<{ readonly account: AccountRef } | Refused<"account-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockAccount(tx, id);
    if (!row) return refused("account-unknown");
    const { creditLimitMinor = row.creditLimitMinor } = asked;
    const autoTopUp = asked.autoTopUp === undefined ? row.autoTopUp : encoded(asked.autoTopUp);
    await tx.orm.update(account).set({ creditLimitMinor, autoTopUp }).where(eq(account.id, id));
    if (creditLimitMinor !== row.creditLimitMinor) {
      await markAccounts(tx, [id]);
      await markAllMembers(tx, id);
    }
    await writeAudit(tx, {
      ...{ at: new Date(house.clock.wallMs()), actor: actor.name, verb: "account.terms-changed", subject: id },
      detail: { creditLimit: creditLimitMinor === null ? null : String(creditLimitMinor), autoTopUp },
    });
    return { account: id };
  });
}

const encoded = (wish: AutoTopUp | null): unknown => (wish === null ? null : z.encode(AutoTopUp, wish));

/**
 * Has money fetched for an account when too little is left: after a fetch that was not enough, or that came to its end. Call it in a
 * transaction that changes the account's money; it locks the wallet.
 *
 * @param reason what made it due; the same one counts once.
 */
export async function topUpIfLow(tx: Tx, id: AccountRef, reason: string, atMs: number): Promise<boolean> {
  const wallet = (await lockWallets(tx, [id])).get(id);
  const wish = (await accountTerms(tx, [id])).get(id)?.autoTopUp ?? null;
  const source = (await topUpSources(tx, [id])).get(id);
  if (!wallet || !source) return false;
  const amountMinor = topUpDueMinor(wallet, wish, source);
  if (amountMinor === 0n) return false;
  const { method, provider } = source;
  const { currency } = wallet;
  await wantTopUps(tx, [{ account: id, method, provider, currency, amountMinor, reason, atMs }]);
  return true;
}

/**
 * Fetches again for accounts that owe and whose last fetch failed (`retryTopUpAtMs`): they may not arrive, so no charge would ever ask for
 * it. Each in a transaction of its own; the same failure is followed once.
 *
 * @returns how many are fetched for.
 */
export async function retryTopUps(house: House): Promise<number> {
  const nowMs = house.clock.wallMs();
  const failed = await house.db.tx((tx) => failedTopUps(tx));
  let wanted = 0;
  for (const each of failed) {
    const atMs = retryTopUpAtMs(each);
    if (atMs === null || atMs > nowMs) continue;
    if (await house.db.tx((tx) => topUpIfLow(tx, each.account, `retry:${each.payment}`, nowMs))) wanted++;
  }
  return wanted;
}

/** How far below zero an account may go: by its own limit or its rank's. */
export const creditOf = (house: House, id: AccountRef): Promise<bigint> =>
  house.db.tx(async (tx) => (await accountTerms(tx, [id])).get(id)?.creditMinor ?? 0n);
