import type { Currency } from "@baygate/shared/money";
import { z } from "zod";
import { rules } from "./rules.ts";

type ParamsOf<R> = { [I in keyof R]: R[I] extends { params: infer P } ? P : never };
// The type of a tuple does not survive `map`.
const params = rules.map((rule) => rule.params) as unknown as ParamsOf<typeof rules>;

export const TariffRule = z.discriminatedUnion("rule", params).meta({ id: "TariffRule" });
export type TariffRule = z.output<typeof TariffRule>;

/** The content of one version of a tariff: rules, applied from the first to the last. Amounts are in the tariff's currency. */
export const TariffContent = z
  .strictObject({ version: z.literal(1), rules: z.array(TariffRule).min(1).max(50) })
  .meta({ id: "TariffContent" });
export type TariffContent = z.output<typeof TariffContent>;

/** One version of a tariff, ready to price with. */
export interface Tariff {
  readonly currency: Currency;
  readonly rules: readonly TariffRule[];
}
