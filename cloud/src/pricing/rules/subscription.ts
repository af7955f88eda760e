import { z } from "zod";
import { defineRule, type PricedTime, type PriceLine } from "../rule.ts";
import { stretchAt } from "../stretches.ts";
import type { PricedSubscription } from "../terms.ts";
import { spansOf } from "../windows.ts";

type Times = Omit<PricedTime, "stretches" | "timeLines">;
interface Covered {
  readonly fromMs: number;
  readonly toMs: number;
  readonly id: string;
}

/** When which subscription holds within a stay; several may at once. */
function covered(plans: readonly string[] | undefined, time: Times): Covered[] {
  const counts = ({ plan }: PricedSubscription) => plans === undefined || (plan !== undefined && plans.includes(plan));
  return time.account.subscriptions.filter(counts).flatMap(({ id, windows, fromMs, untilMs }) => {
    const from = Math.max(fromMs, time.fromMs);
    const to = Math.min(untilMs ?? time.toMs, time.toMs);
    return spansOf(from, to, time.timeZone, [windows], time.calendar)
      .filter(({ at }) => at === 0)
      .map((span) => ({ fromMs: span.fromMs, toMs: span.toMs, id }));
  });
}

/** What begins while one of the driver's subscriptions holds is paid already: all before it is taken off. */
export const subscription = defineRule(
  "subscription",
  z.strictObject({
    rule: z.literal("subscription"),
    plans: z.array(z.string().min(1)).min(1).optional().describe("which plans count; absent: all"),
  }),
  ({ plans }, lines, time) => {
    if (time.account.subscriptions.length === 0) return { lines };
    const spans = covered(plans, time);
    const off = new Map<number, PriceLine>();
    for (const line of lines) {
      const span = spans.find(({ fromMs, toMs }) => fromMs <= line.fromMs && line.fromMs < toMs);
      if (!span) continue;
      const at = stretchAt(time.stretches, line.fromMs);
      const before = off.get(at);
      off.set(at, {
        ...{ rule: "subscription", quantity: 1, words: `covered by subscription ${span.id}` },
        fromMs: Math.min(before?.fromMs ?? line.fromMs, line.fromMs),
        toMs: Math.max(before?.toMs ?? line.toMs, line.toMs),
        amountMinor: (before?.amountMinor ?? 0n) - line.amountMinor,
      });
    }
    return { lines: [...lines, ...[...off.values()].filter(({ amountMinor }) => amountMinor !== 0n)] };
  },
  { cuts: ({ plans }, time) => covered(plans, time).flatMap(({ fromMs, toMs }) => [fromMs, toMs]) },
);
