import { Socket } from "node:net";
import { type GateStatus, WIRE_VERSION } from "@baygate/shared/envelope";
import type { EstateId, GateId } from "@baygate/shared/ids";
import { FROM_GATE, type GateTopic, gateTopic, parseGateTopic, TO_GATE } from "@baygate/shared/topics";
import mqtt from "mqtt";
import type { z } from "zod";
import type { Log } from "../log.ts";

/** A message larger than this is not read, bytes: parts of a snapshot are far smaller. */
export const LARGEST_MESSAGE = 768 * 1024;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;

export interface LinkGround {
  readonly url: string;
  readonly estate: EstateId;
  readonly gate: GateId;
  readonly token: string;
  readonly log: Log;
}

/** Called back by the link. A message is the payload's text, within the limit. */
export interface LinkEvents {
  connected(): void;
  disconnected(): void;
  message(topic: GateTopic, text: string): void;
}

/**
 * The gate's way to the broker: keeps connecting for ever, with growing and spread waits, and never throws. Nothing is queued
 * while it is down; what must arrive is sent again by those who know what that is.
 */
export class Link {
  readonly #ground: LinkGround;
  readonly #client: mqtt.MqttClient;
  #attempts = 0;
  /** Messages that could not be used, since the start. */
  refused = 0;

  constructor(ground: LinkGround, events: LinkEvents) {
    this.#ground = ground;
    const { estate, gate, token, log } = ground;
    const will: GateStatus = { v: WIRE_VERSION, online: false };
    this.#client = mqtt.connect(ground.url, {
      ...{ clientId: `gate-${gate}`, username: gate, password: token, protocolVersion: 4, clean: true },
      ...{
        keepalive: 20,
        connectTimeout: 10_000,
        reconnectPeriod: FIRST_RETRY_MS,
        queueQoSZero: false,
        resubscribe: false,
      },
      will: { topic: gateTopic(estate, gate, "status"), payload: JSON.stringify(will), qos: 1, retain: true },
    });
    this.#client.on("connect", () => {
      this.#attempts = 0;
      // Without it an acknowledgement waits 44 ms for nothing (PERFORMANCE.md).
      if (this.#client.stream instanceof Socket) this.#client.stream.setNoDelay(true);
      const topics = TO_GATE.map((topic) => gateTopic(estate, gate, topic));
      this.#client.subscribe(topics, { qos: 1 }, (error) => {
        if (error === null) {
          log.info("connected");
          events.connected();
        } else if (this.#client.connected) {
          log.warn({ err: error }, "the broker refuses this gate's topics");
          this.#client.stream.destroy();
        }
      });
    });
    this.#client.on("close", () => {
      this.#attempts++;
      const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#attempts, 10));
      this.#client.options.reconnectPeriod = Math.round(longest / 2 + (Math.random() * longest) / 2);
      events.disconnected();
    });
    this.#client.on("error", (error) => {
      // One line an outage is enough.
      log[this.#attempts === 0 ? "warn" : "debug"]({ err: error.message }, "no way to the broker");
    });
    this.#client.on("message", (topic, payload) => {
      const parsed = parseGateTopic(topic);
      const mine = parsed?.estate === estate && parsed.gate === gate && !FROM_GATE.includes(parsed.topic);
      if (parsed === undefined || !mine) this.refuse("wrong-topic", topic);
      else if (payload.length > LARGEST_MESSAGE)
        this.refuse("message-too-large", `${parsed.topic}, ${payload.length} bytes`);
      else events.message(parsed.topic, payload.toString("utf8"));
    });
  }

  get connected(): boolean {
    return this.#client.connected;
  }

  /** Publishes if there is a link; lost messages are their sender's care. */
  publish(topic: GateTopic, message: object, options: { readonly retain?: boolean } = {}): void {
    if (!this.#client.connected) return;
    const { estate, gate } = this.#ground;
    const retain = options.retain ?? false;
    this.#client.publish(gateTopic(estate, gate, topic), JSON.stringify(message), { qos: retain ? 1 : 0, retain });
  }

  /** A message by its schema; undefined, counted and logged when it is not one. */
  read<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> | undefined {
    const parsed = schema.safeParse(json(text));
    if (parsed.success) return parsed.data;
    this.refuse(
      "message-not-understood",
      `${what}: ${parsed.error.issues[0]?.path.join(".")} ${parsed.error.issues[0]?.message}`,
    );
    return undefined;
  }

  refuse(code: string, words: string): void {
    this.refused++;
    this.#ground.log.warn({ code, refused: this.refused }, words.slice(0, 200));
  }

  /** Says goodbye, where there is somebody to hear it, and gives up. */
  async close(): Promise<void> {
    const { estate, gate } = this.#ground;
    if (this.#client.connected) {
      const goodbye: GateStatus = { v: WIRE_VERSION, online: false };
      const said = this.#client.publishAsync(gateTopic(estate, gate, "status"), JSON.stringify(goodbye), {
        qos: 1,
        retain: true,
      });
      await Promise.race([said.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    }
    await this.#client.endAsync(true);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
