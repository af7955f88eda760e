import { type Stay, useAsked } from "./asked.ts";

/** An estate's name; its short one until that is known. */
export function useEstateName(id: string): string {
  return useAsked("estates").data?.find((each) => each.id === id)?.name ?? id;
}

/** The time zone of an estate, whose clocks the receipt goes by, too; undefined until it is known. */
export function useEstateZone(id: string): string | undefined {
  return useAsked("estates").data?.find((each) => each.id === id)?.timeZone;
}

export const isRunning = (stay: Stay): boolean => stay.state === "inside";

/** The stays that run, asked for again and again, so that their cost ticks. */
export function useRunningStays(): readonly Stay[] {
  return useAsked("stays", { everyMs: 10_000 }).data?.items.filter(isRunning) ?? [];
}
