import { randomUUID } from "node:crypto";
import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { Histogram } from "prom-client";
import { isDatabaseAway } from "../house.ts";
import { LedgerError } from "../ledger/ledger.ts";
import { addAsyncApi } from "./asyncapi.ts";
import { guard } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { addDriverRoutes } from "./driver.ts";
import { addDriverApp } from "./driver-app.ts";
import { addDriverDeviceRoutes } from "./driver-devices.ts";
import { addDriverMoneyRoutes } from "./driver-money.ts";
import { addDriverOpeningRoutes } from "./driver-openings.ts";
import { addDriverReceiptRoutes } from "./driver-receipts.ts";
import { addDriverRightRoutes } from "./driver-rights.ts";
import { addGroupRoutes } from "./groups.ts";
import { openSignInLimits } from "./limits.ts";
import { addLiveRoute } from "./live.ts";
import { addDriverFeed, addEstateFeed } from "./live-feeds.ts";
import { addMeRoutes } from "./me.ts";
import { addNoticeRoutes } from "./notices.ts";
import { addDescription } from "./openapi.ts";
import { addOpsAccessRoutes } from "./ops-access.ts";
import { addOpsAccountRoutes } from "./ops-accounts.ts";
import { addOpsDeskRoutes } from "./ops-desk.ts";
import { addOpsEstateRoutes } from "./ops-estates.ts";
import { addOpsHouseRoutes } from "./ops-house.ts";
import { addOpsLedgerRoutes } from "./ops-ledger.ts";
import { addOpsMoneyRoutes } from "./ops-money.ts";
import { addOpsPricingRoutes } from "./ops-pricing.ts";
import { addOpsStaffRoutes } from "./ops-staff.ts";
import { addOpsTrialRoutes } from "./ops-tariff-trials.ts";
import { addOpsTariffRoutes } from "./ops-tariffs.ts";
import { addOutbox } from "./outbox.ts";
import { addPage } from "./page.ts";
import { addPaymentRoutes, addWebhookRoutes } from "./payments.ts";
import { addPersonalRoutes } from "./personal.ts";
import { Problem, type ProblemCode, problemResponse, problems } from "./problem.ts";
import { addPublicRoutes } from "./public.ts";
import { addReference } from "./reference.ts";
import { addSignInRoutes } from "./sign-in.ts";
import { addPasskeyRoutes } from "./sign-in-passkeys.ts";
import { fieldFaults } from "./validation.ts";
import { addMyTicketRoutes, addOpsTicketRoutes } from "./visitor-tickets.ts";
import type { App, Env } from "./wire.ts";

const BODY_LIMIT = 256 * 1024;

/** The whole HTTP side: `/v1`, the live page at `/`, the drivers' app at `/app`, health and metrics. Serve it with `@hono/node-server`. */
export function createApp(deps: HttpDeps): App {
  const app = new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem("invalid-request", { faults: fieldFaults(result.target, result.error) });
    },
  });
  addFrame(app, deps);
  addHealth(app, deps);
  addPage(app);
  addOutbox(app, deps);
  addDriverApp(app);
  addLiveRoute(app, deps);
  addEstateFeed(app, deps);
  addPublicRoutes(app, deps);
  const limit = openSignInLimits(deps);
  addSignInRoutes(app, deps, limit);
  addPasskeyRoutes(app, deps, limit);
  const guarded = guard(app, deps);
  for (const path of ["/v1/me", "/v1/me/*", "/v1/groups/*", "/v1/ops/*"]) app.use(path, guarded);
  addMeRoutes(app, deps);
  addPersonalRoutes(app, deps);
  addDriverRoutes(app, deps);
  addDriverFeed(app, deps);
  addDriverMoneyRoutes(app, deps);
  addDriverRightRoutes(app, deps);
  addDriverReceiptRoutes(app, deps);
  addNoticeRoutes(app, deps);
  addDriverDeviceRoutes(app, deps);
  addDriverOpeningRoutes(app, deps);
  addMyTicketRoutes(app, deps);
  addPaymentRoutes(app, deps);
  addGroupRoutes(app, deps, limit);
  addWebhookRoutes(app, deps);
  addOpsEstateRoutes(app, deps);
  addOpsHouseRoutes(app, deps);
  addOpsAccountRoutes(app, deps);
  addOpsMoneyRoutes(app, deps);
  addOpsLedgerRoutes(app, deps);
  addOpsAccessRoutes(app, deps);
  addOpsTicketRoutes(app, deps);
  addOpsDeskRoutes(app, deps);
  addOpsTariffRoutes(app, deps);
  addOpsTrialRoutes(app, deps);
  addOpsPricingRoutes(app, deps);
  addOpsStaffRoutes(app, deps, limit);
  addDescription(app);
  addReference(app);
  addAsyncApi(app);
  addFallbacks(app, deps);
  return app;
}

/** What is around every request: its id, its measure, safe headers, a bounded body. */
function addFrame(app: App, { registry, log, clock }: HttpDeps): void {
  const seconds = new Histogram({
    name: "baygate_http_request_seconds",
    help: "Time to the answer's headers.",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  app.use(async (c, next) => {
    const asked = c.req.header("x-request-id");
    const id = asked !== undefined && /^[\w-]{8,64}$/.test(asked) ? asked : randomUUID();
    c.set("requestId", id);
    const from = performance.now();
    await next();
    const { method } = c.req;
    const { status, headers } = c.res;
    const ms = performance.now() - from;
    const route = status === 404 && routePath(c, -1).endsWith("*") ? "none" : routePath(c, -1);
    seconds.observe({ method, route, status }, ms / 1000);
    if (method !== "GET" && method !== "HEAD")
      log.info({ request: id, method, route, status, ms: Math.round(ms), actor: c.var.bearer?.actor.name }, "request");
    if (headers.has("x-hono-already-sent")) return;
    c.header("x-request-id", id);
    // By the clock that passes are judged by: an app whose phone is wrong learns the time from it.
    c.header("date", new Date(clock.wallMs()).toUTCString());
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cross-origin-opener-policy", "same-origin");
    c.header("cross-origin-resource-policy", "same-origin");
    if (!headers.has("content-security-policy"))
      c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    // Balances and tokens are nobody else's, a proxy's cache least of all.
    if (!headers.has("cache-control")) c.header("cache-control", "no-store");
  });
  const limit = bodyLimit({
    maxSize: BODY_LIMIT,
    onError: () => {
      throw new Problem("body-too-large");
    },
  });
  app.on(["POST", "PUT", "PATCH", "DELETE"], "*", limit);
  // Pages of other origins ask with a bearer token: without allow-credentials no browser lets them use somebody's cookie.
  const shared = cors({
    origin: "*",
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "if-none-match", "x-request-id"],
    exposeHeaders: ["etag", "retry-after", "x-request-id"],
    maxAge: 86_400,
  });
  // A stream of events is on the wire before anything could be added to it, and says this by itself.
  const isStream = ({ method, path }: { method: string; path: string }) => method === "GET" && path.endsWith("/live");
  app.use("/v1/*", (c, next) => (c.req.path.startsWith("/v1/auth/") || isStream(c.req) ? next() : shared(c, next)));
  // What has not changed need not be sent again to whoever kept it. A stream of events has no end to be digested.
  const conditional = etag();
  app.use("/v1/*", (c, next) => (c.req.path.endsWith("/live") ? next() : conditional(c, next)));
}

function addHealth(app: App, deps: HttpDeps): void {
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/readyz", async (c) => {
    const parts = await deps.ready();
    return c.json(parts, parts.database && parts.broker ? 200 : 503);
  });
  app.get("/metrics", async (c) =>
    c.body(await deps.registry.metrics(), 200, { "content-type": deps.registry.contentType }),
  );
}

const LEDGER_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  "account-unknown": "account-unknown",
  "currency-mismatch": "currency-mismatch",
  "amount-not-positive": "invalid-request",
  "idempotency-mismatch": "idempotency-key-reused",
};

/** The problem that an error is, or undefined when it is a bug. */
function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) {
    if (error.status === 400) return new Problem("malformed-json");
    if (error.status === 415) return new Problem("media-type-unsupported");
  }
  const ledger = error instanceof LedgerError ? LEDGER_PROBLEMS[error.code] : undefined;
  if (ledger) return new Problem(ledger);
  return isDatabaseAway(error) ? new Problem("database-unavailable", { headers: { "retry-after": "2" } }) : undefined;
}

/** What answers when no route does, or when one throws. */
function addFallbacks(app: App, { log }: HttpDeps): void {
  const routes = app.routes
    .filter(({ method, path }) => method !== "ALL" && path !== "/*")
    .map(({ method, path }) => ({ method, matches: new RegExp(`^${path.replaceAll(/:[^/]+/g, "[^/]+")}$`) }));
  app.notFound((c) => {
    const others = routes.filter(({ matches }) => matches.test(c.req.path)).map(({ method }) => method);
    if (others.length === 0) return problemResponse(c, new Problem("route-unknown"));
    const allow = [...new Set(others.includes("GET") ? [...others, "HEAD"] : others)].sort().join(", ");
    return problemResponse(c, new Problem("method-not-allowed", { headers: { allow } }));
  });
  app.onError((error, c) => {
    const problem = problemOf(error) ?? new Problem("internal");
    const request = c.var.requestId;
    if (problems[problem.code].status >= 500) log.error({ err: error, request }, problem.code);
    return problemResponse(c, problem);
  });
}
