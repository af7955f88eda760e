import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Provider } from "./provider.ts";
import { openSandbox } from "./providers/sandbox.ts";
import { openStripe, type StripeOptions } from "./providers/stripe.ts";

/** With which provider methods are added, and what those that are set up need. */
export interface PaymentConfig {
  readonly provider: "sandbox" | "stripe";
  /** Null: it is not set up, and what was begun with it waits. */
  readonly stripe: StripeOptions | null;
}

/**
 * Opens the providers that are set up: the one that methods are added with, and others whose payments are finished. A new one is a file in
 * providers/ and a line here. The sandbox, whose money is none, is never open beside another.
 *
 * @param hear gets the sandbox's calls, as they would come over HTTP.
 */
export function openProviders(
  config: PaymentConfig,
  nowMs: () => number,
  hear: (provider: Provider, body: string, header: (name: string) => string | undefined) => void,
): { readonly provider: Provider; readonly others: readonly Provider[] } {
  const stripe = config.stripe === null ? [] : [openStripe(config.stripe)];
  const [first, ...others] = stripe;
  if (config.provider === "stripe") {
    if (first === undefined) throw new Error("stripe is not set up");
    return { provider: first, others };
  }
  const provider: Provider = openSandbox({
    nowMs,
    secret: randomBytes(32).toString("base64url"),
    call: ({ body, signature }) => setImmediate(() => hear(provider, body, () => signature)),
    // Nobody waits for the sandbox's late calls when the cloud stops.
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
  });
  return { provider, others: stripe };
}
