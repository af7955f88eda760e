import type { Clock } from "@baygate/shared/time";
import type { Chance } from "./chance.ts";
import type { Attempt, LaneBench, Shown } from "./lane-bench.ts";
import { DAY, type Person, planDay, type Visit } from "./people.ts";

/** A car that stands in a zone, whatever anybody's database says. */
interface Parked {
  readonly uid: string;
  readonly estate: string;
  readonly zone: string;
  readonly leaveMs: number;
}

/** What the town must remember to go on after a stop. */
export interface TownState {
  readonly parked: Parked[];
  /** Local midnight up to which days are planned, town's clock. */
  plannedUntilMs: number;
  visits: { readonly uid: string; readonly arriveMs: number; readonly stayMs: number }[];
}

export interface Street {
  lane(estate: string, zone: string, direction: "arrive" | "depart"): LaneBench;
  /** What this driver shows at the reader now. */
  credential(person: Person): Promise<Shown>;
  /** The driver puts money on the account; false when they cannot or will not. */
  topUp(person: Person): Promise<boolean>;
}

export interface Tally {
  passed: number;
  refused: number;
  backedOut: number;
  noAnswer: number;
  /** Departures that did not open at once: drivers kept in. Must stay 0 (invariant I12). */
  keptIn: number;
}

export interface Town {
  readonly tally: Tally;
  /** Cars in a zone, by the town's own count. */
  inside(estate: string, zone: string): number;
  /** No more cars come or go; resolves when the lanes are clear. */
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const TICK_MS = 10;

export interface TownOptions {
  readonly people: readonly Person[];
  readonly street: Street;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly state: TownState;
  /** Called after every change, to keep the state on disk. */
  save(state: TownState): void;
}

/** Cars that come and go until stopped. */
export function startTown({ people, street, clock, chance, state, save }: TownOptions): Town {
  const byUid = new Map(people.map((person) => [person.uid, person]));
  const tally: Tally = { passed: 0, refused: 0, backedOut: 0, noAnswer: 0, keptIn: 0 };
  /** One queue a lane: the next car waits until the one before has gone. */
  const queues = new Map<LaneBench, Promise<void>>();
  const leaving = new Set<string>();
  let running = true;

  const inLine = (lane: LaneBench, turn: () => Promise<void>) => {
    const queue = (queues.get(lane) ?? Promise.resolve()).then(() => (running ? turn() : undefined));
    queues.set(lane, queue);
  };

  const count = ({ outcome }: Attempt) => {
    if (outcome === "passed") tally.passed++;
    else if (outcome === "backed-out") tally.backedOut++;
    else if (outcome === "refused") tally.refused++;
    else tally.noAnswer++;
  };

  const arrive = (person: Person, { stayMs }: Visit) =>
    inLine(street.lane(person.estate, person.zone, "arrive"), async () => {
      const lane = street.lane(person.estate, person.zone, "arrive");
      const attempt = await lane.attempt(await street.credential(person), chance.happens(0.04));
      count(attempt);
      if (attempt.outcome === "passed") {
        state.parked.push({
          uid: person.uid,
          estate: person.estate,
          zone: person.zone,
          leaveMs: clock.wallMs() + stayMs,
        });
        save(state);
      } else if (attempt.outcome === "refused" && (await street.topUp(person))) {
        state.visits.unshift({ uid: person.uid, arriveMs: clock.wallMs() + 5 * MINUTE, stayMs });
      }
    });

  const depart = (car: Parked, person: Person) =>
    inLine(street.lane(car.estate, car.zone, "depart"), async () => {
      const lane = street.lane(car.estate, car.zone, "depart");
      const attempt = await lane.attempt(await street.credential(person), false);
      count(attempt);
      leaving.delete(car.uid);
      if (attempt.outcome === "passed") {
        state.parked.splice(state.parked.indexOf(car), 1);
        save(state);
      } else tally.keptIn++;
    });

  const plan = () => {
    const weekday = new Date(state.plannedUntilMs + DAY / 2).getUTCDay();
    const weekend = weekday === 0 || weekday === 6;
    const present = new Set(state.parked.map((car) => car.uid));
    const day = planDay(people, state.plannedUntilMs, weekend, chance).filter(({ person }) => !present.has(person.uid));
    state.visits.push(...day.map(({ person, arriveMs, stayMs }) => ({ uid: person.uid, arriveMs, stayMs })));
    state.visits.sort((a, b) => a.arriveMs - b.arriveMs);
    state.plannedUntilMs += DAY;
    save(state);
  };

  const tick = () => {
    const nowMs = clock.wallMs();
    while (nowMs >= state.plannedUntilMs) plan();
    const isDue = (visit: { arriveMs: number }) => visit.arriveMs <= nowMs;
    const due = state.visits.filter(isDue);
    if (due.length > 0) state.visits = state.visits.filter((visit) => !isDue(visit));
    for (const visit of due) {
      const person = byUid.get(visit.uid);
      const present = state.parked.some((car) => car.uid === visit.uid);
      if (person && !present) arrive(person, { person, arriveMs: visit.arriveMs, stayMs: visit.stayMs });
    }
    for (const car of state.parked) {
      const person = byUid.get(car.uid);
      if (car.leaveMs > nowMs || leaving.has(car.uid) || !person) continue;
      leaving.add(car.uid);
      depart(car, person);
    }
  };
  const timer = setInterval(tick, TICK_MS);

  return {
    tally,
    inside: (estate, zone) => state.parked.filter((car) => car.estate === estate && car.zone === zone).length,
    async stop() {
      running = false;
      clearInterval(timer);
      await Promise.all(queues.values());
      save(state);
    },
  };
}
