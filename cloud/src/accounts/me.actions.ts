import type { Actor, House, Refused } from "../house.ts";
import { refused } from "../house.ts";
import { type AccountRow, selectAccess, selectAccount } from "./accounts.store.ts";
import { writeAudit } from "./audit.store.ts";
import {
  deleteSignInSession,
  type SignInSessionRow,
  selectGroupsManaged,
  selectPerson,
  selectSignInSessions,
  updateProfile,
} from "./people.store.ts";

import type { StaffRole } from "./permits.ts";
import { staffOf } from "./staff.actions.ts";

/** An account as its owner sees it. */
export interface Me extends AccountRow {
  readonly access: readonly string[];
  /** Null: nobody signs in to it, it has tokens alone. */
  readonly email: string | null;
  readonly roles: readonly ("driver" | StaffRole)[];
  /** Groups that it manages. */
  readonly groupsManaged: readonly string[];
}

export async function readMe(house: House, id: string): Promise<Me | Refused<"account-unknown">> {
  const row = await selectAccount(house.db, id);
  if (!row) return refused("account-unknown");
  const person = await selectPerson(house.db, id);
  const staff = person?.emailVerified ? await staffOf(house, person.email) : undefined;
  return {
    ...row,
    access: await selectAccess(house.db, id),
    email: person?.email ?? null,
    roles: staff ? ["driver", staff.role] : ["driver"],
    groupsManaged: await selectGroupsManaged(house.db, id),
  };
}

/** Changes what an owner may change of an account. */
export async function changeMe(
  house: House,
  actor: Actor,
  id: string,
  changes: { readonly name?: string | undefined; readonly language?: string | null | undefined },
): Promise<void> {
  await house.db.tx(async (tx) => {
    await updateProfile(tx, id, changes);
    // What a person is called is not for the audit.
    const detail = { fields: Object.keys(changes) };
    const at = new Date(house.clock.wallMs());
    await writeAudit(tx, { at, actor: actor.name, verb: "account.profile-changed", subject: id, detail });
  });
}

/** Devices on which somebody is signed in. @param realMs sessions end by the real clock */
export const listSessions = async (house: House, id: string, realMs: number): Promise<SignInSessionRow[]> =>
  await selectSignInSessions(house.db, id, new Date(realMs));

/** Signs a device out. */
export async function endSession(
  house: House,
  actor: Actor,
  id: string,
  session: string,
): Promise<object | Refused<"session-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await deleteSignInSession(tx, id, session))) return refused("session-unknown");
    const at = new Date(house.clock.wallMs());
    await writeAudit(tx, { at, actor: actor.name, verb: "session.ended", subject: id, detail: { session } });
    return {};
  });
}
