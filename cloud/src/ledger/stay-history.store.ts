import { asc, desc, eq } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { exception } from "../db/schema/house.ts";
import { estate } from "../db/schema/places.ts";
import { dispute, session, stay } from "../db/schema/stays.ts";

/** The database or a transaction. */
type Reads = Pick<Tx, "orm">;

/** A visit with the clocks of its estate. */
export async function selectSession(db: Reads, id: string) {
  const [row] = await db.orm
    .select({ session, timeZone: estate.timeZone })
    .from(session)
    .innerJoin(estate, eq(estate.id, session.estate))
    .where(eq(session.id, id));
  return row;
}

/** Every revision of a stay, the first one first. */
export const selectRevisions = async (db: Reads, id: string) =>
  await db.orm.select().from(stay).where(eq(stay.session, id)).orderBy(asc(stay.revision));

/** What its driver said about it, newest first. */
export const selectDisputesOf = async (db: Reads, id: string) =>
  await db.orm.select().from(dispute).where(eq(dispute.session, id)).orderBy(desc(dispute.openedAt));

/** What an operator was told of it, newest first. */
export const selectExceptionsOf = async (db: Reads, id: string) =>
  await db.orm.select().from(exception).where(eq(exception.session, id)).orderBy(desc(exception.id));
