import { z } from "zod";

/**
 * An amount in minor units (cents), bigint in code. On the wire it is a JSON integer, which is exact up to 2^53:
 * ninety trillion of any currency's cents.
 */
export const Minor = z.codec(z.int(), z.bigint(), {
  decode: (wire) => BigInt(wire),
  encode: (amount) => Number(amount),
});
export type Minor = z.output<typeof Minor>;

/** ISO 4217 code. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ id: "Currency", description: "ISO 4217 code.", examples: ["EUR"] });
export type Currency = z.infer<typeof Currency>;

/** Making an `Intl.NumberFormat` takes as long as pricing a stay, so what it says of a currency is kept. */
const digitsOf = new Map<Currency, number>();

function fractionDigits(currency: Currency): number {
  const digits =
    digitsOf.get(currency) ??
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
    2;
  digitsOf.set(currency, digits);
  return digits;
}

/** Minor units of a currency as a person reads them: `formatMinor(1250n, "EUR")` is "12.50 EUR". */
export function formatMinor(amount: bigint, currency: Currency): string {
  const digits = fractionDigits(currency);
  const sign = amount < 0n ? "-" : "";
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, "0");
  return digits === 0
    ? `${sign}${text} ${currency}`
    : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)} ${currency}`;
}

/** `amount × numerator / denominator`, halves away from zero. */
export function scaleMinor(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  const product = amount * numerator * 2n;
  const half = product < 0n ? -denominator : denominator;
  return (product + half) / (denominator * 2n);
}
