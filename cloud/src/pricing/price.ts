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

const HOUR_MIN = 60;

/**
 * A tariff's price in a driver's words, for a display at the gate: "2.40 EUR an hour", "15.00 EUR per 24 h", "up to 90 min free,
 * longer stays 2.40 EUR an hour". An hour is named only where its parts make one; a grace within it is not worth the words.
 */
export function offerWords(tariff: Tariff, offer: Offer): string {
  const periods = tariff.rules.flatMap((step) => (step.rule === "per-period" ? [step.minutes] : []));
  const graceMin = Math.max(0, ...tariff.rules.flatMap((step) => (step.rule === "grace" ? [step.minutes] : [])));
  const rules = tariff.rules.filter((step) => step.rule !== "grace");
  const priceOf = (minutes: number, steps: Tariff["rules"]): string => {
    const stay = { arrivedAtMs: 0, departedAtMs: minutes * 60_000, timeZone: "UTC", offer };
    return formatMinor(price(stay, { ...tariff, rules: steps }).totalMinor, tariff.currency);
  };
  const paid = periods.every((minutes) => HOUR_MIN % minutes === 0)
    ? `${priceOf(HOUR_MIN, rules)} an hour`
    : periods
        .map((minutes, at) => {
          let nth = -1;
          const alone = rules.filter((step) => step.rule !== "per-period" || ++nth === at);
          return `${priceOf(minutes, alone)} per ${durationWords(minutes)}`;
        })
        .join(" plus ");
  return graceMin < HOUR_MIN ? paid : `up to ${durationWords(graceMin)} free, longer stays ${paid}`;
}

const durationWords = (minutes: number): string =>
  minutes % HOUR_MIN === 0 ? `${minutes / HOUR_MIN} h` : `${minutes} min`;
