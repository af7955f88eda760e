import type { AccountRef } from "@baygate/shared/ids";
import { type Currency, Minor } from "@baygate/shared/money";
import { z } from "zod";
import type { Wallet } from "./wallet.ts";

const positive = Minor.refine((amount) => amount > 0n, "more than nothing");

const notNegative = Minor.refine((amount) => amount >= 0n, "not negative");

/** What is fetched from an account's payment methods when it has less than `belowMinor` of its own left; 0: when it owes. */
export const AutoTopUp = z.strictObject({ belowMinor: notNegative, amountMinor: positive }).meta({ id: "AutoTopUp" });
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

/** A fetch of an account that owes, and whose last one failed. */
export interface FailedTopUp {
  readonly account: AccountRef;
  /** The payment that failed last. */
  readonly payment: string;
  /** How many failed since money last came by one. */
  readonly failures: number;
  readonly endedAtMs: number;
}

const FIRST_RETRY_MS = 86_400_000;
const RETRIES = 4;

/**
 * When a fetch that failed is tried again: after a day, then two, four and eight. After that the card is left in peace, since schemes
 * charge who does not (Visa: at most 15 tries in 30 days), until the driver pays or parks. Null: no more.
 */
export const retryTopUpAtMs = ({ failures, endedAtMs }: Pick<FailedTopUp, "failures" | "endedAtMs">): number | null =>
  failures > RETRIES ? null : endedAtMs + FIRST_RETRY_MS * 2 ** (failures - 1);

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

/** No payment fetches more than this, whoever asks for it. Minor units. */
export const MOST_TOP_UP_MINOR = 10_000_000n;

/**
 * What is to be fetched for a wallet: the wished amount, as many times as it takes to be where the wish says again, in one payment, so that
 * a card is not charged again and again for one shortage. 0: nothing. Credit does not count: it is the house's money. Debt and
 * what is held are taken off. One fetch at a time: another is due only when the first has come to its end.
 */
export function topUpDueMinor(
  { balanceMinor, heldMinor, debtMinor }: Wallet,
  wish: AutoTopUp | null,
  source: TopUpSource | undefined,
): bigint {
  if (wish === null || source === undefined || source.isOpen) return 0n;
  const { belowMinor, amountMinor } = wish;
  const lackMinor = belowMinor - (balanceMinor - heldMinor - debtMinor);
  if (lackMinor <= 0n) return 0n;
  const times = (lackMinor + amountMinor - 1n) / amountMinor;
  return times * amountMinor < MOST_TOP_UP_MINOR ? times * amountMinor : MOST_TOP_UP_MINOR;
}
