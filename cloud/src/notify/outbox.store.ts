import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import type { Tx } from "../db/client.ts";
import { msOf, tsOf, writeRows } from "../db/rows.ts";
import type { PushAddress } from "./channel.ts";
import { Notice, QuietHours } from "./notice.ts";

/** The database itself, for what one statement does. */
type Pool = { readonly pool: Pick<Tx["client"], "query"> };

/** Something that happened and that somebody may want to know. */
export interface Due {
  readonly kind: "stay-began" | "stay-ended" | "wallet" | "estate";
  readonly account: AccountRef | null;
  readonly session: SessionId | null;
  readonly estate: EstateId | null;
  /** It was not put off before. */
  readonly isFresh: boolean;
}

/** Takes what is due out of the queue: with this transaction it is dealt with. */
export async function takeDue({ client }: Tx, nowMs: number, limit: number): Promise<Due[]> {
  const { rows } = await client.query<Due & { readonly id: string }>({
    name: "notices-take-due",
    text: `delete from notice_due where id in
        (select id from notice_due where due_at <= ${tsOf("$1::float8")} order by due_at, id limit $2 for update skip locked)
      returning id, kind, account, session, estate, due_at = to_timestamp(0) as "isFresh"`,
    values: [nowMs, limit],
  });
  return rows.sort((a, b) => Number(a.id) - Number(b.id));
}

/** Puts things back into the queue for later. */
export const putOff = ({ client }: Tx, due: readonly (Due & { readonly atMs: number })[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "notices-put-off",
      text: `insert into notice_due (kind, account, session, due_at)
        select kind, account, session, ${tsOf("at")} from unnest($1::text[], $2::uuid[], $3::uuid[], $4::float8[]) as t(kind, account, session, at)`,
    },
    due,
    (d) => d.kind,
    (d) => d.account,
    (d) => d.session,
    (d) => d.atMs,
  );

/** What accounts wish, and what they were told; locked until the transaction ends. */
export interface Wish {
  readonly account: AccountRef;
  readonly stayBegan: boolean;
  readonly stayEnded: boolean;
  readonly lowBalance: boolean;
  readonly lowBalanceMinor: bigint;
  readonly toldLow: boolean;
  readonly quiet: QuietHours | null;
}

export async function lockWishes({ client }: Tx, accounts: readonly AccountRef[]): Promise<Map<AccountRef, Wish>> {
  if (accounts.length === 0) return new Map();
  const { rows } = await client.query<Omit<Wish, "lowBalanceMinor"> & { readonly lowBalanceMinor: string }>({
    name: "notices-wishes",
    text: `select account, stay_began as "stayBegan", stay_ended as "stayEnded", low_balance as "lowBalance",
        low_balance_minor as "lowBalanceMinor", told_low as "toldLow", quiet_hours as quiet
      from notice_wish where account = any($1::uuid[]) order by account for update`,
    values: [accounts],
  });
  return new Map(
    rows.map((row) => [
      row.account,
      { ...row, lowBalanceMinor: BigInt(row.lowBalanceMinor), quiet: QuietHours.nullable().parse(row.quiet) },
    ]),
  );
}

export async function saveToldLow({ client }: Tx, account: AccountRef, toldLow: boolean): Promise<void> {
  await client.query({
    name: "notices-told-low",
    text: "update notice_wish set told_low = $2 where account = $1",
    values: [account, toldLow],
  });
}

/** Stays that began: where, when, and whether they are over. */
export async function begunStays({ client }: Tx, sessions: readonly SessionId[]) {
  if (sessions.length === 0) return new Map<SessionId, never>();
  const { rows } = await client.query<{
    session: SessionId;
    estate: EstateId;
    estateName: string;
    timeZone: string;
    atMs: number;
    isOver: boolean;
  }>({
    name: "notices-begun",
    text: `select s.id as session, s.estate, e.name as "estateName", e.time_zone as "timeZone",
        ${msOf("coalesce(s.arrived_at, s.granted_at)")} as "atMs", s.state <> 'inside' as "isOver"
      from session s join estate e on e.id = s.estate where s.id = any($1::uuid[])`,
    values: [sessions],
  });
  return new Map(rows.map((row) => [row.session, row]));
}

/** Stays that ended, as they were first priced. */
export async function endedStays({ client }: Tx, sessions: readonly SessionId[]) {
  if (sessions.length === 0) return new Map<SessionId, never>();
  const { rows } = await client.query<{
    session: SessionId;
    estate: EstateId;
    estateName: string;
    arrivedAtMs: number;
    atMs: number;
    totalMinor: string;
    currency: Currency;
    paidByGroup: boolean;
  }>({
    name: "notices-ended",
    text: `select s.session, s.estate, e.name as "estateName", ${msOf("s.arrived_at")} as "arrivedAtMs",
        ${msOf("s.departed_at")} as "atMs", s.total_minor as "totalMinor", s.currency,
        coalesce(s.payer, s.account) is distinct from s.account as "paidByGroup"
      from stay s join estate e on e.id = s.estate where s.session = any($1::uuid[]) and s.revision = 0`,
    values: [sessions],
  });
  return new Map(rows.map((row) => [row.session, { ...row, totalMinor: Number(row.totalMinor) }]));
}

/** Money of accounts, as it is now. */
export async function balancesOf({ client }: Tx, accounts: readonly AccountRef[]) {
  if (accounts.length === 0) return new Map<AccountRef, never>();
  const { rows } = await client.query<{
    account: AccountRef;
    balance: string;
    currency: Currency;
    topsUpItself: boolean;
  }>({
    name: "notices-balances",
    text: `select w.account, w.balance_minor - w.debt_minor as balance, w.currency, a.auto_top_up is not null as "topsUpItself"
      from wallet w join account a on a.id = w.account where w.account = any($1::uuid[])`,
    values: [accounts],
  });
  return new Map(rows.map(({ balance, ...row }) => [row.account, { ...row, balanceMinor: BigInt(balance) }]));
}

/** Who has an estate as a favourite, wants to know of it and was told otherwise; locked until the transaction ends. */
export async function lockFavourites({ client }: Tx, estate: EstateId, toldFull: boolean) {
  const { rows } = await client.query<{
    account: AccountRef;
    toldFull: boolean;
    toldAtMs: number | null;
    quiet: unknown;
  }>({
    name: "notices-favourites",
    text: `select f.account, f.told_full as "toldFull", ${msOf("f.told_at")} as "toldAtMs", w.quiet_hours as quiet
      from favourite f join notice_wish w on w.account = f.account
      where f.estate = $1 and f.told_full = $2 and w.favourite_full order by f.account for update of f`,
    values: [estate, toldFull],
  });
  return rows.map((row) => ({ ...row, quiet: QuietHours.nullable().parse(row.quiet) }));
}

export async function saveToldFull(
  { client }: Tx,
  estate: EstateId,
  accounts: readonly AccountRef[],
  isFull: boolean,
  nowMs: number,
): Promise<void> {
  if (accounts.length === 0) return;
  await client.query({
    name: "notices-told-full",
    text: `update favourite set told_full = $3, told_at = ${tsOf("$4::float8")} where estate = $1 and account = any($2::uuid[])`,
    values: [estate, accounts, isFull, nowMs],
  });
}

/** Where accounts can be told something: their browsers, or by mail where they have none and want that. */
export interface Address {
  readonly account: AccountRef;
  readonly channel: string;
  readonly address: string;
}

export async function addressesOf({ client }: Tx, accounts: readonly AccountRef[]): Promise<Address[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<Address>({
    name: "notices-addresses",
    text: `select account, 'push' as channel, id as address from push_subscription where account = any($1::uuid[])
      union all
      select w.account, 'mail', w.account from notice_wish w join sign_in_user u on u.id = w.account and u.email_verified
        where w.account = any($1::uuid[]) and w.by_mail and not exists (select from push_subscription p where p.account = w.account)
      order by account, address`,
    values: [accounts],
  });
  return rows;
}

/** A notice that begins its way to an address. Times of the world, ms. */
export interface NewDelivery extends Address {
  readonly id: string;
  readonly key: string;
  readonly content: Notice;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** Queues deliveries; what was queued for an address before is not queued again. */
export const queueDeliveries = ({ client }: Tx, deliveries: readonly NewDelivery[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "notices-queue",
      text: `insert into notice_delivery (id, account, key, channel, address, content, state, next_at, expires_at, created_at)
        select id, account, key, channel, address, content, 'queued', ${tsOf("created")}, ${tsOf("expires")}, ${tsOf("created")}
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::jsonb[], $7::float8[], $8::float8[])
          as t(id, account, key, channel, address, content, created, expires)
        on conflict (key, channel, address) do nothing`,
    },
    deliveries,
    (d) => d.id,
    (d) => d.account,
    (d) => d.key,
    (d) => d.channel,
    (d) => d.address,
    (d) => JSON.stringify(d.content),
    (d) => d.createdAtMs,
    (d) => d.expiresAtMs,
  );

/** Ends deliveries that nobody wants any more; answers how many. */
export async function expireDeliveries({ client }: Tx, nowMs: number): Promise<number> {
  const { rowCount } = await client.query({
    name: "notices-expire",
    text: `update notice_delivery set state = 'expired', next_at = null, ended_at = ${tsOf("$1::float8")}
      where next_at is not null and next_at <= ${tsOf("$1::float8")} and expires_at <= ${tsOf("$1::float8")}`,
    values: [nowMs],
  });
  return rowCount ?? 0;
}

/** A delivery that is tried now. */
export interface Claimed {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly content: Notice;
  /** This try included. */
  readonly attempts: number;
  readonly expiresAtMs: number;
  readonly quiet: QuietHours | null;
  readonly language: string | null;
  /** Null: it is no more, or none of this channel. */
  readonly push: PushAddress | null;
  readonly mail: string | null;
}

/** Takes deliveries that are due, until `leaseEndMs`: then another may take what is not settled. */
export async function claimDeliveries(
  { client }: Tx,
  nowMs: number,
  leaseEndMs: number,
  limit: number,
): Promise<Claimed[]> {
  const { rows } = await client.query<Omit<Claimed, "content" | "quiet"> & { content: unknown; quiet: unknown }>({
    name: "notices-claim",
    text: `with due as (select id from notice_delivery where next_at <= ${tsOf("$1::float8")} order by next_at limit $3 for update skip locked),
        taken as (update notice_delivery d set attempts = attempts + 1, next_at = ${tsOf("$2::float8")} from due where d.id = due.id
          returning d.*)
      select t.id, t.channel, t.address, t.content, t.attempts, ${msOf("t.expires_at")} as "expiresAtMs",
        w.quiet_hours as quiet, coalesce(s.language, a.language) as language,
        case when t.channel = 'mail' and w.by_mail and u.email_verified then u.email end as mail,
        case when s.id is null then null
          else jsonb_build_object('endpoint', s.endpoint, 'p256dh', s.p256dh, 'auth', s.auth) end as push
      from taken t left join notice_wish w on w.account = t.account left join push_subscription s on s.id = t.address
        left join account a on a.id = t.account left join sign_in_user u on u.id = t.account`,
    values: [nowMs, leaseEndMs, limit],
  });
  return rows.map((row) => ({
    ...row,
    content: Notice.parse(row.content),
    quiet: QuietHours.nullable().parse(row.quiet),
  }));
}

/** A delivery's standing after a try. `nextMs` null: at its end. */
export interface Settled {
  readonly id: string;
  readonly attempts: number;
  readonly state: string;
  readonly failure: string | null;
  readonly nextMs: number | null;
}

/** Writes how a try ended. A try whose lease ran out meanwhile says nothing any more. */
export async function settleDelivery({ pool }: Pool, done: Settled, nowMs: number): Promise<void> {
  await pool.query({
    name: "notices-settle",
    text: `update notice_delivery set state = $3, failure = $4, next_at = ${tsOf("$5::float8")},
        ended_at = case when $5::float8 is null then ${tsOf("$6::float8")} end
      where id = $1 and attempts = $2 and next_at is not null`,
    values: [done.id, done.attempts, done.state, done.failure, done.nextMs, nowMs],
  });
}

/** An address that is no more: nothing else is sent there. */
export async function forgetAddress({ client }: Tx, address: string, nowMs: number): Promise<void> {
  await client.query({
    name: "notices-forget-subscription",
    text: "delete from push_subscription where id = $1",
    values: [address],
  });
  await client.query({
    name: "notices-forget-address",
    text: `update notice_delivery set state = 'gone', next_at = null, ended_at = ${tsOf("$2::float8")}
      where address = $1 and next_at is not null`,
    values: [address, nowMs],
  });
}

/** How many deliveries are on their way. */
export async function countQueued({ pool }: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(
    "select count(*) as n from notice_delivery where next_at is not null",
  );
  return Number(rows[0]?.n ?? 0);
}

/** Forgets deliveries that ended before; answers how many. */
export async function pruneDeliveries({ pool }: Pool, beforeMs: number, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from notice_delivery where id in
      (select id from notice_delivery where ended_at < ${tsOf("$1::float8")} limit $2)`,
    [beforeMs, limit],
  );
  return rowCount ?? 0;
}
