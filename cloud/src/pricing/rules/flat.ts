import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative } from "../rule.ts";
import { spansOf, Windows } from "../windows.ts";

/** So much once: for coming in, or for every weekend, night or whatever the windows together make, with the first moment in it. */
export const flat = defineRule(
  "flat",
  z.strictObject({
    rule: z.literal("flat"),
    name: z.string().min(1).max(20).describe("what a driver calls it: entry, weekend"),
    priceMinor: notNegative("a price"),
    when: Windows.optional().describe("absent: once a stay, at its beginning"),
  }),
  ({ name, priceMinor, when }, lines, { fromMs, toMs, timeZone, calendar, currency }) => {
    const words = `${name}: ${formatMinor(priceMinor, currency)}`;
    const spans = when ? spansOf(fromMs, toMs, timeZone, [when], calendar) : [{ fromMs, toMs, at: 0 }];
    const made = spans
      .filter((span) => span.at === 0 && span.fromMs < span.toMs)
      .map((span) => ({
        ...{ rule: "flat", fromMs: span.fromMs, toMs: span.toMs },
        ...{ quantity: 1, amountMinor: priceMinor, words },
      }));
    return { lines: [...lines, ...made] };
  },
  {
    windows: ({ when }) => when ?? [],
    said: ({ name, priceMinor }, { scaled }) => ({ plus: [`${name} ${scaled(priceMinor)}`] }),
  },
);
