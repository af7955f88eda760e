import type { VehicleClass } from "@baygate/shared/estate";
import type { Currency } from "@baygate/shared/money";
import { Minor } from "@baygate/shared/money";
import { WallMs } from "@baygate/shared/time";
import { z } from "zod";
import type { LocalDay } from "./local-days.ts";
import type { PricedAccount } from "./terms.ts";
import type { Calendar, Window } from "./windows.ts";

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

/** A tax in a total: net + tax = total. */
export const PriceTax = z
  .object({ words: z.string(), ratePermille: z.int().nonnegative(), netMinor: Minor, taxMinor: Minor })
  .meta({ id: "PriceTax" });
export type PriceTax = z.output<typeof PriceTax>;

/** How much of a voucher a stay used up. */
export const UsedVoucher = z
  .object({
    id: z.string(),
    amountMinor: Minor.describe("what it took off"),
    minutes: z.int().nonnegative().describe("how many of its minutes; 0 for one that is not of time"),
  })
  .meta({ id: "UsedVoucher" });
export type UsedVoucher = z.output<typeof UsedVoucher>;

/** What the rules of a tariff see of a stay. `toMs` is never before `fromMs`. */
export interface PricedTime {
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly currency: Currency;
  readonly factorPermille: number;
  readonly class: VehicleClass;
  readonly account: PricedAccount;
  readonly calendar: Calendar;
  /** The stay cut at local midnights and wherever else a rule of the tariff counts anew. Every line begins in one of them. */
  readonly stretches: readonly LocalDay[];
  /** For rules of the whole stay: the lines of the rules of time, before any rule of the whole stay. */
  readonly timeLines: readonly PriceLine[];
}

/** What a rule makes of the lines before it. */
export interface Applied {
  readonly lines: readonly PriceLine[];
  /** The rules after it have no say. */
  readonly final?: boolean;
  readonly taxes?: readonly PriceTax[];
  readonly vouchers?: readonly UsedVoucher[];
}

/** What a display at the gate says of a rule. */
export interface Said {
  /** So much for every so many minutes, under a label ("night") or, without one, at any time. Labels without an amount are free. */
  readonly rates?: readonly { readonly label?: string; readonly minutes: number; readonly priceMinor: bigint }[];
  /** Whole phrases. */
  readonly plus?: readonly string[];
}

/** How a rule speaks of money: `scaled` is an amount as the rules after it make it. */
export interface Speech {
  readonly class: VehicleClass;
  scaled(amountMinor: bigint): string;
}

/** What else a rule is, beside what it does. */
export interface Traits<P> {
  /**
   * `time` (the default): it charges, scales and caps what begins at moments, and what was made of a stretch that is over never changes.
   * `stay`: it makes one amount of the whole stay's. `tax`: the last word. A tariff lists them in this order.
   */
  readonly scope?: "time" | "stay" | "tax";
  /** A stay that ends later may cost less by it: the tariff has to declare that. */
  readonly mayCostLess?: boolean;
  /** It stands once in a tariff at most. */
  readonly isOnce?: boolean;
  /** Instants at which it counts anew: no line goes over one. In order. */
  readonly cuts?: (params: P, time: Omit<PricedTime, "stretches" | "timeLines">) => readonly number[];
  /** The windows among its parameters. */
  readonly windows?: (params: P) => readonly Window[];
  readonly said?: (params: P, speech: Speech) => Said;
}

type Step = { readonly rule: string };

/** A pricing rule: its parameters as they stand in a tariff, and what they do. `step` must be one of its own. */
export interface Rule<P extends z.ZodType<Step>> {
  readonly name: z.output<P>["rule"];
  readonly params: P;
  readonly scope: "time" | "stay" | "tax";
  readonly mayCostLess: boolean;
  readonly isOnce: boolean;
  readonly cutsAnew: boolean;
  apply(step: Step, lines: readonly PriceLine[], time: PricedTime): Applied;
  cuts(step: Step, time: Omit<PricedTime, "stretches" | "timeLines">): readonly number[];
  windows(step: Step): readonly Window[];
  said(step: Step, speech: Speech): Said;
}

/**
 * Defines a rule. `apply` keeps two promises: a stay that ends later never costs less (but for one that `mayCostLess`), and what it adds
 * sums up with the lines before.
 */
export function defineRule<P extends z.ZodType<Step>>(
  name: z.output<P>["rule"],
  params: P,
  apply: (params: z.output<P>, lines: readonly PriceLine[], time: PricedTime) => Applied,
  traits: Traits<z.output<P>> = {},
): Rule<P> {
  const isMine = (step: Step): step is z.output<P> => step.rule === name;
  const own = (step: Step): z.output<P> => {
    if (!isMine(step)) throw new Error(`${step.rule} is not ${name}`);
    return step;
  };
  return {
    ...{ name, params, scope: traits.scope ?? "time", mayCostLess: traits.mayCostLess ?? false },
    isOnce: traits.isOnce ?? false,
    cutsAnew: traits.cuts !== undefined,
    apply: (step, lines, time) => apply(own(step), lines, time),
    cuts: (step, time) => traits.cuts?.(own(step), time) ?? [],
    windows: (step) => traits.windows?.(own(step)) ?? [],
    said: (step, speech) => traits.said?.(own(step), speech) ?? {},
  };
}

export const sumOf = (lines: readonly PriceLine[]): bigint => lines.reduce((sum, line) => sum + line.amountMinor, 0n);

/** Zod's amount that is not negative. */
export const notNegative = (what: string) => Minor.refine((amount) => amount >= 0n, `${what} is not negative`);
