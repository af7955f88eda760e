import type { Offer } from "@baygate/shared/estate";
import type { Currency } from "@baygate/shared/money";
import { lendable } from "../occupancy/lease.ts";
import { type Occupancy, placesInUse } from "../occupancy/occupancy.ts";
import { offerWords, shownClass } from "../pricing/price.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";

/** What is known of a zone's count and tariff: nothing ever happened there, or no tariff is in force, when null. */
export interface CountedZone {
  readonly zone: { readonly capacity: number; readonly class: string };
  readonly occupancy:
    | (Occupancy & {
        readonly factorPermille: number;
        readonly nextPermille: number | null;
        readonly nextAt: Date | null;
      })
    | null;
}

export interface TariffInForce {
  readonly id: string;
  readonly version: number;
  readonly currency: Currency;
  readonly content: unknown;
}

/** The places and the price of a zone as the next car finds them. */
export interface PlacesNow {
  readonly inUse: number;
  /** Granted arrivals still on their way in. */
  readonly passing: number;
  /** For whoever comes by: reserved bays are not. */
  readonly free: number;
  readonly factorPermille: number;
  /** What the next car is offered; null while no tariff is in force: then nobody is let in. */
  readonly price: {
    readonly offer: Offer;
    readonly words: string;
    /** The price that is announced, and from when it is offered; null: none. */
    readonly next: { readonly factorPermille: number; readonly words: string; readonly at: Date } | null;
  } | null;
}

const NOTHING_YET = {
  arrivals: 0,
  departures: 0,
  corrections: 0,
  passing: 0,
  factorPermille: 1000,
  nextPermille: null,
  nextAt: null,
};

/** What a zone has and costs now. */
export function placesNow({ zone, occupancy }: CountedZone, tariff: TariffInForce | undefined): PlacesNow {
  const { passing, factorPermille, nextPermille, nextAt, ...counters } = occupancy ?? NOTHING_YET;
  const inUse = placesInUse(counters);
  return {
    inUse,
    passing,
    free: Math.max(0, lendable(zone.class, zone.capacity) - inUse - passing),
    factorPermille,
    price: tariff
      ? priceNow(tariff, zone.class, factorPermille, nextPermille !== null && nextAt ? { nextPermille, nextAt } : null)
      : null,
  };
}

function priceNow(
  tariff: TariffInForce,
  bays: string,
  factorPermille: number,
  announced: { readonly nextPermille: number; readonly nextAt: Date } | null,
): PlacesNow["price"] {
  const content = TariffContent.safeParse(tariff.content);
  if (!content.success) return null;
  const offer = { tariff: tariff.id, version: tariff.version, factorPermille };
  const wordsAt = (permille: number) =>
    offerWords(tariffOf(tariff.currency, content.data), { ...offer, factorPermille: permille }, shownClass(bays));
  const next = announced && {
    ...{ factorPermille: announced.nextPermille, words: wordsAt(announced.nextPermille), at: announced.nextAt },
  };
  return { offer, words: wordsAt(factorPermille), next };
}
