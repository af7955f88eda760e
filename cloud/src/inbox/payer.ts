import type { AccountRef } from "@baygate/shared/ids";
import type { UsedVoucher } from "../pricing/rule.ts";
import { type PricedSubscription, StayTerms } from "../pricing/terms.ts";
import { type Session, type SessionFlag, startOf } from "../sessions/session.ts";
import { type GroupMove, groupPays, leftOfLimit, monthOf, type Spend, spendKey } from "../wallets/groups.ts";
import {
  isFor as isForSubscription,
  isOn,
  priced as pricedSubscription,
  type SubscribedVisit,
  type Subscription,
} from "../wallets/subscriptions.ts";
import { topUpDueMinor } from "../wallets/terms.ts";
import { isFor, priced as pricedVoucher, type Voucher } from "../wallets/vouchers.ts";
import { coverMinor } from "../wallets/wallet.ts";
import type { Books, EstateTerms } from "./books.ts";

/** How far below zero an account may go. */
export const creditOf = (books: Books, account: AccountRef): bigint =>
  books.agreements.accounts.get(account)?.creditMinor ?? 0n;

/** What is known of vehicle and account when a stay is priced, and goes into its row. */
export function stayTerms(books: Books, session: Session): StayTerms {
  const known = { class: session.class };
  if (session.account === null) return StayTerms.parse(known);
  const { account } = session;
  const terms = books.agreements.accounts.get(account);
  return {
    ...known,
    account: {
      ...(terms?.rank ? { rank: terms.rank } : {}),
      ...(terms?.group ? { group: terms.group } : {}),
      subscriptions: subscriptionsOn(books, session).map(pricedSubscription),
      vouchers: vouchersFor(books, session).map(pricedVoucher),
    },
  };
}

const subscriptionsOn = (books: Books, session: Session): Subscription[] =>
  subscriptionsOf(books, session).filter((each) =>
    isOn(each, subscribedVisit(books, each, session), rivals(books, each)),
  );

function subscriptionsOf(books: Books, { account }: Session): Subscription[] {
  const { subscriptions, accounts } = books.agreements;
  const group = account === null ? null : (accounts.get(account)?.group ?? null);
  return subscriptions.filter(({ owner }) => owner === account || owner === group);
}

interface Missed {
  readonly subscription: PricedSubscription;
  readonly flag: SessionFlag;
}

/** Subscriptions that such a stay could have been on, and why it was not: so that nobody wonders at the full price. */
export function missedSubscriptions(books: Books, session: Session): Missed[] {
  return subscriptionsOf(books, session).flatMap((each): Missed[] => {
    const visit = subscribedVisit(books, each, session);
    const subscription = pricedSubscription(each);
    if (!isForSubscription(each, visit))
      return isForSubscription({ ...each, vehicles: [] }, visit)
        ? [{ subscription, flag: "subscription-not-applicable" }]
        : [];
    return isOn(each, visit, rivals(books, each)) ? [] : [{ subscription, flag: "subscription-in-use" }];
  });
}

/** Everybody who may be on a subscription: as loaded, and as this batch has changed it since. */
function rivals(books: Books, subscription: Subscription): SubscribedVisit[] {
  const { subscribers, accounts, vehicles } = books.agreements;
  const loaded = subscribers
    .filter((each) => each.subscription === subscription.id && !books.sessions.has(each.session))
    .map((each) => ({ ...each, vehicle: each.arrivalFact === null ? null : (vehicles.get(each.arrivalFact) ?? null) }));
  const changed = [...books.sessions.values()].filter(
    ({ account, state }) =>
      account !== null &&
      (account === subscription.owner || accounts.get(account)?.group === subscription.owner) &&
      (state === "inside" || state === "unresolved" || state === "departed"),
  );
  return [...loaded, ...changed.map((session) => subscribedVisit(books, subscription, session))];
}

function subscribedVisit(books: Books, { id }: Subscription, session: Session): SubscribedVisit {
  const { subscribers, vehicles } = books.agreements;
  const stay = books.stays.findLast((each) => each.session.id === session.id);
  const loaded = subscribers.find((each) => each.session === session.id && each.subscription === id);
  const counted = stay?.terms?.account.subscriptions.some((each) => each.id === id);
  return {
    ...{ session: session.id, estate: session.estate, zone: session.zone, class: session.class },
    vehicle: session.arrivalFact === null ? null : (vehicles.get(session.arrivalFact) ?? null),
    fromMs: startOf(session),
    untilMs: session.departedAtMs,
    took: counted ?? loaded?.took ?? null,
  };
}

function vouchersFor(books: Books, session: Session): Voucher[] {
  const arrivedAtMs = startOf(session);
  const stay = { estate: session.estate, arrivedAtMs, departedAtMs: session.departedAtMs ?? arrivedAtMs };
  return books.agreements.vouchers.filter((voucher) => {
    const use = books.agreed.uses.get(voucher.id);
    const usedOn = use ? use.session : voucher.session;
    return usedOn === null && voucher.account === session.account && isFor(voucher, stay);
  });
}

/**
 * Whose wallet pays a stay: the group's when the whole of it is within the member's limit, else the driver's own; undefined when there is
 * none in the estate's currency. What the wallet holds does not matter: nobody is stopped from leaving.
 */
export function payerOf(
  books: Books,
  session: Session,
  amountMinor: bigint,
  estate: EstateTerms,
): AccountRef | undefined {
  const { account } = session;
  if (account === null) return undefined;
  const terms = books.agreements.accounts.get(account);
  const canPay = (payer: AccountRef) => books.wallets.get(payer)?.currency === estate.currency;
  if (terms?.group && canPay(terms.group)) {
    const spend = spendOf(books, terms.group, session, estate);
    if (groupPays(leftOfLimit(terms, spend.spentMinor), amountMinor)) return terms.group;
  }
  return canPay(account) ? account : undefined;
}

function spendOf(books: Books, group: AccountRef, session: Session, estate: EstateTerms): Spend {
  const month = monthOf(session.departedAtMs ?? startOf(session), estate.timeZone);
  const nothing = { group, account: session.account ?? "", month, spentMinor: 0n };
  const key = spendKey(nothing);
  return books.agreed.spends.get(key) ?? books.agreements.spends.get(key) ?? nothing;
}

/** Counts what a payer paid for a stay, or got back of it, against the member's limit; a driver's own money counts nowhere. */
export function countSpend(books: Books, payer: AccountRef, session: Session, byMinor: bigint): void {
  const estate = books.estates.get(session.estate);
  if (payer === session.account || session.account === null || !estate) return;
  const spend = spendOf(books, payer, session, estate);
  const spentMinor = spend.spentMinor + byMinor;
  books.agreed.spends.set(spendKey(spend), { ...spend, spentMinor: spentMinor < 0n ? 0n : spentMinor });
  books.touched.members.add(session.account);
}

/** How this batch changed the cover of groups: their members' gates are told when that means something to them. */
export const groupMoves = (books: Books): GroupMove[] =>
  [...new Set([...books.agreements.accounts.values()].map(({ group }) => group))].flatMap((group) => {
    const [before, after] = [books.walletsBefore.get(group ?? ""), books.wallets.get(group ?? "")];
    if (group === null || !before || !after || !books.touched.wallets.has(group)) return [];
    const credit = creditOf(books, group);
    return [{ group, beforeMinor: coverMinor(before, credit), afterMinor: coverMinor(after, credit) }];
  });

/** Marks vouchers as used on a stay. */
export function useVouchers(books: Books, session: Session, used: readonly UsedVoucher[]): void {
  const usedAtMs = session.departedAtMs ?? startOf(session);
  for (const { id, amountMinor } of used)
    books.agreed.uses.set(id, { voucher: id, session: session.id, usedMinor: amountMinor, usedAtMs });
}

/** Gives back the vouchers of a stay that was none. One whose sponsor has been billed stays used. */
export function returnVouchers(books: Books, session: Session): void {
  const used = new Map(books.agreements.vouchers.map((each) => [each.id, each.billed ? null : each.session]));
  for (const use of books.agreed.uses.values()) used.set(use.voucher, use.session);
  for (const [voucher, usedOn] of used)
    if (usedOn === session.id)
      books.agreed.uses.set(voucher, { voucher, session: null, usedMinor: null, usedAtMs: null });
}

/** Has money fetched for who has just paid, when too little is left and the payer wished so. */
export function wantTopUp(books: Books, payer: AccountRef, session: Session): void {
  const wallet = books.wallets.get(payer);
  const wish = books.agreements.accounts.get(payer)?.autoTopUp ?? null;
  const source = books.agreements.sources.get(payer);
  const isWanted = books.agreed.wanted.some(({ account }) => account === payer);
  if (!wallet || !source || isWanted) return;
  const amountMinor = topUpDueMinor(wallet, wish, source);
  if (amountMinor === 0n) return;
  books.agreed.wanted.push({
    ...{ account: payer, method: source.method, provider: source.provider, currency: wallet.currency },
    ...{ amountMinor, reason: session.id, atMs: session.departedAtMs ?? startOf(session) },
  });
}
