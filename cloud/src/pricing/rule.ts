import type { Currency } from "@baygate/shared/money";
import { Minor } from "@baygate/shared/money";
import { WallMs } from "@baygate/shared/time";
import { z } from "zod";

/** One step of a price: which rule made which amount, from when to when, in words that a driver can check. */
export const PriceLine = z
  .object({
    rule: z.string(),
    fromMs: WallMs,
    toMs: WallMs,
    quantity: z.int().nonnegative(),
    amountMinor: Minor,
    words: z.string(),
  })
  .meta({ id: "PriceLine" });
export type PriceLine = z.output<typeof PriceLine>;

/** What the rules of a tariff see of a stay. `toMs` is never before `fromMs`. */
export interface PricedTime {
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly currency: Currency;
  readonly factorPermille: number;
}

/** What a rule makes of the lines before it. `final`: the rules after it have no say. */
export interface Applied {
  readonly lines: readonly PriceLine[];
  readonly final?: boolean;
}

/** A pricing rule: its parameters as they stand in a tariff, and what they do. */
export interface Rule<P extends z.ZodType<{ rule: string }>> {
  readonly params: P;
  /** The rule applied, or undefined when `step` is another rule's. */
  readonly tryApply: (
    step: { readonly rule: string },
    lines: readonly PriceLine[],
    time: PricedTime,
  ) => Applied | undefined;
}

/**
 * Defines a rule. `apply` keeps two promises: a stay that ends later never costs less, and what it adds sums up with the lines before.
 */
export function defineRule<P extends z.ZodType<{ rule: string }>>(
  name: z.output<P>["rule"],
  params: P,
  apply: (params: z.output<P>, lines: readonly PriceLine[], time: PricedTime) => Applied,
): Rule<P> {
  const isMine = (step: { readonly rule: string }): step is z.output<P> => step.rule === name;
  return { params, tryApply: (step, lines, time) => (isMine(step) ? apply(step, lines, time) : undefined) };
}
