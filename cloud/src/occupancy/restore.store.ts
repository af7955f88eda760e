import type { EstateId } from "@baygate/shared/ids";
import type { PoolClient } from "pg";

// A cloud that was restored from a backup has forgotten what it lent since (docs/adr/0007). Two kinds of rows of `house` tell: `lendings`
// counts the times that places were lent, ever; `unheard/<gate>` stands for each gate that was not heard since a restore.

/** Places are being lent: the count grows, which a copy outside the database follows. */
export async function countLending(client: PoolClient): Promise<void> {
  await client.query({
    name: "tend-count-lending",
    text: `insert into house (id, value) values ('lendings', '1')
           on conflict (id) do update set value = (house.value::bigint + 1)::text`,
  });
}

/** Whether a gate of the estate may hold places that the database has forgotten. A revoked one is the operator's to answer for. */
export async function isUnheard(client: PoolClient, estate: EstateId): Promise<boolean> {
  const { rows } = await client.query({
    name: "tend-unheard",
    text: `select 1 from house h join gate g on h.id = 'unheard/' || g.id
           where g.estate = $1 and g.revoked_at is null limit 1`,
    values: [estate],
  });
  return rows.length > 0;
}

/** How often places were lent, as the database knows. */
export async function lendings(client: Pick<PoolClient, "query">): Promise<number> {
  const { rows } = await client.query<{ value: string }>("select value from house where id = 'lendings'");
  return Number(rows[0]?.value ?? 0);
}

/** Every gate that may have been lent places is to be heard first; the count goes on from `count`. An operator of each estate is told. */
export async function forgetHeard(client: PoolClient, count: number, at: Date): Promise<void> {
  await client.query(
    `insert into house (id, value) values ('lendings', $1) on conflict (id) do update set value = excluded.value`,
    [String(count)],
  );
  const { rows } = await client.query<{ estate: EstateId; gate: string }>(
    `insert into house (id, value)
     select 'unheard/' || g.id, '' from gate g
     where g.revoked_at is null and (g.arrival_zones <> '{}' or exists (select from lease l where l.gate = g.id))
     on conflict (id) do nothing
     returning substr(id, 9) as gate, (select estate from gate where 'unheard/' || gate.id = house.id) as estate`,
  );
  for (const estate of new Set(rows.map((row) => row.estate))) {
    const gates = rows.filter((row) => row.estate === estate).map(({ gate }) => gate);
    await client.query("insert into exception (estate, kind, at, words) values ($1, 'cloud-restored', $2, $3)", [
      ...[estate, at],
      `the database was restored from a backup; no place is lent until these gates were heard, or are revoked: ${gates.join(", ")}`.slice(
        0,
        500,
      ),
    ]);
  }
}
