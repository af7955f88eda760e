import { type Ack, type GateStatus, type Lease, leaseLeft, WIRE_VERSION } from "@baygate/shared/envelope";
import type { Epoch, EstateId, GateId, Sha256, ZoneId } from "@baygate/shared/ids";
import { Order } from "@baygate/shared/order";
import type { Database } from "../db/client.ts";
import { ruleDirty } from "../db/schema/gates.ts";

export interface GateIdentity {
  readonly id: GateId;
  readonly estate: EstateId;
}

/** The gate whose token has this SHA-256 (hex); undefined when it is another's, or the gate is unknown or revoked. */
export async function gateByToken(db: Database, gate: string, tokenHash: string): Promise<GateIdentity | undefined> {
  const { rows } = await db.pool.query<GateIdentity>(
    "select id, estate from gate where id = $1 and token_hash = $2 and revoked_at is null",
    [gate, tokenHash],
  );
  return rows[0];
}

/** Whether an operator's token has this SHA-256 (hex). */
export async function isOperatorToken(db: Database, tokenHash: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    "select from token where hash = $1 and role = 'operator' and (expires_at is null or expires_at > $2)",
    [tokenHash, now],
  );
  return rowCount === 1;
}

/** Whether this gate stands at this estate and may speak: an outside broker's access rule knows the gate's name alone. */
export async function isGateOf(db: Database, { id, estate }: GateIdentity): Promise<boolean> {
  const { rowCount } = await db.pool.query({
    name: "fleet-gate-of",
    text: "select from gate where id = $1 and estate = $2 and revoked_at is null",
    values: [id, estate],
  });
  return rowCount === 1;
}

/** Of these gates, those that may not be connected any more. */
export async function revokedOf(db: Database, gates: readonly GateId[]): Promise<GateId[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    "select id from unnest($1::text[]) as asked (id) where not exists (select from gate where gate.id = asked.id and revoked_at is null)",
    [gates],
  );
  return rows.map((row) => row.id);
}

export async function estatesOf(db: Database): Promise<EstateId[]> {
  const { rows } = await db.pool.query<{ id: string }>("select id from estate order by id");
  return rows.map((row) => row.id);
}

/** Nobody is known to be online until the broker says so: a cloud that starts forgets what it heard before. */
export async function forgetPresence(db: Database): Promise<void> {
  await db.pool.query("update gate set online = false where online");
}

/**
 * Keeps a gate's status, and since when the gate has not been heard out, `unheardSinceMs`: it is offline, or facts of it wait there.
 */
export async function writeStatus(db: Database, gate: GateId, status: GateStatus, at: Date): Promise<void> {
  await db.pool.query({
    name: "fleet-status",
    text: `update gate set online = $2, last_seen_at = greatest(last_seen_at, $3),
                  status = case when $2 then $4::jsonb else coalesce(status, '{}') || $4::jsonb end || jsonb_build_object(
                    'unheardSinceMs', case when $5 then coalesce((status ->> 'unheardSinceMs')::float8, $6::float8) end)
           where id = $1`,
    values: [
      ...[gate, status.online, at, JSON.stringify(status)],
      ...[!status.online || (status.waiting ?? 0) > 0, at.getTime()],
    ],
  });
}

export async function countOnline(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ online: string }>("select count(*) as online from gate where online");
  return Number(rows[0]?.online ?? 0);
}

/**
 * Takes in what a gate says in its `sync`: that it is there, its epoch if that is a new one, and how much was lent to it.
 * A cloud restored from a backup learns from this what it had lent; the gate's other counters come with its facts alone.
 *
 * @returns how far the epoch's facts are applied. A gate with nothing to send hears only from this that the cloud was restored.
 */
export async function noteSync(
  db: Database,
  gate: GateIdentity,
  sync: { readonly epoch: Epoch; readonly leases: Readonly<Record<ZoneId, Lease>> },
  at: Date,
): Promise<Ack> {
  return db.tx(async (tx) => {
    const { client } = tx;
    // Locks in the order of a batch's: epoch, occupancy, lease.
    const { rowCount } = await client.query(
      "insert into gate_epoch (gate, epoch) values ($1, $2) on conflict do nothing",
      [gate.id, sync.epoch],
    );
    const begun = rowCount === 1;
    const applied = await client.query<{ through: string; hash: Sha256; forked: boolean }>(
      "select through, hash, forked_at is not null as forked from gate_epoch where gate = $1 and epoch = $2 for update",
      [gate.id, sync.epoch],
    );
    const [row] = applied.rows;
    if (row === undefined) throw new Error(`epoch ${sync.epoch} of ${gate.id} vanished`);
    await client.query(
      "update gate set last_seen_at = greatest(last_seen_at, $2), epoch = case when $3 or epoch is null then $4 else epoch end where id = $1",
      [gate.id, at, begun, sync.epoch],
    );
    // A lease grows under its zone's lock, like any lending.
    await client.query("select from occupancy where estate = $1 and zone = any($2::text[]) order by zone for update", [
      gate.estate,
      Object.keys(sync.leases),
    ]);
    const told = Object.entries(sync.leases).filter(([, lease]) => lease.lent > 0);
    const { rows } = await client.query<{ zone: string }>(
      `insert into lease (gate, epoch, estate, zone, lent)
       select $1, $2, $3, told.zone, told.lent from unnest($4::text[], $5::int8[], $6::int8[]) as told (zone, lent, lft)
       join zone on zone.estate = $3 and zone.id = told.zone
       -- A claim to more places than there are is not believed.
       where told.lft <= zone.capacity
       order by told.zone
       on conflict (gate, epoch, zone) do update set lent = excluded.lent where lease.lent < excluded.lent
       returning zone`,
      [
        ...[gate.id, sync.epoch, gate.estate],
        ...[told.map(([zone]) => zone), told.map(([, lease]) => lease.lent), told.map(([, lease]) => leaseLeft(lease))],
      ],
    );
    // After a restore: what it holds is known again.
    await client.query({
      name: "fleet-heard",
      text: "delete from house where id = 'unheard/' || $1",
      values: [gate.id],
    });
    if (rows.length > 0)
      await tx.orm
        .insert(ruleDirty)
        .values(rows.map(({ zone }) => ({ estate: gate.estate, key: `lease/${gate.id}/${zone}` })));
    return {
      ...{ v: WIRE_VERSION, epoch: sync.epoch, through: Number(row.through), hash: row.hash },
      ...(row.forked ? { fork: true } : {}),
    };
  });
}

/** What the cloud has of the epochs of the next `limit` gates after `after`, by name. Gates that it never heard of have none. */
export async function acksAfter(
  db: Database,
  after: GateId,
  limit: number,
): Promise<{ readonly estate: EstateId; readonly gate: GateId; readonly ack: Ack }[]> {
  const { rows } = await db.pool.query<{
    estate: EstateId;
    gate: GateId;
    epoch: Epoch;
    through: string;
    hash: Sha256;
    forked: boolean;
  }>(
    `select gate.estate, gate.id as gate, e.epoch, e.through, e.hash, e.forked_at is not null as forked
     from gate join gate_epoch e on e.gate = gate.id and e.epoch = gate.epoch
     where gate.id > $1 and gate.revoked_at is null order by gate.id limit $2`,
    [after, limit],
  );
  return rows.map(({ estate, gate, epoch, through, hash, forked }) => ({
    ...{ estate, gate },
    ack: { v: WIRE_VERSION, epoch, through: Number(through), hash, ...(forked ? { fork: true } : {}) },
  }));
}

/** Orders to this gate that it has not answered and that have not expired. */
export async function openOrders(db: Database, gate: GateId, now: Date): Promise<Order[]> {
  const { rows } = await db.pool.query<{ content: unknown }>(
    "select content from gate_order where gate = $1 and outcome is null and expires_at > $2 order by created_at",
    [gate, now],
  );
  return rows.flatMap((row) => {
    const order = Order.safeParse(row.content);
    return order.success ? [order.data] : [];
  });
}

/** Something that an operator should look at. */
export async function recordException(
  db: Database,
  gate: GateIdentity,
  kind: string,
  words: string,
  at: Date,
): Promise<void> {
  await db.pool.query("insert into exception (estate, kind, at, gate, words) values ($1, $2, $3, $4, $5)", [
    gate.estate,
    kind,
    at,
    gate.id,
    words,
  ]);
}
