import { EstateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { SCOPES, STAFF_ROLES } from "../accounts/permits.ts";
import { endStaff, listStaff, putStaff, type StaffRow } from "../accounts/staff.actions.ts";
import { endKey, issueKey, listKeys } from "../accounts/tokens.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import type { Limit } from "./sign-in.ts";
import { delivered } from "./sign-in-wire.ts";
import {
  type App,
  At,
  Done,
  done,
  Email,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageQuery,
  readCursor,
  words,
} from "./wire.ts";

const common = { tags: ["staff and keys (ops)"], security: [{ bearer: [] }] };

const Estates = z
  .array(EstateId)
  .min(1)
  .max(100)
  .nullable()
  .meta({ description: "Where; null: everywhere, and what is no estate's alone." });
const Role = z.enum(STAFF_ROLES).meta({
  description: "installer: sets gates up and tries them, and sees no money. operator: everything under /v1/ops.",
});
const Staff = z
  .object({ id: z.uuid(), email: z.string(), role: Role, estates: Estates, invitedBy: z.string(), createdAt: At })
  .meta({ id: "Staff" });
const staffView = ({ role, estates, createdAt, ...row }: StaffRow): z.input<typeof Staff> => ({
  ...{ ...row, role: Role.parse(role), estates: Estates.parse(estates), createdAt: iso(createdAt) },
});

const path = "/v1/ops/staff";
const staff = {
  list: createRoute({
    ...common,
    ...{ method: "get", path, summary: "Who works here" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Staff), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  put: createRoute({
    ...common,
    ...{ method: "put", path, summary: "Invites somebody to work here, or changes their role or estates" },
    description: "A new one is told by mail, and has the role as soon as they sign in with this address.",
    request: jsonBody(z.strictObject({ email: Email, role: Role, estates: Estates }).meta({ id: "StaffAsked" })),
    responses: {
      200: jsonAnswer("As it is now.", Staff),
      ...refusals("estate-unknown", "mail-refused", "mail-unavailable", "too-many-requests", ...BODY),
    },
  }),
  end: createRoute({
    ...common,
    ...{ method: "delete", path: `${path}/{staff}` as const, summary: "Somebody works here no more, at once" },
    request: { params: z.object({ staff: z.uuid() }) },
    responses: { 200: jsonAnswer("They do not.", Done), ...refusals("staff-unknown", ...ANY) },
  }),
};

const Key = z
  .object({
    id: z.string().meta({ examples: ["4f1c2d3e5a6b"] }),
    label: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    estates: Estates,
    createdAt: At,
    expiresAt: At.nullable(),
  })
  .meta({ id: "ApiKey", description: "An integrator's key, without the key itself." });
const keyView = (row: Awaited<ReturnType<typeof listKeys>>[number]): z.input<typeof Key> => ({
  ...{ id: row.hash.slice(0, 12), label: row.label, estates: Estates.parse(row.estates) },
  scopes: z.array(z.enum(SCOPES)).parse(row.scopes),
  ...{ createdAt: iso(row.createdAt), expiresAt: isoOrNull(row.expiresAt) },
});

const keys = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/api-keys", summary: "Integrators' keys" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Key), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  issue: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/api-keys", summary: "Makes a key for another program; it is shown this once" },
    request: jsonBody(
      z
        .strictObject({
          label: words(80),
          scopes: z.array(z.enum(SCOPES)).min(1).max(20),
          estates: Estates.default(null),
          expiresAt: z.iso.datetime().optional().meta({ description: "Absent: never." }),
        })
        .meta({ id: "ApiKeyAsked", examples: [{ label: "bookkeeping", scopes: ["receipts:read"], estates: null }] }),
    ),
    responses: {
      201: jsonAnswer("The key.", Key.extend({ token: z.string() }).meta({ id: "NewApiKey" })),
      ...refusals("estate-unknown", ...BODY),
    },
  }),
  end: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/ops/api-keys/{key}", summary: "Ends a key, at once" },
    request: {
      params: z.object({
        key: z
          .string()
          .regex(/^[0-9a-f]{12}$/, "12 hex digits")
          .meta({ examples: ["4f1c2d3e5a6b"] }),
      }),
    },
    responses: { 200: jsonAnswer("It is ended.", Done), ...refusals("token-not-found", ...ANY) },
  }),
};

/** Who works here, and which programs ask. */
export function addOpsStaffRoutes(app: App, deps: HttpDeps, limit: Limit): void {
  app.openapi(staff.list, async (c) => {
    const { cursor, limit: most } = c.req.valid("query");
    const rows = await listStaff(deps, { after: readCursor(z.uuid(), cursor), limit: most + 1 });
    const page = paged(rows, most, (last) => last.id);
    return c.json({ items: page.items.map(staffView), next: page.next }, 200);
  });
  app.openapi(staff.put, async (c) => {
    const asked = c.req.valid("json");
    await limit(c, "staff", asked.email);
    const row = settled(await putStaff(deps, c.var.bearer.actor, asked).catch(delivered));
    return c.json(staffView(row), 200);
  });
  app.openapi(staff.end, async (c) => {
    settled(await endStaff(deps, c.var.bearer.actor, c.req.valid("param").staff));
    return c.json(done, 200);
  });
  app.openapi(keys.list, async (c) => {
    const { cursor, limit: most } = c.req.valid("query");
    const rows = await listKeys(deps, { after: readCursor(z.string(), cursor), limit: most + 1 });
    const page = paged(rows, most, (last) => last.hash);
    return c.json({ items: page.items.map(keyView), next: page.next }, 200);
  });
  app.openapi(keys.issue, async (c) => {
    const { expiresAt, ...asked } = c.req.valid("json");
    const wanted = { ...asked, expiresAt: expiresAt === undefined ? null : new Date(expiresAt) };
    const { token, row } = settled(await issueKey(deps, c.var.bearer.actor, wanted));
    return c.json({ ...keyView(row), token }, 201);
  });
  app.openapi(keys.end, async (c) => {
    settled(await endKey(deps, c.var.bearer.actor, c.req.valid("param").key));
    return c.json(done, 200);
  });
}
