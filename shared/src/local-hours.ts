import { z } from "zod";

// Days and hours by an estate's own clocks: when a subscription counts. The gate asks it with the link down, the cloud when it prices
// the stay, and both must mean the same minute.

/** A time of day, 00:00 to 24:00. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time of day is 00:00 to 24:00");
export const Weekday = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);

/**
 * Local days and hours, as the estate's clocks show them. `to` is not in it. One that ends before it begins, or as it begins, goes on into
 * the next day: the night of Friday is Friday's. Without hours the whole day; without days every day.
 */
export const LocalHours = z.strictObject({
  days: z.array(Weekday).min(1).optional(),
  from: TimeOfDay.optional(),
  to: TimeOfDay.optional(),
});
export type LocalHours = z.output<typeof LocalHours>;

const DAY_MIN = 1440;

/** Minutes since the day began; `otherwise` without a time. */
export const minuteOf = (time: string | undefined, otherwise: number): number =>
  time === undefined ? otherwise : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Making an `Intl.DateTimeFormat` takes longer than a decision. A gate knows one time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", weekday: "short", hour: "numeric", minute: "numeric" },
  });
  formats.set(timeZone, made);
  return made;
}

/**
 * Whether one of the windows holds at an instant; none at all is always.
 *
 * @param atMs ms since 1970.
 * @throws RangeError when the time zone is not an IANA name.
 */
export function isWithinHours(windows: readonly LocalHours[], atMs: number, timeZone: string): boolean {
  if (windows.length === 0) return true;
  const shown = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const weekdays: readonly string[] = Weekday.options;
  const today = weekdays.indexOf(shown.get("weekday")?.toLowerCase() ?? "");
  const minute = Number(shown.get("hour")) * 60 + Number(shown.get("minute"));
  const isOf = (window: LocalHours, day: number): boolean =>
    window.days === undefined || window.days.some((each) => each === weekdays[(day + 7) % 7]);
  return windows.some((window) => {
    const from = minuteOf(window.from, 0);
    const to = minuteOf(window.to, DAY_MIN);
    if (from < to) return from <= minute && minute < to && isOf(window, today);
    return (from <= minute && isOf(window, today)) || (minute < to && isOf(window, today - 1));
  });
}
