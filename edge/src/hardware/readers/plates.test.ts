import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";
import mqtt from "mqtt";
import { describe, expect, it } from "vitest";
import { Heard, readerContract } from "../seams.contract.ts";
import { platesIn } from "./plates-formats.ts";
import { platesHttp } from "./plates-http.ts";
import { platesMqtt } from "./plates-mqtt.ts";

const SECRET = "a-secret-of-the-gate";
const context = { log: { info: () => {}, warn: () => {} }, device: "lane-1/reader-0" };

// As the products' own pages show them, shortened.
const rekorFrame = (plate: string, confidence = 92.94) =>
  JSON.stringify({
    ...{ data_type: "alpr_results", version: 2, camera_id: 1234, processing_time_ms: 105.85 },
    results: [{ plate_index: 0, plate, region: "us-mo", confidence, candidates: [{ plate, confidence }] }],
  });
const rekorGroup = JSON.stringify({
  ...{ data_type: "alpr_group", version: 2, camera_id: 1234, epoch_start: 1562681121504 },
  ...{ best_plate_number: "D2651BF", best_confidence: 92.5, candidates: [{ plate: "D2651BF", confidence: 92.5 }] },
});
const plateRecognizer = JSON.stringify({
  hook: { target: "https://gate", id: "camera-1", event: "recognition", filename: "camera-1/05-56-13.jpg" },
  data: {
    ...{ camera_id: "camera-1", filename: "camera-1/05-56-13.jpg", timestamp: "2021-09-29T05:56:13.606935Z" },
    results: [
      { plate: "9jub11", region: { code: "gb", score: 0.413 }, score: 0.839, dscore: 0.441, direction: "" },
      { plate: "sju88y", score: 0.9, dscore: 0.5 },
    ],
  },
});

describe("what plate recognition products send", () => {
  it.each([
    ["Rekor Scout, a frame", rekorFrame("D2651BF"), [["D2651BF", 0.9294, "1234"]]],
    ["Rekor Scout, a vehicle", rekorGroup, [["D2651BF", 0.925, "1234"]]],
    ["Rekor Scout, that it lives", JSON.stringify({ data_type: "heartbeat", version: 2 }), []],
    [
      "Plate Recognizer, the surest first",
      plateRecognizer,
      [
        ["sju88y", 0.9, "camera-1"],
        ["9jub11", 0.839, "camera-1"],
      ],
    ],
  ])("is read: %s", (_, text, plates) => {
    expect(platesIn(text)?.map(({ text, confidence, camera }) => [text, confidence, camera])).toEqual(plates);
  });

  it.each([
    "",
    "[]",
    "null",
    '{"data_type":"alpr_results"}',
    '{"data_type":"alpr_results","results":[{"plate":"X","confidence":900}]}',
    '{"hook":{"event":"recognition"},"data":{"results":[{"plate":7,"score":1}]}}',
    "x".repeat(100_000),
  ])("is refused: %.60s", (text) => expect(platesIn(text)).toBeUndefined());

  it("of another camera is not this lane's", () => {
    expect(platesIn(rekorFrame("D2651BF"), "1234")).toHaveLength(1);
    expect(platesIn(rekorFrame("D2651BF"), "99")).toEqual([]);
  });
});

const freePort = async (): Promise<number> => {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
};

async function httpBench() {
  const folder = mkdtempSync(join(tmpdir(), "plates-"));
  const [port, secretFile] = [await freePort(), join(folder, "secret")];
  writeFileSync(secretFile, SECRET);
  const post = async (body: BodyInit, path = `/plates/${SECRET}`, method = "POST"): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === "GET" ? {} : { body }) })).status;
  return {
    ...{ port, secretFile, post },
    open: (events: Parameters<typeof platesHttp.open>[1]) =>
      platesHttp.open(
        platesHttp.config.parse({ driver: "plates-http", port, secretFile, retryMs: 20 }),
        events,
        context,
      ),
    hold: async () => {
      expect(await post(rekorFrame("D2651BF"))).toBe(200);
      return { tier: "P" as const, bytes: Buffer.from("D2651BF") };
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}

readerContract("plates over HTTP", httpBench);

describe("plates over HTTP", () => {
  const withReader = async (use: (bench: Awaited<ReturnType<typeof httpBench>>, reads: string[]) => Promise<void>) => {
    const bench = await httpBench();
    const reads: string[] = [];
    const reader = await bench.open({
      ...new Heard().events,
      read: ({ bytes, confidence }) => reads.push(`${Buffer.from(bytes)} ${confidence}`),
      unreadable: () => {},
    });
    await expect.poll(() => bench.post("", "/", "GET").catch(() => 0)).toBe(404);
    try {
      await use(bench, reads);
    } finally {
      await reader.close();
      await bench.close();
    }
  };

  it("are taken from whoever knows the secret, with a picture or without; all else is refused and costs nothing", () =>
    withReader(async ({ post }, reads) => {
      const form = new FormData();
      form.set("json", plateRecognizer);
      form.set("upload", new Blob([new Uint8Array(200_000)]), "car.jpg");
      expect(await post(form)).toBe(200);
      expect(reads).toEqual(["sju88y 0.9", "9jub11 0.839"]);
      expect(await post(rekorGroup, "/plates/another-secret-here")).toBe(404);
      expect(await post(rekorGroup, "/plates/")).toBe(404);
      expect(await post("", `/plates/${SECRET}`, "GET")).toBe(405);
      expect(await post("{}")).toBe(400);
      expect(await post("x".repeat(9 * 1024 * 1024)).catch(() => 413)).toBe(413);
      expect(reads).toHaveLength(2);
    }));

  it("wait for an address that is taken, and for a secret", async () => {
    const bench = await httpBench();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(bench.port, "127.0.0.1", resolve));
    writeFileSync(bench.secretFile, "short");
    const heard = new Heard();
    const reader = await bench.open({ ...heard.events, read: () => {}, unreadable: () => {} });
    await heard.ends("failed plates-secret-unreadable");
    writeFileSync(bench.secretFile, SECRET);
    await heard.ends("failed plates-address-taken");
    await new Promise<void>((resolve) => other.close(() => resolve()));
    await heard.ends("recovered");
    await reader.close();
    await bench.close();
  });
});

async function mqttBench() {
  const port = await freePort();
  const url = `mqtt://127.0.0.1:${port}`;
  let end: (() => Promise<void>) | undefined;
  const begin = async (): Promise<void> => {
    const broker = await Aedes.createBroker();
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket);
      broker.handle(socket);
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    end = async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    };
  };
  await begin();
  const say = async (text: string, retain = false): Promise<void> => {
    const client = await mqtt.connectAsync(url);
    await client.publishAsync("site/plates/in", text, { qos: 1, retain });
    await client.endAsync();
  };
  return {
    say,
    open: async (events: Parameters<typeof platesMqtt.open>[1]) => {
      const asked = { driver: "plates-mqtt", url, topic: "site/plates/#", retryMs: 20 };
      const reader = await platesMqtt.open(platesMqtt.config.parse(asked), events, context);
      // Its subscription is on its way.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return reader;
    },
    hold: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await say(rekorFrame("D2651BF"));
      return { tier: "P" as const, bytes: Buffer.from("D2651BF") };
    },
    outage: { code: "plates-broker-unreachable", begin: () => end?.(), end: begin },
    close: async () => end?.(),
  };
}

readerContract("plates over MQTT", mqttBench);

it("a plate that a broker kept from long ago is no car that stands here now", async () => {
  const bench = await mqttBench();
  await bench.say(rekorFrame("OLD1"), true);
  const reads: string[] = [];
  const reader = await bench.open({
    ...new Heard().events,
    read: ({ bytes }) => reads.push(Buffer.from(bytes).toString()),
    unreadable: () => {},
  });
  await bench.hold();
  await expect.poll(() => reads).toEqual(["D2651BF"]);
  await reader.close();
  await bench.close();
});
