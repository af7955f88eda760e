import type { Order } from "@baygate/shared/order";
import { v7 as uuid } from "uuid";
import { markHolder, revokeCard } from "../accounts/accounts.actions.ts";
import { type CardRow, insertCard, lockAccount, lockCard, selectHolders } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { type CardLinkState, cardLinkState } from "./opening.ts";
import { keepOrder, type OrderingHouse } from "./openings.actions.ts";
import {
  insertCardLink,
  lockAnsweredLinks,
  selectCardLink,
  selectGateOf,
  selectLiveCards,
  updateLinkSettled,
} from "./openings.store.ts";

/** So long a gate waits for a driver's card. Milliseconds. */
export const LINK_LIFE_MS = 60_000;
/** A wallet holds a few. */
const MOST_CARDS = 20;

/** An account's cards that are not switched off. */
export const listCards = (house: House, account: string): Promise<CardRow[]> => selectLiveCards(house.db, account);

/** Has a gate wait for a driver's card: the next one held to it there that nobody knows becomes theirs. */
export async function askCardLink(
  house: OrderingHouse,
  actor: Actor,
  account: string,
  asked: { readonly gate: string; readonly label: string },
): Promise<
  | { readonly id: string; readonly expiresAt: Date }
  | Refused<"gate-unknown" | "gate-revoked" | "access-missing" | "cards-too-many">
> {
  const at = new Date(house.clock.wallMs());
  const expiresAt = new Date(at.getTime() + LINK_LIFE_MS);
  const ordered = await house.db.tx(async (tx) => {
    const gate = await selectGateOf(tx, asked.gate);
    if (!gate) return refused("gate-unknown");
    if (gate.revokedAt) return refused("gate-revoked");
    if (!(await selectHolders(tx, account)).includes(gate.estate)) return refused("access-missing");
    if ((await selectLiveCards(tx, account)).length >= MOST_CARDS) return refused("cards-too-many");
    const order: Order = {
      ...{ v: 1, id: uuid(), kind: "link-card", issuer: actor.name },
      ...{ reason: "a driver adds a card", expiresMs: expiresAt.getTime() },
    };
    await keepOrder(tx, gate, order, at);
    await insertCardLink(tx, { id: order.id, account, gate: gate.id, label: asked.label, createdAt: at });
    const line = { at, actor: actor.name, verb: "card-link.asked", subject: account };
    await writeAudit(tx, { ...line, detail: { order: order.id, gate: gate.id } });
    return { gate, order };
  });
  if ("refused" in ordered) return ordered;
  await house.publishOrder(ordered.gate.estate, ordered.gate.id, ordered.order);
  return { id: ordered.order.id, expiresAt };
}

/** How one of an account's links stands. */
export async function readCardLink(
  house: House,
  account: string,
  id: string,
): Promise<(CardLinkState & { readonly card: string | null }) | Refused<"card-link-unknown">> {
  const row = await selectCardLink(house.db, account, id);
  if (!row) return refused("card-link-unknown");
  return { ...cardLinkState(row, row.settledAt ? row : undefined, house.clock.wallMs()), card: row.card };
}

/**
 * Gives cards that gates were shown in linking mode to whoever asked for it.
 *
 * @returns how many answers were dealt with, at most `limit`.
 */
export async function settleCardLinks(house: House, limit: number): Promise<number> {
  return await house.db.tx(async (tx) => {
    const answered = await lockAnsweredLinks(tx, limit);
    for (const link of answered) {
      const at = new Date(house.clock.wallMs());
      // Refused or expired at the gate: nothing was shown there.
      const outcome = link.ref === null ? { card: null, refused: null } : await giveCard(tx, link, link.ref, at);
      await updateLinkSettled(tx, link.id, { ...outcome, settledAt: at });
    }
    return answered.length;
  });
}

async function giveCard(
  tx: Tx,
  { id, account, label }: { readonly id: string; readonly account: string; readonly label: string },
  ref: string,
  at: Date,
): Promise<{ card: string | null; refused: string | null }> {
  if (!(await lockAccount(tx, account))) return { card: null, refused: "account-unknown" };
  const row: CardRow = { ref, account, label, aes: null, vehicle: null, revokedAt: null, createdAt: at };
  if (!(await insertCard(tx, row))) return { card: null, refused: "card-taken" };
  await markHolder(tx, account);
  const line = { at, actor: `driver:${account}`, verb: "card.linked", subject: account };
  await writeAudit(tx, { ...line, detail: { card: ref, order: id } });
  return { card: ref, refused: null };
}

/** Switches off one of an account's own cards, for good. */
export async function giveCardUp(
  house: House,
  actor: Actor,
  account: string,
  ref: string,
): Promise<{ readonly estates: readonly string[] } | Refused<"card-unknown">> {
  const isOwn = await house.db.tx(async (tx) => (await lockCard(tx, ref))?.account === account);
  return isOwn ? await revokeCard(house, actor, ref) : refused("card-unknown");
}
