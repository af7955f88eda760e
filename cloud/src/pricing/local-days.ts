// Local days of a time zone. A day begins at its first instant there, which is not 00:00 where the clocks spring at midnight.
// Asking Intl takes longer than pricing a stay, so what it says of a zone is kept: stretches of time with one offset from UTC.

const DAY = 86_400_000;
const PROBE = DAY / 4;
const CHUNK = 32 * DAY;
/** So many chunks are kept a zone: more than any house's stays span; what asks about all of history stays bounded. */
const CHUNKS_KEPT = 2000;

/** A stretch of time in which a zone's clocks run evenly: local time = UTC + `offsetMs`. */
export interface EvenTime {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly chunks: Map<number, readonly EvenTime[]>;
  last: EvenTime;
}

const NEVER: EvenTime = { fromMs: 0, toMs: 0, offsetMs: 0 };
const zones = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, calendar: "gregory", hourCycle: "h23", era: "short" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const zone = { format, chunks: new Map(), last: NEVER };
  zones.set(timeZone, zone);
  return zone;
}

/** What the clocks of a zone show, less UTC, at an instant. */
function askOffsetMs(format: Intl.DateTimeFormat, atMs: number): number {
  const shown = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(shown.get(name));
  const local = Date.UTC(
    ...[part("year"), part("month") - 1, part("day")],
    ...[part("hour"), part("minute"), part("second")],
  );
  return local - Math.floor(atMs / 1000) * 1000;
}

function chunkOf(zone: Zone, number: number): readonly EvenTime[] {
  const known = zone.chunks.get(number);
  if (known) return known;
  const end = (number + 1) * CHUNK;
  const made: EvenTime[] = [];
  let fromMs = number * CHUNK;
  let offsetMs = askOffsetMs(zone.format, fromMs);
  for (let probe = fromMs; probe < end; probe += PROBE) {
    const next = Math.min(end, probe + PROBE);
    const then = askOffsetMs(zone.format, next);
    if (then === offsetMs) continue;
    let before = probe;
    let after = next;
    while (after - before > 1) {
      const middle = before + Math.floor((after - before) / 2);
      if (askOffsetMs(zone.format, middle) === offsetMs) before = middle;
      else after = middle;
    }
    made.push({ fromMs, toMs: after, offsetMs });
    fromMs = after;
    offsetMs = then;
  }
  if (fromMs < end) made.push({ fromMs, toMs: end, offsetMs });
  if (zone.chunks.size >= CHUNKS_KEPT) zone.chunks.clear();
  zone.chunks.set(number, made);
  return made;
}

/**
 * The stretch of even time that holds `atMs`. It may end although the clocks run on evenly: then the next one has the same offset.
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export function evenTimeAt(atMs: number, timeZone: string): EvenTime {
  const zone = zoneOf(timeZone);
  const { last } = zone;
  if (last.fromMs <= atMs && atMs < last.toMs) return last;
  const found = chunkOf(zone, Math.floor(atMs / CHUNK)).find((each) => atMs < each.toMs);
  if (!found) throw new RangeError(`not an instant: ${atMs}`);
  zone.last = found;
  return found;
}

/**
 * The local day that holds an instant, as days since 1970-01-01.
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export const localDay = (atMs: number, timeZone: string): number =>
  Math.floor((atMs + evenTimeAt(atMs, timeZone).offsetMs) / DAY);

/** A day's date as "2026-03-29". */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, -14);

/** The date that a calendar in `timeZone` shows at an instant, as "2026-03-29". */
export const localDate = (atMs: number, timeZone: string): string => dateOf(localDay(atMs, timeZone));

/** The first instant of the local day after the one that holds `atMs`, in ms. 23 to 25 hours after the day's own first instant, as a rule. */
export function nextLocalDayMs(atMs: number, timeZone: string): number {
  let even = evenTimeAt(atMs, timeZone);
  const today = Math.floor((atMs + even.offsetMs) / DAY);
  for (;;) {
    const midnightMs = (today + 1) * DAY - even.offsetMs;
    // Clocks that sprang over midnight begin the day where they landed.
    if (midnightMs < even.toMs) return Math.max(midnightMs, even.fromMs);
    even = evenTimeAt(even.toMs, timeZone);
  }
}

export interface LocalDay {
  readonly fromMs: number;
  readonly toMs: number;
  /** Days since 1970-01-01. */
  readonly day: number;
}

/** A stretch of time cut at the local midnights, in order; nothing for an empty one. */
export function localDays(fromMs: number, toMs: number, timeZone: string): LocalDay[] {
  const days: LocalDay[] = [];
  let start = fromMs;
  while (start < toMs) {
    const next = Math.min(toMs, nextLocalDayMs(start, timeZone));
    days.push({ fromMs: start, toMs: next, day: localDay(start, timeZone) });
    start = next;
  }
  return days;
}

/**
 * When a zone's clocks show a local time, in order: twice where they go back over it, never where they skip it.
 *
 * @param shownMs the local date and time as if it were UTC's, ms since 1970.
 * @throws RangeError when the time zone is not an IANA name.
 */
export function instantsShowing(shownMs: number, timeZone: string): number[] {
  const offsets = [shownMs - DAY, shownMs + DAY].map((atMs) => evenTimeAt(atMs, timeZone).offsetMs);
  const tries = [...new Set(offsets)].map((offsetMs) => shownMs - offsetMs);
  return tries.filter((atMs) => atMs + evenTimeAt(atMs, timeZone).offsetMs === shownMs).sort((a, b) => a - b);
}

/** Whether the clocks change on the local day that holds an instant: then it has not its 24 hours. */
function isChangeDay(atMs: number, timeZone: string): boolean {
  const toMs = nextLocalDayMs(atMs, timeZone);
  // That long before its end it was the day before, whatever the clocks did since.
  const fromMs = nextLocalDayMs(toMs - 1.5 * DAY, timeZone);
  return toMs - fromMs !== DAY;
}

/**
 * A zone's offset from UTC, "+02:00", on a local day on which its clocks change and may show a time twice. Undefined on every other day,
 * on which it would say nothing new.
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export function offsetOnChangeDay(atMs: number, timeZone: string): string | undefined {
  if (!isChangeDay(atMs, timeZone)) return undefined;
  const { offsetMs } = evenTimeAt(atMs, timeZone);
  const hours = new Date(Math.abs(offsetMs)).toISOString().slice(11, 16);
  return `${offsetMs < 0 ? "-" : "+"}${hours}`;
}

/** A time as it is shown to people, with its offset on a day on which the clocks change: "02:30 +01:00". */
export function withOffset(shown: string, atMs: number, timeZone: string): string {
  const offset = offsetOnChangeDay(atMs, timeZone);
  return offset === undefined ? shown : `${shown} ${offset}`;
}
