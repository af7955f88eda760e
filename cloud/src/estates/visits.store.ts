import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { fact } from "../db/schema/gates.ts";
import { session, stay } from "../db/schema/stays.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type SessionRow = typeof session.$inferSelect;
export type StayRow = typeof stay.$inferSelect;

/** Where a page of visits ended: the grant's time and the visit's id. */
export interface VisitCursor {
  readonly at: Date;
  readonly id: string;
}

interface VisitPage {
  readonly estate?: string | undefined;
  readonly account?: string | undefined;
  readonly states?: readonly string[] | undefined;
  readonly before?: VisitCursor | undefined;
  readonly limit: number;
}

/** A visit's stay as it counts now: its newest revision. */
const newestStay = and(
  eq(stay.session, session.id),
  sql`not exists (select from ${stay} newer where newer.session = ${session.id} and newer.revision > ${stay.revision})`,
);

/** One page of visits with their price where they have one, newest grant first. */
export async function selectVisits(
  db: Reads,
  page: VisitPage,
): Promise<{ session: SessionRow; stay: StayRow | null }[]> {
  const { before } = page;
  // PostgreSQL keeps microseconds, a Date milliseconds: both sides are cut, or a page would skip or repeat its edge.
  const granted = sql`date_trunc('milliseconds', ${session.grantedAt})`;
  const edge = before?.at.toISOString();
  return await db.orm
    .select({ session, stay })
    .from(session)
    .leftJoin(stay, newestStay)
    .where(
      and(
        page.estate === undefined ? undefined : eq(session.estate, page.estate),
        page.account === undefined ? undefined : eq(session.account, page.account),
        page.states === undefined ? undefined : inArray(session.state, [...page.states]),
        before === undefined
          ? undefined
          : or(
              sql`${granted} < ${edge}::timestamptz`,
              and(sql`${granted} = ${edge}::timestamptz`, lt(session.id, before.id)),
            ),
      ),
    )
    .orderBy(desc(granted), desc(session.id))
    .limit(page.limit);
}

/** One visit; `account` narrows it to that driver's. */
export async function selectVisit(
  db: Reads,
  id: string,
  account: string,
): Promise<{ session: SessionRow; stay: StayRow | null } | undefined> {
  const [row] = await db.orm
    .select({ session, stay })
    .from(session)
    .leftJoin(stay, newestStay)
    .where(and(eq(session.id, id), eq(session.account, account)));
  return row;
}

/** Hash, clock and time of these facts, by id. */
export async function selectFactProofs(
  db: Reads,
  ids: readonly string[],
): Promise<{ id: string | null; kind: string | null; hash: string; clock: string | null; occurredAt: Date }[]> {
  if (ids.length === 0) return [];
  return await db.orm
    .select({ id: fact.id, kind: fact.kind, hash: fact.hash, clock: fact.clock, occurredAt: fact.occurredAt })
    .from(fact)
    .where(inArray(fact.id, [...ids]));
}

/** What moves when something of an account does: cheap to ask for many. */
export async function selectAccountMarks(
  db: Pick<Database, "pool">,
  accounts: readonly string[],
): Promise<{ account: string; moved: string; inside: boolean }[]> {
  const { rows } = await db.pool.query<{ account: string; moved: string; inside: boolean }>({
    name: "account-marks",
    text: `select a.id as account, coalesce(s.inside, false) as inside,
             concat_ws(' ', a.blocked_at, w.balance_minor, w.held_minor, w.debt_minor, s.sessions, s.stays,
               (select max(n.created_at) from notice_delivery n where n.account = a.id)) as moved
           from unnest($1::uuid[]) as t(id) join account a on a.id = t.id
           left join wallet w on w.account = a.id
           left join lateral (
             select bool_or(n.state = 'inside') as inside,
               string_agg(n.id || n.state || coalesce(n.zone, ''), ',' order by n.id) as sessions,
               sum((select count(*) from stay where stay.session = n.id)) as stays
             from (select id, state, zone from session where account = a.id order by granted_at desc limit 5) n
           ) s on true`,
    values: [[...accounts]],
  });
  return rows;
}
