/** One zone's counters, as they stand in its row. They only grow, but for `corrections` and `passing`. */
export interface Occupancy {
  readonly arrivals: number;
  readonly departures: number;
  readonly corrections: number;
  readonly passing: number;
}

type Counted = Pick<Occupancy, "arrivals" | "departures" | "corrections">;

/** The bare sum of a zone's count: below zero while departures are known whose arrivals are not. */
export const countOf = (row: Counted): number => row.arrivals - row.departures + row.corrections;

/** Places in use by the count (invariant I6). Late facts can make the sum negative for a while; nobody is shown that. */
export const placesInUse = (row: Counted): number => Math.max(0, countOf(row));

/** From how full on which factor holds; thousandths both. */
const BANDS = [
  { fromPermille: 0, factorPermille: 1000 },
  { fromPermille: 600, factorPermille: 1100 },
  { fromPermille: 800, factorPermille: 1250 },
  { fromPermille: 900, factorPermille: 1500 },
] as const;

/** A band is left downwards only when the zone is emptier by this than where the band begins. Thousandths. */
const HYSTERESIS_PERMILLE = 50;

/** The factor that the next car is shown, and why, for the record of price moves. */
export interface FactorMove {
  readonly factorPermille: number;
  readonly reason: string;
}

/**
 * The next occupancy factor of a zone: bands of how full it is, up at once, down only with some distance so that one car going in and
 * out does not move the price.
 */
export function nextFactor(currentPermille: number, inUse: number, capacity: number): FactorMove {
  if (capacity <= 0) return { factorPermille: currentPermille, reason: "no places to price" };
  const fullPermille = Math.floor((inUse * 1000) / capacity);
  const percent = `${Math.floor(fullPermille / 10)} % full`;
  const bandAt = (permille: number) => BANDS.findLast((band) => band.fromPermille <= permille) ?? BANDS[0];
  const up = bandAt(fullPermille).factorPermille;
  const down = bandAt(fullPermille + HYSTERESIS_PERMILLE).factorPermille;
  const factorPermille = up > currentPermille ? up : Math.min(currentPermille, down);
  const shown = (permille: number) => `× ${(permille / 1000).toFixed(2)}`;
  if (factorPermille === currentPermille)
    return { factorPermille, reason: `${percent}: stays at ${shown(currentPermille)}` };
  return { factorPermille, reason: `${percent}: from ${shown(currentPermille)} to ${shown(factorPermille)}` };
}
