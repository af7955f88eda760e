import type { AccountRef, Epoch, EstateId, GateId } from "@baygate/shared/ids";
import type { RuleChange } from "@baygate/shared/rules";
import { sql } from "drizzle-orm";
import type { PoolClient } from "pg";
import type { Orm } from "../db/client.ts";
import type { RulesState } from "./rules.ts";

/** A transaction, or the database itself. */
export interface Marks {
  readonly orm: Pick<Orm, "execute">;
}

/** Notes that the sources of these keys changed. Call it in the transaction of the change; the feed follows after its commit. */
export async function markDirty(on: Marks, estate: EstateId, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await on.orm.execute(
    sql`insert into rule_dirty (estate, key) select ${estate}, unnest(${sql.param([...keys])}::text[])`,
  );
}

/** Whose rules an estate holds because of a visit there. */
export interface Guest {
  readonly account: AccountRef;
  readonly estate: EstateId;
}

/**
 * Notes that accounts' money, blocks or stays changed, at every estate that holds their rules: those where they have access, and
 * those where they are inside without it (any more). There their cards and plates come and go with the stay.
 *
 * @param visited visits that changed: one that has ended is not found among the open ones.
 */
export async function markAccounts(
  on: Marks,
  accounts: readonly AccountRef[],
  visited: readonly Guest[] = [],
): Promise<void> {
  if (accounts.length + visited.length === 0) return;
  const all = sql.param([...accounts]);
  const [who, where] = [
    sql.param(visited.map(({ account }) => account)),
    sql.param(visited.map(({ estate }) => estate)),
  ];
  await on.orm.execute(sql`
    with held as (
      select account, estate from access where account = any(${all}::uuid[])
      union select account, estate from session
        where account = any(${all}::uuid[]) and state in ('granted', 'unresolved', 'inside')
      union select * from unnest(${who}::uuid[], ${where}::text[])
    )
    insert into rule_dirty (estate, key)
    select estate, 'account/' || account from held
    union all
    select h.estate, c.key from held h
    join (select account, 'credential/' || ref as key from card
          union all select account, 'credential/' || plate_ref from vehicle where plate_ref is not null
          union all select account, 'plate/' || plate_alike from vehicle where plate_alike is not null) c
      on c.account = h.account
    where not exists (select from access a where a.account = h.account and a.estate = h.estate)`);
}

/** Notes that an estate's gates compare cover with something else now: groups' members are told in these steps (`toldMinor`). */
export async function markMembersOf(on: Marks, estate: EstateId): Promise<void> {
  await on.orm.execute(
    sql`insert into rule_dirty (estate, key)
      select x.estate, 'account/' || m.account from group_member m join access x on x.account = m.account
      where x.estate = ${estate}`,
  );
}

/** Notes that an estate holds rules of accounts, cards and plates that it did not hold. */
export async function markHolders(on: Marks, estate: EstateId): Promise<void> {
  await on.orm.execute(sql`
    with held as (select account from access where estate = ${estate})
    insert into rule_dirty (estate, key)
      select ${estate}, 'account/' || account from held
      union all select ${estate}, 'credential/' || c.ref from held join card c using (account)
      union all select ${estate}, 'credential/' || v.plate_ref from held join vehicle v using (account) where v.plate_ref is not null
      union all select ${estate}, 'plate/' || v.plate_alike from held join vehicle v using (account) where v.plate_alike is not null`);
}

/** Notes what is few and may have changed with the program, its secrets or the time: everything but accounts and cards. */
export async function markGround(on: Marks, estate: EstateId): Promise<void> {
  await on.orm.execute(sql`
    insert into rule_dirty (estate, key)
    select ${estate}, key from (
      select 'estate' as key
      union all select 'card-key'
      union all select 'zone/' || id from zone where estate = ${estate}
      union all select 'key/' || kid from issuer_key
      union all select id from house where id = 'trust-list'
      union all select 'denied/' || ref from device where revoked_at is not null
      union all select 'denied/' || ref from visitor_ticket
        where estate = ${estate} and (used_at is not null or revoked_at is not null)
      union all select distinct 'lease/' || gate || '/' || zone from lease where estate = ${estate}
    ) ground`);
}

/** Notes what the time alone changes: a tariff may have come into effect, a departure gate be unheard for too long. */
export async function markTimely(on: Marks, estate: EstateId): Promise<void> {
  await on.orm.execute(
    sql`insert into rule_dirty (estate, key)
      select estate, 'zone/' || id from zone where estate = ${estate} union all select ${estate}, 'estate'`,
  );
}

/** Estates whose rules wait for the feed. */
export async function dirtyEstates(on: Marks): Promise<EstateId[]> {
  const { rows } = await on.orm.execute<{ estate: string }>(sql`select distinct estate from rule_dirty`);
  return rows.map((row) => row.estate);
}

/** How far the facts of each gate of an estate are applied; null for a gate that has sent nothing yet. */
export async function gatePositions(
  client: PoolClient,
  estate: EstateId,
): Promise<Map<GateId, { epoch: Epoch; seq: number } | null>> {
  const { rows } = await client.query<{ id: string; epoch: string | null; through: string | null }>({
    name: "gate-positions",
    text: `select g.id, e.epoch, e.through from gate g left join gate_epoch e on e.gate = g.id and e.epoch = g.epoch
           where g.estate = $1 and g.revoked_at is null order by g.id`,
    values: [estate],
  });
  return new Map(
    rows.map((row) => [row.id, row.epoch === null ? null : { epoch: row.epoch, seq: Number(row.through) }]),
  );
}

/** Locks the estate's rules until the transaction ends. */
export async function lockRules(client: PoolClient, estate: EstateId): Promise<RulesState | undefined> {
  const { rows } = await client.query<{ rules_version: string; rules_digest: string }>(
    "select rules_version, rules_digest from estate where id = $1 for no key update",
    [estate],
  );
  return rows[0] && { version: Number(rows[0].rules_version), digest: rows[0].rules_digest };
}

/** Takes the estate's dirty keys, each once. */
export async function takeDirty(client: PoolClient, estate: EstateId): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>({
    name: "rules-take-dirty",
    text: "with taken as (delete from rule_dirty where estate = $1 returning key) select distinct key from taken",
    values: [estate],
  });
  return rows.map((row) => row.key);
}

/** The texts as last published; null: deleted. */
export async function publishedRules(
  client: PoolClient,
  estate: EstateId,
  keys: readonly string[],
): Promise<Map<string, string | null>> {
  const { rows } = await client.query<{ key: string; text: string | null }>({
    name: "rules-published",
    text: "select key, text from rule where estate = $1 and key = any($2::text[])",
    values: [estate, keys],
  });
  return new Map(rows.map((row) => [row.key, row.text]));
}

/** Writes what changed, all at one version, with the estate's new version and digest. */
export async function writeRules(
  client: PoolClient,
  estate: EstateId,
  to: RulesState,
  changes: readonly RuleChange[],
): Promise<void> {
  await client.query({
    name: "rules-write",
    text: `insert into rule (estate, key, version, text)
           select $1, key, $2, text from unnest($3::text[], $4::text[]) as changed (key, text)
           on conflict (estate, key) do update set version = excluded.version, text = excluded.text`,
    values: [estate, to.version, changes.map(([key]) => key), changes.map(([, text]) => text)],
  });
  await client.query("update estate set rules_version = $2, rules_digest = $3 where id = $1", [
    estate,
    to.version,
    to.digest,
  ]);
}

/** Changes after version `from`, deletions too. */
export async function rulesSince(client: PoolClient, estate: EstateId, from: number): Promise<RuleChange[]> {
  const { rows } = await client.query<{ key: string; text: string | null }>({
    name: "rules-since",
    text: "select key, text from rule where estate = $1 and version > $2 order by key",
    values: [estate, from],
  });
  return rows.map((row) => [row.key, row.text]);
}

/** All the rules that stand. */
export async function allRules(client: PoolClient, estate: EstateId): Promise<RuleChange[]> {
  const { rows } = await client.query<{ key: string; text: string | null }>(
    "select key, text from rule where estate = $1 and text is not null order by key",
    [estate],
  );
  return rows.map((row) => [row.key, row.text]);
}
