import { readFile } from "node:fs/promises";
import mqtt from "mqtt";
import { z } from "zod";
import type { ReaderDriver } from "../driver.ts";
import { platesIn } from "./plates-formats.ts";

// Number plates that a recognition product publishes at a broker of the site, in the formats of plates-formats.ts.

const config = z.object({
  driver: z.literal("plates-mqtt"),
  url: z
    .string()
    .refine((text) => ["mqtt:", "mqtts:"].includes(URL.parse(text)?.protocol ?? ""), "an address mqtt:// or mqtts://")
    .refine((text) => !URL.parse(text)?.password, "no secret in this file: use passwordFile")
    .meta({ description: "The site's own broker, with a user's name where it asks for one." }),
  passwordFile: z.string().min(1).optional().meta({ description: "A file that holds the password." }),
  topic: z.string().min(1).max(512).meta({ description: "What is subscribed to; + and # as MQTT has them." }),
  camera: z.string().min(1).max(256).optional().meta({
    description: "Only this camera's plates, as the product names it. Without it every camera's.",
  }),
  retryMs: z.int().min(10).max(600_000).default(5_000).meta({ description: "The wait before it connects again." }),
});

/** A message with pictures is longer than this only when it is not for us. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Faults it reports: `plates-broker-unreachable`, `plates-broker-refuses` (the name, the password or the topic). */
export const platesMqtt: ReaderDriver<typeof config> = {
  config,
  reads: "plate",
  async open({ url, passwordFile, topic, camera, retryMs }, events, { log }) {
    let failed: string | undefined;
    const ails = (code: string, words: string): void => {
      if (failed === code) return;
      failed = code;
      events.failed(code, words);
    };
    const password =
      passwordFile === undefined ? undefined : await readFile(passwordFile, "utf8").catch(() => undefined);
    const client = mqtt.connect(url, {
      ...(password === undefined ? {} : { password: password.trim() }),
      ...{ clean: true, reconnectPeriod: retryMs, connectTimeout: 10_000, resubscribe: false },
    });
    client.on("connect", () => {
      client.subscribe(topic, { qos: 0 }, (error, granted) => {
        if (error || granted?.some(({ qos }) => qos === 128)) {
          ails("plates-broker-refuses", `no leave to read ${topic}`);
          return;
        }
        if (failed !== undefined) events.recovered();
        failed = undefined;
      });
    });
    client.on("error", (error) => {
      const isRefusal = "code" in error && typeof error.code === "number";
      ails(isRefusal ? "plates-broker-refuses" : "plates-broker-unreachable", error.message);
    });
    client.on("close", () => {
      if (!client.disconnecting) ails("plates-broker-unreachable", "the connection is gone");
    });
    // What a broker kept from long ago is no car that stands here now.
    client.on("message", (_topic, payload, { retain }) => {
      if (retain || payload.length > MOST_BYTES) return;
      const plates = platesIn(payload.toString("utf8"), camera);
      if (plates === undefined) log.warn({}, "a message that is in no known format");
      for (const { text: plate, confidence } of plates ?? [])
        events.read({ tier: "P", bytes: Buffer.from(plate), confidence, atMs: performance.now() });
    });
    return { close: () => client.endAsync(true) };
  },
};
