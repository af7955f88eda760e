import { type Ack, FactBatch, GateStatus, SyncState } from "@baygate/shared/envelope";
import type { Clock } from "@baygate/shared/time";
import { everyGate, gateTopic, parseGateTopic } from "@baygate/shared/topics";
import type { z } from "zod";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { MOST_MESSAGE_BYTES } from "./broker.ts";
import type { OpenCarrier } from "./carrier.ts";
import { type GateIdentity, isGateOf, recordException } from "./fleet.store.ts";
import { openIntake } from "./intake.ts";
import { openMqttCarrier } from "./mqtt-carrier.ts";

/** What became of a batch: the ack is true, because it is committed. */
export interface Received {
  readonly ack: Ack;
  readonly applied: readonly { readonly id: string; readonly kind: string }[];
  readonly quarantined: number;
}

/** What is done with what gates say. Whatever rejects is logged; the gate says it again. */
export interface GateTalk {
  /** The gates are heard, from now on or again. */
  listening?(): void;
  /** Resolves after the commit. */
  facts(gate: GateIdentity, batch: FactBatch, receivedAtMs: number, log: Log): Promise<Received>;
  /** After the ack went out. */
  applied(gate: GateIdentity): void;
  sync(gate: GateIdentity, state: SyncState): Promise<void>;
  status(gate: GateIdentity, status: GateStatus): Promise<void>;
}

/** The cloud's one connection to the broker. */
export interface Link {
  /** Begins to hear the gates. Resolves with the first subscription, or after `waitMs` without one. */
  start(talk: GateTalk, waitMs: number): Promise<void>;
  /**
   * Publishes, unless the link is down: then it is dropped, because whoever missed it asks again. `retain` is for what
   * dashboards find when they come.
   */
  publish(topic: string, message: unknown, retain?: "retain"): void;
  connected(): boolean;
  /** Finishes what is being worked on, then leaves. */
  stop(): Promise<void>;
}

export interface LinkOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly url: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** Batches of different gates in work at once: more than PostgreSQL can commit in parallel here does not go faster. */
const PARALLEL = 6;
/** Of messages that wait. Beyond it they are dropped and sent again by their gates. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** The same complaint about one gate is written down for the operator once in this real time. Milliseconds. */
const COMPLAIN_EVERY_MS = 60_000;

interface Heard {
  readonly gate: GateIdentity;
  readonly topic: "facts" | "sync" | "status";
  readonly payload: Buffer;
  readonly receivedAtMs: number;
  readonly sinceMs: number;
}

/** Opens the connection; it comes back by itself whenever it is lost. Nothing is heard before `start`. */
export function openLink(options: LinkOptions, open: OpenCarrier = openMqttCarrier): Link {
  const { clock, log, metrics } = options;
  let talk: GateTalk | undefined;
  const complain = complaints(options);
  const intake = openIntake<Heard>({ parallel: PARALLEL, bytes: MOST_WAITING_BYTES }, async (heard) => {
    if (talk) await listen(options, talk, complain, publish, heard);
    metrics.messagesWaiting.set(Math.max(0, intake.waiting() - 1));
  });
  const publish: Link["publish"] = (topic, message, retain) => {
    if (!carrier.connected()) {
      log.debug({ topic }, "not published: the link is down");
      return;
    }
    carrier.publish(topic, typeof message === "string" ? message : JSON.stringify(message), retain !== undefined);
  };
  const hear = (topic: string, payload: Buffer): void => {
    const from = parseGateTopic(topic);
    if (from === undefined || (from.topic !== "facts" && from.topic !== "sync" && from.topic !== "status")) return;
    const gate = { id: from.gate, estate: from.estate };
    if (payload.length > MOST_MESSAGE_BYTES) {
      complain(gate, "message-too-large", `${payload.length} bytes on ${topic}`);
      return;
    }
    const heard = { gate, topic: from.topic, payload, receivedAtMs: clock.wallMs(), sinceMs: performance.now() };
    if (!intake.offer(topic, payload.length, heard)) metrics.messagesRefused.inc({ why: "too-much-waiting" });
    metrics.messagesWaiting.set(intake.waiting());
  };
  const carrier = open({ ...options, filters: [everyGate("facts"), everyGate("sync"), everyGate("status")] }, hear);

  return {
    async start(how, waitMs) {
      talk = how;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        carrier.listen(() => {
          clearTimeout(timer);
          how.listening?.();
          resolve();
        });
      });
    },
    publish,
    connected: carrier.connected,
    async stop() {
      await intake.stop();
      await carrier.close();
    },
  };
}

/** Says what is wrong with a gate's message: counted, logged, and now and then written down for the operator. */
type Complain = (gate: GateIdentity, why: string, words: string) => void;

function complaints({ db, clock, log, metrics }: LinkOptions): Complain {
  const written = new Map<string, number>();
  return (gate, why, words) => {
    metrics.messagesRefused.inc({ why });
    log.warn({ gate: gate.id, estate: gate.estate, why, words }, "refused a gate's message");
    const name = `${gate.id}/${why}`;
    if (performance.now() - (written.get(name) ?? Number.NEGATIVE_INFINITY) < COMPLAIN_EVERY_MS) return;
    // Names come from an outside broker unchecked: never let them fill the memory.
    if (written.size > 10_000) written.clear();
    written.set(name, performance.now());
    isGateOf(db, gate)
      .then((known) => (known ? recordException(db, gate, why, words, new Date(clock.wallMs())) : undefined))
      .catch((error: unknown) => log.error({ err: error, gate: gate.id }, "could not write down a refused message"));
  };
}

async function listen(
  options: LinkOptions,
  talk: GateTalk,
  complain: Complain,
  publish: Link["publish"],
  heard: Heard,
): Promise<void> {
  const { gate, topic } = heard;
  const log = options.log.child({ estate: gate.estate });
  try {
    if (!(await isGateOf(options.db, gate)))
      return complain(gate, "gate-unknown", `a message on ${topic} of a gate that may not speak`);
    if (topic === "facts") return await takeFacts(options, talk, complain, publish, heard, log);
    if (topic === "sync") {
      const state = read(SyncState, heard, complain);
      if (state) await talk.sync(gate, state);
    } else {
      const status = read(GateStatus, heard, complain);
      if (status) await talk.status(gate, status);
    }
  } catch (error) {
    if (topic === "facts") options.metrics.batchesFailed.inc();
    log.error({ err: error, gate: gate.id, topic }, "a gate's message could not be worked on; the gate sends it again");
  }
}

async function takeFacts(
  { metrics }: LinkOptions,
  talk: GateTalk,
  complain: Complain,
  publish: Link["publish"],
  heard: Heard,
  log: Log,
): Promise<void> {
  const { gate } = heard;
  const batch = read(FactBatch, heard, complain);
  if (batch === undefined) return;
  const { ack, applied, quarantined } = await talk.facts(gate, batch, heard.receivedAtMs, log);
  publish(gateTopic(gate.estate, gate.id, "ack"), ack);
  const tookMs = performance.now() - heard.sinceMs;
  metrics.batchSeconds.observe(tookMs / 1000);
  metrics.factsApplied.inc(applied.length);
  metrics.factsQuarantined.inc(quarantined);
  for (const { id, kind } of applied) log.debug({ gate: gate.id, fact: id, kind }, "fact applied");
  const { epoch, from, facts } = batch;
  log.info(
    {
      gate: gate.id,
      epoch,
      from,
      facts: facts.length,
      applied: applied.length,
      quarantined,
      through: ack.through,
      fork: ack.fork,
      tookMs: Math.round(tookMs),
    },
    "batch acknowledged",
  );
  talk.applied(gate);
}

/** A payload that is what it should be; else a complaint that says where it is not. */
function read<S extends z.ZodType>(schema: S, heard: Heard, complain: Complain): z.output<S> | undefined {
  let content: unknown;
  try {
    content = JSON.parse(heard.payload.toString("utf8"));
  } catch {
    complain(heard.gate, "message-malformed", `${heard.topic} is not JSON`);
    return undefined;
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  complain(
    heard.gate,
    "message-malformed",
    `${heard.topic}: ${issue?.path.join(".") || "the whole"} ${issue?.message}`.slice(0, 500),
  );
  return undefined;
}
