import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { access, account, consent, groupMember } from "../db/schema/accounts.ts";
import { estate } from "../db/schema/places.ts";
import { signInCode, signInSession, signInUser, staff } from "../db/schema/sign-in.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

export type SignInUserRow = typeof signInUser.$inferSelect;
export type StaffRow = typeof staff.$inferSelect;
export type ConsentRow = typeof consent.$inferSelect;
export type SignInSessionRow = typeof signInSession.$inferSelect;

export async function selectPerson(db: Reads, id: string): Promise<SignInUserRow | undefined> {
  const [row] = await db.orm.select().from(signInUser).where(eq(signInUser.id, id));
  return row;
}

/** What an address works here as. */
export async function selectStaffOf(db: Reads, email: string): Promise<StaffRow | undefined> {
  const [row] = await db.orm.select().from(staff).where(eq(staff.email, email.toLowerCase()));
  return row;
}

/** One page of staff, by id. */
export const selectStaff = async (
  db: Reads,
  page: { after?: string | undefined; limit: number },
): Promise<StaffRow[]> =>
  await db.orm
    .select()
    .from(staff)
    .where(page.after === undefined ? undefined : gt(staff.id, page.after))
    .orderBy(asc(staff.id))
    .limit(page.limit);

/** Whoever has the address is this from now on, whatever it was before; answers the row, and whether it is a new one. */
export async function upsertStaff(
  tx: Tx,
  row: Omit<StaffRow, "id">,
): Promise<{ readonly row: StaffRow; readonly isNew: boolean }> {
  const before = await selectStaffOf(tx, row.email);
  const { role, estates } = row;
  const [kept] = await tx.orm
    .insert(staff)
    .values(row)
    .onConflictDoUpdate({ target: staff.email, set: { role, estates } })
    .returning();
  if (!kept) throw new Error("a row that was written is not there");
  return { row: kept, isNew: before === undefined };
}

export async function deleteStaff(tx: Reads, id: string): Promise<boolean> {
  return (await tx.orm.delete(staff).where(eq(staff.id, id)).returning({ id: staff.id })).length > 0;
}

/** What most of the public estates charge in. */
export async function selectPublicCurrency(db: Reads): Promise<string | undefined> {
  const [row] = await db.orm
    .select({ currency: estate.currency })
    .from(estate)
    .where(eq(estate.public, true))
    .groupBy(estate.currency)
    .orderBy(desc(count()), asc(estate.currency))
    .limit(1);
  return row?.currency;
}

/** Lets an account park at every public estate of its currency. */
export async function insertPublicAccess(tx: Tx, id: string, currency: string): Promise<void> {
  const open = await tx.orm
    .select({ estate: estate.id })
    .from(estate)
    .where(and(eq(estate.public, true), eq(estate.currency, currency)));
  if (open.length === 0) return;
  await tx.orm
    .insert(access)
    .values(open.map((each) => ({ account: id, estate: each.estate })))
    .onConflictDoNothing();
}

/** Lets everybody who signed up, and holds its currency, park at an estate. */
export async function insertPeoplesAccess(tx: Tx, at: string): Promise<string[]> {
  const people = await tx.orm
    .select({ account: account.id })
    .from(account)
    .innerJoin(signInUser, eq(signInUser.id, account.id))
    .innerJoin(estate, and(eq(estate.id, at), eq(estate.currency, account.currency)));
  if (people.length === 0) return [];
  const rows = await tx.orm
    .insert(access)
    .values(people.map((each) => ({ account: each.account, estate: at })))
    .onConflictDoNothing()
    .returning({ account: access.account });
  return rows.map((row) => row.account);
}

/** Devices on which somebody is signed in, the newest first. @param at real time */
export async function selectSignInSessions(db: Reads, person: string, at: Date): Promise<SignInSessionRow[]> {
  return await db.orm
    .select()
    .from(signInSession)
    .where(and(eq(signInSession.userId, person), gt(signInSession.expiresAt, at)))
    .orderBy(desc(signInSession.createdAt));
}

export async function deleteSignInSession(tx: Reads, person: string, id: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(signInSession)
    .where(and(eq(signInSession.userId, person), eq(signInSession.id, id)))
    .returning({ id: signInSession.id });
  return rows.length > 0;
}

/** Forgets sessions and codes that are over. @param at real time */
export async function deleteSpentSignIns(db: Reads, at: Date): Promise<void> {
  await db.orm.delete(signInSession).where(lt(signInSession.expiresAt, at));
  await db.orm.delete(signInCode).where(lt(signInCode.expiresAt, at));
}

/** Groups that an account manages. */
export async function selectGroupsManaged(db: Reads, id: string): Promise<string[]> {
  const rows = await db.orm
    .select({ group: groupMember.group })
    .from(groupMember)
    .where(and(eq(groupMember.account, id), eq(groupMember.manages, true)));
  return rows.map((row) => row.group);
}

export async function updateProfile(
  tx: Tx,
  id: string,
  changes: { readonly name?: string | undefined; readonly language?: string | null | undefined },
): Promise<void> {
  const { name, language } = changes;
  if (name === undefined && language === undefined) return;
  await tx.orm
    .update(account)
    .set({ ...(name === undefined ? {} : { name }), ...(language === undefined ? {} : { language }) })
    .where(eq(account.id, id));
}

export const selectConsents = async (db: Reads, id: string): Promise<ConsentRow[]> =>
  await db.orm.select().from(consent).where(eq(consent.account, id));

export async function saveConsent(tx: Tx, row: ConsentRow): Promise<void> {
  const { given, saidAt } = row;
  await tx.orm
    .insert(consent)
    .values(row)
    .onConflictDoUpdate({ target: [consent.account, consent.kind], set: { given, saidAt } });
}
