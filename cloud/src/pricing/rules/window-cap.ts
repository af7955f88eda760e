import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative, type PricedTime } from "../rule.ts";
import { cappedLines, stretchAt } from "../stretches.ts";
import { spansOf, type Window, Windows } from "../windows.ts";

type Times = Pick<PricedTime, "fromMs" | "toMs" | "timeZone" | "calendar">;

const spans = (when: readonly Window[], { fromMs, toMs, timeZone, calendar }: Times) =>
  spansOf(fromMs, toMs, timeZone, [when], calendar);

/** No one night, weekend or whatever else the windows together make costs more than this. */
export const windowCap = defineRule(
  "window-cap",
  z.strictObject({
    rule: z.literal("window-cap"),
    name: z.string().min(1).max(20).describe("what it is called, of which there is one at a time: night"),
    when: Windows,
    maximumMinor: notNegative("a maximum"),
  }),
  ({ name, when, maximumMinor }, lines, time) => {
    const words = `at most ${formatMinor(maximumMinor, time.currency)} a ${name}`;
    const all = spans(when, time);
    const nth = ({ fromMs }: { fromMs: number }) => {
      const place = stretchAt(all, fromMs);
      return all[place]?.at === 0 ? place : undefined;
    };
    return { lines: cappedLines(lines, time, nth, maximumMinor, { rule: "window-cap", words }) };
  },
  { cuts: ({ when }, time) => spans(when, time).map(({ fromMs }) => fromMs), windows: ({ when }) => when },
);
