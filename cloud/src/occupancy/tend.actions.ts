import type { EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import type { Order } from "@baygate/shared/order";
import { v7 as uuidv7 } from "uuid";
import type { Database, Tx } from "../db/client.ts";
import {
  DEFAULT_PRICE_POLICY,
  nextPriceStep,
  type PastMove,
  PricePolicy,
  type PriceSituation,
} from "../pricing/dynamic-price.ts";
import { markDirty } from "../rules/feed.store.ts";
import { ruleKey } from "../rules/rules.ts";
import { type Demand, followDemand, lendable, planLeases } from "./lease.ts";
import { countOf, placesInUse } from "./occupancy.ts";
import { countLending, isUnheard } from "./restore.store.ts";
import {
  keepOrder,
  keepPriceStep,
  type LockedZone,
  lastPriceRecords,
  lend,
  lockZone,
  noteBelowZero,
  noteLostLease,
  type PriceRecord,
  type TendedLease,
  tendedLeases,
  zonesOf,
} from "./tend.store.ts";

/** A gate that is asked to return places may still do so within this time. Milliseconds. */
const RETURN_WITHIN_MS = 30 * 60_000;

/** What the tending of an estate remembers from one time to the next; losing it costs nothing but a fairer share. */
export type DemandMemory = Map<string, Demand>;

/** An order that is kept in `gate_order` and is to be published. */
export interface OrderForGate {
  readonly gate: GateId;
  readonly order: Order;
}

/** How full a zone is expected to be when the next price applies, thousandths; null: nobody knows. Nothing makes a forecast yet. */
export type ExpectedOccupancy = (zone: ZoneId, nowMs: number) => number | null;

/**
 * Tends an estate's zones, each under its occupancy row's lock: lends what is free, asks back what is wanted elsewhere, moves
 * the price. What changed is marked for the rules feed, so run that after it. Publish the orders that it answers; those that get
 * lost are sent again with the gate's next `sync`.
 */
export async function tendEstate(
  db: Database,
  estate: EstateId,
  nowMs: number,
  memory: DemandMemory,
  expected: ExpectedOccupancy = () => null,
): Promise<OrderForGate[]> {
  const zones = await db.tx(({ client }) => zonesOf(client, estate));
  const orders: OrderForGate[] = [];
  for (const zone of zones)
    orders.push(...(await db.tx((tx) => tendZone(tx, estate, zone, nowMs, memory, expected(zone, nowMs)))));
  return orders;
}

async function tendZone(
  tx: Tx,
  estate: EstateId,
  zone: ZoneId,
  nowMs: number,
  memory: DemandMemory,
  expectedPermille: number | null,
): Promise<OrderForGate[]> {
  const { client } = tx;
  const places = await lockZone(client, estate, zone);
  if (places === undefined) return [];
  await tendPrice(tx, estate, zone, places, { nowMs, expectedPermille });
  const count = countOf(places);
  if (count < 0)
    await noteBelowZero(
      client,
      estate,
      zone,
      `${-count} more car${count === -1 ? "" : "s"} left than are known to have come; count them and correct it`,
      new Date(nowMs),
    );
  const leases = await tendedLeases(client, estate, zone, new Date(nowMs));
  const live = leases.filter((each) => each.live);
  const lost = leases.filter((each) => !each.live);
  const plan = planLeases(
    {
      capacity: lendable(places.bays, places.capacity),
      inUse: placesInUse(places),
      passing: places.passing,
      blocked: lost.reduce((sum, each) => sum + each.left, 0),
      unheard: await isUnheard(client, estate),
    },
    live.map((each) => ({ ...each, demand: demandOf(memory, zone, each, nowMs) })),
  );
  for (const { gate, epoch, left } of lost)
    await noteLostLease(
      client,
      estate,
      gate,
      `${left} place${left === 1 ? "" : "s"} of ${zone} stay lent to ${gate}'s journal ${epoch}, which is not in use any more; reclaim-lease frees them`,
      new Date(nowMs),
    );
  if (plan.lends.length > 0) await countLending(client);
  for (const { gate, places: lent } of plan.lends) {
    const borrower = live.find((each) => each.gate === gate);
    if (borrower) await lend(client, estate, zone, borrower, lent);
  }
  await markDirty(
    tx,
    estate,
    plan.lends.map(({ gate }) => ruleKey.lease(gate, zone)),
  );
  const orders = plan.returns.map(({ gate, places: back }) => ({ gate, order: returnOrder(zone, back, nowMs) }));
  for (const { gate, order } of orders) await keepOrder(client, gate, order, new Date(nowMs));
  return orders;
}

/** A move has up to so many lines in the record: announced, moved; one that was withdrawn. */
const RECORDS_A_MOVE = 3;

/** A policy that this program cannot read moves no price. */
async function tendPrice(
  tx: Tx,
  estate: EstateId,
  zone: ZoneId,
  places: LockedZone,
  of: Pick<PriceSituation, "nowMs" | "expectedPermille">,
): Promise<void> {
  const policy = places.pricing === null ? DEFAULT_PRICE_POLICY : PricePolicy.safeParse(places.pricing).data;
  if (policy === undefined) return;
  const { capacity, timeZone, factorPermille, announced } = places;
  const seen = { ...of, inUse: placesInUse(places), capacity, timeZone, factorPermille, announced };
  // Every round comes by here; the record is read only when there may be something to do. It only ever holds a move back.
  if (nextPriceStep(policy, { ...seen, moves: sinceFactor(places, of.nowMs) }).step === "stays") return;
  const records = await lastPriceRecords(tx.client, estate, zone, RECORDS_A_MOVE * policy.movesPerDay);
  const next = nextPriceStep(policy, { ...seen, moves: records.filter(({ step }) => step === "moved").map(pastMove) });
  if (next.step === "stays") return;
  const { step, reason } = next;
  const [last] = records;
  const toldMs = last?.step === "announced" ? last.atMs : null;
  await keepPriceStep(tx.client, estate, zone, {
    ...{ step, reason, atMs: of.nowMs, fromPermille: factorPermille },
    toPermille: next.step === "withdrawn" ? factorPermille : next.toPermille,
    announcedAtMs: next.step === "announced" ? of.nowMs : announced && toldMs,
    nextAtMs: next.step === "announced" ? next.atMs : null,
    inputs: { inUse: seen.inUse, capacity, expectedPermille: of.expectedPermille, policy },
  });
  await markDirty(tx, estate, [ruleKey.zone(zone)]);
}

const pastMove = ({ atMs, fromPermille, toPermille }: PriceRecord): PastMove => ({
  atMs,
  direction: toPermille > fromPermille ? "up" : "down",
});

/** The last move as the zone's row tells it. A factor of 1 may never have moved: its time is the row's own, by the database's clock. */
const sinceFactor = ({ factorPermille, factorSinceMs: atMs }: LockedZone, nowMs: number): PastMove[] =>
  factorPermille === 1000 || atMs > nowMs ? [] : [{ atMs, direction: null }];

function demandOf(memory: DemandMemory, zone: ZoneId, lease: TendedLease, nowMs: number): number {
  const name = `${lease.gate}/${lease.epoch}/${zone}`;
  const now = followDemand(memory.get(name), lease.used, nowMs);
  memory.set(name, now);
  return now.demand;
}

const returnOrder = (zone: ZoneId, places: number, nowMs: number): Order => ({
  ...{ v: 1, id: uuidv7(), issuer: "cloud", reason: "places are wanted at another gate" },
  ...{ expiresMs: nowMs + RETURN_WITHIN_MS, kind: "return-lease", zone, places },
});
