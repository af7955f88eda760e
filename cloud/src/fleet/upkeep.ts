import { setTimeout as sleep } from "node:timers/promises";
import type { SyncState } from "@baygate/shared/envelope";
import type { EstateId } from "@baygate/shared/ids";
import type { Clock } from "@baygate/shared/time";
import { gateTopic, LIVE_TOPICS, liveTopic } from "@baygate/shared/topics";
import type { Database } from "../db/client.ts";
import { endWaits } from "../inbox/inbox.actions.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { possibleClaims } from "../occupancy/lease.ts";
import type { RestoreWatch } from "../occupancy/restore.actions.ts";
import { type DemandMemory, tendEstate } from "../occupancy/tend.actions.ts";
import { answerSync, type FeedGround, type ForGate, feedRules } from "../rules/feed.actions.ts";
import { dirtyEstates, markGround, markTimely } from "../rules/feed.store.ts";
import type { Broker } from "./broker.ts";
import {
  countOnline,
  estatesOf,
  type GateIdentity,
  noteSync,
  openOrders,
  recordException,
  revokedOf,
} from "./fleet.store.ts";
import type { Link } from "./link.ts";
import { liveTexts } from "./live.ts";
import { openRounds } from "./rounds.ts";

/** Keeps gates and dashboards at what is true: leases, prices, rules, live topics. */
export interface Upkeep {
  /** Something of this estate changed. */
  soon(estate: EstateId): void;
  /** A gate says how it is: whether it is there decides who is lent places, the rest is for dashboards. */
  heard(gate: GateIdentity, online: boolean): void;
  /** Rules somewhere were marked dirty: accounts cross estates. */
  look(): void;
  /** A gate says what it holds. */
  answer(gate: GateIdentity, state: SyncState): Promise<void>;
  stop(): Promise<void>;
}

export interface UpkeepOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly link: Pick<Link, "publish">;
  readonly cardKey: string;
  /** Finds out that the database was restored; without it that is not looked for. */
  readonly restores?: RestoreWatch;
  /** The embedded broker, where there is one: revoked gates are put out of it. */
  readonly broker: Pick<Broker, "connectedGates" | "drop"> | undefined;
  /** The database answers again, after it did not. */
  readonly recovered?: () => void;
  /** The live state of an estate may have changed. */
  readonly changed: (estate: EstateId) => void;
}

/** Between two rounds of one estate, real time. */
const REST_MS = 50;
/** A gate is sent a snapshot that it asks for at most this often, real time. Until then it is not answered; it asks again. */
const SNAPSHOT_REST_MS = 500;
/** The same about one gate is written down for the operator this often, real time. */
const COMPLAIN_EVERY_MS = 3_600_000;
/** Everything is looked at this often even when nothing happened, real time: tariffs come into effect, gates are revoked. */
const EVERY_MS = 10_000;

/** Begins the upkeep, with a first round of every estate. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const { db, clock, log, link } = options;
  const ground: FeedGround = { db, nowMs: clock.wallMs, cardKey: options.cardKey };
  const memory: DemandMemory = new Map();
  const published = new Map<string, string>();

  const send = (estate: EstateId, messages: readonly ForGate[]): void => {
    for (const { gate, message } of messages) {
      options.metrics.rulesPublished.inc({ kind: message.kind });
      link.publish(gateTopic(estate, gate, "rules"), message);
    }
  };
  /** Estates whose next round has more to do than to show what is. */
  const untended = new Set<EstateId>();
  const tend = async (estate: EstateId): Promise<void> => {
    await options.restores?.look(clock.wallMs());
    const orders = await tendEstate(db, estate, clock.wallMs(), memory);
    await options.restores?.keep();
    for (const { gate, order } of orders) link.publish(gateTopic(estate, gate, "orders"), order);
    send(estate, await feedRules(ground, estate));
  };
  const round = async (estate: EstateId): Promise<void> => {
    if (untended.delete(estate)) await tend(estate);
    await show(options, published, estate);
    options.changed(estate);
  };
  const rounds = openRounds(round, log, REST_MS);
  const soon = (estate: EstateId): void => {
    untended.add(estate);
    rounds.soon(estate);
  };
  const online = new Map<string, boolean>();

  const dirt = lookForDirt(db, log, soon);
  const snapshots = new Map<string, number>();
  const tooSoon = (gate: string): boolean =>
    performance.now() - (snapshots.get(gate) ?? Number.NEGATIVE_INFINITY) < SNAPSHOT_REST_MS;
  const complained = new Map<string, number>();
  const isNews = (gate: string): boolean => {
    if (performance.now() - (complained.get(gate) ?? Number.NEGATIVE_INFINITY) < COMPLAIN_EVERY_MS) return false;
    complained.set(gate, performance.now());
    return true;
  };
  const everything = everyNowAndThen(options, () => published.clear(), soon);
  return {
    soon,
    heard(gate, isOnline) {
      const name = `${gate.estate}/${gate.id}`;
      if (online.get(name) === isOnline) return rounds.soon(gate.estate);
      online.set(name, isOnline);
      soon(gate.estate);
    },
    look: dirt.look,
    answer: async (gate, state) => {
      // One whose snapshot cannot be built asks again and again: it must not keep everybody else waiting.
      if (state.want === "snapshot" && tooSoon(gate.id))
        return options.metrics.messagesRefused.inc({ why: "snapshot-too-soon" });
      await rounds.between(gate.estate, async () => {
        const now = new Date(clock.wallMs());
        const noted = await noteSync(db, gate, { ...state, leases: possibleClaims(state.leases) }, now);
        link.publish(gateTopic(gate.estate, gate.id, "ack"), noted);
        const { kind, messages } = await answerSync(ground, gate, state);
        if (kind === "absurd" && isNews(gate.id))
          await recordException(db, gate, "rules-version-absurd", `it claims to hold version ${state.rules}`, now);
        if (kind !== "delta") snapshots.set(gate.id, performance.now());
        log.info({ gate: gate.id, holds: state.rules, want: state.want, answer: kind }, "gate synchronises its rules");
        send(gate.estate, messages);
        for (const order of await openOrders(db, gate.id, now))
          link.publish(gateTopic(gate.estate, gate.id, "orders"), order);
      });
      // Places may be lent to it from now on.
      soon(gate.estate);
    },
    async stop() {
      await Promise.all([everything.stop(), dirt.stop()]);
      await rounds.stop();
    },
  };
}

/** Tells dashboards what they were not told yet. */
async function show(
  { db, link }: Pick<UpkeepOptions, "db" | "link">,
  published: Map<string, string>,
  estate: EstateId,
): Promise<void> {
  const live = await liveTexts(db, estate);
  for (const topic of LIVE_TOPICS) {
    const name = liveTopic(estate, topic);
    if (published.get(name) === live[topic]) continue;
    published.set(name, live[topic]);
    link.publish(name, live[topic], "retain");
  }
}

/** Of a look that takes longer than this, real time, the gates have noticed. */
const SLOW_LOOK_MS = 2_500;

/** Finds the estates whose rules were marked dirty, a little after it is asked to: once for many that ask. */
function lookForDirt(db: Database, log: Log, soon: (estate: EstateId) => void) {
  let looking = false;
  let looked: Promise<void> = Promise.resolve();
  return {
    look(): void {
      if (looking) return;
      looking = true;
      looked = sleep(REST_MS)
        .then(() => {
          looking = false;
          return dirtyEstates(db);
        })
        .then((estates) => estates.forEach(soon))
        .catch((error: unknown) => log.error({ err: error }, "cannot look for dirty rules"));
    },
    stop: (): Promise<void> => looked,
  };
}

/** Looks after every estate now, and again and again. */
function everyNowAndThen(
  { db, clock, log, metrics, broker, recovered }: UpkeepOptions,
  publishAgain: () => void,
  soon: (estate: EstateId) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  let first = true;
  let failed = false;
  const all = async (): Promise<void> => {
    await endWaits(db, clock.wallMs());
    const estates = await estatesOf(db);
    for (const estate of estates) await (first ? markGround(db, estate) : markTimely(db, estate));
    first = false;
    // A broker that was restarted has lost what it retained.
    publishAgain();
    estates.forEach(soon);
    metrics.gatesOnline.set(await countOnline(db));
    if (broker) broker.drop(await revokedOf(db, broker.connectedGates()));
  };
  const look = async (): Promise<void> => {
    const beganMs = performance.now();
    try {
      await all();
      if (failed || performance.now() - beganMs > SLOW_LOOK_MS) recovered?.();
      failed = false;
    } catch (error) {
      failed = true;
      log.error({ err: error }, "the estates could not be looked after; it is tried again");
    }
  };
  const run = (): void => {
    running ??= look().finally(() => {
      running = undefined;
    });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
