import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Envelope, Lease } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import { gateTopic } from "@baygate/shared/topics";
import mqtt, { type MqttClient } from "mqtt";
import { pino } from "pino";
import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import { readConfig } from "../config.ts";
import type { Database } from "../db/client.ts";
import { type Cloud, startCloud } from "../serve.ts";

/** A whole cloud in this process, on a database that is there or, without one, on its own. */
export async function cloudOn(databaseUrl: string | undefined, env: Record<string, string> = {}): Promise<Cloud> {
  const dataDir = await mkdtemp(join(tmpdir(), "baygate-cloud-"));
  const config = readConfig({ BAYGATE_DATA: dataDir, BAYGATE_HTTP_PORT: "0", DATABASE_URL: databaseUrl, ...env });
  const cloud = await startCloud(config, { log: pino({ level: process.env["BAYGATE_TEST_LOG"] ?? "silent" }) });
  return {
    ...cloud,
    async stop() {
      await cloud.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An estate with one zone, a gate `<estate>-in` and a gate `<estate>-out`, whose tokens are their names. */
export async function furnishEstate(db: Database, estate: string, capacity: number): Promise<void> {
  const sql = (text: string, values: unknown[]) => db.pool.query(text, values);
  await sql("insert into estate (id, name, time_zone, currency) values ($1, $1, 'Europe/Berlin', 'EUR')", [estate]);
  const content = { version: 1, rules: [{ rule: "per-period", minutes: 60, priceMinor: 240 }] };
  await sql("insert into tariff values ('day', 1, 'EUR', $1, '2020-01-01') on conflict do nothing", [
    JSON.stringify(content),
  ]);
  await sql(
    "insert into zone (estate, id, name, class, capacity, minimum_cover_minor, tariff) values ($1, 'main', 'Main', 'standard', $2, 0, 'day')",
    [estate, capacity],
  );
  for (const [gate, zones] of [
    [`${estate}-in`, ["main"]],
    [`${estate}-out`, []],
  ] as const)
    await sql("insert into gate (id, estate, name, token_hash, arrival_zones) values ($1, $2, $1, $3, $4)", [
      ...[gate, estate, hash("sha256", gate, "hex"), zones],
    ]);
}

/** A gate as plain as can be, at the other end of the real broker: it writes facts and hears what comes. */
export class PlainGate {
  readonly heard: { readonly topic: string; readonly message: Record<string, unknown> }[] = [];
  readonly epoch = hash("sha256", uuidv7(), "hex").slice(0, 16);
  readonly leases: Record<string, Lease> = {};
  readonly client: MqttClient;
  readonly estate: string;
  readonly id: string;
  private prevHash = "0".repeat(64);
  private texts: string[] = [];

  constructor(url: string, estate: string, id: string, options: { password?: string; user?: string } = {}) {
    this.estate = estate;
    this.id = id;
    this.client = mqtt.connect(url, {
      ...{ username: options.user ?? id, password: options.password ?? id, protocolVersion: 4 },
      clientId: `gate-${options.user ?? id}`,
      ...{ reconnectPeriod: 100, queueQoSZero: true },
    });
    this.client.on("error", () => undefined);
    this.client.on("message", (topic, payload) =>
      this.heard.push({ topic: topic.split("/").at(-1) ?? "", message: JSON.parse(payload.toString()) }),
    );
  }

  async connect(): Promise<void> {
    await expect.poll(() => this.client.connected, { timeout: 10_000 }).toBe(true);
    for (const topic of ["ack", "rules", "orders"] as const)
      await this.client.subscribeAsync(gateTopic(this.estate, this.id, topic), { qos: 1 });
    await this.publish("status", { v: 1, online: true, epoch: this.epoch, waiting: 0 }, true);
  }

  publish(topic: "facts" | "sync" | "status", message: unknown, retain = false): Promise<unknown> {
    const payload = typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message);
    return this.client.publishAsync(gateTopic(this.estate, this.id, topic), payload, { qos: 1, retain });
  }

  sync(rules = 0, digest = "0".repeat(64), want: "delta" | "snapshot" = "delta"): Promise<unknown> {
    return this.publish("sync", { v: 1, epoch: this.epoch, rules, digest, want, leases: this.leases });
  }

  /** Adds a fact to the journal. */
  write(fact: Fact | { kind: string; body: unknown }): void {
    const seq = this.texts.length + 1;
    const envelope: Envelope = {
      ...{ v: 1, estate: this.estate, gate: this.id, epoch: this.epoch, seq, id: uuidv7(), kind: fact.kind },
      ...{ wallMs: Date.now(), monoMs: performance.now(), bootId: "boot", clock: "synchronised" },
      ...{ rules: 1, prevHash: this.prevHash, body: fact.body },
    };
    const text = JSON.stringify(envelope);
    this.prevHash = hash("sha256", text, "hex");
    this.texts.push(text);
  }

  /** Sends the journal from a number on. */
  async send(from = 1): Promise<void> {
    await this.publish("facts", {
      ...{ v: 1, epoch: this.epoch, from, facts: this.texts.slice(from - 1) },
      ...{ bootId: "boot", wallMs: Date.now(), monoMs: performance.now(), leases: this.leases },
    });
  }

  /** Waits for an ack up to `through`. */
  async acked(through: number): Promise<void> {
    const last = () => this.of("ack").at(-1)?.["through"];
    await expect.poll(last, { timeout: 10_000 }).toBe(through);
  }

  of(topic: "ack" | "rules" | "orders"): Record<string, unknown>[] {
    return this.heard.flatMap((each) => (each.topic === topic ? [each.message] : []));
  }

  async leave(): Promise<void> {
    await this.client.endAsync(true);
  }
}
