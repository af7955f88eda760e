import "../tests/simulation/world.ts";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    seed: { type: "string" },
    days: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
    story: { type: "boolean", default: false },
  },
});
const { openChance } = await import("./town/chance.ts");
const { drawPlan, scattered } = await import("../tests/simulation/plan.ts");
const { tell } = await import("../tests/simulation/story.ts");
const { stopwatchMs, world, PowerCut } = await import("../tests/simulation/world.ts");

process.on("unhandledRejection", (error) => {
  if (error instanceof PowerCut || world.current?.alive === false) return;
  world.faults.push(error);
});

const first = values.seed === undefined ? 1 : Number(values.seed);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const from = stopwatchMs();
let [carDays, facts, violations] = [0, 0, 0];
const faults: Record<string, number> = {};
for (let seed = first; seed < first + count; seed++) {
  const plan = drawPlan(seed, Number(values.days), openChance(scattered(seed)));
  const outcome = await tell(plan);
  carDays += outcome.carDays;
  facts += outcome.facts;
  for (const [kind, times] of Object.entries(outcome.faults)) faults[kind] = (faults[kind] ?? 0) + times;
  if (values.story) for (const line of outcome.lines) process.stderr.write(`${line}\n`);
  if (outcome.violation) {
    violations++;
    process.stderr.write(`seed ${seed}: ${JSON.stringify(outcome.violation)}\n`);
  }
}
const seconds = (stopwatchMs() - from) / 1000;
process.stdout.write(
  `${JSON.stringify({ seeds: count, carDays, facts, faults, violations, carDaysPerSecond: Math.round(carDays / seconds) })}\n`,
);
process.exit(violations > 0 ? 1 : 0);
