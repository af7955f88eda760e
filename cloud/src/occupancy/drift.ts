/** What a person counted in a zone, beside what the books said at that moment. */
export interface PlaceCount {
  /** Places in use. */
  readonly saw: number;
  /** Places in use by the books, before they followed. */
  readonly before: number;
  /** Cars that had ever passed, in and out. */
  readonly passages: number;
}

/** How far a zone's count may be from what stands there. */
export interface Drift {
  /** Half the width of the interval that holds the truth in 95 of 100 cases, places. */
  readonly plusMinus: number;
  /** Cars that passed since somebody counted. */
  readonly passagesSince: number;
  /** By how many places the books were wrong a thousand passages, where people counted; below zero: they said too few. Null: nobody has. */
  readonly perThousand: number | null;
}

/** Counts that the drift is estimated from, a zone. */
export const COUNTS_LOOKED_AT = 20;

/** What is supposed of a zone that nobody ever counted: of so many passages one is misjudged. */
const PRIOR_PASSAGES = 500;
/** Two-sided 95 % quantile of the standard normal distribution. */
const Z_95 = 1.96;

/**
 * Every passage is taken to be misjudged by a place, or not, by chance and independently of the others; so after n passages the drift
 * varies by n times the variance of one, a random walk. That variance is estimated from what counts found, Σd² / Σn over the stretches
 * between them, with one error in 500 passages added as what is known before the first (a conjugate prior's weight).
 *
 * @param counts the zone's newest, newest first.
 * @param passages cars that have ever passed by now, in and out.
 */
export function driftOf(counts: readonly PlaceCount[], passages: number): Drift {
  const stretches = counts.map((count, at) => ({
    drift: count.before - count.saw,
    passages: Math.max(0, count.passages - (counts[at + 1]?.passages ?? 0)),
  }));
  const sum = (of: (stretch: (typeof stretches)[number]) => number) =>
    stretches.reduce((total, each) => total + of(each), 0);
  const counted = sum((each) => each.passages);
  const variance = (1 + sum((each) => each.drift ** 2)) / (PRIOR_PASSAGES + counted);
  const passagesSince = Math.max(0, passages - (counts[0]?.passages ?? 0));
  return {
    plusMinus: Math.ceil(Z_95 * Math.sqrt(variance * passagesSince)),
    passagesSince,
    perThousand: counted === 0 ? null : Math.round((sum((each) => each.drift) * 1000) / counted),
  };
}
