import { vehicleClass } from "./rules/class.ts";
import { dailyCap } from "./rules/daily-cap.ts";
import { flat } from "./rules/flat.ts";
import { grace } from "./rules/grace.ts";
import { group } from "./rules/group.ts";
import { longStay } from "./rules/long-stay.ts";
import { loyalty } from "./rules/loyalty.ts";
import { minimum } from "./rules/minimum.ts";
import { occupancyFactor } from "./rules/occupancy-factor.ts";
import { overstay } from "./rules/overstay.ts";
import { perPeriod } from "./rules/per-period.ts";
import { rollingCap } from "./rules/rolling-cap.ts";
import { rounding } from "./rules/rounding.ts";
import { stayCap } from "./rules/stay-cap.ts";
import { steps } from "./rules/steps.ts";
import { subscription } from "./rules/subscription.ts";
import { tax } from "./rules/tax.ts";
import { voucher } from "./rules/voucher.ts";
import { windowCap } from "./rules/window-cap.ts";
import { windows } from "./rules/windows.ts";

/** Every pricing rule there is. A new one is a file in rules/ and a line here. */
export const rules = [
  grace, //
  perPeriod,
  steps,
  windows,
  flat,
  overstay,
  vehicleClass,
  occupancyFactor,
  subscription,
  dailyCap,
  rollingCap,
  windowCap,
  stayCap,
  loyalty,
  group,
  longStay,
  voucher,
  minimum,
  rounding,
  tax,
] as const;

type AnyRule = Pick<
  (typeof rules)[number],
  "name" | "params" | "scope" | "mayCostLess" | "isOnce" | "cutsAnew" | "apply" | "cuts" | "windows" | "said"
>;

const byName = new Map<string, AnyRule>(rules.map((rule) => [rule.name, rule]));

/** The rule of a step as somebody wrote it, who may have made it up. */
export const ruleIfAny = (name: unknown): AnyRule | undefined =>
  typeof name === "string" ? byName.get(name) : undefined;

/** @throws Error for a rule that nobody registered: a tariff that was read by its schema has none. */
export function ruleNamed(name: string): AnyRule {
  const rule = byName.get(name);
  if (!rule) throw new Error(`no such pricing rule: ${name}`);
  return rule;
}
