import { LocalHours, minuteOf } from "@baygate/shared/local-hours";
import { z } from "zod";
import { dateOf, evenTimeAt } from "./local-days.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;
const DAY_MIN = 1440;

const YearlyDate = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "a yearly date is MM-DD");

/** When a rule holds. All that it says must be so; its days are the days on which it begins. */
export const Window = LocalHours.extend({
  holidays: z.enum(["only", "never"]).optional().describe("only on holidays, or never; absent: as on any day"),
  season: z.string().min(1).optional().describe("a season of the tariff's calendar"),
}).meta({ id: "TariffWindow" });
export type Window = z.output<typeof Window>;

export const Windows = z.array(Window).min(1).max(50);

/** The days of a tariff that are not like others. */
export const Calendar = z
  .strictObject({
    holidays: z
      .array(z.union([YearlyDate, z.iso.date()]))
      .max(1000)
      .default([])
      .describe("dates, 2026-04-03, or every year's, 12-25"),
    seasons: z
      .record(z.string().min(1), z.array(z.strictObject({ from: YearlyDate, to: YearlyDate })).min(1))
      .default({})
      .describe("by name: from one date of the year to another, both in it"),
  })
  .meta({ id: "TariffCalendar" });
export type Calendar = z.output<typeof Calendar>;

/** A stretch of time that one window holds: its place in the list; -1: none. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly at: number;
}

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const FIRST_WEEKDAY = 4;

/** Whether what begins on a day is of the window. */
function isDayOf(window: Window, day: number, calendar: Calendar): boolean {
  const weekday = WEEKDAYS[(((day + FIRST_WEEKDAY) % 7) + 7) % 7];
  if (window.days && !window.days.some((each) => each === weekday)) return false;
  if (window.holidays === undefined && window.season === undefined) return true;
  const date = dateOf(day);
  const yearly = date.slice(-5);
  const { holidays } = calendar;
  if (window.holidays && (window.holidays === "only") !== (holidays.includes(date) || holidays.includes(yearly)))
    return false;
  if (window.season === undefined) return true;
  const parts = Object.hasOwn(calendar.seasons, window.season) ? (calendar.seasons[window.season] ?? []) : [];
  return parts.some(({ from, to }) => (from <= to ? from <= yearly && yearly <= to : from <= yearly || yearly <= to));
}

interface Hours {
  readonly window: Window;
  readonly from: number;
  readonly to: number;
}

const hoursOf = (window: Window): Hours => ({
  window,
  from: minuteOf(window.from, 0),
  to: minuteOf(window.to, DAY_MIN),
});

const holds = ({ window, from, to }: Hours, day: number, minute: number, calendar: Calendar): boolean =>
  from < to
    ? from <= minute && minute < to && isDayOf(window, day, calendar)
    : (from <= minute && isDayOf(window, day, calendar)) || (minute < to && isDayOf(window, day - 1, calendar));

/**
 * A stretch of time cut where another list of windows begins to hold, in order and without a gap. A list holds when one of its windows
 * does, an empty list always; where several hold, it is the first.
 *
 * @param lists each with the windows of one thing: a price, a subscription.
 */
export function spansOf(
  fromMs: number,
  toMs: number,
  timeZone: string,
  lists: readonly (readonly Window[])[],
  calendar: Calendar,
): Span[] {
  const compiled = lists.map((windows) => windows.map(hoursOf));
  const times = new Set([0, DAY_MIN, ...compiled.flat().flatMap(({ from, to }) => [from, to])]);
  const minutes = [...times].sort((a, b) => a - b);
  const spans: Span[] = [];
  let atMs = fromMs;
  while (atMs < toMs) {
    const { offsetMs, toMs: evenToMs } = evenTimeAt(atMs, timeZone);
    const localMs = atMs + offsetMs;
    const day = Math.floor(localMs / DAY);
    const minute = Math.floor((localMs - day * DAY) / MINUTE);
    const next = minutes.find((each) => each > minute) ?? DAY_MIN;
    const endMs = Math.min(toMs, evenToMs, day * DAY + next * MINUTE - offsetMs);
    const at = compiled.findIndex(
      (list) => list.length === 0 || list.some((hours) => holds(hours, day, minute, calendar)),
    );
    const last = spans.at(-1);
    if (last?.at === at) spans[spans.length - 1] = { ...last, toMs: endMs };
    else spans.push({ fromMs: atMs, toMs: endMs, at });
    atMs = endMs;
  }
  return spans;
}
