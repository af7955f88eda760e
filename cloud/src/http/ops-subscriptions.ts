import { VehicleClass } from "@baygate/shared/estate";
import { EstateId, ZoneId } from "@baygate/shared/ids";
import { LocalHours } from "@baygate/shared/local-hours";
import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  cancelSubscription,
  endPlan,
  listPlans,
  listSubscriptions,
  offerPlan,
  subscribe,
} from "../wallets/subscriptions.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  accountPath,
  estatePath,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  pageOfAll,
  pageQuery,
  words,
} from "./wire.ts";

const common = { tags: ["money (ops)"], security: [{ bearer: [] }] };

export const PlanId = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, "a name in kebab-case");
const asked = {
  name: words(120),
  zones: z.array(ZoneId).max(50).meta({ description: "None: all the estate's." }),
  windows: z.array(LocalHours).max(50).meta({ description: "Local days and hours in which it counts; none: always." }),
  classes: z.array(VehicleClass).meta({ description: "None: any." }),
  priceMinor: AmountMinor.min(0).meta({ description: "For one period, with its tax." }),
  period: z.enum(["month", "year"]),
  places: z.int().min(1).max(10_000).meta({ description: "How many of its vehicles may be inside on it at a time." }),
};
export const Plan = z
  .object({ id: PlanId, estate: EstateId, ...asked, currency: Currency, createdAt: At, endedAt: At.nullable() })
  .meta({ id: "SubscriptionPlan" });

export const Subscription = z
  .object({
    id: z.uuid(),
    plan: PlanId,
    vehicles: z.array(z.uuid()).meta({ description: "None: any of the account's." }),
    from: At,
    until: At.meta({ description: "Paid until then." }),
    renews: z.boolean(),
    endedAt: At.nullable(),
  })
  .meta({ id: "Subscription" });

type PlanRow = Awaited<ReturnType<typeof listPlans>>[number];
type SubscriptionRow = Awaited<ReturnType<typeof listSubscriptions>>[number];

export const planView = (row: PlanRow): z.input<typeof Plan> => ({
  ...{ id: row.id, estate: row.estate, name: row.name, zones: row.zones, currency: row.currency, places: row.places },
  windows: z.array(LocalHours).parse(row.windows),
  classes: z.array(VehicleClass).parse(row.classes),
  period: row.period === "year" ? "year" : "month",
  priceMinor: Number(row.priceMinor),
  ...{ createdAt: iso(row.createdAt), endedAt: isoOrNull(row.endedAt) },
});

/** A subscription as clients see it. */
export const subscriptionView = (row: SubscriptionRow): z.input<typeof Subscription> => ({
  ...{ id: row.id, plan: row.plan, vehicles: row.vehicles, renews: row.renews },
  ...{ from: iso(row.fromAt), until: iso(row.untilAt), endedAt: isoOrNull(row.endedAt) },
});

const plans = "/v1/ops/estates/{estate}/plans";
const own = "/v1/ops/accounts/{account}/subscriptions";
const ownPath = accountPath.extend({ subscription: z.uuid() });

const routes = {
  plans: createRoute({
    ...common,
    ...{ method: "get", path: plans, summary: "An estate's subscription plans, ended ones too" },
    request: { params: estatePath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Plan), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  offer: createRoute({
    ...common,
    ...{ method: "post", path: plans, summary: "Offers a plan; it never changes" },
    request: { params: estatePath, ...jsonBody(z.strictObject({ id: PlanId, ...asked })) },
    responses: {
      201: jsonAnswer("The plan.", Plan),
      ...refusals("estate-unknown", "zone-unknown", "plan-exists", ...BODY),
    },
  }),
  end: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/plans/{plan}/end", summary: "Ends a plan: not sold nor renewed any more" },
    request: { params: z.object({ plan: PlanId }) },
    responses: { 200: jsonAnswer("The plan.", Plan), ...refusals("plan-unknown", ...ANY) },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path: own, summary: "An account's subscriptions, ended ones too" },
    request: { params: accountPath },
    responses: { 200: jsonAnswer("Them.", z.object({ items: z.array(Subscription) })), ...refusals(...ANY) },
  }),
  put: createRoute({
    ...common,
    ...{ method: "put", path: `${own}/{subscription}` as const },
    summary: "Sells a subscription under the caller's own id; asked again with the same, it changes nothing",
    request: {
      params: ownPath,
      ...jsonBody(z.strictObject({ plan: PlanId, vehicles: z.array(z.uuid()).max(100).default([]) })),
    },
    responses: {
      200: jsonAnswer("The subscription.", Subscription),
      ...refusals(
        "account-unknown",
        "plan-unknown",
        "vehicle-unknown",
        "currency-mismatch",
        "cover-too-low",
        "subscription-exists",
        ...BODY,
      ),
    },
  }),
  cancel: createRoute({
    ...common,
    ...{ method: "post", path: `${own}/{subscription}/cancel` as const },
    summary: "Cancels a subscription: what is paid stays valid, and it is not renewed",
    request: { params: ownPath },
    responses: { 200: jsonAnswer("The subscription.", Subscription), ...refusals("subscription-unknown", ...ANY) },
  }),
};

/** Plans, and what accounts subscribed to. */
export function addOpsSubscriptionRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.plans, async (c) => {
    const page = pageOfAll(await listPlans(deps, c.req.valid("param").estate), c.req.valid("query"));
    return c.json({ items: page.items.map(planView), next: page.next }, 200);
  });
  app.openapi(routes.offer, async (c) => {
    const { priceMinor, ...plan } = c.req.valid("json");
    const offered = { ...plan, estate: c.req.valid("param").estate, priceMinor: BigInt(priceMinor) };
    return c.json(planView(settled(await offerPlan(deps, c.var.bearer.actor, offered))), 201);
  });
  app.openapi(routes.end, async (c) =>
    c.json(planView(settled(await endPlan(deps, c.var.bearer.actor, c.req.valid("param").plan))), 200),
  );
  app.openapi(routes.list, async (c) =>
    c.json({ items: (await listSubscriptions(deps, c.req.valid("param").account)).map(subscriptionView) }, 200),
  );
  app.openapi(routes.put, async (c) => {
    const { account, subscription: id } = c.req.valid("param");
    const row = settled(await subscribe(deps, c.var.bearer.actor, account, { id, ...c.req.valid("json") }));
    deps.look();
    return c.json(subscriptionView(row), 200);
  });
  app.openapi(routes.cancel, async (c) => {
    const { account, subscription } = c.req.valid("param");
    const row = settled(await cancelSubscription(deps, c.var.bearer.actor, account, subscription));
    return c.json(subscriptionView(row), 200);
  });
}
