import { hash } from "node:crypto";
import { gateTopic } from "@baygate/shared/topics";
import mqtt from "mqtt";
import { pino } from "pino";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import type { Cloud } from "../serve.ts";
import { openGreeting } from "./greeting.ts";
import { cloudOn, furnishEstate, PlainGate } from "./testing.ts";

const { db, url } = await testDatabase();
let cloud: Cloud;
const leaving: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  await furnishEstate(db, "harbour", 40);
  await furnishEstate(db, "station", 10);
  cloud = await cloudOn(url);
});
afterAll(() => cloud.stop());
afterEach(async () => {
  for (const leave of leaving.splice(0)) await leave();
});

function gate(estate: string, id: string, options: { password?: string; user?: string } = {}): PlainGate {
  const made = new PlainGate(cloud.mqttUrl, estate, id, options);
  leaving.push(() => made.leave());
  return made;
}

async function connected(estate: string, id: string): Promise<PlainGate> {
  const made = gate(estate, id);
  await made.connect();
  return made;
}

/** These machines are busy: nothing here is about how fast. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

const rows = async (text: string, values: unknown[] = []) => (await db.pool.query(text, values)).rows;

describe("facts", () => {
  test("are acknowledged once they are committed, and again when they are sent again", async () => {
    const out = await connected("harbour", "harbour-out");
    out.write({ kind: "gate.started", body: { software: "test" } });
    out.write({ kind: "device.failed", body: { device: "loop", code: "silent", words: "says nothing" } });
    await out.send();
    await out.acked(2);
    expect(await rows("select seq::int, kind from fact where epoch = $1 order by seq", [out.epoch])).toEqual([
      { seq: 1, kind: "gate.started" },
      { seq: 2, kind: "device.failed" },
    ]);
    out.heard.length = 0;
    await out.send();
    await out.acked(2);
    expect(await rows("select count(*)::int as n from fact where epoch = $1", [out.epoch])).toEqual([{ n: 2 }]);
  });

  test("that a restored cloud has forgotten are asked for by the answer to a sync, also from a gate with nothing to send", async () => {
    const out = await connected("harbour", "harbour-out");
    for (let n = 0; n < 2; n++) out.write({ kind: "gate.started", body: { software: "test" } });
    await out.send();
    await out.acked(2);
    // As it stood in the backup.
    await rows(
      "update gate_epoch set through = 1, hash = (select hash from fact where epoch = $1 and seq = 1) where epoch = $1",
      [out.epoch],
    );
    await out.sync();
    await out.acked(1);
  });

  test("that nobody understands are set aside and those behind them go on", async () => {
    const out = await connected("harbour", "harbour-out");
    out.write({ kind: "gate.started", body: { software: 7 } });
    out.write({ kind: "gate.dreamt", body: {} });
    out.write({ kind: "gate.started", body: { software: "test" } });
    await out.send();
    await out.acked(3);
    const applied = await rows("select quarantine is null as applied from fact where epoch = $1 order by seq", [
      out.epoch,
    ]);
    expect(applied).toEqual([{ applied: false }, { applied: false }, { applied: true }]);
  });

  test("are not acknowledged while the database refuses, and are once it does not", async () => {
    const out = await connected("harbour", "harbour-out");
    await db.pool.query("alter table fact rename to fact_away");
    try {
      out.write({ kind: "gate.started", body: { software: "test" } });
      await out.send();
      await eventually(
        async () => (await (await fetch(`${cloud.httpUrl}/metrics`)).text()).match(/batches_failed_total (\d+)/)?.[1],
      ).toBe("1");
      expect(out.of("ack")).toEqual([]);
    } finally {
      await db.pool.query("alter table fact_away rename to fact");
    }
    await out.send();
    await out.acked(1);
  });
});

describe("a message that is not one", () => {
  test("is told to the operator, and the gate's next batch is taken", async () => {
    const out = await connected("harbour", "harbour-out");
    await out.publish("status", "{not json");
    const told = () => rows("select words from exception where kind = 'message-malformed' order by id");
    await eventually(told).toEqual([{ words: "status is not JSON" }]);
    await out.publish("facts", { v: 2, epoch: out.epoch });
    out.write({ kind: "gate.started", body: { software: "test" } });
    await out.send();
    await out.acked(1);
  });

  test("of a megabyte costs its sender the connection; others do not notice, and the sender may come back", async () => {
    const out = await connected("harbour", "harbour-out");
    const other = await connected("station", "station-out");
    let closed = 0;
    let otherClosed = 0;
    out.client.on("close", () => closed++);
    other.client.on("close", () => otherClosed++);
    // Its acknowledgement will never come.
    out.client.publish(gateTopic("harbour", "harbour-out", "facts"), Buffer.alloc(1024 * 1024, "x"), { qos: 0 });
    await eventually(() => closed).toBe(1);
    other.write({ kind: "gate.started", body: { software: "test" } });
    await other.send();
    await other.acked(1);
    expect(otherClosed).toBe(0);
    await eventually(() => out.client.connected).toBe(true);
  });
});

describe("the broker", () => {
  test.each([
    ["a wrong password", { password: "harbour-in" }],
    ["a stranger's name", { user: "nobody" }],
    ["the cloud's name", { user: "cloud" }],
    ["the operators' name with a gate's token", { user: "operator" }],
  ])("refuses %s", async (_what, options) => {
    const out = gate("harbour", "harbour-out", options);
    const refusals: string[] = [];
    out.client.on("error", (error) => refusals.push(error.message));
    await eventually(() => refusals[0]).toContain("Bad username or password");
    expect(out.client.connected).toBe(false);
  });

  test("refuses a revoked gate, and puts it out", async () => {
    await furnishEstate(db, "revoked", 1);
    const out = await connected("revoked", "revoked-out");
    let closed = 0;
    out.client.on("close", () => closed++);
    await db.pool.query("update gate set revoked_at = now() where id = 'revoked-out'");
    await eventually(() => closed).toBeGreaterThan(0);
    await eventually(() => out.client.connected).toBe(false);
  });

  test("lets a gate neither speak nor listen under another name", async () => {
    const out = await connected("harbour", "harbour-out");
    const topics = ["baygate/v1/harbour/harbour-in/rules", "baygate/v1/+/+/facts", "#"];
    for (const topic of topics) {
      const [granted] = await out.client.subscribeAsync(topic).catch(() => [{ topic, qos: 128 }]);
      expect(granted?.qos).toBe(128);
    }
    let closed = 0;
    out.client.on("close", () => closed++);
    out.client.publish("baygate/v1/harbour/harbour-in/status", JSON.stringify({ v: 1, online: true }));
    await eventually(() => closed).toBe(1);
    expect(await rows("select online from gate where id = 'harbour-in'")).toEqual([{ online: false }]);
  });

  test("does not let a gate take a client id that another will need", async () => {
    for (const [username, password, clientId] of [
      ["station-out", "station-out", "gate-harbour-in"],
      ["station-out", "station-out", "anything"],
    ] as const) {
      const early = mqtt.connect(cloud.mqttUrl, {
        username,
        password,
        clientId,
        protocolVersion: 4,
        reconnectPeriod: 0,
      });
      leaving.push(() => early.endAsync(true));
      await expect(new Promise((resolve) => early.on("error", resolve))).resolves.toMatchObject({ code: 4 });
    }
  });

  test("does not let one gate end another's connection by taking its client id", async () => {
    const first = await connected("harbour", "harbour-out");
    let closed = 0;
    first.client.on("close", () => closed++);
    const thief = mqtt.connect(cloud.mqttUrl, {
      ...{ username: "station-out", password: "station-out", clientId: "gate-harbour-out", protocolVersion: 4 },
      reconnectPeriod: 0,
    });
    leaving.push(() => thief.endAsync(true));
    const refused = new Promise((resolve) => thief.on("error", resolve));
    await expect(refused).resolves.toMatchObject({ code: 4 });
    expect(closed).toBe(0);
  });

  test("shows an operator's dashboard what is live", async () => {
    await db.pool.query("insert into token (hash, role, label) values ($1, 'operator', 'test')", [
      hash("sha256", "dashboard", "hex"),
    ]);
    const dashboard = mqtt.connect(cloud.mqttUrl, { username: "operator", password: "dashboard", protocolVersion: 4 });
    leaving.push(() => dashboard.endAsync(true));
    const seen = new Map<string, unknown>();
    dashboard.on("message", (topic, payload) => seen.set(topic, JSON.parse(payload.toString())));
    await dashboard.subscribeAsync("baygate/v1/+/live/#");
    await eventually(() => seen.get("baygate/v1/station/live/occupancy")).toEqual({
      v: 1,
      zones: [{ zone: "main", name: "Main", class: "standard", capacity: 10, inside: 0, passing: 0, free: 10 }],
    });
    expect(seen.get("baygate/v1/station/live/price")).toMatchObject({ zones: [{ words: "2.40 EUR an hour" }] });
  });
});

describe("a gate of arrivals", () => {
  test("that synchronises gets the rules, and every free place lent", async () => {
    const arriving = await connected("station", "station-in");
    await arriving.sync();
    await eventually(() => arriving.of("rules")[0]?.["kind"]).toBe("snapshot");
    const lent = () =>
      arriving.of("rules").flatMap((message) => {
        const changes = message["changes"];
        return Array.isArray(changes) ? changes.filter(([key]) => key === "lease/station-in/main") : [];
      });
    await eventually(() => lent().at(-1)?.[1]).toBe(JSON.stringify({ epoch: arriving.epoch, lent: 10 }));
  });

  test("hears an order again that it has not answered, until it expires", async () => {
    const arriving = await connected("station", "station-in");
    const order = (expiresMs: number) => {
      const id = uuidv7();
      return { v: 1, id, kind: "resync", issuer: "test", reason: "test", expiresMs };
    };
    const [open, expired] = [order(Date.now() + 60_000), order(Date.now() - 1)];
    for (const each of [open, expired])
      await db.pool.query("insert into gate_order (id, gate, content, expires_at) values ($1, 'station-in', $2, $3)", [
        ...[each.id, JSON.stringify(each), new Date(each.expiresMs)],
      ]);
    await arriving.sync();
    await eventually(() => arriving.of("orders")).toEqual([open]);
    arriving.write({ kind: "order.answered", body: { order: open.id, outcome: "done", words: "" } });
    await arriving.send();
    await arriving.acked(1);
    arriving.heard.length = 0;
    await arriving.sync();
    await eventually(() => arriving.of("rules").length).toBeGreaterThan(0);
    expect(arriving.of("orders")).toEqual([]);
  });

  test("that goes offline is seen to be", async () => {
    const arriving = await connected("harbour", "harbour-in");
    const online = async () => (await rows("select online from gate where id = 'harbour-in'"))[0]?.online;
    await eventually(online).toBe(true);
    await arriving.publish("status", { v: 1, online: false }, true);
    await eventually(online).toBe(false);
  });
});

test("on its own database a cloud outlives that database's death, and takes the facts again", async () => {
  const alone = await cloudOn(undefined);
  leaving.push(alone.stop);
  await furnishEstate(alone.db, "harbour", 40);
  const out = new PlainGate(alone.mqttUrl, "harbour", "harbour-out");
  leaving.unshift(() => out.leave());
  await out.connect();
  out.write({ kind: "gate.started", body: { software: "test" } });
  await out.send();
  await out.acked(1);

  const [{ pid }] = (
    await alone.db.pool.query("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)::int as pid")
  ).rows;
  process.kill(pid, "SIGKILL");
  out.write({ kind: "device.failed", body: { device: "loop", code: "silent", words: "says nothing" } });
  const sentAgain = async () => {
    await out.send(2);
    return out.of("ack").at(-1)?.["through"];
  };
  await expect.poll(sentAgain, { timeout: 20_000, interval: 200 }).toBe(2);
  expect((await alone.db.pool.query("select seq::int from fact order by seq")).rows).toEqual([{ seq: 1 }, { seq: 2 }]);
}, 40_000);

test("a cloud that is there again says to every gate what it has of its facts, and to nobody once it stops", async () => {
  const gates = [await connected("station", "station-in"), await connected("station", "station-out")];
  for (const each of gates) {
    each.write({ kind: "gate.started", body: { software: "test" } });
    await each.send();
    await each.acked(1);
  }
  const published: [string, unknown][] = [];
  const greeting = openGreeting({
    db,
    link: { publish: (topic, message) => published.push([topic, message]) },
    log: pino({ level: "silent" }),
  });
  greeting.soon();
  const to = (id: string) => published.filter(([topic]) => topic === gateTopic("station", id, "ack"));
  for (const { id, epoch } of gates)
    await eventually(() => to(id)).toEqual([[expect.any(String), expect.objectContaining({ through: 1, epoch })]]);
  await greeting.stop();
  greeting.soon();
  await greeting.stop();
  expect(to("station-in")).toHaveLength(1);
});
