import type { AccountRef } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";

/** An account's money: what it has, what of it is held for open stays, what it owes. Never negative, any of them. */
export interface Wallet {
  readonly account: AccountRef;
  readonly currency: Currency;
  readonly balanceMinor: bigint;
  readonly heldMinor: bigint;
  readonly debtMinor: bigint;
}

/** The wallet of an account that has never had money. */
export const emptyWallet = (account: AccountRef, currency: Currency): Wallet => ({
  ...{ account, currency, balanceMinor: 0n, heldMinor: 0n, debtMinor: 0n },
});

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const notNegative = (amount: bigint): bigint => (amount < 0n ? 0n : amount);

/** What may still be spent of its own: the balance without what is held. Debt is in the way of an arrival, so it is taken off too. */
export const availableMinor = ({ balanceMinor, heldMinor, debtMinor }: Wallet): bigint =>
  notNegative(balanceMinor - heldMinor - debtMinor);

/**
 * Cover: what an arrival is measured by. Its own money and its credit, without what is held and what is owed. Only a debt beyond the
 * credit makes it negative, so that a debtor is refused even where a zone asks for no cover at all.
 *
 * @param creditMinor how far below zero the account may go.
 */
export function coverMinor(wallet: Omit<Wallet, "account" | "currency">, creditMinor: bigint): bigint {
  const owned = wallet.balanceMinor - wallet.debtMinor + creditMinor;
  return owned < 0n ? owned : notNegative(owned - wallet.heldMinor);
}

/** How much can be held of `wanted`, on credit too. */
export const holdable = (wallet: Wallet, wantedMinor: bigint, creditMinor = 0n): bigint =>
  least(wantedMinor, notNegative(coverMinor(wallet, creditMinor)));

export const hold = (wallet: Wallet, amountMinor: bigint): Wallet => ({
  ...wallet,
  heldMinor: wallet.heldMinor + amountMinor,
});

export const release = (wallet: Wallet, amountMinor: bigint): Wallet => ({
  ...wallet,
  heldMinor: wallet.heldMinor - amountMinor,
});

/** Takes `totalMinor`: from the balance as far as it goes, the rest becomes debt. */
export function spend(wallet: Wallet, totalMinor: bigint): { wallet: Wallet; coveredMinor: bigint } {
  const coveredMinor = least(totalMinor, wallet.balanceMinor);
  return {
    coveredMinor,
    wallet: {
      ...wallet,
      balanceMinor: wallet.balanceMinor - coveredMinor,
      debtMinor: wallet.debtMinor + totalMinor - coveredMinor,
    },
  };
}

/** Puts in `amountMinor` and pays debt with it first. */
export function fill(wallet: Wallet, amountMinor: bigint): { wallet: Wallet; recoveredMinor: bigint } {
  const recoveredMinor = least(amountMinor, wallet.debtMinor);
  return {
    recoveredMinor,
    wallet: {
      ...wallet,
      balanceMinor: wallet.balanceMinor + amountMinor - recoveredMinor,
      debtMinor: wallet.debtMinor - recoveredMinor,
    },
  };
}
