import { writeAudit } from "../accounts/audit.store.ts";
import { lockEstate, selectZones, updateZone } from "../estates/estates.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { placesInUse } from "../occupancy/occupancy.ts";
import { DEFAULT_PRICE_POLICY, PricePolicy } from "./dynamic-price.ts";
import { type PriceMoveRow, selectPriceMoves } from "./price-moves.store.ts";

/** How a zone's price follows its occupancy, and where it stands. */
export interface ZonePricing {
  /** What holds; null: what is stored cannot be read, and the price does not move. */
  readonly policy: PricePolicy | null;
  /** The zone has no policy of its own. */
  readonly isDefault: boolean;
  readonly factorPermille: number;
  /** Null: it never moved. */
  readonly since: Date | null;
  readonly announced: { readonly toPermille: number; readonly at: Date } | null;
  readonly inUse: number;
  readonly capacity: number;
}

/** A zone's price policy and its price now. */
export async function readPricing(
  house: House,
  estate: string,
  id: string,
): Promise<ZonePricing | Refused<"zone-unknown">> {
  const found = (await selectZones(house.db, estate)).find(({ zone }) => zone.id === id);
  if (!found) return refused("zone-unknown");
  const { zone, occupancy } = found;
  const { nextPermille = null, nextAt = null } = occupancy ?? {};
  return {
    policy: zone.pricing === null ? DEFAULT_PRICE_POLICY : (PricePolicy.safeParse(zone.pricing).data ?? null),
    isDefault: zone.pricing === null,
    factorPermille: occupancy?.factorPermille ?? 1000,
    since: occupancy?.factorSince ?? null,
    announced: nextPermille === null || nextAt === null ? null : { toPermille: nextPermille, at: nextAt },
    inUse: occupancy ? placesInUse(occupancy) : 0,
    capacity: zone.capacity,
  };
}

/**
 * Sets by which policy a zone's price moves from the next round on. Null: by the default one. A factor beyond the new bounds comes back step
 * by step, and what was announced under the old policy is withdrawn where the new one would not do it.
 */
export async function setPricePolicy(
  house: House,
  actor: Actor,
  estate: string,
  id: string,
  policy: PricePolicy | null,
): Promise<object | Refused<"zone-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await lockEstate(tx, estate))) return refused("zone-unknown");
    if (!(await selectZones(tx, estate)).some(({ zone }) => zone.id === id)) return refused("zone-unknown");
    await updateZone(tx, estate, id, { pricing: policy });
    const at = new Date(house.clock.wallMs());
    const subject = `${estate}/${id}`;
    await writeAudit(tx, { at, actor: actor.name, verb: "zone.pricing-set", subject, detail: { policy } });
    return {};
  });
}

/** One page of what a zone's price did, newest first, each with its reason. */
export const listPriceMoves = async (
  house: House,
  page: Parameters<typeof selectPriceMoves>[1],
): Promise<PriceMoveRow[]> => await selectPriceMoves(house.db, page);
