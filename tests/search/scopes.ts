import type { Scope } from "./world.ts";

const QUIET: Scope = {
  ...{ name: "", about: "", gates: [0, 1], lanes: ["undecided", "undecided"], cars: 0, backOuts: false, capacity: 2 },
  ...{ crashes: 0, losses: 0, backups: 0, restores: 0, months: 0, words: 0, spoils: 0, feeds: false, tends: false },
  ...{ hours: false, swift: false, cutOff: false, mute: false, rested: false },
};

/** The models that the search is composed of: one whole house would have too many states, so each looks at what interlocks. */
export const scopes: readonly Scope[] = [
  {
    ...QUIET,
    name: "facts-restored",
    about: "two gates, three cars; the cloud is restored from a backup",
    ...{ cars: 3, backups: 1, restores: 1 },
  },
  {
    ...QUIET,
    name: "facts-killed",
    about: "two gates, three cars; a gate is killed",
    ...{ cars: 3, crashes: 1 },
  },
  {
    ...QUIET,
    name: "facts-lost",
    about: "two gates, three cars; a gate loses its journal and begins a new epoch",
    ...{ cars: 3, losses: 1 },
  },
  {
    ...QUIET,
    name: "facts-old",
    about: "one gate, two cars; facts grow old and are let go of, the cloud is restored twice",
    ...{ gates: [0], cars: 2, months: 1, backups: 1, restores: 2 },
  },
  {
    ...QUIET,
    name: "rules",
    about: "a gate follows a change of the rules, by deltas and snapshots; its file breaks, and it is killed",
    rested: true,
    ...{ gates: [0], lanes: ["none", "none"], words: 1, feeds: true, spoils: 1, crashes: 1 },
  },
  {
    ...QUIET,
    name: "rules-restored",
    about: "one gate follows two changes of the rules of a cloud that is restored from a backup",
    rested: true,
    ...{ gates: [0], lanes: ["none", "none"], words: 2, feeds: true, backups: 1, restores: 1 },
  },
  {
    ...QUIET,
    name: "leases",
    about: "two gates of arrivals, two cars and one place, lent back and forth",
    rested: true,
    ...{ lanes: ["arrive", "arrive"], cars: 2, capacity: 1, tends: true, swift: true },
  },
  {
    ...QUIET,
    name: "leases-restored",
    about: "two gates of arrivals and one place; the cloud is restored from a backup of before anything was lent",
    rested: true,
    ...{ lanes: ["arrive", "arrive"], cars: 1, capacity: 1, tends: true, swift: true, restores: 1 },
  },
  {
    ...QUIET,
    name: "leases-killed",
    about: "two gates of arrivals and one place; a gate is killed",
    rested: true,
    ...{ lanes: ["arrive", "arrive"], cars: 1, capacity: 1, tends: true, crashes: 1 },
  },
  {
    ...QUIET,
    name: "stays",
    about: "one account's five passages, by cut-off gates of arrivals and departures",
    rested: true,
    ...{ lanes: ["arrive", "depart"], cars: 5, hours: true, swift: true, cutOff: true, mute: true },
  },
  {
    ...QUIET,
    name: "stays-killed",
    about: "one account's three passages, where cars back out and a gate is killed at every step",
    rested: true,
    ...{ lanes: ["arrive", "depart"], cars: 3, backOuts: true, cutOff: true, mute: true, crashes: 1, hours: true },
  },
];
