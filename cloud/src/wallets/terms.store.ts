import type { AccountRef, FactId, SessionId } from "@baygate/shared/ids";
import { LocalHours } from "@baygate/shared/local-hours";
import { z } from "zod";
import type { Tx } from "../db/client.ts";
import { msOf } from "../db/rows.ts";
import type { Spend } from "./groups.ts";
import type { Subscriber, Subscription } from "./subscriptions.ts";
import { type AccountTerms, AutoTopUp, type FailedTopUp, type TopUpSource } from "./terms.ts";
import type { Voucher } from "./vouchers.ts";

// What the settlement of stays has to know of accounts, one statement a table for all of a batch's accounts.

/**
 * Whose wallets these accounts' stays may move beside their own: their groups', and those on which their open visits have holds. Read
 * before anything is locked, so `accountTerms` has the last word.
 */
export async function payersOf({ client }: Tx, accounts: readonly AccountRef[]): Promise<AccountRef[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<{ payer: AccountRef }>({
    name: "payers-of",
    text: `select group_account as payer from group_member where account = any($1::uuid[])
      union select h.account from session s join hold h on h.session = s.id
        where s.account = any($1::uuid[]) and s.state in ('granted', 'unresolved', 'inside') and h.state = 'open'`,
    values: [accounts],
  });
  return rows.map(({ payer }) => payer);
}

/** What was agreed with accounts. Membership changes under the lock of the member's wallet. */
export async function accountTerms(
  { client }: Tx,
  accounts: readonly AccountRef[],
): Promise<Map<AccountRef, AccountTerms>> {
  if (accounts.length === 0) return new Map();
  const { rows } = await client.query<{
    account: AccountRef;
    rank: string | null;
    credit: string;
    topUp: unknown;
    group: AccountRef | null;
    limit: string | null;
  }>({
    name: "account-terms",
    text: `select a.id as account, a.rank, coalesce(a.credit_limit_minor, r.credit_limit_minor, 0) as credit,
        a.auto_top_up as "topUp", m.group_account as "group", m.monthly_limit_minor as "limit"
      from account a
      left join loyalty_rank r on r.id = a.rank
      left join group_member m on m.account = a.id
      where a.id = any($1::uuid[])`,
    values: [accounts],
  });
  return new Map(
    rows.map(({ account, rank, credit, topUp, group, limit }) => [
      account,
      {
        ...{ account, rank, group, creditMinor: BigInt(credit) },
        autoTopUp: AutoTopUp.nullable().catch(null).parse(topUp),
        monthlyLimitMinor: limit === null ? null : BigInt(limit),
      },
    ]),
  );
}

/** What groups have paid for members, month by month. The groups' wallets are locked. */
export async function groupSpends(
  { client }: Tx,
  members: readonly { readonly group: AccountRef; readonly account: AccountRef }[],
): Promise<Spend[]> {
  if (members.length === 0) return [];
  const { rows } = await client.query<Omit<Spend, "spentMinor"> & { spent: string }>({
    name: "group-spends",
    text: `select group_account as "group", account, month, spent_minor as spent from group_spend
      where (group_account, account) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    values: [members.map(({ group }) => group), members.map(({ account }) => account)],
  });
  return rows.map(({ spent, ...row }) => ({ ...row, spentMinor: BigInt(spent) }));
}

/** Subscriptions of these owners that reach into the time from `sinceMs` on. */
export async function subscriptionsOf(
  { client }: Tx,
  owners: readonly AccountRef[],
  sinceMs: number,
): Promise<Subscription[]> {
  if (owners.length === 0) return [];
  const { rows } = await client.query<Omit<Subscription, "windows"> & { windows: unknown }>({
    name: "subscriptions-of",
    text: `select s.id, s.plan, s.account as owner, p.estate, p.zones, p.classes, s.vehicles, p.windows, p.places,
        ${msOf("s.from_at")} as "fromMs", ${msOf("least(s.until_at, s.ended_at)")} as "untilMs"
      from subscription s join subscription_plan p on p.id = s.plan
      where s.account = any($1::uuid[]) and s.until_at > to_timestamp($2::float8 / 1000)
        and (s.ended_at is null or s.ended_at > to_timestamp($2::float8 / 1000))
      order by s.id`,
    values: [owners, sinceMs],
  });
  return rows.map((row) => ({ ...row, windows: z.array(LocalHours).parse(row.windows) }));
}

/**
 * Visits that may be on these subscriptions: their owners', and for a group's its members', from the first that is still open or ended at
 * `sinceMs` or later.
 */
export async function subscribers(
  { client }: Tx,
  subscriptions: readonly Subscription[],
  sinceMs: number,
): Promise<Subscriber[]> {
  if (subscriptions.length === 0) return [];
  const { rows } = await client.query<Subscriber>({
    name: "subscribers",
    text: `with who as (
        select u.id, u.owner as account from unnest($1::uuid[], $2::uuid[]) as u(id, owner)
        union select u.id, m.account from unnest($1::uuid[], $2::uuid[]) as u(id, owner)
          join group_member m on m.group_account = u.owner
      ), first as (
        select least(to_timestamp($3::float8 / 1000), min(coalesce(s.arrived_at, s.granted_at))) as at
        from who join session s on s.account = who.account and s.state in ('inside', 'unresolved')
      )
      select who.id as subscription, s.id as session, s.estate, s.zone, s.class,
        ${msOf("coalesce(s.arrived_at, s.granted_at)")} as "fromMs", ${msOf("s.departed_at")} as "untilMs",
        t.terms #> '{account,subscriptions}' @> jsonb_build_array(jsonb_build_object('id', who.id::text)) as took,
        s.arrival_fact as "arrivalFact"
      from who cross join first
      join session s on s.account = who.account
        and (s.state in ('inside', 'unresolved') or s.departed_at > first.at)
      left join stay_now t on t.session = s.id`,
    values: [subscriptions.map(({ id }) => id), subscriptions.map(({ owner }) => owner), sinceMs],
  });
  return rows;
}

/** By which vehicle visits arrived, as the credential told that opened the gate. By the fact of the arrival; unknown ones are left out. */
export async function vehiclesOf({ client }: Tx, arrivals: readonly FactId[]): Promise<Map<FactId, string>> {
  if (arrivals.length === 0) return new Map();
  const { rows } = await client.query<{ fact: FactId; vehicle: string }>({
    name: "vehicles-of",
    text: `with arrived as materialized (
        select id, text::jsonb #>> '{body,decision}' as decision from fact
        where id = any($1::text[]) and kind = 'vehicle.arrived' and quarantine is null
      ), decided as materialized (
        select a.id, d.text::jsonb #>> '{body,credential}' as credential from arrived a join fact d on d.id = a.decision
        where d.kind = 'decision.made' and d.quarantine is null
      )
      select d.id as fact, coalesce(c.vehicle, v.id) as vehicle from decided d
      left join card c on c.ref = d.credential
      left join vehicle v on v.plate_ref = d.credential
      where coalesce(c.vehicle, v.id) is not null`,
    values: [arrivals],
  });
  return new Map(rows.map(({ fact, vehicle }) => [fact, vehicle]));
}

/** Vouchers that accounts have redeemed and not used, those that end first before others; and those used on these sessions. */
export async function vouchersOf(
  { client }: Tx,
  accounts: readonly AccountRef[],
  sessions: readonly SessionId[],
): Promise<Voucher[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<Omit<Voucher, "value"> & { value: string }>({
    name: "vouchers-of",
    text: `select id, estate, account, kind, value, ${msOf("valid_from")} as "validFromMs",
        ${msOf("valid_until")} as "validUntilMs", session, billed is not null as billed
      from voucher
      where account = any($1::uuid[]) and (used_at is null or session = any($2::uuid[]))
      order by valid_until, id`,
    values: [accounts, sessions],
  });
  return rows.map(({ value, ...row }) => ({ ...row, value: BigInt(value) }));
}

/** How money is fetched for accounts: by the first of their payment methods. Accounts without one are left out. */
export async function topUpSources(
  { client }: Tx,
  accounts: readonly AccountRef[],
): Promise<Map<AccountRef, TopUpSource>> {
  if (accounts.length === 0) return new Map();
  const { rows } = await client.query<TopUpSource>({
    name: "top-up-sources",
    text: `select distinct on (m.account) m.account, m.id as method, m.provider,
        exists (select from payment p
          where p.account = m.account and p.kind = 'auto-top-up' and p.state in ('wanted', 'asked')) as "isOpen"
      from payment_method m
      where m.account = any($1::uuid[]) and m.ended_at is null
      order by m.account, m.position, m.created_at`,
    values: [accounts],
  });
  return new Map(rows.map((row) => [row.account, row]));
}

/** Accounts that owe, wish for automatic top-ups, and whose last one failed. */
export async function failedTopUps({ client }: Tx): Promise<FailedTopUp[]> {
  const { rows } = await client.query<FailedTopUp>(
    `select w.account, l.id as payment, ${msOf("l.ended_at")} as "endedAtMs",
       (select count(*)::int from payment f where f.account = w.account and f.kind = 'auto-top-up' and f.state = 'failed'
          and f.created_at > coalesce((select max(s.created_at) from payment s where s.account = w.account
            and s.kind = 'auto-top-up' and s.state = 'succeeded'), '-infinity')) as failures
     from wallet w
     join account a on a.id = w.account and a.auto_top_up is not null
     join lateral (select id, state, ended_at from payment p where p.account = w.account and p.kind = 'auto-top-up'
       order by p.created_at desc, p.id desc limit 1) l on l.state = 'failed'
     where w.debt_minor > 0 and l.ended_at is not null`,
  );
  return rows;
}
