import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative, sumOf } from "../rule.ts";

/** A stay that costs anything costs at least this. */
export const minimum = defineRule(
  "minimum",
  z.strictObject({ rule: z.literal("minimum"), minimumMinor: notNegative("a minimum") }),
  ({ minimumMinor }, lines, { fromMs, toMs, currency }) => {
    const totalMinor = sumOf(lines);
    if (totalMinor <= 0n || totalMinor >= minimumMinor) return { lines };
    const words = `at least ${formatMinor(minimumMinor, currency)} a stay`;
    const amountMinor = minimumMinor - totalMinor;
    return { lines: [...lines, { rule: "minimum", fromMs, toMs, quantity: 1, amountMinor, words }] };
  },
  {
    scope: "stay",
    said: ({ minimumMinor }, { scaled }) => ({ plus: [`at least ${scaled(minimumMinor)}`] }),
  },
);
