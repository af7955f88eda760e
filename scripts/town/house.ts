import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openClock } from "@baygate/shared/clock";
import type { Clock } from "@baygate/shared/time";
import pg from "pg";
import { type Api, openApi } from "./api.ts";
import { embeddedDatabaseUrl, gatesReady } from "./books.ts";
import { openChance } from "./chance.ts";
import { type Child, startChild } from "./children.ts";
import { furnish } from "./furnish.ts";
import { type Gates, startGates } from "./gates.ts";
import type { Memory } from "./memory.ts";
import { populate } from "./people.ts";
import { demoPlaces } from "./places.ts";

/** The running house: the cloud and every gate as processes of their own. */
export interface House {
  /** `http://127.0.0.1:port` */
  readonly base: string;
  readonly tokenFile: string;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly operator: Api;
  readonly database: pg.Pool;
  readonly gates: Gates;
  save(): void;
  /** Gates first, then the cloud. May be called twice. */
  stop(): Promise<void>;
}

export interface HouseOptions {
  readonly root: string;
  readonly data: string;
  readonly port: number;
  readonly speed: number;
  readonly seed: number;
  /** Of an earlier start. */
  readonly kept: Memory | undefined;
  save(memory: Memory): void;
  say(words: string): void;
}

function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(undefined));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** The port that was asked for, or 8080, or any that is free. @throws when the one asked for is taken. */
export async function choosePort(asked: number | undefined): Promise<number> {
  const port = await freePort(asked ?? 8080);
  if (port !== undefined) return port;
  if (asked !== undefined) throw new Error(`port ${asked} is taken; choose another with --port`);
  return (await freePort(0)) ?? 0;
}

/** A new town begins on the Monday of this week, half past six in Berlin's winter. */
function firstMorning(): number {
  const today = new Date();
  const weekday = (today.getUTCDay() + 6) % 7;
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - weekday, 5, 30);
}

/** For BAYGATE_CLOCK: shows `simulatedMs` in `leadMs` from now. */
const scaleOf = (simulatedMs: number, speed: number, leadMs = 0): string =>
  `${Date.now() + Math.round(leadMs)},${Math.round(simulatedMs)},${speed}`;

export async function openHouse(options: HouseOptions): Promise<House> {
  const { root, data, port, speed, kept } = options;
  const base = `http://127.0.0.1:${port}`;
  const mqttPort = (await freePort(0)) ?? 0;
  const tokenFile = join(data, "cloud", "operator-token");
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (const each of stops.reverse()) await each();
    })();
    return stopping;
  };
  const cloudAt = (scale: string) => startCloud({ root, data, base, port, mqttPort, scale });
  try {
    const { memory, leadMs } = kept ? { memory: kept, leadMs: 0 } : await moveIn(options, tokenFile, base, cloudAt);
    options.save(memory);
    const scale = scaleOf(memory.clockMs, speed, leadMs);
    const clock = openClock(scale);
    const cloud = await cloudAt(scale);
    stops.push(() => cloud.stop());
    const url = process.env["DATABASE_URL"] ?? embeddedDatabaseUrl(join(data, "cloud"));
    const database = new pg.Pool({ connectionString: url, max: 2 });
    database.on("error", () => {});
    stops.push(() => database.end());
    const sockets = mkdtempSync(join(tmpdir(), "baygate-"));
    stops.push(async () => rmSync(sockets, { recursive: true, force: true }));
    const gates = await startGates({ root, data, sockets, scale, tokens: memory.gateTokens, mqttPort });
    stops.push(() => gates.stop());
    for (const child of [cloud, ...gates.all.map((gate) => gate.child)])
      void child.exit.then(({ code, signal }) => {
        if (!stopping) options.say(`${child.name} ended by itself (${signal ?? code}); its log is in ${data}`);
      });
    await untilReady(database, gates);
    const operator = openApi(base, readFileSync(tokenFile, "utf8").trim());
    const save = () => options.save({ ...memory, clockMs: clock.wallMs() });
    return { base, tokenFile, clock, memory, operator, database, gates, save, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const HOURS = 3_600_000;

/**
 * The first start: the evening before, at the world's pace, estates, gates and drivers are entered. `leadMs`: how long the house
 * will need to start again, so that the town's first morning does not pass meanwhile.
 */
async function moveIn(
  { seed, say, data }: HouseOptions,
  tokenFile: string,
  base: string,
  cloudAt: (scale: string) => Promise<Child>,
): Promise<{ memory: Memory; leadMs: number }> {
  say("A new town: entering its estates, gates, drivers and cards ...");
  const unfinished = join(data, "moving-in");
  // A move that was cut short is begun anew: nobody has the tokens of the gates that it made.
  if (existsSync(unfinished))
    for (const each of ["cloud", "gates"]) rmSync(join(data, each), { recursive: true, force: true });
  writeFileSync(unfinished, "");
  const evening = scaleOf(firstMorning() - 12 * HOURS, 1);
  const beganMs = performance.now();
  const cloud = await cloudAt(evening);
  const leadMs = 1.5 * (performance.now() - beganMs);
  try {
    const operator = openApi(base, readFileSync(tokenFile, "utf8").trim());
    const memory = await furnish(operator, populate(demoPlaces, openChance(seed)), seed, openClock(evening));
    rmSync(unfinished);
    return { memory: { ...memory, clockMs: firstMorning() }, leadMs };
  } finally {
    await cloud.stop();
  }
}

interface CloudOptions {
  readonly root: string;
  readonly data: string;
  readonly base: string;
  readonly port: number;
  readonly mqttPort: number;
  readonly scale: string;
}

async function startCloud({ root, data, base, port, mqttPort, scale }: CloudOptions): Promise<Child> {
  const log = join(data, "cloud.log");
  const env = {
    BAYGATE_DATA: join(data, "cloud"),
    BAYGATE_HTTP_PORT: String(port),
    ...(process.env["MQTT_URL"] ? {} : { BAYGATE_MQTT_PORT: String(mqttPort) }),
    BAYGATE_CLOCK: scale,
    BAYGATE_DASHBOARD: "open",
  };
  const cloud = startChild("cloud", [join(root, "cloud/src/main.ts"), "serve"], env, log);
  let ended = false;
  void cloud.exit.then(() => {
    ended = true;
  });
  while (!(await fetch(`${base}/readyz`).catch(() => undefined))?.ok) {
    if (ended) throw new Error(`the cloud ended before it was ready; see ${log}`);
    await sleep(50);
  }
  return cloud;
}

/** Until every gate is connected and holds rules. @throws after half a minute. */
async function untilReady(database: pg.Pool, gates: Gates): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await gatesReady(database)) < gates.all.length) {
    if (Date.now() > deadline) throw new Error("the gates did not get ready within 30 s; their logs say more");
    await sleep(50);
  }
}
