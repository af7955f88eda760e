import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative } from "../rule.ts";
import { cappedLines } from "../stretches.ts";

/** No stay costs more than this, however long. */
export const stayCap = defineRule(
  "stay-cap",
  z.strictObject({ rule: z.literal("stay-cap"), maximumMinor: notNegative("a maximum") }),
  ({ maximumMinor }, lines, time) => {
    const words = `at most ${formatMinor(maximumMinor, time.currency)} a stay`;
    return { lines: cappedLines(lines, time, () => 0, maximumMinor, { rule: "stay-cap", words }) };
  },
);
