import type { Chore } from "../chores.ts";
import type { House } from "../house.ts";
import { rankAccounts } from "./loyalty.actions.ts";
import { renewSubscriptions } from "./subscriptions.actions.ts";
import { retryTopUps } from "./terms.actions.ts";
import { billSponsors } from "./vouchers.actions.ts";

const AT_ONCE = 100;

/**
 * What nobody asks for: subscriptions are renewed, sponsors are billed, fetches that failed are tried again, accounts are ranked.
 *
 * @param look looks at rules that were marked dirty.
 */
export const walletChores = (house: House, look: () => void): Chore[] => {
  const told = async (moving: Promise<number | undefined>): Promise<number> => {
    const moved = (await moving) ?? 0;
    if (moved > 0) look();
    return moved;
  };
  const all = async (moving: Promise<number | undefined>): Promise<boolean> => {
    await told(moving);
    return false;
  };
  return [
    { name: "subscriptions", everyMs: 60_000, run: () => all(renewSubscriptions(house)) },
    { name: "sponsors", everyMs: 5_000, run: async () => (await told(billSponsors(house, AT_ONCE))) === AT_ONCE },
    { name: "top-ups", everyMs: 600_000, run: () => all(retryTopUps(house)) },
    { name: "loyalty", everyMs: 600_000, run: () => all(rankAccounts(house)) },
  ];
};
