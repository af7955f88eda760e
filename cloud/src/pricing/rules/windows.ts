import { z } from "zod";
import { periodLines } from "../periods.ts";
import { defineRule, notNegative } from "../rule.ts";
import { spansOf, Window } from "../windows.ts";

const PricedWindow = z.strictObject({
  name: z.string().min(1).max(20).describe("what a driver calls it: day, night"),
  when: z.array(Window).max(50).default([]).describe("any of these; none: at any time"),
  minutes: z.int().min(1).max(10_080),
  priceMinor: notNegative("a price"),
});

/**
 * So much for every period begun, by the estate's clocks: the first window that holds where a period begins says its length and price,
 * and it runs to its end. Where none holds it is free.
 */
export const windows = defineRule(
  "windows",
  z.strictObject({ rule: z.literal("windows"), windows: z.array(PricedWindow).min(1).max(20) }),
  (params, lines, time) => {
    const lists = params.windows.map(({ when }) => when);
    const spans = spansOf(time.fromMs, time.toMs, time.timeZone, lists, time.calendar).map((span) => ({
      ...span,
      price: params.windows[span.at],
    }));
    return { lines: [...lines, ...periodLines("windows", spans, time)] };
  },
  {
    windows: (params) => params.windows.flatMap(({ when }) => when),
    said: (params) => ({
      rates: params.windows.map(({ name, minutes, priceMinor }) => ({ label: name, minutes, priceMinor })),
    }),
  },
);
