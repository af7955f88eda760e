import { VehicleClass } from "@baygate/shared/estate";
import { AccountRef, EstateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { v5 as uuidOf } from "uuid";
import { z } from "zod";
import {
  addVehicle,
  changeVehicle,
  endVehicle,
  inviteGuest,
  listRights,
  listVehicles,
  readRight,
  takeRightBack,
} from "../access/access.actions.ts";
import { listOffers, subscribe } from "../wallets/subscriptions.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { Right, rightOf, time, Vehicle, VehicleAsked, vehicleOf } from "./ops-access.ts";
import { Plan, PlanId, planView, Subscription, subscriptionView } from "./ops-subscriptions.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import { type App, idempotencyKey, jsonAnswer, jsonBody, next, pageOfAll, pageQuery, words } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };
const vehiclePath = z.object({ vehicle: z.uuid() });
const rightPath = z.object({ right: z.uuid() });

const vehicles = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/vehicles", summary: "My vehicles, given up or not" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Vehicle), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  add: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/vehicles", summary: "Adds a vehicle; gates with a camera know it by its plate" },
    request: jsonBody(VehicleAsked),
    responses: {
      201: jsonAnswer("The vehicle.", Vehicle),
      ...refusals("account-unknown", "plate-invalid", "plate-taken", ...BODY),
    },
  }),
  change: createRoute({
    ...common,
    ...{ method: "patch", path: "/v1/me/vehicles/{vehicle}", summary: "Changes a vehicle's label or class" },
    description: "Another plate is another vehicle: give up the old one and add the new one.",
    request: {
      params: vehiclePath,
      ...jsonBody(
        z
          .strictObject({ label: words(80), class: VehicleClass })
          .partial()
          .meta({ id: "VehicleChanges" }),
      ),
    },
    responses: { 200: jsonAnswer("The vehicle.", Vehicle), ...refusals("vehicle-unknown", ...BODY) },
  }),
  end: createRoute({
    ...common,
    ...{
      method: "delete",
      path: "/v1/me/vehicles/{vehicle}",
      summary: "Gives up a vehicle; a car inside still gets out",
    },
    request: { params: vehiclePath },
    responses: { 200: jsonAnswer("The vehicle.", Vehicle), ...refusals("vehicle-unknown", ...ANY) },
  }),
};

const MyRight = Right.extend({ guests: z.array(Right).meta({ description: "Whom I invited; ended ones too." }) }).meta({
  id: "MyBayRight",
});
const GuestWanted = z
  .strictObject({
    account: AccountRef.meta({ description: "Whom; the account must have access to the estate." }),
    places: z.int().min(1).max(1_000).default(1).meta({ description: "So many cars at a time." }),
    fromAt: time.optional().meta({ description: "Absent: from now on." }),
    untilAt: time,
  })
  .meta({ id: "MyGuestAsked" });

const rights = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/rights", summary: "My rights to reserved bays, with my guests" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(MyRight), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  invite: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/rights/{right}/guests", summary: "Lets a guest use my bays until a time" },
    request: { params: rightPath, ...jsonBody(GuestWanted) },
    responses: {
      201: jsonAnswer("The guest's right.", Right),
      ...refusals(
        ...(["right-unknown", "access-missing", "right-ended", "right-of-guest", "right-times-invalid"] as const),
        ...(["right-exists", "guests-too-many"] as const),
        ...BODY,
      ),
    },
  }),
  uninvite: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/me/rights/{right}/guests/{guest}", summary: "Takes a guest's right back" },
    request: { params: rightPath.extend({ guest: z.uuid() }) },
    responses: { 200: jsonAnswer("The guest's right.", Right), ...refusals("right-unknown", ...ANY) },
  }),
};

const plans = {
  list: createRoute({
    ...{ method: "get", path: "/v1/plans", tags: ["estates"], summary: "Subscriptions on offer" },
    request: { query: pageQuery.extend({ estate: EstateId.optional().meta({ description: "Only this one's." }) }) },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Plan), next })),
      ...refusals("invalid-request", "cursor-invalid"),
    },
  }),
  subscribe: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/subscriptions", summary: "Subscribes to a plan from now on" },
    description:
      "The first period is taken from the wallet at once, on credit too where there is some; later ones are renewed by themselves until it is cancelled.",
    request: {
      headers: idempotencyKey,
      ...jsonBody(
        z
          .strictObject({
            plan: PlanId,
            vehicles: z.array(z.uuid()).max(100).default([]).meta({ description: "Of mine; none: any of them." }),
          })
          .meta({ id: "MySubscriptionAsked", examples: [{ plan: "harbour-monthly", vehicles: [] }] }),
      ),
    },
    responses: {
      201: jsonAnswer("The subscription.", Subscription),
      ...refusals(
        ...(["account-unknown", "plan-unknown", "vehicle-unknown"] as const),
        ...(["currency-mismatch", "cover-too-low", "idempotency-key-reused"] as const),
        ...BODY,
      ),
    },
  }),
};

/** Keys of callers become ids of subscriptions in this name space: the same key is the same subscription. */
const KEYS = "b6f4d3a2-6a55-4d0e-9a53-0d3e8f7f3d11";

function addVehicleRoutes(app: App, deps: HttpDeps): void {
  const told = <T extends { readonly estates: readonly string[] }>(row: T): T => {
    for (const estate of row.estates) deps.nudge(estate);
    return row;
  };
  app.openapi(vehicles.list, async (c) => {
    const { vehicles: rows } = settled(await listVehicles(deps, driverOf(c)));
    const page = pageOfAll(rows, c.req.valid("query"));
    return c.json({ items: page.items.map(vehicleOf), next: page.next }, 200);
  });
  app.openapi(vehicles.add, async (c) => {
    const { actor } = c.var.bearer;
    return c.json(vehicleOf(told(settled(await addVehicle(deps, actor, driverOf(c), c.req.valid("json"))))), 201);
  });
  app.openapi(vehicles.change, async (c) => {
    const { vehicle } = c.req.valid("param");
    const row = settled(await changeVehicle(deps, c.var.bearer.actor, driverOf(c), vehicle, c.req.valid("json")));
    return c.json(vehicleOf(told(row)), 200);
  });
  app.openapi(vehicles.end, async (c) => {
    const asked = { at: null, owner: driverOf(c) };
    const row = settled(await endVehicle(deps, c.var.bearer.actor, c.req.valid("param").vehicle, asked));
    return c.json(vehicleOf(told(row)), 200);
  });
}

function addRightRoutes(app: App, deps: HttpDeps): void {
  /** One of the driver's own; somebody else's is not known to them. */
  const own = async (id: string, account: string) => {
    const found = settled(await readRight(deps, id));
    if (found.right.account !== account) throw new Problem("right-unknown");
    return found;
  };
  app.openapi(rights.list, async (c) => {
    const page = pageOfAll(await listRights(deps, { account: driverOf(c) }), c.req.valid("query"));
    const items = await Promise.all(
      page.items.map(async (row) => {
        const { guests } = settled(await readRight(deps, row.id));
        return { ...rightOf(row), guests: guests.map(rightOf) };
      }),
    );
    return c.json({ items, next: page.next }, 200);
  });
  app.openapi(rights.invite, async (c) => {
    const { right } = await own(c.req.valid("param").right, driverOf(c));
    const { account, places, fromAt, untilAt } = c.req.valid("json");
    const asked = { account, places, fromAt: new Date(fromAt ?? deps.clock.wallMs()), untilAt: new Date(untilAt) };
    const row = settled(await inviteGuest(deps, c.var.bearer.actor, right.id, asked));
    for (const estate of row.estates) deps.nudge(estate);
    return c.json(rightOf(row), 201);
  });
  app.openapi(rights.uninvite, async (c) => {
    const { right, guest } = c.req.valid("param");
    const { guests } = await own(right, driverOf(c));
    if (!guests.some(({ id }) => id === guest)) throw new Problem("right-unknown");
    const row = settled(await takeRightBack(deps, c.var.bearer.actor, guest));
    for (const estate of row.estates) deps.nudge(estate);
    return c.json(rightOf(row), 200);
  });
}

/** A driver's vehicles and bays, and what they may subscribe to. Registered behind the drivers' guard of `addDriverRoutes`. */
export function addDriverRightRoutes(app: App, deps: HttpDeps): void {
  addVehicleRoutes(app, deps);
  addRightRoutes(app, deps);
  app.openapi(plans.list, async (c) => {
    const { estate, ...query } = c.req.valid("query");
    const page = pageOfAll(await listOffers(deps, estate), query);
    return c.json({ items: page.items.map(planView), next: page.next }, 200);
  });
  app.openapi(plans.subscribe, async (c) => {
    const account = driverOf(c);
    const id = uuidOf(`${account}/${c.req.valid("header")["idempotency-key"]}`, KEYS);
    const sold = await subscribe(deps, c.var.bearer.actor, account, { id, ...c.req.valid("json") });
    if ("refused" in sold && sold.refused === "subscription-exists") throw new Problem("idempotency-key-reused");
    deps.look();
    return c.json(subscriptionView(settled(sold)), 201);
  });
}
