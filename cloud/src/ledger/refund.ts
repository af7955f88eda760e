import type { AccountRef } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { clearingAccount, type Posting, posting, walletAccount } from "./ledger.ts";

/** Money that is to go back to a card. It leaves the wallet when it is wanted, so that it cannot be spent meanwhile. */
export interface Refund {
  /** Id of the row of `payment`. */
  readonly payment: string;
  readonly account: AccountRef;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly provider: string;
  readonly occurredAtMs: number;
  readonly words: string;
}

/** Where money stands between a wallet and the provider that shall give it back. */
const ON_ITS_WAY = clearingAccount("refunds");

const moved = (refund: Refund, step: "refund" | "refund-paid" | "refund-returned", from: string, to: string): Posting =>
  posting({
    idempotencyKey: `${step}:${refund.payment}`,
    kind: "refund",
    currency: refund.currency,
    occurredAtMs: refund.occurredAtMs,
    account: refund.account,
    session: null,
    words: refund.words,
    entries: [
      { ledgerAccount: from, amountMinor: -refund.amountMinor },
      { ledgerAccount: to, amountMinor: refund.amountMinor },
    ],
  });

/** It is wanted: out of the wallet. */
export const refundWanted = (refund: Refund): Posting =>
  moved(refund, "refund", walletAccount(refund.account), ON_ITS_WAY);

/** The provider has given it back. */
export const refundPaid = (refund: Refund): Posting =>
  moved(refund, "refund-paid", ON_ITS_WAY, clearingAccount(refund.provider));

/** The provider could not: back into the wallet. */
export const refundReturned = (refund: Refund): Posting =>
  moved(refund, "refund-returned", ON_ITS_WAY, walletAccount(refund.account));

/** The provider had given it back, and has it again: out of the provider's clearing, back into the wallet. */
export const refundBounced = (refund: Refund): Posting =>
  moved(refund, "refund-returned", clearingAccount(refund.provider), walletAccount(refund.account));

/**
 * Which payments an amount goes back to: the newest that has enough left, else several, the newest first, each as much as is left of it.
 * Undefined: all together have not enough.
 *
 * @param paid payments of one currency, the newest first.
 */
export function refundParts<P extends { readonly leftMinor: bigint }>(
  amountMinor: bigint,
  paid: readonly P[],
): (P & { readonly amountMinor: bigint })[] | undefined {
  const one = paid.find(({ leftMinor }) => leftMinor >= amountMinor);
  if (one) return [{ ...one, amountMinor }];
  const parts: (P & { readonly amountMinor: bigint })[] = [];
  let missingMinor = amountMinor;
  for (const each of paid) {
    if (each.leftMinor >= missingMinor) return [...parts, { ...each, amountMinor: missingMinor }];
    parts.push({ ...each, amountMinor: each.leftMinor });
    missingMinor -= each.leftMinor;
  }
  return undefined;
}
