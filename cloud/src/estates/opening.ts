import { isWithinHours, type LocalHours, minuteOf, Weekday } from "@baygate/shared/local-hours";
import { evenTimeAt, localDay } from "../pricing/local-days.ts";

/** Whether an estate is open. Information for drivers: no gate asks it. */
export interface Opening {
  readonly now: boolean;
  /** When that changes, ms; null: never. */
  readonly untilMs: number | null;
  /** "open until 22:00", by the estate's clocks. */
  readonly words: string;
}

const DAY = 86_400_000;
/** Windows are of a week; nine days hold all that can change from any minute of one on. */
const DAYS_AHEAD = 9;

/** The instant at which the clocks of a zone show a minute of a local day; where they skip it, where they land. */
function instantOf(day: number, minute: number, timeZone: string): number {
  const local = day * DAY + minute * 60_000;
  const guess = local - evenTimeAt(local, timeZone).offsetMs;
  return local - evenTimeAt(guess, timeZone).offsetMs;
}

/** Instants after `atMs` at which windows may begin or end, in order. */
function edgesAfter(windows: readonly LocalHours[], atMs: number, timeZone: string): number[] {
  const minutes = new Set(windows.flatMap(({ from, to }) => [0, minuteOf(from, 0), minuteOf(to, 1440)]));
  const today = localDay(atMs, timeZone);
  const edges = Array.from({ length: DAYS_AHEAD }, (_, ahead) => today + ahead).flatMap((day) =>
    [...minutes].flatMap((minute) => {
      const at = instantOf(day, minute, timeZone);
      // Clocks that are set forward may skip a window's end.
      return [at, evenTimeAt(at, timeZone).fromMs];
    }),
  );
  return [...new Set(edges)].filter((each) => each > atMs).sort((a, b) => a - b);
}

function shownAt(atMs: number, nowMs: number, timeZone: string): string {
  const local = new Date(atMs + evenTimeAt(atMs, timeZone).offsetMs);
  const time = local.toISOString().slice(11, 16);
  if (localDay(atMs, timeZone) === localDay(nowMs, timeZone)) return time;
  const weekday = Weekday.options[(local.getUTCDay() + 6) % 7] ?? "";
  return `${weekday.slice(0, 1).toUpperCase()}${weekday.slice(1)} ${time}`;
}

/**
 * Whether an estate is open at an instant, and until when that stays so.
 *
 * @param windows its opening hours; none: always open.
 * @throws RangeError when the time zone is not an IANA name.
 */
export function openingAt(windows: readonly LocalHours[], atMs: number, timeZone: string): Opening {
  const now = isWithinHours(windows, atMs, timeZone);
  const changes = (edge: number) => isWithinHours(windows, edge, timeZone) !== now;
  const untilMs = windows.length === 0 ? null : (edgesAfter(windows, atMs, timeZone).find(changes) ?? null);
  if (untilMs === null) return { now, untilMs, words: now ? "open around the clock" : "closed" };
  return { now, untilMs, words: `${now ? "open" : "closed"} until ${shownAt(untilMs, atMs, timeZone)}` };
}
