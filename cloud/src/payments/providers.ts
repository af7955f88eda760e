import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Provider } from "./provider.ts";
import { openSandbox } from "./providers/sandbox.ts";
import { openStripe, type StripeOptions } from "./providers/stripe.ts";

/** Which provider takes money, and what it needs. */
export type PaymentConfig = { readonly provider: "sandbox" } | ({ readonly provider: "stripe" } & StripeOptions);

/**
 * Opens the provider. A new one is a file in providers/ and a line here.
 *
 * @param hear gets the sandbox's calls, as they would come over HTTP.
 */
export function openProvider(
  config: PaymentConfig,
  nowMs: () => number,
  hear: (provider: Provider, body: string, header: (name: string) => string | undefined) => void,
): Provider {
  if (config.provider === "stripe") return openStripe(config);
  const provider: Provider = openSandbox({
    nowMs,
    secret: randomBytes(32).toString("base64url"),
    call: ({ body, signature }) => setImmediate(() => hear(provider, body, () => signature)),
    // Nobody waits for the sandbox's late calls when the cloud stops.
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
  });
  return provider;
}
