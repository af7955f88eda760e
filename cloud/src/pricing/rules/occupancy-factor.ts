import { scaleMinor } from "@baygate/shared/money";
import { z } from "zod";
import { byLocalDay, dayTotal } from "../line-days.ts";
import { defineRule, type PriceLine } from "../rule.ts";

/** Everything before it, times the occupancy factor that was shown at arrival. */
export const occupancyFactor = defineRule(
  "occupancy-factor",
  z.strictObject({ rule: z.literal("occupancy-factor") }),
  (_params, lines, { timeZone, factorPermille }) => {
    if (factorPermille === 1000) return { lines };
    const scale = (amount: bigint) => scaleMinor(amount, BigInt(factorPermille), 1000n);
    const words = ` × ${(factorPermille / 1000).toFixed(3).replace(/0$/, "")}`;
    // Rounded by the running sum of a day, so that a day's lines together are its rounded total: a cap line cannot leak a cent.
    const scaled = byLocalDay(lines, timeZone).flatMap((day) =>
      day.map((line, at): PriceLine => {
        const before = scale(dayTotal(day.slice(0, at)));
        return { ...line, amountMinor: scale(dayTotal(day.slice(0, at + 1))) - before, words: line.words + words };
      }),
    );
    return { lines: scaled };
  },
);
