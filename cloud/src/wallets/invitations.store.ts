import type { AccountRef } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { and, asc, count, eq, gt, lt } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { account, groupInvitation } from "../db/schema/accounts.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type InvitationRow = typeof groupInvitation.$inferSelect;
/** An invitation as it is shown to whom it was sent. */
export interface Invited extends InvitationRow {
  readonly name: string;
  readonly currency: Currency;
}

/** Invitations of a group that can still be accepted, the oldest first. @param at real time */
export const selectGroupInvitations = async (db: Reads, group: AccountRef, at: Date): Promise<InvitationRow[]> =>
  await db.orm
    .select()
    .from(groupInvitation)
    .where(and(eq(groupInvitation.group, group), gt(groupInvitation.expiresAt, at)))
    .orderBy(asc(groupInvitation.createdAt), asc(groupInvitation.id));

export async function countInvitations(db: Reads, group: AccountRef): Promise<number> {
  const [row] = await db.orm.select({ n: count() }).from(groupInvitation).where(eq(groupInvitation.group, group));
  return row?.n ?? 0;
}

/** Invitations to a mail address that can still be accepted, the oldest first. @param at real time */
export async function selectInvitationsTo(db: Reads, email: string, at: Date): Promise<Invited[]> {
  const rows = await db.orm
    .select({ invitation: groupInvitation, name: account.name, currency: account.currency })
    .from(groupInvitation)
    .innerJoin(account, eq(account.id, groupInvitation.group))
    .where(and(eq(groupInvitation.email, email), gt(groupInvitation.expiresAt, at)))
    .orderBy(asc(groupInvitation.createdAt), asc(groupInvitation.id));
  return rows.map(({ invitation, name, currency }) => ({ ...invitation, name, currency: currency as Currency }));
}

/** The newest invitation of a group to an address counts, under the id of the first. */
export async function upsertInvitation(tx: Tx, row: InvitationRow): Promise<InvitationRow> {
  const { id: _, group: _of, email: _to, ...set } = row;
  const [kept] = await tx.orm
    .insert(groupInvitation)
    .values(row)
    .onConflictDoUpdate({ target: [groupInvitation.group, groupInvitation.email], set })
    .returning();
  return kept ?? row;
}

/** The invitation, locked until the transaction ends. */
export async function lockInvitation(tx: Tx, id: string): Promise<InvitationRow | undefined> {
  const [row] = await tx.orm.select().from(groupInvitation).where(eq(groupInvitation.id, id)).for("update");
  return row;
}

export async function deleteInvitation(tx: Reads, id: string): Promise<void> {
  await tx.orm.delete(groupInvitation).where(eq(groupInvitation.id, id));
}

/** Forgets invitations that nobody accepted in time. @param at real time */
export async function deleteSpentInvitations(db: Reads, at: Date): Promise<void> {
  await db.orm.delete(groupInvitation).where(lt(groupInvitation.expiresAt, at));
}
