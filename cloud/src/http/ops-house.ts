import { GateStatus } from "@baygate/shared/envelope";
import { Direction } from "@baygate/shared/estate";
import { EstateId, GateId, LaneId, ZoneId } from "@baygate/shared/ids";
import { Order } from "@baygate/shared/order";
import { RESERVED_GATE_NAMES } from "@baygate/shared/topics";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { readEstate } from "../estates/estates.actions.ts";
import { listExceptions, resolveException } from "../estates/exceptions.actions.ts";
import { addGate, listGates, listOrders, orderLane, revokeGate } from "../estates/gates.actions.ts";
import { listVisits } from "../estates/visits.actions.ts";
import { DecisionView } from "../live/dashboard.ts";
import { readDecisions } from "../live/state.ts";
import { reclaimLeases } from "../occupancy/lease.actions.ts";
import { estatesOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { opened } from "./permits.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import {
  type App,
  At,
  Done,
  done,
  estatePath,
  gatePath,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageQuery,
  readCursor,
  Stay,
  StayState,
  stayCursor,
  stayOf,
  stayPage,
  words,
} from "./wire.ts";

const common = { tags: ["gates (ops)"], security: [{ bearer: [] }] };

const Gate = z
  .object({
    id: GateId,
    estate: EstateId,
    name: z.string(),
    direction: Direction,
    arrivalZones: z.array(ZoneId),
    online: z.boolean(),
    waiting: z.int().nullable().meta({ description: "Facts there that the cloud has not acknowledged." }),
    lastSeenAt: At.nullable(),
    revokedAt: At.nullable(),
    software: z.string().nullable(),
    faults: z.array(z.object({ device: z.string(), code: z.string(), words: z.string() })),
  })
  .meta({ id: "Gate" });

type GateRow = Extract<Awaited<ReturnType<typeof listGates>>, { gates: unknown }>["gates"][number];

function gateOf(row: GateRow): z.input<typeof Gate> {
  const { id, estate, name, arrivalZones, online, lastSeenAt, revokedAt } = row;
  const status = GateStatus.safeParse(row.status).data;
  return {
    ...{ id, estate, name, arrivalZones, online },
    direction: arrivalZones.length > 0 ? "arrive" : "depart",
    lastSeenAt: isoOrNull(lastSeenAt),
    revokedAt: isoOrNull(revokedAt),
    waiting: status?.waiting ?? null,
    software: status?.software ?? null,
    faults: status?.faults ?? [],
  };
}

const GateAsked = z
  .strictObject({
    id: GateId.refine((id) => !RESERVED_GATE_NAMES.includes(id), `a name other than ${RESERVED_GATE_NAMES.join(", ")}`),
    estate: EstateId,
    name: words(80),
    arrivalZones: z.array(ZoneId).max(50).meta({ description: "Zones it lets cars into; empty: departures only." }),
  })
  .meta({ id: "GateAsked" });
/** A lane is held open for an event or a weekend, not for good. Milliseconds. */
const LONGEST_HOLD_MS = 7 * 24 * 3_600_000;
const orderToLane = {
  lane: LaneId,
  reason: words(),
  lifeMs: z.int().min(1_000).max(300_000).default(30_000),
};
const OrderAsked = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...{ kind: z.literal("open-gate"), ...orderToLane },
      forced: z.boolean().default(false).meta({ description: "Without a car on the approach loop." }),
    }),
    z.strictObject({
      ...{ kind: z.literal("hold-open"), ...orderToLane },
      holdMs: z
        .int()
        .min(1_000)
        .max(LONGEST_HOLD_MS)
        .meta({ description: "The lane closes by itself after this, at the latest after a week." }),
    }),
    z.strictObject({ kind: z.literal("close-gate"), ...orderToLane }),
  ])
  .meta({ id: "OrderAsked" });

const Reclaimed = z
  .object({
    places: z.int().meta({
      description: "Places that come back. So many cars too many may get in if that box is alive after all.",
    }),
    journals: z.array(z.object({ epoch: z.string(), places: z.int() })),
  })
  .meta({ id: "ReclaimedLeases" });

const OrderSeen = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    lane: z.string().nullable(),
    reason: z.string(),
    issuer: z.string(),
    createdAt: At,
    expiresAt: At,
    outcome: z
      .string()
      .nullable()
      .meta({ description: "done, refused, expired or not-supported; null: no answer yet." }),
    words: z.string().nullable().meta({ description: "The gate's own words." }),
    answeredAt: At.nullable(),
  })
  .meta({ id: "OrderSeen" });

type OrderRow = Extract<Awaited<ReturnType<typeof listOrders>>, { orders: unknown }>["orders"][number];

function orderSeen({
  id,
  content,
  createdAt,
  expiresAt,
  outcome,
  words,
  answeredAt,
}: OrderRow): z.input<typeof OrderSeen> {
  const order = Order.safeParse(content).data;
  return {
    ...{ id, outcome, words },
    kind: order?.kind ?? "unknown",
    lane: order !== undefined && "lane" in order && typeof order.lane === "string" ? order.lane : null,
    reason: order?.reason ?? "",
    issuer: order?.issuer ?? "",
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    answeredAt: isoOrNull(answeredAt),
  };
}

const gates = {
  add: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/gates", summary: "Adds a gate; its token is shown this once" },
    security: opened("operator", "installer"),
    request: jsonBody(GateAsked),
    responses: {
      201: jsonAnswer("The token.", z.object({ id: GateId, token: z.string() }).meta({ id: "NewGate" })),
      ...refusals("estate-unknown", "zone-unknown", "gate-exists", ...BODY),
    },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/estates/{estate}/gates", summary: "An estate's gates" },
    security: opened("operator", "installer", "estates:read"),
    request: { params: estatePath },
    responses: {
      200: jsonAnswer("The gates.", z.object({ items: z.array(Gate) })),
      ...refusals("estate-unknown", ...ANY),
    },
  }),
  revoke: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/gates/{gate}/revoke", summary: "Revokes a gate for good" },
    security: opened("operator", "installer"),
    request: { params: gatePath, ...jsonBody(z.strictObject({ reason: words() })) },
    responses: { 200: jsonAnswer("The gate.", Gate), ...refusals("gate-unknown", ...BODY) },
  }),
  reclaim: createRoute({
    ...common,
    ...{
      method: "post",
      path: "/v1/ops/gates/{gate}/lease-reclaims",
      summary: "Takes back what was lent to a journal that the gate does not write any more",
    },
    request: {
      params: gatePath,
      ...jsonBody(z.strictObject({ zone: ZoneId, reason: words() }).meta({ id: "LeaseReclaimAsked" })),
    },
    responses: {
      200: jsonAnswer("What came back, and what is risked.", Reclaimed),
      ...refusals("gate-unknown", "zone-unknown", ...BODY),
    },
  }),
  orders: createRoute({
    ...common,
    ...{
      method: "get",
      path: "/v1/ops/gates/{gate}/orders",
      summary: "Orders to a gate and its answers, newest first",
    },
    security: opened("operator", "installer"),
    request: { params: gatePath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(OrderSeen), next })),
      ...refusals("gate-unknown", "cursor-invalid", ...ANY),
    },
  }),
  order: createRoute({
    ...common,
    ...{
      method: "post",
      path: "/v1/ops/gates/{gate}/orders",
      summary: "Orders a gate to open a lane, to hold it open or to close it; it answers with a fact",
    },
    security: opened("operator", "installer"),
    request: { params: gatePath, ...jsonBody(OrderAsked) },
    responses: {
      202: jsonAnswer("It is on its way.", z.object({ order: z.uuid(), expiresAt: At })),
      ...refusals("gate-unknown", "gate-revoked", ...BODY),
    },
  }),
};

function addGateRoutes(app: App, deps: HttpDeps): void {
  app.openapi(gates.add, async (c) => {
    const asked = c.req.valid("json");
    if (estatesOf(c.var.bearer)?.includes(asked.estate) === false) throw new Problem("estate-unknown");
    const { token } = settled(await addGate(deps, c.var.bearer.actor, asked));
    deps.nudge(asked.estate);
    return c.json({ id: asked.id, token }, 201);
  });
  app.openapi(gates.list, async (c) => {
    const seen = settled(await listGates(deps, c.req.valid("param").estate));
    return c.json({ items: seen.gates.map(gateOf) }, 200);
  });
  app.openapi(gates.revoke, async (c) => {
    const { reason } = c.req.valid("json");
    const row = settled(await revokeGate(deps, c.var.bearer.actor, c.req.valid("param").gate, reason));
    deps.nudge(row.estate);
    return c.json(gateOf(row), 200);
  });
  app.openapi(gates.reclaim, async (c) => {
    const { gate } = c.req.valid("param");
    const { estate, places, journals } = settled(
      await reclaimLeases(deps, c.var.bearer.actor, gate, c.req.valid("json")),
    );
    deps.nudge(estate);
    return c.json({ places, journals: [...journals] }, 200);
  });
  app.openapi(gates.orders, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const before = readCursor(z.uuid(), cursor);
    const { orders } = settled(await listOrders(deps, c.req.valid("param").gate, { before, limit: limit + 1 }));
    const page = paged(orders, limit, (last) => last.id);
    return c.json({ items: page.items.map(orderSeen), next: page.next }, 200);
  });
  app.openapi(gates.order, async (c) => {
    const asked = c.req.valid("json");
    const order = settled(await orderLane(deps, c.var.bearer.actor, c.req.valid("param").gate, asked));
    return c.json({ order: order.id, expiresAt: iso(order.expiresMs) }, 202);
  });
}

const Exception = z
  .object({
    id: z.int(),
    estate: z.string(),
    kind: z.string(),
    at: At,
    gate: z.string().nullable(),
    session: z.string().nullable(),
    fact: z.string().nullable(),
    words: z.string(),
    resolvedAt: At.nullable(),
  })
  .meta({ id: "Exception" });

const watch = { ...common, tags: ["watching (ops)"] };
const watching = {
  decisions: createRoute({
    ...watch,
    ...{ method: "get", path: "/v1/ops/estates/{estate}/decisions", summary: "What its gates decided, newest first" },
    security: opened("operator", "installer", "stays:read"),
    request: { params: estatePath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(DecisionView), next })),
      ...refusals("estate-unknown", "cursor-invalid", ...ANY),
    },
  }),
  sessions: createRoute({
    ...watch,
    ...{ method: "get", path: "/v1/ops/estates/{estate}/sessions", summary: "Its visits, newest first" },
    security: opened("operator", "stays:read"),
    request: { params: estatePath, query: pageQuery.extend({ state: StayState.optional() }) },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Stay), next })),
      ...refusals("estate-unknown", "cursor-invalid", ...ANY),
    },
  }),
  exceptions: createRoute({
    ...watch,
    ...{ method: "get", path: "/v1/ops/exceptions", summary: "What somebody should look at, newest first" },
    request: {
      query: pageQuery.extend({ estate: EstateId.optional(), resolved: z.enum(["hide", "show"]).default("hide") }),
    },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Exception), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  resolve: createRoute({
    ...watch,
    ...{ method: "post", path: "/v1/ops/exceptions/{exception}/resolve", summary: "Somebody looked at it" },
    request: {
      params: z.object({ exception: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
      ...jsonBody(z.strictObject({ words: words(500) })),
    },
    responses: { 200: jsonAnswer("It is closed.", Done), ...refusals("exception-unknown", ...BODY) },
  }),
};

/** A `Date` reaches so far from 1970. Milliseconds. */
const MOST_MS = 8.64e15;

function addWatchingRoutes(app: App, deps: HttpDeps): void {
  app.openapi(watching.decisions, async (c) => {
    const { estate } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    settled(await readEstate(deps, estate));
    const before = readCursor(z.int().min(-MOST_MS).max(MOST_MS), cursor);
    const views = await readDecisions(deps.db, {
      estate,
      limit: limit + 1,
      before: before === undefined ? undefined : new Date(before),
    });
    return c.json(
      paged(views, limit, (last) => last.atMs),
      200,
    );
  });
  app.openapi(watching.sessions, async (c) => {
    const { estate } = c.req.valid("param");
    const query = c.req.valid("query");
    settled(await readEstate(deps, estate));
    const states = query.state === undefined ? undefined : [query.state];
    const visits = await listVisits(deps, { estate, states, ...stayPage(query) });
    const page = paged(visits, query.limit, stayCursor);
    return c.json({ items: page.items.map(stayOf), next: page.next }, 200);
  });
  app.openapi(watching.exceptions, async (c) => {
    const { cursor, limit, estate, resolved } = c.req.valid("query");
    const before = readCursor(z.int(), cursor);
    const rows = await listExceptions(deps, { estate, open: resolved === "hide", before, limit: limit + 1 });
    const page = paged(rows, limit, (last) => last.id);
    const items = page.items.map((row) => ({ ...row, at: iso(row.at), resolvedAt: isoOrNull(row.resolvedAt) }));
    return c.json({ items, next: page.next }, 200);
  });
  app.openapi(watching.resolve, async (c) => {
    const { exception } = c.req.valid("param");
    settled(await resolveException(deps, c.var.bearer.actor, exception, c.req.valid("json").words));
    deps.hub.nudge();
    return c.json(done, 200);
  });
}

/** Gates, orders to them, and what happened there. */
export function addOpsHouseRoutes(app: App, deps: HttpDeps): void {
  addGateRoutes(app, deps);
  addWatchingRoutes(app, deps);
}
