import { hash, randomBytes, randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { type Lease, leaseLeft, NO_LEASE } from "@baygate/shared/envelope";
import { GENESIS_HASH } from "@baygate/shared/ids";
import { digestXor, EMPTY_DIGEST, ruleDigestText } from "@baygate/shared/rules";
import { type GateTopic, gateTopic, TO_GATE } from "@baygate/shared/topics";
import mqtt, { type MqttClient } from "mqtt";
import { z } from "zod";

// Another vendor's gate: the protocol as docs/protocol.md has it and no line of our own gate. Without hardware and disk; each
// fault makes it break one rule.

export type LittleFault =
  | "trusts-puback"
  | "many-in-flight"
  | "ignores-ack-backwards"
  | "obeys-any-epoch"
  | "answers-doubled-acks"
  | "stays-on-fork"
  | "reuses-seq"
  | "chain-of-nothing"
  | "applies-over-gap"
  | "trusts-delta-digest"
  | "version-goes-down"
  | "counts-doubled-parts"
  | "takes-half-a-snapshot"
  | "does-orders-twice"
  | "forgets-orders-with-epoch"
  | "does-expired-orders"
  | "lent-goes-down"
  | "any-epochs-lease"
  | "seconds-for-ms"
  | "no-will"
  | "no-spread"
  | "no-sync"
  | "trips-over-garbage"
  | "trips-over-new-fields"
  | "waits-out-silence";

const Heard = z.looseObject({ v: z.literal(1) });
const AckIn = z.looseObject({ epoch: z.string(), through: z.int(), hash: z.string(), fork: z.boolean().optional() });
const RulesIn = z.looseObject({
  kind: z.enum(["delta", "snapshot"]),
  from: z.int().optional(),
  to: z.int().optional(),
  version: z.int().optional(),
  changes: z.array(z.tuple([z.string(), z.string().nullable()])).optional(),
  digest: z.string(),
  part: z.int().optional(),
  parts: z.int().optional(),
  data: z.string().optional(),
});
const OrderIn = z.looseObject({
  id: z.string(),
  kind: z.string(),
  expiresMs: z.number().optional(),
  zone: z.string().optional(),
  places: z.int().optional(),
});
type RulesIn = z.infer<typeof RulesIn>;

const SPEED_MS = 1_100;

export class LittleGate {
  readonly #fault: LittleFault | undefined;
  readonly #client: MqttClient;
  readonly #boot = randomUUID();
  #epoch = randomBytes(8).toString("hex");
  #texts: string[] = [];
  #acked = 0;
  #sentThrough = 0;
  #inFlight: NodeJS.Timeout | undefined;
  #wait = SPEED_MS;
  #rules = new Map<string, string>();
  #version = 0;
  #drifted = false;
  #parts: { key: string; parts: Map<number, string>; heard: number } | undefined;
  #asking: NodeJS.Timeout | undefined;
  readonly #orders = new Set<string>();
  readonly #leases = new Map<string, Lease>();

  constructor(url: string, fault?: LittleFault) {
    this.#fault = fault;
    const will = { topic: this.#topic("status"), payload: '{"v":1,"online":false}', qos: 1 as const, retain: true };
    this.#client = mqtt.connect(url, {
      ...{
        clientId: "gate-little",
        protocolVersion: 4,
        clean: true,
        reconnectPeriod: this.#pause(),
        resubscribe: false,
      },
      ...(this.#is("no-will") ? {} : { will }),
    });
    this.#client.on("error", () => undefined);
    this.#client.on("close", () => {
      this.#client.options.reconnectPeriod = this.#pause();
      clearTimeout(this.#inFlight);
      this.#inFlight = undefined;
    });
    this.#client.on("connect", () => {
      this.#client.subscribe(
        TO_GATE.map((topic) => this.#topic(topic)),
        () => this.#begin(),
      );
    });
    this.#client.on("message", (topic, payload) => this.#hear(topic, payload));
    this.#fact("gate.started", { software: "little" });
  }

  async stop(): Promise<void> {
    clearTimeout(this.#inFlight);
    clearTimeout(this.#asking);
    await this.#client.endAsync(true);
  }

  #is(fault: LittleFault): boolean {
    return this.#fault === fault;
  }

  // So long that what a busy machine adds to it does not look like spreading.
  #pause = (): number => (this.#is("no-spread") ? 2_000 : 150 + Math.random() * 300);

  #topic = (topic: GateTopic): string => gateTopic("harbour", "little", topic);

  #begin(): void {
    if (!this.#is("no-sync")) this.#sync(this.#version === 0 || this.#drifted ? "snapshot" : "delta");
    this.#client.publish(this.#topic("status"), JSON.stringify({ v: 1, online: true }), { qos: 1, retain: true });
    this.#sentThrough = this.#acked;
    this.#send();
  }

  #hear(topic: string, payload: Buffer): void {
    let read: unknown;
    try {
      read = JSON.parse(payload.toString("utf8"));
    } catch (error) {
      if (this.#is("trips-over-garbage")) this.#restart(String(error));
      return;
    }
    if (!Heard.safeParse(read).success) return;
    if (topic === this.#topic("ack")) this.#ack(read);
    else if (topic === this.#topic("rules")) this.#rulesHeard(read);
    else this.#order(read);
  }

  /** What a program does that dies of a message: it comes back with a new history. */
  #restart(_why: string): void {
    this.#newEpoch();
  }

  #mono(): number {
    return this.#is("seconds-for-ms") ? performance.now() / 1000 : performance.now();
  }

  #fact(kind: string, body: object): void {
    const seq = this.#texts.length + 1;
    const last = this.#texts.at(-1);
    const prevHash = last === undefined || this.#is("chain-of-nothing") ? GENESIS_HASH : hash("sha256", last);
    const time = Date.now().toString(16).padStart(12, "0");
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
    const clocks = { wallMs: Date.now(), monoMs: this.#mono(), bootId: this.#boot, clock: "synchronised" };
    const text = { v: 1, estate: "harbour", gate: "little", epoch: this.#epoch, seq, id, kind, ...clocks };
    this.#texts.push(JSON.stringify({ ...text, rules: this.#version, prevHash, body }));
    if (this.#client?.connected) this.#send();
  }

  #send(): void {
    if (this.#inFlight !== undefined && !this.#is("many-in-flight")) return;
    const from = (this.#is("trusts-puback") ? this.#sentThrough : this.#acked) + 1;
    const facts: string[] = [];
    let bytes = 0;
    for (const text of this.#texts.slice(from - 1, from + 499)) {
      bytes += Buffer.byteLength(text);
      if (bytes > 256 * 1024) break;
      facts.push(text);
    }
    if (facts.length === 0) return;
    // One that writes its facts anew each time gives a number a second text.
    const said = this.#is("reuses-seq")
      ? facts.map((text) => text.replace(/"wallMs":\d+/, `"wallMs":${Date.now()}`))
      : facts;
    const batch = {
      ...{ v: 1, epoch: this.#epoch, from, facts: said, bootId: this.#boot, wallMs: Date.now(), monoMs: this.#mono() },
      leases: Object.fromEntries(this.#leases),
    };
    const through = from + facts.length - 1;
    this.#client.publish(this.#topic("facts"), JSON.stringify(batch), { qos: 1 }, (error) => {
      if (!error && this.#is("trusts-puback")) {
        this.#sentThrough = through;
        clearTimeout(this.#inFlight);
        this.#inFlight = undefined;
        this.#send();
      }
    });
    this.#waitForAck();
  }

  #waitForAck(): void {
    clearTimeout(this.#inFlight);
    this.#inFlight = setTimeout(() => {
      this.#inFlight = undefined;
      this.#wait *= 2;
      this.#send();
    }, this.#wait);
  }

  /** The cloud is heard again. */
  #afterSilence(): void {
    if (this.#is("waits-out-silence")) return;
    this.#wait = SPEED_MS;
    this.#waitForAck();
  }

  #ack(read: unknown): void {
    if (
      this.#is("trips-over-new-fields") &&
      !z
        .strictObject(AckIn.shape)
        .extend({ v: z.literal(1) })
        .safeParse(read).success
    )
      return;
    const ack = AckIn.safeParse(read).data;
    if (ack === undefined) return;
    if (ack.epoch !== this.#epoch && !this.#is("obeys-any-epoch")) return;
    const own = this.#texts[ack.through - 1];
    const held =
      ack.through === 0 || (own !== undefined && (hash("sha256", own) === ack.hash || this.#is("reuses-seq")));
    if (ack.fork || ack.through > this.#texts.length || !held) {
      if (!this.#is("stays-on-fork")) this.#newEpoch();
      return;
    }
    if (ack.through === this.#acked && !this.#is("answers-doubled-acks")) {
      if (this.#inFlight !== undefined && this.#wait > SPEED_MS) this.#afterSilence();
      return;
    }
    if (ack.through < this.#acked && this.#is("ignores-ack-backwards") && this.#acked > 3) return;
    this.#acked = ack.through;
    this.#sentThrough = ack.through;
    this.#wait = SPEED_MS;
    clearTimeout(this.#inFlight);
    this.#inFlight = undefined;
    if (this.#is("answers-doubled-acks") && this.#acked > 1) this.#acked--;
    this.#send();
  }

  #newEpoch(): void {
    const last = this.#texts.at(-1) ?? "";
    clearTimeout(this.#inFlight);
    this.#inFlight = undefined;
    this.#epoch = randomBytes(8).toString("hex");
    [this.#texts, this.#acked, this.#sentThrough] = [[], 0, 0];
    this.#leases.clear();
    if (this.#is("forgets-orders-with-epoch")) this.#orders.clear();
    this.#sync("delta");
    this.#fact("gate.started", { software: "little", previousEpochLost: true, hash: hash("sha256", last) });
  }

  get #digest(): string {
    return digest(this.#rules);
  }

  #sync(want: "delta" | "snapshot"): void {
    const state = { v: 1, epoch: this.#epoch, rules: this.#version, digest: this.#digest, want };
    this.#client.publish(this.#topic("sync"), JSON.stringify({ ...state, leases: Object.fromEntries(this.#leases) }));
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#sync(want), 3_000);
  }

  #rulesHeard(read: unknown): void {
    const said = RulesIn.safeParse(read).data;
    if (said === undefined) return;
    if (said.kind === "snapshot") this.#part(said);
    else this.#delta(said);
  }

  #delta({ from = 0, to = 0, changes = [], digest: announced }: RulesIn): void {
    if (to < this.#version && this.#is("version-goes-down")) this.#version = to;
    if (to <= this.#version) {
      if (to === this.#version && announced !== this.#digest) this.#drifts();
      else clearTimeout(this.#asking);
      return;
    }
    if (this.#drifted || (from !== this.#version && !this.#is("applies-over-gap"))) {
      this.#sync(this.#drifted ? "snapshot" : "delta");
      return;
    }
    const after = new Map(this.#rules);
    for (const [key, text] of changes)
      if (text === null) after.delete(key);
      else after.set(key, text);
    const unchecked =
      this.#is("trusts-delta-digest") || this.#is("applies-over-gap") || this.#is("counts-doubled-parts");
    if (digest(after) !== announced && !unchecked) {
      this.#drifts();
      return;
    }
    this.#take(to, after);
  }

  #drifts(): void {
    this.#drifted = true;
    this.#sync("snapshot");
  }

  #take(version: number, rules: Map<string, string>): void {
    clearTimeout(this.#asking);
    [this.#version, this.#rules, this.#drifted] = [version, rules, false];
    for (const [key, text] of rules) {
      const [kind, gate, zone = ""] = key.split("/");
      if (kind !== "lease" || gate !== "little") continue;
      const rule = z.object({ epoch: z.string(), lent: z.int() }).parse(JSON.parse(text));
      if (rule.epoch !== this.#epoch && !this.#is("any-epochs-lease")) continue;
      const held = this.#leases.get(zone) ?? NO_LEASE;
      this.#leases.set(zone, {
        ...held,
        lent: this.#is("lent-goes-down") ? rule.lent : Math.max(held.lent, rule.lent),
      });
    }
  }

  #part({ version = 0, digest: announced, part = 0, parts = 1, data = "" }: RulesIn): void {
    if (version < this.#version && this.#is("version-goes-down")) this.#version = version;
    if (version < this.#version || (version === this.#version && !this.#drifted) || part >= parts) return;
    const key = `${version} ${announced} ${parts}`;
    if (this.#parts?.key !== key) this.#parts = { key, parts: new Map(), heard: 0 };
    this.#parts.parts.set(part, data);
    this.#parts.heard++;
    const complete = this.#is("counts-doubled-parts") ? this.#parts.heard >= parts : this.#parts.parts.size === parts;
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => {
      this.#parts = undefined;
      this.#sync("snapshot");
    }, 2_000);
    if (!complete && !this.#is("takes-half-a-snapshot")) return;
    const rules = new Map<string, string>();
    try {
      for (const each of this.#parts.parts.values())
        for (const [name, text] of z
          .array(z.tuple([z.string(), z.string()]))
          .parse(JSON.parse(gunzipSync(Buffer.from(each, "base64")).toString())))
          rules.set(name, text);
    } catch {
      this.#drifts();
      return;
    }
    this.#parts = undefined;
    const unchecked = this.#is("counts-doubled-parts") || this.#is("takes-half-a-snapshot");
    if (digest(rules) !== announced && !unchecked) {
      this.#drifts();
      return;
    }
    this.#take(version, rules);
  }

  #order(read: unknown): void {
    const order = OrderIn.safeParse(read).data;
    if (order === undefined || (this.#orders.has(order.id) && !this.#is("does-orders-twice"))) return;
    this.#orders.add(order.id);
    const answer = (outcome: string): void => this.#fact("order.answered", { order: order.id, outcome, words: "" });
    if (order.expiresMs !== undefined && order.expiresMs < Date.now() && !this.#is("does-expired-orders")) {
      answer("expired");
      return;
    }
    if (order.kind === "resync") {
      answer("done");
      this.#drifts();
      return;
    }
    if (order.kind === "open-gate") {
      answer("refused");
      return;
    }
    if (order.kind !== "return-lease") {
      answer("not-supported");
      return;
    }
    const lease = this.#leases.get(order.zone ?? "") ?? NO_LEASE;
    const places = Math.min(leaseLeft(lease), order.places ?? 0);
    if (places === 0) {
      answer("refused");
      return;
    }
    this.#leases.set(order.zone ?? "", { ...lease, returned: lease.returned + places });
    this.#fact("lease.returned", { zone: order.zone, places, order: order.id });
    answer("done");
  }
}

function digest(rules: ReadonlyMap<string, string>): string {
  let sum = EMPTY_DIGEST;
  for (const [key, text] of rules) sum = digestXor(sum, hash("sha256", ruleDigestText(key, text)));
  return sum;
}
