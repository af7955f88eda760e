// `npm start`: the whole house on embedded defaults, and a simulated town that drives through it.
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatMinor } from "@baygate/shared/money";
import type { Clock } from "@baygate/shared/time";
import { Command, InvalidArgumentError } from "commander";
import { buildDriverApp } from "./driver-app.ts";
import { type Books, readBooks } from "./town/books.ts";
import { type Chance, openChance } from "./town/chance.ts";
import { factsOf, type Gates } from "./town/gates.ts";
import { choosePort, type House, openHouse } from "./town/house.ts";
import { readMemory, writeMemory } from "./town/memory.ts";
import { outcome } from "./town/outcome.ts";
import { populate } from "./town/people.ts";
import { demoPlaces } from "./town/places.ts";
import { openStreet } from "./town/street.ts";
import { startTown } from "./town/town.ts";

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

function localTime(clock: Clock): string {
  const format = { timeZone: "Europe/Berlin", weekday: "short", hour: "2-digit", minute: "2-digit" } as const;
  return new Date(clock.wallMs()).toLocaleString("en-GB", format);
}

function lineOfLife(clock: Clock, books: Books, gates: Gates): string {
  const zones = books.zones.map((zone) => `${zone.estate}/${zone.zone} ${zone.inside}/${zone.capacity}`).join("  ");
  const cut = gates.all.filter((gate) => !gate.link.up).map((gate) => gate.id);
  const waiting = factsOf(gates) - books.acked;
  const links = cut.length === 0 ? "links up" : `cut off: ${cut.join(", ")}`;
  const { granted, denied } = books.decisions;
  return `${localTime(clock)}  ${zones}  |  ${granted} let through, ${denied} refused  |  ${formatMinor(BigInt(books.takenMinor), "EUR")}  |  ${links}${waiting > 0 ? `, ${waiting} facts waiting` : ""}`;
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
    later(chance.waiting(30_000), () => {
      gate.link.cut();
      later(chance.between(1_000, 4_000), () => {
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

/** Prints a line every few seconds; the returned function ends that. */
function tellLife(house: House): () => void {
  const tell = async () => {
    const books = await readBooks(house.database).catch(() => undefined);
    if (books) say(lineOfLife(house.clock, books, house.gates));
  };
  const timer = setInterval(() => void tell(), 3_000);
  return () => clearInterval(timer);
}

/** Waits until the cloud has everything that stands in the gates' journals. */
async function settle({ database, gates }: House, withinMs: number): Promise<Books> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const books = await readBooks(database);
    if (books.acked === factsOf(gates) || Date.now() > deadline) return books;
    await sleep(100);
  }
}

/** Lets the town live until `ended`, then compares what the cloud says with what the cars did. */
async function live(house: House, options: Options, ended: Promise<unknown>): Promise<number> {
  const { gates, memory, clock, save } = house;
  const people = populate(demoPlaces, openChance(memory.seed));
  // A town that goes on must not repeat its first days.
  const chance = openChance(options.seed + Math.floor(clock.wallMs() / 1000));
  const town = startTown({ people, street: openStreet(house, chance), clock, chance, state: memory.town, save });
  const calm = troubleLinks(gates, chance);
  const silence = tellLife(house);
  await Promise.race([ended, ...(options.seconds === undefined ? [] : [sleep(options.seconds * 1000)])]);

  silence();
  await town.stop();
  calm();
  const books = await settle(house, 60_000);
  const { faults, report } = outcome(books, factsOf(gates), town);
  save();
  await house.stop();
  const { arrived, departed, charged } = report.stays;
  const { acked, facts } = report.sync;
  say(`\n${arrived} arrived, ${departed} departed, ${charged} charged; ${acked} of ${facts} facts acknowledged.`);
  for (const fault of faults) say(`FAULT: ${fault}`);
  if (options.json) say(JSON.stringify(report));
  return report.ok ? 0 : 1;
}

/** Resolves on Ctrl-C. Pressing it again changes nothing: stopping in order is what keeps the data whole. */
function interrupted(): Promise<void> {
  return new Promise((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end());
  });
}

async function main(options: Options): Promise<number> {
  const ended = interrupted();
  const memoryFile = join(options.data, "demo.json");
  mkdirSync(options.data, { recursive: true });
  await buildDriverApp();
  const port = await choosePort(options.port);
  const house = await openHouse({
    ...{ root, port, data: options.data, speed: options.speed, seed: options.seed, say },
    kept: readMemory(memoryFile),
    save: (memory) => writeMemory(memoryFile, memory),
  });
  try {
    say(`Baygate runs: ${house.base}/   (API at /v1, operator's token in ${house.tokenFile})`);
    say(`The drivers' app: ${house.base}/app/   (sign-in codes are in ${house.base}/outbox)`);
    say(`The town's clock runs ${options.speed} times as fast. Ctrl-C stops everything; the next start goes on.`);
    if (options.speed > 1) say("Passes live a minute of the town's clock: start with --speed 1 to try one by hand.");
    say("");
    return await live(house, options, ended);
  } finally {
    await house.stop();
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
