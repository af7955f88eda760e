import type { AccountRef } from "@baygate/shared/ids";
import { localDate } from "../pricing/local-days.ts";
import type { AccountTerms } from "./terms.ts";

/** The month in which a stay counts against a member's limit, "2026-11", by the estate's calendar. */
export const monthOf = (atMs: number, timeZone: string): string => localDate(atMs, timeZone).slice(0, 7);

/** What a group has paid for a member in a month. */
export interface Spend {
  readonly group: AccountRef;
  readonly account: AccountRef;
  readonly month: string;
  readonly spentMinor: bigint;
}

/** The key of what a group has paid for a member in a month. */
export const spendKey = ({ group, account, month }: Omit<Spend, "spentMinor">): string =>
  `${group}/${account}/${month}`;

/** What the group still pays for a member this month; null: whatever it costs. Never negative. */
export function leftOfLimit(terms: Pick<AccountTerms, "monthlyLimitMinor">, spentMinor: bigint): bigint | null {
  if (terms.monthlyLimitMinor === null) return null;
  return spentMinor < terms.monthlyLimitMinor ? terms.monthlyLimitMinor - spentMinor : 0n;
}

/** A stay has one payer: the group, when the whole of it is within the member's limit. */
export const groupPays = (leftMinor: bigint | null, amountMinor: bigint): boolean =>
  leftMinor === null || amountMinor <= leftMinor;

/** How a group's cover changed. */
export interface GroupMove {
  readonly group: AccountRef;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
}

/**
 * What a member's arrival is measured by: the better of what its group would pay for it and its own cover. Both are needed
 * nowhere: one of them pays the whole stay.
 *
 * @param groupMinor cover of the group's wallet.
 * @param leftMinor what is left of the member's limit; null: no limit.
 * @param ownMinor cover of the member's own wallet. A debt of its own is its own to pay, and in the way all the same.
 */
export function memberCoverMinor(groupMinor: bigint, leftMinor: bigint | null, ownMinor: bigint): bigint {
  if (ownMinor < 0n) return ownMinor;
  const byGroup = leftMinor === null || groupMinor < leftMinor ? groupMinor : leftMinor;
  return byGroup > ownMinor ? byGroup : ownMinor;
}
