import { z } from "zod";
import { discount } from "../discount.ts";
import { defineRule, sumOf } from "../rule.ts";
import { durationWords } from "../words.ts";

/** Percent off the whole stay when it was longer than so many minutes: just beyond them, longer costs less. */
export const longStay = defineRule(
  "long-stay",
  z.strictObject({
    rule: z.literal("long-stay"),
    afterMinutes: z.int().min(1).max(525_600),
    percentOff: z.int().min(1).max(100),
  }),
  ({ afterMinutes, percentOff }, lines, time) => {
    if (time.toMs - time.fromMs <= afterMinutes * 60_000) return { lines };
    const words = `longer than ${durationWords(afterMinutes)}: ${percentOff} % off`;
    return { lines: discount("long-stay", words, sumOf(lines), percentOff, lines, time) };
  },
  { scope: "stay", mayCostLess: true },
);
