import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative } from "../rule.ts";
import { cappedLines } from "../stretches.ts";

/** No local day costs more than this: what is above is taken off by a line of its own. */
export const dailyCap = defineRule(
  "daily-cap",
  z.strictObject({ rule: z.literal("daily-cap"), maximumMinor: notNegative("a maximum") }),
  ({ maximumMinor }, lines, time) => {
    const words = `at most ${formatMinor(maximumMinor, time.currency)} a day`;
    return { lines: cappedLines(lines, time, ({ day }) => day, maximumMinor, { rule: "daily-cap", words }) };
  },
);
