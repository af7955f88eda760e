import { selectEstates } from "../estates/estates.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import type { Mailer } from "../notify/mail.ts";
import { writeAudit } from "./audit.store.ts";
import { staffMail } from "./invitation-mails.ts";
import { deleteStaff, type StaffRow, selectStaff, selectStaffOf, upsertStaff } from "./people.store.ts";
import { isStaffRole, type StaffRole } from "./permits.ts";

export type { StaffRow } from "./people.store.ts";

/** What whoever proves to have this mail address works here as; undefined: not here. */
export async function staffOf(
  house: House,
  email: string,
): Promise<{ readonly role: StaffRole; readonly estates: readonly string[] | null } | undefined> {
  const row = await selectStaffOf(house.db, email);
  return row && isStaffRole(row.role) ? { role: row.role, estates: row.estates } : undefined;
}

/** One page of staff, by id. */
export const listStaff = (house: House, page: Parameters<typeof selectStaff>[1]): Promise<StaffRow[]> =>
  selectStaff(house.db, page);

/**
 * Somebody works here from now on, as soon as they sign in with this mail address; said again, it changes their role or estates.
 *
 * @throws MailError when nobody takes the mail to a new one: then nothing is changed
 */
export async function putStaff(
  house: House & { readonly mailer: Mailer; readonly publicUrl: string | undefined },
  actor: Actor,
  asked: { readonly email: string; readonly role: StaffRole; readonly estates: readonly string[] | null },
): Promise<StaffRow | Refused<"estate-unknown">> {
  const known = new Set((await selectEstates(house.db)).map(({ id }) => id));
  const missing = asked.estates?.find((estate) => !known.has(estate));
  if (missing !== undefined) return refused("estate-unknown", `There is no estate ${missing}.`);
  const email = asked.email.toLowerCase();
  const at = new Date(house.clock.wallMs());
  const estates = asked.estates && [...new Set(asked.estates)].sort();
  const { row, isNew } = await house.db.tx(async (tx) => {
    const put = await upsertStaff(tx, { email, role: asked.role, estates, invitedBy: actor.name, createdAt: at });
    // A mail address is not for the audit.
    const detail = { role: asked.role, estates };
    await writeAudit(tx, { at, actor: actor.name, verb: "staff.put", subject: put.row.id, detail });
    return put;
  });
  if (!isNew) return row;
  try {
    await house.mailer.send({ to: email, ...staffMail(asked.role, house.publicUrl) });
  } catch (error) {
    await deleteStaff(house.db, row.id);
    throw error;
  }
  return row;
}

/** Somebody does not work here any more, at once. */
export async function endStaff(house: House, actor: Actor, id: string): Promise<object | Refused<"staff-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await deleteStaff(tx, id))) return refused("staff-unknown");
    const at = new Date(house.clock.wallMs());
    await writeAudit(tx, { at, actor: actor.name, verb: "staff.ended", subject: id, detail: {} });
    return {};
  });
}
