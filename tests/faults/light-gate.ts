import { hash, randomBytes } from "node:crypto";
import { type Ack, Ack as AckSchema, BATCH_FACTS, type FactBatch, WIRE_VERSION } from "@baygate/shared/envelope";
import { FACT_VERSION } from "@baygate/shared/fact";
import { GENESIS_HASH } from "@baygate/shared/ids";
import { ackEvent, startUplink, type UplinkEvent, type UplinkState, uplinkStep } from "../../edge/src/core/uplink.ts";
import { openLog } from "../../edge/src/log.ts";
import { Link } from "../../edge/src/sync/link.ts";
import type { Ends } from "./ends.ts";
import { ESTATE, ZONE } from "./mould.ts";
import type { Kept } from "./oracle.ts";

const BOOT = "c0ffee00-0000-4000-8000-000000000000";

/**
 * A gate without a process: the edge's own machine and link over facts in memory. So there can be a hundred, and each may write what no
 * gate of this version would.
 */
export class LightGate {
  readonly id: string;
  readonly facts: Kept[] = [];
  readonly #epoch = randomBytes(8).toString("hex");
  readonly #link: Link;
  #state: UplinkState;
  #timer: NodeJS.Timeout | undefined;

  constructor(ends: Ends, id: string, token: string, url: string) {
    this.id = id;
    this.#state = startUplink(this.#epoch, 0, 0);
    const log = openLog(id);
    log.level = "silent";
    this.#link = new Link(
      { url, estate: ESTATE, gate: id, token, log },
      {
        connected: () => this.#step({ on: "connected" }),
        disconnected: () => this.#step({ on: "disconnected" }),
        message: (topic, text) => {
          if (topic !== "ack") return;
          const ack: Ack | undefined = this.#link.read(AckSchema, text, "ack");
          if (ack) this.#step(ackEvent(ack, (seq) => this.facts[seq - 1]?.hash));
        },
      },
    );
    ends.add(async () => {
      clearTimeout(this.#timer);
      await this.#link.close();
    });
  }

  get waiting(): number {
    return this.facts.length - this.#state.acked;
  }

  /** Commits a fact like any other: somebody whose card is not known. */
  refuse(): void {
    this.write("decision.made", {
      ...{ lane: "lane", direction: "depart", tier: "E", credential: randomBytes(16).toString("hex"), account: null },
      ...{ zone: ZONE, outcome: "deny", reason: "unknown-credential", session: null, offer: null },
    });
  }

  /** Commits a fact, with whatever in its envelope. */
  write(kind: string, body: unknown, odd: object = {}): void {
    const seq = this.facts.length + 1;
    const id = uuid7();
    const text = JSON.stringify({
      ...{ v: FACT_VERSION, estate: ESTATE, gate: this.id, epoch: this.#epoch, seq, id, kind },
      ...{ wallMs: Date.now(), monoMs: performance.now(), bootId: BOOT, clock: "synchronised", rules: 0 },
      ...{ prevHash: this.facts.at(-1)?.hash ?? GENESIS_HASH, body, ...odd },
    });
    this.writeText(text, id, kind);
  }

  /** Commits any text at all. */
  writeText(text: string, id = "", kind = ""): void {
    const seq = this.facts.length + 1;
    this.facts.push({ gate: this.id, epoch: this.#epoch, seq, id, kind, hash: hash("sha256", text), text });
    this.#step({ on: "journalled", last: seq });
  }

  #step(event: UplinkEvent): void {
    const { state, actions } = uplinkStep(this.#state, event);
    this.#state = state;
    for (const action of actions) {
      if (action.do === "send") this.#send(action.from);
      if (action.do === "wait" || action.do === "stop-waiting") clearTimeout(this.#timer);
      if (action.do === "wait")
        this.#timer = setTimeout(() => this.#step({ on: "timeout" }), action.ms * (0.75 + Math.random() / 2));
    }
  }

  #send(from: number): void {
    const facts = this.facts.slice(from - 1, from - 1 + BATCH_FACTS).map(({ text }) => text);
    const batch: FactBatch = {
      ...{ v: WIRE_VERSION, epoch: this.#epoch, from, facts, bootId: BOOT },
      ...{ wallMs: Date.now(), monoMs: performance.now(), leases: {} },
    };
    this.#link.publish("facts", batch);
    this.#step({ on: "sent", through: from + facts.length - 1 });
  }
}

/** RFC 9562. */
function uuid7(): string {
  const hex = Date.now().toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
