import type { PricedStay } from "./price.ts";
import { type Price, price } from "./price.ts";
import type { Tariff } from "./tariff.ts";

/** What a stay that began at a moment costs, by how long it is: `totalsMinor[n]` after `n × stepMinutes`. */
export interface PriceCurve {
  readonly stepMinutes: number;
  readonly totalsMinor: readonly bigint[];
}

/** A stay that nobody had, and what it would cost. */
export interface Quote extends Price {
  readonly arrivedAtMs: number;
  readonly departedAtMs: number;
  readonly curve: PriceCurve;
}

/** A picture has so many points: each is a stay of its own that has to be priced. */
const POINTS = 144;

/** Prices a stay of so many minutes, and every shorter and longer one that a picture of so many hours needs. */
export function quote(
  stay: Omit<PricedStay, "departedAtMs">,
  minutes: number,
  tariff: Tariff,
  pictureHours: number,
): Quote {
  const { arrivedAtMs } = stay;
  const after = (each: number) => price({ ...stay, departedAtMs: arrivedAtMs + each * 60_000 }, tariff);
  const stepMinutes = Math.max(1, Math.ceil((pictureHours * 60) / POINTS));
  const points = Math.floor((pictureHours * 60) / stepMinutes);
  const totalsMinor = Array.from({ length: points + 1 }, (_, at) => after(at * stepMinutes).totalMinor);
  return {
    ...after(minutes),
    ...{ arrivedAtMs, departedAtMs: arrivedAtMs + minutes * 60_000, curve: { stepMinutes, totalsMinor } },
  };
}
