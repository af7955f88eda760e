import { instantOf } from "./tariff-file.ts";

/** How full a place was, in time order. Where the capacity is not known, `inUse` is in thousandths of it and `capacity` is 1000. */
export interface OccupancyHistory {
  readonly capacity: number;
  readonly points: readonly HistoryPoint[];
  /** Lines without a value, and lines that say again what one before said. */
  readonly leftOut: { readonly empty: number; readonly repeated: number };
}

export interface HistoryPoint {
  readonly atMs: number;
  readonly inUse: number;
}

/** How a table of occupancies is to be read. */
export interface HistoryReading {
  /** Of times without an offset. */
  readonly timeZone: string;
  /** Places; undefined: the table's own column, else the greatest number of free places that is in it, else shares are read. */
  readonly capacity?: number | undefined;
  /** The column to read; undefined: `occupancy`. */
  readonly column?: string | undefined;
  /** Only lines of this place, where the table holds several. */
  readonly place?: string | undefined;
  /** The column counts free places. */
  readonly free?: boolean | undefined;
}

const TIME_COLUMNS = ["time", "time_utc", "timestamp", "lastupdated"];
const PLACE_COLUMNS = ["place", "zone", "systemcodenumber"];
const FAULTS_TOLD = 20;
const PLACES_TOLD = 40;
/** A share above this is a count whose capacity was not told. Full car parks are counted some per cent above their places. */
const GREATEST_SHARE = 1.5;

interface Line {
  readonly number: number;
  readonly atMs: number;
  readonly value: number;
  readonly capacity: number | undefined;
}

/**
 * Reads past occupancy from CSV: a line of names, then one line a moment, commas between, no quotes. `time,occupancy` are needed, `capacity` and
 * `place` may be there. Occupancy is cars in use where the capacity is known, else the share in use, 0 to 1. Every fault
 * has its line's number, as an editor shows it.
 */
export function readHistory(text: string, reading: HistoryReading): OccupancyHistory | { readonly faults: string[] } {
  const [head = "", ...rest] = text.split(/\r?\n/);
  const names = head.split(",").map((name) => name.trim());
  const lower = names.map((name) => name.toLowerCase());
  const valueName = reading.column ?? "occupancy";
  const columns = {
    time: lower.findIndex((name) => TIME_COLUMNS.includes(name)),
    place: lower.findIndex((name) => PLACE_COLUMNS.includes(name)),
    capacity: lower.indexOf("capacity"),
    value: lower.indexOf(valueName.toLowerCase()),
  };
  if (columns.time < 0) return { faults: [`line 1: no column of times: one of ${TIME_COLUMNS.join(", ")}`] };
  if (columns.value < 0)
    return { faults: [`line 1: no column ${valueName}; there are ${names.slice(0, 40).join(", ")}`] };
  if (reading.place !== undefined && columns.place < 0)
    return { faults: [`line 1: no column of places: one of ${PLACE_COLUMNS.join(", ")}`] };

  const faults: string[] = [];
  const lines: Line[] = [];
  const places = new Set<string>();
  let empty = 0;
  for (const [index, line] of rest.entries()) {
    if (line.trim() === "") continue;
    const cells = line.split(",").map((cell) => cell.trim());
    const place = cells[columns.place];
    if (place !== undefined) places.add(place);
    if (reading.place !== undefined && place !== reading.place) continue;
    if (cells.length === names.length && cells[columns.value] === "") empty++;
    else {
      const read = lineOf(index + 2, cells, columns, names.length, reading);
      if (typeof read === "string") faults.push(`line ${index + 2}: ${read}`);
      else lines.push(read);
    }
  }
  if (reading.place === undefined && places.size > 1)
    faults.unshift(`line 1: lines of ${places.size} places; choose one with --place, as ${[...places][0]}`);
  if (reading.place !== undefined && !places.has(reading.place))
    return {
      faults: [`line 1: no lines of ${reading.place}; there are ${[...places].slice(0, PLACES_TOLD).join(", ")}`],
    };
  const { points, repeated } = inOrder(lines, faults);
  if (faults.length === 0 && points.length < 2)
    faults.push(`line 1: ${points.length} lines to replay; there must be 2`);
  if (faults.length > 0) return told(faults);
  return counted(points, reading, { empty, repeated });
}

const told = (faults: readonly string[]): { faults: string[] } => ({
  faults: [
    ...faults.slice(0, FAULTS_TOLD),
    ...(faults.length > FAULTS_TOLD ? [`and ${faults.length - FAULTS_TOLD} more`] : []),
  ],
});

/** One line, or what is wrong with it. */
function lineOf(
  number: number,
  cells: readonly string[],
  columns: { readonly time: number; readonly capacity: number; readonly value: number },
  width: number,
  reading: HistoryReading,
): Line | string {
  if (cells.length !== width) return `${cells.length} values where there are ${width} names`;
  const time = cells[columns.time] ?? "";
  const atMs = instantOf(inFull(time), reading.timeZone);
  if (atMs === undefined) return `${time} is not a time like 2026-03-02T09:00+01:00`;
  const value = Number(cells[columns.value]);
  if (!Number.isFinite(value)) return `${cells[columns.value]} is not a number`;
  if (value < 0) return `${value} is below zero`;
  const own = columns.capacity < 0 ? undefined : Number(cells[columns.capacity]);
  if (own !== undefined && !(own > 0)) return `${cells[columns.capacity]} is not a capacity`;
  return { number, atMs, value, capacity: reading.capacity ?? own };
}

/** Times are written with a blank, and without seconds, too. */
const inFull = (time: string): string => time.replace(" ", "T").replace(/(T\d\d:\d\d)(?=Z|[+-]\d\d|$)/, "$1:00");

function inOrder(lines: readonly Line[], faults: string[]): { readonly points: Line[]; readonly repeated: number } {
  const points: Line[] = [];
  let repeated = 0;
  for (const line of lines) {
    const before = points.at(-1);
    if (before && line.atMs === before.atMs && line.value === before.value) repeated++;
    else if (before && line.atMs <= before.atMs)
      faults.push(`line ${line.number}: not later than line ${before.number}`);
    else points.push(line);
  }
  return { points, repeated };
}

function counted(
  lines: readonly Line[],
  { free }: HistoryReading,
  leftOut: OccupancyHistory["leftOut"],
): OccupancyHistory | { readonly faults: string[] } {
  const greatest = lines.reduce((most, { value }) => Math.max(most, value), 0);
  const capacity = lines.at(-1)?.capacity ?? (free ? greatest : undefined);
  if (free && capacity !== undefined) {
    const points = lines.map(({ atMs, value }) => ({ atMs, inUse: Math.max(0, capacity - value) }));
    return capacity > 0 ? { capacity, points, leftOut } : { faults: ["line 1: never a free place"] };
  }
  if (capacity !== undefined) {
    // A capacity that changed in between: what counts is how full it was.
    const points = lines.map((line) => ({
      atMs: line.atMs,
      inUse: (line.value * capacity) / (line.capacity ?? capacity),
    }));
    return { capacity, points, leftOut };
  }
  const high = lines.find(({ value }) => value > GREATEST_SHARE);
  if (high) return { faults: [`line ${high.number}: ${high.value} is not a share of the places; say --capacity`] };
  return { capacity: 1000, points: lines.map(({ atMs, value }) => ({ atMs, inUse: value * 1000 })), leftOut };
}
