import type { EstateId } from "@baygate/shared/ids";
import type { Log } from "../log.ts";

/** Work that is done estate by estate: never two at once for one estate, and asked for while it runs, once more after it. */
export interface Rounds {
  /** Asks for a round soon. */
  soon(estate: EstateId): void;
  /** Runs other work of an estate between its rounds. */
  between<T>(estate: EstateId, work: () => Promise<T>): Promise<T>;
  /** Begins no more rounds, and waits for those that run. */
  stop(): Promise<void>;
}

/** @param restMs real time between two rounds of one estate, so that a busy one is tended for many batches at once. */
export function openRounds(round: (estate: EstateId) => Promise<void>, log: Log, restMs: number): Rounds {
  /** The end of each estate's queue. */
  const tails = new Map<EstateId, Promise<unknown>>();
  const asked = new Set<EstateId>();
  /** Estates in a round, or resting after it. */
  const busy = new Map<EstateId, NodeJS.Timeout | undefined>();
  let stopped = false;

  const enqueue = <T>(estate: EstateId, work: () => Promise<T>): Promise<T> => {
    const done = (tails.get(estate) ?? Promise.resolve()).then(work);
    const tail = done.catch(() => undefined);
    tails.set(estate, tail);
    tail.finally(() => {
      if (tails.get(estate) === tail) tails.delete(estate);
    });
    return done;
  };
  const begin = (estate: EstateId): void => {
    asked.delete(estate);
    busy.set(estate, undefined);
    enqueue(estate, () => round(estate))
      .catch((error: unknown) => log.error({ err: error, estate }, "an estate could not be tended; it is tried again"))
      .finally(() => {
        if (stopped) return;
        const rest = setTimeout(() => {
          busy.delete(estate);
          if (asked.has(estate)) begin(estate);
        }, restMs);
        busy.set(estate, rest);
      });
  };
  return {
    soon(estate) {
      if (stopped) return;
      asked.add(estate);
      if (!busy.has(estate)) begin(estate);
    },
    between: enqueue,
    async stop() {
      stopped = true;
      for (const timer of busy.values()) clearTimeout(timer);
      await Promise.all(tails.values());
    },
  };
}
