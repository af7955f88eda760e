import { AntiPassback, BayClass, MOST_OVERDRAWN, PlainCards, PlateMatch, UnsureClock } from "@baygate/shared/estate";
import { EstateId, ZoneId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  addTariff,
  addZone,
  changeEstate,
  changeZone,
  type EstateNow,
  listTariffs,
  openEstate,
  readEstate,
  readEstates,
  readTariff,
} from "../estates/estates.actions.ts";
import { countPlaces, readCounts } from "../occupancy/counts.actions.ts";
import { oversoldAtWorst } from "../occupancy/lease.ts";
import { estatesOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { Address, OpeningHours, Position, ZonePlaces, zonePlaces } from "./estate-wire.ts";
import { opened } from "./permits.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import { AmountMinor, type App, At, estatePath, iso, jsonAnswer, jsonBody, words, zonePath } from "./wire.ts";

const common = { tags: ["estates (ops)"], security: [{ bearer: [] }] };

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const AmountFromZero = AmountMinor.min(0);

const policy = {
  name: words(80),
  unknownAtDeparture: z.enum(["open", "refuse"]),
  grantMs: z.int().min(1_000).max(600_000),
  stuckMs: z.int().min(1_000).max(3_600_000),
  repeatMs: z.int().min(0).max(60_000),
  departureWaitsMs: z
    .int()
    .min(60_000)
    .max(31 * 86_400_000),
  missedDepartureMinor: AmountFromZero,
  antiPassback: AntiPassback.meta({
    description:
      "An account that is inside arrives again. hard: refused, however old the news; sure: refused where the gate is sure; soft: let in, as an exception.",
  }),
  staleAfterMs: z
    .int()
    .min(60_000)
    .max(366 * 86_400_000)
    .meta({ description: "Rules that a gate could not have confirmed for so long are stale, ms." }),
  staleArrivals: z.int().min(0).max(1_000_000).meta({
    description: "So many arrivals of one account a gate grants on stale rules.",
  }),
  plateMatch: PlateMatch.meta({
    description:
      "What a number plate alone may do. off: nothing; exact: open when it was read letter for letter; fuzzy: also one that looks alike, if no other known plate does.",
  }),
  plateConfidencePermille: z.int().min(0).max(1_000).meta({
    description: "How sure the camera must be of a plate that is to open alone, thousandths.",
  }),
  plainCards: PlainCards.meta({
    description:
      "What a card that can be copied may do at an arrival. with-plate: a plate of its account must have been seen just before.",
  }),
  overdraw: z.int().min(0).max(MOST_OVERDRAWN).meta({
    description:
      "So many places beyond what it was lent a gate that is cut off gives in each zone. 0: no zone is ever oversold.",
  }),
  unsureClock: UnsureClock.meta({
    description:
      "What becomes of QR codes while a gate is not sure of the time. take-codes: taken without looking at the time, each once.",
  }),
};
/** What drivers are told about where and when. */
const place = {
  position: Position.nullable(),
  address: words(200)
    .meta(Address.meta() ?? {})
    .nullable(),
  openingHours: OpeningHours,
  public: z.boolean().meta({ description: "Whoever signs up may park there. Who may already goes on when it ends." }),
};
/** Addresses of the API that stand beside the estates'. */
const RESERVED_NAMES = ["live"];
const EstateAsked = z
  .strictObject({
    id: EstateId.refine((id) => !RESERVED_NAMES.includes(id), `a name other than ${RESERVED_NAMES.join(", ")}`),
    timeZone: z.string().max(64).refine(isTimeZone, "IANA name of a time zone, as Europe/Berlin"),
    currency: Currency,
    ...policy,
    ...place,
  })
  .partial({
    ...{ position: true, address: true, openingHours: true, public: true },
    ...{ unknownAtDeparture: true, grantMs: true, stuckMs: true, repeatMs: true },
    ...{ departureWaitsMs: true, missedDepartureMinor: true },
    ...{ antiPassback: true, staleAfterMs: true, staleArrivals: true },
    ...{ plateMatch: true, plateConfidencePermille: true, plainCards: true, unsureClock: true, overdraw: true },
  })
  .meta({
    id: "EstateAsked",
    examples: [{ id: "harbour", name: "Harbour Garage", timeZone: "Europe/Berlin", currency: "EUR" }],
  });
const EstateChanges = z
  .strictObject({ ...policy, ...place })
  .partial()
  .meta({ id: "EstateChanges" });

const zoneFields = {
  name: words(80),
  class: BayClass,
  capacity: z.int().min(0).max(100_000),
  minimumCoverMinor: AmountFromZero,
  tariff: words(64),
};
const ZoneAsked = z.strictObject({ id: ZoneId, ...zoneFields }).meta({ id: "ZoneAsked" });
const ZoneChanges = z.strictObject(zoneFields).partial().meta({ id: "ZoneChanges" });

const ZoneOps = ZonePlaces.extend({
  inUse: z.int(),
  passing: z.int(),
  oversoldAtWorst: z
    .int()
    .meta({ description: "With every link down, so many cars more than places may be let in: the estate's overdraw." }),
  minimumCoverMinor: AmountMinor,
  tariff: z.string(),
}).meta({ id: "ZoneOps" });
const CountAsked = z
  .union([
    z.strictObject({
      saw: z.int().min(0).max(100_000).meta({ description: "Places in use, as a person saw." }),
      reason: words(),
    }),
    z.strictObject({
      places: z
        .int()
        .min(-100_000)
        .max(100_000)
        .refine((places) => places !== 0, "not 0")
        .meta({ description: "Added to the places in use." }),
      reason: words(),
    }),
  ])
  .meta({ id: "CountAsked", examples: [{ saw: 37, reason: "counted on foot" }] });
const ZoneCounts = z
  .object({
    plusMinus: z.int().meta({ description: "The count is right to so many places in 95 of 100 cases." }),
    passagesSince: z.int().meta({ description: "Cars in and out since somebody counted." }),
    driftPerThousand: z
      .int()
      .nullable()
      .meta({ description: "Places that the books said too many a thousand passages; null: nobody has counted." }),
    items: z.array(z.object({ at: At, actor: z.string(), saw: z.int(), before: z.int(), reason: z.string() })),
  })
  .meta({ id: "ZoneCounts" });
const EstateOps = z
  .object({
    id: EstateId,
    timeZone: z.string(),
    currency: Currency,
    ...policy,
    ...place,
    unknownAtDeparture: z.string(),
    rulesVersion: z.int(),
    createdAt: At,
    zones: z.array(ZoneOps),
  })
  .meta({ id: "EstateOps" });

function estateOps(estate: EstateNow): z.input<typeof EstateOps> {
  const { id, name, timeZone, currency, unknownAtDeparture, grantMs, stuckMs, repeatMs, rulesVersion } = estate;
  return {
    ...{ id, name, timeZone, currency, unknownAtDeparture, grantMs, stuckMs, repeatMs, rulesVersion },
    position: estate.lat === null || estate.lon === null ? null : { lat: estate.lat, lon: estate.lon },
    ...{ address: estate.address, openingHours: OpeningHours.parse(estate.openingHours), public: estate.public },
    departureWaitsMs: estate.departureWaitsMs,
    antiPassback: AntiPassback.catch("sure").parse(estate.antiPassback),
    ...{ staleAfterMs: estate.staleAfterMs, staleArrivals: estate.staleArrivals },
    plateMatch: PlateMatch.catch("off").parse(estate.plateMatch),
    plateConfidencePermille: estate.plateConfidencePermille,
    plainCards: PlainCards.catch("with-plate").parse(estate.plainCards),
    unsureClock: UnsureClock.catch("refuse-codes").parse(estate.unsureClock),
    overdraw: estate.overdraw,
    missedDepartureMinor: Number(estate.missedDepartureMinor),
    createdAt: iso(estate.createdAt),
    zones: estate.zones.map((zone) => ({
      ...zonePlaces(zone),
      ...{ inUse: zone.inUse, passing: zone.passing, tariff: zone.tariff },
      oversoldAtWorst: oversoldAtWorst(zone, estate.overdraw, estate.gates),
      minimumCoverMinor: Number(zone.minimumCoverMinor),
    })),
  };
}

/** Leaves out what was not sent, and turns amount and position into what is kept. */
function policyOf(asked: z.output<typeof EstateChanges>) {
  const { missedDepartureMinor, position, ...rest } = asked;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const where = position === undefined ? {} : { lat: position?.lat ?? null, lon: position?.lon ?? null };
  const missed = missedDepartureMinor === undefined ? {} : { missedDepartureMinor: BigInt(missedDepartureMinor) };
  return { ...given, ...where, ...missed };
}

function zoneChanges(asked: z.output<typeof ZoneChanges>) {
  const { minimumCoverMinor, ...rest } = asked;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return minimumCoverMinor === undefined ? given : { ...given, minimumCoverMinor: BigInt(minimumCoverMinor) };
}

const path = "/v1/ops/estates";
const routes = {
  list: createRoute({
    ...common,
    ...{ method: "get", path, summary: "Estates, as the office sees them" },
    security: opened("operator", "installer", "estates:read"),
    responses: { 200: jsonAnswer("All estates.", z.object({ items: z.array(EstateOps) })), ...refusals(...ANY) },
  }),
  open: createRoute({
    ...common,
    ...{ method: "post", path, summary: "Opens an estate" },
    request: jsonBody(EstateAsked),
    responses: { 201: jsonAnswer("The new estate.", EstateOps), ...refusals("estate-exists", ...BODY) },
  }),
  one: createRoute({
    ...common,
    ...{ method: "get", path: `${path}/{estate}` as const, summary: "One estate" },
    security: opened("operator", "installer", "estates:read"),
    request: { params: estatePath },
    responses: { 200: jsonAnswer("The estate.", EstateOps), ...refusals("estate-unknown", ...ANY) },
  }),
  change: createRoute({
    ...common,
    ...{ method: "patch", path: `${path}/{estate}` as const, summary: "Changes an estate's name, place or policy" },
    request: { params: estatePath, ...jsonBody(EstateChanges) },
    responses: { 200: jsonAnswer("The estate after it.", EstateOps), ...refusals("estate-unknown", ...BODY) },
  }),
  addZone: createRoute({
    ...common,
    ...{ method: "post", path: `${path}/{estate}/zones` as const, summary: "Adds a zone" },
    request: { params: estatePath, ...jsonBody(ZoneAsked) },
    responses: {
      201: jsonAnswer("The estate with it.", EstateOps),
      ...refusals("estate-unknown", "tariff-unknown", "zone-exists", "currency-mismatch", ...BODY),
    },
  }),
  changeZone: createRoute({
    ...common,
    ...{ method: "patch", path: `${path}/{estate}/zones/{zone}` as const, summary: "Changes a zone" },
    request: { params: zonePath, ...jsonBody(ZoneChanges) },
    responses: {
      200: jsonAnswer("The estate after it.", EstateOps),
      ...refusals("estate-unknown", "zone-unknown", "tariff-unknown", "currency-mismatch", ...BODY),
    },
  }),
  correct: createRoute({
    ...common,
    ...{ method: "post", path: `${path}/{estate}/zones/{zone}/corrections` as const },
    summary: "Moves a zone's count to what a person saw there",
    description: "A count that finds nothing wrong is worth sending, too: it makes the count surer.",
    request: { params: zonePath, ...jsonBody(CountAsked) },
    responses: {
      201: jsonAnswer(
        "The count after it; `drift` is by how many places the books said too many.",
        z.object({ inUse: z.int(), drift: z.int() }),
      ),
      ...refusals("zone-unknown", "correction-below-zero", ...BODY),
    },
  }),
  counts: createRoute({
    ...common,
    ...{ method: "get", path: `${path}/{estate}/zones/{zone}/corrections` as const },
    summary: "What persons counted in a zone, the newest 100, and how sure its count is now",
    request: { params: zonePath },
    responses: { 200: jsonAnswer("The counts.", ZoneCounts), ...refusals("zone-unknown", ...ANY) },
  }),
};

function addEstateRoutes(app: App, deps: HttpDeps): void {
  const seen = async (id: string) => estateOps(settled(await readEstate(deps, id)));

  app.openapi(routes.list, async (c) => {
    const own = estatesOf(c.var.bearer);
    const items = (await readEstates(deps)).filter(({ id }) => own === null || own.includes(id));
    return c.json({ items: items.map(estateOps) }, 200);
  });
  app.openapi(routes.open, async (c) => {
    const { id, name, timeZone, currency, ...rest } = c.req.valid("json");
    const asked = { ...policyOf(rest), id, name, timeZone, currency };
    const estate = settled(await openEstate(deps, c.var.bearer.actor, asked));
    deps.nudge(id);
    return c.json(estateOps(estate), 201);
  });
  app.openapi(routes.one, async (c) => c.json(await seen(c.req.valid("param").estate), 200));
  app.openapi(routes.change, async (c) => {
    const { estate } = c.req.valid("param");
    settled(await changeEstate(deps, c.var.bearer.actor, estate, policyOf(c.req.valid("json"))));
    deps.nudge(estate);
    return c.json(await seen(estate), 200);
  });
}

function addZoneRoutes(app: App, deps: HttpDeps): void {
  const seen = async (id: string) => estateOps(settled(await readEstate(deps, id)));

  app.openapi(routes.addZone, async (c) => {
    const { estate } = c.req.valid("param");
    const asked = c.req.valid("json");
    const zone = { ...asked, minimumCoverMinor: BigInt(asked.minimumCoverMinor) };
    settled(await addZone(deps, c.var.bearer.actor, estate, zone));
    deps.nudge(estate);
    return c.json(await seen(estate), 201);
  });
  app.openapi(routes.changeZone, async (c) => {
    const { estate, zone } = c.req.valid("param");
    settled(await changeZone(deps, c.var.bearer.actor, estate, zone, zoneChanges(c.req.valid("json"))));
    deps.nudge(estate);
    return c.json(await seen(estate), 200);
  });
  app.openapi(routes.correct, async (c) => {
    const { estate, zone } = c.req.valid("param");
    const after = settled(await countPlaces(deps, c.var.bearer.actor, { estate, zone }, c.req.valid("json")));
    deps.nudge(estate);
    return c.json(after, 201);
  });
  app.openapi(routes.counts, async (c) => {
    const { counts, drift } = settled(await readCounts(deps, c.req.valid("param"), 100));
    const { plusMinus, passagesSince, perThousand } = drift;
    const items = counts.map(({ at, actor, saw, before, reason }) => ({ at: iso(at), actor, saw, before, reason }));
    return c.json({ plusMinus, passagesSince, driftPerThousand: perThousand, items }, 200);
  });
}

export const TariffId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, "lower-case letters, digits and dashes, 1 to 32");
const TariffAsked = z
  .strictObject({
    id: TariffId,
    currency: Currency,
    content: z
      .looseObject({ rules: z.array(z.unknown()) })
      .meta({ description: "Rules, applied from the first to the last." }),
  })
  .meta({
    id: "TariffAsked",
    examples: [
      {
        id: "garage",
        currency: "EUR",
        content: {
          rules: [
            { rule: "grace", minutes: 10 },
            { rule: "per-period", minutes: 20, priceMinor: 60 },
            { rule: "occupancy-factor" },
            { rule: "daily-cap", maximumMinor: 1600 },
          ],
        },
      },
    ],
  });
export const TariffVersion = z
  .object({ id: z.string(), version: z.int(), currency: Currency, content: z.unknown(), effectiveAt: At })
  .meta({ id: "TariffVersion" });
export const tariffVersion = (
  row: z.input<typeof TariffVersion> | (Omit<z.input<typeof TariffVersion>, "effectiveAt"> & { effectiveAt: Date }),
) => ({
  ...{ id: row.id, version: row.version, currency: row.currency, content: row.content },
  effectiveAt: iso(new Date(row.effectiveAt)),
});

const tariffs = {
  add: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/tariffs", summary: "A new version of a tariff, in force at once" },
    request: jsonBody(TariffAsked),
    responses: {
      201: jsonAnswer("The version.", TariffVersion),
      ...refusals("tariff-invalid", "currency-mismatch", "effect-before-newest", ...BODY),
    },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/tariffs", summary: "The tariffs in force" },
    responses: {
      200: jsonAnswer("Of each the newest.", z.object({ items: z.array(TariffVersion) })),
      ...refusals(...ANY),
    },
  }),
  one: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/tariffs/{tariff}", summary: "Every version of a tariff, newest first" },
    request: { params: z.object({ tariff: TariffId }) },
    responses: {
      200: jsonAnswer("The versions.", z.object({ items: z.array(TariffVersion) })),
      ...refusals("tariff-unknown", ...ANY),
    },
  }),
};

function addTariffRoutes(app: App, deps: HttpDeps): void {
  app.openapi(tariffs.add, async (c) => {
    const { content, ...asked } = c.req.valid("json");
    const whole = { version: 1, ...content };
    const row = settled(await addTariff(deps, c.var.bearer.actor, { ...asked, content: whole }));
    for (const estate of row.estates) deps.nudge(estate);
    return c.json(tariffVersion(row), 201);
  });
  app.openapi(tariffs.list, async (c) => c.json({ items: (await listTariffs(deps)).map(tariffVersion) }, 200));
  app.openapi(tariffs.one, async (c) => {
    const { versions } = settled(await readTariff(deps, c.req.valid("param").tariff));
    return c.json({ items: versions.map(tariffVersion) }, 200);
  });
}

/** Estates, zones, their counts, and what they charge. */
export function addOpsEstateRoutes(app: App, deps: HttpDeps): void {
  addEstateRoutes(app, deps);
  addZoneRoutes(app, deps);
  addTariffRoutes(app, deps);
}
