import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Chance that a seed repeats exactly. */
export interface Chance {
  /** True in `share` (0 to 1) of all calls. */
  happens(share: number): boolean;
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** About normal, never outside three deviations. */
  around(mean: number, deviation: number): number;
  /** Exponential with this mean: the time to the next of many independent events. */
  waiting(mean: number): number;
  oneOf<T>(items: readonly T[]): T;
  /** `bytes` random bytes in hex. */
  hex(bytes: number): string;
}

export function openChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const float = () => uniformFloat64(generator);
  const between = (low: number, high: number) => uniformInt(generator, low, high);
  return {
    happens: (share) => float() < share,
    between,
    // The sum of twelve uniform numbers less six is close to a standard normal one.
    around: (mean, deviation) => {
      const standard = Array.from({ length: 12 }, float).reduce((sum, each) => sum + each, -6);
      return mean + deviation * Math.max(-3, Math.min(3, standard));
    },
    waiting: (mean) => -mean * Math.log(1 - float()),
    oneOf: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new RangeError("oneOf needs at least one item");
      return item;
    },
    hex: (bytes) => Array.from({ length: bytes }, () => between(0, 255).toString(16).padStart(2, "0")).join(""),
  };
}
