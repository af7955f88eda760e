import type { EstateId } from "@baygate/shared/ids";
import type { PoolClient } from "pg";

// What the rules say, read from the tables that know it. Every query asks for some keys of one estate and answers with those
// that exist there.

export interface EstateSource {
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly unknownAtDeparture: string;
  readonly grantMs: number;
  readonly stuckMs: number;
  readonly repeatMs: number;
  /** Only while a departure gate is not heard. */
  readonly departuresHeard?: false;
}

/** A departure gate that is offline, or has facts waiting, for longer than this is not heard. Milliseconds. */
const UNHEARD_MS = 30_000;

export async function estateSource(client: PoolClient, estate: EstateId, now: Date): Promise<EstateSource | undefined> {
  const { rows } = await client.query<EstateSource>(
    `select name, time_zone as "timeZone", currency, unknown_at_departure as "unknownAtDeparture",
            grant_ms as "grantMs", stuck_ms as "stuckMs", repeat_ms as "repeatMs"
     from estate where id = $1`,
    [estate],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const unheard = await client.query({
    name: "rule-source-unheard",
    text: `select from gate where estate = $1 and revoked_at is null and arrival_zones = '{}'
             and (status ->> 'unheardSinceMs')::float8 < $2::float8`,
    values: [estate, now.getTime() - UNHEARD_MS],
  });
  return unheard.rowCount === 0 ? row : { ...row, departuresHeard: false };
}

export interface ZoneSource {
  readonly id: string;
  readonly class: string;
  readonly capacity: number;
  readonly minimumCoverMinor: bigint;
  readonly factorPermille: number;
  readonly tariff: string;
  readonly tariffVersion: number;
  readonly tariffCurrency: string;
  readonly tariffContent: unknown;
}

/** Zones with the version of their tariff in effect at `now`. A zone without one is not answered: nobody could be billed. */
export async function zoneSources(
  client: PoolClient,
  estate: EstateId,
  zones: readonly string[],
  now: Date,
): Promise<ZoneSource[]> {
  const { rows } = await client.query<Omit<ZoneSource, "minimumCoverMinor"> & { minimumCoverMinor: string }>({
    name: "rule-source-zones",
    text: `select z.id, z.class, z.capacity, z.minimum_cover_minor as "minimumCoverMinor",
                  coalesce(o.factor_permille, 1000) as "factorPermille", t.id as tariff, t.version as "tariffVersion",
                  t.currency as "tariffCurrency", t.content as "tariffContent"
           from zone z
           left join occupancy o on o.estate = z.estate and o.zone = z.id
           join lateral (select * from tariff where id = z.tariff and effective_at <= $3 order by version desc limit 1) t on true
           where z.estate = $1 and z.id = any($2::text[])`,
    values: [estate, zones, now],
  });
  return rows.map((row) => ({ ...row, minimumCoverMinor: BigInt(row.minimumCoverMinor) }));
}

export interface AccountSource {
  readonly id: string;
  readonly blocked: boolean;
  readonly balanceMinor: bigint;
  readonly heldMinor: bigint;
  readonly debtMinor: bigint;
  /** The stay granted or begun last, of those that are open. */
  readonly stay: {
    readonly session: string;
    readonly estate: string;
    readonly zone: string;
    readonly since: Date;
  } | null;
}

/** Whether an account has a car at the estate $1, or one that may be there. */
const isGuest = (account: string): string => `exists (
               select from session g
               where g.account = ${account} and g.estate = $1 and g.state in ('granted', 'unresolved', 'inside'))`;

interface AccountRow {
  readonly id: string;
  readonly blocked: boolean;
  readonly balance: string | null;
  readonly held: string | null;
  readonly debt: string | null;
  readonly session: string | null;
  readonly estate: string;
  readonly zone: string;
  readonly since: Date;
}

/** Accounts that have access to the estate, or a car in it. Without access they are blocked: they get out, and not in again. */
export async function accountSources(
  client: PoolClient,
  estate: EstateId,
  accounts: readonly string[],
): Promise<AccountSource[]> {
  const { rows } = await client.query<AccountRow>({
    name: "rule-source-accounts",
    text: `select a.id, a.blocked_at is not null or x.account is null as blocked, w.balance_minor as balance, w.held_minor as held,
                  w.debt_minor as debt, s.id as session, s.estate, s.zone, s.since
           from account a
           left join access x on x.account = a.id and x.estate = $1
           left join wallet w on w.account = a.id
           left join lateral (
             select id, estate, zone, coalesce(arrived_at, granted_at) as since from session
             where account = a.id and state in ('granted', 'inside')
             order by granted_at desc, id desc limit 1
           ) s on true
           where a.id = any($2::uuid[]) and (x.account is not null or ${isGuest("a.id")})`,
    values: [estate, accounts],
  });
  return rows.map((row) => ({
    id: row.id,
    blocked: row.blocked,
    balanceMinor: BigInt(row.balance ?? 0),
    heldMinor: BigInt(row.held ?? 0),
    debtMinor: BigInt(row.debt ?? 0),
    stay: row.session === null ? null : { session: row.session, estate: row.estate, zone: row.zone, since: row.since },
  }));
}

export interface CredentialSource {
  readonly ref: string;
  readonly account: string;
  readonly revoked: boolean;
}

/** Cards of accounts that have access to the estate, or a car in it. */
export async function credentialSources(
  client: PoolClient,
  estate: EstateId,
  refs: readonly string[],
): Promise<CredentialSource[]> {
  const { rows } = await client.query<CredentialSource>({
    name: "rule-source-cards",
    text: `select c.ref, c.account, c.revoked_at is not null as revoked
           from card c
           where c.ref = any($2::text[])
             and (exists (select from access x where x.account = c.account and x.estate = $1) or ${isGuest("c.account")})`,
    values: [estate, refs],
  });
  return rows;
}

export interface KeySource {
  readonly kid: string;
  readonly publicKey: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export async function keySources(client: PoolClient, kids: readonly string[]): Promise<KeySource[]> {
  const { rows } = await client.query<KeySource>(
    `select kid, public_key as "publicKey", not_before as "notBefore", not_after as "notAfter"
     from issuer_key where kid = any($1::text[])`,
    [kids],
  );
  return rows;
}

export interface LeaseSource {
  /** `<gate>/<zone>` */
  readonly id: string;
  readonly epoch: string;
  readonly lent: number;
}

/** What is lent to the gates' present journals. */
export async function leaseSources(
  client: PoolClient,
  estate: EstateId,
  leases: readonly string[],
): Promise<LeaseSource[]> {
  const { rows } = await client.query<{ id: string; epoch: string; lent: string }>({
    name: "rule-source-leases",
    text: `select l.gate || '/' || l.zone as id, l.epoch, l.lent
           from gate g join lease l on l.gate = g.id and l.epoch = g.epoch
           where g.estate = $1 and g.revoked_at is null and l.gate || '/' || l.zone = any($2::text[])`,
    values: [estate, leases],
  });
  return rows.map((row) => ({ ...row, lent: Number(row.lent) }));
}
