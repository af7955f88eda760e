import { scaleMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, type PriceLine, sumOf } from "../rule.ts";

/** A tax: in the prices already, as drivers are used to, or added to them. Once a tariff. */
export const tax = defineRule(
  "tax",
  z.strictObject({
    rule: z.literal("tax"),
    name: z.string().min(1).max(40).describe("as it stands on a receipt: VAT"),
    ratePermille: z.int().min(0).max(1000),
    included: z.boolean().default(true).describe("whether the prices before contain it"),
  }),
  ({ name, ratePermille, included }, lines, { fromMs, toMs }) => {
    const beforeMinor = sumOf(lines);
    const rate = BigInt(ratePermille);
    const words = `${name} ${ratePermille / 10} %`;
    const taxMinor = scaleMinor(beforeMinor, rate, included ? 1000n + rate : 1000n);
    const netMinor = included ? beforeMinor - taxMinor : beforeMinor;
    const taxes = [{ words, ratePermille, netMinor, taxMinor }];
    if (included || taxMinor === 0n) return { lines, taxes };
    const line: PriceLine = { rule: "tax", fromMs, toMs, quantity: 1, amountMinor: taxMinor, words };
    return { lines: [...lines, line], taxes };
  },
  { scope: "tax", isOnce: true },
);
