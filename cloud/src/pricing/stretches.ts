import { scaleMinor } from "@baygate/shared/money";
import { type LocalDay, localDays } from "./local-days.ts";
import type { PricedTime, PriceLine } from "./rule.ts";

// What rules of time count in: the stay cut at local midnights and wherever else a rule counts anew. Lines are summed up, capped and
// rounded stretch by stretch, so what a stretch that is over costs stays what it was however long the stay goes on.

/** Part of one local day. */
export type Stretch = LocalDay;

/** A stay cut at its local midnights and at `cuts`. */
export function stretchesOf(fromMs: number, toMs: number, timeZone: string, cuts: readonly number[]): Stretch[] {
  const days = localDays(fromMs, toMs, timeZone);
  if (cuts.length === 0) return days;
  const inside = [...new Set(cuts)].filter((cut) => fromMs < cut && cut < toMs).sort((a, b) => a - b);
  let next = 0;
  return days.flatMap((day) => {
    const parts: Stretch[] = [];
    let start = day.fromMs;
    for (let cut = inside[next]; cut !== undefined && cut < day.toMs; cut = inside[++next]) {
      if (cut > start) parts.push({ ...day, fromMs: start, toMs: cut });
      start = Math.max(start, cut);
    }
    parts.push({ ...day, fromMs: start });
    return parts;
  });
}

/** Place of the stretch that holds an instant, among ones that follow each other; before and after them the first and the last. */
export function stretchAt(stretches: readonly { readonly fromMs: number }[], atMs: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.fromMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Every line times a factor. Rounded by the running sum of a stretch, so that its lines together are its rounded total: a cap line cannot
 * leak a cent.
 *
 * @param words what is added to the words of each line.
 */
export function scaledLines(
  lines: readonly PriceLine[],
  time: PricedTime,
  permille: number,
  words: string,
): readonly PriceLine[] {
  const scale = (amount: bigint) => scaleMinor(amount, BigInt(permille), 1000n);
  const sums = new Map<number, bigint>();
  return lines.map((line): PriceLine => {
    const at = stretchAt(time.stretches, line.fromMs);
    const before = sums.get(at) ?? 0n;
    const after = before + line.amountMinor;
    sums.set(at, after);
    return { ...line, amountMinor: scale(after) - scale(before), words: line.words + words };
  });
}

/**
 * Takes off what groups of lines cost above a maximum, by a line of its own at each group's end. Within a group the maximum goes to what
 * came first.
 *
 * @param groupOf what a line counts to, by where it begins; undefined: to nothing that is capped.
 */
export function cappedLines(
  lines: readonly PriceLine[],
  time: PricedTime,
  groupOf: (stretch: Stretch, line: PriceLine) => number | undefined,
  maximumMinor: bigint,
  cap: { readonly rule: string; readonly words: string },
): readonly PriceLine[] {
  const { stretches } = time;
  const groups = new Map<number, { line: PriceLine; at: number }[]>();
  const free: PriceLine[] = [];
  for (const line of lines) {
    const at = stretchAt(stretches, line.fromMs);
    const stretch = stretches[at];
    const key = stretch && groupOf(stretch, line);
    if (key === undefined) free.push(line);
    else {
      const group = groups.get(key);
      if (group) group.push({ line, at });
      else groups.set(key, [{ line, at }]);
    }
  }
  const capped = [...groups.values()].flatMap((group): PriceLine[] => [
    ...group.map(({ line }) => line),
    ...overs(group, maximumMinor).map((over) => ({ ...cap, quantity: 1, ...over })),
  ]);
  return [...free, ...capped];
}

type Over = Pick<PriceLine, "fromMs" | "toMs" | "amountMinor">;

function overs(group: readonly { line: PriceLine; at: number }[], maximumMinor: bigint): Over[] {
  const parts = new Map<number, { sum: bigint; fromMs: number; toMs: number }>();
  for (const { line, at } of group) {
    const part = parts.get(at);
    if (part) {
      part.sum += line.amountMinor;
      part.toMs = Math.max(part.toMs, line.toMs);
    } else parts.set(at, { sum: line.amountMinor, fromMs: line.fromMs, toMs: line.toMs });
  }
  let left = maximumMinor;
  const made: Over[] = [];
  const inOrder = parts.size === 1 ? parts : [...parts].sort(([a], [b]) => a - b);
  for (const [, { sum, fromMs, toMs }] of inOrder) {
    const over = sum - left;
    if (over > 0n) made.push({ fromMs, toMs, amountMinor: -over });
    left = over > 0n ? 0n : -over;
  }
  return made;
}

const isOff = ({ amountMinor }: PriceLine): boolean => amountMinor < 0n;

/**
 * What the rules of time made, as drivers read it. Lines that follow each other and take off the same of different stretches become one.
 * Then stretch by stretch: what was charged, by when it begins, and after it what is taken off.
 */
export function mergedLines(lines: readonly PriceLine[], stretches: readonly Stretch[]): PriceLine[] {
  // Where the last of what became one line begins: before that, not all stands there yet that it is taken off.
  const merged: { line: PriceLine; at: number }[] = [];
  for (const line of lines) {
    const at = stretchAt(stretches, line.fromMs);
    const last = merged.at(-1);
    if (last && isOff(line) && isOff(last.line) && last.line.rule === line.rule && last.line.words === line.words) {
      const fromMs = Math.min(last.line.fromMs, line.fromMs);
      const toMs = Math.max(last.line.toMs, line.toMs);
      const amountMinor = last.line.amountMinor + line.amountMinor;
      merged[merged.length - 1] = { line: { ...last.line, fromMs, toMs, amountMinor }, at: Math.max(last.at, at) };
    } else merged.push({ line, at });
  }
  const inOrder = merged.sort(
    (one, other) =>
      one.at - other.at ||
      Number(isOff(one.line)) - Number(isOff(other.line)) ||
      (isOff(one.line) ? 0 : one.line.fromMs - other.line.fromMs),
  );
  return inOrder.map(({ line }) => line);
}
