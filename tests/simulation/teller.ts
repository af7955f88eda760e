// Tells stories in a process of its own, because it replaces the process's world. One line of JSON a story on standard output.
import "./world.ts";
import { parseArgs } from "node:util";
import { type PlantName, plants } from "../plants.ts";

const { values } = parseArgs({
  options: {
    first: { type: "string", default: "1" },
    count: { type: "string", default: "1" },
    /** Every so manieth seed. */
    step: { type: "string", default: "1" },
    days: { type: "string", default: "0" },
    plant: { type: "string" },
    /** Looks for the shortest story behind a violation and prints it on standard error. */
    "until-broken": { type: "boolean", default: false },
    story: { type: "boolean", default: false },
    shrink: { type: "boolean", default: false },
  },
});

const isPlant = (name: string): name is PlantName => Object.hasOwn(plants, name);

if (values.plant !== undefined) {
  if (!isPlant(values.plant)) throw new RangeError(`there is no plant ${values.plant}`);
  const { plant } = await import("./planting.ts");
  await plant(values.plant);
}
const { openChance } = await import("../../scripts/town/chance.ts");
const { drawPlan, scattered } = await import("./plan.ts");
const { tell } = await import("./story.ts");
const { shrink } = await import("./shrink.ts");
const { PowerCut, world } = await import("./world.ts");

process.on("unhandledRejection", (error) => {
  if (error instanceof PowerCut || world.current?.alive === false) return;
  world.faults.push(error);
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const [first, count, step] = [Number(values.first), Number(values.count), Number(values.step)];
for (let told = 0; told < count; told++) {
  const seed = first + told * step;
  const plan = drawPlan(seed, Number(values.days), openChance(scattered(seed)));
  const outcome = await tell(plan);
  const { lines, ...line } = outcome;
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (values["until-broken"] && outcome.violation) break;
  if (values.story) for (const each of lines) say(each);
  if (!values.shrink || outcome.violation === undefined) continue;
  say(`seed ${seed} breaks ${outcome.violation.invariant}: ${outcome.violation.words}`);
  say(`looking for a shorter story than ${plan.acts.length} acts`);
  const shortest = await shrink(plan, outcome, tell, say);
  say(`\nthe shortest story found, of seed ${seed}:`);
  for (const act of shortest.plan.acts) say(`  ${JSON.stringify(act)}`);
  for (const each of shortest.outcome.lines) say(`  ${each}`);
  say(`  ${shortest.outcome.violation?.invariant}: ${shortest.outcome.violation?.words}`);
}
process.exit(0);
