import { setTimeout as sleep } from "node:timers/promises";
import type { GateId } from "@baygate/shared/ids";
import { gateTopic } from "@baygate/shared/topics";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { acksAfter } from "./fleet.store.ts";
import type { Link } from "./link.ts";

/** Tells every gate that the cloud is there again, so that nobody waits out what had grown of a wait. */
export interface Greeting {
  /** Begins to greet; one that is under way begins again. */
  soon(): void;
  stop(): Promise<void>;
}

/** So many gates at once, and so long between them, ms: what they then send must not come in one moment. */
const GATES_AT_ONCE = 20;
const REST_MS = 100;

/**
 * A greeting is the ack of what the cloud has of a gate's epoch: true whenever it comes, lost without harm, and known to every gate. It is
 * read just before it is said: an old one would make a gate send again what the cloud has.
 */
export function openGreeting({
  db,
  link,
  log,
}: {
  readonly db: Database;
  readonly link: Pick<Link, "publish">;
  readonly log: Log;
}): Greeting {
  let asked = false;
  let running: Promise<void> | undefined;
  const stopping = new AbortController();

  const greet = async (): Promise<void> => {
    let after: GateId = "";
    let greeted = 0;
    for (;;) {
      const acks = await acksAfter(db, after, GATES_AT_ONCE);
      for (const { estate, gate, ack } of acks) link.publish(gateTopic(estate, gate, "ack"), ack);
      greeted += acks.length;
      const last = acks.at(-1);
      if (last === undefined) break;
      after = last.gate;
      await sleep(REST_MS, undefined, { signal: stopping.signal });
    }
    log.info({ gates: greeted }, "told the gates that the cloud is there");
  };
  const run = async (): Promise<void> => {
    while (asked && !stopping.signal.aborted) {
      asked = false;
      await greet().catch((error: unknown) => {
        if (!stopping.signal.aborted)
          log.warn({ err: error }, "could not greet the gates; they come by themselves, later");
      });
    }
  };
  return {
    soon() {
      asked = true;
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
