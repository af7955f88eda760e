import { isOpeningFresh, openOpening } from "@baygate/shared/opening";
import type { Order } from "@baygate/shared/order";
import { v7 as uuid } from "uuid";
import { selectHolders } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { isSignedBy } from "../opening-key.ts";
import { type OpeningState, openingState } from "./opening.ts";
import { type GateRow, insertGateOrder, insertOpening, selectGateOf, selectOpening } from "./openings.store.ts";

/** Whoever scanned a code waits before the arm: an order that comes later would let in somebody else. Milliseconds. */
const ORDER_LIFE_MS = 15_000;

/** What sends orders to gates. */
export interface OrderingHouse extends House {
  readonly publishOrder: (estate: string, gate: string, order: Order) => Promise<void>;
}

/**
 * Has the lane opened whose own code a driver scanned (tier S). Checked here: the gate made the code, just now, and it was not used; the
 * driver may park there, or has a car inside. Whether the arm goes up is the gate's decision.
 *
 * @returns the opening's id
 */
export async function askOpening(
  house: OrderingHouse,
  actor: Actor,
  account: string,
  code: string,
): Promise<
  | { readonly id: string }
  | Refused<
      "opening-code-malformed" | "opening-code-forged" | "opening-code-expired" | "opening-code-used" | "access-missing"
    >
> {
  const opened = openOpening(code);
  if ("fault" in opened) return refused(opened.fault);
  const nowMs = house.clock.wallMs();
  const ordered = await house.db.tx(async (tx) => {
    const gate = await selectGateOf(tx, opened.gate);
    const isTrue =
      gate?.openingKey != null &&
      gate.revokedAt === null &&
      isSignedBy(gate.openingKey, opened.toVerify, opened.signature);
    if (!isTrue) return refused("opening-code-forged");
    if (!isOpeningFresh(opened, nowMs)) return refused("opening-code-expired");
    if (!(await selectHolders(tx, account)).includes(gate.estate)) return refused("access-missing");
    const order: Order = {
      ...{ v: 1, id: uuid(), kind: "admit-driver", lane: opened.lane, account },
      ...{ issuer: actor.name, reason: "the driver scanned this lane's code", expiresMs: nowMs + ORDER_LIFE_MS },
    };
    const at = new Date(nowMs);
    const row = { id: order.id, account, gate: gate.id, lane: opened.lane, createdAt: at };
    if (!(await insertOpening(tx, { ...row, madeAt: new Date(opened.madeS * 1000) })))
      return refused("opening-code-used");
    await keepOrder(tx, gate, order, at);
    const line = { at, actor: actor.name, verb: "opening.asked", subject: gate.id };
    await writeAudit(tx, { ...line, detail: { order: order.id, lane: opened.lane, account } });
    return { gate, order };
  });
  if ("refused" in ordered) return ordered;
  await house.publishOrder(ordered.gate.estate, ordered.gate.id, ordered.order);
  return { id: ordered.order.id };
}

/** Keeps an order before it is published: a gate that missed it is told again as long as it has not expired. */
export const keepOrder = (tx: Tx, gate: GateRow, order: Order, at: Date): Promise<void> =>
  insertGateOrder(tx, {
    ...{ id: order.id, gate: gate.id, content: order },
    ...{ expiresAt: new Date(order.expiresMs), createdAt: at },
  });

/** How one of an account's openings stands. */
export async function readOpening(
  house: House,
  account: string,
  id: string,
): Promise<(OpeningState & { readonly stay: string | null }) | Refused<"opening-unknown">> {
  const row = await selectOpening(house.db, account, id);
  return row ? { ...openingState(row, house.clock.wallMs()), stay: row.stay } : refused("opening-unknown");
}
