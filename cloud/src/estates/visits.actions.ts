import { Offer } from "@baygate/shared/estate";
import { z } from "zod";
import { type House, type Refused, refused } from "../house.ts";
import { price } from "../pricing/price.ts";
import { PriceLine } from "../pricing/rule.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";
import { selectEstates, selectTariffVersion } from "./estates.store.ts";
import {
  type SessionRow,
  type StayRow,
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

/** What a car still inside would owe if it left now. */
async function runningCost(house: House, session: SessionRow): Promise<Cost | null> {
  const offer = Offer.safeParse(session.offer);
  if (session.state !== "inside" || !session.arrivedAt || !offer.success) return null;
  const tariff = await selectTariffVersion(house.db, offer.data.tariff, offer.data.version);
  const content = TariffContent.safeParse(tariff?.content);
  const [estate] = await selectEstates(house.db, session.estate);
  if (!tariff || !content.success || !estate) return null;
  const stay = {
    arrivedAtMs: session.arrivedAt.getTime(),
    departedAtMs: house.clock.wallMs(),
    timeZone: estate.timeZone,
    offer: offer.data,
  };
  const { currency } = tariff;
  return { final: false, currency, ...price(stay, tariffOf(currency, content.data)) };
}

async function withCost(house: House, row: { session: SessionRow; stay: StayRow | null }): Promise<Visit> {
  const { stay } = row;
  if (!stay) return { ...row, cost: await runningCost(house, row.session) };
  const { totalMinor, currency } = stay;
  return { ...row, cost: { final: true, totalMinor, currency, lines: Lines.parse(stay.lines) } };
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
  return await Promise.all(rows.map((row) => withCost(house, row)));
}

/** One of a driver's own visits; somebody else's is not known to them. */
export async function readVisit(house: House, account: string, id: string): Promise<Visit | Refused<"stay-unknown">> {
  const row = await selectVisit(house.db, id, account);
  return row ? await withCost(house, row) : refused("stay-unknown");
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
