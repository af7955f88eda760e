import { answered, type Schemas } from "@baygate/client";
import { renewAfterPaying } from "../pass/device.ts";
import { askAgain } from "./asked.ts";
import { client } from "./client.ts";

export type TopUp = Schemas["MyTopUp"];

/**
 * Puts money into the wallet. The same key takes it once, whatever happens on the way: a try again after a lost answer sends it again.
 *
 * @throws ProblemError, and what `fetch` throws when there is no network.
 */
export async function topUp(amountMinor: number, key: string): Promise<TopUp> {
  const params = { header: { "idempotency-key": key } };
  const payment = await answered(client.POST("/v1/me/top-ups", { params, body: { amountMinor } }));
  await Promise.all([askAgain("wallet", "statement"), renewAfterPaying()]);
  return payment;
}

/** Adds a payment method. The sandbox's set-up is finished as it begins; no money moves with it. */
export async function addMethod(): Promise<void> {
  const { setup } = await answered(client.POST("/v1/me/payment-methods/setups"));
  await answered(client.POST("/v1/me/payment-methods", { body: { setup } }));
  await askAgain("methods");
}

export async function endMethod(method: string): Promise<void> {
  await answered(client.DELETE("/v1/me/payment-methods/{method}", { params: { path: { method } } }));
  await askAgain("methods");
}

export async function orderMethods(methods: string[]): Promise<void> {
  await answered(client.PUT("/v1/me/payment-methods/order", { body: { methods } }));
  await askAgain("methods");
}

export async function setAutoTopUp(autoTopUp: { belowMinor: number; amountMinor: number } | null): Promise<void> {
  await answered(client.PUT("/v1/me/auto-top-up", { body: { autoTopUp } }));
}

export async function redeem(code: string): Promise<void> {
  await answered(client.POST("/v1/me/vouchers", { body: { code } }));
}
