import { and, asc, desc, eq, lte, max, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { estate, occupancy, tariff, tariffDraft, zone } from "../db/schema/places.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type EstateRow = typeof estate.$inferSelect;
export type ZoneRow = typeof zone.$inferSelect;
export type TariffRow = typeof tariff.$inferSelect;
export type OccupancyRow = typeof occupancy.$inferSelect;
/** A zone with its counters; without any, nothing ever happened there. */
export interface CountedZone {
  readonly zone: ZoneRow;
  readonly occupancy: OccupancyRow | null;
}

export async function selectEstates(db: Reads, id?: string): Promise<EstateRow[]> {
  return await db.orm
    .select()
    .from(estate)
    .where(id === undefined ? undefined : eq(estate.id, id))
    .orderBy(asc(estate.id));
}

/** The estate, locked until the transaction ends. */
export async function lockEstate(tx: Tx, id: string): Promise<EstateRow | undefined> {
  const [row] = await tx.orm.select().from(estate).where(eq(estate.id, id)).for("no key update");
  return row;
}

/** False when the name is taken. */
export async function insertEstate(tx: Tx, row: typeof estate.$inferInsert): Promise<boolean> {
  return (await tx.orm.insert(estate).values(row).onConflictDoNothing().returning({ id: estate.id })).length > 0;
}

export async function updateEstate(tx: Tx, id: string, changes: Partial<EstateRow>): Promise<void> {
  await tx.orm.update(estate).set(changes).where(eq(estate.id, id));
}

export async function selectZones(db: Reads, ofEstate?: string): Promise<CountedZone[]> {
  return await db.orm
    .select({ zone, occupancy })
    .from(zone)
    .leftJoin(occupancy, and(eq(occupancy.estate, zone.estate), eq(occupancy.zone, zone.id)))
    .where(ofEstate === undefined ? undefined : eq(zone.estate, ofEstate))
    .orderBy(asc(zone.estate), asc(zone.id));
}

/** False when the estate has a zone of this name. */
export async function insertZone(tx: Tx, row: typeof zone.$inferInsert): Promise<boolean> {
  const rows = await tx.orm.insert(zone).values(row).onConflictDoNothing().returning({ id: zone.id });
  if (rows.length === 0) return false;
  await tx.orm.insert(occupancy).values({ estate: row.estate, zone: row.id }).onConflictDoNothing();
  return true;
}

export async function updateZone(tx: Tx, ofEstate: string, id: string, changes: Partial<ZoneRow>): Promise<void> {
  await tx.orm
    .update(zone)
    .set(changes)
    .where(and(eq(zone.estate, ofEstate), eq(zone.id, id)));
}

/** A zone's counters, locked until the transaction ends. */
export async function lockOccupancy(tx: Tx, ofEstate: string, id: string): Promise<OccupancyRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(occupancy)
    .where(and(eq(occupancy.estate, ofEstate), eq(occupancy.zone, id)))
    .for("update");
  return row;
}

export async function addCorrection(tx: Tx, ofEstate: string, id: string, places: number): Promise<void> {
  await tx.orm
    .update(occupancy)
    .set({ corrections: sql`${occupancy.corrections} + ${places}` })
    .where(and(eq(occupancy.estate, ofEstate), eq(occupancy.zone, id)));
}

/** Of each tariff the version in force at `at`. */
export async function selectTariffsAt(db: Reads, at: Date): Promise<TariffRow[]> {
  return await db.orm
    .selectDistinctOn([tariff.id])
    .from(tariff)
    .where(lte(tariff.effectiveAt, at))
    .orderBy(asc(tariff.id), desc(tariff.version));
}

/** Every version of a tariff, newest first. */
export async function selectTariffVersions(db: Reads, id: string): Promise<TariffRow[]> {
  return await db.orm.select().from(tariff).where(eq(tariff.id, id)).orderBy(desc(tariff.version));
}

/** Writers of one tariff come one after another until the transaction ends. */
export async function lockTariff(tx: Tx, id: string): Promise<void> {
  await tx.orm.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`tariff:${id}`}, 0))`);
}

/**
 * The number of a tariff's next version: after all that there are, and all that drafts became and that were withdrawn before their time. So
 * a number never means two things.
 */
export async function nextTariffVersion(tx: Tx, id: string): Promise<number> {
  const [kept] = await tx.orm
    .select({ last: max(tariff.version) })
    .from(tariff)
    .where(eq(tariff.id, id));
  const [drafted] = await tx.orm
    .select({ last: max(tariffDraft.publishedVersion) })
    .from(tariffDraft)
    .where(eq(tariffDraft.tariff, id));
  return Math.max(kept?.last ?? 0, drafted?.last ?? 0) + 1;
}

/** Only for a version whose time has not come: nothing was priced by it. */
export async function deleteTariff(tx: Tx, id: string, version: number): Promise<void> {
  await tx.orm.delete(tariff).where(and(eq(tariff.id, id), eq(tariff.version, version)));
}

export async function insertTariff(tx: Tx, row: TariffRow): Promise<void> {
  await tx.orm.insert(tariff).values(row);
}

/** Which zones charge by this tariff. */
export async function selectZonesOfTariff(db: Reads, id: string): Promise<{ estate: string; zone: string }[]> {
  return await db.orm.select({ estate: zone.estate, zone: zone.id }).from(zone).where(eq(zone.tariff, id));
}
