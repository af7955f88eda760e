import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import type { Cloud } from "../serve.ts";
import { cloudOn, furnishEstate, PlainGate } from "./testing.ts";

const BROKER = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto"].find((path) => existsSync(path));
const required = process.env["BAYGATE_REQUIRE"] === "all";
const files = new URL("../../../firmware-config/mosquitto/", import.meta.url);

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

describe.skipIf(BROKER === undefined && !required)("with Mosquitto as firmware-config lays it out", async () => {
  const { db, url } = await testDatabase();
  let dir: string;
  let port: number;
  let broker: ChildProcess;
  let cloud: Cloud;
  const openCloud = () =>
    cloudOn(url, {
      ...{ MQTT_URL: `mqtt://127.0.0.1:${port}`, MQTT_USER: "cloud", MQTT_PASSWORD: "clouds" },
      BAYGATE_DATA: join(dir, "data"),
    });

  const startBroker = async () => {
    broker = spawn(BROKER ?? "mosquitto", ["-c", join(dir, "baygate.conf")], { stdio: "ignore" });
    await once(broker, "spawn");
  };
  const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

  beforeAll(async () => {
    await furnishEstate(db, "harbour", 40);
    dir = await mkdtemp(join(tmpdir(), "baygate-mosquitto-"));
    port = await freePort();
    const conf = (await readFile(new URL("baygate.conf", files), "utf8"))
      .replace("listener 1883", `listener ${port}`)
      .replaceAll("/etc/mosquitto", dir);
    // Started by root it would become another user, who may not enter this folder.
    await writeFile(join(dir, "baygate.conf"), process.getuid?.() === 0 ? `${conf}\nuser root\n` : conf);
    await writeFile(join(dir, "baygate.acl"), await readFile(new URL("baygate.acl", files), "utf8"), { mode: 0o600 });
    await writeFile(join(dir, "baygate.passwd"), "", { mode: 0o600 });
    for (const [user, password] of [
      ["cloud", "clouds"],
      ["harbour-in", "harbour-in"],
      ["harbour-out", "harbour-out"],
    ] as const)
      execFileSync("mosquitto_passwd", ["-b", join(dir, "baygate.passwd"), user, password], { stdio: "ignore" });
    await startBroker();
    cloud = await openCloud();
  });
  afterAll(async () => {
    await cloud?.stop();
    broker?.kill();
    await rm(dir, { recursive: true, force: true });
  });

  test("facts are acknowledged, rules and leases come", async () => {
    const gate = new PlainGate(cloud.mqttUrl, "harbour", "harbour-in");
    await gate.connect();
    await gate.sync();
    gate.write({ kind: "gate.started", body: { software: "test" } });
    await gate.send();
    await gate.acked(1);
    await eventually(() => gate.of("rules").some(({ kind }) => kind === "snapshot")).toBe(true);
    await eventually(() => JSON.stringify(gate.of("rules"))).toContain("lease/harbour-in/main");
    await gate.leave();
  });

  test("a gate is heard under its own name alone, and at its own estate", async () => {
    await furnishEstate(db, "station", 10);
    const gate = new PlainGate(cloud.mqttUrl, "harbour", "harbour-out");
    await gate.connect();
    // Mosquitto drops the first without a word; the second passes its rule, which does not know estates, and not the cloud's.
    await gate.client.publishAsync("baygate/v1/station/station-out/status", '{"v":1,"online":true}', { qos: 1 });
    await gate.client.publishAsync("baygate/v1/station/harbour-out/status", '{"v":1,"online":true}', { qos: 1 });
    gate.write({ kind: "gate.started", body: { software: "test" } });
    await gate.send();
    await gate.acked(1);
    expect((await db.pool.query("select online from gate where id = 'station-out'")).rows).toEqual([{ online: false }]);
    const refusals = async () =>
      (await (await fetch(`${cloud.httpUrl}/metrics`)).text()).includes('refused_total{why="gate-unknown"} 1');
    await eventually(refusals).toBe(true);
    await gate.leave();
  });

  test("a message of a megabyte costs its sender the connection", async () => {
    const gate = new PlainGate(cloud.mqttUrl, "harbour", "harbour-out");
    await gate.connect();
    let closed = 0;
    gate.client.on("close", () => closed++);
    gate.client.publish("baygate/v1/harbour/harbour-out/facts", Buffer.alloc(1024 * 1024, "x"), { qos: 0 });
    await eventually(() => closed).toBeGreaterThan(0);
    await eventually(() => gate.client.connected).toBe(true);
    await gate.leave();
  });

  test("a cloud that comes back says so to a gate that never left and is waiting", async () => {
    const gate = new PlainGate(cloud.mqttUrl, "harbour", "harbour-in");
    await gate.connect();
    gate.write({ kind: "gate.started", body: { software: "test" } });
    await gate.send();
    await gate.acked(1);
    await cloud.stop();
    gate.heard.length = 0;
    cloud = await openCloud();
    await gate.acked(1);
    await gate.leave();
  });

  test("a broker that was killed and comes back empty is found again", async () => {
    const gate = new PlainGate(cloud.mqttUrl, "harbour", "harbour-out");
    await gate.connect();
    broker.kill("SIGKILL");
    await once(broker, "exit");
    await eventually(() => gate.client.connected).toBe(false);
    await startBroker();
    await eventually(() => gate.client.connected).toBe(true);
    await gate.connect();
    gate.write({ kind: "gate.started", body: { software: "test" } });
    const sent = async () => {
      await gate.send();
      return gate.of("ack").at(-1)?.["through"];
    };
    await eventually(sent).toBe(1);
    await gate.leave();
  });
});
