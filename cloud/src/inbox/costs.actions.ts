import type { EstateId, GateId, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import type { Database } from "../db/client.ts";
import type { PriceLine } from "../pricing/rule.ts";
import { evolve, isOpen } from "../sessions/session.ts";
import { openBooks } from "./books.ts";
import { load } from "./inbox.actions.ts";
import { settle } from "./settle.ts";

/** What a visit would cost. */
export interface CostNow {
  readonly totalMinor: bigint;
  readonly currency: Currency;
  readonly lines: readonly PriceLine[];
}

/** What cars still inside would be charged if they left now: settled as a departure settles them, and nothing of it is kept. */
export async function costsNow(
  db: Database,
  visits: readonly { readonly id: SessionId; readonly estate: EstateId; readonly gateIn: GateId }[],
  nowMs: number,
): Promise<Map<SessionId, CostNow>> {
  const [first] = visits;
  if (first === undefined) return new Map();
  return await db.tx(async (tx) => {
    const at = { gate: first.gateIn, estate: first.estate };
    const books = openBooks(await load(tx, at, [], nowMs, { sessions: visits.map(({ id }) => id) }));
    for (const { id, gateIn } of visits) {
      const inside = books.sessions.get(id);
      if (inside === undefined || !isOpen(inside)) continue;
      const left = evolve(inside, { kind: "departed", atMs: nowMs, gate: gateIn, fact: "", unsure: false });
      if (left.outcome === "changed") settle(books, left.session);
    }
    return new Map(
      books.stays.map(({ session, totalMinor, currency, lines }) => [session.id, { totalMinor, currency, lines }]),
    );
  });
}
