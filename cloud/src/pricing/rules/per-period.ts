import { z } from "zod";
import { periodLines } from "../periods.ts";
import { defineRule, notNegative } from "../rule.ts";

/** So much for every period begun, counted from the arrival. A period belongs to the local day on which it begins. */
export const perPeriod = defineRule(
  "per-period",
  z.strictObject({
    rule: z.literal("per-period"),
    minutes: z.int().min(1).max(10_080),
    priceMinor: notNegative("a price"),
  }),
  (price, lines, time) => {
    const { fromMs, toMs } = time;
    return { lines: [...lines, ...periodLines("per-period", [{ fromMs, toMs, price }], time)] };
  },
  { said: ({ minutes, priceMinor }) => ({ rates: [{ minutes, priceMinor }] }) },
);
