import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { device } from "../db/schema/accounts.ts";
import { estate } from "../db/schema/places.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type DeviceRow = typeof device.$inferSelect;

/** An account's devices that were not given up, oldest first. */
export const selectDevices = async (db: Reads, account: string): Promise<DeviceRow[]> =>
  await db.orm
    .select()
    .from(device)
    .where(and(eq(device.account, account), isNull(device.revokedAt)))
    .orderBy(asc(device.createdAt), asc(device.id));

export async function selectDeviceByKey(db: Reads, key: string): Promise<DeviceRow | undefined> {
  const [row] = await db.orm.select().from(device).where(eq(device.key, key));
  return row;
}

/** A device of the account, locked until the transaction ends. */
export async function lockDevice(tx: Tx, id: string, account: string): Promise<DeviceRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(device)
    .where(and(eq(device.id, id), eq(device.account, account)))
    .for("update");
  return row;
}

/** False when the key, or what stands for it, is known already. */
export async function insertDevice(tx: Tx, row: typeof device.$inferInsert): Promise<boolean> {
  return (await tx.orm.insert(device).values(row).onConflictDoNothing().returning({ id: device.id })).length > 0;
}

export async function updateCertified(tx: Tx, id: string, certifiedUntil: Date): Promise<void> {
  await tx.orm.update(device).set({ certifiedUntil }).where(eq(device.id, id));
}

export async function updateDeviceRevoked(tx: Tx, id: string, revokedAt: Date): Promise<void> {
  await tx.orm.update(device).set({ revokedAt }).where(eq(device.id, id));
}

/** Every estate: a deny list is everybody's. */
export const selectAllEstates = async (tx: Tx): Promise<string[]> =>
  (await tx.orm.select({ id: estate.id }).from(estate).orderBy(asc(estate.id))).map(({ id }) => id);

/** What a certificate says of an account, but for its wallet. */
export interface HolderGround {
  readonly estates: readonly string[];
  readonly class: string | undefined;
  readonly bays: readonly { estate: string; zone: string; fromAt: Date; untilAt: Date | null }[];
}

export async function holderGround(db: Reads, account: string, now: Date): Promise<HolderGround> {
  const { rows: estates } = await db.orm.execute<{ estate: string }>(sql`
    select x.estate from access x
    where x.account = ${account}
    order by (select max(s.granted_at) from session s where s.account = x.account and s.estate = x.estate) desc nulls last,
      x.estate`);
  const { rows: classes } = await db.orm.execute<{ class: string }>(sql`
    select min(class) as class from vehicle where account = ${account} and (ended_at is null or ended_at > ${now})
    having min(class) = max(class)`);
  const { rows: bays } = await db.orm.execute<{ estate: string; zone: string; from: string; until: string | null }>(sql`
    select r.estate, r.zone, extract(epoch from greatest(r.from_at, o.from_at)) as "from",
           extract(epoch from least(r.until_at, o.until_at)) as until
    from bay_right r join bay_right o on o.id = coalesce(r.guest_of, r.id)
    where r.account = ${account} and r.revoked_at is null and o.revoked_at is null
    order by r.from_at, r.id`);
  return {
    estates: estates.map(({ estate }) => estate),
    class: classes[0]?.class,
    bays: bays.map(({ estate, zone, from, until }) => ({
      ...{ estate, zone, fromAt: new Date(Number(from) * 1000) },
      untilAt: until === null ? null : new Date(Number(until) * 1000),
    })),
  };
}
