import { and, asc, eq, inArray, isNotNull, isNull, lte, or } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { access, bayRight, card, vehicle } from "../db/schema/accounts.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type VehicleRow = typeof vehicle.$inferSelect;
export type RightRow = typeof bayRight.$inferSelect;

export async function selectVehicles(db: Reads, account: string): Promise<VehicleRow[]> {
  return await db.orm
    .select()
    .from(vehicle)
    .where(eq(vehicle.account, account))
    .orderBy(asc(vehicle.createdAt), asc(vehicle.id));
}

/** The vehicle, locked until the transaction ends. */
export async function lockVehicle(tx: Tx, id: string): Promise<VehicleRow | undefined> {
  const [row] = await tx.orm.select().from(vehicle).where(eq(vehicle.id, id)).for("update");
  return row;
}

/** Vehicles whose plates are known to gates letter for letter only, locked until the transaction ends. */
export async function lockVehiclesWithoutAlike(tx: Tx): Promise<VehicleRow[]> {
  return await tx.orm
    .select()
    .from(vehicle)
    .where(and(isNotNull(vehicle.plateRef), isNull(vehicle.plateAlike)))
    .orderBy(asc(vehicle.id))
    .for("update");
}

export async function updatePlateAlike(tx: Tx, id: string, plateAlike: string): Promise<void> {
  await tx.orm.update(vehicle).set({ plateAlike }).where(eq(vehicle.id, id));
}

/** Takes a plate off vehicles that were given up, and answers whose they were. */
export async function freePlate(tx: Tx, plateRef: string, now: Date): Promise<string[]> {
  const rows = await tx.orm
    .update(vehicle)
    .set({ plateRef: null })
    .where(and(eq(vehicle.plateRef, plateRef), lte(vehicle.endedAt, now)))
    .returning({ account: vehicle.account });
  return rows.map(({ account }) => account);
}

/** False when its plate is another vehicle's. */
export async function insertVehicle(tx: Tx, row: VehicleRow): Promise<boolean> {
  const rows = await tx.orm.insert(vehicle).values(row).onConflictDoNothing().returning({ id: vehicle.id });
  return rows.length > 0;
}

export async function updateVehicleEnded(tx: Tx, id: string, endedAt: Date): Promise<void> {
  await tx.orm.update(vehicle).set({ endedAt }).where(eq(vehicle.id, id));
}

export async function updateVehicle(
  tx: Tx,
  id: string,
  changes: { readonly label?: string | undefined; readonly class?: string | undefined },
): Promise<void> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length > 0) await tx.orm.update(vehicle).set(given).where(eq(vehicle.id, id));
}

export async function updateCardVehicle(tx: Tx, ref: string, of: string | null): Promise<void> {
  await tx.orm.update(card).set({ vehicle: of }).where(eq(card.ref, ref));
}

export async function hasAccess(db: Reads, account: string, estate: string): Promise<boolean> {
  const rows = await db.orm
    .select({ estate: access.estate })
    .from(access)
    .where(and(eq(access.account, account), eq(access.estate, estate)));
  return rows.length > 0;
}

/** Every right to bays of a zone, ended or not. */
export async function selectRights(db: Reads, estate: string, zone: string): Promise<RightRow[]> {
  return await db.orm
    .select()
    .from(bayRight)
    .where(and(eq(bayRight.estate, estate), eq(bayRight.zone, zone)))
    .orderBy(asc(bayRight.createdAt), asc(bayRight.id));
}

export async function selectRightsOf(db: Reads, account: string): Promise<RightRow[]> {
  return await db.orm
    .select()
    .from(bayRight)
    .where(eq(bayRight.account, account))
    .orderBy(asc(bayRight.createdAt), asc(bayRight.id));
}

export async function selectRight(db: Reads, id: string): Promise<RightRow | undefined> {
  const [row] = await db.orm.select().from(bayRight).where(eq(bayRight.id, id));
  return row;
}

/** An owner's right and its guests', ended or not, locked until the transaction ends. */
export async function lockFamily(tx: Tx, owner: string): Promise<RightRow[]> {
  return await tx.orm
    .select()
    .from(bayRight)
    .where(or(eq(bayRight.id, owner), eq(bayRight.guestOf, owner)))
    .orderBy(asc(bayRight.createdAt), asc(bayRight.id))
    .for("update");
}

export async function insertRight(tx: Tx, row: RightRow): Promise<void> {
  await tx.orm.insert(bayRight).values(row);
}

export async function updateRightsRevoked(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await tx.orm
    .update(bayRight)
    .set({ revokedAt: at })
    .where(and(inArray(bayRight.id, [...ids]), isNull(bayRight.revokedAt)));
}
