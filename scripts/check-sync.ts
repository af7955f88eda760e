// Looks at every state that the sync machines can come into at small scope (SYNC.md, invariants). Exit status 1 when one is broken.
import { Command } from "commander";
import { type PlantName, planted, plants, REAL } from "../tests/plants.ts";
import { house } from "../tests/search/house.ts";
import { CHECKED } from "../tests/search/invariants.ts";
import { scopes } from "../tests/search/scopes.ts";
import { type Found, search } from "../tests/search/search.ts";

const { plant, json, scope, limit } = new Command("check-sync")
  .description("Searches all interleavings of the sync machines at small scope for a broken invariant.")
  .option("--plant <name>", `put one known bug in: ${Object.keys(plants).join(", ")}`)
  .option("--scope <name>", `only this one: ${scopes.map(({ name }) => name).join(", ")}`)
  .option("--limit <states>", "states of one scope at most", "20000000")
  .option("--json", "one JSON object as the last line")
  .parse()
  .opts<{ plant?: string; json?: true; scope?: string; limit: string }>();

const isPlant = (name: string): name is PlantName => Object.hasOwn(plants, name);
if (plant !== undefined && !isPlant(plant)) {
  process.stderr.write(`plant-unknown: there is no plant ${plant}\n`);
  process.exit(2);
}
const parts = plant === undefined ? REAL : planted(plant);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const found: Found[] = [];
for (const each of scopes) {
  if (scope !== undefined && each.name !== scope) continue;
  const done = search(house(each, parts), Number(limit));
  found.push(done);
  say(`${each.name}: ${each.about}`);
  say(
    `  ${done.states} states, ${done.transitions} transitions, depth ${done.depth}, ${done.seconds.toFixed(1)} s${done.complete ? "" : ", NOT COMPLETE"}`,
  );
  if (!done.violation) continue;
  say(`  ${done.violation.invariant} is broken: ${done.violation.words}`);
  for (const [at, step] of done.violation.story.entries()) say(`  ${String(at + 1).padStart(3)}. ${step}`);
  break;
}
const violations = found.filter(({ violation }) => violation !== undefined).length;
const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
say(
  `checked: ${Object.keys(CHECKED).join(" ")}; ${memoryMb} MB at most; ${violations} violation${violations === 1 ? "" : "s"}`,
);
if (json) say(JSON.stringify({ scopes: found, memoryMb, invariants: CHECKED, violations }));
process.exit(violations > 0 || found.some(({ complete }) => !complete) ? 1 : 0);
