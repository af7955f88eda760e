import { randomBytes, sign } from "node:crypto";
import { sealTicket, ticketToSign } from "@baygate/shared/ticket";
import { v7 as uuid } from "uuid";
import { inviteGuestIn, takeRightBackIn } from "../access/access.actions.ts";
import { hasAccess, selectRightsOf } from "../access/access.store.ts";
import { isStanding } from "../access/access.ts";
import { markHolder } from "../accounts/accounts.actions.ts";
import { deleteAccess, insertAccess, insertAccount, lockAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markAccounts, markDirty } from "../rules/feed.store.ts";
import { ruleKey } from "../rules/rules.ts";
import { markGroup, upsertMember } from "../wallets/groups.store.ts";
import type { PassSigner } from "./passes.actions.ts";
import {
  insertTicket,
  lockJustUsed,
  lockOver,
  lockTicket,
  selectTicket,
  selectTickets,
  selectUnused,
  type TicketRow,
  type TicketsOf,
  updateTicket,
} from "./tickets.store.ts";
import { ticketState, ticketTimesHold } from "./tickets.ts";

/** A host has so many guests at most that have not come yet. */
const MOST_UNUSED = 50;
/** A gate whose clock is behind may still let one in so long after its end. Milliseconds. */
const LATE_MS = 3_600_000;
const VISITOR: Actor = { name: "system:visitor-tickets" };

export interface TicketAsked {
  readonly estate: string;
  /** A reserved zone of the host's; null: wherever everybody may park. */
  readonly zone: string | null;
  readonly fromAt: Date;
  readonly untilAt: Date;
  /** For whom; printed on the ticket. */
  readonly label: string;
  readonly plate: string | null;
}

type NotGiven =
  | "account-unknown"
  | "access-missing"
  | "ticket-times-invalid"
  | "tickets-too-many"
  | "right-unknown"
  | "right-ended"
  | "right-of-guest"
  | "right-times-invalid"
  | "right-exists"
  | "guests-too-many";

/**
 * Gives a visitor one visit at a host's expense: an account of the ticket's own, whose stays the host pays as a group pays its members',
 * and which may use one of the host's reserved bays where a zone of them is named.
 *
 * @param host whose guest; must have access to the estate
 */
export async function addTicket(
  house: House,
  actor: Actor,
  host: string,
  asked: TicketAsked,
): Promise<{ readonly ticket: TicketRow } | Refused<NotGiven>> {
  const nowMs = house.clock.wallMs();
  if (!ticketTimesHold(asked, nowMs)) return refused("ticket-times-invalid");
  return await house.db
    .tx(async (tx) => {
      const payer = await lockAccount(tx, host);
      if (!payer || payer.blockedAt) return refused("account-unknown");
      const { estate, zone, untilAt, label, plate } = asked;
      if (!(await hasAccess(tx, host, estate))) return refused("access-missing");
      const at = new Date(nowMs);
      const fromAt = asked.fromAt > at ? asked.fromAt : at;
      if ((await selectUnused(tx, host, at)).length >= MOST_UNUSED) return refused("tickets-too-many");
      const account = await openVisitor(tx, { host, estate, currency: payer.currency }, at);
      const right =
        zone === null ? undefined : await rightOf(tx, house, actor, { host, account, ...asked, fromAt, zone });
      // Rolled back by the caller's transaction: nothing of a ticket that is not given stays.
      if (right && "refused" in right) throw new NotGivenError(right);
      const row: TicketRow = {
        ...{ id: uuid(), ref: randomBytes(8).toString("hex"), account, host, estate, zone, label, plate },
        ...{ guestRight: right?.id ?? null, fromAt, untilAt, createdAt: at },
        ...{ usedAt: null, revokedAt: null, endedAt: null },
      };
      await insertTicket(tx, row);
      await markHolder(tx, account);
      await markAccounts(tx, [account]);
      const detail = { ticket: row.id, host, until: untilAt.toISOString(), bays: zone };
      await writeAudit(tx, { at, actor: actor.name, verb: "ticket.given", subject: estate, detail });
      return { ticket: row };
    })
    .catch((error: unknown) => {
      if (error instanceof NotGivenError) return error.refusal;
      throw error;
    });
}

/** Ends a transaction that has written already. */
class NotGivenError extends Error {
  readonly refusal: Refused<NotGiven>;
  constructor(refusal: Refused<NotGiven>) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

async function openVisitor(
  tx: Tx,
  of: { readonly host: string; readonly estate: string; readonly currency: string },
  at: Date,
): Promise<string> {
  const id = uuid();
  await insertAccount(tx, { id, name: "Visitor", currency: of.currency, kind: "visitor", createdAt: at });
  await insertAccess(tx, id, of.estate);
  await upsertMember(tx, { account: id, group: of.host, monthlyLimitMinor: null, manages: false, joinedAt: at });
  await markGroup(tx, of.host);
  return id;
}

/** A guest's right to one of the host's own bays in the zone. */
async function rightOf(
  tx: Tx,
  house: House,
  actor: Actor,
  of: Pick<TicketAsked, "estate" | "fromAt" | "untilAt"> & {
    readonly host: string;
    readonly account: string;
    readonly zone: string;
  },
) {
  const { estate, zone, host, account, fromAt, untilAt } = of;
  const now = new Date(house.clock.wallMs());
  const own = (await selectRightsOf(tx, host)).find(
    (each) => each.estate === estate && each.zone === zone && each.guestOf === null && isStanding(each, now),
  );
  if (!own) return refused("right-unknown");
  return await inviteGuestIn(tx, house, actor, own.id, { account, places: 1, fromAt, untilAt });
}

/** One page of a host's or an estate's tickets, newest first. */
export const listTickets = (
  house: House,
  of: TicketsOf,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<TicketRow[]> => selectTickets(house.db, of, page);

/** A ticket as it is printed. */
export interface PrintedTicket {
  readonly ticket: TicketRow & { readonly estateName: string; readonly timeZone: string };
  /** The text of its QR code. It is signed for each print, and kept nowhere. */
  readonly text: string;
}

/** Signs a ticket that may still be used. Every print is the same ticket: good once, whichever of them is shown. */
export async function printTicket(
  house: House & { readonly signer: PassSigner },
  of: TicketsOf,
  id: string,
): Promise<PrintedTicket | Refused<"ticket-unknown" | "ticket-over">> {
  const ticket = await selectTicket(house.db, of, id);
  if (!ticket) return refused("ticket-unknown");
  const nowMs = house.clock.wallMs();
  const state = ticketState(ticket, nowMs);
  if (state !== "unused") return refused("ticket-over", `It is ${state}.`);
  const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
  const { signingKey, kid } = house.signer;
  const claims = {
    ...{ account: ticket.account, estate: ticket.estate, id: ticket.ref, issuedAtS: Math.floor(nowMs / 1000) },
    ...{ notBeforeS: seconds(ticket.fromAt), notAfterS: seconds(ticket.untilAt) },
  };
  const toSign = ticketToSign(claims, kid);
  return { ticket, text: sealTicket(toSign, new Uint8Array(sign(null, toSign, signingKey))) };
}

/** Takes a ticket back, for good: gates hear of it as a rule. Who is inside gets out. Doing it twice changes nothing. */
export async function takeTicketBack(
  house: House,
  actor: Actor,
  of: TicketsOf,
  id: string,
): Promise<{ readonly estates: readonly string[] } | Refused<"ticket-unknown">> {
  return await house.db.tx((tx) => takeBackIn(tx, house, actor, of, id));
}

/** Takes back all tickets of a host that were not used, in the caller's transaction. @returns where rules follow */
export async function takeTicketsBackIn(tx: Tx, house: House, actor: Actor, host: string): Promise<readonly string[]> {
  const estates: string[] = [];
  for (const { id } of await selectUnused(tx, host, new Date(house.clock.wallMs()))) {
    const taken = await takeBackIn(tx, house, actor, { host }, id);
    if (!("refused" in taken)) estates.push(...taken.estates);
  }
  return estates;
}

async function takeBackIn(
  tx: Tx,
  house: House,
  actor: Actor,
  of: TicketsOf,
  id: string,
): Promise<{ readonly estates: readonly string[] } | Refused<"ticket-unknown">> {
  const row = await lockTicket(tx, of, id);
  if (!row) return refused("ticket-unknown");
  if (row.revokedAt || row.usedAt) return { estates: [] };
  const at = new Date(house.clock.wallMs());
  await updateTicket(tx, id, { revokedAt: at });
  await markDirty(tx, row.estate, [ruleKey.denied(row.ref)]);
  await writeAudit(tx, {
    at,
    actor: actor.name,
    verb: "ticket.taken-back",
    subject: row.estate,
    detail: { ticket: id },
  });
  return { estates: [row.estate] };
}

/**
 * Marks tickets whose visit has begun, so that no gate takes them again, and lets go of those that are over: their right to a bay and
 * their access end, and their accounts stay for the ledger.
 *
 * @returns how many were dealt with, at most twice `limit`.
 */
export async function tendTickets(house: House, limit: number): Promise<number> {
  return await house.db.tx(async (tx) => {
    const at = new Date(house.clock.wallMs());
    const used = await lockJustUsed(tx, limit);
    for (const { id, ref, estate } of used) {
      await updateTicket(tx, id, { usedAt: at });
      await markDirty(tx, estate, [ruleKey.denied(ref)]);
    }
    const over = await lockOver(tx, new Date(at.getTime() - LATE_MS), limit);
    for (const { id, account, estate, guestRight } of over) {
      if (guestRight !== null) await takeRightBackIn(tx, house, VISITOR, guestRight);
      await markHolder(tx, account);
      await deleteAccess(tx, account, estate);
      await updateTicket(tx, id, { endedAt: at });
    }
    return used.length + over.length;
  });
}
