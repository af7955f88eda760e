import type { EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import type { Order } from "@baygate/shared/order";
import type { PoolClient } from "pg";
import type { Occupancy } from "./occupancy.ts";

/** A zone's counters, its capacity and its price, locked until the transaction ends. */
export interface LockedZone extends Occupancy {
  readonly capacity: number;
  /** A `BayClass`. */
  readonly bays: string;
  readonly timeZone: string;
  readonly factorPermille: number;
  readonly factorSinceMs: number;
  readonly announced: { readonly toPermille: number; readonly atMs: number } | null;
  /** As it is stored; null: the zone has none of its own. */
  readonly pricing: unknown;
}

export async function zonesOf(client: PoolClient, estate: EstateId): Promise<ZoneId[]> {
  const { rows } = await client.query<{ id: string }>("select id from zone where estate = $1 order by id", [estate]);
  return rows.map((row) => row.id);
}

/** Locks a zone's row. Undefined: there is no such zone any more. */
export async function lockZone(client: PoolClient, estate: EstateId, zone: ZoneId): Promise<LockedZone | undefined> {
  await client.query({
    name: "tend-zone-row",
    text: "insert into occupancy (estate, zone) select estate, id from zone where estate = $1 and id = $2 on conflict do nothing",
    values: [estate, zone],
  });
  const { rows } = await client.query<
    Record<keyof Occupancy | "factorPermille" | "capacity" | "bays" | "timeZone", string> & {
      factorSince: Date;
      nextPermille: number | null;
      nextAt: Date | null;
      pricing: unknown;
    }
  >({
    name: "tend-lock-zone",
    text: `select o.arrivals, o.departures, o.corrections, o.passing, o.factor_permille as "factorPermille",
                  o.factor_since as "factorSince", o.next_permille as "nextPermille", o.next_at as "nextAt",
                  z.capacity, z.class as bays, z.pricing, e.time_zone as "timeZone"
           from occupancy o join zone z on z.estate = o.estate and z.id = o.zone join estate e on e.id = o.estate
           where o.estate = $1 and o.zone = $2 for update of o`,
    values: [estate, zone],
  });
  const [row] = rows;
  return (
    row && {
      arrivals: Number(row.arrivals),
      departures: Number(row.departures),
      corrections: Number(row.corrections),
      passing: Number(row.passing),
      factorPermille: Number(row.factorPermille),
      factorSinceMs: row.factorSince.getTime(),
      announced:
        row.nextPermille === null || row.nextAt === null
          ? null
          : { toPermille: row.nextPermille, atMs: row.nextAt.getTime() },
      capacity: Number(row.capacity),
      bays: row.bays,
      timeZone: row.timeZone,
      pricing: row.pricing,
    }
  );
}

/** A lease as it counts for lending, or a gate that has none yet. */
export interface TendedLease {
  readonly gate: GateId;
  readonly epoch: string;
  readonly left: number;
  readonly used: number;
  /** Lent to the journal in which the gate now writes, and it lets cars into this zone: more can be lent, some asked back. */
  readonly live: boolean;
  readonly online: boolean;
  /** Places that it was asked to return and has not answered about. */
  readonly asked: number;
}

/** Leases of the zone that are outstanding or may become so. */
export async function tendedLeases(
  client: PoolClient,
  estate: EstateId,
  zone: ZoneId,
  now: Date,
): Promise<TendedLease[]> {
  const { rows } = await client.query<
    Omit<TendedLease, "left" | "used" | "asked"> & { left: string; used: string; asked: string }
  >({
    name: "tend-leases",
    text: `with borrower as (
             select g.id as gate, g.epoch, g.online from gate g
             left join gate_epoch e on e.gate = g.id and e.epoch = g.epoch
             where g.estate = $1 and $2 = any(g.arrival_zones) and g.revoked_at is null
               and g.epoch is not null and e.forked_at is null
           ), owed as (
             select gate, epoch, used, lent - used - returned + voided as left from lease
             where estate = $1 and zone = $2
           ), asked as (
             select o.gate, sum((o.content ->> 'places')::int) as places from gate_order o
             where o.gate in (select gate from borrower) and o.outcome is null and o.expires_at > $3
               and o.content ->> 'kind' = 'return-lease' and o.content ->> 'zone' = $2
             group by o.gate
           )
           select coalesce(b.gate, l.gate) as gate, coalesce(b.epoch, l.epoch) as epoch, coalesce(l.left, 0) as left,
                  coalesce(l.used, 0) as used, b.gate is not null as live, coalesce(b.online, false) as online,
                  coalesce(a.places, 0) as asked
           from borrower b
           full join owed l on l.gate = b.gate and l.epoch = b.epoch
           left join asked a on a.gate = b.gate
           where b.gate is not null or l.left > 0
           order by 1, 2`,
    values: [estate, zone, now],
  });
  return rows.map((row) => ({ ...row, left: Number(row.left), used: Number(row.used), asked: Number(row.asked) }));
}

export async function lend(
  client: PoolClient,
  estate: EstateId,
  zone: ZoneId,
  to: { readonly gate: GateId; readonly epoch: string },
  places: number,
): Promise<void> {
  await client.query({
    name: "tend-lend",
    text: `insert into lease (gate, epoch, estate, zone, lent) values ($1, $2, $3, $4, $5)
           on conflict (gate, epoch, zone) do update set lent = lease.lent + excluded.lent`,
    values: [to.gate, to.epoch, estate, zone, places],
  });
}

/** Keeps an order until it is answered or expires. */
export async function keepOrder(client: PoolClient, gate: GateId, order: Order, now: Date): Promise<void> {
  await client.query("insert into gate_order (id, gate, content, expires_at, created_at) values ($1, $2, $3, $4, $5)", [
    order.id,
    gate,
    JSON.stringify(order),
    new Date(order.expiresMs),
    now,
  ]);
}

/** A line of a zone's record of prices: what was announced, what moved, what was withdrawn. */
export interface PriceRecord {
  readonly step: "announced" | "moved" | "withdrawn";
  readonly atMs: number;
  readonly fromPermille: number;
  readonly toPermille: number;
}

/** The last `limit` lines of a zone's record of prices, newest first. */
export async function lastPriceRecords(
  client: PoolClient,
  estate: EstateId,
  zone: ZoneId,
  limit: number,
): Promise<PriceRecord[]> {
  const { rows } = await client.query<Omit<PriceRecord, "atMs"> & { at: Date }>({
    name: "tend-price-records",
    text: `select at, from_permille as "fromPermille", to_permille as "toPermille", coalesce(inputs ->> 'step', 'moved') as step
           from price_move where estate = $1 and zone = $2 order by id desc limit $3`,
    values: [estate, zone, limit],
  });
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}

/** A step of a zone's price, as it is to be kept. */
export interface KeptStep extends PriceRecord {
  readonly reason: string;
  /** When a move was announced, or the announcement that is withdrawn; null: it applies unannounced. */
  readonly announcedAtMs: number | null;
  /** From when what is announced holds. */
  readonly nextAtMs: number | null;
  /** What the controller looked at. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Keeps a step of the price: in the zone's row as it is from now on, and in the record with its reason. The zone's row is locked. */
export async function keepPriceStep(client: PoolClient, estate: EstateId, zone: ZoneId, kept: KeptStep): Promise<void> {
  const at = new Date(kept.atMs);
  const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  await client.query({
    name: "tend-set-price",
    text: `update occupancy set factor_permille = coalesce($3, factor_permille), factor_since = coalesce($4, factor_since),
             next_permille = $5, next_at = $6
           where estate = $1 and zone = $2`,
    values: [
      ...[estate, zone],
      ...(kept.step === "moved" ? [kept.toPermille, at] : [null, null]),
      ...(kept.step === "announced" ? [kept.toPermille, date(kept.nextAtMs)] : [null, null]),
    ],
  });
  await client.query({
    name: "tend-price-record",
    text: `insert into price_move (estate, zone, at, from_permille, to_permille, reason, announced_at, inputs)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      ...[estate, zone, at, kept.fromPermille, kept.toPermille, kept.reason, date(kept.announcedAtMs)],
      JSON.stringify({ step: kept.step, ...kept.inputs }),
    ],
  });
}

/** Tells an operator once that places lent to a journal that is no more stay blocked. */
export async function noteLostLease(
  client: PoolClient,
  estate: EstateId,
  gate: GateId,
  words: string,
  at: Date,
): Promise<void> {
  await client.query(
    `insert into exception (estate, kind, at, gate, words)
     select $1, 'lease-lost', $2, $3, $4
     where not exists (select from exception where estate = $1 and kind = 'lease-lost' and gate = $3 and words = $4)`,
    [estate, at, gate, words],
  );
}

/**
 * Tells an operator that more cars left a zone than came, unless facts of a gate of the estate may still explain it; at most once a
 * day.
 */
export async function noteBelowZero(
  client: PoolClient,
  estate: EstateId,
  zone: ZoneId,
  words: string,
  at: Date,
): Promise<void> {
  await client.query({
    name: "tend-below-zero",
    text: `insert into exception (estate, kind, at, words)
           select $1, 'count-below-zero', $3, $2 || ': ' || $4
           where not exists (select from gate where estate = $1 and revoked_at is null
               and (not online or coalesce((status ->> 'waiting')::bigint, 0) > 0))
             and not exists (select from exception where estate = $1 and kind = 'count-below-zero'
               and starts_with(words, $2 || ': ') and at > $3::timestamptz - interval '1 day')`,
    values: [estate, zone, at, words],
  });
}
