// How long a driver waits for the gate: from the read to the barrier's command, against the least that any gate must do (floor.ts),
// side by side in one run. Times of one machine are noise; the ratios count (docs/performance.md).
import { mkdirSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { cardRef } from "@baygate/edge/claim";
import { plateBytes } from "@baygate/shared/plate";
import { Command } from "commander";
import { ACCOUNTS, accountOf, type BenchTier, plateOf, TIERS, uidOf } from "./bench/drivers.ts";
import { Floor } from "./bench/floor.ts";
import { CARD_KEY, driversOf, Stage } from "./bench/stage.ts";

interface Options {
  readonly json: boolean;
  readonly rows: readonly number[];
  readonly rounds: number;
  readonly taps: number;
  readonly disk: string;
  readonly memory: string;
}

interface Measured {
  readonly tier: BenchTier;
  readonly rows: number;
  readonly where: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p50Ratio: number;
  readonly p99Ratio: number;
  /** Lowest and highest p50 ratio of a round. */
  readonly range: readonly [number, number];
}

const SNAPSHOT_RULES = 100_000;
const UPLOAD_FACTS = 500;
const TAP_EVERY_MS = 4;
const FLOOR_FACT = "x".repeat(800);

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const numbers = (text: string): number[] => text.split(",").map(Number);

function quantile(times: readonly number[], of: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN;
}

/** A stage and where the next driver is: every tap is somebody else's. */
interface Street {
  readonly stage: Stage;
  readonly drivers: number;
  next: number;
}

/** One tap; ms from the read to the barrier's command. */
function tap(street: Street, tier: BenchTier, waitsSinceMs?: number): Promise<number> {
  const { stage } = street;
  const driver = street.next++;
  const lane = stage.laneOf(driver, street.drivers);
  const held = stage.held(tier, driver, street.drivers);
  return new Promise((resolve, reject) => {
    const lost = setTimeout(() => reject(new Error("the arm was not raised")), 10_000);
    stage.raised = () => {
      const tookMs = performance.now() - beganMs;
      clearTimeout(lost);
      // The next driver comes when this one is through and all that follows from the tap is done.
      setImmediate(() => {
        stage.driveThrough(lane);
        setImmediate(() => resolve(tookMs));
      });
    };
    const atMs = performance.now();
    // Holding it up is the driver's time, not the gate's, unless the gate was not there to be shown it.
    const beganMs = waitsSinceMs ?? atMs;
    lane.read({ ...held, atMs });
  });
}

/** The rule that a driver's credential of this tier is looked up by. */
function keyOf(tier: BenchTier, driver: number): string {
  if (tier === "A" || tier === "B" || tier === "C") return `account/${accountOf(driver)}`;
  const bytes = tier === "P" ? plateBytes(plateOf(driver)) : uidOf(tier, driver);
  return `credential/${cardRef(CARD_KEY, bytes)}`;
}

/** Taps and floors in turn. */
async function measureTier(
  where: string,
  street: Street,
  tier: BenchTier,
  rows: number,
  options: Options,
): Promise<Measured> {
  const { stage } = street;
  const floor = new Floor(stage.directory, stage.issuer);
  const [all, least, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = -1; round < options.rounds; round++) {
    const [taps, floors]: [number[], number[]] = [[], []];
    for (let n = 0; n < options.taps; n++) {
      const turns = [
        async () => taps.push(await tap(street, tier)),
        async () => {
          const driver = (street.next + n) % street.drivers;
          const held = stage.held(tier, driver, street.drivers);
          const key = keyOf(tier, driver);
          const began = performance.now();
          floor.tap(tier, held, key, FLOOR_FACT);
          floors.push(performance.now() - began);
        },
      ];
      for (const turn of n % 2 === 0 ? turns : turns.reverse()) await turn();
    }
    // The first round warms up.
    if (round < 0) continue;
    all.push(...taps);
    least.push(...floors);
    ratios.push(quantile(taps, 0.5) / quantile(floors, 0.5));
  }
  floor.close();
  const [p50Ms, p99Ms] = [quantile(all, 0.5), quantile(all, 0.99)];
  return {
    ...{ tier, rows, where, p50Ms, p99Ms },
    ...{ p50Ratio: p50Ms / quantile(least, 0.5), p99Ratio: p99Ms / quantile(least, 0.99) },
    range: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** Taps that somebody else's clock makes, until `until` has ended and at least `least` were made. */
async function tapsDuring(street: Street, until: Promise<void>, least: number): Promise<number[]> {
  const times: number[] = [];
  const worker = new Worker(new URL("./bench/tapper.ts", import.meta.url), { workerData: TAP_EVERY_MS });
  let over = false;
  void until.then(() => {
    over = true;
  });
  await new Promise<void>((resolve, reject) => {
    let busy = false;
    worker.on("error", reject);
    worker.on("message", ({ atMs }: { atMs: number }) => {
      // A driver who comes while another one is in the lane waits for that one, not for the gate.
      if (busy) return;
      busy = true;
      tap(street, "E", atMs - performance.timeOrigin).then((tookMs) => {
        busy = false;
        times.push(tookMs);
        if (over && times.length >= least) resolve();
      }, reject);
    });
  });
  await worker.terminate();
  return times;
}

/** p99 of taps while something goes on, against idle taps; the median of the rounds. */
async function against(
  street: Street,
  rounds: number,
  taps: number,
  begin: () => Promise<void>,
): Promise<{ ratio: number; rounds: number[] }> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const idle = await tapsDuring(street, Promise.resolve(), taps);
    const during = await tapsDuring(street, begin(), 20);
    ratios.push(quantile(during, 0.99) / quantile(idle, 0.99));
  }
  return { ratio: quantile(ratios, 0.5), rounds: ratios };
}

/** A snapshot comes, part by part as from a broker, and is applied. */
async function landSnapshot({ stage }: Street, parts: readonly string[]): Promise<void> {
  const before = stage.replica.version;
  stage.distrust();
  for (const part of parts) {
    stage.hear(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  while (stage.replica.version === before) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function uploadFacts({ stage }: Street): Promise<void> {
  stage.upload();
  while (stage.journal.acked < stage.journal.last - 1) await new Promise((resolve) => setTimeout(resolve, 2));
  stage.listens = false;
}

async function main(options: Options): Promise<void> {
  process.env["BAYGATE_LOG_LEVEL"] ??= "silent";
  const measured: Measured[] = [];
  let snapshotRatio = Number.NaN;
  for (const [where, root] of [
    ["tmpfs", options.memory],
    ["disk", options.disk],
  ] as const) {
    mkdirSync(root, { recursive: true });
    for (const rows of options.rows) {
      const street: Street = {
        stage: await Stage.open(root, rows),
        drivers: Math.min(driversOf(rows), ACCOUNTS),
        next: 0,
      };
      try {
        for (const tier of TIERS) {
          const one = await measureTier(where, street, tier, rows, options);
          measured.push(one);
          say(words(one));
        }
        if (rows !== Math.min(...options.rows)) continue;
        const parts = Array.from({ length: options.rounds }, () => street.stage.snapshot(SNAPSHOT_RULES));
        let round = 0;
        const snapshot = await against(street, options.rounds, options.taps * 2, () =>
          landSnapshot(street, parts[round++] ?? []),
        );
        if (where === "tmpfs") snapshotRatio = snapshot.ratio;
        say(`${where}: while a snapshot of ${SNAPSHOT_RULES} lands, p99 × ${list(snapshot)}`);
        const upload = await against(street, options.rounds, options.taps, async () => {
          street.stage.pile(UPLOAD_FACTS);
          await uploadFacts(street);
        });
        say(`${where}: while ${UPLOAD_FACTS} facts are uploaded, p99 × ${list(upload)}`);
      } finally {
        await street.stage.close();
      }
    }
  }
  if (!options.json) return;
  const tiers = measured
    .filter(({ where }) => where === "tmpfs")
    .map(({ tier, rows, p50Ms, p99Ms, p50Ratio, p99Ratio }) => ({
      tier,
      rows,
      ...rounded({ p50Ms, p99Ms, p50Ratio, p99Ratio }),
    }));
  process.stdout.write(`${JSON.stringify({ tiers, ...rounded({ snapshotRatio }) })}\n`);
}

const rounded = <T extends Record<string, number>>(values: T): Record<keyof T, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 1000) / 1000])) as Record<
    keyof T,
    number
  >;

const list = ({ ratio, rounds }: { ratio: number; rounds: readonly number[] }): string =>
  `${ratio.toFixed(2)} (rounds: ${rounds.map((each) => each.toFixed(2)).join(" ")})`;

const words = ({ tier, rows, where, p50Ms, p99Ms, p50Ratio, p99Ratio, range }: Measured): string =>
  `${where}: tier ${tier}, ${rows} credentials: p50 ${p50Ms.toFixed(3)} ms = ${p50Ratio.toFixed(2)} × floor (rounds ${range.map((each) => each.toFixed(2)).join(" … ")}), p99 ${p99Ms.toFixed(3)} ms = ${p99Ratio.toFixed(2)} ×`;

await new Command("bench:gate")
  .description("Measures a gate's taps against the least that any gate must do.")
  .option("--json", "print the figures on tmpfs as one line of JSON on standard output", false)
  .option("--rows <list>", "credentials in the replica", numbers, [1_000, 100_000, 1_000_000])
  .option("--rounds <n>", "rounds of each arm", Number, 7)
  .option("--taps <n>", "taps in a round", Number, 100)
  .option("--disk <dir>", "a directory on a disk", "/var/tmp")
  .option("--memory <dir>", "a directory in memory", "/dev/shm")
  .action(main)
  .parseAsync();
