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
