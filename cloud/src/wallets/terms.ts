import type { AccountRef } from "@baygate/shared/ids";
import { type Currency, Minor } from "@baygate/shared/money";
import { z } from "zod";
import type { Wallet } from "./wallet.ts";

const positive = Minor.refine((amount) => amount > 0n, "more than nothing");

/** What is fetched from an account's payment methods when it has less than `belowMinor` of its own left. */
export const AutoTopUp = z.strictObject({ belowMinor: positive, amountMinor: positive }).meta({ id: "AutoTopUp" });
export type AutoTopUp = z.output<typeof AutoTopUp>;

/** What was agreed with an account. */
export interface AccountTerms {
  readonly account: AccountRef;
  /** A loyalty rank. */
  readonly rank: string | null;
  /** How far below zero it may go: its own limit, or its rank's. */
  readonly creditMinor: bigint;
  readonly autoTopUp: AutoTopUp | null;
  /** The group that pays for it. */
  readonly group: AccountRef | null;
  /** What the group pays for it in a month at most; null: whatever it costs. */
  readonly monthlyLimitMinor: bigint | null;
}

/** How an account's money is fetched, and whether some is on its way. */
export interface TopUpSource {
  readonly account: AccountRef;
  readonly method: string;
  readonly provider: string;
  readonly isOpen: boolean;
}

/** Money to be fetched for an account. */
export interface WantedTopUp {
  readonly account: AccountRef;
  readonly method: string;
  readonly provider: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** What made it due: the session that was charged. */
  readonly reason: string;
  readonly atMs: number;
}

/**
 * Whether money is to be fetched for a wallet. Credit does not count: it is the house's money. Debt and what is held are taken off.
 * One fetch at a time: another is due only when the first has come to its end.
 */
export const needsTopUp = (
  { balanceMinor, heldMinor, debtMinor }: Wallet,
  wish: AutoTopUp | null,
  source: TopUpSource | undefined,
): boolean =>
  wish !== null && source !== undefined && !source.isOpen && balanceMinor - heldMinor - debtMinor < wish.belowMinor;
