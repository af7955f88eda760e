import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { findPlaces, placeCursor, readPlace } from "../estates/directory.actions.ts";
import { readTrustList } from "../passes/trust.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { EstatePlaces, estatePlaces, Position } from "./estate-wire.ts";
import { refusals, settled } from "./problem.ts";
import { type App, At, estatePath, iso, jsonAnswer, next, paged, pageQuery, readCursor } from "./wire.ts";

/** "53.55,9.99" */
const Near = z
  .string()
  .regex(/^-?\d{1,3}(?:\.\d{1,12})?,-?\d{1,3}(?:\.\d{1,12})?$/, "latitude, comma, longitude: 53.55,9.99")
  .transform((text) => {
    const [lat = 0, lon = 0] = text.split(",").map(Number);
    return { lat, lon };
  })
  .pipe(Position);

const list = createRoute({
  method: "get",
  path: "/v1/estates",
  tags: ["estates"],
  summary: "Estates with free places and the price now, the nearest first",
  description:
    "Without `near` they come by their short names. An estate of which nobody entered the position comes last, and never with `within`. Answers carry an ETag: send it as `If-None-Match`, and nothing new is a 304.",
  request: {
    query: pageQuery
      .extend({
        near: Near.optional().meta({
          description: "Where the driver is: latitude, comma, longitude.",
        }),
        within: z.coerce
          .number()
          .positive()
          .max(21_000)
          .optional()
          .meta({ description: "Only those so near, kilometres. Needs `near`.", examples: [5] }),
      })
      .refine(({ near, within }) => within === undefined || near !== undefined, {
        path: ["near"],
        message: "given, where `within` is",
      }),
  },
  responses: {
    200: jsonAnswer("A page.", z.object({ items: z.array(EstatePlaces), next })),
    ...refusals("invalid-request", "cursor-invalid"),
  },
});

const one = createRoute({
  method: "get",
  path: "/v1/estates/{estate}",
  tags: ["estates"],
  summary: "One estate",
  request: { params: estatePath },
  responses: { 200: jsonAnswer("The estate.", EstatePlaces), ...refusals("invalid-request", "estate-unknown") },
});

const TrustList = z
  .object({
    version: z.int(),
    issuedAt: At,
    root: z.string().meta({ description: "The root's raw Ed25519 public key, base64url. Pin it, do not ask for it." }),
    list: z
      .string()
      .meta({ description: "The signed list of docs/credentials.md, base64url: the only thing to go by." }),
    keys: z.array(z.object({ kid: z.string(), ed25519: z.string(), from: At, until: At }).meta({ id: "IssuerKey" })),
  })
  .meta({ id: "TrustList" });

const trustList = createRoute({
  method: "get",
  path: "/v1/trust-list",
  tags: ["estates"],
  summary: "Whose passes and certificates count, signed by the house's offline root",
  responses: { 200: jsonAnswer("The newest list.", TrustList), ...refusals("trust-list-unknown") },
});

const PlaceCursor = z.tuple([z.number(), z.string()]);

/** What anybody may know. */
export function addPublicRoutes(app: App, deps: HttpDeps): void {
  app.openapi(list, async (c) => {
    const { near, within, cursor, limit } = c.req.valid("query");
    const withinM = within === undefined ? undefined : within * 1000;
    const after = readCursor(PlaceCursor, cursor);
    const page = paged(await findPlaces(deps, { near, withinM, after, limit: limit + 1 }), limit, (last) =>
      placeCursor(last, near),
    );
    return c.json({ items: page.items.map(estatePlaces), next: page.next }, 200);
  });
  app.openapi(trustList, async (c) => {
    const { version, issuedS, root, list: signed, keys } = settled(await readTrustList(deps));
    const listed = keys.map(({ kid, ed25519, fromS, untilS }) => ({
      ...{ kid, ed25519, from: iso(fromS * 1000), until: iso(untilS * 1000) },
    }));
    return c.json({ version, issuedAt: iso(issuedS * 1000), root, list: signed, keys: listed }, 200);
  });
  app.openapi(one, async (c) => {
    const { estate } = c.req.valid("param");
    return c.json(estatePlaces(settled(await readPlace(deps, estate))), 200);
  });
}
