import { z } from "zod";
import { percentOff } from "../discount.ts";
import { defineRule } from "../rule.ts";

/** Percent off for members of a group: a hotel's guests, a firm's people. */
export const group = defineRule(
  "group",
  z.strictObject({
    rule: z.literal("group"),
    percentOffByGroup: z.record(z.string().min(1), z.int().min(0).max(100)),
  }),
  ({ percentOffByGroup }, lines, time) =>
    percentOff("group", "group", time.account.group, percentOffByGroup, lines, time),
  { scope: "stay" },
);
