import { z } from "zod";
import { type PricedSpan, periodLines } from "../periods.ts";
import { defineRule, notNegative } from "../rule.ts";
import { durationWords } from "../words.ts";

const Step = z.strictObject({
  forMinutes: z.int().min(1).max(525_600).optional().describe("how long it holds; the last step: for ever"),
  minutes: z.int().min(1).max(10_080),
  priceMinor: notNegative("a price"),
});

/** So much for every period begun, first one price, then others, by how long the car has stood. A free first step is free for everybody. */
export const steps = defineRule(
  "steps",
  z.strictObject({
    rule: z.literal("steps"),
    steps: z
      .array(Step)
      .min(1)
      .max(20)
      .refine(
        (all) => all.every(({ forMinutes }, at) => (forMinutes === undefined) === (at === all.length - 1)),
        "every step but the last says for how many minutes it holds",
      ),
  }),
  (params, lines, time) => {
    const spans: PricedSpan[] = [];
    let fromMs = time.fromMs;
    for (const { forMinutes, ...price } of params.steps) {
      const toMs = forMinutes === undefined ? time.toMs : Math.min(time.toMs, fromMs + forMinutes * 60_000);
      spans.push({ fromMs, toMs, price });
      fromMs = toMs;
    }
    return { lines: [...lines, ...periodLines("steps", spans, time)] };
  },
  {
    said: (params) => ({
      rates: params.steps.map(({ forMinutes, minutes, priceMinor }, at) => {
        const label = forMinutes === undefined ? "then" : `${at === 0 ? "first" : "next"} ${durationWords(forMinutes)}`;
        return params.steps.length === 1 ? { minutes, priceMinor } : { label, minutes, priceMinor };
      }),
    }),
  },
);
