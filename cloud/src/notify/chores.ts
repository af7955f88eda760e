import type { Chore } from "../chores.ts";
import type { Metrics } from "../metrics.ts";
import { decideNotices, deliverNotices, forgetDeliveries, type Outbox, queuedDeliveries } from "./outbox.actions.ts";

const DECIDED_AT_ONCE = 200;
const SENT_AT_ONCE = 32;
const FORGOTTEN_AT_ONCE = 5_000;

/**
 * What nobody asks for: drivers are told what they want to know.
 *
 * @param told hears that notices may have been decided.
 */
export const noticeChores = (outbox: Outbox, { noticesSettled, noticesQueued }: Metrics, told: () => void): Chore[] => [
  {
    name: "notices",
    everyMs: 1_000,
    run: async () => {
      const decided = await decideNotices(outbox, DECIDED_AT_ONCE);
      if (decided > 0) told();
      return decided === DECIDED_AT_ONCE;
    },
  },
  {
    name: "notice-deliveries",
    everyMs: 1_000,
    run: async () => {
      const { tried, standings } = await deliverNotices(outbox, SENT_AT_ONCE);
      for (const [state, count] of Object.entries(standings)) if (count > 0) noticesSettled.inc({ state }, count);
      noticesQueued.set(await queuedDeliveries(outbox));
      return tried === SENT_AT_ONCE;
    },
  },
  {
    name: "notices-forgotten",
    everyMs: 600_000,
    run: async () => (await forgetDeliveries(outbox, FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE,
  },
];
