import { VehicleClass } from "@baygate/shared/estate";
import { Currency, Minor } from "@baygate/shared/money";
import { z } from "zod";
import { evenTimeAt, instantsShowing, withOffset } from "./local-days.ts";
import type { PricedStay } from "./price.ts";
import { TariffContent } from "./tariff.ts";
import { PricedAccount } from "./terms.ts";

const isTimeZone = (name: string): boolean => {
  try {
    evenTimeAt(0, name);
    return true;
  } catch {
    return false;
  }
};

/** IANA name of a time zone. */
export const TimeZone = z.string().refine(isTimeZone, "not an IANA time zone");

/** A factor as people write it: 1.25. */
export const Factor = z
  .number()
  .min(0)
  .max(10)
  .refine((factor) => Math.abs(factor * 1000 - Math.round(factor * 1000)) < 1e-6, "a factor has three decimals");

/** A stay and what it must cost. */
export const ExampleStay = z.strictObject({
  words: z.string().min(1),
  from: z.string(),
  to: z.string(),
  class: VehicleClass.optional(),
  factor: Factor.optional(),
  account: PricedAccount.optional(),
  totalMinor: Minor,
});
export type ExampleStay = z.output<typeof ExampleStay>;

/** A tariff as it is written down and handed on: docs/tariffs/*.yaml. */
export const TariffFile = z.strictObject({
  name: z.string().min(1),
  about: z.string().optional(),
  currency: Currency,
  timeZone: TimeZone.default("UTC"),
  content: TariffContent,
  stays: z.array(ExampleStay).default([]).describe("examples: what they cost is tested"),
});
export type TariffFile = z.output<typeof TariffFile>;

const Instant = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);
const HAS_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;

/**
 * A moment written as ISO 8601: with an offset it is exact, without one the clocks of `timeZone` show it (the first time, where they show it
 * twice; where they skip it, as far after the skip).
 *
 * @returns ms since 1970, or undefined for what is not a time.
 */
export function instantOf(text: string, timeZone: string): number | undefined {
  // With an offset zod wants the seconds, which people leave out.
  const whole = text.replace(/(T\d\d:\d\d)(?=Z$|[+-]\d\d:\d\d$)/, "$1:00");
  if (!Instant.safeParse(whole).success) return undefined;
  if (HAS_OFFSET.test(whole)) return Date.parse(whole);
  const shownMs = Date.parse(`${text}Z`);
  return instantsShowing(shownMs, timeZone)[0] ?? shownMs - evenTimeAt(shownMs - 86_400_000, timeZone).offsetMs;
}

/** The local date and time at an instant, as people read it: "2026-03-02 09:00". */
export function localTime(atMs: number, timeZone: string): string {
  return new Date(atMs + evenTimeAt(atMs, timeZone).offsetMs).toISOString().slice(0, 16).replace("T", " ");
}

/** The same, with the offset on a day on which the clocks change and may show a time twice: "2026-10-25 02:30 +01:00". */
export const exactLocalTime = (atMs: number, timeZone: string): string =>
  withOffset(localTime(atMs, timeZone), atMs, timeZone);

/** An offer that is made of nothing but a factor. */
export const offerAt = (factor: number): PricedStay["offer"] => ({
  ...{ tariff: "draft", version: 1, factorPermille: Math.round(factor * 1000) },
});
