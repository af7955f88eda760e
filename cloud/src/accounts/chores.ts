import type { Chore } from "../chores.ts";
import type { House } from "../house.ts";
import { forgetInvitations } from "../wallets/invitations.actions.ts";
import { forgetSpentSignIns } from "./people.actions.ts";

/**
 * What nobody asks for: sessions, codes and invitations that are over are forgotten.
 *
 * @param realMs the real time, by which people's things end
 */
export const accountChores = (house: House, realMs: () => number): Chore[] => [
  {
    name: "sign-ins-forgotten",
    everyMs: 600_000,
    run: async () => {
      await forgetSpentSignIns(house, realMs());
      await forgetInvitations(house, realMs());
      return false;
    },
  },
];
