import { formatMinor } from "@baygate/shared/money";
import type { PricedTime, PriceLine } from "./rule.ts";
import { stretchAt } from "./stretches.ts";

/** So much for every so many minutes begun. */
export interface PeriodPrice {
  readonly minutes: number;
  readonly priceMinor: bigint;
  /** What a driver calls it: "night". */
  readonly name?: string | undefined;
}

/** A stretch of time and what a period costs that begins in it; without a price it is free. */
export interface PricedSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly price: PeriodPrice | undefined;
}

/**
 * Begun periods, one after the other: each has the length and the price of where it begins, and runs to its end also where another price
 * has begun meanwhile. Where it is free, the next one begins with the next price.
 *
 * @param spans in order, without gaps.
 */
export function periodLines(rule: string, spans: readonly PricedSpan[], time: PricedTime): PriceLine[] {
  const made: PriceLine[] = [];
  let nextMs = time.fromMs;
  for (const { fromMs, toMs, price } of spans) {
    const startMs = Math.max(nextMs, fromMs);
    if (startMs >= toMs || !price) continue;
    pushPeriods(made, rule, price, startMs, toMs, time);
    const periodMs = price.minutes * 60_000;
    nextMs = startMs + Math.ceil((toMs - startMs) / periodMs) * periodMs;
  }
  return made;
}

function pushPeriods(
  made: PriceLine[],
  rule: string,
  price: PeriodPrice,
  startMs: number,
  endMs: number,
  time: PricedTime,
) {
  const { minutes, priceMinor, name } = price;
  const periodMs = minutes * 60_000;
  const begunBefore = (ms: number) => (ms <= startMs ? 0 : Math.ceil((ms - startMs) / periodMs));
  for (let at = stretchAt(time.stretches, startMs); at < time.stretches.length; at++) {
    const stretch = time.stretches[at];
    if (!stretch || stretch.fromMs >= endMs) break;
    const first = begunBefore(stretch.fromMs);
    const quantity = begunBefore(Math.min(endMs, stretch.toMs)) - first;
    if (quantity <= 0) continue;
    const words = `${quantity} × ${minutes} min at ${formatMinor(priceMinor, time.currency)}`;
    made.push({
      rule,
      fromMs: startMs + first * periodMs,
      toMs: Math.min(time.toMs, startMs + (first + quantity) * periodMs),
      quantity,
      amountMinor: BigInt(quantity) * priceMinor,
      words: name === undefined ? words : `${name}: ${words}`,
    });
  }
}
