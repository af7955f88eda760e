import { LocalHours } from "@baygate/shared/local-hours";
import { z } from "zod";
import { type House, type Refused, refused } from "../house.ts";
import { type EstateNow, readEstates } from "./estates.actions.ts";
import { type Opening, openingAt } from "./opening.ts";
import { distanceM, type Position } from "./position.ts";

/** An estate as drivers look for one. */
export interface Place extends EstateNow {
  readonly position: Position | null;
  readonly open: Opening;
}

/** A place with how far away it is; null: it was not asked from anywhere, or nobody entered where the place is. */
export interface FoundPlace extends Place {
  readonly distanceM: number | null;
}

const Hours = z.array(LocalHours);

/** The estates, or the one named, as drivers see them now. */
export async function readPlaces(house: House, id?: string): Promise<Place[]> {
  const nowMs = house.clock.wallMs();
  return (await readEstates(house, id)).map((estate) => ({
    ...estate,
    position: estate.lat === null || estate.lon === null ? null : { lat: estate.lat, lon: estate.lon },
    open: openingAt(Hours.parse(estate.openingHours), nowMs, estate.timeZone),
  }));
}

export async function readPlace(house: House, id: string): Promise<Place | Refused<"estate-unknown">> {
  const [place] = await readPlaces(house, id);
  return place ?? refused("estate-unknown");
}

/** Where a search stands: behind that one. */
export type PlaceCursor = readonly [distanceM: number, id: string];

/** An estate of which nobody entered where it is comes last. */
const NOWHERE_M = Number.MAX_SAFE_INTEGER;

/**
 * Estates from the nearest on; without `near` by their names.
 *
 * @param asked.withinM only those so far away at most.
 */
export async function findPlaces(
  house: House,
  asked: {
    readonly near?: Position | undefined;
    readonly withinM?: number | undefined;
    readonly after?: PlaceCursor | undefined;
    readonly limit: number;
  },
): Promise<FoundPlace[]> {
  const { near, withinM = NOWHERE_M, after } = asked;
  const found = (await readPlaces(house)).map((place) => ({
    ...place,
    distanceM: near && place.position ? distanceM(near, place.position) : null,
  }));
  const rank = (place: FoundPlace): PlaceCursor => [near ? (place.distanceM ?? NOWHERE_M) : 0, place.id];
  const isBehind = (a: PlaceCursor, b: PlaceCursor) => (a[0] === b[0] ? a[1] > b[1] : a[0] > b[0]);
  return found
    .filter((place) => rank(place)[0] <= withinM && (after === undefined || isBehind(rank(place), after)))
    .sort((a, b) => (isBehind(rank(a), rank(b)) ? 1 : -1))
    .slice(0, asked.limit);
}

/** Where a page of places ended. */
export const placeCursor = (place: FoundPlace, near: Position | undefined): PlaceCursor => [
  near ? (place.distanceM ?? NOWHERE_M) : 0,
  place.id,
];
