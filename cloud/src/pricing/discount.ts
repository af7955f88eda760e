import { scaleMinor } from "@baygate/shared/money";
import { type PricedTime, type PriceLine, sumOf } from "./rule.ts";

/** The lines with one more that takes a part off the total. */
export function discount(
  rule: string,
  words: string,
  totalMinor: bigint,
  percent: number,
  lines: readonly PriceLine[],
  { fromMs, toMs }: PricedTime,
): readonly PriceLine[] {
  const amountMinor = scaleMinor(totalMinor, BigInt(100 - percent), 100n) - totalMinor;
  return amountMinor === 0n ? lines : [...lines, { rule, fromMs, toMs, quantity: 1, amountMinor, words }];
}

/** Percent off for whoever has a name in a list; nothing for others. */
export function percentOff(
  rule: string,
  what: string,
  name: string | undefined,
  percentByName: Readonly<Record<string, number>>,
  lines: readonly PriceLine[],
  time: PricedTime,
): { readonly lines: readonly PriceLine[] } {
  const percent = name !== undefined && Object.hasOwn(percentByName, name) ? (percentByName[name] ?? 0) : 0;
  return { lines: discount(rule, `${what} ${name}: ${percent} % off`, sumOf(lines), percent, lines, time) };
}
