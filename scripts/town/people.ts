import type { Chance } from "./chance.ts";

/** What a driver is like; it decides when they come, for how long, and what goes wrong. */
export type Habit = "commuter" | "shopper" | "guest" | "penniless" | "thief" | "stranger";

export interface Person {
  readonly name: string;
  readonly habit: Habit;
  /** Where they park. */
  readonly estate: string;
  readonly zone: string;
  /** The card they carry: a UID in hex. A thief's card was reported stolen, a stranger's belongs to no house. */
  readonly uid: string;
  /** Shows a QR pass from the app instead of the card. */
  readonly usesPass: boolean;
  /** What they pay in at first, minor units. */
  readonly purseMinor: number;
}

/** One intended visit, in ms of the town's clock. */
export interface Visit {
  readonly person: Person;
  readonly arriveMs: number;
  readonly stayMs: number;
}

export interface Place {
  readonly estate: string;
  readonly zone: string;
  /** Regular drivers of this place. */
  readonly drivers: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const FIRST = [
  "Ada",
  "Ben",
  "Chloe",
  "Deniz",
  "Elif",
  "Felix",
  "Greta",
  "Hugo",
  "Ines",
  "Jonas",
  "Kim",
  "Lena",
  "Mira",
  "Nils",
  "Olga",
  "Paul",
];
const LAST = [
  "Adler",
  "Brandt",
  "Costa",
  "Dietz",
  "Engel",
  "Fuchs",
  "Gruber",
  "Hahn",
  "Ivanov",
  "Jansen",
  "Krug",
  "Lang",
  "Meyer",
  "Novak",
];

function habitOf(chance: Chance): Habit {
  const draw = chance.between(1, 100);
  if (draw <= 4) return "thief";
  if (draw <= 8) return "stranger";
  if (draw <= 14) return "penniless";
  if (draw <= 62) return "commuter";
  return draw <= 88 ? "shopper" : "guest";
}

/** The town's drivers: the same seed gives the same people with the same cards. */
export function populate(places: readonly Place[], chance: Chance): Person[] {
  const people: Person[] = [];
  for (const { estate, zone, drivers } of places) {
    for (let i = 0; i < drivers; i++) {
      const habit = habitOf(chance);
      people.push({
        name: `${chance.oneOf(FIRST)} ${chance.oneOf(LAST)}`,
        habit,
        estate,
        zone,
        // NXP's manufacturer byte: a 7-byte UID as real cards have it.
        uid: `04${chance.hex(6)}`,
        usesPass: habit !== "thief" && habit !== "stranger" && chance.happens(0.15),
        purseMinor: habit === "penniless" ? chance.between(0, 100) : chance.between(2_000, 9_000),
      });
    }
  }
  return people;
}

/** Who wants to come on the local day that starts at `midnightMs`, in order of arrival. */
export function planDay(people: readonly Person[], midnightMs: number, weekend: boolean, chance: Chance): Visit[] {
  const visits: Visit[] = [];
  const add = (person: Person, arriveMs: number, leaveMs: number) =>
    visits.push({
      person,
      arriveMs: Math.round(midnightMs + arriveMs),
      stayMs: Math.round(Math.max(5 * MINUTE, leaveMs - arriveMs)),
    });
  for (const person of people) {
    if (person.habit === "commuter") {
      if (chance.happens(weekend ? 0.1 : 0.9))
        add(person, chance.around(8.2 * HOUR, 35 * MINUTE), chance.around(17 * HOUR, 50 * MINUTE));
    } else if (person.habit === "guest") {
      const from = chance.around(19 * HOUR, 40 * MINUTE);
      if (chance.happens(0.6)) add(person, from, from + chance.around(2.5 * HOUR, 40 * MINUTE));
    } else if (chance.happens(0.8)) {
      const from = chance.around(12.5 * HOUR, 2 * HOUR);
      add(person, from, from + chance.around(1.5 * HOUR, 30 * MINUTE));
    }
  }
  return visits.sort((a, b) => a.arriveMs - b.arriveMs);
}
