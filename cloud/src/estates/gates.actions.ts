import type { Order } from "@baygate/shared/order";
import { v7 as uuid } from "uuid";
import { writeAudit } from "../accounts/audit.store.ts";
import { newToken, tokenHash } from "../accounts/tokens.actions.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { forgetGate } from "../inbox/inbox.actions.ts";
import { openingPublicKey } from "../opening-key.ts";
import { lockEstate, selectEstates, selectZones } from "./estates.store.ts";
import {
  type GateRow,
  insertGate,
  insertOrder,
  markRevoked,
  type OrderRow,
  selectGate,
  selectGates,
  selectOrders,
} from "./gates.store.ts";

const now = (house: House): Date => new Date(house.clock.wallMs());

/** Where a gate is; undefined: there is none of this name. */
export const estateOfGate = async (house: House, id: string): Promise<string | undefined> =>
  (await selectGate(house.db, id))?.estate;

/** An estate's gates. */
export async function listGates(
  house: House,
  estate: string,
): Promise<{ readonly gates: readonly GateRow[] } | Refused<"estate-unknown">> {
  if ((await selectEstates(house.db, estate)).length === 0) return refused("estate-unknown");
  return { gates: await selectGates(house.db, estate) };
}

/** Makes a gate known to the broker. Its token is in this answer and nowhere else. */
export async function addGate(
  house: House,
  actor: Actor,
  asked: {
    readonly id: string;
    readonly estate: string;
    readonly name: string;
    readonly arrivalZones: readonly string[];
  },
): Promise<{ readonly token: string } | Refused<"estate-unknown" | "zone-unknown" | "gate-exists">> {
  return await house.db.tx(async (tx) => {
    if (!(await lockEstate(tx, asked.estate))) return refused("estate-unknown");
    const zones = await selectZones(tx, asked.estate);
    const stranger = asked.arrivalZones.find((id) => !zones.some(({ zone }) => zone.id === id));
    if (stranger !== undefined) return refused("zone-unknown", `${asked.estate} has no zone ${stranger}.`);
    const token = newToken("gate");
    const row = {
      ...asked,
      arrivalZones: [...asked.arrivalZones],
      tokenHash: tokenHash(token),
      openingKey: openingPublicKey(token),
    };
    if (!(await insertGate(tx, row))) return refused("gate-exists");
    const line = { at: now(house), actor: actor.name, verb: "gate.added", subject: asked.id };
    await writeAudit(tx, { ...line, detail: { estate: asked.estate, arrivalZones: asked.arrivalZones } });
    return { token };
  });
}

/**
 * Revokes a gate for good: its box may not connect again. What it journalled before is still taken by hand, not by this, so whether
 * the cars that it was just letting in have passed is left for their departures to tell.
 */
export async function revokeGate(
  house: House,
  actor: Actor,
  id: string,
  reason: string,
): Promise<GateRow | Refused<"gate-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await selectGate(tx, id);
    if (!row) return refused("gate-unknown");
    if (row.revokedAt) return row;
    const at = now(house);
    await forgetGate(tx, row, at.getTime());
    await markRevoked(tx, id, at);
    await writeAudit(tx, { at, actor: actor.name, verb: "gate.revoked", subject: id, detail: { reason } });
    return { ...row, revokedAt: at };
  });
}

/** One page of orders to a gate, newest first (their ids grow), each with what the gate answered. */
export async function listOrders(
  house: House,
  gate: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<{ readonly orders: readonly OrderRow[] } | Refused<"gate-unknown">> {
  const row = await selectGate(house.db, gate);
  return row ? { orders: await selectOrders(house.db, row, page) } : refused("gate-unknown");
}

/** What an operator may ask of a lane. */
export type LaneOrder = { readonly lane: string; readonly reason: string; readonly lifeMs: number } & (
  | { readonly kind: "open-gate"; readonly forced: boolean }
  | { readonly kind: "hold-open"; readonly holdMs: number }
  | { readonly kind: "close-gate" }
);

/** As it travels: a gate is told when to close, not how long to wait. */
function contentOf(asked: LaneOrder, at: Date) {
  if (asked.kind !== "hold-open") return asked;
  const { holdMs, ...rest } = asked;
  return { ...rest, untilMs: at.getTime() + holdMs };
}

const VERBS = { "open-gate": "gate.opened", "hold-open": "gate.held-open", "close-gate": "gate.closed" } as const;

/** Orders a gate to open, hold open or close one lane. Kept before it is published; the gate answers with a fact. */
export async function orderLane(
  house: House & { readonly publishOrder: (estate: string, gate: string, order: Order) => Promise<void> },
  actor: Actor,
  id: string,
  asked: LaneOrder,
): Promise<Order | Refused<"gate-unknown" | "gate-revoked">> {
  const at = now(house);
  const { lifeMs, ...content } = contentOf(asked, at);
  const expiresAt = new Date(at.getTime() + lifeMs);
  const order: Order = {
    ...{ v: 1, id: uuid(), issuer: actor.name },
    ...{ ...content, expiresMs: expiresAt.getTime() },
  };
  const gate = await house.db.tx(async (tx) => {
    const row = await selectGate(tx, id);
    if (!row) return refused("gate-unknown");
    if (row.revokedAt) return refused("gate-revoked");
    await insertOrder(tx, { id: order.id, gate: id, content: order, expiresAt, createdAt: at });
    await writeAudit(tx, {
      at,
      actor: actor.name,
      verb: VERBS[asked.kind],
      subject: id,
      detail: { order: order.id, ...content },
    });
    return row;
  });
  if ("refused" in gate) return gate;
  await house.publishOrder(gate.estate, id, order);
  return order;
}
