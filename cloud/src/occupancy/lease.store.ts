import type { EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import type { PoolClient } from "pg";

/** Places that came back from one journal. */
export interface Reclaimed {
  readonly epoch: string;
  readonly places: number;
}

/** The estate of a gate, revoked or not; locked against a new epoch until the transaction ends. */
export async function lockGate(client: PoolClient, gate: GateId): Promise<EstateId | undefined> {
  const { rows } = await client.query<{ estate: string }>({
    name: "lease-lock-gate",
    text: "select estate from gate where id = $1 for no key update",
    values: [gate],
  });
  return rows[0]?.estate;
}

/** Takes what is lent to journals of a gate that it does not write any more as returned. The zone's row is locked. */
export async function reclaim(client: PoolClient, estate: EstateId, gate: GateId, zone: ZoneId): Promise<Reclaimed[]> {
  const { rows } = await client.query<{ epoch: string; places: string }>({
    name: "lease-reclaim",
    text: `with lost as (
             select l.gate, l.epoch, l.zone, l.lent - l.used - l.returned + l.voided as places
             from lease l join gate g on g.id = l.gate
             left join gate_epoch e on e.gate = l.gate and e.epoch = l.epoch
             where l.estate = $1 and l.gate = $2 and l.zone = $3 and l.lent - l.used - l.returned + l.voided > 0
               and (g.revoked_at is not null or e.forked_at is not null or l.epoch is distinct from g.epoch)
             order by l.epoch for update of l
           )
           update lease set returned = lease.lent - lease.used + lease.voided from lost
           where lease.gate = lost.gate and lease.epoch = lost.epoch and lease.zone = lost.zone
           returning lease.epoch, lost.places`,
    values: [estate, gate, zone],
  });
  return rows.map((row) => ({ epoch: row.epoch, places: Number(row.places) }));
}

/** Nothing of these journals is lost any more: what was said of it is closed. */
export async function closeLostLeases(
  client: PoolClient,
  estate: EstateId,
  gate: GateId,
  lost: { readonly zone: ZoneId; readonly epochs: readonly string[] },
  at: Date,
): Promise<void> {
  await client.query({
    name: "lease-close-lost",
    text: `update exception set resolved_at = $5
           where estate = $1 and gate = $2 and kind = 'lease-lost' and resolved_at is null
             and words like any(select '% of ' || $3 || ' stay lent to % ' || epoch || ',%' from unnest($4::text[]) as t(epoch))`,
    values: [estate, gate, lost.zone, [...lost.epochs], at],
  });
}
