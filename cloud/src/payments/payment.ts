import type { AccountRef } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import type { Outcome } from "./provider.ts";

/** wanted → asked → succeeded | failed | cancelled, and of a refund that bounced succeeded → failed. `asked`: a provider may know of it, so its end must be heard. */
export type PaymentState = "wanted" | "asked" | "succeeded" | "failed" | "cancelled";

export type PaymentKind = "top-up" | "auto-top-up" | "refund";

/** Money asked of a provider, or given back through it. */
export interface Payment {
  readonly id: string;
  readonly account: AccountRef;
  readonly kind: PaymentKind;
  readonly provider: string;
  readonly method: string | null;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly state: PaymentState;
  readonly providerRef: string | null;
  readonly ofPayment: string | null;
  readonly failure: string | null;
  readonly attempts: number;
  /** When it is tried, or asked about, again; null: it has ended. Ms. */
  readonly nextAtMs: number | null;
}

/** What follows from an outcome, beside the payment as it is now. */
export interface Moved {
  readonly payment: Payment;
  /** The provider's name of a movement of money that now has to stand in the ledger; null: none. */
  readonly booked: string | null;
  /** It came to an end without money. */
  readonly ended: boolean;
  /** Something an operator should look at. */
  readonly odd: string | null;
}

/** First wait, doubled each time, and its limit. Ms. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;
/** A provider that has not said how it ended after so many tries is told to the operator. */
const ODD_ATTEMPTS = 12;

/** How long to wait after the `attempts`-th try. Ms. */
export const waitMs = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));

/** A key is used with one provider for one try of one method: a retry of it moves money once. */
export const providerKey = (payment: Pick<Payment, "id" | "method">): string =>
  payment.method === null ? payment.id : `${payment.id}:${payment.method}`;

const still = (payment: Payment): Moved => ({ payment, booked: null, ended: false, odd: null });

/**
 * What becomes of a payment by what its provider says. It only moves forward, and money that has moved is always booked: also money
 * that came after the payment had ended, and a refund that came back after it had succeeded.
 *
 * @param next the account's next payment method of this provider after the one that failed, where there is one.
 */
export function evolvePayment(payment: Payment, outcome: Outcome, nowMs: number, next: string | null): Moved {
  if (payment.state === "succeeded") return afterSuccess(payment, outcome);
  if (outcome.kind === "succeeded") {
    const late = payment.state === "failed" || payment.state === "cancelled";
    const done: Payment = { ...payment, state: "succeeded", providerRef: outcome.ref, failure: null, nextAtMs: null };
    const odd = late ? `money came in although the payment had ended as ${payment.state}` : null;
    return { payment: done, booked: outcome.ref, ended: false, odd };
  }
  if (payment.state === "failed" || payment.state === "cancelled") return still(payment);
  const ref = outcome.kind === "away" ? payment.providerRef : (outcome.ref ?? payment.providerRef);
  if (outcome.kind === "failed") return fail({ ...payment, providerRef: ref }, outcome.failure, nowMs, next);
  const nextAtMs = nowMs + waitMs(payment.attempts);
  const odd =
    payment.attempts === ODD_ATTEMPTS
      ? `${payment.provider} has not said how this ended after ${ODD_ATTEMPTS} tries`
      : null;
  return { ...still({ ...payment, state: "asked", providerRef: ref, nextAtMs }), odd };
}

/** Another movement under a payment that has its money: it is booked too, since it came in, and somebody has to give it back. */
function afterSuccess(payment: Payment, outcome: Outcome): Moved {
  if (payment.kind === "refund" && outcome.kind === "failed" && outcome.ref === payment.providerRef)
    return bounce(payment, outcome.failure);
  if (outcome.kind !== "succeeded" || outcome.ref === payment.providerRef) return still(payment);
  return { ...still(payment), booked: outcome.ref, odd: "money came in twice for one payment" };
}

/**
 * A refund that had succeeded comes back when the card's bank cannot take it, up to weeks later.
 *
 * @see https://docs.stripe.com/refunds#failed-refunds
 */
const bounce = (payment: Payment, failure: string): Moved => ({
  payment: { ...payment, state: "failed", failure, nextAtMs: null },
  ...{ booked: null, ended: true, odd: "a refund was sent back by the card's bank: it is in the wallet again" },
});

/** A declined method is followed by the next one, at once; a refund has none. */
function fail(payment: Payment, failure: string, nowMs: number, next: string | null): Moved {
  if (next !== null && payment.kind !== "refund")
    return still({
      ...payment,
      state: "wanted",
      method: next,
      providerRef: null,
      failure,
      attempts: 0,
      nextAtMs: nowMs,
    });
  return { ...still({ ...payment, state: "failed", failure, nextAtMs: null }), ended: true };
}
