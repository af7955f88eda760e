import { type Currency, formatMinor } from "@baygate/shared/money";
import { type PricedStay, price } from "./price.ts";
import type { Tariff } from "./tariff.ts";

/** A stay that has ended, and what it was charged. */
export interface ComparedStay extends PricedStay {
  /** Its session's. */
  readonly id: string;
  readonly chargedMinor: bigint;
}

export interface StayChange {
  readonly id: string;
  readonly arrivedAtMs: number;
  readonly departedAtMs: number;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
}

/** What another tariff would have made of the same stays. Whether as many would have come is not in it. */
export interface Comparison {
  readonly stays: number;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
  readonly dearer: number;
  readonly cheaper: number;
  /** The stays that change most, the most first; none that does not change. */
  readonly mostChanged: readonly StayChange[];
}

const SHOWN = 20;

export const NOTHING_COMPARED: Comparison = {
  ...{ stays: 0, beforeMinor: 0n, afterMinor: 0n, dearer: 0, cheaper: 0, mostChanged: [] },
};

const change = ({ beforeMinor, afterMinor }: StayChange): bigint =>
  afterMinor > beforeMinor ? afterMinor - beforeMinor : beforeMinor - afterMinor;

function most(changes: readonly StayChange[]): StayChange[] {
  const inOrder = (a: StayChange, b: StayChange) => {
    const by = change(b) - change(a);
    return by === 0n ? (a.id < b.id ? -1 : 1) : by > 0n ? 1 : -1;
  };
  return changes
    .filter((each) => change(each) > 0n)
    .sort(inOrder)
    .slice(0, SHOWN);
}

/**
 * Prices the same stays by two tariffs, each with the occupancy factor, class and account that it was priced with.
 *
 * @param before null: what they were charged.
 */
export function compareTariffs(stays: readonly ComparedStay[], before: Tariff | null, after: Tariff): Comparison {
  const changes = stays.map((stay): StayChange => {
    const { id, arrivedAtMs, departedAtMs } = stay;
    const beforeMinor = before ? price(stay, before).totalMinor : stay.chargedMinor;
    return { id, arrivedAtMs, departedAtMs, beforeMinor, afterMinor: price(stay, after).totalMinor };
  });
  return {
    stays: changes.length,
    beforeMinor: changes.reduce((sum, each) => sum + each.beforeMinor, 0n),
    afterMinor: changes.reduce((sum, each) => sum + each.afterMinor, 0n),
    dearer: changes.filter((each) => each.afterMinor > each.beforeMinor).length,
    cheaper: changes.filter((each) => each.afterMinor < each.beforeMinor).length,
    mostChanged: most(changes),
  };
}

/** Two comparisons of different stays, as one. */
export const joined = (a: Comparison, b: Comparison): Comparison => ({
  stays: a.stays + b.stays,
  beforeMinor: a.beforeMinor + b.beforeMinor,
  afterMinor: a.afterMinor + b.afterMinor,
  dearer: a.dearer + b.dearer,
  cheaper: a.cheaper + b.cheaper,
  mostChanged: most([...a.mostChanged, ...b.mostChanged]),
});

/** By how much more was taken, thousandths, rounded; null where nothing was taken before. Below zero: less. */
export function changePermille({ beforeMinor, afterMinor }: Comparison): number | null {
  return beforeMinor === 0n ? null : Math.round((Number(afterMinor - beforeMinor) * 1000) / Number(beforeMinor));
}

/** "This would have taken 4.0 % more: 124.80 EUR instead of 120.00 EUR, of 31 stays 12 dearer and 3 cheaper." */
export function comparisonWords(comparison: Comparison, currency: Currency): string {
  const { stays, beforeMinor, afterMinor, dearer, cheaper } = comparison;
  if (stays === 0) return "There are no stays to compare.";
  const permille = changePermille(comparison);
  const share = permille === null ? "" : `${(Math.abs(permille) / 10).toFixed(1)} % `;
  const than = afterMinor === beforeMinor ? "as much" : `${share}${afterMinor > beforeMinor ? "more" : "less"}`;
  const amounts = `${formatMinor(afterMinor, currency)} instead of ${formatMinor(beforeMinor, currency)}`;
  return `This would have taken ${than}: ${amounts}, of ${stays} ${stays === 1 ? "stay" : "stays"} ${dearer} dearer and ${cheaper} cheaper.`;
}
