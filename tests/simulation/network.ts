import type { Carrier as CloudCarrier, OpenCarrier as OpenCloudCarrier } from "../../cloud/src/fleet/carrier.ts";
import type { Carrier, CarrierEvents, OpenCarrier } from "../../edge/src/sync/carrier.ts";
import type { Chance } from "../../scripts/town/chance.ts";
import { type Process, world } from "./world.ts";

/** What may become of every message. Shares from 0 to 1, delays in ms. */
export interface Weather {
  readonly loss: number;
  readonly doubled: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export const FAIR: Weather = { loss: 0, doubled: 0, leastMs: 5, mostMs: 50 };

/** Which way a gate is cut off. A half-open connection is noticed by nobody. */
export type Way = "up" | "down" | "both";

/** What the network tells whoever keeps count. */
export interface NetworkEvents {
  readonly fault: (kind: "lost" | "doubled" | "replayed" | "late" | "cut-off") => void;
  /** A message of a gate reaches the cloud's process. */
  readonly reached: (topic: string, text: string, sentAtMs: number) => void;
  /** A message of the cloud goes out. */
  readonly sent: (topic: string, text: string) => void;
}

interface GateEnd {
  readonly process: Process;
  readonly events: CarrierEvents;
  readonly gate: string;
  readonly estate: string;
  up: boolean;
}

/** Of the doubled ones, those that somebody had kept for minutes. */
const REPLAYED = 0.05;
/** A keep-alive notices a dead connection after about this, ms. */
const NOTICED_MS = 30_000;

/** Broker, wires and radio in one. */
export class Network {
  readonly #chance: Chance;
  readonly #events: NetworkEvents;
  readonly #gates = new Map<string, GateEnd>();
  readonly #cut = new Map<string, { up: number; down: number }>();
  readonly #retained = new Map<string, string>();
  #cloud: { process: Process; message: (topic: string, payload: Buffer) => void; heard: () => void } | undefined;
  weather: Weather = FAIR;

  constructor(chance: Chance, events: NetworkEvents) {
    this.#chance = chance;
    this.#events = events;
  }

  readonly openForGate =
    (process: Process): OpenCarrier =>
    ({ gate, estate }, events): Carrier => {
      const end: GateEnd = { process, events, gate, estate, up: false };
      this.#gates.set(gate, end);
      this.#connectSoon(end);
      return {
        get connected() {
          return end.up;
        },
        publish: (topic, text, retain) => {
          if (retain && end.up && process.alive) this.#retained.set(topic, text);
          this.#fromGate(end, topic, text);
        },
        close: async () => {
          end.up = false;
        },
      };
    };

  readonly openForCloud =
    (process: Process): OpenCloudCarrier =>
    (_ground, message): CloudCarrier => ({
      connected: () => process.alive,
      listen: (heard) => {
        this.#cloud = { process, message, heard };
        world.after(10, heard, process);
        // The broker tells a new listener what it retained: who is connected.
        for (const [topic, text] of this.#retained) this.#toCloud(topic, text, world.nowMs);
      },
      publish: (topic, text) => {
        if (process.alive) this.#fromCloud(topic, text);
      },
      close: async () => undefined,
    });

  /** Cuts a gate off for a while. */
  cut(gate: string, way: Way, forMs: number): void {
    const cut = this.#cutOf(gate);
    if (way !== "down") cut.up++;
    if (way !== "up") cut.down++;
    const end = this.#gates.get(gate);
    if (way === "both" && end) world.after(this.#chance.between(0, NOTICED_MS), () => this.#notice(end), end.process);
    world.after(
      forMs,
      () => {
        if (way !== "down") cut.up--;
        if (way !== "up") cut.down--;
        const now = this.#gates.get(gate);
        if (now && !now.up) this.#connectSoon(now);
      },
      ETERNAL,
    );
  }

  heal(): void {
    for (const cut of this.#cut.values()) [cut.up, cut.down] = [0, 0];
    this.weather = FAIR;
    for (const end of this.#gates.values()) if (!end.up) this.#connectSoon(end);
  }

  /** Every connection breaks at once and comes back. */
  breakAll(): void {
    for (const end of this.#gates.values()) {
      if (!end.up) continue;
      end.up = false;
      world.after(0, () => end.events.down(), end.process);
      this.#connectSoon(end);
    }
  }

  /** A gate's process is gone: the broker says so for it. */
  gone(gate: string): void {
    const end = this.#gates.get(gate);
    if (!end?.up) return;
    end.up = false;
    this.#tellWill(end);
  }

  #cutOf(gate: string): { up: number; down: number } {
    const cut = this.#cut.get(gate) ?? { up: 0, down: 0 };
    this.#cut.set(gate, cut);
    return cut;
  }

  #isCut(gate: string, way: "up" | "down"): boolean {
    return this.#cutOf(gate)[way] > 0;
  }

  #notice(end: GateEnd): void {
    if (!end.up || !this.#isCut(end.gate, "up")) return;
    end.up = false;
    this.#tellWill(end);
    end.events.down();
  }

  #tellWill({ estate, gate }: GateEnd): void {
    const [topic, text] = [`baygate/v1/${estate}/${gate}/status`, JSON.stringify({ v: 1, online: false })];
    this.#retained.set(topic, text);
    this.#toCloud(topic, text, world.nowMs);
  }

  #connectSoon(end: GateEnd): void {
    world.after(
      this.#chance.between(100, 3_000),
      () => {
        if (end.up || this.#gates.get(end.gate) !== end || this.#isCut(end.gate, "up") || this.#isCut(end.gate, "down"))
          return;
        end.up = true;
        end.events.up();
      },
      end.process,
    );
  }

  #fromGate(end: GateEnd, topic: string, text: string): void {
    if (!end.up || !end.process.alive) return;
    if (this.#isCut(end.gate, "up")) this.#events.fault("cut-off");
    else this.#carry(() => this.#toCloud(topic, text, sentAtMs));
    const sentAtMs = world.nowMs;
  }

  #toCloud(topic: string, text: string, sentAtMs: number): void {
    const cloud = this.#cloud;
    if (!cloud?.process.alive) return;
    world.after(
      0,
      () => {
        this.#events.reached(topic, text, sentAtMs);
        cloud.message(topic, Buffer.from(text));
      },
      cloud.process,
    );
  }

  #fromCloud(topic: string, text: string): void {
    this.#events.sent(topic, text);
    const [, , , gate = ""] = topic.split("/");
    const end = this.#gates.get(gate);
    if (!end) return;
    this.#carry(() => {
      const now = this.#gates.get(gate);
      if (!now?.up || !now.process.alive) return;
      if (this.#isCut(gate, "down")) this.#events.fault("cut-off");
      else world.after(0, () => now.events.message(topic, Buffer.from(text)), now.process);
    });
  }

  #carry(deliver: () => void): void {
    const { loss, doubled, leastMs, mostMs } = this.weather;
    const copies = 1 + Number(this.#chance.happens(doubled));
    if (copies > 1) this.#events.fault("doubled");
    if (copies > 1 && this.#chance.happens(REPLAYED)) {
      this.#events.fault("replayed");
      world.after(this.#chance.between(1, 12) * 60_000, deliver, ETERNAL);
    }
    for (let copy = 0; copy < copies; copy++) {
      if (this.#chance.happens(loss)) {
        this.#events.fault("lost");
        continue;
      }
      const isLate = mostMs > 1_000 && this.#chance.happens(0.05);
      if (isLate) this.#events.fault("late");
      const ms = isLate ? this.#chance.between(mostMs, 20 * mostMs) : this.#chance.between(leastMs, mostMs);
      world.after(ms, deliver, ETERNAL);
    }
  }
}

/** The wires belong to nobody. */
const ETERNAL: Process = { name: "wires", alive: true };
