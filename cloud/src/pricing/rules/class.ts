import { VehicleClass } from "@baygate/shared/estate";
import { formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, notNegative, type PriceLine } from "../rule.ts";
import { scaledLines } from "../stretches.ts";
import { factorWords } from "../words.ts";

const ClassTerms = z.strictObject({
  factorPermille: z.int().min(0).max(10_000).default(1000).describe("of everything before, thousandths"),
  surchargeMinor: notNegative("a surcharge").optional().describe("once a stay"),
});

/** What another class of vehicle pays: everything before it times a factor, and something once. Classes not named pay as it stands. */
export const vehicleClass = defineRule(
  "class",
  z.strictObject({ rule: z.literal("class"), classes: z.partialRecord(VehicleClass, ClassTerms) }),
  ({ classes }, lines, time) => {
    const terms = classes[time.class];
    if (!terms) return { lines };
    const { factorPermille, surchargeMinor = 0n } = terms;
    const words = ` × ${factorWords(factorPermille)} (${time.class})`;
    const scaled = factorPermille === 1000 ? lines : scaledLines(lines, time, factorPermille, words);
    if (surchargeMinor === 0n || time.fromMs === time.toMs) return { lines: scaled };
    const surcharge: PriceLine = {
      ...{ rule: "class", fromMs: time.fromMs, toMs: time.toMs, quantity: 1, amountMinor: surchargeMinor },
      words: `${time.class}: ${formatMinor(surchargeMinor, time.currency)}`,
    };
    return { lines: [...scaled, surcharge] };
  },
  {
    said: ({ classes }, speech) => {
      const surchargeMinor = classes[speech.class]?.surchargeMinor ?? 0n;
      return surchargeMinor === 0n ? {} : { plus: [`${speech.scaled(surchargeMinor)} for ${speech.class}`] };
    },
  },
);
