import type { AccountRef, EstateId } from "@baygate/shared/ids";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { subscription, subscriptionPlan, vehicle } from "../db/schema/accounts.ts";
import { estate, zone } from "../db/schema/places.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type PlanRow = typeof subscriptionPlan.$inferSelect;
export type SubscriptionRow = typeof subscription.$inferSelect;

export const insertPlan = async ({ orm }: Reads, row: typeof subscriptionPlan.$inferInsert): Promise<boolean> =>
  (await orm.insert(subscriptionPlan).values(row).onConflictDoNothing().returning()).length > 0;

export async function selectPlan({ orm }: Reads, id: string): Promise<PlanRow | undefined> {
  const [row] = await orm.select().from(subscriptionPlan).where(eq(subscriptionPlan.id, id));
  return row;
}

export const selectPlans = async ({ orm }: Reads, at: EstateId): Promise<PlanRow[]> =>
  await orm
    .select()
    .from(subscriptionPlan)
    .where(eq(subscriptionPlan.estate, at))
    .orderBy(asc(subscriptionPlan.createdAt), asc(subscriptionPlan.id));

/** Plans that can be subscribed to, of one estate or of all, the oldest first. */
export const selectOffers = async ({ orm }: Reads, at: EstateId | undefined): Promise<PlanRow[]> =>
  await orm
    .select()
    .from(subscriptionPlan)
    .where(and(isNull(subscriptionPlan.endedAt), at === undefined ? undefined : eq(subscriptionPlan.estate, at)))
    .orderBy(asc(subscriptionPlan.createdAt), asc(subscriptionPlan.id));

export async function updatePlanEnded({ orm }: Reads, id: string, endedAt: Date): Promise<void> {
  await orm
    .update(subscriptionPlan)
    .set({ endedAt })
    .where(and(eq(subscriptionPlan.id, id), isNull(subscriptionPlan.endedAt)));
}

/** An estate with its zones and their tariffs, as far as plans go. */
export async function selectGround({ orm }: Reads, id: EstateId) {
  const [row] = await orm
    .select({ timeZone: estate.timeZone, currency: estate.currency })
    .from(estate)
    .where(eq(estate.id, id));
  if (!row) return undefined;
  const zones = await orm
    .select({ id: zone.id, tariff: zone.tariff })
    .from(zone)
    .where(eq(zone.estate, id))
    .orderBy(asc(zone.id));
  return { ...row, zones };
}

export async function countOwnVehicles(
  { orm }: Reads,
  owner: AccountRef,
  vehicles: readonly string[],
): Promise<number> {
  if (vehicles.length === 0) return 0;
  const rows = await orm
    .select({ id: vehicle.id })
    .from(vehicle)
    .where(and(eq(vehicle.account, owner), inArray(vehicle.id, [...vehicles])));
  return rows.length;
}

export async function insertSubscription({ orm }: Reads, row: typeof subscription.$inferInsert): Promise<void> {
  await orm.insert(subscription).values(row);
}

export async function selectSubscription({ orm }: Reads, id: string): Promise<SubscriptionRow | undefined> {
  const [row] = await orm.select().from(subscription).where(eq(subscription.id, id));
  return row;
}

/** The subscription, locked until the transaction ends. Its owner's wallet is locked before it. */
export async function lockSubscription({ orm }: Reads, id: string): Promise<SubscriptionRow | undefined> {
  const [row] = await orm.select().from(subscription).where(eq(subscription.id, id)).for("update");
  return row;
}

export const selectSubscriptions = async ({ orm }: Reads, owner: AccountRef): Promise<SubscriptionRow[]> =>
  await orm
    .select()
    .from(subscription)
    .where(eq(subscription.account, owner))
    .orderBy(asc(subscription.createdAt), asc(subscription.id));

export async function updateSubscription(
  { orm }: Reads,
  id: string,
  changes: Partial<Pick<SubscriptionRow, "untilAt" | "renews" | "endedAt">>,
): Promise<void> {
  await orm.update(subscription).set(changes).where(eq(subscription.id, id));
}

/** Subscriptions that end before `at` and are not closed, those that end first before others. */
export const selectEnding = async ({ orm }: Reads, at: Date, limit: number): Promise<SubscriptionRow[]> =>
  await orm
    .select()
    .from(subscription)
    .where(and(isNull(subscription.endedAt), sql`${subscription.untilAt} <= ${at}`))
    .orderBy(asc(subscription.untilAt), asc(subscription.id))
    .limit(limit);
