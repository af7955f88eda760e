import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, sumOf } from "../rule.ts";

/** The total in coins that there are: to the nearest (halves up) or always up. */
export const rounding = defineRule(
  "rounding",
  z.strictObject({
    rule: z.literal("rounding"),
    toMinor: z.union([z.literal(5), z.literal(10), z.literal(50), z.literal(100)]),
    mode: z.enum(["nearest", "up"]),
  }),
  ({ toMinor, mode }, lines, { fromMs, toMs, currency }) => {
    const unit = BigInt(toMinor);
    const totalMinor = sumOf(lines);
    const rounded = ((totalMinor + (mode === "up" ? unit - 1n : unit / 2n)) / unit) * unit;
    const amountMinor = rounded - totalMinor;
    if (amountMinor === 0n) return { lines };
    const words = `rounded ${mode === "up" ? "up" : ""} to ${formatMinor(unit, currency)}`.replace("  ", " ");
    return { lines: [...lines, { rule: "rounding", fromMs, toMs, quantity: 1, amountMinor, words }] };
  },
  { scope: "stay" },
);
