import { randomBytes } from "node:crypto";
import mqtt, { type MqttClient } from "mqtt";
import type { CarrierGround, OpenCarrier } from "./carrier.ts";

/** The cloud's connection to an MQTT broker. */
export const openMqttCarrier: OpenCarrier = (ground, message) => {
  const { log } = ground;
  const client = mqtt.connect(ground.url, {
    ...(ground.user === undefined ? {} : { username: ground.user }),
    ...(ground.password === undefined ? {} : { password: ground.password }),
    // A random name: two clouds with one would end each other's connections.
    clientId: `baygate-cloud-${randomBytes(6).toString("hex")}`,
    clean: true,
    protocolVersion: 4,
    keepalive: 20,
    reconnectPeriod: 500,
    connectTimeout: 5_000,
    resubscribe: false,
    queueQoSZero: false,
  });
  client.on("error", (error) => log.warn({ err: error.message }, "the link to the broker"));
  client.on("close", () => log.info("the link to the broker is down"));
  client.on("message", message);
  return {
    connected: () => client.connected,
    listen(heard) {
      const begin = () => {
        sendAtOnce(client);
        subscribe(client, ground, heard);
      };
      client.on("connect", begin);
      if (client.connected) begin();
    },
    publish(topic, text, retain) {
      client.publish(topic, text, { qos: 1, retain }, (error) => {
        if (error) log.warn({ topic, err: error.message }, "could not publish");
      });
    },
    close: () => client.endAsync(),
  };
};

/** Without this the kernel keeps an ack back for 40 ms, waiting for more to send. */
function sendAtOnce(client: MqttClient): void {
  const { stream } = client;
  if ("setNoDelay" in stream && typeof stream.setNoDelay === "function") stream.setNoDelay(true);
}

function subscribe(client: MqttClient, { filters, log }: CarrierGround, done: () => void): void {
  client.subscribe([...filters], { qos: 1 }, (error, granted) => {
    const refused = granted?.filter(({ qos }) => qos > 2) ?? [];
    if (error || refused.length > 0)
      log.error(
        { err: error?.message, refused: refused.map(({ topic }) => topic) },
        "the broker refuses to let the cloud hear its gates",
      );
    else log.info("the link to the broker is up");
    done();
  });
}
