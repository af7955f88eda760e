import { CredentialRef } from "@baygate/shared/credential";
import { GateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { askCardLink, giveCardUp, listCards, readCardLink } from "../passes/card-links.actions.ts";
import { askOpening, readOpening } from "../passes/openings.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import { type App, At, iso, jsonAnswer, jsonBody, words } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };

const OpeningAsked = z
  .strictObject({
    code: z
      .string()
      .max(512)
      .meta({
        description: "The text of the code on the gate's screen, as the phone scanned it.",
        examples: ["BG3:RRQX O804"],
      }),
  })
  .meta({ id: "GateOpeningAsked" });
const Opening = z
  .object({
    state: z.enum(["ordered", "opened", "refused", "expired"]),
    reason: z
      .string()
      .nullable()
      .meta({ description: "The gate's reason: of a decision, or of why there was none to make.", examples: [null] }),
    stay: z.uuid().nullable().meta({ description: "The stay that begins or ends, where the gate names one." }),
  })
  .meta({ id: "GateOpening" });

const openings = {
  ask: createRoute({
    ...common,
    ...{
      method: "post",
      path: "/v1/me/gate-openings",
      summary: "Asks the gate whose code I scanned to let me through",
    },
    description:
      "The code is on the gate's screen while a car stands there, another one every 15 seconds, and good once. The gate decides, as about a card.",
    request: jsonBody(OpeningAsked),
    responses: {
      202: jsonAnswer("The gate is asked.", z.object({ opening: z.uuid() }).meta({ id: "GateOpeningOrdered" })),
      ...refusals(
        ...BODY,
        ...(["opening-code-malformed", "opening-code-forged", "opening-code-expired", "opening-code-used"] as const),
        "access-missing",
      ),
    },
  }),
  read: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/gate-openings/{opening}", summary: "What the gate said" },
    request: { params: z.object({ opening: z.uuid() }) },
    responses: { 200: jsonAnswer("How it stands.", Opening), ...refusals(...ANY, "opening-unknown") },
  }),
};

const MyCard = z
  .object({
    card: CredentialRef,
    label: z.string(),
    proves: z.boolean().meta({ description: "It holds a key, so it cannot be copied." }),
    createdAt: At,
  })
  .meta({ id: "MyCard" });
const CardLinkAsked = z.strictObject({ gate: GateId, label: words(80).default("Card") }).meta({ id: "CardLinkAsked" });
const CardLink = z
  .object({
    state: z.enum(["waiting", "linked", "expired", "refused"]),
    reason: z
      .string()
      .nullable()
      .meta({ description: "`card-taken`: it is somebody's already.", examples: [null] }),
    card: CredentialRef.nullable(),
  })
  .meta({ id: "CardLink" });

const cards = {
  link: createRoute({
    ...common,
    ...{
      method: "post",
      path: "/v1/me/card-links",
      summary: "Adds a card: the next unknown one held to this gate is mine",
    },
    request: jsonBody(CardLinkAsked),
    responses: {
      201: jsonAnswer("The gate waits.", z.object({ link: z.uuid(), expiresAt: At }).meta({ id: "CardLinkOrdered" })),
      ...refusals(...BODY, "gate-unknown", "gate-revoked", "access-missing", "cards-too-many"),
    },
  }),
  readLink: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/card-links/{link}", summary: "Whether the card has come" },
    request: { params: z.object({ link: z.uuid() }) },
    responses: { 200: jsonAnswer("How it stands.", CardLink), ...refusals(...ANY, "card-link-unknown") },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/cards", summary: "My cards" },
    responses: { 200: jsonAnswer("They.", z.object({ items: z.array(MyCard) })), ...refusals(...ANY) },
  }),
  giveUp: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/me/cards/{card}", summary: "Switches a card off for good" },
    request: { params: z.object({ card: CredentialRef }) },
    responses: { 204: { description: "Switched off." }, ...refusals(...ANY, "card-unknown") },
  }),
};

/** Gates that a driver has opened by their own code, and cards. Registered behind the drivers' guard of `addDriverRoutes`. */
export function addDriverOpeningRoutes(app: App, deps: HttpDeps): void {
  app.openapi(openings.ask, async (c) => {
    const { code } = c.req.valid("json");
    const { id } = settled(await askOpening(deps, c.var.bearer.actor, driverOf(c), code));
    return c.json({ opening: id }, 202);
  });
  app.openapi(openings.read, async (c) =>
    c.json(settled(await readOpening(deps, driverOf(c), c.req.valid("param").opening)), 200),
  );
  app.openapi(cards.link, async (c) => {
    const given = settled(await askCardLink(deps, c.var.bearer.actor, driverOf(c), c.req.valid("json")));
    return c.json({ link: given.id, expiresAt: iso(given.expiresAt) }, 201);
  });
  app.openapi(cards.readLink, async (c) =>
    c.json(settled(await readCardLink(deps, driverOf(c), c.req.valid("param").link)), 200),
  );
  app.openapi(cards.list, async (c) => {
    const rows = await listCards(deps, driverOf(c));
    const items = rows.map(({ ref, label, aes, createdAt }) => ({
      ...{ card: ref, label, proves: aes !== null, createdAt: iso(createdAt) },
    }));
    return c.json({ items }, 200);
  });
  app.openapi(cards.giveUp, async (c) => {
    const { card } = c.req.valid("param");
    const { estates } = settled(await giveCardUp(deps, c.var.bearer.actor, driverOf(c), card));
    for (const estate of estates) deps.nudge(estate);
    return c.body(null, 204);
  });
}
