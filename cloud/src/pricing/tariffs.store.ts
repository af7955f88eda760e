import { Offer } from "@baygate/shared/estate";
import type { EstateId, ZoneId } from "@baygate/shared/ids";
import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { msOf } from "../db/rows.ts";
import { tariffDraft } from "../db/schema/places.ts";
import type { ComparedStay } from "./compare.ts";
import { StayTerms } from "./terms.ts";

type Reads = Pick<Tx, "orm">;

export type DraftRow = typeof tariffDraft.$inferSelect;

/** Drafts that are not published, the last changed first. */
export async function selectDrafts(db: Reads, tariff?: string): Promise<DraftRow[]> {
  const ofTariff = tariff === undefined ? undefined : eq(tariffDraft.tariff, tariff);
  return await db.orm
    .select()
    .from(tariffDraft)
    .where(and(isNull(tariffDraft.publishedVersion), ofTariff))
    .orderBy(desc(tariffDraft.changedAt));
}

export async function selectDraft(db: Reads, id: string): Promise<DraftRow | undefined> {
  const [row] = await db.orm.select().from(tariffDraft).where(eq(tariffDraft.id, id));
  return row;
}

/** The draft, locked until the transaction ends. */
export async function lockDraft(tx: Tx, id: string): Promise<DraftRow | undefined> {
  const [row] = await tx.orm.select().from(tariffDraft).where(eq(tariffDraft.id, id)).for("update");
  return row;
}

export async function insertDraft(tx: Tx, row: DraftRow): Promise<void> {
  await tx.orm.insert(tariffDraft).values(row);
}

export async function updateDraft(tx: Tx, id: string, changes: Partial<DraftRow>): Promise<void> {
  await tx.orm.update(tariffDraft).set(changes).where(eq(tariffDraft.id, id));
}

export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await tx.orm.delete(tariffDraft).where(eq(tariffDraft.id, id));
}

/** Where a page of stays ended. */
export interface StayCursor {
  readonly departedAtMs: number;
  readonly session: string;
}

/** Stays that no tariff priced: nobody saw them begin or end, or their tariff could not be read. */
const UNPRICED = ["started-by-system", "departure-missed", "tariff-unknown"];
/** The line of a total that somebody agreed to. */
const AGREED = JSON.stringify([{ rule: "agreed" }]);

/** Which stays: those that some version of a tariff priced, or a zone's, whatever tariff did. */
export type WhichStays = { readonly tariff: string } | { readonly zone: ZoneId };

/**
 * One page of an estate's stays, by departure, that a tariff priced, as they count now, with all that they were priced from. `next` is
 * where the following page begins; null after the last.
 *
 * @param span departures from `sinceMs` until before `untilMs`.
 */
export async function readStaysPriced(
  db: Pick<Database, "pool">,
  estate: { readonly id: EstateId; readonly timeZone: string; readonly currency: string },
  which: WhichStays,
  span: { readonly sinceMs: number; readonly untilMs: number },
  page: { readonly after: StayCursor | null; readonly limit: number },
): Promise<{ readonly stays: ComparedStay[]; readonly next: StayCursor | null }> {
  const { rows } = await db.pool.query<{
    session: string;
    arrivedAtMs: number;
    departedAtMs: number;
    total: string;
    offer: unknown;
    terms: unknown;
  }>({
    name: "read-stays-priced",
    text: `select session, ${msOf("arrived_at")} as "arrivedAtMs", ${msOf("departed_at")} as "departedAtMs",
                  total_minor as total, offer, terms
           from stay_now
           where estate = $1 and currency = $2 and case when $11 then zone else offer ->> 'tariff' end = $3 and not flags && $4::text[]
             and not lines @> $10::jsonb and departed_at >= to_timestamp($5::float8 / 1000) and departed_at < to_timestamp($6::float8 / 1000)
             and ($7::uuid is null or (departed_at, session) > (to_timestamp($8::float8 / 1000), $7::uuid))
           order by departed_at, session limit $9`,
    values: [
      ...[
        estate.id,
        estate.currency,
        "zone" in which ? which.zone : which.tariff,
        UNPRICED,
        span.sinceMs,
        span.untilMs,
      ],
      ...[page.after?.session ?? null, page.after?.departedAtMs ?? 0, page.limit, AGREED, "zone" in which],
    ],
  });
  const stays = rows.flatMap(({ session, arrivedAtMs, departedAtMs, total, ...row }): ComparedStay[] => {
    const offer = Offer.safeParse(row.offer);
    const terms = StayTerms.safeParse(row.terms);
    if (!offer.success || !terms.success) return [];
    const chargedMinor = BigInt(total);
    const { timeZone } = estate;
    return [{ id: session, arrivedAtMs, departedAtMs, timeZone, offer: offer.data, ...terms.data, chargedMinor }];
  });
  const last = rows.length < page.limit ? undefined : rows.at(-1);
  return { stays, next: last ? { departedAtMs: last.departedAtMs, session: last.session } : null };
}
