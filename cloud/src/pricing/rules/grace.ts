import { z } from "zod";
import { defineRule } from "../rule.ts";

/** A stay of at most so many minutes is free; a longer one is priced from its beginning. */
export const grace = defineRule(
  "grace",
  z.strictObject({ rule: z.literal("grace"), minutes: z.int().min(1).max(1440) }),
  ({ minutes }, lines, { fromMs, toMs }) => {
    if (toMs - fromMs > minutes * 60_000) return { lines };
    const words = `free: not longer than ${minutes} min`;
    return { lines: [{ rule: "grace", fromMs, toMs, quantity: 1, amountMinor: 0n, words }], final: true };
  },
);
