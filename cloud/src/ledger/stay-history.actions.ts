import type { Offer } from "@baygate/shared/estate";
import { type House, type Refused, refused } from "../house.ts";
import type { PriceLine, PriceTax } from "../pricing/rule.ts";
import { PricedJson } from "./correction.ts";
import { selectDisputesOf, selectExceptionsOf, selectRevisions, selectSession } from "./stay-history.store.ts";

/** What a stay was charged, once: the first price or one that a correction made. */
export interface StayRevision {
  readonly revision: number;
  readonly arrivedAt: Date;
  readonly departedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly lines: readonly PriceLine[];
  readonly taxes: readonly PriceTax[];
  readonly offer: Offer | null;
  /** Class of the vehicle. */
  readonly class: string;
  readonly payer: string | null;
  /** Why there is a revision after the first. */
  readonly reason: string | null;
}

/** Everything that became of a visit, for who has to explain it. */
export async function readStayHistory(house: House, id: string) {
  const { db } = house;
  const found = await selectSession(db, id);
  if (!found) return refused("stay-unknown") satisfies Refused<"stay-unknown">;
  const [rows, disputes, exceptions] = await Promise.all([
    selectRevisions(db, id),
    selectDisputesOf(db, id),
    selectExceptionsOf(db, id),
  ]);
  const revisions = rows.map(({ arrivedAt, departedAt, currency, totalMinor, ...row }): StayRevision => {
    const { lines, taxes, offer, terms } = PricedJson.parse(row);
    return {
      ...{ revision: row.revision, arrivedAt, departedAt, currency, totalMinor, lines, taxes, offer },
      ...{ class: terms.class, payer: row.payer, reason: row.reason },
    };
  });
  return { ...found, revisions, disputes, exceptions };
}
