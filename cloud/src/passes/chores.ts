import type { Chore } from "../chores.ts";
import type { House } from "../house.ts";
import { settleCardLinks } from "./card-links.actions.ts";

const AT_ONCE = 50;

/** What nobody asks for: cards that were held up in linking mode become their drivers'. @param look looks at rules that were marked dirty. */
export const cardLinkChore = (house: House, look: () => void): Chore => ({
  name: "card-links",
  everyMs: 1_000,
  run: async () => {
    const settled = await settleCardLinks(house, AT_ONCE);
    if (settled > 0) look();
    return settled === AT_ONCE;
  },
});
