import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Orm, Tx } from "../db/client.ts";
import { writeRows } from "../db/rows.ts";
import { account, groupMember, groupSpend } from "../db/schema/accounts.ts";
import type { GroupMove } from "./groups.ts";

/**
 * Notes that what gates say to groups' members has changed, where it has: they compare a group's cover with what their zones ask for, and
 * with zero. So a group with much money is charged without a word to all its members' gates.
 */
export const markMembers = ({ client }: Pick<Tx, "client">, moves: readonly GroupMove[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "mark-members",
      text: `insert into rule_dirty (estate, key)
        select x.estate, 'account/' || m.account
        from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as t(id, before, after)
        join group_member m on m.group_account = t.id
        join access x on x.account = m.account
        where (t.before >= 0) <> (t.after >= 0)
          or exists (select from zone z where z.estate = x.estate
            and (t.before >= z.minimum_cover_minor) <> (t.after >= z.minimum_cover_minor))`,
    },
    moves.filter(({ beforeMinor, afterMinor }) => beforeMinor !== afterMinor),
    (m) => m.group,
    (m) => m.beforeMinor,
    (m) => m.afterMinor,
  );

/** Where members may be looked for and marked: a transaction of drizzle's. */
interface Marks {
  readonly orm: Pick<Orm, "select" | "execute">;
}

/** Notes that what gates say to all members of a group may have changed; nothing when the account is no group. */
export async function markAllMembers({ orm }: Marks, group: AccountRef): Promise<void> {
  const [member] = await orm
    .select({ account: groupMember.account })
    .from(groupMember)
    .where(eq(groupMember.group, group))
    .limit(1);
  if (member === undefined) return;
  await orm.execute(sql`
    insert into rule_dirty (estate, key) select x.estate, 'account/' || m.account
    from group_member m join access x on x.account = m.account where m.group_account = ${group}`);
}

/** Notes that who shares a group's subscriptions has changed, or that it has others, at the estates that they are for. */
export async function markGroup({ orm }: Marks, group: AccountRef): Promise<void> {
  await orm.execute(sql`
    insert into rule_dirty (estate, key) select distinct p.estate, 'group/' || s.account
    from subscription s join subscription_plan p on p.id = s.plan where s.account = ${group}`);
}

/** A member of a group, and what the group has paid for it in a month. */
export interface MemberRow {
  readonly account: AccountRef;
  readonly name: string;
  readonly monthlyLimitMinor: bigint | null;
  readonly spentMinor: bigint;
  readonly manages: boolean;
  readonly joinedAt: Date;
}

/** A group's members, the oldest first. @param month "2026-11" */
export const selectMembers = async ({ orm }: Pick<Tx, "orm">, group: AccountRef, month: string): Promise<MemberRow[]> =>
  await orm
    .select({
      ...{ account: groupMember.account, name: account.name, manages: groupMember.manages },
      ...{ monthlyLimitMinor: groupMember.monthlyLimitMinor, joinedAt: groupMember.joinedAt },
      spentMinor: sql<bigint>`coalesce(${groupSpend.spentMinor}, 0)`.mapWith(groupSpend.spentMinor),
    })
    .from(groupMember)
    .innerJoin(account, eq(account.id, groupMember.account))
    .leftJoin(
      groupSpend,
      and(
        ...[eq(groupSpend.group, groupMember.group), eq(groupSpend.account, groupMember.account)],
        eq(groupSpend.month, month),
      ),
    )
    .where(eq(groupMember.group, group))
    .orderBy(asc(groupMember.joinedAt), asc(groupMember.account));

/** Of which group an account is a member. */
export async function selectMembership({ orm }: Pick<Tx, "orm">, member: AccountRef) {
  const [row] = await orm.select().from(groupMember).where(eq(groupMember.account, member));
  return row;
}

export async function upsertMember(
  { orm }: Pick<Tx, "orm">,
  row: {
    readonly account: AccountRef;
    readonly group: AccountRef;
    readonly monthlyLimitMinor: bigint | null;
    readonly manages: boolean;
    readonly joinedAt: Date;
  },
): Promise<void> {
  const { monthlyLimitMinor, manages } = row;
  await orm
    .insert(groupMember)
    .values(row)
    .onConflictDoUpdate({ target: groupMember.account, set: { monthlyLimitMinor, manages } });
}

export async function deleteMember({ orm }: Pick<Tx, "orm">, member: AccountRef): Promise<void> {
  await orm.delete(groupMember).where(eq(groupMember.account, member));
}

/** Accounts as far as groups go. */
export const selectKinds = async ({ orm }: Pick<Tx, "orm">, ids: readonly AccountRef[]) =>
  await orm
    .select({ id: account.id, kind: account.kind, currency: account.currency, name: account.name })
    .from(account)
    .where(inArray(account.id, [...ids]));

/** A stay on a group's bill. */
export interface BilledStay {
  readonly session: SessionId;
  readonly account: AccountRef;
  readonly name: string;
  readonly estate: EstateId;
  readonly departedAt: Date;
  readonly totalMinor: bigint;
}

/** The stays that a group paid in a month of their estates' time zones, as they count now; oldest first. */
export async function selectBilledStays(
  { client }: Pick<Tx, "client">,
  group: AccountRef,
  month: string,
): Promise<BilledStay[]> {
  const { rows } = await client.query<Omit<BilledStay, "totalMinor"> & { total: string }>(
    `select s.session, s.account, a.name, s.estate, s.departed_at as "departedAt", s.total_minor as total
     from stay_now s join account a on a.id = s.account join estate e on e.id = s.estate
     where s.payer = $1 and s.account <> $1 and s.total_minor > 0
       and to_char(s.departed_at at time zone e.time_zone, 'YYYY-MM') = $2
     order by s.departed_at, s.session`,
    [group, month],
  );
  return rows.map(({ total, ...row }) => ({ ...row, totalMinor: BigInt(total) }));
}

/**
 * What else moved a group's money in a month: subscriptions and vouchers it stood for, by the calendar of the estate that earned them as its
 * stays are; top-ups, which are of no estate, by UTC. By the ledger, oldest first.
 */
export async function selectOtherMoves({ client }: Pick<Tx, "client">, group: AccountRef, month: string) {
  const { rows } = await client.query<{ id: string; at: Date; kind: string; words: string; moved: string }>(
    `select t.id, t.occurred_at as at, t.kind, t.words, sum(e.amount_minor)::text as moved
     from ledger_transaction t join ledger_entry e on e.transaction = t.id
     left join lateral (
       select es.time_zone from ledger_entry x
       join estate es on x.ledger_account in ('revenue:' || es.id, 'tax:' || es.id)
       where x.transaction = t.id limit 1
     ) earned on true
     where t.account = $1 and t.kind in ('top-up', 'subscription', 'voucher')
       and e.ledger_account in ('wallet:' || $1::text, 'receivable:' || $1::text)
       and to_char(t.occurred_at at time zone coalesce(earned.time_zone, 'UTC'), 'YYYY-MM') = $2
     group by t.id order by t.occurred_at, t.id`,
    [group, month],
  );
  return rows.map(({ moved, ...row }) => ({ ...row, amountMinor: BigInt(moved) }));
}
