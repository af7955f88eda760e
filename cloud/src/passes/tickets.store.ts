import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { visitorTicket } from "../db/schema/accounts.ts";
import { estate } from "../db/schema/places.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type TicketRow = typeof visitorTicket.$inferSelect;

export async function insertTicket(tx: Tx, row: TicketRow): Promise<void> {
  await tx.orm.insert(visitorTicket).values(row);
}

/** Whose tickets: a host's, or an estate's. */
export type TicketsOf = { readonly host: string } | { readonly estate: string };

const isOf = (of: TicketsOf) => ("host" in of ? eq(visitorTicket.host, of.host) : eq(visitorTicket.estate, of.estate));

/** One page of tickets, newest first (their ids grow). */
export async function selectTickets(
  db: Reads,
  of: TicketsOf,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<TicketRow[]> {
  const before = page.before === undefined ? undefined : sql`${visitorTicket.id} < ${page.before}`;
  return await db.orm
    .select()
    .from(visitorTicket)
    .where(and(isOf(of), before))
    .orderBy(desc(visitorTicket.id))
    .limit(page.limit);
}

export async function selectTicket(
  db: Reads,
  of: TicketsOf,
  id: string,
): Promise<(TicketRow & { readonly estateName: string; readonly timeZone: string }) | undefined> {
  const [row] = await db.orm
    .select({ ticket: visitorTicket, name: estate.name, timeZone: estate.timeZone })
    .from(visitorTicket)
    .innerJoin(estate, eq(estate.id, visitorTicket.estate))
    .where(and(eq(visitorTicket.id, id), isOf(of)));
  return row && { ...row.ticket, estateName: row.name, timeZone: row.timeZone };
}

export async function lockTicket(tx: Tx, of: TicketsOf, id: string): Promise<TicketRow | undefined> {
  const [row] = await tx.orm
    .select()
    .from(visitorTicket)
    .where(and(eq(visitorTicket.id, id), isOf(of)))
    .for("update");
  return row;
}

/** A host's tickets that may still be used. */
export async function selectUnused(db: Reads, host: string, now: Date): Promise<Pick<TicketRow, "id">[]> {
  return await db.orm
    .select({ id: visitorTicket.id })
    .from(visitorTicket)
    .where(
      and(
        eq(visitorTicket.host, host),
        ...[isNull(visitorTicket.usedAt), isNull(visitorTicket.revokedAt)],
        sql`${visitorTicket.untilAt} > ${now}`,
      ),
    );
}

type Marks = Partial<Pick<TicketRow, "usedAt" | "revokedAt" | "endedAt">>;

export async function updateTicket(tx: Tx, id: string, marks: Marks): Promise<void> {
  await tx.orm.update(visitorTicket).set(marks).where(eq(visitorTicket.id, id));
}

/** Tickets whose one visit has begun and that are not marked so, locked until the transaction ends. */
export async function lockJustUsed(
  { client }: Pick<Tx, "client">,
  limit: number,
): Promise<Pick<TicketRow, "id" | "ref" | "estate">[]> {
  const { rows } = await client.query(
    `select t.id, t.ref, t.estate from visitor_ticket t
     where t.used_at is null and t.ended_at is null
       and exists (select from session s where s.account = t.account and s.state in ('inside', 'unresolved', 'departed'))
     order by t.id limit $1 for update of t skip locked`,
    [limit],
  );
  return rows;
}

/** Tickets that nobody can come or go by any more, but still know their way around, locked until the transaction ends. */
export async function lockOver(
  { client }: Pick<Tx, "client">,
  before: Date,
  limit: number,
): Promise<Pick<TicketRow, "id" | "account" | "estate" | "guestRight">[]> {
  const { rows } = await client.query(
    `select t.id, t.account, t.estate, t.guest_right as "guestRight" from visitor_ticket t
     where t.ended_at is null and (t.used_at is not null or t.revoked_at is not null or t.until_at < $1)
       and not exists (select from session s where s.account = t.account and s.state in ('granted', 'inside', 'unresolved'))
     order by t.id limit $2 for update of t skip locked`,
    [before, limit],
  );
  return rows;
}
