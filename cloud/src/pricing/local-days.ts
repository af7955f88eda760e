// Local days of a time zone. A day begins at its first instant there, which is not 00:00 where the clocks spring at midnight.

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timeZone, known);
  return known;
}

/**
 * The date that a calendar in `timeZone` shows at an instant, as "2026-03-29".
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export function localDate(atMs: number, timeZone: string): string {
  return formatOf(timeZone).format(atMs);
}

/** The first instant of the local day after the one that holds `atMs`, in ms. 23 to 25 hours after the day's own first instant, as a rule. */
export function nextLocalDayMs(atMs: number, timeZone: string): number {
  const today = localDate(atMs, timeZone);
  // No zone has ever skipped two days, so tomorrow has begun 50 hours on. Whole hours first: that is where days begin nearly always.
  let before = atMs;
  let after = atMs + HOUR - (atMs % HOUR);
  while (localDate(after, timeZone) === today) {
    before = after;
    after += HOUR;
  }
  while (after - before > 1) {
    const middle = before + Math.floor((after - before) / 2);
    if (localDate(middle, timeZone) === today) before = middle;
    else after = middle;
  }
  return after;
}

/** A stretch of time cut at the local midnights, in order; nothing for an empty one. */
export function localDays(fromMs: number, toMs: number, timeZone: string): { fromMs: number; toMs: number }[] {
  const days: { fromMs: number; toMs: number }[] = [];
  const last = localDate(toMs, timeZone);
  let start = fromMs;
  while (start < toMs) {
    const next = localDate(start, timeZone) === last ? toMs : Math.min(toMs, nextLocalDayMs(start, timeZone));
    days.push({ fromMs: start, toMs: next });
    start = next;
  }
  return days;
}
