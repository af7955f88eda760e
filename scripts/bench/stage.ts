import { generateKeyPairSync, hash, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cardRef } from "@baygate/edge/claim";
import { Health } from "@baygate/edge/health";
import { Lane } from "@baygate/edge/lane";
import { openLog } from "@baygate/edge/log";
import { Journal } from "@baygate/edge/store/journal";
import { Replica } from "@baygate/edge/store/replica";
import { Downlink } from "@baygate/edge/sync/downlink";
import { Link } from "@baygate/edge/sync/link";
import { Uplink } from "@baygate/edge/sync/uplink";
import { openClock } from "@baygate/shared/clock";
import { type Ack, FactBatch, WIRE_VERSION } from "@baygate/shared/envelope";
import type { Direction } from "@baygate/shared/estate";
import { plateBytes, skeletonBytes } from "@baygate/shared/plate";
import {
  digestXor,
  EMPTY_DIGEST,
  type RuleChange,
  type RulesSnapshot,
  ruleDigestText,
  ruleText,
} from "@baygate/shared/rules";
import { ACCOUNTS, accountOf, type BenchTier, Drivers, ESTATE, type Held, KID, plateOf, uidOf } from "./drivers.ts";

// A gate with one lane on real stores in a directory, whose devices are the bench and whose cloud is a few lines: what stands
// between a read and the command is all the gate's own.

export const CARD_KEY = Buffer.alloc(32, 7);
const GATE = "harbour-in";
/** So many rules in a part, as the cloud sends them. */
const PART = 2_000;
/** A driver's credentials in the rules: a plain card, one with a key, a plate. */
const CREDENTIALS_EACH = 3;
/** AES key of every card that has one; its exchange is the reader's. */
const CARD_AES = Buffer.alloc(16, 3).toString("base64url");
/** Of so many credentials in the rules. */
export const driversOf = (rows: number): number => Math.max(1, Math.floor(rows / CREDENTIALS_EACH));

export class Stage {
  readonly #directory: string;
  readonly journal: Journal;
  readonly replica: Replica;
  /** The way in and the way out. */
  readonly #lanes: Readonly<Record<Direction, Lane>>;
  readonly #downlink: Downlink;
  readonly #uplink: Uplink;
  readonly issuer: KeyObject;
  readonly #issuerX: string;
  /** Called by the barrier's command. */
  raised: (() => void) | undefined;
  /** Facts go up and are acknowledged. */
  listens = false;
  #version = 0;
  readonly #drivers: Drivers;

  private constructor(root: string) {
    this.#directory = mkdtempSync(join(root, "baygate-bench-"));
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.#drivers = new Drivers(privateKey);
    this.issuer = publicKey;
    this.#issuerX = String(publicKey.export({ format: "jwk" }).x);
    const [clock, log] = [openClock(), openLog("bench")];
    const clockQuality = () => "synchronised" as const;
    this.replica = Replica.open(this.#directory);
    const { replica } = this;
    this.journal = Journal.open({
      ...{ directory: this.#directory, estate: ESTATE, gate: GATE, software: "bench", bootId: "boot" },
      ...{ clock, clockQuality, rulesVersion: () => replica.version },
    });
    const { journal } = this;
    const link = new Link(
      { url: "mqtt://nobody", estate: ESTATE, gate: GATE, token: "none", log },
      { connected: () => undefined, disconnected: () => undefined, message: () => undefined },
      () => ({ connected: true, publish: (topic, text) => this.#hear(topic, text), close: async () => undefined }),
    );
    this.#downlink = new Downlink({
      ...{ gate: GATE, journal, replica, link: () => link, log },
      ...{ changed: () => undefined, confirmed: () => undefined },
    });
    this.#uplink = new Uplink({
      ...{ journal, link: () => link, bootId: "boot", clock, log },
      ...{ moved: () => undefined, journalsTurn: () => undefined },
    });
    const close = async (): Promise<void> => undefined;
    const openLane = (direction: Direction): Lane => {
      const lane = new Lane({
        ...{ estate: ESTATE, gate: GATE, clock, clockQuality, journal, replica, log },
        lane: { id: direction, zone: "main", direction },
        ...{ linkFresh: () => true, rulesAgeMs: () => 0, replicaLost: () => undefined },
        health: new Health(clock, () => undefined),
      });
      const raise = async (): Promise<void> => this.raised?.();
      lane.start({
        barrier: { raise, lower: async () => undefined, close },
        display: { show: () => undefined, close },
      });
      return lane;
    };
    this.#lanes = { arrive: openLane("arrive"), depart: openLane("depart") };
  }

  /** A gate whose replica holds `rows` credentials. */
  static async open(root: string, rows: number): Promise<Stage> {
    const stage = new Stage(root);
    stage.#downlink.connected();
    for (const message of stage.snapshot(rows)) stage.hear(message);
    while (stage.replica.version === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return stage;
  }

  /** The parts of all the rules, as they come from the broker. */
  snapshot(rows: number): readonly string[] {
    const version = ++this.#version;
    const rules: RuleChange[] = [
      ["card-key", ruleText("card-key", { hmac: CARD_KEY.toString("base64url") })],
      [`key/${KID}`, ruleText("key", { ed25519: this.#issuerX, notBeforeMs: 0, notAfterMs: 4e12 })],
      [
        "estate",
        ruleText("estate", {
          ...{ name: "Harbour", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
          ...{ grantMs: 30_000, stuckMs: 120_000, repeatMs: 1 },
        }),
      ],
      [
        "zone/main",
        ruleText("zone", {
          ...{ capacity: 10_000_000, class: "standard", offer: { tariff: "day", version: 1, factorPermille: 1000 } },
          ...{ offerWords: "2.40 EUR an hour", minimumCoverMinor: 100n },
        }),
      ],
      [`lease/${GATE}/main`, ruleText("lease", { epoch: this.journal.epoch, lent: 9_000_000 })],
    ];
    for (let n = 0; n < driversOf(rows); n++) rules.push(...rulesOf(n));
    let digest = EMPTY_DIGEST;
    for (const [key, text] of rules) digest = digestXor(digest, hash("sha256", ruleDigestText(key, text ?? "")));
    const parts = Math.ceil(rules.length / PART);
    return Array.from({ length: parts }, (_, part) => {
      const data = gzipSync(JSON.stringify(rules.slice(part * PART, (part + 1) * PART)), { level: 1 }).toString(
        "base64",
      );
      const message: RulesSnapshot = {
        v: WIRE_VERSION,
        kind: "snapshot",
        version,
        digest,
        part,
        parts,
        data,
        reflects: null,
      };
      return JSON.stringify(message);
    });
  }

  hear(rulesMessage: string): void {
    this.#downlink.message(rulesMessage);
  }

  /** Asks for all the rules again, so that a snapshot is taken. */
  distrust(): void {
    this.#downlink.distrust();
  }

  /** What driver number `n` of so many holds up, who comes in or goes out. */
  held(tier: BenchTier, n: number, drivers: number): Held {
    const lane = this.laneOf(n, drivers);
    return this.#drivers.holds(tier, n % drivers, () => lane.asks.challenge?.() ?? new Uint8Array());
  }

  get directory(): string {
    return this.#directory;
  }

  /** Driver number `n` of so many comes: in the first time, out the next. Whoever shares an account comes after whoever else does. */
  laneOf(n: number, drivers: number): Lane {
    return this.#lanes[Math.floor(n / drivers) % 2 === 0 ? "arrive" : "depart"];
  }

  /** What the car does once the arm is up, so that the lane is free again. */
  driveThrough(lane: Lane): void {
    for (const [loop, occupied] of [
      ["approach", true],
      ["clear", true],
      ["approach", false],
      ["clear", false],
    ] as const)
      lane.loopChanged(loop, occupied);
  }

  /** Makes facts that wait to be sent. */
  pile(facts: number): void {
    for (let n = 0; n < facts; n++)
      this.journal.append([{ kind: "device.recovered", body: { device: "lane-1/reader-0", downMs: 7 } }]);
  }

  /** Sends what waits, as when a link comes back. */
  upload(): void {
    this.listens = true;
    this.#uplink.connected();
    this.#ack(this.journal.acked);
  }

  #hear(topic: string, text: string): void {
    if (!topic.endsWith("/facts") || !this.listens) return;
    const batch = FactBatch.safeParse(JSON.parse(text));
    if (batch.success) setImmediate(() => this.#ack(batch.data.from + batch.data.facts.length - 1));
  }

  #ack(through: number): void {
    const { journal } = this;
    const ack: Ack = {
      v: WIRE_VERSION,
      epoch: journal.epoch,
      through,
      hash: journal.hashOf(through) ?? "0".repeat(64),
    };
    this.#uplink.message(JSON.stringify(ack));
  }

  async close(): Promise<void> {
    for (const lane of Object.values(this.#lanes)) lane.stop();
    this.#uplink.stop();
    this.#downlink.stop();
    this.journal.close();
    this.replica.close();
    await this.replica.idle();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** What the rules say of a driver. Whoever shares an account with another does not bring it along. */
function rulesOf(n: number): RuleChange[] {
  const account = accountOf(n);
  const known = { account, revoked: false };
  const refOf = (bytes: Uint8Array): string => cardRef(CARD_KEY, bytes);
  const plate = refOf(plateBytes(plateOf(n)));
  const rules: RuleChange[] = [
    [`credential/${refOf(uidOf("E", n))}`, ruleText("credential", known)],
    [`credential/${refOf(uidOf("D", n))}`, ruleText("credential", { ...known, aes: CARD_AES })],
    [`credential/${plate}`, ruleText("credential", known)],
    [`plate/${refOf(skeletonBytes(plateOf(n)))}`, ruleText("plate", { refs: [plate] })],
  ];
  if (n < ACCOUNTS)
    rules.push([`account/${account}`, ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null })]);
  return rules;
}
