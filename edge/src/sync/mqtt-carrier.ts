import { Socket } from "node:net";
import { type GateStatus, WIRE_VERSION } from "@baygate/shared/envelope";
import { gateTopic, TO_GATE } from "@baygate/shared/topics";
import mqtt from "mqtt";
import type { OpenCarrier } from "./carrier.ts";

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;

/** The way to an MQTT broker, with growing and spread waits between attempts. Nothing is queued while it is down. */
export const openMqttCarrier: OpenCarrier = ({ url, estate, gate, token, log }, events) => {
  const will: GateStatus = { v: WIRE_VERSION, online: false };
  let attempts = 0;
  const client = mqtt.connect(url, {
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
  client.on("connect", () => {
    attempts = 0;
    // Without it an acknowledgement waits 44 ms for nothing (PERFORMANCE.md).
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    const topics = TO_GATE.map((topic) => gateTopic(estate, gate, topic));
    client.subscribe(topics, { qos: 1 }, (error) => {
      if (error === null) {
        log.info("connected");
        events.up();
      } else if (client.connected) {
        log.warn({ err: error }, "the broker refuses this gate's topics");
        client.stream.destroy();
      }
    });
  });
  client.on("close", () => {
    attempts++;
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 10));
    client.options.reconnectPeriod = Math.round(longest / 2 + (Math.random() * longest) / 2);
    events.down();
  });
  client.on("error", (error) => {
    // One line an outage is enough.
    log[attempts === 0 ? "warn" : "debug"]({ err: error.message }, "no way to the broker");
  });
  client.on("message", (topic, payload) => events.message(topic, payload));

  return {
    get connected() {
      return client.connected;
    },
    publish(topic, text, retain) {
      client.publish(topic, text, { qos: retain ? 1 : 0, retain });
    },
    async close({ topic, text }) {
      if (client.connected) {
        const said = client.publishAsync(topic, text, { qos: 1, retain: true });
        await Promise.race([said.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
      }
      await client.endAsync(true);
    },
  };
};
