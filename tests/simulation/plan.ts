import type { Chance } from "../../scripts/town/chance.ts";
import type { Way, Weather } from "./network.ts";

// What is going to happen, drawn from the seed before anything does: a list of acts, so that a story can be told shorter by leaving
// some out.

/** How a car behaves. `shared`: it carries a card that another car has, too. */
export type Manner = "plain" | "backs-out" | "rolls-back" | "follows-another" | "stranger" | "leaves-tailgating";

export interface Visit {
  readonly kind: "visit";
  readonly id: number;
  readonly atMs: number;
  readonly car: number;
  /** Whose card. */
  readonly driver: number;
  readonly in: string;
  readonly out: string;
  readonly stayMs: number;
  readonly manner: Manner;
}

/** Where a gate's process ends. */
export type CrashPoint = "now" | "before-pulse" | "after-pulse" | "in-commit" | "after-ack";

export type Fault =
  | { readonly kind: "weather"; readonly weather: Weather; readonly forMs: number }
  | { readonly kind: "cut"; readonly gate: string; readonly way: Way; readonly forMs: number }
  | { readonly kind: "broker-restart" }
  | {
      readonly kind: "crash";
      readonly gate: string;
      readonly point: CrashPoint;
      readonly power: boolean;
      readonly downMs: number;
      readonly unsetClock: boolean;
    }
  | { readonly kind: "lost-journal"; readonly gate: string; readonly downMs: number }
  | { readonly kind: "lost-replica"; readonly gate: string; readonly downMs: number }
  | { readonly kind: "clock-step"; readonly gate: string; readonly byMs: number }
  | { readonly kind: "cloud-crash"; readonly point: "now" | "after-commit"; readonly downMs: number }
  | { readonly kind: "cloud-slow"; readonly perStatementMs: number; readonly forMs: number }
  | { readonly kind: "statement-fails"; readonly after: number; readonly code: string }
  | { readonly kind: "commit-unanswered"; readonly after: number }
  | { readonly kind: "backup" }
  | { readonly kind: "restore"; readonly downMs: number };

/** What people do at a desk. */
export type Deed =
  | { readonly kind: "top-up"; readonly driver: number; readonly amountMinor: number }
  | { readonly kind: "revoke-card"; readonly driver: number }
  | { readonly kind: "block"; readonly driver: number; readonly blocked: boolean };

export type Act = Visit | ((Fault | Deed) & { readonly id: number; readonly atMs: number });

export interface DriverPlan {
  readonly uid: string;
  readonly account: string;
  readonly purseMinor: number;
}

export interface GatePlan {
  readonly id: string;
  readonly direction: "arrive" | "depart";
  /** Parts per million that its monotonic and wall clocks are fast. */
  readonly driftPpm: number;
}

export interface Plan {
  readonly seed: number;
  readonly lengthMs: number;
  readonly capacity: number;
  readonly reserved: number;
  /** So many places beyond its lease a gate gives while it is cut off. */
  readonly overdraw: number;
  readonly gates: readonly GatePlan[];
  readonly drivers: readonly DriverPlan[];
  readonly acts: readonly Act[];
}

export const ESTATE = "harbour";
export const ZONE = "main";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seeds that are neighbours must not give stories that are alike. */
export const scattered = (seed: number, salt = 0): number => {
  let bits = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) | 0;
};

/** A length of 0 days: a rush hour or a part of it, as long as the seed says. */
export function drawPlan(seed: number, days: number, chance: Chance): Plan {
  const lengthMs = days > 0 ? days * DAY : chance.between(15, chance.happens(0.08) ? 120 : 45) * MINUTE;
  const gates = drawGates(chance);
  const driverCount = chance.between(60, 400);
  const drivers = Array.from({ length: driverCount }, () => ({
    uid: `04${chance.hex(6)}`,
    account: uuidOf(chance),
    purseMinor: chance.happens(0.2) ? chance.oneOf([0, 300, 300, chance.between(0, 400)]) : chance.between(500, 6_000),
  }));
  let id = 0;
  const visits = drawVisits(chance, lengthMs, gates, driverCount).map((visit): Visit => ({ ...visit, id: id++ }));
  const others = [...drawFaults(chance, lengthMs, gates), ...drawDeeds(chance, lengthMs, driverCount)].map((act) => ({
    ...act,
    id: id++,
  }));
  return {
    ...{
      seed,
      lengthMs,
      gates,
      drivers,
      capacity: chance.between(4, chance.oneOf([10, 40, 150, 300, 300])),
      reserved: chance.between(1, 4),
      // Of the seed itself: no story is another one for it but by the cars that it lets in.
      overdraw: Math.max(0, (scattered(seed, 7) & 7) - 5),
    },
    acts: [...visits, ...others].sort((a, b) => a.atMs - b.atMs || a.id - b.id),
  };
}

function uuidOf(chance: Chance): string {
  const hex = chance.hex(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function drawGates(chance: Chance): GatePlan[] {
  const drift = () => chance.between(-200, 200);
  const arrivals = Array.from({ length: chance.between(1, 3) }, (_, at) => `in-${at + 1}`);
  const departures = Array.from({ length: chance.between(1, 3) }, (_, at) => `out-${at + 1}`);
  return [
    ...arrivals.map((id) => ({ id, direction: "arrive" as const, driftPpm: drift() })),
    ...departures.map((id) => ({ id, direction: "depart" as const, driftPpm: drift() })),
  ];
}

function drawVisits(
  chance: Chance,
  lengthMs: number,
  gates: readonly GatePlan[],
  drivers: number,
): Omit<Visit, "id">[] {
  const named = (direction: GatePlan["direction"]) => gates.filter((g) => g.direction === direction).map((g) => g.id);
  const [ins, outs] = [named("arrive"), named("depart")];
  const oddity = chance.oneOf([0, 0.05, 0.2]);
  const sharing = chance.oneOf([0, 0, 0.05, 0.2]);
  const rate = (ins.length * chance.between(100, 320)) / HOUR;
  const visits: Omit<Visit, "id">[] = [];
  const backMs = new Map<number, number>();
  for (let atMs = chance.waiting(1 / rate); atMs < lengthMs; atMs += chance.waiting(1 / rate)) {
    const free = Array.from({ length: drivers }, (_, at) => at).filter((at) => (backMs.get(at) ?? 0) < atMs);
    const isShared = chance.happens(sharing);
    if (free.length === 0 && !isShared) continue;
    const driver = isShared ? chance.between(0, drivers - 1) : chance.oneOf(free);
    const stayMs = Math.round(Math.max(MINUTE, chance.waiting(chance.oneOf([2, 6, 15, 40]) * MINUTE)));
    if (!isShared) backMs.set(driver, atMs + stayMs + 4 * MINUTE);
    const manner: Manner = chance.happens(oddity)
      ? chance.oneOf(["backs-out", "rolls-back", "follows-another", "stranger", "leaves-tailgating"])
      : "plain";
    const car = isShared ? drivers + driver : driver;
    visits.push({
      ...{ kind: "visit", atMs: Math.round(atMs), car, driver, in: chance.oneOf(ins), out: chance.oneOf(outs), stayMs },
      manner,
    });
  }
  return visits;
}

type Timed<T> = T & { readonly atMs: number };

function drawFaults(chance: Chance, lengthMs: number, gates: readonly GatePlan[]): Timed<Fault>[] {
  const faults: Timed<Fault>[] = [];
  /** How bad the day is for one kind of fault: often it does not come at all. */
  const often = (mostPerHour: number) => (chance.happens(0.4) ? 0 : (chance.between(1, 100) / 100) * mostPerHour);
  const strew = (perHour: number, fault: () => Fault) => {
    if (perHour <= 0) return;
    for (let atMs = chance.waiting(HOUR / perHour); atMs < lengthMs; atMs += chance.waiting(HOUR / perHour))
      faults.push({ ...fault(), atMs: Math.round(atMs) });
  };
  const gate = () => chance.oneOf(gates).id;
  if (chance.happens(0.8))
    faults.push({ kind: "weather", weather: drawWeather(chance), forMs: lengthMs, atMs: chance.between(0, 60_000) });
  strew(often(2), () => ({ kind: "weather", weather: drawWeather(chance), forMs: chance.between(1, 20) * MINUTE }));
  strew(often(8), () => ({
    ...{ kind: "cut", gate: gate(), way: chance.oneOf(["up", "down", "both", "both"] as const) },
    forMs: Math.round(chance.waiting(6 * MINUTE)),
  }));
  strew(often(2), () => ({ kind: "broker-restart" }));
  strew(often(10), () => ({
    ...{ kind: "crash", gate: gate(), power: chance.happens(0.5), downMs: Math.round(chance.waiting(40_000)) },
    point: chance.oneOf(["now", "before-pulse", "after-pulse", "in-commit", "in-commit", "after-ack"] as const),
    unsetClock: chance.happens(0.3),
  }));
  strew(often(1), () => ({ kind: "lost-journal", gate: gate(), downMs: Math.round(chance.waiting(60_000)) }));
  strew(often(1), () => ({ kind: "lost-replica", gate: gate(), downMs: Math.round(chance.waiting(60_000)) }));
  strew(often(3), () => ({
    ...{ kind: "clock-step", gate: gate() },
    byMs: chance.oneOf([-1, 1]) * Math.min(20 * DAY, Math.round(chance.waiting(chance.oneOf([5_000, HOUR, 3 * DAY])))),
  }));
  strew(often(4), () => ({
    ...{ kind: "cloud-crash", point: chance.oneOf(["now", "after-commit"] as const) },
    downMs: Math.round(chance.waiting(90_000)),
  }));
  strew(often(2), () => ({
    ...{ kind: "cloud-slow", perStatementMs: chance.between(20, 600), forMs: chance.between(1, 6) * MINUTE },
  }));
  strew(often(20), () => ({
    ...{ kind: "statement-fails", after: chance.between(1, 40), code: chance.oneOf(["57P01", "40001", "40P01"]) },
  }));
  strew(often(10), () => ({ kind: "commit-unanswered", after: chance.between(0, 3) }));
  strew(4, () => ({ kind: "backup" }));
  if (chance.happens(0.25))
    faults.push({ kind: "restore", downMs: chance.between(1, 120) * 1_000, atMs: chance.between(0, lengthMs) });
  return faults;
}

function drawWeather(chance: Chance): Weather {
  const mostMs = chance.oneOf([50, 300, 1_500, 5_000]);
  return {
    loss: chance.happens(0.3) ? 0 : chance.between(0, 300) / 1_000,
    doubled: chance.happens(0.3) ? 0 : chance.between(0, 500) / 1_000,
    ...{ leastMs: chance.between(1, 40), mostMs },
  };
}

function drawDeeds(chance: Chance, lengthMs: number, drivers: number): Timed<Deed>[] {
  const deeds: Timed<Deed>[] = [];
  const strew = (perHour: number, deed: () => Deed) => {
    for (let atMs = chance.waiting(HOUR / perHour); atMs < lengthMs; atMs += chance.waiting(HOUR / perHour))
      deeds.push({ ...deed(), atMs: Math.round(atMs) });
  };
  const driver = () => chance.between(0, drivers - 1);
  strew(8, () => ({ kind: "top-up", driver: driver(), amountMinor: chance.between(50, 3_000) }));
  strew(2, () => ({ kind: "revoke-card", driver: driver() }));
  strew(2, () => ({ kind: "block", driver: driver(), blocked: chance.happens(0.7) }));
  return deeds;
}
