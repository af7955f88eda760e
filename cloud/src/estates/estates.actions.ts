import type { Currency } from "@baygate/shared/money";
import { writeAudit } from "../accounts/audit.store.ts";
import { insertPeoplesAccess } from "../accounts/people.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { TariffContent } from "../pricing/tariff.ts";
import { markDirty, markGround, markHolders, markMembersOf } from "../rules/feed.store.ts";
import {
  type EstateRow,
  insertEstate,
  insertTariff,
  insertZone,
  lockEstate,
  lockTariff,
  nextTariffVersion,
  selectEstates,
  selectTariffsAt,
  selectTariffVersions,
  selectZones,
  selectZonesOfTariff,
  type TariffRow,
  updateEstate,
  updateZone,
  type ZoneRow,
} from "./estates.store.ts";
import { type GateRow, selectGates } from "./gates.store.ts";
import { type PlacesNow, placesNow } from "./zone.ts";

/** A zone as it is now. */
export type ZoneNow = ZoneRow & PlacesNow;

export interface EstateNow extends EstateRow {
  readonly zones: readonly ZoneNow[];
  /** Those in use. */
  readonly gates: readonly GateRow[];
}

const now = (house: House): Date => new Date(house.clock.wallMs());

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  await writeAudit(tx, { at: now(house), actor: actor.name, verb, subject, detail: { ...detail } });
}

/** The estates, or the one named, with their gates, zones, free places and price now. */
export async function readEstates(house: House, id?: string): Promise<EstateNow[]> {
  const [estates, zones, tariffs, gates] = await Promise.all([
    selectEstates(house.db, id),
    selectZones(house.db, id),
    selectTariffsAt(house.db, now(house)),
    selectGates(house.db, id),
  ]);
  const byId = new Map(tariffs.map((tariff) => [tariff.id, tariff]));
  return estates.map((estate) => ({
    ...estate,
    zones: zones
      .filter(({ zone }) => zone.estate === estate.id)
      .map((counted) => ({ ...counted.zone, ...placesNow(counted, byId.get(counted.zone.tariff)) })),
    gates: gates.filter((gate) => gate.estate === estate.id && gate.revokedAt === null),
  }));
}

export async function readEstate(house: House, id: string): Promise<EstateNow | Refused<"estate-unknown">> {
  const [found] = await readEstates(house, id);
  return found ?? refused("estate-unknown");
}

type EstateAsked = Pick<EstateRow, "id" | "name" | "timeZone" | "currency"> & Partial<EstatePolicyAsked>;
type EstatePolicyAsked = Pick<
  EstateRow,
  | ("name" | "unknownAtDeparture" | "grantMs" | "stuckMs" | "repeatMs" | "departureWaitsMs" | "missedDepartureMinor")
  | (
      | "antiPassback"
      | "staleAfterMs"
      | "staleArrivals"
      | "plateMatch"
      | "plateConfidencePermille"
      | "plainCards"
      | "unsureClock"
      | "overdraw"
    )
  | ("lat" | "lon" | "address" | "openingHours" | "public")
>;

/** Opens an estate without zones. */
export async function openEstate(
  house: House,
  actor: Actor,
  asked: EstateAsked,
): Promise<EstateNow | Refused<"estate-exists">> {
  const opened = await house.db.tx(async (tx) => {
    if (!(await insertEstate(tx, asked))) return false;
    await markGround(tx, asked.id);
    if (asked.public !== false) await welcomePeople(tx, asked.id);
    const { missedDepartureMinor, ...detail } = asked;
    await audited(tx, house, actor, "estate.opened", asked.id, detail);
    return true;
  });
  if (!opened) return refused("estate-exists");
  const [estate] = await readEstates(house, asked.id);
  return estate ?? refused("estate-exists");
}

/** Whoever signed up before an estate was open to the public may park there as those who sign up after. */
async function welcomePeople(tx: Tx, estate: string): Promise<void> {
  if ((await insertPeoplesAccess(tx, estate)).length > 0) await markHolders(tx, estate);
}

/** Changes an estate's name, place or policy. Time zone and currency stay: stays and wallets are kept in them. */
export async function changeEstate(
  house: House,
  actor: Actor,
  id: string,
  changes: Partial<EstatePolicyAsked>,
): Promise<object | Refused<"estate-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await lockEstate(tx, id))) return refused("estate-unknown");
    if (Object.keys(changes).length === 0) return {};
    await updateEstate(tx, id, changes);
    if (changes.public) await welcomePeople(tx, id);
    await markDirty(tx, id, ["estate"]);
    const { missedDepartureMinor, ...detail } = changes;
    const missed = missedDepartureMinor === undefined ? {} : { missedDepartureMinor: Number(missedDepartureMinor) };
    await audited(tx, house, actor, "estate.changed", id, { ...detail, ...missed });
    return {};
  });
}

type ZoneAsked = Pick<ZoneRow, "id" | "name" | "class" | "capacity" | "minimumCoverMinor" | "tariff">;

/** The newest version of a tariff, if it charges in the estate's currency. */
async function fittingTariff(tx: Tx, id: string, currency: Currency) {
  const [newest] = await selectTariffVersions(tx, id);
  if (!newest) return refused("tariff-unknown");
  if (newest.currency !== currency)
    return refused("currency-mismatch", `The tariff charges ${newest.currency}, the estate ${currency}.`);
  return newest;
}

/** Adds a zone to an estate. */
export async function addZone(
  house: House,
  actor: Actor,
  estate: string,
  asked: ZoneAsked,
): Promise<object | Refused<"estate-unknown" | "zone-exists" | "tariff-unknown" | "currency-mismatch">> {
  return await house.db.tx(async (tx) => {
    const place = await lockEstate(tx, estate);
    if (!place) return refused("estate-unknown");
    const tariff = await fittingTariff(tx, asked.tariff, place.currency);
    if ("refused" in tariff) return tariff;
    if (!(await insertZone(tx, { ...asked, estate }))) return refused("zone-exists");
    await markDirty(tx, estate, [`zone/${asked.id}`]);
    await markMembersOf(tx, estate);
    const detail = { ...asked, minimumCoverMinor: Number(asked.minimumCoverMinor) };
    await audited(tx, house, actor, "zone.added", `${estate}/${asked.id}`, detail);
    return {};
  });
}

/** Changes a zone. A smaller capacity is reached as cars leave. */
export async function changeZone(
  house: House,
  actor: Actor,
  estate: string,
  id: string,
  changes: Partial<Omit<ZoneAsked, "id">>,
): Promise<object | Refused<"estate-unknown" | "zone-unknown" | "tariff-unknown" | "currency-mismatch">> {
  return await house.db.tx(async (tx) => {
    const place = await lockEstate(tx, estate);
    if (!place) return refused("estate-unknown");
    if (!(await selectZones(tx, estate)).some(({ zone }) => zone.id === id)) return refused("zone-unknown");
    if (Object.keys(changes).length === 0) return {};
    if (changes.tariff !== undefined) {
      const tariff = await fittingTariff(tx, changes.tariff, place.currency);
      if ("refused" in tariff) return tariff;
    }
    await updateZone(tx, estate, id, changes);
    await markDirty(tx, estate, [`zone/${id}`]);
    if (changes.minimumCoverMinor !== undefined) await markMembersOf(tx, estate);
    const { minimumCoverMinor: cover, ...detail } = changes;
    const covered = cover === undefined ? {} : { minimumCoverMinor: Number(cover) };
    await audited(tx, house, actor, "zone.changed", `${estate}/${id}`, { ...detail, ...covered });
    return {};
  });
}

/** Keeps a new version of a tariff, in force at once. Cars inside keep the version they were offered. */
export async function addTariff(
  house: House,
  actor: Actor,
  asked: { readonly id: string; readonly currency: Currency; readonly content: unknown },
): Promise<
  | (TariffRow & { readonly estates: readonly string[] })
  | Refused<"tariff-invalid" | "currency-mismatch" | "effect-before-newest">
> {
  const content = TariffContent.safeParse(asked.content);
  if (!content.success)
    return refused(
      "tariff-invalid",
      content.error.issues.map((issue) => `${["content", ...issue.path].join(".")}: ${issue.message}`).join("; "),
    );
  return await house.db.tx(async (tx) => {
    await lockTariff(tx, asked.id);
    const [newest] = await selectTariffVersions(tx, asked.id);
    if (newest && newest.currency !== asked.currency)
      return refused("currency-mismatch", `This tariff charges ${newest.currency}.`);
    const effectiveAt = now(house);
    if (newest && newest.effectiveAt > effectiveAt)
      return refused(
        "effect-before-newest",
        `Version ${newest.version} takes effect on ${newest.effectiveAt.toISOString()}.`,
      );
    const row: TariffRow = { ...asked, version: await nextTariffVersion(tx, asked.id), effectiveAt };
    await insertTariff(tx, row);
    const zones = await selectZonesOfTariff(tx, asked.id);
    for (const { estate, zone } of zones) await markDirty(tx, estate, [`zone/${zone}`]);
    await audited(tx, house, actor, "tariff.added", `${row.id}/${row.version}`, { currency: row.currency });
    return { ...row, estates: [...new Set(zones.map(({ estate }) => estate))] };
  });
}

/** The tariffs in force. */
export const listTariffs = async (house: House): Promise<TariffRow[]> => await selectTariffsAt(house.db, now(house));

/** All versions of a tariff, newest first. */
export async function readTariff(
  house: House,
  id: string,
): Promise<{ readonly versions: readonly TariffRow[] } | Refused<"tariff-unknown">> {
  const versions = await selectTariffVersions(house.db, id);
  return versions.length === 0 ? refused("tariff-unknown") : { versions };
}
