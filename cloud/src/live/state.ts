import { GateStatus } from "@baygate/shared/envelope";
import type { Clock } from "@baygate/shared/time";
import { selectEstates, selectTariffsAt, selectZones } from "../estates/estates.store.ts";
import { type GateRow, selectGates } from "../estates/gates.store.ts";
import { placesNow } from "../estates/zone.ts";
import { selectNewestCounts } from "../occupancy/counts.store.ts";
import { COUNTS_LOOKED_AT, driftOf } from "../occupancy/drift.ts";
import { oversoldAtWorst } from "../occupancy/lease.ts";
import {
  type LiveDatabase,
  type PassageRow,
  type SumRow,
  selectDecisionFacts,
  selectLastMoves,
  selectOpenExceptions,
  selectPassages,
  selectSums,
} from "./dashboard.store.ts";
import type { Dashboard, DecisionView, GateView, Totals, ZoneView } from "./dashboard.ts";
import { decisionViews } from "./decisions.ts";
import { HISTORY_MS, HISTORY_STEP_MS, occupancyHistory } from "./history.ts";

const DECISIONS = 30;
/** A decision and what became of it are at most so many facts. */
const FACTS_A_DECISION = 4;
const EXCEPTIONS = 8;
/** Sums over a day are read anew at most this often, real time. */
const SUMS_MS = 1_000;
/** An arrow is shown for this long after a price moved, by the house's clock. */
const TREND_MS = 60 * 60_000;

/** Reads the live page's state: each call is a fresh one, but for the day's sums and the curves' past. */
export function openState(db: LiveDatabase, clock: Clock): () => Promise<Dashboard> {
  const speedNow = measureSpeed(clock);
  const sums = cached(
    (now: number) => selectSums(db, new Date(now)),
    () => Math.floor(performance.now() / SUMS_MS),
  );
  const passages = cached(
    (now: number) => selectPassages(db, new Date(now - HISTORY_MS)),
    () => Math.floor(clock.wallMs() / HISTORY_STEP_MS),
  );
  return async () => {
    const nowMs = clock.wallMs();
    const now = new Date(nowMs);
    const [estates, zones, counts, tariffs, gates, moves, facts, day, past, open] = await Promise.all([
      selectEstates(db),
      selectZones(db),
      selectNewestCounts(db, COUNTS_LOOKED_AT),
      selectTariffsAt(db, now),
      selectGates(db),
      selectLastMoves(db),
      selectDecisionFacts(db, { limit: DECISIONS * FACTS_A_DECISION }),
      sums(nowMs),
      passages(nowMs),
      selectOpenExceptions(db, EXCEPTIONS),
    ]);
    const tariffOf = new Map(tariffs.map((tariff) => [tariff.id, tariff]));
    const countsOf = Map.groupBy(counts, ({ estate, zone }) => `${estate}/${zone}`);
    const trendOf = new Map(moves.map((move) => [`${move.estate}/${move.zone}`, trend(move, nowMs)]));
    const zoneView = (counted: (typeof zones)[number], overdraw: number, own: readonly GateRow[]): ZoneView => {
      const { id, name, class: bays, capacity, estate, tariff } = counted.zone;
      const { inUse, passing, free, factorPermille, price } = placesNow(counted, tariffOf.get(tariff));
      const history = occupancyHistory(
        inUse,
        past.filter((each) => each.estate === estate && each.zone === id),
        nowMs,
      );
      return {
        ...{ id, name, class: bays, capacity, inUse, passing, free, factorPermille, history },
        oversoldAtWorst: oversoldAtWorst(counted.zone, overdraw, own),
        plusMinus: driftOf(
          countsOf.get(`${estate}/${id}`) ?? [],
          counted.occupancy ? counted.occupancy.arrivals + counted.occupancy.departures : 0,
        ).plusMinus,
        trend: trendOf.get(`${estate}/${id}`) ?? "level",
        priceWords: price?.words ?? null,
      };
    };
    return {
      nowMs,
      speed: speedNow(),
      estates: estates.map(({ id, name, timeZone, currency, overdraw }) => {
        const own = gates.filter((gate) => gate.estate === id);
        const inUse = own.filter((gate) => gate.revokedAt === null);
        return {
          ...{ id, name, timeZone, currency, historyStepMs: HISTORY_STEP_MS, gates: own.map(gateView) },
          zones: zones.filter(({ zone }) => zone.estate === id).map((zone) => zoneView(zone, overdraw, inUse)),
        };
      }),
      decisions: decisionViews(facts, DECISIONS),
      totals: totals(day),
      exceptionsOpen: Number(open[0]?.open ?? 0),
      exceptions: open.map(({ id, estate, kind, at, gate, words }) => ({
        ...{ id: Number(id), estate, kind, atMs: at.getTime(), gate, words },
      })),
    };
  };
}

/** Decisions of an estate with what became of them, newest first; `before` pages back. */
export async function readDecisions(
  db: LiveDatabase,
  page: { readonly estate: string; readonly before?: Date | undefined; readonly limit: number },
): Promise<DecisionView[]> {
  const facts = await selectDecisionFacts(db, { ...page, limit: page.limit * FACTS_A_DECISION });
  return decisionViews(facts, page.limit);
}

/** What `read` answered, until `period` says another number. Two callers at once share one reading. */
function cached<T extends readonly (PassageRow | SumRow)[]>(
  read: (now: number) => Promise<T>,
  period: () => number,
): (now: number) => Promise<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined;
  return (now) => {
    const at = period();
    if (kept?.at !== at) {
      const value = read(now);
      kept = { at, value };
      value.catch(() => {
        kept = undefined;
      });
    }
    return kept.value;
  };
}

/** How many times faster than the world the clock has run since now. */
function measureSpeed(clock: Clock): () => number {
  const from = { wallMs: clock.wallMs(), realMs: performance.now() };
  return () => {
    const realMs = performance.now() - from.realMs;
    const speed = realMs < 500 ? 1 : (clock.wallMs() - from.wallMs) / realMs;
    return speed > 0.97 && speed < 1.03 ? 1 : Number(speed.toPrecision(3));
  };
}

function trend(move: { fromPermille: number; toPermille: number; at: Date }, nowMs: number): ZoneView["trend"] {
  if (nowMs - move.at.getTime() > TREND_MS || move.fromPermille === move.toPermille) return "level";
  return move.toPermille > move.fromPermille ? "up" : "down";
}

function gateView(row: GateRow): GateView {
  const status = GateStatus.safeParse(row.status);
  const { waiting = 0, faults = [] } = status.success ? status.data : {};
  return {
    id: row.id,
    name: row.name,
    direction: row.arrivalZones.length > 0 ? "arrive" : "depart",
    online: row.online,
    revoked: row.revokedAt !== null,
    waiting,
    lastSeenMs: row.lastSeenAt?.getTime() ?? null,
    faults: faults.map(({ device, words }) => ({ device, words })),
  };
}

function totals(rows: readonly SumRow[]): Totals {
  const taken = new Map<string, number>();
  for (const row of rows) taken.set(row.currency, (taken.get(row.currency) ?? 0) + Number(row.takenMinor));
  const sum = (name: "open" | "charged" | "granted" | "denied") =>
    rows.reduce((all, row) => all + Number(row[name]), 0);
  return {
    taken: [...taken].map(([currency, amountMinor]) => ({ currency, amountMinor })),
    ...{ staysOpen: sum("open"), staysCharged: sum("charged"), granted: sum("granted"), denied: sum("denied") },
  };
}
