import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative } from "../rule.ts";
import { cappedLines } from "../stretches.ts";

const HOUR = 3_600_000;

/** No so many hours cost more than this, counted from the arrival on and again after them: as airports count their days. */
export const rollingCap = defineRule(
  "rolling-cap",
  z.strictObject({
    rule: z.literal("rolling-cap"),
    hours: z.int().min(1).max(744).default(24),
    maximumMinor: notNegative("a maximum"),
  }),
  ({ hours, maximumMinor }, lines, time) => {
    const words = `at most ${formatMinor(maximumMinor, time.currency)} per ${hours} h`;
    const nth = ({ fromMs }: { fromMs: number }) => Math.floor((fromMs - time.fromMs) / (hours * HOUR));
    return { lines: cappedLines(lines, time, nth, maximumMinor, { rule: "rolling-cap", words }) };
  },
  {
    cuts: ({ hours }, { fromMs, toMs }) => {
      const count = Math.ceil((toMs - fromMs) / (hours * HOUR));
      return Array.from({ length: Math.max(0, count - 1) }, (_, at) => fromMs + (at + 1) * hours * HOUR);
    },
  },
);
