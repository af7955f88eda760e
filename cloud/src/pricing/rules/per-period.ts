import { formatMinor, Minor } from "@baygate/shared/money";
import { z } from "zod";
import { localDays } from "../local-days.ts";
import { defineRule, type PriceLine } from "../rule.ts";

/** So much for every period begun, counted from the arrival. A period belongs to the local day on which it begins. */
export const perPeriod = defineRule(
  "per-period",
  z.strictObject({
    rule: z.literal("per-period"),
    minutes: z.int().min(1).max(10_080),
    priceMinor: Minor.refine((price) => price >= 0n, "a price is not negative"),
  }),
  ({ minutes, priceMinor }, lines, { fromMs, toMs, timeZone, currency }) => {
    const periodMs = minutes * 60_000;
    const begunBefore = (ms: number) => Math.ceil((ms - fromMs) / periodMs);
    const made: PriceLine[] = [];
    for (const day of localDays(fromMs, toMs, timeZone)) {
      const first = begunBefore(day.fromMs);
      const quantity = begunBefore(day.toMs) - first;
      if (quantity > 0)
        made.push({
          rule: "per-period",
          fromMs: fromMs + first * periodMs,
          toMs: Math.min(toMs, fromMs + (first + quantity) * periodMs),
          quantity,
          amountMinor: BigInt(quantity) * priceMinor,
          words: `${quantity} × ${minutes} min at ${formatMinor(priceMinor, currency)}`,
        });
    }
    return { lines: [...lines, ...made] };
  },
);
