import { nextPriceStep, type PastMove, type PricePolicy, type PriceSituation } from "./dynamic-price.ts";
import { localDate } from "./local-days.ts";
import type { HistoryPoint, OccupancyHistory } from "./occupancy-history.ts";

const MINUTE = 60_000;
/** The controller looks this often. Between two lines of the history the occupancy is taken as a straight line. */
const STEP_MS = 5 * MINUTE;
/** Over a longer silence nothing is known: a new stretch begins with the history's occupancy and the base price. */
export const LONGEST_SILENCE_MS = 120 * MINUTE;
/** Below this the model says nothing sensible: a price of nothing would bring infinitely many cars. */
const LEAST_FACTOR = 0.1;

/** What is assumed of the drivers. */
export interface Demand {
  /** By how many per cent arrivals change when the price changes by one per cent; −0.4: a tenth dearer, about 4 % fewer. */
  readonly elasticity: number;
  /** Mean length of a stay, which the price does not change. Minutes. */
  readonly stayMin: number;
}

export interface ReplayedMoment {
  readonly atMs: number;
  /** Places in use as they were, and as they would have been. */
  readonly without: number;
  readonly with: number;
  readonly factorPermille: number;
  /** Where a stretch begins: nothing leads here from the moment before. */
  readonly begins: boolean;
}

export interface ReplayedMove {
  readonly atMs: number;
  readonly fromPermille: number;
  readonly toPermille: number;
  readonly reason: string;
}

/** One local day, or all of them, without and with the dynamic price. Shares are of the capacity, 0 to 1. */
export interface ReplayedDay {
  readonly date: string;
  readonly mean: readonly [without: number, with_: number];
  readonly peak: readonly [number, number];
  /** Minutes as full as where the price goes up, or fuller. */
  readonly fullMin: readonly [number, number];
  /** Minutes in the band in which the price stays. */
  readonly bandMin: readonly [number, number];
  readonly arrivals: readonly [number, number];
  /** Arrivals times factor, against arrivals without: by how much the takings change, stays being as long as ever. */
  readonly takingsChange: number;
  readonly leastPermille: number;
  readonly mostPermille: number;
  readonly moves: number;
}

export interface Replay {
  readonly moments: readonly ReplayedMoment[];
  readonly moves: readonly ReplayedMove[];
  readonly days: readonly ReplayedDay[];
  readonly total: ReplayedDay;
}

interface Flow {
  /** How long the moment lasts: the controller's pace, or less where the history's next line comes sooner. */
  readonly forMs: number;
  readonly arrivals: readonly [number, number];
  readonly paid: number;
}

/**
 * Runs the controller over past occupancy and reckons what drivers would have done. The history is taken as made at the base price.
 * In each step, as many arrive as explain it when stays last as long as assumed; of them the factor's power of the elasticity
 * comes; and the same share leaves as left. So with elasticity 0, or a factor of 1 throughout, history comes out again.
 */
export function replayPricing(
  history: OccupancyHistory,
  policy: PricePolicy,
  demand: Demand,
  timeZone: string,
): Replay {
  const moments: (ReplayedMoment & Flow)[] = [];
  const moves: ReplayedMove[] = [];
  const past: PastMove[] = [];
  const { capacity } = history;
  const base = Math.min(policy.ceilingPermille, Math.max(policy.floorPermille, 1000));
  let factorPermille = base;
  let announced: PriceSituation["announced"] = null;
  let inUse = 0;
  for (const { atMs, now, next, forMs, begins } of stepsOf(history.points)) {
    if (begins) [factorPermille, announced, inUse] = [base, null, now];
    const seen = { nowMs: atMs, timeZone, inUse: Math.round(inUse), capacity, expectedPermille: null };
    const step = nextPriceStep(policy, { ...seen, factorPermille, announced, moves: past });
    if (step.step === "announced") announced = step;
    if (step.step === "withdrawn") announced = null;
    if (step.step === "moved") {
      const { toPermille, reason } = step;
      moves.push({ atMs, fromPermille: factorPermille, toPermille, reason });
      past.unshift({ atMs, direction: toPermille > factorPermille ? "up" : "down" });
      past.length = Math.min(past.length, policy.movesPerDay);
      [factorPermille, announced] = [toPermille, null];
    }
    const flow = flowOf(now, next, forMs, demand.stayMin);
    const factor = factorPermille / 1000;
    const come = flow.arrivals * Math.max(LEAST_FACTOR, factor) ** demand.elasticity;
    const room = Math.max(capacity, next);
    const arrived = Math.max(0, Math.min(come, room - inUse * flow.stay));
    moments.push({
      ...{ atMs, forMs, without: now, with: inUse, factorPermille, begins },
      ...{ arrivals: [flow.arrivals, arrived], paid: arrived * factor },
    });
    inUse = inUse * flow.stay + arrived;
  }
  const byDay = new Map<string, (ReplayedMoment & Flow)[]>();
  for (const moment of moments) {
    const date = localDate(moment.atMs, timeZone);
    const day = byDay.get(date);
    if (day) day.push(moment);
    else byDay.set(date, [moment]);
  }
  const movesOn = (date: string) => moves.filter(({ atMs }) => localDate(atMs, timeZone) === date).length;
  const days = [...byDay].map(([date, of]) => sumUp(date, of, policy, capacity, movesOn(date)));
  return { moments, moves, days, total: sumUp("all", moments, policy, capacity, moves.length) };
}

/** The arrivals that lead from one occupancy to the next, and the share of those inside that stays. */
function flowOf(now: number, next: number, forMs: number, stayMin: number): { arrivals: number; stay: number } {
  const stay = Math.exp(-forMs / (stayMin * MINUTE));
  const arrivals = next - now * stay;
  // Emptied faster than by stays of that length: more left, nobody came.
  return arrivals >= 0 ? { arrivals, stay } : { arrivals: 0, stay: now > 0 ? next / now : 1 };
}

interface Step {
  readonly atMs: number;
  readonly now: number;
  readonly next: number;
  readonly forMs: number;
  readonly begins: boolean;
}

/** The history in steps of the controller's pace, without the long silences. */
function* stepsOf(points: readonly HistoryPoint[]): Generator<Step> {
  let begins = true;
  for (const [n, from] of points.entries()) {
    const to = points[n + 1];
    if (to === undefined) return;
    const lasts = to.atMs - from.atMs;
    if (lasts > LONGEST_SILENCE_MS) {
      begins = true;
      continue;
    }
    const at = (ms: number) => from.inUse + ((to.inUse - from.inUse) * ms) / lasts;
    for (let ms = 0; ms < lasts; ms += STEP_MS) {
      const forMs = Math.min(STEP_MS, lasts - ms);
      yield { atMs: from.atMs + ms, now: at(ms), next: at(ms + forMs), forMs, begins };
      begins = false;
    }
  }
}

function sumUp(
  date: string,
  moments: readonly (ReplayedMoment & Flow)[],
  { upFromPermille, downBelowPermille }: PricePolicy,
  capacity: number,
  moves: number,
): ReplayedDay {
  const lastsMin = moments.reduce((sum, { forMs }) => sum + forMs, 0) / MINUTE || 1;
  /** Minutes, each weighed by how full it was. */
  const both = (weight: (use: number) => number): readonly [number, number] => [
    moments.reduce((sum, { forMs, without }) => sum + (forMs / MINUTE) * weight(without / capacity), 0),
    moments.reduce((sum, moment) => sum + (moment.forMs / MINUTE) * weight(moment.with / capacity), 0),
  ];
  const [sumWithout, sumWith] = both((use) => use);
  const full = (use: number) => use * 1000 >= upFromPermille;
  const arrivals = [0, 1].map((side) => moments.reduce((sum, moment) => sum + (moment.arrivals[side] ?? 0), 0));
  const [came = 0, wouldCome = 0] = arrivals;
  const most = (of: (moment: ReplayedMoment) => number) => moments.reduce((high, each) => Math.max(high, of(each)), 0);
  return {
    date,
    mean: [sumWithout / lastsMin, sumWith / lastsMin],
    peak: [most(({ without }) => without) / capacity, most((moment) => moment.with) / capacity],
    fullMin: both((use) => (full(use) ? 1 : 0)),
    bandMin: both((use) => (!full(use) && use * 1000 >= downBelowPermille ? 1 : 0)),
    arrivals: [came, wouldCome],
    takingsChange: came > 0 ? moments.reduce((sum, { paid }) => sum + paid, 0) / came - 1 : 0,
    leastPermille: moments.reduce((least, each) => Math.min(least, each.factorPermille), Number.POSITIVE_INFINITY),
    mostPermille: most(({ factorPermille }) => factorPermille),
    moves,
  };
}
