import type { Scope } from "./world.ts";

const QUIET: Scope = {
  ...{ name: "", about: "", gates: [0, 1], lanes: ["undecided", "undecided"], cars: 0, backOuts: false, capacity: 2 },
  ...{
    crashes: 0,
    losses: 0,
    backups: 0,
    restores: 0,
    months: 0,
    words: 0,
    feeds: false,
    tends: false,
    hours: false,
    flaps: true,
  },
};

/** The models that the search is composed of. */
export const scopes: readonly Scope[] = [
  {
    ...QUIET,
    name: "facts",
    about: "two gates, three cars; a gate killed, the cloud killed at every step, restored once",
    ...{ cars: 3, crashes: 1, backups: 1, restores: 1 },
  },
];
