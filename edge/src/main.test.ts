import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, createPublicKey, generateKeyPairSync, hash, sign, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { type Ack, Envelope, FactBatch, SyncState, WIRE_VERSION } from "@baygate/shared/envelope";
import { type Fact, type FactKind, factBodies } from "@baygate/shared/fact";
import { openOpening } from "@baygate/shared/opening";
import {
  digestXor,
  EMPTY_DIGEST,
  type RuleChange,
  type RulesMessage,
  ruleDigestText,
  ruleText,
} from "@baygate/shared/rules";
import { gateTopic } from "@baygate/shared/topics";
import { sealTrustList, trustListToSign } from "@baygate/shared/trust-list";
import { Aedes } from "aedes";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openingKey } from "./opening-code.ts";

// A gate as it runs on a box: its own process, a bench for hardware, a real broker. The cloud's part is played here.

const UID = "04a1b2c3d4e5f6";
const CARD_KEY = Buffer.alloc(32, 7);
const REF = createHmac("sha256", CARD_KEY).update(Buffer.from(UID, "hex")).digest("hex").slice(0, 32);
const ACCOUNT = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const ESTATE = "harbour";
const GATE = "harbour-in";
const offer = { tariff: "day", version: 1, factorPermille: 1000 };

/** This machine may be busy: waits as long as it takes, and fails only when nothing comes. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

let directory: string;
let cloud: Cloud;
let gate: RunningGate | undefined;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "gate-"));
  cloud = await Cloud.begin();
});
afterEach(async () => {
  await gate?.kill();
  gate = undefined;
  await cloud.end();
  rmSync(directory, { recursive: true, force: true });
});

/** Broker, inbox and rules feed, as far as one gate sees them. */
class Cloud {
  readonly texts = new Map<string, string[]>();
  readonly syncs: SyncState[] = [];
  readonly statuses: unknown[] = [];
  rules = new Map<string, string>();
  version = 0;
  /** Whether batches are acknowledged. */
  acks = true;
  port = 0;
  #broker: Aedes | undefined;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  static async begin(): Promise<Cloud> {
    const begun = new Cloud();
    await begun.up();
    // The port is known from now on, and nobody listens there yet.
    await begun.down();
    return begun;
  }

  async up(): Promise<void> {
    const broker = await Aedes.createBroker();
    broker.authenticate = (_client, username, password, done) =>
      done(null, username === GATE && password?.toString() === "s3cret");
    broker.on("publish", (packet) => {
      const text = packet.payload.toString();
      if (packet.topic === gateTopic(ESTATE, GATE, "facts")) this.#inbox(FactBatch.parse(JSON.parse(text)));
      if (packet.topic === gateTopic(ESTATE, GATE, "sync")) this.#answer(SyncState.parse(JSON.parse(text)));
      if (packet.topic === gateTopic(ESTATE, GATE, "status")) this.statuses.push(JSON.parse(text));
    });
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      broker.handle(socket);
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    const address = server.address();
    if (address !== null && typeof address === "object") this.port = address.port;
    this.#broker = broker;
    this.#server = server;
  }

  async down(): Promise<void> {
    const [broker, server] = [this.#broker, this.#server];
    this.#broker = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
    if (broker) await new Promise<void>((resolve) => broker.close(resolve));
  }

  async end(): Promise<void> {
    await this.down();
  }

  say(topic: "ack" | "rules" | "orders", message: object | string): void {
    const payload = typeof message === "string" ? message : JSON.stringify(message);
    this.#broker?.publish(
      { cmd: "publish", topic: gateTopic(ESTATE, GATE, topic), payload, qos: 1, dup: false, retain: false },
      () => undefined,
    );
  }

  #inbox(batch: FactBatch): void {
    if (!this.acks) return;
    const texts = this.texts.get(batch.epoch) ?? [];
    this.texts.set(batch.epoch, texts);
    for (const [index, text] of batch.facts.entries()) if (batch.from + index === texts.length + 1) texts.push(text);
    this.ack(batch.epoch);
  }

  ack(epoch: string, changes: Partial<Ack> = {}): void {
    const texts = this.texts.get(epoch) ?? [];
    const last = texts.at(-1);
    this.say("ack", {
      v: WIRE_VERSION,
      epoch,
      through: texts.length,
      hash: last === undefined ? "0".repeat(64) : hash("sha256", last),
      ...changes,
    });
  }

  #answer(sync: SyncState): void {
    this.syncs.push(sync);
    if (this.version === 0) return;
    if (sync.rules === this.version && sync.digest === this.digest && sync.want === "delta")
      this.#delta(this.version, []);
    else this.snapshot();
  }

  get digest(): string {
    return [...this.rules].reduce(
      (digest, [key, text]) => digestXor(digest, hash("sha256", ruleDigestText(key, text))),
      EMPTY_DIGEST,
    );
  }

  change(...changes: RuleChange[]): void {
    for (const [key, text] of changes) {
      if (text === null) this.rules.delete(key);
      else this.rules.set(key, text);
    }
    this.version++;
    this.#delta(this.version - 1, changes);
  }

  #delta(from: number, changes: RuleChange[], digest = this.digest): void {
    const delta: RulesMessage = {
      v: WIRE_VERSION,
      kind: "delta",
      from,
      to: this.version,
      changes,
      digest,
      reflects: null,
    };
    this.say("rules", delta);
  }

  snapshot(): void {
    const rules = [...this.rules];
    const half = Math.ceil(rules.length / 2);
    for (const [part, some] of [rules.slice(0, half), rules.slice(half)].entries()) {
      const data = gzipSync(JSON.stringify(some)).toString("base64");
      const message: RulesMessage = {
        ...{
          v: WIRE_VERSION,
          kind: "snapshot",
          version: this.version,
          digest: this.digest,
          part,
          parts: 2,
          data,
          reflects: null,
        },
      };
      this.say("rules", message);
    }
  }

  /** The rules that let the card in, with so many places lent to the gate's epoch. */
  lend(lent: number): void {
    const epoch = this.syncs.at(-1)?.epoch ?? "";
    this.change(
      ["card-key", ruleText("card-key", { hmac: CARD_KEY.toString("base64url") })],
      [
        "estate",
        ruleText("estate", {
          name: "Harbour",
          timeZone: "Europe/Tallinn",
          currency: "EUR",
          unknownAtDeparture: "open",
          grantMs: 30_000,
          stuckMs: 60_000,
          repeatMs: 0,
        }),
      ],
      [
        "zone/main",
        ruleText("zone", {
          capacity: 9,
          class: "standard",
          offer,
          offerWords: "2.40 EUR an hour",
          minimumCoverMinor: 100n,
        }),
      ],
      [`account/${ACCOUNT}`, ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null })],
      [`credential/${REF}`, ruleText("credential", { account: ACCOUNT, revoked: false })],
      [`lease/${GATE}/main`, ruleText("lease", { epoch, lent })],
    );
  }

  /** Every fact of an epoch, in order, checked against its schema. */
  facts(epoch: string): { kind: string; body: unknown }[] {
    let prevHash = "0".repeat(64);
    return (this.texts.get(epoch) ?? []).map((text, index) => {
      const envelope = Envelope.parse(JSON.parse(text));
      expect(envelope).toMatchObject({ seq: index + 1, epoch, prevHash, gate: GATE });
      prevHash = hash("sha256", text);
      const kind = Object.keys(factBodies).find((known): known is FactKind => known === envelope.kind);
      if (kind === undefined) throw new Error(`no fact ${envelope.kind}`);
      return { kind, body: factBodies[kind].parse(envelope.body) };
    });
  }

  kinds(): string[] {
    const epoch = this.syncs.at(-1)?.epoch ?? "";
    return this.facts(epoch).map(({ kind, body }) => (isDecision(body) ? `${kind} ${body.reason}` : kind));
  }
}

const isDecision = (body: unknown): body is Extract<Fact, { kind: "decision.made" }>["body"] =>
  typeof body === "object" && body !== null && "reason" in body;

/** The gate's process, and somebody at its bench. */
class RunningGate {
  readonly barrier: string[] = [];
  readonly titles: string[] = [];
  readonly codes: (string | null)[] = [];
  readonly #process: ChildProcess;
  #person: Socket | undefined;
  #errors = "";

  private constructor() {
    const config = join(directory, "box.yaml");
    const example = readFileSync(join(import.meta.dirname, "../../firmware-config/boxes/bench-arrival.yaml"), "utf8");
    writeFileSync(
      config,
      example
        .replaceAll("/run/baygate", directory)
        .replace("/var/lib/baygate", join(directory, "data"))
        .replace("1883", String(cloud.port)),
    );
    this.#process = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "--config", config], {
      env: { ...process.env, BAYGATE_GATE_TOKEN: "s3cret" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  static async start(): Promise<RunningGate> {
    const started = new RunningGate();
    await started.#sitDown();
    return started;
  }

  get log(): string {
    return this.#errors;
  }

  async #sitDown(): Promise<void> {
    await eventually(() => this.#errors).toContain("gate is up");
    const person = createConnection(join(directory, "lane-1.sock"));
    await new Promise<void>((resolve, reject) => person.once("connect", resolve).once("error", reject));
    person.on("error", () => undefined);
    createInterface({ input: person }).on("line", (line) => {
      const { barrier, display, code } = JSON.parse(line);
      if (barrier) this.barrier.push(barrier);
      if (display) this.titles.push(`${display.mood} ${display.title}`);
      if (code !== undefined) this.codes.push(code);
    });
    this.#person = person;
  }

  say(...lines: object[]): void {
    this.#person?.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  tap(hex = UID): void {
    this.say({ loop: "approach", occupied: true }, { read: { tier: "E", hex } });
  }

  driveThrough(): void {
    this.say(
      { loop: "clear", occupied: true },
      { loop: "approach", occupied: false },
      { loop: "clear", occupied: false },
    );
  }

  async tapAndSee(title: string, hex?: string): Promise<void> {
    this.tap(hex);
    await eventually(() => this.titles.at(-1)).toBe(title);
  }

  async end(signal: "SIGKILL" | "SIGTERM" | "SIGINT"): Promise<number | null> {
    this.#person?.destroy();
    if (this.#process.exitCode !== null) return this.#process.exitCode;
    const exited = new Promise<number | null>((resolve) => this.#process.once("exit", (code) => resolve(code)));
    this.#process.kill(signal);
    return exited;
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await this.end("SIGKILL");
  }
}

const health = (): { waiting?: number; faults?: { code: string }[]; refusedMessages?: number; rules?: number } =>
  JSON.parse(readFileSync(join(directory, "data/health.json"), "utf8"));
const rulesHeld = (): Promise<void> => eventually(() => health().rules).toBe(cloud.version);

/** A gate that is connected and knows the card. */
async function readyGate(lent: number): Promise<RunningGate> {
  await cloud.up();
  const started = await RunningGate.start();
  gate = started;
  await eventually(() => cloud.syncs.length).toBeGreaterThan(0);
  cloud.lend(lent);
  cloud.snapshot();
  await eventually(() => started.titles.at(-1)).toBe("idle Welcome");
  await rulesHeld();
  return started;
}

describe("a gate", { timeout: 60_000 }, () => {
  it("says why it stays shut while it never heard of the cloud, and tells it later", async () => {
    gate = await RunningGate.start();
    await gate.tapAndSee("stop Not ready yet");
    await cloud.up();
    await eventually(() => cloud.kinds()).toEqual(["gate.started", "decision.made no-rules-yet"]);
  });

  it("lets a car in with the link down, is killed, and tells everything exactly once and in order", async () => {
    let box = await readyGate(2);
    await cloud.down();
    await box.tapAndSee("go Welcome");
    await eventually(() => box.barrier).toEqual(["lowered", "raised"]);
    box.driveThrough();
    await eventually(() => box.barrier).toEqual(["lowered", "raised", "lowered"]);
    await box.end("SIGKILL");

    box = await RunningGate.start();
    gate = box;
    // Inside by its own knowledge, but cut off from the news.
    await box.tapAndSee("go Welcome");
    await eventually(() => box.barrier).toEqual(["lowered", "raised"]);
    await box.end("SIGKILL");

    gate = await RunningGate.start();
    await gate.tapAndSee("stop Full");
    await cloud.up();
    // But for `barrier.opened`: the second kill may have come before it.
    const expected = [
      "gate.started",
      "decision.made arrival-granted",
      "vehicle.arrived",
      "gate.started",
      "decision.made arrival-granted-unsure-inside",
      "gate.started",
      "passage.unresolved",
      "decision.made estate-full",
    ];
    await eventually(() => cloud.kinds().filter((kind) => kind !== "barrier.opened")).toEqual(expected);
    await eventually(() => health().waiting).toBe(0);
    expect(gate.log).not.toContain(UID);
    expect(await gate.end("SIGTERM")).toBe(0);
    expect(cloud.statuses.at(-1)).toMatchObject({ online: false });
  });

  it("refuses a second arrival while the link is fresh, follows deltas, and is full when its lease is", async () => {
    const box = await readyGate(1);
    await box.tapAndSee("go Welcome");
    box.driveThrough();
    await eventually(() => cloud.kinds().at(-1)).toBe("vehicle.arrived");
    await box.tapAndSee("stop Already inside");
    await box.tapAndSee("stop Card not known", "04ffffffffffff");
    cloud.change([`credential/${REF}`, ruleText("credential", { account: ACCOUNT, revoked: true })]);
    await rulesHeld();
    await box.tapAndSee("stop Card switched off");
  });

  it("asks for everything when a delta is missing or its digest has drifted", async () => {
    const box = await readyGate(1);
    // A version that the gate is never told of.
    cloud.rules.set("weather/today", "42");
    cloud.version++;
    cloud.change(["weather/today", "43"]);
    await rulesHeld();
    cloud.rules.set("weather/secret", "1");
    cloud.change(["weather/today", "44"]);
    await rulesHeld();
    expect(cloud.syncs.at(-2)).toMatchObject({ want: "snapshot" });
    expect(cloud.syncs.at(-1)).toMatchObject({ rules: cloud.version, digest: cloud.digest });
    await box.tapAndSee("go Welcome");
  });

  it("sends again to a cloud that lost what it had, and begins a new epoch on a fork", async () => {
    const box = await readyGate(1);
    await box.tapAndSee("go Welcome");
    await eventually(() => cloud.kinds().length).toBe(3);
    const epoch = cloud.syncs.at(-1)?.epoch ?? "";
    cloud.texts.get(epoch)?.splice(1);
    cloud.ack(epoch);
    await eventually(() => cloud.kinds().length).toBe(3);
    cloud.ack(epoch, { fork: true });
    await eventually(() => cloud.syncs.at(-1)?.epoch).not.toBe(epoch);
    await eventually(() => cloud.kinds()[0]).toBe("gate.started");
    expect(cloud.facts(cloud.syncs.at(-1)?.epoch ?? "")[0]?.body).toMatchObject({ previousEpochLost: true });
  });

  it("does an order once, not after its expiry, and answers each by a fact", async () => {
    const box = await readyGate(3);
    const order = (n: number, what: object) => ({
      ...{
        v: 1,
        id: `019a0000-0000-7000-8000-00000000000${n}`,
        issuer: "op",
        reason: "test",
        expiresMs: Date.now() + 60_000,
      },
      ...what,
    });
    cloud.say("orders", order(1, { kind: "open-gate", lane: "lane-1", forced: false }));
    cloud.say("orders", order(2, { kind: "return-lease", zone: "main", places: 9 }));
    cloud.say("orders", order(2, { kind: "return-lease", zone: "main", places: 9 }));
    cloud.say("orders", order(3, { kind: "open-gate", lane: "lane-1", forced: true, expiresMs: 1 }));
    cloud.say("orders", order(4, { kind: "self-destruct" }));
    cloud.say("orders", order(5, { kind: "open-gate", lane: "lane-1", forced: true }));
    await eventually(() => cloud.kinds().at(-1)).toBe("barrier.opened");
    const epoch = cloud.syncs.at(-1)?.epoch ?? "";
    expect(
      cloud
        .facts(epoch)
        .flatMap(({ kind, body }) => (kind === "order.answered" || kind === "lease.returned" ? [body] : [])),
    ).toMatchObject([
      { outcome: "refused", words: "no car stands before the arm" },
      { zone: "main", places: 3 },
      { outcome: "done" },
      { outcome: "expired" },
      { outcome: "not-supported" },
      { outcome: "done", words: "opened, forced" },
    ]);
    expect(box.barrier.at(-1)).toBe("raised");
  });

  it("shows a code of its own while a car stands there, and lets in the driver whom the cloud names by it", async () => {
    const box = await readyGate(1);
    box.say({ loop: "approach", occupied: true });
    await eventually(() => typeof box.codes.at(-1)).toBe("string");
    const opened = openOpening(box.codes.at(-1) ?? "");
    if ("fault" in opened) return expect.fail(opened.fault);
    expect(opened).toMatchObject({ gate: GATE, lane: "lane-1" });
    expect(verify(null, opened.toVerify, createPublicKey(openingKey("s3cret")), opened.signature)).toBe(true);
    const order = { v: 1, id: "019a0000-0000-7000-8000-000000000001", issuer: "driver", reason: "by its code" };
    cloud.say("orders", {
      ...order,
      kind: "admit-driver",
      lane: "lane-1",
      account: ACCOUNT,
      expiresMs: Date.now() + 60_000,
    });
    await eventually(() => box.barrier).toEqual(["lowered", "raised"]);
    await eventually(() => box.codes.at(-1)).toBeNull();
    await eventually(() => cloud.kinds()).toContain("order.answered");
    const facts = cloud.facts(cloud.syncs.at(-1)?.epoch ?? "").map(({ body }) => body);
    expect(facts).toContainEqual(expect.objectContaining({ tier: "S", account: ACCOUNT, reason: "arrival-granted" }));
    expect(facts).toContainEqual({ order: order.id, outcome: "done", words: "arrival-granted" });
  });

  it("keeps the trust list that comes with its rules, and says so when the next one is another root's", async () => {
    await readyGate(1);
    const list = (version: number) => {
      const { privateKey } = generateKeyPairSync("ed25519");
      const root = privateKey.export({ format: "jwk" }).x ?? "";
      const keys = [{ kid: "b6000001", ed25519: root, fromS: 1, untilS: 4_000_000_000 }];
      const toSign = trustListToSign({ version, issuedS: 1, keys });
      return { root, list: sealTrustList(toSign, new Uint8Array(sign(null, toSign, privateKey))) };
    };
    const first = list(1);
    cloud.change(["trust-list", ruleText("trust-list", first)]);
    await rulesHeld();
    const kept = () => JSON.parse(readFileSync(join(directory, "data/trust.json"), "utf8"));
    await eventually(kept).toEqual(first);
    cloud.change(["trust-list", ruleText("trust-list", list(2))]);
    await eventually(() => health().faults?.map(({ code }) => code)).toContain("trust-list-forged");
    expect(kept()).toEqual(first);
  });

  it("goes on after a message of 1 MB, of an unknown version, of nonsense", async () => {
    const box = await readyGate(1);
    cloud.say("rules", "x".repeat(1_000_000));
    cloud.say("rules", JSON.stringify({ v: 99, kind: "delta" }));
    cloud.say("ack", "{");
    cloud.say("orders", "[]");
    await eventually(() => box.log.match(/message-(not-understood|too-large)/g)?.length).toBe(4);
    await box.tapAndSee("go Welcome");
    await eventually(() => health().refusedMessages).toBe(4);
  });

  it("reports a device that fails and one that recovers, and goes on", async () => {
    const box = await readyGate(2);
    box.say({ fail: "barrier" });
    await eventually(() => health().faults).toMatchObject([{ device: "lane-1/barrier", code: "simulated-failure" }]);
    await box.tapAndSee("stop The arm does not move");
    box.say({ recover: "barrier" });
    // The same card tries again; nothing is decided twice.
    box.tap();
    await eventually(() => box.barrier.at(-1)).toBe("raised");
    box.driveThrough();
    await expect
      .poll(() => cloud.kinds().slice(1))
      .toEqual([
        "device.failed",
        "decision.made arrival-granted",
        "barrier.failed",
        "device.recovered",
        "barrier.opened",
        "vehicle.arrived",
      ]);
    await eventually(() => cloud.statuses.at(-1)).toMatchObject({ online: true, waiting: 0, faults: [] });
  });

  it("ends with every mistake in its configuration and status 2, and without a token with status 1", async () => {
    const config = join(directory, "box.yaml");
    const run = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
      const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
        env: { PATH: process.env["PATH"] },
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
      return { code, said };
    };
    const example = readFileSync(join(import.meta.dirname, "../../firmware-config/boxes/bench-arrival.yaml"), "utf8");
    writeFileSync(config, example);
    expect(await run("check", "--config", config)).toMatchObject({ code: 0 });
    expect(await run("--config", config)).toMatchObject({ code: 1, said: expect.stringMatching(/^token-missing: /) });
    const missing = await run("check", "--config", join(directory, "none.yaml"));
    expect(missing).toMatchObject({ code: 1, said: expect.stringMatching(/^ENOENT: no such file/) });
    const mistakes = example
      .replace("harbour-in", "Harbour In")
      .replace("mqtt://", "http://")
      .replace("zone: main", "zone: 7")
      .replace("driver: simulated", "driver: nfc")
      .replace("display:", "dispaly:");
    writeFileSync(config, mistakes);
    const { code, said } = await run("--config", config);
    expect(code).toBe(2);
    expect(said).toMatch(/^config-invalid: 5 faults/);
    expect(said.match(/box\.yaml:\d+:\d+ {2}\S+: /g)).toHaveLength(5);
  });
});
