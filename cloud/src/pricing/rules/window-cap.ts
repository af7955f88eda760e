import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative, type PricedTime } from "../rule.ts";
import { cappedLines } from "../stretches.ts";
import { spansOf, Windows as WindowList, type Windows } from "../windows.ts";

type Times = Pick<PricedTime, "fromMs" | "toMs" | "timeZone" | "calendar">;

const spans = (when: z.output<typeof Windows>, { fromMs, toMs, timeZone, calendar }: Times) =>
  spansOf(fromMs, toMs, timeZone, [when], calendar);

/** No one night, weekend or whatever else the windows together make costs more than this. */
export const windowCap = defineRule(
  "window-cap",
  z.strictObject({
    rule: z.literal("window-cap"),
    name: z.string().min(1).max(20).describe("what it is called, of which there is one at a time: night"),
    when: WindowList,
    maximumMinor: notNegative("a maximum"),
  }),
  ({ name, when, maximumMinor }, lines, time) => {
    const words = `at most ${formatMinor(maximumMinor, time.currency)} a ${name}`;
    const held = spans(when, time).filter(({ at }) => at === 0);
    const nth = ({ fromMs }: { fromMs: number }) => {
      const at = held.findIndex((span) => span.fromMs <= fromMs && fromMs < span.toMs);
      return at < 0 ? undefined : at;
    };
    return { lines: cappedLines(lines, time, nth, maximumMinor, { rule: "window-cap", words }) };
  },
  { cuts: ({ when }, time) => spans(when, time).map(({ fromMs }) => fromMs), windows: ({ when }) => when },
);
