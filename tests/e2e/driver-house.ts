import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { type Api, openApi } from "../../scripts/town/api.ts";
import { type Child, startChild } from "../../scripts/town/children.ts";
import { type Link, openLink } from "../../scripts/town/link.ts";
import { freePort } from "../lab/free-port.ts";
import { type LiveCamera, openLiveCamera } from "../qr/live-camera.ts";
import { draw, type Picture, PLAIN } from "../qr/picture.ts";

// One estate with a real cloud and a real gate, which sees drivers' telephones through cameras and can be cut off.

const ROOT = join(import.meta.dirname, "../..");
export const ESTATE = "harbour";
const GATE = "harbour-gate";
const SIZE = { width: 1280, height: 720 };
const FPS = 5;
const NOBODY = draw(undefined, { ...PLAIN, noise: 6 }, 1, SIZE);
/** Each hour begun costs so much, minor units. */
export const PRICE_MINOR = 250;

export interface Decision {
  readonly lane: string;
  readonly outcome: "grant" | "deny";
  readonly reason: string;
  readonly account: string | null;
}

/** One lane, seen from the street. */
export interface Lane {
  /** A car stops and its driver holds out a telephone, of which this is the screen (PNG). Gives what the gate said. */
  show(screen: Buffer): Promise<Decision>;
  /** A car stops, and its driver looks at the gate's own screen. */
  stopAt(): void;
  /** What that screen has for phones to scan, while a car stands there. */
  code(): string | undefined;
  /** The words on it. */
  words(): string;
  /** A card is held to the reader. @param uid in hex. */
  tap(uid: string): void;
  /** What the arm did last. */
  arm(): "raised" | "lowered" | undefined;
  driveThrough(): Promise<void>;
}

export interface DriverHouse {
  readonly base: string;
  readonly operator: Api;
  readonly link: Link;
  readonly lanes: { readonly in: Lane; readonly out: Lane };
  /** Whether the gate holds a rule of this name. */
  gateKnows(rule: string): boolean;
  /** The newest sign-in code that was mailed to this address. */
  codeFor(email: string): Promise<string>;
  stop(): Promise<void>;
}

export async function openDriverHouse(): Promise<DriverHouse> {
  const folder = mkdtempSync(join(tmpdir(), "baygate-driver-"));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const [httpPort, mqttPort] = [await freePort(), await freePort()];
    const base = `http://127.0.0.1:${httpPort}`;
    const cloud = await startCloud(folder, base, httpPort, mqttPort);
    stops.push(() => cloud.stop());
    const token = readFileSync(join(folder, "cloud", "operator-token"), "utf8").trim();
    const operator = openApi(base, token);
    const gateToken = await furnish(operator);
    const link = await openLink(mqttPort);
    stops.push(() => link.close());
    const cameras = { in: await openLiveCamera(NOBODY, FPS), out: await openLiveCamera(NOBODY, FPS) };
    stops.push(() => Promise.all([cameras.in.close(), cameras.out.close()]));
    const gate = startGate(folder, link.port, gateToken, cameras);
    stops.push(() => gate.stop());
    const data = join(folder, "gate");
    const journal = join(data, "journal.db");
    const lanes = {
      in: await openLane("lane-in", join(folder, "in.sock"), cameras.in, journal),
      out: await openLane("lane-out", join(folder, "out.sock"), cameras.out, journal),
    };
    stops.push(() => [lanes.in.close(), lanes.out.close()]);
    const gateKnows = (rule: string): boolean => rulesOf(data).includes(rule);
    await until(() => gateKnows(`lease/${GATE}/main`), "the gate has no places to give");
    const codeFor = async (email: string): Promise<string> => {
      const { items } = await operator.get<{ items: { text: string }[] }>(`/v1/outbox?to=${encodeURIComponent(email)}`);
      const codes = items.flatMap(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? []);
      const newest = codes[0];
      if (newest === undefined) throw new Error(`no code was mailed to ${email}`);
      return newest;
    };
    return { base, operator, link, lanes, gateKnows, codeFor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Until it is so. @throws after two minutes. */
export async function until(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(otherwise);
    await sleep(100);
  }
}

async function startCloud(folder: string, base: string, httpPort: number, mqttPort: number): Promise<Child> {
  const env = {
    BAYGATE_DATA: join(folder, "cloud"),
    BAYGATE_HTTP_PORT: String(httpPort),
    BAYGATE_MQTT_PORT: String(mqttPort),
    BAYGATE_DASHBOARD: "open",
  };
  const cloud = startChild("cloud", [join(ROOT, "cloud/src/main.ts"), "serve"], env, join(folder, "cloud.log"));
  let ended = false;
  void cloud.exit.then(() => {
    ended = true;
  });
  while (!(await fetch(`${base}/readyz`).catch(() => undefined))?.ok) {
    if (ended) throw new Error(`the cloud ended: ${readFileSync(join(folder, "cloud.log"), "utf8")}`);
    await sleep(100);
  }
  return cloud;
}

async function furnish(operator: Api): Promise<string> {
  const rules = [{ rule: "per-period", minutes: 60, priceMinor: PRICE_MINOR }];
  await operator.post("/v1/ops/tariffs", { id: "hourly", currency: "EUR", content: { rules } });
  const estate = { id: ESTATE, name: "Harbour Garage", timeZone: "Europe/Berlin", currency: "EUR" };
  await operator.post("/v1/ops/estates", { ...estate, position: { lat: 53.5441, lon: 9.9896 } });
  const zone = { id: "main", name: "Main decks", class: "standard", capacity: 20 };
  await operator.post(`/v1/ops/estates/${ESTATE}/zones`, { ...zone, minimumCoverMinor: 500, tariff: "hourly" });
  const bays = { id: "bays", name: "Tenants' bays", class: "reserved", capacity: 5 };
  await operator.post(`/v1/ops/estates/${ESTATE}/zones`, { ...bays, minimumCoverMinor: 0, tariff: "hourly" });
  const plan = { id: "monthly", name: "Monthly pass", zones: ["main"], windows: [], classes: [] };
  await operator.post(`/v1/ops/estates/${ESTATE}/plans`, { ...plan, priceMinor: 1000, period: "month", places: 1 });
  const gate = { id: GATE, estate: ESTATE, name: "Harbour gate", arrivalZones: ["main"] };
  return (await operator.post<{ token: string }>("/v1/ops/gates", gate)).token;
}

function startGate(
  folder: string,
  mqttPort: number,
  token: string,
  cameras: { readonly in: LiveCamera; readonly out: LiveCamera },
): Child {
  const data = join(folder, "gate");
  mkdirSync(data, { mode: 0o700 });
  const lane = (id: "in" | "out", direction: "arrive" | "depart") => {
    const device = { driver: "simulated", socket: join(folder, `${id}.sock`) };
    const readers = [{ driver: "camera", source: cameras[id].url, ...SIZE, fps: FPS, stallMs: 60_000 }, device];
    return { id: `lane-${id}`, direction, zone: "main", readers, barrier: device, loops: device, display: device };
  };
  // JSON is YAML.
  const box = {
    ...{ estate: ESTATE, gate: GATE, dataDirectory: data, clock: "trusted" },
    ...{ cloud: { mqttUrl: `mqtt://127.0.0.1:${mqttPort}` }, lanes: [lane("in", "arrive"), lane("out", "depart")] },
  };
  writeFileSync(join(folder, "box.yaml"), JSON.stringify(box));
  const args = [join(ROOT, "edge/src/main.ts"), "run", "--config", join(folder, "box.yaml")];
  return startChild(GATE, args, { BAYGATE_GATE_TOKEN: token }, join(folder, "gate.log"));
}

/** What the gate's bench says (edge/src/hardware/bench.ts). */
interface BenchSaid {
  readonly barrier?: "raised" | "lowered";
  readonly display?: { readonly title: string };
  readonly code?: string | null;
}

async function openLane(
  id: string,
  path: string,
  camera: LiveCamera,
  journal: string,
): Promise<Lane & { close(): void }> {
  await until(() => existsSync(path), "the gate is not up");
  let arm: "raised" | "lowered" | undefined;
  let code: string | null = null;
  let words = "";
  const hear = (line: string): void => {
    const said = JSON.parse(line) as BenchSaid;
    arm = said.barrier ?? arm;
    words = said.display?.title ?? words;
    if (said.code !== undefined) code = said.code;
  };
  const loops = new Map<string, boolean>();
  let socket: Socket | undefined;
  let isOver = false;
  const say = (line: object) => socket?.write(`${JSON.stringify(line)}\n`);
  // A bench that ends, or is not listening yet, is joined again; it says once more how things stand, and so do the cars.
  const join = (): void => {
    const joined = connect(path);
    socket = joined;
    joined.on("connect", () => {
      for (const [name, occupied] of loops) say({ loop: name, occupied });
    });
    joined.on("error", () => {}).on("close", () => isOver || setTimeout(join, 100));
    createInterface({ input: joined })
      .on("line", hear)
      .on("error", () => {});
  };
  join();
  const loop = (name: "approach" | "clear", occupied: boolean) => {
    loops.set(name, occupied);
    say({ loop: name, occupied });
  };
  return {
    async show(screen) {
      const before = decisionsIn(journal, id).length;
      loop("approach", true);
      camera.show(frameOf(screen));
      await until(() => decisionsIn(journal, id).length > before, "the gate decided nothing");
      const decision = decisionsIn(journal, id).at(before);
      if (!decision) throw new Error("a decision is gone");
      return decision;
    },
    stopAt: () => void loop("approach", true),
    code: () => code ?? undefined,
    words: () => words,
    tap: (uid) => void say({ read: { tier: "E", hex: uid } }),
    arm: () => arm,
    async driveThrough() {
      camera.show(NOBODY);
      loop("clear", true);
      loop("approach", false);
      loop("clear", false);
      await until(() => arm === "lowered", "the arm stays up");
    },
    close() {
      isOver = true;
      socket?.destroy();
    },
  };
}

/** A telephone's screen as the camera sees it, held upright: as high as the picture, with the dark car around it. */
function frameOf(screen: Buffer): Picture {
  const { width, height } = SIZE;
  const held = `scale=-1:${height},pad=${width}:${height}:(ow-iw)/2:0:gray`;
  const args = ["-v", "error", "-i", "pipe:0", "-vf", held, "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"];
  const { stdout, stderr } = spawnSync("ffmpeg", args, { input: screen, maxBuffer: 2 ** 24 });
  if (stdout.length !== width * height) throw new Error(`ffmpeg made no picture: ${stderr.toString()}`);
  return { pixels: new Uint8Array(stdout), width, height };
}

/** Read as a person with `sqlite3` would, while the gate writes. */
function read<T>(file: string, sql: string): T[] {
  if (!existsSync(file)) return [];
  const database = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    return database.prepare<[], T>(sql).all();
  } catch {
    // It is being made.
    return [];
  } finally {
    database.close();
  }
}

/** A lane's own: the camera of the other one may still see a telephone that was held to it a while ago. */
const decisionsIn = (journal: string, lane: string): Decision[] =>
  read<{ text: string }>(journal, "select text from fact where kind = 'decision.made' order by seq")
    .map(({ text }) => (JSON.parse(text) as { body: Decision }).body)
    .filter((decision) => decision.lane === lane);

const rulesOf = (data: string): string[] =>
  readdirSync(data)
    .filter((name) => /^replica-\d+\.db$/.test(name))
    .flatMap((name) => read<{ key: string }>(join(data, name), "select key from rule").map(({ key }) => key));
