import type { EstateId } from "@baygate/shared/ids";
import { type CountedZone, placesNow } from "../estates/zone.ts";
import { lendable } from "../occupancy/lease.ts";
import type { Room } from "./notice.ts";

/** What an estate has for whoever comes by: reserved bays are not. */
export function roomOf(estate: { readonly id: string; readonly name: string }, zones: readonly CountedZone[]): Room {
  const sum = (of: (zone: CountedZone) => number): number => zones.reduce((total, zone) => total + of(zone), 0);
  return {
    ...{ estate: estate.id as EstateId, name: estate.name },
    free: sum((zone) => placesNow(zone, undefined).free),
    capacity: sum(({ zone }) => lendable(zone.class, zone.capacity)),
  };
}
