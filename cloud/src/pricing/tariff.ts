import type { Currency } from "@baygate/shared/money";
import { z } from "zod";
import { ruleNamed, rules } from "./rules.ts";
import { Calendar } from "./windows.ts";

type ParamsOf<R> = { [I in keyof R]: R[I] extends { params: infer P } ? P : never };
// The type of a tuple does not survive `map`.
const params = rules.map((rule) => rule.params) as unknown as ParamsOf<typeof rules>;

export const TariffRule = z.discriminatedUnion("rule", params).meta({ id: "TariffRule" });
export type TariffRule = z.output<typeof TariffRule>;

const SCOPES = ["time", "stay", "tax"];

/** What rules one by one cannot see: their order, what a tariff has to declare, and that its seasons are there. */
function faultsOf(content: Parts): { path: (string | number)[]; message: string }[] {
  const named = content.rules.map((step) => ({ step, rule: ruleNamed(step.rule) }));
  const seasons = content.calendar?.seasons ?? {};
  return named.flatMap(({ step, rule }, at) => {
    const path = ["rules", at];
    const earlier = named.slice(0, at).find((each) => SCOPES.indexOf(each.rule.scope) > SCOPES.indexOf(rule.scope));
    const unknown = rule.windows(step).find(({ season }) => season !== undefined && !Object.hasOwn(seasons, season));
    return [
      ...(earlier ? [`${rule.name} must stand before ${earlier.rule.name}`] : []),
      ...(rule.isOnce && named.some((each, other) => other < at && each.rule === rule)
        ? [`${rule.name} stands once in a tariff`]
        : []),
      ...(rule.mayCostLess && !content.longerMayCostLess
        ? [`with ${rule.name} a longer stay may cost less: the tariff has to declare longerMayCostLess`]
        : []),
      ...(step.rule === "tax" && !step.included && content.rules.some((each) => each.rule === "rounding")
        ? ["a tax on top would undo the rounding: contain it in the prices, or leave rounding out"]
        : []),
      ...(unknown ? [`the calendar has no season ${unknown.season}`] : []),
    ].map((message) => ({ path, message }));
  });
}

interface Parts {
  readonly rules: readonly TariffRule[];
  readonly calendar?: Calendar | undefined;
  readonly longerMayCostLess?: boolean | undefined;
}

/**
 * The content of one version of a tariff: rules, applied from the first to the last. First those that charge, scale and cap what begins
 * at moments, then those of the whole stay, then the tax. Amounts are in the tariff's currency.
 */
export const TariffContent = z
  .strictObject({
    version: z.literal(1),
    rules: z.array(TariffRule).min(1).max(50),
    calendar: Calendar.optional(),
    longerMayCostLess: z
      .boolean()
      .optional()
      .describe("declares that a stay that ends later may cost less; without it, it never does"),
  })
  .superRefine((content, context) => {
    for (const fault of faultsOf(content)) context.addIssue({ code: "custom", ...fault });
  })
  .meta({ id: "TariffContent" });
export type TariffContent = z.output<typeof TariffContent>;

/** One version of a tariff, ready to price with. */
export interface Tariff extends Parts {
  readonly currency: Currency;
}

/** A version's content as it is priced with. */
export const tariffOf = (currency: Currency, { rules, calendar, longerMayCostLess }: Parts): Tariff => ({
  ...{ currency, rules, calendar, longerMayCostLess },
});
