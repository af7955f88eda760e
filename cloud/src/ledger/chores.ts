import type { Chore } from "../chores.ts";
import type { House } from "../house.ts";
import type { Metrics } from "../metrics.ts";
import { closeDaysOver } from "./close.actions.ts";
import { correctLateDepartures } from "./corrections.actions.ts";

const AT_ONCE = 50;

/**
 * What nobody asks for: stays are corrected by their late departures, days are closed.
 *
 * @param look looks at rules that were marked dirty.
 */
export const ledgerChores = (house: House, { booksUnproved, daysClosed }: Metrics, look: () => void): Chore[] => [
  {
    name: "late-departures",
    everyMs: 2_000,
    run: async () => {
      const { length } = await correctLateDepartures(house, AT_ONCE);
      if (length > 0) look();
      return length === AT_ONCE;
    },
  },
  {
    name: "daily-close",
    everyMs: 60_000,
    run: async () => {
      const { closed, unproved } = await closeDaysOver(house);
      daysClosed.inc(closed.length);
      booksUnproved.reset();
      for (const { estate } of unproved) booksUnproved.set({ estate }, 1);
      return false;
    },
  },
];
