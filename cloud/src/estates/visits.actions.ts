import { z } from "zod";
import { type House, type Refused, refused } from "../house.ts";
import { costsNow } from "../inbox/costs.actions.ts";
import { PriceLine } from "../pricing/rule.ts";
import {
  type SessionRow,
  type StayRow,
  selectAccountMarks,
  selectFactProofs,
  selectVisit,
  selectVisits,
  type VisitCursor,
} from "./visits.store.ts";

/** What a visit costs: charged, or as it would be if the car left now. */
export interface Cost {
  readonly final: boolean;
  readonly totalMinor: bigint;
  readonly currency: string;
  readonly lines: readonly PriceLine[];
}

/** A visit with its cost; null when it has none: it was never begun, or its offer is not known. */
export interface Visit {
  readonly session: SessionRow;
  readonly stay: StayRow | null;
  readonly cost: Cost | null;
}

const Lines = z.array(PriceLine);

/** Visits with their costs: as charged, and of cars still inside what they would be charged if they left now. */
async function withCosts(
  house: House,
  rows: readonly { readonly session: SessionRow; readonly stay: StayRow | null }[],
): Promise<Visit[]> {
  const inside = rows.flatMap(({ session }) => (session.state === "inside" && session.offer !== null ? [session] : []));
  const running = await costsNow(house.db, inside, house.clock.wallMs());
  return rows.map(({ session, stay }) => {
    if (stay) {
      const { totalMinor, currency } = stay;
      return { session, stay, cost: { final: true, totalMinor, currency, lines: Lines.parse(stay.lines) } };
    }
    const now = running.get(session.id);
    return { session, stay, cost: now ? { final: false, ...now } : null };
  });
}

/** One page of visits, newest first: an estate's or a driver's. */
export async function listVisits(
  house: House,
  page: {
    readonly estate?: string | undefined;
    readonly account?: string | undefined;
    readonly states?: readonly string[] | undefined;
    readonly before?: VisitCursor | undefined;
    readonly limit: number;
  },
): Promise<Visit[]> {
  const rows = await selectVisits(house.db, page);
  return await withCosts(house, rows);
}

/** One of a driver's own visits; somebody else's is not known to them. */
export async function readVisit(house: House, account: string, id: string): Promise<Visit | Refused<"stay-unknown">> {
  const row = await selectVisit(house.db, id, account);
  const [visit] = row ? await withCosts(house, [row]) : [];
  return visit ?? refused("stay-unknown");
}

/** Of accounts that there are: what is another text when wallet, newest visits or notices have moved, and whether a car is inside. */
export async function accountMarks(
  house: House,
  accounts: readonly string[],
): Promise<Map<string, { readonly moved: string; readonly isInside: boolean }>> {
  const rows = await selectAccountMarks(house.db, accounts);
  return new Map(rows.map(({ account, moved, inside }) => [account, { moved, isInside: inside }]));
}

/** A fact by which a receipt can be checked. */
export interface Proof {
  readonly id: string;
  readonly kind: string;
  readonly hash: string;
  readonly clock: string;
  readonly at: Date;
}

/** What a stay was charged, line by line, with the facts that began and ended it. */
export interface Receipt {
  readonly session: SessionRow;
  readonly stay: StayRow;
  readonly lines: readonly PriceLine[];
  readonly proofs: readonly Proof[];
}

/** The receipt of a driver's own stay that has ended. */
export async function readReceipt(
  house: House,
  account: string,
  id: string,
): Promise<Receipt | Refused<"stay-unknown" | "receipt-unknown">> {
  const row = await selectVisit(house.db, id, account);
  if (!row) return refused("stay-unknown");
  const { session, stay } = row;
  if (!stay) return refused("receipt-unknown");
  const ids = [session.arrivalFact, session.departureFact].filter((fact) => fact !== null);
  const proofs = (await selectFactProofs(house.db, ids)).flatMap(({ id, kind, hash, clock, occurredAt }) =>
    id === null ? [] : [{ id, kind: kind ?? "", hash, clock: clock ?? "unsynchronised", at: occurredAt }],
  );
  return { session, stay, lines: Lines.parse(stay.lines), proofs };
}
