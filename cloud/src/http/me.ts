import { EstateId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { changeMe, endSession, listSessions, readMe } from "../accounts/me.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, AUTH, BODY, refusals, settled } from "./problem.ts";
import { type App, At, Done, done, iso, jsonAnswer, jsonBody, words } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };

const Me = z
  .object({
    account: z.uuid(),
    name: z.string(),
    email: z.string().nullable().meta({ description: "Null: nobody signs in to it, it has tokens alone." }),
    currency: Currency,
    blocked: z.boolean(),
    estates: z.array(EstateId),
    language: z.string().nullable(),
    roles: z.array(z.enum(["driver", "operator", "installer"])),
    groupsManaged: z.array(z.uuid()),
    createdAt: At,
  })
  .meta({ id: "Me" });

const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, "a language tag, BCP 47")
  .meta({ examples: ["de"] });

const Device = z
  .object({
    id: z.uuid(),
    current: z.boolean().meta({ description: "It is the one that asks." }),
    userAgent: z.string().nullable(),
    address: z.string().nullable().meta({ description: "From where it signed in." }),
    createdAt: At,
    expiresAt: At,
  })
  .meta({ id: "SignInSession", description: "A device on which I am signed in." });

const path = "/v1/me";
const routes = {
  me: createRoute({
    ...common,
    ...{ method: "get", path, summary: "Who I am" },
    responses: { 200: jsonAnswer("My account.", Me), ...refusals("account-unknown", ...AUTH) },
  }),
  change: createRoute({
    ...common,
    ...{ method: "patch", path, summary: "Changes my name or language" },
    request: jsonBody(
      z
        .strictObject({ name: words(120).optional(), language: Language.nullable().optional() })
        .meta({ id: "MeChanges", examples: [{ language: "de" }] }),
    ),
    responses: { 200: jsonAnswer("My account after it.", Me), ...refusals("account-unknown", ...BODY) },
  }),
  sessions: createRoute({
    ...common,
    ...{ method: "get", path: `${path}/sessions` as const, summary: "Where I am signed in, the newest first" },
    responses: { 200: jsonAnswer("My sessions.", z.object({ items: z.array(Device) })), ...refusals(...AUTH) },
  }),
  endSession: createRoute({
    ...common,
    ...{ method: "delete", path: `${path}/sessions/{session}` as const, summary: "Signs one of my devices out" },
    request: { params: z.object({ session: z.uuid() }) },
    responses: { 200: jsonAnswer("It is signed out.", Done), ...refusals("session-unknown", ...ANY) },
  }),
};

/** An account as its owner's. */
export function addMeRoutes(app: App, deps: HttpDeps): void {
  const seen = async (id: string): Promise<z.input<typeof Me>> => {
    const me = settled(await readMe(deps, id));
    const { name, email, currency, language, roles, groupsManaged } = me;
    return {
      ...{ account: id, name, email, currency, language },
      ...{ blocked: me.blockedAt !== null, createdAt: iso(me.createdAt) },
      ...{ estates: [...me.access], roles: [...roles], groupsManaged: [...groupsManaged] },
    };
  };
  app.openapi(routes.me, async (c) => c.json(await seen(driverOf(c)), 200));
  app.openapi(routes.change, async (c) => {
    await changeMe(deps, c.var.bearer.actor, driverOf(c), c.req.valid("json"));
    return c.json(await seen(driverOf(c)), 200);
  });
  app.openapi(routes.sessions, async (c) => {
    const { bearer } = c.var;
    const current = bearer.role === "driver" ? bearer.session : undefined;
    // Real time, whatever the town's clock says.
    const rows = await listSessions(deps, driverOf(c), Date.now());
    const items = rows.map(({ id, userAgent, ipAddress, createdAt, expiresAt }) => ({
      ...{ id, current: id === current, userAgent, address: ipAddress },
      ...{ createdAt: iso(createdAt), expiresAt: iso(expiresAt) },
    }));
    return c.json({ items }, 200);
  });
  app.openapi(routes.endSession, async (c) => {
    settled(await endSession(deps, c.var.bearer.actor, driverOf(c), c.req.valid("param").session));
    return c.json(done, 200);
  });
}
