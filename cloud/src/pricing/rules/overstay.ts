import { VehicleClass } from "@baygate/shared/estate";
import { z } from "zod";
import { periodLines } from "../periods.ts";
import { defineRule, notNegative } from "../rule.ts";
import { spansOf, Windows } from "../windows.ts";
import { durationWords } from "../words.ts";

/** So much more for every period begun after so many minutes, so that a charged car makes room. */
export const overstay = defineRule(
  "overstay",
  z.strictObject({
    rule: z.literal("overstay"),
    afterMinutes: z.int().min(1).max(525_600),
    minutes: z.int().min(1).max(10_080),
    priceMinor: notNegative("a price"),
    classes: z.array(VehicleClass).min(1).optional().describe("of whom it is asked; absent: of everybody"),
    when: Windows.optional().describe("when it is asked: not at night; absent: always"),
  }),
  ({ afterMinutes, minutes, priceMinor, classes, when }, lines, time) => {
    const fromMs = time.fromMs + afterMinutes * 60_000;
    if (fromMs >= time.toMs || (classes && !classes.includes(time.class))) return { lines };
    const price = { minutes, priceMinor, name: "overstay" };
    const spans = spansOf(fromMs, time.toMs, time.timeZone, [when ?? []], time.calendar).map((span) => ({
      ...span,
      price: span.at === 0 ? price : undefined,
    }));
    return { lines: [...lines, ...periodLines("overstay", spans, time)] };
  },
  {
    windows: ({ when }) => when ?? [],
    said: ({ afterMinutes, minutes, priceMinor, classes }, speech) =>
      classes && !classes.includes(speech.class)
        ? {}
        : {
            plus: [
              `after ${durationWords(afterMinutes)} ${speech.scaled(priceMinor)} more per ${durationWords(minutes)}`,
            ],
          },
  },
);
