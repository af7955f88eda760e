// `npm start`: the whole house on embedded defaults, and a simulated town that drives through it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openClock } from "@baygate/shared/clock";
import { formatMinor } from "@baygate/shared/money";
import type { Clock } from "@baygate/shared/time";
import { Command, InvalidArgumentError } from "commander";
import pg from "pg";
import { openApi } from "./town/api.ts";
import { type Books, embeddedDatabaseUrl, readBooks } from "./town/books.ts";
import { type Chance, openChance } from "./town/chance.ts";
import { type Child, startChild } from "./town/children.ts";
import { furnish } from "./town/furnish.ts";
import { factsOf, type Gates, startGates } from "./town/gates.ts";
import { type Memory, readMemory, writeMemory } from "./town/memory.ts";
import { populate } from "./town/people.ts";
import { demoPlaces } from "./town/places.ts";
import { openStreet } from "./town/street.ts";
import { startTown, type Town } from "./town/town.ts";

const root = dirname(import.meta.dirname);

interface Options {
  readonly seconds: number | undefined;
  readonly json: boolean;
  readonly seed: number;
  readonly speed: number;
  readonly port: number | undefined;
  readonly data: string;
}

const number = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least || value > most)
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  return value;
};

function readOptions(): Options {
  return new Command("npm start --")
    .description("Starts Baygate with two estates and a simulated town.")
    .option("--seconds <n>", "stop after so many seconds, once every gate's facts are acknowledged", number(1, 86_400))
    .option("--json", "print the outcome as one JSON object on the last line", false)
    .option("--seed <n>", "another seed, another town", number(0, 2 ** 31), 1)
    .option("--speed <n>", "how many times faster than the world", number(1, 10_000), 1440)
    .option("--port <n>", "port of the page and the API (default: 8080, or a free one)", number(0, 65_535))
    .option("--data <dir>", "where everything is kept", join(root, ".baygate/demo"))
    .allowExcessArguments(false)
    .parse()
    .opts<Options>();
}

const say = (words: string) => process.stdout.write(`${words}\n`);

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

async function choosePort(asked: number | undefined): Promise<number> {
  const port = await freePort(asked ?? 8080);
  if (port !== undefined) return port;
  if (asked !== undefined) throw new Error(`port ${asked} is taken; choose another with --port`);
  return (await freePort(0)) ?? 0;
}

/** The town's time goes on where it stopped; a new town begins on the Monday of this week, at six in the morning (UTC + 1). */
function beginning(memory: Memory | undefined): number {
  if (memory) return memory.clockMs;
  const today = new Date();
  const monday = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() - ((today.getUTCDay() + 6) % 7),
  );
  return monday + 5 * 3_600_000;
}

async function startCloud(options: Options, clock: string, ports: { http: number; mqtt: number }): Promise<Child> {
  const cloud = startChild(
    "cloud",
    [join(root, "cloud/src/main.ts"), "serve"],
    {
      BAYGATE_DATA: join(options.data, "cloud"),
      BAYGATE_HTTP_PORT: String(ports.http),
      ...(process.env["MQTT_URL"] ? {} : { BAYGATE_MQTT_PORT: String(ports.mqtt) }),
      BAYGATE_CLOCK: clock,
      BAYGATE_DASHBOARD: "open",
    },
    join(options.data, "cloud.log"),
  );
  const dead = cloud.exit.then(({ code }) => {
    throw new Error(`the cloud ended with ${code}; see ${join(options.data, "cloud.log")}`);
  });
  dead.catch(() => {});
  const ready = async () => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${ports.http}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(50);
    }
  };
  await Promise.race([ready(), dead]);
  return cloud;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function localTime(clock: Clock): string {
  const local = new Date(clock.wallMs());
  const text = local.toLocaleTimeString("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });
  const day = WEEKDAYS.indexOf(local.toLocaleDateString("en-GB", { timeZone: "Europe/Berlin", weekday: "short" }));
  return `${WEEKDAYS[day]} ${text}`;
}

function lineOfLife(clock: Clock, books: Books, gates: Gates): string {
  const zones = books.zones.map((zone) => `${zone.estate}/${zone.zone} ${zone.inside}/${zone.capacity}`).join("  ");
  const cut = gates.all.filter((gate) => !gate.link.up).map((gate) => gate.id);
  const waiting = factsOf(gates) - books.acked;
  const links = cut.length === 0 ? "links up" : `cut off: ${cut.join(", ")}`;
  const { granted, denied } = books.decisions;
  return `${localTime(clock)}  ${zones}  |  ${granted} let through, ${denied} refused  |  ${formatMinor(BigInt(books.takenMinor), "EUR")}  |  ${links}${waiting > 0 ? `, ${waiting} facts waiting` : ""}`;
}

/** Waits until the cloud has everything that stands in the gates' journals. */
async function settle(database: pg.Pool, gates: Gates, withinMs: number): Promise<Books> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const books = await readBooks(database);
    if (books.acked === factsOf(gates) || Date.now() > deadline) return books;
    await sleep(100);
  }
}

function outcome(books: Books, facts: number, town: Town) {
  const zones = books.zones.map((zone) => ({ ...zone, physical: town.inside(zone.estate, zone.zone) }));
  const faults = [
    ...zones
      .filter((z) => z.inside !== z.physical)
      .map((z) => `${z.estate}/${z.zone}: the cloud counts ${z.inside} cars, the town ${z.physical}`),
    ...(books.ledger.sumMinor === 0 ? [] : [`the ledger sums to ${books.ledger.sumMinor}`]),
    ...(books.chargedTwice === 0 ? [] : [`${books.chargedTwice} stays were charged twice`]),
    ...(books.walletsOff === 0 ? [] : [`${books.walletsOff} wallets differ from their entries`]),
    ...(books.acked === facts ? [] : [`${facts - books.acked} facts are not acknowledged`]),
    ...(books.stays.arrived - books.stays.departed === books.stays.open
      ? []
      : ["arrivals less departures are not the open stays"]),
    ...(town.tally.keptIn === 0 ? [] : [`${town.tally.keptIn} departures did not open at once`]),
  ];
  const { decisions, stays, ledger } = books;
  return {
    faults,
    report: { ok: faults.length === 0, decisions, stays, ledger, zones, sync: { facts, acked: books.acked } },
  };
}

/** Cuts one link now and then, and mends it. */
function troubleLinks(gates: Gates, chance: Chance): () => void {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const trouble = (gate: Gates["all"][number]) =>
    later(chance.waiting(20_000), () => {
      gate.link.cut();
      later(chance.between(1_500, 6_000), () => {
        gate.link.mend();
        trouble(gate);
      });
    });
  for (const gate of gates.all) trouble(gate);
  return () => {
    for (const timer of timers) clearTimeout(timer);
    for (const gate of gates.all) gate.link.mend();
  };
}

/** Resolves on Ctrl-C. Pressing it again changes nothing: stopping in order is what keeps the data whole. */
function interrupted(): Promise<void> {
  return new Promise((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end());
  });
}

async function main(options: Options): Promise<number> {
  const memoryFile = join(options.data, "demo.json");
  mkdirSync(options.data, { recursive: true });
  const kept = readMemory(memoryFile);
  const scale = `${Date.now()},${beginning(kept)},${options.speed}`;
  const clock = openClock(scale);
  const ports = { http: await choosePort(options.port), mqtt: (await freePort(0)) ?? 0 };
  const stops: (() => Promise<unknown>)[] = [];
  const ended = interrupted();
  let stopping = false;
  try {
    const cloud = await startCloud(options, scale, ports);
    stops.push(() => cloud.stop());
    const tokenFile = join(options.data, "cloud", "operator-token");
    const operator = openApi(`http://127.0.0.1:${ports.http}`, readFileSync(tokenFile, "utf8").trim());
    const chance = openChance(options.seed);
    const people = populate(demoPlaces, openChance(kept?.seed ?? options.seed));
    const memory: Memory = kept ?? (await furnish(operator, people, options.seed, clock));
    const save = () => writeMemory(memoryFile, { ...memory, clockMs: clock.wallMs() });
    save();

    const database = new pg.Pool({
      connectionString: process.env["DATABASE_URL"] ?? embeddedDatabaseUrl(join(options.data, "cloud")),
      max: 2,
    });
    database.on("error", () => {});
    stops.push(() => database.end());
    const sockets = mkdtempSync(join(tmpdir(), "baygate-"));
    stops.push(async () => rmSync(sockets, { recursive: true, force: true }));
    const gates = await startGates({
      root,
      data: options.data,
      sockets,
      scale,
      tokens: memory.gateTokens,
      mqttPort: ports.mqtt,
    });
    stops.push(() => gates.stop());
    for (const child of [cloud, ...gates.all.map((gate) => gate.child)])
      void child.exit.then(({ code, signal }) => {
        if (!stopping) say(`${child.name} ended by itself (${signal ?? code}); its log is in ${options.data}`);
      });

    say(`Baygate runs: http://127.0.0.1:${ports.http}/   (API at /v1, operator's token in ${tokenFile})`);
    say(
      `The town's clock runs ${options.speed} times as fast. Ctrl-C stops everything; the next start goes on from there.\n`,
    );
    const street = openStreet({ gates, operator, base: `http://127.0.0.1:${ports.http}`, memory, chance });
    const town = startTown({ people, street, clock, chance, state: memory.town, save });
    const calm = troubleLinks(gates, chance);
    const life = setInterval(
      () =>
        void readBooks(database).then(
          (books) => say(lineOfLife(clock, books, gates)),
          () => {},
        ),
      3_000,
    );
    if (options.seconds === undefined) await ended;
    else await Promise.race([ended, sleep(options.seconds * 1000)]);

    stopping = true;
    clearInterval(life);
    await town.stop();
    calm();
    const books = await settle(database, gates, 60_000);
    const { faults, report } = outcome(books, factsOf(gates), town);
    save();
    for (const stop of stops.splice(0).reverse()) await stop();
    say(
      `\n${report.stays.arrived} arrived, ${report.stays.departed} departed, ${report.stays.charged} charged; ${report.sync.acked} of ${report.sync.facts} facts acknowledged.`,
    );
    for (const fault of faults) say(`FAULT: ${fault}`);
    if (options.json) say(JSON.stringify(report));
    return report.ok ? 0 : 1;
  } finally {
    stopping = true;
    for (const stop of stops.reverse()) await stop().catch(() => {});
  }
}

const options = readOptions();
main({ ...options, data: resolve(options.data) }).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`baygate: ${error.message}\n`);
    process.exit(1);
  },
);
