import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { cancelSubscription, listSubscriptions } from "../wallets/subscriptions.actions.ts";
import { redeemVoucher } from "../wallets/vouchers.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { Subscription, subscriptionView } from "./ops-subscriptions.ts";
import { CodeAsked, Vouchers, VoucherView, voucherPage, voucherQuery, voucherView } from "./ops-vouchers.ts";
import { ANY, refusals, settled } from "./problem.ts";
import { type App, jsonAnswer, jsonBody, next, pageOfAll, pageQuery } from "./wire.ts";

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
    ...{ method: "get", path: "/v1/me/vouchers", summary: "Vouchers that I have redeemed, the newest first" },
    request: { query: voucherQuery },
    responses: { 200: jsonAnswer("A page.", Vouchers), ...refusals("cursor-invalid", ...ANY) },
  }),
  subscriptions: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/subscriptions", summary: "My subscriptions, ended ones too" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Subscription), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
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
  app.openapi(routes.vouchers, async (c) =>
    c.json(await voucherPage(deps, { account: driverOf(c) }, c.req.valid("query")), 200),
  );
  app.openapi(routes.subscriptions, async (c) => {
    const page = pageOfAll(await listSubscriptions(deps, driverOf(c)), c.req.valid("query"));
    return c.json({ items: page.items.map(subscriptionView), next: page.next }, 200);
  });
  app.openapi(routes.cancel, async (c) => {
    const { subscription } = c.req.valid("param");
    const row = settled(await cancelSubscription(deps, c.var.bearer.actor, driverOf(c), subscription));
    return c.json(subscriptionView(row), 200);
  });
}
