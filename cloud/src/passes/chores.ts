import type { Chore } from "../chores.ts";
import type { House } from "../house.ts";
import { settleCardLinks } from "./card-links.actions.ts";
import { tendTickets } from "./tickets.actions.ts";

const AT_ONCE = 50;

/**
 * What nobody asks for: cards that were held up in linking mode become their drivers', and visitors' tickets are used and end.
 *
 * @param look looks at rules that were marked dirty.
 */
export const passChores = (house: House, look: () => void): Chore[] =>
  [
    { name: "card-links", work: settleCardLinks },
    { name: "visitor-tickets", work: tendTickets },
  ].map(({ name, work }) => ({
    name,
    everyMs: 1_000,
    run: async () => {
      const done = await work(house, AT_ONCE);
      if (done > 0) look();
      return done >= AT_ONCE;
    },
  }));
