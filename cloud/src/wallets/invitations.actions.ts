import type { AccountRef } from "@baygate/shared/ids";
import { v7 as uuidv7 } from "uuid";
import { writeAudit } from "../accounts/audit.store.ts";
import { groupMail } from "../accounts/invitation-mails.ts";
import { selectPerson } from "../accounts/people.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import type { Mailer } from "../notify/mail.ts";
import { type Group, joinGroup, type NotAMember, readGroup } from "./groups.actions.ts";
import {
  countInvitations,
  deleteInvitation,
  deleteSpentInvitations,
  type InvitationRow,
  type Invited,
  lockInvitation,
  selectGroupInvitations,
  selectInvitationsTo,
  upsertInvitation,
} from "./invitations.store.ts";

export type { InvitationRow, Invited } from "./invitations.store.ts";

/** What invitations need beside the house. */
export interface InvitingHouse extends House {
  readonly mailer: Mailer;
  /** The address that people see; undefined: not known. */
  readonly publicUrl: string | undefined;
}

/** Real time, ms: a mail takes as long to be read in a demo whose town runs fast. */
const INVITED_MS = 14 * 86_400_000;
/** More than these wait for nobody's answer. */
const MOST = 200;

async function audited(tx: Tx, house: House, actor: Actor, verb: string, group: AccountRef, invitation: string) {
  // A mail address is not for the audit.
  const at = new Date(house.clock.wallMs());
  await writeAudit(tx, { at, actor: actor.name, verb, subject: group, detail: { invitation } });
}

/**
 * A manager invites whoever has a mail address; again and again is one invitation, as last said. Whether the address has an account is not
 * told.
 *
 * @param realMs the real time
 * @throws MailError when nobody takes the mail: then nobody is invited
 */
export async function inviteMember(
  house: InvitingHouse,
  actor: Actor,
  { group, by }: { readonly group: AccountRef; readonly by: AccountRef },
  asked: { readonly email: string; readonly monthlyLimitMinor: bigint | null; readonly manages: boolean },
  realMs: number,
): Promise<InvitationRow | Refused<"group-unknown" | "invitations-too-many">> {
  const found = await readGroup(house, group, by);
  if ("refused" in found) return found;
  const [createdAt, expiresAt] = [new Date(realMs), new Date(realMs + INVITED_MS)];
  const wanted = { ...asked, email: asked.email.toLowerCase(), id: uuidv7(), group, createdAt, expiresAt };
  const invitation = await house.db.tx(async (tx) => {
    if ((await countInvitations(tx, group)) >= MOST) return refused("invitations-too-many", `${MOST} are the most.`);
    const kept = await upsertInvitation(tx, wanted);
    await audited(tx, house, actor, "group.member-invited", group, kept.id);
    return kept;
  });
  if ("refused" in invitation) return invitation;
  try {
    await house.mailer.send({ to: invitation.email, ...groupMail(found.name, house.publicUrl) });
  } catch (error) {
    await deleteInvitation(house.db, invitation.id);
    throw error;
  }
  return invitation;
}

/** A group's open invitations, as one of its managers sees them. */
export const listGroupInvitations = (house: House, group: AccountRef, realMs: number): Promise<InvitationRow[]> =>
  selectGroupInvitations(house.db, group, new Date(realMs));

/** A manager takes an invitation back. */
export async function withdrawInvitation(
  house: House,
  actor: Actor,
  { group, by }: { readonly group: AccountRef; readonly by: AccountRef },
  id: string,
): Promise<object | Refused<"group-unknown" | "invitation-unknown">> {
  const found = await readGroup(house, group, by);
  if ("refused" in found) return found;
  return await house.db.tx(async (tx) => {
    const row = await lockInvitation(tx, id);
    if (row?.group !== group) return refused("invitation-unknown");
    await deleteInvitation(tx, id);
    await audited(tx, house, actor, "group.invitation-withdrawn", group, id);
    return {};
  });
}

/** The address that somebody has proved to have. */
async function provenEmail(db: Pick<Tx, "orm">, account: AccountRef): Promise<string | undefined> {
  const person = await selectPerson(db, account);
  return person?.emailVerified ? person.email.toLowerCase() : undefined;
}

/** Invitations to somebody's mail address. */
export async function listInvitations(house: House, account: AccountRef, realMs: number): Promise<Invited[]> {
  const email = await provenEmail(house.db, account);
  return email === undefined ? [] : await selectInvitationsTo(house.db, email, new Date(realMs));
}

/** Accepts or declines an invitation, once. */
export async function answerInvitation(
  house: House,
  actor: Actor,
  account: AccountRef,
  { id, accepts }: { readonly id: string; readonly accepts: boolean },
  realMs: number,
): Promise<Group | object | Refused<"invitation-unknown" | NotAMember>> {
  return await house.db.tx(async (tx) => {
    const row = await lockInvitation(tx, id);
    const email = await provenEmail(tx, account);
    if (row?.email !== email || !row || row.expiresAt.getTime() <= realMs) return refused("invitation-unknown");
    if (accepts) {
      const { group, monthlyLimitMinor, manages } = row;
      const joined = await joinGroup(tx, house, actor, group, { account, monthlyLimitMinor, manages });
      if ("refused" in joined) return joined;
    }
    await deleteInvitation(tx, id);
    const verb = accepts ? "group.invitation-accepted" : "group.invitation-declined";
    await audited(tx, house, actor, verb, row.group, id);
    return {};
  });
}

/** Forgets invitations that nobody answered in time. */
export const forgetInvitations = (house: House, realMs: number): Promise<void> =>
  deleteSpentInvitations(house.db, new Date(realMs));
