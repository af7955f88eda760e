import { z } from "zod";
import { instantOf } from "../pricing/tariff-file.ts";
import { Problem } from "./problem.ts";

// What ops-tariffs.ts and ops-tariff-trials.ts both say.

export const TariffBody = z
  .looseObject({ rules: z.array(z.unknown()) })
  .meta({ description: "As a tariff's: rules, applied from the first to the last. `version` may be left out." });

export const withVersion = (content: z.output<typeof TariffBody>) => ({ version: 1, ...content });

/** A moment as it was written, with an offset or by the clocks of a time zone. Milliseconds. */
export function momentOf(field: string, text: string, timeZone: string): number {
  const atMs = instantOf(text, timeZone);
  if (atMs === undefined)
    throw new Problem("invalid-request", {
      faults: [{ in: "body", field, expected: "a time as 2026-03-02T09:00, with or without an offset" }],
    });
  return atMs;
}
