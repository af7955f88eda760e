import type { Currency } from "@baygate/shared/money";
import { z } from "zod";
import { ruleIfAny, type ruleNamed, rules } from "./rules.ts";
import { Calendar } from "./windows.ts";

type ParamsOf<R> = { [I in keyof R]: R[I] extends { params: infer P } ? P : never };
// The type of a tuple does not survive `map`.
const params = rules.map((rule) => rule.params) as unknown as ParamsOf<typeof rules>;

export const TariffRule = z.discriminatedUnion("rule", params).meta({ id: "TariffRule" });
export type TariffRule = z.output<typeof TariffRule>;

const SCOPES = ["time", "stay", "tax"];

type Written = Readonly<Record<string, unknown>>;
const written = (value: unknown): Written =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/**
 * What rules one by one cannot see: their order, what a tariff has to declare, and that its seasons are there. It looks at content as it was
 * written, whatever else is wrong with it, so that all faults are told at once.
 *
 * @param isSound nothing else is wrong with it.
 */
function faultsOf(content: unknown, isSound: boolean): { path: (string | number)[]; message: string }[] {
  const { rules: steps, calendar, longerMayCostLess } = written(content);
  const seasons = written(written(calendar)["seasons"]);
  const named = (Array.isArray(steps) ? steps : []).map((each) => {
    const step = written(each);
    return { step, rule: ruleIfAny(step["rule"]) };
  });
  return named.flatMap(({ step, rule }, at) => {
    if (!rule) return [];
    const earlier = named.slice(0, at).find((each) => each.rule && scopeOf(each.rule) > scopeOf(rule))?.rule;
    const unknown = seasonsIn(step, rule, isSound).find((season) => !Object.hasOwn(seasons, season));
    return [
      ...(earlier ? [`${rule.name} must stand before ${earlier.name}`] : []),
      ...(rule.isOnce && named.some((each, other) => other < at && each.rule === rule)
        ? [`${rule.name} stands once in a tariff`]
        : []),
      ...(rule.mayCostLess && longerMayCostLess !== true
        ? [`with ${rule.name} a longer stay may cost less: the tariff has to declare longerMayCostLess`]
        : []),
      ...(rule.name === "tax" && step["included"] === false && named.some((each) => each.rule?.name === "rounding")
        ? ["a tax on top would undo the rounding: contain it in the prices, or leave rounding out"]
        : []),
      ...(unknown === undefined ? [] : [`the calendar has no season ${unknown}`]),
    ].map((message) => ({ path: ["rules", at], message }));
  });
}

type Known = ReturnType<typeof ruleNamed>;

const scopeOf = (rule: Known): number => SCOPES.indexOf(rule.scope);

/** The seasons that a step's windows name; of a step that could not be read none. */
function seasonsIn(step: Written, rule: Known, isSound: boolean): string[] {
  const own = { ...step, rule: rule.name };
  // What could be read of faulty content stands in it as it was read.
  const params: z.ZodType = rule.params;
  if (!isSound && !params.safeEncode(own).success) return [];
  return rule.windows(own).flatMap(({ season }) => season ?? []);
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
  .superRefine(
    (content, context) => {
      const isSound = context.issues.length === 0;
      for (const fault of faultsOf(content, isSound)) context.addIssue({ code: "custom", ...fault });
    },
    { when: () => true },
  )
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
