import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { PricePolicy } from "../pricing/dynamic-price.ts";
import { listPriceMoves, readPricing, setPricePolicy } from "../pricing/price-policy.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import {
  type App,
  At,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageQuery,
  readCursor,
  zonePath,
} from "./wire.ts";

const common = { tags: ["tariffs (ops)"], security: [{ bearer: [] }] };

const Factor = z.int().meta({ description: "Occupancy factor in thousandths.", examples: [1250] });
const Pricing = z
  .object({
    policy: PricePolicy.nullable().meta({
      description: "Null: what is stored cannot be read; the price stands still.",
    }),
    isDefault: z.boolean().meta({ description: "The zone has no policy of its own." }),
    factorPermille: Factor,
    since: At.nullable(),
    announced: z.object({ toPermille: Factor, at: At }).nullable(),
    inUse: z.int(),
    capacity: z.int(),
  })
  .meta({ id: "ZonePricing" });
const Move = z
  .object({
    id: z.int(),
    at: At,
    step: z.enum(["announced", "moved", "withdrawn"]),
    fromPermille: Factor,
    toPermille: Factor,
    reason: z.string(),
    inputs: z.unknown().meta({ description: "What the controller looked at." }),
  })
  .meta({ id: "PriceMove" });

const path = "/v1/ops/estates/{estate}/zones/{zone}/pricing";
const routes = {
  read: createRoute({
    ...common,
    ...{ method: "get", path, summary: "How a zone's price follows its occupancy, and where it stands" },
    request: { params: zonePath },
    responses: { 200: jsonAnswer("The policy and the price.", Pricing), ...refusals("zone-unknown", ...ANY) },
  }),
  set: createRoute({
    ...common,
    ...{ method: "put", path, summary: "Sets a zone's price policy; null: the default one" },
    request: {
      params: zonePath,
      ...jsonBody(z.strictObject({ policy: PricePolicy.nullable() }).meta({ id: "PricingAsked" })),
    },
    responses: { 200: jsonAnswer("The policy and the price.", Pricing), ...refusals("zone-unknown", ...BODY) },
  }),
  moves: createRoute({
    ...common,
    ...{ method: "get", path: `${path}/moves` as const, summary: "What a zone's price did and why, newest first" },
    request: { params: zonePath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Move), next })),
      ...refusals("zone-unknown", "cursor-invalid", ...ANY),
    },
  }),
};

const Inputs = z.looseObject({ step: Move.shape.step.optional() }).nullable().catch(null);

/** How zones' prices move with their occupancy. */
export function addOpsPricingRoutes(app: App, deps: HttpDeps): void {
  const seen = async (estate: string, zone: string): Promise<z.output<typeof Pricing>> => {
    const { since, announced, ...rest } = settled(await readPricing(deps, estate, zone));
    const next = announced && { toPermille: announced.toPermille, at: iso(announced.at) };
    return { ...rest, since: isoOrNull(since), announced: next };
  };

  app.openapi(routes.read, async (c) => {
    const { estate, zone } = c.req.valid("param");
    return c.json(await seen(estate, zone), 200);
  });
  app.openapi(routes.set, async (c) => {
    const { estate, zone } = c.req.valid("param");
    settled(await setPricePolicy(deps, c.var.bearer.actor, estate, zone, c.req.valid("json").policy));
    return c.json(await seen(estate, zone), 200);
  });
  app.openapi(routes.moves, async (c) => {
    const { estate, zone } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    settled(await readPricing(deps, estate, zone));
    const before = readCursor(z.int(), cursor);
    const rows = await listPriceMoves(deps, { estate, zone, before, limit: limit + 1 });
    const page = paged(rows, limit, (last) => last.id);
    const items = page.items.map(({ id, at, fromPermille, toPermille, reason, inputs }) => {
      const { step = "moved", ...looked } = Inputs.parse(inputs) ?? {};
      return { ...{ id, at: iso(at), fromPermille, toPermille, reason }, step: step ?? "moved", inputs: looked };
    });
    return c.json({ items, next: page.next }, 200);
  });
}
