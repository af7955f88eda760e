import { z } from "zod";
import { percentOff } from "../discount.ts";
import { defineRule } from "../rule.ts";

/** Percent off for a loyalty rank. */
export const loyalty = defineRule(
  "loyalty",
  z.strictObject({
    rule: z.literal("loyalty"),
    percentOffByRank: z.record(z.string().min(1), z.int().min(0).max(100)),
  }),
  ({ percentOffByRank }, lines, time) =>
    percentOff("loyalty", "rank", time.account.rank, percentOffByRank, lines, time),
  { scope: "stay" },
);
