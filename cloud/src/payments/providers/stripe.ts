import Stripe from "stripe";
import { EventRefused, type Outcome, type Provider, type ProviderEvent } from "../provider.ts";

export interface StripeOptions {
  readonly secretKey: string;
  /** Of the webhook's endpoint. */
  readonly webhookSecret: string;
  /** Instead of Stripe's own address: a test's server. */
  readonly baseUrl?: string | undefined;
  /** An answer is waited for so long, ms. */
  readonly timeoutMs?: number;
}

/** Amounts are in the currency's smallest unit, as here (https://docs.stripe.com/currencies#minor-units), but for these, where Stripe counts otherwise. */
const OTHER_UNITS = new Set(["ISK", "UGX", "HUF", "TWD"]);

/** Card payments by Stripe: payment and setup intents, webhooks, refunds. A method's name is `<customer>/<payment method>`. */
export function openStripe(options: StripeOptions): Provider {
  const at = options.baseUrl === undefined ? undefined : new URL(options.baseUrl);
  const stripe = new Stripe(options.secretKey, {
    ...(at ? { host: at.hostname, port: at.port, protocol: at.protocol === "http:" ? "http" : "https" } : {}),
    timeout: options.timeoutMs ?? 20_000,
    // The worker tries again, with the same key.
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return {
    name: "stripe",
    begin: (account) => begin(stripe, account),
    finish: (account, setup) => finish(stripe, account, setup),
    async charge({ key, methodRef, amountMinor, currency, payment, present, words, askedSinceMs }) {
      const [customer, method] = methodRef.split("/");
      if (!customer || !method) return { kind: "failed", ref: null, failure: "method-unknown" };
      if (OTHER_UNITS.has(currency)) return { kind: "failed", ref: null, failure: "currency-unsupported" };
      return await said(async () => {
        const known = askedSinceMs === null ? undefined : await intentOf(stripe, customer, key, askedSinceMs);
        if (known) return standing(known);
        const made = await stripe.paymentIntents.create(
          {
            ...{ amount: Number(amountMinor), currency: currency.toLowerCase(), customer, payment_method: method },
            ...{ confirm: true, description: words, metadata: { payment, key } },
            ...(present
              ? { automatic_payment_methods: { enabled: true, allow_redirects: "never" as const } }
              : { off_session: true, allowed_payment_method_types: ["card" as const] }),
          },
          { idempotencyKey: key },
        );
        return standing(made);
      });
    },
    refund: ({ key, ref, amountMinor, askedSinceMs }) =>
      said(async () => {
        const known = askedSinceMs === null ? undefined : await refundOf(stripe, ref, key);
        const asked = { payment_intent: ref, amount: Number(amountMinor), metadata: { key } };
        return refundStanding(known ?? (await stripe.refunds.create(asked, { idempotencyKey: key })));
      }),
    look: (ref) =>
      said(async () =>
        ref.startsWith("re_")
          ? refundStanding(await stripe.refunds.retrieve(ref))
          : standing(await stripe.paymentIntents.retrieve(ref)),
      ),
    hear: (body, header) => hear(stripe, options.webhookSecret, body, header("stripe-signature") ?? ""),
  };
}

/** Our clock and Stripe's may differ by so much. Seconds. */
const APART_S = 3_600;

/**
 * The intent that was made under a key. Stripe forgets idempotency keys after a day at the earliest
 * (https://docs.stripe.com/api/idempotent_requests); a list, unlike its search, knows what was made a moment ago.
 */
async function intentOf(stripe: Stripe, customer: string, key: string, sinceMs: number) {
  const created = { gte: Math.floor(sinceMs / 1000) - APART_S };
  for await (const intent of stripe.paymentIntents.list({ customer, created, limit: 100 }))
    if (intent.metadata["key"] === key) return intent;
  return undefined;
}

async function refundOf(stripe: Stripe, intent: string, key: string) {
  for await (const refund of stripe.refunds.list({ payment_intent: intent, limit: 100 }))
    if (refund.metadata?.["key"] === key) return refund;
  return undefined;
}

async function begin(stripe: Stripe, account: string) {
  try {
    // Found again by its key for a day, by its metadata after that; a second customer of one account does no harm.
    const customer = await stripe.customers.create(
      { metadata: { account } },
      { idempotencyKey: `customer:${account}` },
    );
    const intent = await stripe.setupIntents.create({
      ...{ customer: customer.id, usage: "off_session" as const, metadata: { account } },
      allowed_payment_method_types: ["card"],
    });
    return { setup: intent.id, secret: intent.client_secret ?? "" };
  } catch (error) {
    const outcome = outcomeOf(error);
    return { away: outcome.kind === "away" ? outcome.words : "the provider refused" };
  }
}

async function finish(stripe: Stripe, account: string, setup: string) {
  if (!/^seti_\w+$/.test(setup)) return undefined;
  let intent: Stripe.SetupIntent;
  try {
    intent = await stripe.setupIntents.retrieve(setup, { expand: ["payment_method"] });
  } catch (error) {
    const outcome = outcomeOf(error);
    return outcome.kind === "away" ? { away: outcome.words } : undefined;
  }
  const { customer, payment_method: method, metadata, status } = intent;
  if (status !== "succeeded" || metadata?.["account"] !== account) return undefined;
  if (typeof customer !== "string" || method === null || typeof method === "string") return undefined;
  const { card } = method;
  const label = card ? `${card.brand} …${card.last4}` : method.type;
  return { methodRef: `${customer}/${method.id}`, label };
}

/** @see https://docs.stripe.com/payments/paymentintents/lifecycle */
function standing(intent: Stripe.PaymentIntent): Outcome {
  const ref = intent.id;
  switch (intent.status) {
    case "succeeded":
      return { kind: "succeeded", ref };
    case "requires_action":
    case "requires_confirmation":
      return { kind: "needs-action", ref, action: intent.client_secret ?? "" };
    case "requires_payment_method":
      return {
        kind: "failed",
        ref,
        failure: failureName(intent.last_payment_error?.decline_code || intent.last_payment_error?.code),
      };
    case "canceled":
      return { kind: "failed", ref, failure: "cancelled" };
    default:
      return { kind: "pending", ref };
  }
}

function refundStanding({ id, status, failure_reason: why }: Stripe.Refund): Outcome {
  if (status === "succeeded") return { kind: "succeeded", ref: id };
  if (status === "failed" || status === "canceled") return { kind: "failed", ref: id, failure: failureName(why) };
  return { kind: "pending", ref: id };
}

const NAMES: Readonly<Record<string, string>> = {
  card_declined: "declined",
  generic_decline: "declined",
  authentication_required: "authentication-required",
};
const failureName = (code: string | undefined | null): string =>
  code ? (NAMES[code] ?? code.replaceAll("_", "-")) : "declined";

async function said(ask: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await ask();
  } catch (error) {
    return outcomeOf(error);
  }
}

/** What an error of the library says of the money. Only a refusal of the card, or of the request before it did anything, is an end. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const ref = error.payment_intent?.id ?? null;
  if (error instanceof Stripe.errors.StripeCardError)
    return { kind: "failed", ref, failure: failureName(error.decline_code || error.code) };
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== "lock_timeout")
    return { kind: "failed", ref, failure: error.code ? failureName(error.code) : "request-refused" };
  return { kind: "away", words: `${error.type}: ${error.code ?? error.statusCode ?? "no answer"}` };
}

/** Signatures: https://docs.stripe.com/webhooks/signature; older than five minutes is not believed. */
function hear(stripe: Stripe, secret: string, body: string, signature: string): ProviderEvent {
  let event: Stripe.Event;
  try {
    event = stripe.webhooks.constructEvent(body, signature, secret);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      throw new EventRefused("signature-invalid", "the signature is not Stripe's, or too old");
    throw new EventRefused("event-malformed", "this is no event of Stripe");
  }
  const { id, type } = event;
  if (
    type === "payment_intent.succeeded" ||
    type === "payment_intent.payment_failed" ||
    type === "payment_intent.canceled"
  ) {
    const intent = event.data.object;
    return { id, ref: intent.id, payment: intent.metadata["payment"] ?? null, outcome: standing(intent) };
  }
  if (type === "refund.updated" || type === "refund.failed") {
    const refund = event.data.object;
    return { id, ref: refund.id, payment: null, outcome: refundStanding(refund) };
  }
  return { id, ref: null, payment: null, outcome: null };
}
