import type { Offer } from "@baygate/shared/estate";
import { formatMinor } from "@baygate/shared/money";
import type { PricedTime, PriceLine } from "./rule.ts";
import { rules } from "./rules.ts";
import type { Tariff } from "./tariff.ts";

/** A stay as far as its price goes. */
export interface PricedStay {
  readonly arrivedAtMs: number;
  /** One before the arrival (two gates' clocks that disagree) counts as the arrival. */
  readonly departedAtMs: number;
  /** IANA name of the estate's time zone. */
  readonly timeZone: string;
  readonly offer: Offer;
}

export interface Price {
  readonly totalMinor: bigint;
  /** They sum to the total. */
  readonly lines: readonly PriceLine[];
}

/**
 * What a stay costs by one version of a tariff, with its derivation. Elapsed time is UTC, days are the estate's own. A stay that ends
 * later never costs less.
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export function price(stay: PricedStay, tariff: Tariff): Price {
  const time: PricedTime = {
    fromMs: stay.arrivedAtMs,
    toMs: Math.max(stay.arrivedAtMs, stay.departedAtMs),
    timeZone: stay.timeZone,
    currency: tariff.currency,
    factorPermille: stay.offer.factorPermille,
  };
  let lines: readonly PriceLine[] = [];
  for (const step of tariff.rules) {
    const applied = rules.map((rule) => rule.tryApply(step, lines, time)).find((each) => each !== undefined);
    if (applied === undefined) throw new Error(`no such pricing rule: ${step.rule}`);
    lines = applied.lines;
    if (applied.final) break;
  }
  return { totalMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0n), lines };
}

/** An hour's price for a display at the gate: "2.40 EUR an hour". */
export function offerWords(tariff: Tariff, offer: Offer): string {
  const hour = { arrivedAtMs: 0, departedAtMs: 3_600_000, timeZone: "UTC", offer };
  return `${formatMinor(price(hour, tariff).totalMinor, tariff.currency)} an hour`;
}
