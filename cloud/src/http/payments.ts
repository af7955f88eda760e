import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  addMethod,
  beginMethod,
  endMethod,
  hearProvider,
  listMethods,
  orderMethods,
  pageOfPayments,
  providerNamed,
  setAutoTopUp,
  startTopUp,
} from "../payments/payments.actions.ts";
import { EventRefused } from "../payments/provider.ts";
import { MOST_TOP_UP_MINOR } from "../wallets/terms.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  Done,
  done,
  idempotencyKey,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageOfAll,
  pageQuery,
  readCursor,
} from "./wire.ts";

const MOST_MINOR = Number(MOST_TOP_UP_MINOR);

/** What an account wishes to have fetched for it; whoever enters it. */
export const TopUpWish = z.strictObject({
  belowMinor: AmountMinor.min(0).max(MOST_MINOR),
  amountMinor: AmountMinor.min(100).max(MOST_MINOR).meta({
    description: "As many times this as are needed to be at `belowMinor` again, in one payment.",
  }),
});

const common = { tags: ["payments"], security: [{ bearer: [] }] };

const Method = z
  .object({ id: z.uuid(), label: z.string(), provider: z.string(), createdAt: At })
  .meta({ id: "PaymentMethod", description: "A way to be charged. They are tried in the order of the list." });
const Payment = z
  .object({
    id: z.uuid(),
    kind: z.enum(["top-up", "auto-top-up", "refund"]),
    state: z.enum(["wanted", "asked", "succeeded", "failed", "cancelled"]),
    amountMinor: AmountMinor,
    currency: Currency,
    failure: z
      .string()
      .nullable()
      .meta({ description: "Why it failed, by name.", examples: ["declined"] }),
    createdAt: At,
    endedAt: At.nullable(),
  })
  .meta({ id: "Payment" });
const MethodList = z.object({ items: z.array(Method) });

interface MethodRow {
  readonly id: string;
  readonly label: string;
  readonly provider: string;
  readonly createdAt: Date;
}
const methodOf = ({ id, label, provider, createdAt }: MethodRow): z.input<typeof Method> => ({
  ...{ id, label, provider, createdAt: iso(createdAt) },
});

interface PaymentRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}
const paymentOf = (row: PaymentRow): z.input<typeof Payment> => ({
  ...{ id: row.id, currency: row.currency, failure: row.failure, amountMinor: Number(row.amountMinor) },
  kind: Payment.shape.kind.parse(row.kind),
  state: Payment.shape.state.parse(row.state),
  createdAt: iso(row.createdAt),
  endedAt: isoOrNull(row.endedAt),
});

const path = "/v1/me/payment-methods";
const methodPath = z.object({ method: z.uuid() });

const routes = {
  methods: createRoute({
    ...common,
    ...{ method: "get", path, summary: "How I can be charged, in order" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", MethodList.extend({ next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  begin: createRoute({
    ...common,
    ...{ method: "post", path: `${path}/setups` as const, summary: "Begins to add a method at the payment provider" },
    responses: {
      201: jsonAnswer(
        "What the app needs to finish it with the provider.",
        z.object({ setup: z.string(), secret: z.string(), provider: z.string() }).meta({ id: "MethodSetup" }),
      ),
      ...refusals("provider-unavailable", ...ANY),
    },
  }),
  add: createRoute({
    ...common,
    ...{ method: "post", path, summary: "Adds the method that a set-up ended with" },
    request: jsonBody(z.strictObject({ setup: z.string().min(1).max(200) })),
    responses: {
      201: jsonAnswer("The method.", Method),
      ...refusals("method-setup-unfinished", "provider-unavailable", ...BODY),
    },
  }),
  order: createRoute({
    ...common,
    ...{ method: "put", path: `${path}/order` as const, summary: "Sets the order in which my methods are charged" },
    request: jsonBody(z.strictObject({ methods: z.array(z.uuid()).min(1).max(20) })),
    responses: { 200: jsonAnswer("My methods.", MethodList), ...refusals("payment-method-unknown", ...BODY) },
  }),
  end: createRoute({
    ...common,
    ...{ method: "delete", path: `${path}/{method}` as const, summary: "Ends one of my methods" },
    request: { params: methodPath },
    responses: { 200: jsonAnswer("It is ended.", Done), ...refusals("payment-method-unknown", ...ANY) },
  }),
  topUp: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/top-ups", summary: "Puts money into my wallet; debt is paid with it first" },
    request: {
      headers: idempotencyKey,
      ...jsonBody(
        z
          .strictObject({ amountMinor: AmountMinor.min(1).max(MOST_MINOR), method: z.uuid().optional() })
          .meta({ id: "MyTopUpAsked", examples: [{ amountMinor: 2000 }] }),
      ),
    },
    responses: {
      201: jsonAnswer(
        "How it stands. `asked`: it goes on by itself; look again.",
        Payment.extend({
          action: z
            .string()
            .nullable()
            .meta({ description: "What the provider's library needs, while I have to confirm." }),
          repeated: z.boolean().meta({ description: "This key was used before: nothing was begun now." }),
        }).meta({ id: "MyTopUp" }),
      ),
      ...refusals(
        ...(["account-unknown", "payment-method-missing", "payment-method-unknown", "idempotency-key-reused"] as const),
        ...BODY,
      ),
    },
  }),
  payments: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/payments", summary: "What was asked of my payment methods, newest first" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Payment), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  auto: createRoute({
    ...common,
    ...{
      method: "put",
      path: "/v1/me/auto-top-up",
      summary: "Fetches money by itself when less can be spent; null ends it",
    },
    request: jsonBody(
      z.strictObject({
        autoTopUp: TopUpWish.nullable(),
      }),
    ),
    responses: {
      200: jsonAnswer("It is set.", Done),
      ...refusals("account-unknown", "payment-method-missing", ...BODY),
    },
  }),
};

/** A driver's payment methods and payments, and providers' calls. */
export function addPaymentRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.methods, async (c) => {
    const page = pageOfAll(await listMethods(deps, driverOf(c)), c.req.valid("query"));
    return c.json({ items: page.items.map(methodOf), next: page.next }, 200);
  });
  app.openapi(routes.begin, async (c) => c.json(settled(await beginMethod(deps, driverOf(c))), 201));
  app.openapi(routes.add, async (c) => {
    const { setup } = c.req.valid("json");
    return c.json(methodOf(settled(await addMethod(deps, c.var.bearer.actor, driverOf(c), setup))), 201);
  });
  app.openapi(routes.order, async (c) => {
    const { methods } = c.req.valid("json");
    const ordered = settled(await orderMethods(deps, c.var.bearer.actor, driverOf(c), methods));
    return c.json({ items: ordered.map(methodOf) }, 200);
  });
  app.openapi(routes.end, async (c) => {
    settled(await endMethod(deps, c.var.bearer.actor, driverOf(c), c.req.valid("param").method));
    return c.json(done, 200);
  });
  app.openapi(routes.topUp, async (c) => {
    const { amountMinor, method } = c.req.valid("json");
    const asked = { account: driverOf(c), amountMinor: BigInt(amountMinor), method };
    const key = c.req.valid("header")["idempotency-key"];
    const seen = settled(await startTopUp(deps, c.var.bearer.actor, { ...asked, idempotencyKey: key }));
    deps.look();
    return c.json({ ...paymentOf(seen.payment), action: seen.action, repeated: seen.repeated }, 201);
  });
  app.openapi(routes.payments, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const rows = await pageOfPayments(deps, driverOf(c), { before: readCursor(z.uuid(), cursor), limit: limit + 1 });
    const page = paged(rows, limit, (last) => last.id);
    return c.json({ items: page.items.map(paymentOf), next: page.next }, 200);
  });
  app.openapi(routes.auto, async (c) => {
    const { autoTopUp } = c.req.valid("json");
    const wanted = autoTopUp && {
      belowMinor: BigInt(autoTopUp.belowMinor),
      amountMinor: BigInt(autoTopUp.amountMinor),
    };
    settled(await setAutoTopUp(deps, c.var.bearer.actor, driverOf(c), wanted));
    return c.json(done, 200);
  });
}

/** Where payment providers call. Nobody signs in: the call's own signature says who it is from. */
export function addWebhookRoutes(app: App, deps: HttpDeps): void {
  app.post("/v1/webhooks/:provider", async (c) => {
    const provider = providerNamed(deps, c.req.param("provider"));
    if (provider === undefined) throw new Problem("route-unknown");
    const body = await c.req.text();
    try {
      const event = provider.hear(body, (name) => c.req.header(name));
      await hearProvider({ ...deps, provider }, event, JSON.parse(body));
    } catch (error) {
      if (error instanceof EventRefused) throw new Problem(error.code, { detail: error.message });
      throw error;
    }
    deps.look();
    return c.json(done, 200);
  });
}
