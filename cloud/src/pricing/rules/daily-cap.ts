import { formatMinor, Minor } from "@baygate/shared/money";
import { z } from "zod";
import { byLocalDay, dayTotal } from "../line-days.ts";
import { defineRule, type PriceLine } from "../rule.ts";

/** No local day costs more than this: what is above is taken off by a line of its own. */
export const dailyCap = defineRule(
  "daily-cap",
  z.strictObject({
    rule: z.literal("daily-cap"),
    maximumMinor: Minor.refine((maximum) => maximum >= 0n, "a maximum is not negative"),
  }),
  ({ maximumMinor }, lines, { timeZone, currency }) => ({
    lines: byLocalDay(lines, timeZone).flatMap((day): PriceLine[] => {
      const over = dayTotal(day) - maximumMinor;
      const [first] = day;
      if (over <= 0n || first === undefined) return day;
      const cap = {
        rule: "daily-cap",
        fromMs: first.fromMs,
        toMs: Math.max(...day.map((line) => line.toMs)),
        quantity: 1,
        amountMinor: -over,
        words: `at most ${formatMinor(maximumMinor, currency)} a day`,
      };
      return [...day, cap];
    }),
  }),
);
