import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";

/** One side of a transaction. Positive: the house owes more, or is owed less. */
export interface Entry {
  readonly ledgerAccount: string;
  readonly amountMinor: bigint;
}

/** A ledger transaction to be written. Its entries sum to zero. */
export interface Posting {
  /** The same key is written once, ever. */
  readonly idempotencyKey: string;
  /** What was asked for; the same key with another request is an error. */
  readonly request: string;
  readonly kind: "charge" | "top-up" | "debt-recovery" | "reversal" | "subscription" | "voucher" | "refund";
  readonly currency: Currency;
  readonly occurredAtMs: number;
  readonly account: AccountRef | null;
  readonly session: SessionId | null;
  readonly words: string;
  readonly entries: readonly Entry[];
}

/** What the house owes a driver. */
export const walletAccount = (account: AccountRef): string => `wallet:${account}`;
/** Negative: what a driver owes the house. */
export const receivableAccount = (account: AccountRef): string => `receivable:${account}`;
export const revenueAccount = (estate: EstateId): string => `revenue:${estate}`;
/** Tax taken at an estate, until it is paid on. */
export const taxAccount = (estate: EstateId): string => `tax:${estate}`;
/** Money on its way in or out, at a desk or a payment provider. */
export const clearingAccount = (place: string): string => `clearing:${place}`;

/** Why the ledger refused. `idempotency-mismatch`: this key was used for another request. */
export class LedgerError extends Error {
  readonly code:
    | "idempotency-mismatch"
    | "currency-mismatch"
    | "account-unknown"
    | "amount-not-positive"
    /** More was to be given back than the account, or the payment that it came by, has. */
    | "refund-too-large";

  constructor(code: LedgerError["code"], words: string) {
    super(words);
    this.code = code;
  }
}

/** Makes a posting of its parts: entries of nothing are left out, and what does not balance is a bug. */
export function posting(parts: Omit<Posting, "request">): Posting {
  const entries = parts.entries.filter(({ amountMinor }) => amountMinor !== 0n);
  const sum = entries.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (sum !== 0n || entries.length < 2) throw new Error(`${parts.idempotencyKey} does not balance: ${sum}`);
  const { kind, currency, account, session } = parts;
  const request = [
    kind,
    currency,
    account,
    session,
    ...entries.flatMap((e) => [e.ledgerAccount, String(e.amountMinor)]),
  ];
  return { ...parts, entries, request: JSON.stringify(request) };
}

/** Under which key a stay's revision was charged. */
export const chargeKey = (session: SessionId, revision = 0): string =>
  revision === 0 ? `charge:${session}` : `charge:${session}:${revision}`;

/** A stay's price: from its payer's wallet what that covers, the rest is owed. The estate gets what is left of it after tax. */
export const charge = (stay: {
  readonly session: SessionId;
  /** The stay's revision that it is of; absent: the first. */
  readonly revision?: number;
  /** Who pays: the driver's account, or its group. */
  readonly account: AccountRef;
  readonly estate: EstateId;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  /** How much of the total is tax. */
  readonly taxMinor: bigint;
  readonly coveredMinor: bigint;
  readonly occurredAtMs: number;
  readonly words: string;
}): Posting =>
  posting({
    idempotencyKey: chargeKey(stay.session, stay.revision),
    kind: "charge",
    currency: stay.currency,
    occurredAtMs: stay.occurredAtMs,
    account: stay.account,
    session: stay.session,
    words: stay.words,
    entries: [
      { ledgerAccount: walletAccount(stay.account), amountMinor: -stay.coveredMinor },
      { ledgerAccount: receivableAccount(stay.account), amountMinor: stay.coveredMinor - stay.totalMinor },
      { ledgerAccount: revenueAccount(stay.estate), amountMinor: stay.totalMinor - stay.taxMinor },
      { ledgerAccount: taxAccount(stay.estate), amountMinor: stay.taxMinor },
    ],
  });

/** What an account owes an estate beside stays, as it is posted. */
export interface Fee {
  readonly account: AccountRef;
  readonly estate: EstateId;
  readonly currency: Currency;
  /** With its tax. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  /** From the wallet so much; the rest is owed. */
  readonly coveredMinor: bigint;
  readonly occurredAtMs: number;
  readonly words: string;
}

const fee = (kind: Posting["kind"], idempotencyKey: string, owed: Fee): Posting =>
  posting({
    ...{ idempotencyKey, kind, session: null, currency: owed.currency, account: owed.account },
    ...{ occurredAtMs: owed.occurredAtMs, words: owed.words },
    entries: [
      { ledgerAccount: walletAccount(owed.account), amountMinor: -owed.coveredMinor },
      { ledgerAccount: receivableAccount(owed.account), amountMinor: owed.coveredMinor - owed.totalMinor },
      { ledgerAccount: revenueAccount(owed.estate), amountMinor: owed.totalMinor - owed.taxMinor },
      { ledgerAccount: taxAccount(owed.estate), amountMinor: owed.taxMinor },
    ],
  });

/**
 * One period of a subscription.
 *
 * @param period the local date on which it begins, "2026-11-23".
 */
export const subscriptionFee = (subscription: string, period: string, owed: Fee): Posting =>
  fee("subscription", `subscription:${subscription}:${period}`, owed);

/** What a voucher was worth on a stay, as its sponsor pays it: with what the driver paid, the estate has the whole price. */
export const voucherBill = (voucher: string, owed: Fee): Posting => fee("voucher", `voucher:${voucher}`, owed);

/** What a top-up is made of. */
export interface MoneyIn {
  readonly account: AccountRef;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** The caller's own key. */
  readonly key: string;
  /** Where the money came in: "desk", or a payment provider. */
  readonly place: string;
  readonly occurredAtMs: number;
  readonly words: string;
}

/** Money that came in. */
export const topUp = (money: MoneyIn): Posting =>
  posting({
    idempotencyKey: `top-up:${money.key}`,
    kind: "top-up",
    currency: money.currency,
    occurredAtMs: money.occurredAtMs,
    account: money.account,
    session: null,
    words: money.words,
    entries: [
      { ledgerAccount: clearingAccount(money.place), amountMinor: -money.amountMinor },
      { ledgerAccount: walletAccount(money.account), amountMinor: money.amountMinor },
    ],
  });

/** Debt paid from the wallet. */
export const debtRecovery = (money: MoneyIn): Posting =>
  posting({
    idempotencyKey: `debt-recovery:${money.key}`,
    kind: "debt-recovery",
    currency: money.currency,
    occurredAtMs: money.occurredAtMs,
    account: money.account,
    session: null,
    words: money.words,
    entries: [
      { ledgerAccount: walletAccount(money.account), amountMinor: -money.amountMinor },
      { ledgerAccount: receivableAccount(money.account), amountMinor: money.amountMinor },
    ],
  });

/** Takes a posting back by its mirror image; the first stays as it is. */
export const reversal = (of: Posting, occurredAtMs: number, words: string): Posting =>
  posting({
    ...of,
    idempotencyKey: `reversal:${of.idempotencyKey}`,
    kind: "reversal",
    occurredAtMs,
    words,
    entries: of.entries.map(({ ledgerAccount, amountMinor }) => ({ ledgerAccount, amountMinor: -amountMinor })),
  });
