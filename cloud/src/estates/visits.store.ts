import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { fact, session, stay } from "../db/schema.ts";

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
