import { scaleMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, type PriceLine, type PriceTax, sumOf } from "../rule.ts";

const params = z.strictObject({
  rule: z.literal("tax"),
  name: z.string().min(1).max(40).describe("as it stands on a receipt: VAT"),
  ratePermille: z.int().min(0).max(1000),
  included: z.boolean().default(true).describe("whether the prices before contain it"),
});

/** What of an amount is tax at a rate. */
export function within(amountMinor: bigint, ratePermille: number): Pick<PriceTax, "netMinor" | "taxMinor"> {
  const rate = BigInt(ratePermille);
  const taxMinor = scaleMinor(amountMinor, rate, 1000n + rate);
  return { netMinor: amountMinor - taxMinor, taxMinor };
}

/** As it stands on a receipt. */
export const taxWords = ({ name, ratePermille }: Pick<z.output<typeof params>, "name" | "ratePermille">): string =>
  `${name} ${ratePermille / 10} %`;

/** A tax: in the prices already, as drivers are used to, or added to them. Once a tariff. */
export const tax = defineRule(
  "tax",
  params,
  (step, lines, { fromMs, toMs }) => {
    const { ratePermille } = step;
    const words = taxWords(step);
    const beforeMinor = sumOf(lines);
    if (step.included) return { lines, taxes: [{ words, ratePermille, ...within(beforeMinor, ratePermille) }] };
    const taxMinor = scaleMinor(beforeMinor, BigInt(ratePermille), 1000n);
    const taxes = [{ words, ratePermille, netMinor: beforeMinor, taxMinor }];
    if (taxMinor === 0n) return { lines, taxes };
    const line: PriceLine = { rule: "tax", fromMs, toMs, quantity: 1, amountMinor: taxMinor, words };
    return { lines: [...lines, line], taxes };
  },
  { scope: "tax", isOnce: true },
);
