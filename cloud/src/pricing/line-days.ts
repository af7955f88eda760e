import { localDate } from "./local-days.ts";
import type { PriceLine } from "./rule.ts";

/** Lines by the local day on which they begin, days in order. */
export function byLocalDay(lines: readonly PriceLine[], timeZone: string): PriceLine[][] {
  const days = new Map<string, PriceLine[]>();
  for (const line of lines) {
    const date = localDate(line.fromMs, timeZone);
    const day = days.get(date) ?? [];
    day.push(line);
    days.set(date, day);
  }
  return [...days.values()];
}

export const dayTotal = (lines: readonly PriceLine[]): bigint =>
  lines.reduce((sum, line) => sum + line.amountMinor, 0n);
