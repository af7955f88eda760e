import { writeAudit } from "../accounts/audit.store.ts";
import { addCorrection, lockOccupancy } from "../estates/estates.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markDirty } from "../rules/feed.store.ts";
import { type CountRow, insertCount, selectCounts } from "./counts.store.ts";
import { COUNTS_LOOKED_AT, type Drift, driftOf } from "./drift.ts";
import { countOf, placesInUse } from "./occupancy.ts";

/** What a person says: how many places are in use, or by how many the books are wrong. */
export type Seen = { readonly saw: number } | { readonly places: number };

export interface Counted {
  /** Places in use by the books from now on. */
  readonly inUse: number;
  /** By how many places the books said too many (below zero: too few). */
  readonly drift: number;
}

/**
 * A person says what stands in a zone: kept as a fact of his own that is never changed, and the books follow. A count that finds nothing
 * wrong is one, too: it says how good the books are (MONEY.md, edge case 16).
 */
export async function countPlaces(
  house: House,
  actor: Actor,
  of: { readonly estate: string; readonly zone: string },
  asked: Seen & { readonly reason: string },
): Promise<Counted | Refused<"zone-unknown" | "correction-below-zero">> {
  const { estate, zone } = of;
  return await house.db.tx(async (tx) => {
    const counters = await lockOccupancy(tx, estate, zone);
    if (!counters) return refused("zone-unknown");
    const before = placesInUse(counters);
    const saw = "saw" in asked ? asked.saw : before + asked.places;
    if (saw < 0) return refused("correction-below-zero", `${before} places are in use.`);
    // A person saw what was shown; where the sum behind it is below zero, that is made good, too.
    const moved = saw - countOf(counters);
    await addCorrection(tx, estate, zone, moved);
    const at = new Date(house.clock.wallMs());
    const passages = counters.arrivals + counters.departures;
    const { reason } = asked;
    await insertCount(tx, { estate, zone, at, actor: actor.name, saw, before, moved, passages, reason });
    await markDirty(tx, estate, [`zone/${zone}`]);
    const subject = `${estate}/${zone}`;
    await writeAudit(tx, {
      ...{ at, actor: actor.name, verb: "occupancy.corrected", subject },
      detail: { before, saw, moved, reason },
    });
    return { inUse: saw, drift: before - saw };
  });
}

/** A zone's counts, the newest first, and how far the books may have drifted since. */
export async function readCounts(
  house: House,
  of: { readonly estate: string; readonly zone: string },
  limit: number,
): Promise<{ readonly counts: readonly CountRow[]; readonly drift: Drift } | Refused<"zone-unknown">> {
  return await house.db.tx(async (tx) => {
    const counters = await lockOccupancy(tx, of.estate, of.zone);
    if (!counters) return refused("zone-unknown");
    const counts = await selectCounts(tx, of.estate, of.zone, Math.max(limit, COUNTS_LOOKED_AT));
    const drift = driftOf(counts.slice(0, COUNTS_LOOKED_AT), counters.arrivals + counters.departures);
    return { counts: counts.slice(0, limit), drift };
  });
}
