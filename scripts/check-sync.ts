// Looks at every state that the sync machines can come into at small scope (SYNC.md, invariants). Exit status 1 when one is broken, or
// when a scope could not be searched to its end.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { Command } from "commander";
import { type PlantName, plants } from "../tests/plants.ts";
import { CHECKED } from "../tests/search/invariants.ts";
import { scopes } from "../tests/search/scopes.ts";
import type { Found } from "../tests/search/search.ts";
import type { Task } from "../tests/search/worker.ts";
import type { Scope } from "../tests/search/world.ts";

const options = new Command("check-sync")
  .description("Searches all interleavings of the sync machines at small scope for a broken invariant.")
  .option("--plant <name>", `put one known bug in: ${Object.keys(plants).join(", ")}`)
  .option("--scope <name>", `only this one: ${scopes.map(({ name }) => name).join(", ")}`)
  .option("--limit <states>", "states of one scope at most", "20000000")
  .option("--json", "one JSON object as the last line")
  .parse()
  .opts<{ plant?: string; json?: true; scope?: string; limit: string }>();

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function usage(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(2);
}

function searched(task: Task): Promise<Found> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../tests/search/worker.ts", import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function tell({ name, about }: Scope, found: Found): void {
  const { states, transitions, depth, seconds, complete, violation } = found;
  say(`${name}: ${about}`);
  say(
    `  ${states} states, ${transitions} transitions, depth ${depth}, ${seconds.toFixed(1)} s${complete ? "" : ", NOT COMPLETE"}`,
  );
  if (!violation) return;
  say(`  ${violation.invariant} is broken: ${violation.words}`);
  for (const [at, step] of violation.story.entries()) say(`  ${String(at + 1).padStart(3)}. ${step}`);
}

const isPlant = (name: string): name is PlantName => Object.hasOwn(plants, name);
function plantOf(name: string | undefined): PlantName | undefined {
  if (name === undefined || isPlant(name)) return name;
  return usage(`plant-unknown: there is no plant ${name}`);
}
const { scope } = options;
const plant = plantOf(options.plant);
const chosen = scopes.filter(({ name }) => scope === undefined || name === scope);
if (chosen.length === 0) usage(`scope-unknown: there is no scope ${scope}`);

const began = performance.now();
const waiting = [...chosen];
const found: Found[] = [];
/** Takes one scope after the other until there is none, or one is broken. */
async function takeTurns(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const done = await searched({ scope: next.name, plant, mostStates: Number(options.limit) });
    found.push(done);
    tell(next, done);
    if (done.violation) waiting.length = 0;
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, takeTurns));

const sum = (of: (each: Found) => number): number => found.reduce((total, each) => total + of(each), 0);
const total = {
  states: sum(({ states }) => states),
  transitions: sum(({ transitions }) => transitions),
  depth: Math.max(...found.map(({ depth }) => depth)),
  seconds: Math.round((performance.now() - began) / 100) / 10,
  memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  complete: found.every(({ complete }) => complete),
  violations: found.filter(({ violation }) => violation !== undefined).length,
};
say(
  `in all ${total.states} states, ${total.transitions} transitions, depth ${total.depth}, ${total.seconds} s, ${total.memoryMb} MB`,
);
say("Composed of models of one concern each; docs/adr/0007-sync-is-searched.md tells what they leave out. Checked:");
for (const [invariant, how] of Object.entries(CHECKED)) say(`  ${invariant.padEnd(3)} ${how}`);
say(total.violations === 0 ? "no violation" : "VIOLATED");
if (options.json) say(JSON.stringify({ ...total, invariants: Object.keys(CHECKED), scopes: found }));
process.exit(total.violations === 0 && total.complete ? 0 : 1);
