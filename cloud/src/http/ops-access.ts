import { CredentialRef } from "@baygate/shared/credential";
import { VehicleClass } from "@baygate/shared/estate";
import { AccountRef, EstateId, ZoneId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  addVehicle,
  endVehicle,
  giveRight,
  inviteGuest,
  listRights,
  listVehicles,
  readRight,
  takeRightBack,
  tieCard,
} from "../access/access.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import {
  type App,
  At,
  accountPath,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  pageOfAll,
  pageQuery,
  storable,
  words,
  zonePath,
} from "./wire.ts";

const common = { tags: ["vehicles and rights (ops)"], security: [{ bearer: [] }] };

export const Vehicle = z
  .object({
    id: z.uuid(),
    label: z.string(),
    class: VehicleClass,
    plate: z.string().nullable().meta({ description: "As its owner writes it; null: known to no gate by a plate." }),
    endedAt: At.nullable().meta({ description: "From then on nothing that stands for it lets anybody in." }),
    createdAt: At,
  })
  .meta({ id: "Vehicle" });

export const VehicleAsked = z
  .strictObject({
    label: words(80),
    class: VehicleClass.default("standard"),
    plate: z
      .string()
      .max(40)
      .refine(storable, "text without NUL and without halves of characters")
      .nullable()
      .default(null)
      .meta({ description: "However it is written: case and separators do not count.", examples: ["B-AG 4711"] }),
  })
  .meta({ id: "VehicleAsked" });

export const Right = z
  .object({
    id: z.uuid(),
    account: AccountRef,
    estate: EstateId,
    zone: ZoneId,
    guestOf: z.uuid().nullable().meta({ description: "The owner's right, of a guest's." }),
    places: z.int(),
    fromAt: At,
    untilAt: At.nullable(),
    revokedAt: At.nullable(),
    createdAt: At,
  })
  .meta({ id: "BayRight" });

export const time = z.iso.datetime({ offset: true }).meta({ examples: ["2026-12-24T18:00:00Z"] });
const rightFields = {
  account: AccountRef,
  places: z.int().min(1).max(1_000).default(1).meta({ description: "So many cars at a time." }),
  from: time.optional().meta({ description: "Absent: from now on." }),
};
const RightAsked = z
  .strictObject({ ...rightFields, until: time.optional().meta({ description: "Absent: until it is taken back." }) })
  .meta({ id: "BayRightAsked" });
const GuestAsked = z.strictObject({ ...rightFields, until: time }).meta({ id: "GuestAsked" });

interface VehicleRow {
  readonly id: string;
  readonly label: string;
  readonly class: string;
  readonly plate: string | null;
  readonly endedAt: Date | null;
  readonly createdAt: Date;
}
export const vehicleOf = ({ id, label, plate, endedAt, createdAt, ...row }: VehicleRow): z.input<typeof Vehicle> => ({
  ...{ id, label, plate, class: VehicleClass.parse(row.class) },
  ...{ endedAt: isoOrNull(endedAt), createdAt: iso(createdAt) },
});

interface RightRow {
  readonly id: string;
  readonly account: string;
  readonly estate: string;
  readonly zone: string;
  readonly guestOf: string | null;
  readonly places: number;
  readonly fromAt: Date;
  readonly untilAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
}
export const rightOf = (row: RightRow): z.input<typeof Right> => ({
  ...{ id: row.id, account: row.account, estate: row.estate, zone: row.zone, guestOf: row.guestOf, places: row.places },
  ...{ fromAt: iso(row.fromAt), untilAt: isoOrNull(row.untilAt) },
  ...{ revokedAt: isoOrNull(row.revokedAt), createdAt: iso(row.createdAt) },
});

const vehiclePath = z.object({ vehicle: z.uuid() });
const rightPath = z.object({ right: z.uuid() });
const ofAccount = "/v1/ops/accounts/{account}";

const vehicles = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: `${ofAccount}/vehicles` as const, summary: "An account's vehicles, given up or not" },
    request: { params: accountPath },
    responses: {
      200: jsonAnswer("The vehicles.", z.object({ items: z.array(Vehicle) })),
      ...refusals("account-unknown", ...ANY),
    },
  }),
  add: createRoute({
    ...common,
    ...{ method: "post", path: `${ofAccount}/vehicles` as const },
    summary: "Adds a vehicle; its plate is a credential from now on",
    request: { params: accountPath, ...jsonBody(VehicleAsked) },
    responses: {
      201: jsonAnswer("The vehicle.", Vehicle),
      ...refusals("account-unknown", "plate-invalid", "plate-taken", ...BODY),
    },
  }),
  end: createRoute({
    ...common,
    ...{
      method: "delete",
      path: "/v1/ops/vehicles/{vehicle}",
      summary: "Gives up a vehicle, now or at a time to come",
    },
    request: { params: vehiclePath, query: z.object({ at: time.optional() }) },
    responses: { 200: jsonAnswer("The vehicle.", Vehicle), ...refusals("vehicle-unknown", ...ANY) },
  }),
  tie: createRoute({
    ...common,
    ...{ method: "put", path: "/v1/ops/cards/{card}/vehicle", summary: "Says which vehicle a card is for; null: any" },
    request: {
      params: z.object({ card: CredentialRef }),
      ...jsonBody(z.strictObject({ vehicle: z.uuid().nullable() })),
    },
    responses: {
      200: jsonAnswer("The card's vehicle.", z.object({ card: CredentialRef, vehicle: z.uuid().nullable() })),
      ...refusals("card-unknown", "vehicle-unknown", ...BODY),
    },
  }),
};

const pageOfRights = {
  200: jsonAnswer("A page.", z.object({ items: z.array(Right), next })),
  ...refusals("cursor-invalid", ...ANY),
};
const ofZone = "/v1/ops/estates/{estate}/zones/{zone}/rights";
const rights = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: ofZone, summary: "Who has, or had, a right to a zone's bays" },
    request: { params: zonePath, query: pageQuery },
    responses: pageOfRights,
  }),
  ofAccount: createRoute({
    ...common,
    ...{ method: "get", path: `${ofAccount}/rights` as const, summary: "An account's rights to reserved bays" },
    request: { params: accountPath, query: pageQuery },
    responses: pageOfRights,
  }),
  give: createRoute({
    ...common,
    ...{ method: "post", path: ofZone, summary: "Makes an account the owner of reserved bays" },
    request: { params: zonePath, ...jsonBody(RightAsked) },
    responses: {
      201: jsonAnswer("The right.", Right),
      ...refusals(
        ...(["estate-unknown", "zone-unknown", "access-missing", "zone-not-reserved"] as const),
        ...(["right-times-invalid", "right-exists", "bays-taken"] as const),
        ...BODY,
      ),
    },
  }),
  end: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/ops/rights/{right}", summary: "Takes a right back; an owner's with its guests'" },
    request: { params: rightPath },
    responses: { 200: jsonAnswer("The right.", Right), ...refusals("right-unknown", ...ANY) },
  }),
  guests: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/rights/{right}/guests", summary: "Whom an owner invited" },
    request: { params: rightPath },
    responses: {
      200: jsonAnswer("The guests' rights.", z.object({ items: z.array(Right) })),
      ...refusals("right-unknown", ...ANY),
    },
  }),
  invite: createRoute({
    ...common,
    ...{
      method: "post",
      path: "/v1/ops/rights/{right}/guests",
      summary: "Lets a guest use an owner's bays until a time",
    },
    request: { params: rightPath, ...jsonBody(GuestAsked) },
    responses: {
      201: jsonAnswer("The guest's right.", Right),
      ...refusals(
        ...(["right-unknown", "access-missing", "right-ended", "right-of-guest", "right-times-invalid"] as const),
        ...(["right-exists", "guests-too-many"] as const),
        ...BODY,
      ),
    },
  }),
};

const nudging =
  (deps: HttpDeps) =>
  (touched: { readonly estates: readonly string[] }): void => {
    for (const id of touched.estates) deps.nudge(id);
  };

function addVehicleRoutes(app: App, deps: HttpDeps): void {
  const nudge = nudging(deps);
  app.openapi(vehicles.list, async (c) => {
    const { vehicles: rows } = settled(await listVehicles(deps, c.req.valid("param").account));
    return c.json({ items: rows.map(vehicleOf) }, 200);
  });
  app.openapi(vehicles.add, async (c) => {
    const { account } = c.req.valid("param");
    const row = settled(await addVehicle(deps, c.var.bearer.actor, account, c.req.valid("json")));
    nudge(row);
    return c.json(vehicleOf(row), 201);
  });
  app.openapi(vehicles.end, async (c) => {
    const { at } = c.req.valid("query");
    const asked = { at: at === undefined ? null : new Date(at) };
    const row = settled(await endVehicle(deps, c.var.bearer.actor, c.req.valid("param").vehicle, asked));
    nudge(row);
    return c.json(vehicleOf(row), 200);
  });
  app.openapi(vehicles.tie, async (c) => {
    const row = settled(await tieCard(deps, c.var.bearer.actor, c.req.valid("param").card, c.req.valid("json")));
    nudge(row);
    return c.json({ card: row.ref, vehicle: row.vehicle }, 200);
  });
}

function addRightRoutes(app: App, deps: HttpDeps): void {
  const nudge = nudging(deps);
  const askedOf = ({ account, places, from, until }: z.output<typeof RightAsked>) => ({
    ...{ account, places, fromAt: new Date(from ?? deps.clock.wallMs()) },
    untilAt: until === undefined ? null : new Date(until),
  });
  const page = async (of: Parameters<typeof listRights>[1], query: z.output<typeof pageQuery>) => {
    const { items, next: more } = pageOfAll(await listRights(deps, of), query);
    return { items: items.map(rightOf), next: more };
  };
  app.openapi(rights.list, async (c) => c.json(await page(c.req.valid("param"), c.req.valid("query")), 200));
  app.openapi(rights.ofAccount, async (c) => c.json(await page(c.req.valid("param"), c.req.valid("query")), 200));
  app.openapi(rights.give, async (c) => {
    const at = c.req.valid("param");
    const row = settled(await giveRight(deps, c.var.bearer.actor, at, askedOf(c.req.valid("json"))));
    nudge(row);
    return c.json(rightOf(row), 201);
  });
  app.openapi(rights.end, async (c) => {
    const row = settled(await takeRightBack(deps, c.var.bearer.actor, c.req.valid("param").right));
    nudge(row);
    return c.json(rightOf(row), 200);
  });
  app.openapi(rights.guests, async (c) => {
    const { guests } = settled(await readRight(deps, c.req.valid("param").right));
    return c.json({ items: guests.map(rightOf) }, 200);
  });
  app.openapi(rights.invite, async (c) => {
    const { right } = c.req.valid("param");
    const row = settled(await inviteGuest(deps, c.var.bearer.actor, right, askedOf(c.req.valid("json"))));
    nudge(row);
    return c.json(rightOf(row), 201);
  });
}

/** Vehicles, their plates, and who may use reserved bays. */
export function addOpsAccessRoutes(app: App, deps: HttpDeps): void {
  addVehicleRoutes(app, deps);
  addRightRoutes(app, deps);
}
