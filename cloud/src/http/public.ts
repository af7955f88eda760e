import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { type EstateNow, readEstate, readEstates } from "../estates/estates.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { refusals, settled } from "./problem.ts";
import { type App, EstatePlaces, estatePath, jsonAnswer, zonePlaces } from "./wire.ts";

const estatePlaces = ({ id, name, timeZone, currency, zones }: EstateNow) => ({
  ...{ id, name, timeZone, currency },
  zones: zones.map(zonePlaces),
});

const list = createRoute({
  method: "get",
  path: "/v1/estates",
  tags: ["estates"],
  summary: "Estates with free places and the price now",
  responses: { 200: jsonAnswer("All estates.", z.object({ items: z.array(EstatePlaces) })) },
});

const one = createRoute({
  method: "get",
  path: "/v1/estates/{estate}",
  tags: ["estates"],
  summary: "One estate",
  request: { params: estatePath },
  responses: { 200: jsonAnswer("The estate.", EstatePlaces), ...refusals("invalid-request", "estate-unknown") },
});

/** What anybody may know. */
export function addPublicRoutes(app: App, deps: HttpDeps): void {
  app.openapi(list, async (c) => c.json({ items: (await readEstates(deps)).map(estatePlaces) }, 200));
  app.openapi(one, async (c) => {
    const { estate } = c.req.valid("param");
    return c.json(estatePlaces(settled(await readEstate(deps, estate))), 200);
  });
}
