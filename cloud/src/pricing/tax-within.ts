import type { PriceTax } from "./rule.ts";
import { taxWords, within } from "./rules/tax.ts";
import type { Tariff } from "./tariff.ts";

/**
 * The taxes within an amount that no rule of a tariff made: the estate's price for a stay that was half seen, one that somebody agreed to,
 * a subscription's. At the tariff's rate, and part of the amount even where the tariff adds its tax on top: this is what is paid.
 *
 * @param tariff undefined: none is known, so no tax is.
 */
export const taxesWithin = (totalMinor: bigint, tariff: Pick<Tariff, "rules"> | undefined): PriceTax[] =>
  (tariff?.rules ?? []).flatMap((step) => {
    if (step.rule !== "tax") return [];
    const { ratePermille } = step;
    return [{ words: taxWords(step), ratePermille, ...within(totalMinor, ratePermille) }];
  });

/** The same taxes within another amount: at their rates, and part of it. */
export const taxesAlike = (taxes: readonly PriceTax[], totalMinor: bigint): PriceTax[] =>
  taxes.map((tax) => ({ ...tax, ...within(totalMinor, tax.ratePermille) }));

/** How much of a total is tax, in minor units. */
export const taxMinorOf = (taxes: readonly PriceTax[]): bigint =>
  taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0n);
