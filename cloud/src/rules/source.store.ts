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
  readonly antiPassback: string;
  readonly staleAfterMs: number;
  readonly staleArrivals: number;
  readonly plateMatch: string;
  readonly plateConfidencePermille: number;
  readonly plainCards: string;
  readonly unsureClock: string;
  readonly overdraw: number;
  /** Only while a departure gate is not heard. */
  readonly departuresHeard?: false;
}

/** A departure gate that is offline, or has facts waiting, for longer than this is not heard. Milliseconds. */
const UNHEARD_MS = 30_000;

export async function estateSource(client: PoolClient, estate: EstateId, now: Date): Promise<EstateSource | undefined> {
  const { rows } = await client.query<Omit<EstateSource, "staleAfterMs"> & { staleAfterMs: string }>(
    `select name, time_zone as "timeZone", currency, unknown_at_departure as "unknownAtDeparture",
            grant_ms as "grantMs", stuck_ms as "stuckMs", repeat_ms as "repeatMs", anti_passback as "antiPassback",
            stale_after_ms as "staleAfterMs", stale_arrivals as "staleArrivals", plate_match as "plateMatch",
            plate_confidence_permille as "plateConfidencePermille", plain_cards as "plainCards",
            unsure_clock as "unsureClock", overdraw
     from estate where id = $1`,
    [estate],
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const row = { ...first, staleAfterMs: Number(first.staleAfterMs) };
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
  /** Of a card that must prove itself: its key, base64url. */
  readonly aes: string | null;
  /** Of the vehicle that it stands for; null: any of the account's. */
  readonly class: string | null;
  readonly vehicle: string | null;
  /** The vehicle is given up then. */
  readonly until: Date | null;
}

/** Cards and plates of accounts that have access to the estate, or a car in it. What stood for a vehicle goes with it. */
export async function credentialSources(
  client: PoolClient,
  estate: EstateId,
  refs: readonly string[],
  now: Date,
): Promise<CredentialSource[]> {
  const { rows } = await client.query<CredentialSource>({
    name: "rule-source-credentials",
    text: `select c.ref, c.account, c.revoked or coalesce(v.ended_at <= $3, false) as revoked, c.aes, v.class, v.id as vehicle,
                  v.ended_at as until
           from (select ref, account, revoked_at is not null as revoked, aes, vehicle from card where ref = any($2::text[])
                 union all select plate_ref, account, false, null, id from vehicle where plate_ref = any($2::text[])) c
           left join vehicle v on v.id = c.vehicle
           where exists (select from access x where x.account = c.account and x.estate = $1) or ${isGuest("c.account")}`,
    values: [estate, refs, now],
  });
  return rows;
}

export interface PlateSource {
  readonly alike: string;
  readonly refs: readonly string[];
}

/** Plates that look alike, of accounts that have access to the estate or a car in it; of each what they have in common was asked for. */
export async function plateSources(
  client: PoolClient,
  estate: EstateId,
  alike: readonly string[],
): Promise<PlateSource[]> {
  const { rows } = await client.query<PlateSource>({
    name: "rule-source-plates",
    text: `select v.plate_alike as alike, array_agg(v.plate_ref order by v.plate_ref) as refs
           from vehicle v
           where v.plate_alike = any($2::text[]) and v.plate_ref is not null
             and (exists (select from access x where x.account = v.account and x.estate = $1) or ${isGuest("v.account")})
           group by v.plate_alike`,
    values: [estate, alike],
  });
  return rows;
}

/** Phones and tickets that count no more although a certificate or a print of theirs may still hold. */
export async function deniedSources(
  client: PoolClient,
  refs: readonly string[],
  now: Date,
): Promise<{ readonly ref: string; readonly until: Date; readonly used: boolean }[]> {
  const { rows } = await client.query<{ ref: string; until: Date; used: boolean }>({
    name: "rule-source-denied",
    text: `select ref, certified_until as until, false as used from device
           where ref = any($1::text[]) and revoked_at is not null and certified_until > $2
           union all
           select ref, until_at, used_at is not null from visitor_ticket
           where ref = any($1::text[]) and (used_at is not null or revoked_at is not null) and until_at > $2`,
    values: [refs, now],
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

/** The published trust list, as JSON. */
export async function trustListSource(client: PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>("select value from house where id = 'trust-list'");
  return rows[0]?.value;
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

export interface GroupSource {
  readonly group: string;
  readonly members: readonly string[];
}

/** Groups whose members share places of subscriptions at the estate, with all their members. */
export async function groupSources(
  client: PoolClient,
  estate: EstateId,
  groups: readonly string[],
): Promise<GroupSource[]> {
  const { rows } = await client.query<GroupSource>({
    name: "rule-source-groups",
    text: `select m.group_account as group, array_agg(m.account::text order by m.account) as members
           from group_member m
           where m.group_account = any($2::uuid[]) and exists (
             select from subscription s join subscription_plan p on p.id = s.plan
             where s.account = m.group_account and p.estate = $1 and s.ended_at is null)
           group by m.group_account`,
    values: [estate, groups],
  });
  return rows;
}

export interface RightSource {
  readonly account: string;
  readonly zone: string;
  /** Of the owner: the owner's cars and all guests' together. */
  readonly places: number;
  readonly own: number;
  readonly fromAt: Date;
  readonly untilAt: Date | null;
  /** The other accounts on the same places. */
  readonly shared: readonly string[];
}

/** Rights to reserved bays of the estate that are not over at `since`; a guest's is never more than its owner's. */
export async function rightSources(
  client: PoolClient,
  estate: EstateId,
  accounts: readonly string[],
  since: Date,
): Promise<RightSource[]> {
  const { rows } = await client.query<RightSource>({
    name: "rule-source-rights",
    text: `select r.account, r.zone, o.places, r.places as own, greatest(r.from_at, o.from_at) as "fromAt",
                  least(r.until_at, o.until_at) as "untilAt",
                  array(select f.account::text from bay_right f
                        where coalesce(f.guest_of, f.id) = o.id and f.account <> r.account and f.revoked_at is null
                        order by 1) as shared
           from bay_right r join bay_right o on o.id = coalesce(r.guest_of, r.id)
           where r.estate = $1 and r.account = any($2::uuid[]) and r.revoked_at is null and o.revoked_at is null
             and coalesce(least(r.until_at, o.until_at), 'infinity') > $3
           order by r.from_at, r.id`,
    values: [estate, accounts, since],
  });
  return rows;
}

/** Of accounts whose vehicles are all of one class: that class. */
export async function classSources(
  client: PoolClient,
  accounts: readonly string[],
  now: Date,
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ account: string; class: string }>({
    name: "rule-source-classes",
    text: `select account, min(class) as class from vehicle
           where account = any($1::uuid[]) and (ended_at is null or ended_at > $2)
           group by account having min(class) = max(class)`,
    values: [accounts, now],
  });
  return new Map(rows.map((row) => [row.account, row.class]));
}

export interface CoverSource {
  readonly currency: string;
  readonly timeZone: string;
  /** What the zones ask for. */
  readonly minimumsMinor: readonly bigint[];
}

/** What an estate's gates compare cover with. */
export async function coverSource(client: PoolClient, estate: EstateId): Promise<CoverSource | undefined> {
  const { rows } = await client.query<Omit<CoverSource, "minimumsMinor"> & { covers: string[] }>({
    name: "rule-source-covers",
    text: `select currency, time_zone as "timeZone",
                  array(select minimum_cover_minor::text from zone where estate = $1) as covers
           from estate where id = $1`,
    values: [estate],
  });
  const [row] = rows;
  return row && { currency: row.currency, timeZone: row.timeZone, minimumsMinor: row.covers.map(BigInt) };
}

export interface WalletSource {
  readonly account: string;
  readonly currency: string;
  readonly balanceMinor: bigint;
  readonly heldMinor: bigint;
  readonly debtMinor: bigint;
}

/** Wallets as they are, without a lock. */
export async function walletSources(client: PoolClient, accounts: readonly string[]): Promise<WalletSource[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<{
    account: string;
    currency: string;
    balance: string;
    held: string;
    debt: string;
  }>({
    name: "rule-source-wallets",
    text: `select account, currency, balance_minor as balance, held_minor as held, debt_minor as debt
           from wallet where account = any($1::uuid[])`,
    values: [accounts],
  });
  return rows.map(({ account, currency, balance, held, debt }) => ({
    ...{ account, currency, balanceMinor: BigInt(balance), heldMinor: BigInt(held), debtMinor: BigInt(debt) },
  }));
}
