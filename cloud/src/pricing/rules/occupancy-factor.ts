import { z } from "zod";
import { defineRule } from "../rule.ts";
import { scaledLines } from "../stretches.ts";
import { factorWords } from "../words.ts";

/** Everything before it, times the occupancy factor that was shown at arrival. */
export const occupancyFactor = defineRule(
  "occupancy-factor",
  z.strictObject({ rule: z.literal("occupancy-factor") }),
  (_params, lines, time) => {
    const { factorPermille } = time;
    if (factorPermille === 1000) return { lines };
    return { lines: scaledLines(lines, time, factorPermille, ` × ${factorWords(factorPermille)}`) };
  },
);
