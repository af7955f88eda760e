import type { AccountRef } from "@baygate/shared/ids";
import { type Currency, formatMinor } from "@baygate/shared/money";
import type { Database, Orm } from "../db/client.ts";
import { audit } from "../db/schema/house.ts";
import { postOnce } from "../ledger/ledger.store.ts";
import { debtRecovery, LedgerError, type MoneyIn, topUp as topUpPosting } from "../ledger/ledger.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers } from "./groups.store.ts";
import { fill, type Wallet } from "./wallet.ts";
import { lockWallet, readWallet, saveWallet } from "./wallets.store.ts";

export interface TopUp {
  readonly account: AccountRef;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** Who did it, as it stands in the audit: `operator:<label>`. */
  readonly actor: string;
  /** The caller's own; the same key is posted once. */
  readonly idempotencyKey: string;
  readonly atMs: number;
  /** For the statement, "cash at the desk". */
  readonly words: string;
}

export interface ToppedUp {
  /** Id of the ledger transaction. */
  readonly transaction: string;
  readonly wallet: Wallet;
  /** This key was posted before: nothing was done now. */
  readonly repeated: boolean;
}

/**
 * Puts money into a wallet. Debt is paid with it first, by a transaction of its own.
 *
 * @throws LedgerError `account-unknown`, `currency-mismatch`, `amount-not-positive`, or `idempotency-mismatch` when the key was
 *   used for another request.
 */
export const topUp = (db: Pick<Database, "tx">, request: TopUp): Promise<ToppedUp> =>
  db.tx(({ orm }) => receiveMoney(orm, request, "desk"));

/**
 * `topUp` within a transaction that does more.
 *
 * @param place where the money came in: "desk", or a payment provider.
 */
export async function receiveMoney(
  tx: Pick<Orm, "select" | "insert" | "update" | "execute">,
  request: TopUp,
  place: string,
): Promise<ToppedUp> {
  const { account, amountMinor, currency, actor, idempotencyKey, atMs, words } = request;
  if (amountMinor <= 0n) throw new LedgerError("amount-not-positive", "a top-up is more than nothing");
  const money: MoneyIn = { account, currency, amountMinor, key: idempotencyKey, place, occurredAtMs: atMs, words };
  const before = await lockWallet(tx, account);
  if (!before) throw new LedgerError("account-unknown", `no account ${account}`);
  if (before.currency !== currency)
    throw new LedgerError("currency-mismatch", `the account is in ${before.currency}, not ${currency}`);
  const posted = await postOnce(tx, topUpPosting(money));
  if (posted.repeated) return { ...posted, wallet: before };

  const { wallet, recoveredMinor } = fill(before, amountMinor);
  if (recoveredMinor > 0n)
    await postOnce(tx, debtRecovery({ ...money, amountMinor: recoveredMinor, words: "debt paid" }));
  await saveWallet(tx, wallet);
  const detail = { amount: formatMinor(amountMinor, currency), transaction: posted.transaction, words };
  await tx.insert(audit).values({ actor, verb: "top-up", subject: `account:${account}`, detail, at: new Date(atMs) });
  await markAccounts({ orm: tx }, [account]);
  await markAllMembers({ orm: tx }, account);
  return { ...posted, wallet };
}

/** An account's wallet as it is; undefined when it has none (yet). */
export const walletOf = (db: Pick<Orm, "select">, account: AccountRef): Promise<Wallet | undefined> =>
  readWallet(db, account);
