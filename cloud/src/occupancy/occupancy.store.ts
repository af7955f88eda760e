import type { Lease } from "@baygate/shared/envelope";
import type { Epoch, EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import type { Tx } from "../db/client.ts";
import { writeRows } from "../db/rows.ts";

/** By how much a zone's counters move. */
export interface PlaceMove {
  readonly estate: EstateId;
  readonly zone: ZoneId;
  readonly arrivals: number;
  readonly departures: number;
  readonly passing: number;
}

/** Moves zones' counters, locking the rows in the order of their names until the transaction ends: call it late. */
export const movePlaces = ({ client }: Tx, moves: readonly PlaceMove[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "move-places",
      text: `insert into occupancy (estate, zone, arrivals, departures, passing)
        select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) as t(estate, zone, a, d, p)
        order by estate, zone
        on conflict (estate, zone) do update set arrivals = occupancy.arrivals + excluded.arrivals,
          departures = occupancy.departures + excluded.departures, passing = occupancy.passing + excluded.passing`,
    },
    moves,
    (m) => m.estate,
    (m) => m.zone,
    (m) => m.arrivals,
    (m) => m.departures,
    (m) => m.passing,
  );

/** By how much a gate's lease counters move in one zone; `lent` is raised to at least this. */
export interface LeaseMove extends Lease {
  readonly zone: ZoneId;
}

/** Moves the lease counters of one epoch of a gate. `lent` is what the gate says it was lent: a restored cloud may have forgotten. */
export const moveLeases = (
  { client }: Tx,
  of: { readonly gate: GateId; readonly epoch: Epoch; readonly estate: EstateId },
  moves: readonly LeaseMove[],
): Promise<void> =>
  writeRows(
    client,
    {
      name: "move-leases",
      text: `insert into lease (gate, epoch, estate, zone, lent, used, returned, voided)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
          as t(gate, epoch, estate, zone, lent, used, returned, voided)
        order by zone
        on conflict (gate, epoch, zone) do update set lent = greatest(lease.lent, excluded.lent),
          used = lease.used + excluded.used, returned = lease.returned + excluded.returned, voided = lease.voided + excluded.voided
        where lease.lent < excluded.lent or (excluded.used, excluded.returned, excluded.voided) <> (0, 0, 0)`,
    },
    moves,
    () => of.gate,
    () => of.epoch,
    () => of.estate,
    (m) => m.zone,
    (m) => m.lent,
    (m) => m.used,
    (m) => m.returned,
    (m) => m.voided,
  );
