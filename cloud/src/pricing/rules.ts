import { dailyCap } from "./rules/daily-cap.ts";
import { grace } from "./rules/grace.ts";
import { occupancyFactor } from "./rules/occupancy-factor.ts";
import { perPeriod } from "./rules/per-period.ts";

/** Every pricing rule there is. A new one is a file in rules/ and a line here. */
export const rules = [
  grace, //
  perPeriod,
  occupancyFactor,
  dailyCap,
] as const;
