import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { cancelSubscription, listSubscriptions } from "../wallets/subscriptions.actions.ts";
import { listVouchers, redeemVoucher } from "../wallets/vouchers.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { Subscription, subscriptionView } from "./ops-subscriptions.ts";
import { CodeAsked, VoucherView, voucherView } from "./ops-vouchers.ts";
import { ANY, refusals, settled } from "./problem.ts";
import { type App, jsonAnswer, jsonBody } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };

const routes = {
  redeem: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/vouchers", summary: "Redeems a voucher's code for my next stay" },
    request: jsonBody(CodeAsked),
    responses: {
      200: jsonAnswer("The voucher.", VoucherView),
      ...refusals(
        "malformed-json",
        "media-type-unsupported",
        "body-too-large",
        ...ANY,
        "account-unknown",
        "voucher-unknown",
        "voucher-used",
        "voucher-expired",
        "voucher-elsewhere",
      ),
    },
  }),
  vouchers: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/vouchers", summary: "The newest hundred vouchers that I have redeemed" },
    responses: { 200: jsonAnswer("They.", z.object({ items: z.array(VoucherView) })), ...refusals(...ANY) },
  }),
  subscriptions: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/subscriptions", summary: "My subscriptions, ended ones too" },
    responses: { 200: jsonAnswer("They.", z.object({ items: z.array(Subscription) })), ...refusals(...ANY) },
  }),
  cancel: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/subscriptions/{subscription}/cancel" },
    summary: "Cancels one of my subscriptions: what is paid stays valid",
    request: { params: z.object({ subscription: z.uuid() }) },
    responses: { 200: jsonAnswer("The subscription.", Subscription), ...refusals("subscription-unknown", ...ANY) },
  }),
};

/** A driver's own vouchers and subscriptions. Registered behind the drivers' guard of `addDriverRoutes`. */
export function addDriverMoneyRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.redeem, async (c) => {
    const row = settled(await redeemVoucher(deps, c.var.bearer.actor, driverOf(c), c.req.valid("json")));
    return c.json(voucherView(row), 200);
  });
  app.openapi(routes.vouchers, async (c) => {
    const rows = await listVouchers(deps, { account: driverOf(c), limit: 100 });
    return c.json({ items: rows.map(voucherView) }, 200);
  });
  app.openapi(routes.subscriptions, async (c) =>
    c.json({ items: (await listSubscriptions(deps, driverOf(c))).map(subscriptionView) }, 200),
  );
  app.openapi(routes.cancel, async (c) => {
    const { subscription } = c.req.valid("param");
    const row = settled(await cancelSubscription(deps, c.var.bearer.actor, driverOf(c), subscription));
    return c.json(subscriptionView(row), 200);
  });
}
