import type { EstateId } from "@baygate/shared/ids";
import type { LiveTopic } from "@baygate/shared/topics";
import type { Database } from "../db/client.ts";

/** Version of the live messages. */
const LIVE_VERSION = 1;

interface LiveRow {
  readonly occupancy: unknown;
  readonly price: unknown;
  readonly gates: unknown;
}

const LIVE = `
  with z as (
    select z.id, z.name, z.class, z.capacity, coalesce(o.factor_permille, 1000) as factor,
           greatest(0, coalesce(o.arrivals - o.departures + o.corrections, 0)) as inside, coalesce(o.passing, 0) as passing,
           r.text::jsonb as rule
    from zone z
    left join occupancy o on o.estate = z.estate and o.zone = z.id
    left join rule r on r.estate = z.estate and r.key = 'zone/' || z.id
    where z.estate = $1
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('zone', id, 'name', name, 'class', class, 'capacity', capacity, 'inside', inside,
       'passing', passing, 'free', case when class = 'reserved' then 0 else greatest(0, capacity - inside - passing) end) order by id), '[]') from z) as occupancy,
    (select coalesce(jsonb_agg(jsonb_build_object('zone', id, 'factorPermille', factor, 'words', rule ->> 'offerWords',
       'offer', rule -> 'offer') order by id), '[]') from z) as price,
    (select coalesce(jsonb_agg(jsonb_build_object('gate', id, 'name', name, 'online', online,
       'waiting', status -> 'waiting', 'faults', coalesce(status -> 'faults', '[]')) order by id), '[]')
     from gate where estate = $1 and revoked_at is null) as gates`;

/** What an estate's dashboards are shown now, as the texts of its retained topics. */
export async function liveTexts(db: Database, estate: EstateId): Promise<Record<LiveTopic, string>> {
  const { rows } = await db.pool.query<LiveRow>({ name: "fleet-live", text: LIVE, values: [estate] });
  const [row] = rows;
  return {
    occupancy: JSON.stringify({ v: LIVE_VERSION, zones: row?.occupancy ?? [] }),
    price: JSON.stringify({ v: LIVE_VERSION, zones: row?.price ?? [] }),
    gates: JSON.stringify({ v: LIVE_VERSION, gates: row?.gates ?? [] }),
  };
}
