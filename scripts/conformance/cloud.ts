import { hash } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  type Ack,
  Envelope,
  type FactBatch,
  type GateStatus,
  type Lease,
  type SyncState,
  WIRE_VERSION,
} from "@baygate/shared/envelope";
import { type Epoch, type EstateId, type GateId, GENESIS_HASH } from "@baygate/shared/ids";
import {
  digestXor,
  EMPTY_DIGEST,
  type RuleChange,
  type RulesDelta,
  type RulesSnapshot,
  ruleDigestText,
} from "@baygate/shared/rules";
import { FROM_GATE, type GateTopic, gateTopic, parseGateTopic } from "@baygate/shared/topics";
import mqtt, { type MqttClient } from "mqtt";
import { json, Witness } from "./witness.ts";

export interface CloudOptions {
  readonly url: string;
  readonly estate: EstateId;
  readonly gate: GateId;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** With the moment at which it was heard, ms of `performance.now()`. */
export interface Heard<T> {
  readonly atMs: number;
  readonly said: T;
}

/**
 * The cloud's part for one gate: takes its facts, answers them, feeds it rules. By itself it does everything right; what it
 * leaves undone or does wrong is told to it.
 */
export class PlayedCloud {
  readonly witness: Witness;
  readonly batches: Heard<FactBatch>[] = [];
  readonly syncs: Heard<SyncState>[] = [];
  readonly statuses: Heard<GateStatus>[] = [];
  /** What was received of each epoch, from fact 1. A check may cut it short, as a restored backup does. */
  readonly taken = new Map<Epoch, string[]>();
  readonly rules = new Map<string, string>();
  version = 0;
  /** Whether batches are taken and acknowledged. */
  acknowledges = true;
  /** Whether `sync` is answered. */
  feeds = true;
  epoch: Epoch | undefined;
  readonly #client: MqttClient;
  readonly options: CloudOptions;
  readonly #said: string[] = [];
  readonly #facts = new Map<string, Envelope | undefined>();
  /** Epochs that are over: what still comes of them is heard and not answered. */
  readonly #over = new Set<Epoch>();

  private constructor(client: MqttClient, options: CloudOptions) {
    this.#client = client;
    this.options = options;
    this.witness = new Witness(options);
    client.on("message", (topic, payload, packet) => this.#hear(topic, payload.toString("utf8"), packet.retain));
  }

  /** @throws the client's error when the broker does not let the cloud in. */
  static async connect(options: CloudOptions): Promise<PlayedCloud> {
    const client = await mqtt.connectAsync(options.url, {
      ...(options.user === undefined ? {} : { username: options.user }),
      ...(options.password === undefined ? {} : { password: options.password }),
      ...{ protocolVersion: 4, clean: true, connectTimeout: 10_000, reconnectPeriod: 500 },
    });
    client.on("error", () => undefined);
    const cloud = new PlayedCloud(client, options);
    await client.subscribeAsync(`${gateTopic(options.estate, options.gate, "facts").replace(/facts$/, "+")}`, {
      qos: 1,
    });
    return cloud;
  }

  get connected(): boolean {
    return this.#client.connected;
  }

  async end(): Promise<void> {
    await this.#client.endAsync(true);
  }

  /** Facts of the present epoch, as far as they were received. */
  get facts(): Envelope[] {
    return this.texts.flatMap((text) => this.#read(text) ?? []);
  }

  /** Each text is read once: checks look at all of them many times a second. */
  #read(text: string): Envelope | undefined {
    if (!this.#facts.has(text)) this.#facts.set(text, Envelope.safeParse(json(text)).data);
    return this.#facts.get(text);
  }

  get texts(): string[] {
    const texts = this.taken.get(this.epoch ?? "") ?? [];
    if (this.epoch !== undefined) this.taken.set(this.epoch, texts);
    return texts;
  }

  /** The gate's lease in a zone as it last said. */
  lease(zone: string): Lease | undefined {
    const batch = this.batches.findLast(({ said }) => said.epoch === this.epoch);
    const sync = this.syncs.findLast(({ said }) => said.epoch === this.epoch);
    return ((batch?.atMs ?? -1) > (sync?.atMs ?? -1) ? batch : sync)?.said.leases[zone];
  }

  /** Publishes whatever it is given, right or wrong. */
  say(topic: GateTopic, message: object | string): void {
    const text = typeof message === "string" ? message : JSON.stringify(message);
    const { estate, gate } = this.options;
    this.#said.push(`${topic} ${text.slice(0, 2_000)}`);
    this.#client.publish(gateTopic(estate, gate, topic), text, { qos: 1 }, () => undefined);
  }

  /** The true answer, or one that differs from it. */
  ack(changes: Partial<Ack> = {}, epoch = this.epoch ?? ""): void {
    const texts = this.taken.get(epoch) ?? [];
    const last = texts.at(-1);
    const ack: Ack = {
      v: WIRE_VERSION,
      epoch,
      through: texts.length,
      hash: last === undefined ? GENESIS_HASH : hash("sha256", last),
    };
    this.say("ack", { ...ack, ...changes });
  }

  get digest(): string {
    return digestOf(this.rules);
  }

  /** Changes rules and answers the delta that says so, unsaid. */
  change(...changes: RuleChange[]): RulesDelta {
    for (const [key, text] of changes)
      if (text === null) this.rules.delete(key);
      else this.rules.set(key, text);
    this.version++;
    return this.delta(this.version - 1, changes);
  }

  delta(from: number, changes: readonly RuleChange[] = []): RulesDelta {
    return {
      ...{ v: WIRE_VERSION, kind: "delta", from, to: this.version, changes: [...changes], digest: this.digest },
      reflects: null,
    };
  }

  /** All the rules in so many parts, unsaid. */
  snapshot(parts = 1): RulesSnapshot[] {
    const rules = [...this.rules];
    const size = Math.ceil(rules.length / parts);
    return Array.from({ length: parts }, (_, part) => ({
      ...{ v: WIRE_VERSION, kind: "snapshot", version: this.version, digest: this.digest, part, parts },
      data: gzipSync(JSON.stringify(rules.slice(part * size, (part + 1) * size))).toString("base64"),
      reflects: null,
    }));
  }

  #hear(topic: string, text: string, retained: boolean): void {
    const to = parseGateTopic(topic)?.topic;
    if (to === undefined || !FROM_GATE.includes(to)) {
      const own = this.#said.indexOf(`${to} ${text.slice(0, 2_000)}`);
      if (own >= 0) this.#said.splice(own, 1);
      else if (!retained)
        this.witness.breach("stays-on-its-topics", `somebody else than the cloud published on ${topic}`);
      return;
    }
    if (retained && to !== "status")
      this.witness.breach("stays-on-its-topics", `a retained message stands on ${topic}`);
    const atMs = performance.now();
    if (to === "status") {
      const said = this.witness.status(text);
      if (said) this.statuses.push({ atMs, said });
    } else if (to === "sync") {
      const said = this.witness.sync(text);
      if (said) this.#sync({ atMs, said });
    } else if (!retained) {
      const said = this.witness.batch(text, atMs);
      if (said) this.#inbox({ atMs, said });
    }
  }

  /** Takes batches again, and first the newest that was heard meanwhile: a cloud that was slow. */
  resume(): void {
    this.acknowledges = true;
    const newest = this.batches.findLast(({ said }) => said.epoch === this.epoch);
    if (newest) this.#take(newest.said);
    else if (this.epoch !== undefined) this.ack();
  }

  #moveTo(epoch: Epoch): void {
    if (this.epoch === epoch || this.#over.has(epoch)) return;
    if (this.epoch !== undefined) this.#over.add(this.epoch);
    this.epoch = epoch;
  }

  #inbox(heard: Heard<FactBatch>): void {
    this.batches.push(heard);
    const { epoch } = heard.said;
    this.#moveTo(epoch);
    if (this.acknowledges && epoch === this.epoch) this.#take(heard.said);
  }

  #take({ from, facts }: FactBatch): void {
    const texts = this.texts;
    if (from <= texts.length + 1) texts.push(...facts.slice(texts.length + 1 - from));
    this.ack();
  }

  #sync(heard: Heard<SyncState>): void {
    this.syncs.push(heard);
    this.#moveTo(heard.said.epoch);
    if (this.acknowledges && heard.said.epoch === this.epoch) this.ack();
    if (this.feeds) this.feed(heard.said);
  }

  /** Answers what a gate says that it holds. */
  feed({ rules, digest, want }: SyncState): void {
    if (this.version === 0) return;
    if (rules > this.version) this.version = rules + 1;
    const same = rules === this.version && digest === this.digest && want === "delta";
    for (const message of same ? [this.delta(this.version)] : this.snapshot(2)) this.say("rules", message);
  }
}

export function digestOf(rules: Iterable<readonly [string, string]>): string {
  let digest = EMPTY_DIGEST;
  for (const [key, text] of rules) digest = digestXor(digest, hash("sha256", ruleDigestText(key, text)));
  return digest;
}
