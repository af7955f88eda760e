import { createHash } from "node:crypto";
import type { AccountRef } from "@baygate/shared/ids";
import { formatMinor } from "@baygate/shared/money";
import { v7 as uuidv7 } from "uuid";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers } from "../wallets/groups.store.ts";
import { availableMinor } from "../wallets/wallet.ts";
import { lockWallets, saveWallets } from "../wallets/wallets.store.ts";
import { insertPostings } from "./ledger.store.ts";
import { refundParts, refundWanted } from "./refund.ts";
import { insertRefund, partKey, refundable, refundsOfKey } from "./refunds.store.ts";

/** Money that shall go back to the card it came from. */
export interface RefundAsked {
  readonly account: AccountRef;
  readonly amountMinor: bigint;
  /** The payment to give back of; absent: the newest that has enough left, else several. */
  readonly payment?: string | undefined;
  readonly words: string;
  /** The caller's own; the same key is given back once. */
  readonly idempotencyKey: string;
}

export interface RefundMade {
  /** Id of the refund among the payments. */
  readonly refund: string;
  readonly ofPayment: string;
  /** The others, where no one payment had enough left. */
  readonly more: readonly { readonly refund: string; readonly ofPayment: string }[];
  readonly repeated: boolean;
}

export type RefundRefusal = "account-unknown" | "payment-unknown" | "refund-too-large" | "idempotency-key-reused";

/**
 * Takes money out of a wallet, in the caller's transaction, and writes down that a provider shall give it back. Locks the wallet.
 */
export async function wantRefund(
  tx: Tx,
  actor: string,
  asked: RefundAsked,
  atMs: number,
): Promise<RefundMade | Refused<RefundRefusal>> {
  const { account, amountMinor, words, idempotencyKey } = asked;
  const wallet = (await lockWallets(tx, [account])).get(account);
  if (!wallet) return refused("account-unknown");
  const request = JSON.stringify(["refund", account, String(amountMinor), asked.payment ?? null]);
  const fingerprint = createHash("sha256").update(request).digest("hex");
  const key = `refund:${idempotencyKey}`;
  const known = await refundsOfKey(tx, key);
  if (known.length > 0)
    return known.every((each) => each.fingerprint === fingerprint)
      ? made(known, true)
      : refused("idempotency-key-reused");

  const paid = await refundable(tx, account);
  const named = asked.payment === undefined ? paid : paid.filter(({ id }) => id === asked.payment);
  if (named.length === 0) return refused("payment-unknown", "no payment of this account can be given back");
  const { currency } = wallet;
  const money = formatMinor(amountMinor, currency);
  const parts = refundParts(
    amountMinor,
    named.filter((each) => each.currency === currency),
  );
  if (!parts) return refused("refund-too-large", `payments have less than ${money} left to give back`);
  if (availableMinor(wallet) < amountMinor)
    return refused("refund-too-large", `the wallet has less than ${money} free`);

  const first = uuidv7();
  const wanted = parts.map(({ id: ofPayment, provider, method, amountMinor: part }, at) => ({
    ...(at === 0 ? { id: first, idempotencyKey: key } : { id: uuidv7(), idempotencyKey: partKey(first, at + 1) }),
    fingerprint,
    ...{ account, method, provider, currency, amountMinor: part, ofPayment },
  }));
  const postings = wanted.map(({ id: payment, provider, amountMinor: part }) =>
    refundWanted({ payment, account, currency, amountMinor: part, provider, occurredAtMs: atMs, words }),
  );
  const transactions = await insertPostings(tx, postings);
  await saveWallets(tx, [{ ...wallet, balanceMinor: wallet.balanceMinor - amountMinor }]);
  const at = new Date(atMs);
  for (const [nth, each] of wanted.entries()) {
    const transaction = transactions.get(postings[nth]?.idempotencyKey ?? "") ?? null;
    await insertRefund(tx, { ...each, nextAt: at, createdAt: at, transaction });
    const amount = formatMinor(each.amountMinor, currency);
    const detail = { amount, refund: each.id, ofPayment: each.ofPayment, words };
    await writeAudit(tx, { at, actor, verb: "refund.wanted", subject: `account:${account}`, detail });
  }
  await markAccounts(tx, [account]);
  await markAllMembers(tx, account);
  return made(wanted, false);
}

function made(
  parts: readonly { readonly id: string; readonly ofPayment: string | null }[],
  repeated: boolean,
): RefundMade {
  const [first, ...more] = parts.map(({ id, ofPayment }) => ({ refund: id, ofPayment: ofPayment ?? "" }));
  if (!first) throw new Error("a refund has one part at least");
  return { ...first, more, repeated };
}

/** An operator gives money back to a card. */
export const refundToCard = (
  house: House,
  actor: Actor,
  asked: RefundAsked,
): Promise<RefundMade | Refused<RefundRefusal>> =>
  house.db.tx((tx) => wantRefund(tx, actor.name, asked, house.clock.wallMs()));
