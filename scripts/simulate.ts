// The whole house on simulated time, network, disks and clocks, seed by seed (tests/simulation). Two processes share the seeds.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { plants } from "../tests/plants.ts";

const TELLER = fileURLToPath(new URL("../tests/simulation/teller.ts", import.meta.url));
const SAY_EVERY_MS = 5_000;

const Told = z.object({
  seed: z.int(),
  violation: z.object({ invariant: z.string(), words: z.string(), atMs: z.number() }).optional(),
  carDays: z.int(),
  facts: z.int(),
  faults: z.record(z.string(), z.int()),
});
type Told = z.infer<typeof Told>;

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
  readonly days: number;
  readonly plant?: string;
  readonly json: boolean;
}

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("a whole number");
  return number;
};

/** Runs tellers over the seeds; stops them at the first violation. Resolves with what was told. */
async function tellAll(options: Options, heard: (told: Told) => void): Promise<void> {
  const first = options.seed ?? options.from;
  const count = options.seed === undefined ? options.seeds : 1;
  const hands = Math.min(count, 2, availableParallelism());
  let isOver = false;
  await Promise.all(
    Array.from({ length: hands }, async (_, hand) => {
      const share = Math.ceil((count - hand) / hands);
      const teller = openTeller(options, { first: first + hand, count: share, step: hands });
      for await (const line of createInterface({ input: teller.stdout })) {
        const told = Told.parse(JSON.parse(line));
        if (!isOver) heard(told);
        isOver ||= told.violation !== undefined;
        if (isOver) teller.kill();
      }
      await ended(teller);
      if (teller.exitCode !== 0 && !isOver)
        throw new Error(`a teller ended with ${teller.exitCode ?? teller.signalCode}`);
    }),
  );
}

function openTeller(
  { days, plant }: Options,
  { first, count, step }: { first: number; count: number; step: number },
  ...more: string[]
) {
  const numbers = [`--first=${first}`, `--count=${count}`, `--step=${step}`, `--days=${days}`];
  const planted = plant === undefined ? [] : [`--plant=${plant}`];
  // Stories make much that is forgotten at once: more room for what is young spares collecting it.
  const node = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=32"];
  return spawn(process.execPath, [...node, TELLER, ...numbers, ...planted, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const ended = (teller: ReturnType<typeof openTeller>): Promise<void> =>
  teller.exitCode !== null || teller.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => teller.once("exit", () => resolve()));

async function simulate(options: Options): Promise<void> {
  const began = performance.now();
  const sum = { seeds: 0, carDays: 0, facts: 0, faults: {} as Record<string, number>, violations: 0 };
  let broken: Told | undefined;
  let saidMs = began;
  const perSecond = (): number => Math.round((sum.carDays * 1000) / (performance.now() - began));
  await tellAll(options, (told) => {
    sum.seeds++;
    sum.carDays += told.carDays;
    sum.facts += told.facts;
    for (const [kind, times] of Object.entries(told.faults)) sum.faults[kind] = (sum.faults[kind] ?? 0) + times;
    if (told.violation) {
      sum.violations++;
      broken ??= told;
    }
    if (performance.now() - saidMs < SAY_EVERY_MS) return;
    saidMs = performance.now();
    process.stderr.write(`${sum.seeds} seeds, ${sum.carDays} car-days, ${perSecond()} a second\n`);
  });
  const result = { ...sum, carDaysPerSecond: perSecond() };
  if (broken) await ended(openTeller(options, { first: broken.seed, count: 1, step: 1 }, "--shrink").on("error", fail));
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : words(result, broken));
  process.exitCode = broken ? 1 : 0;
}

function words(
  result: { seeds: number; carDays: number; facts: number; carDaysPerSecond: number; faults: Record<string, number> },
  broken: Told | undefined,
): string {
  const faults = Object.entries(result.faults).map(([kind, times]) => `${times} ${kind}`);
  return [
    `${result.seeds} seeds, ${result.carDays} car-days, ${result.facts} facts, ${result.carDaysPerSecond} car-days a second`,
    `faults: ${faults.join(", ")}`,
    broken
      ? `seed ${broken.seed} breaks ${broken.violation?.invariant}; --seed ${broken.seed} tells it again`
      : "no violation",
    "",
  ].join("\n");
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(2);
}

const program = new Command("simulate")
  .description("Tells the story of a house under faults, seed by seed, and compares it with what really happened.")
  .option("--seeds <n>", "so many seeds", whole, 20)
  .option("--from <s>", "from this seed on", whole, 1)
  .option("--seed <s>", "this seed alone", whole)
  .option("--days <d>", "so many days each; 0: a busy hour, as the seed says", whole, 0)
  .option("--plant <name>", `with a bug on purpose: ${Object.keys(plants).join(", ")}`)
  .option("--json", "the result as one line of JSON", false)
  .action((options: Options) => simulate(options));
await program.parseAsync().catch(fail);
