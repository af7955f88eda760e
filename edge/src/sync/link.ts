import { type GateStatus, WIRE_VERSION } from "@baygate/shared/envelope";
import { FROM_GATE, type GateTopic, gateTopic, parseGateTopic } from "@baygate/shared/topics";
import type { z } from "zod";
import type { Carrier, CarrierGround, OpenCarrier } from "./carrier.ts";
import { openMqttCarrier } from "./mqtt-carrier.ts";

/** A message larger than this is not read, bytes: parts of a snapshot are far smaller. */
export const LARGEST_MESSAGE = 768 * 1024;

/** Called back by the link. A message is the payload's text, within the limit. */
export interface LinkEvents {
  connected(): void;
  disconnected(): void;
  message(topic: GateTopic, text: string): void;
}

/**
 * The gate's way to the cloud: which messages are its own, and what stands in them. Never throws. Nothing is queued while it is
 * down; what must arrive is sent again by those who know what that is.
 */
export class Link {
  readonly #ground: CarrierGround;
  readonly #carrier: Carrier;
  /** Messages that could not be used, since the start. */
  refused = 0;

  constructor(ground: CarrierGround, events: LinkEvents, open: OpenCarrier = openMqttCarrier) {
    this.#ground = ground;
    const { estate, gate } = ground;
    this.#carrier = open(ground, {
      up: () => events.connected(),
      down: () => events.disconnected(),
      message: (topic, payload) => {
        const parsed = parseGateTopic(topic);
        const mine = parsed?.estate === estate && parsed.gate === gate && !FROM_GATE.includes(parsed.topic);
        if (parsed === undefined || !mine) this.refuse("wrong-topic", topic);
        else if (payload.length > LARGEST_MESSAGE)
          this.refuse("message-too-large", `${parsed.topic}, ${payload.length} bytes`);
        else events.message(parsed.topic, payload.toString("utf8"));
      },
    });
  }

  get connected(): boolean {
    return this.#carrier.connected;
  }

  /** Publishes if there is a link; lost messages are their sender's care. */
  publish(topic: GateTopic, message: object, options: { readonly retain?: boolean } = {}): void {
    if (!this.#carrier.connected) return;
    const { estate, gate } = this.#ground;
    this.#carrier.publish(gateTopic(estate, gate, topic), JSON.stringify(message), options.retain ?? false);
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
    const goodbye: GateStatus = { v: WIRE_VERSION, online: false };
    await this.#carrier.close({ topic: gateTopic(estate, gate, "status"), text: JSON.stringify(goodbye) });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
