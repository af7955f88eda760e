import { describe, expect, test } from "vitest";
import { type Finder, type PlantName, planted, plants, REAL } from "../plants.ts";
import { house } from "../search/house.ts";
import { scopes } from "../search/scopes.ts";
import { search } from "../search/search.ts";
import { tell } from "./tellers.ts";

// All thirteen bugs on purpose, each by the tool that tests/plants.ts names. And the tools find nothing where nothing is planted.

const MOST_STATES = 2_000_000;

/** The invariant that a tool sees broken; undefined: none. */
async function found(finder: Finder, plant: PlantName | undefined): Promise<string | undefined> {
  if (finder.tool === "simulator") {
    const told = await tell(finder.from, plant === undefined ? 2 : finder.within, plant);
    return told.at(-1)?.violation?.invariant;
  }
  const scope = scopes.find(({ name }) => name === finder.scope);
  if (scope === undefined) throw new Error(`there is no scope ${finder.scope}`);
  const parts = plant === undefined ? REAL : planted(plant);
  // Without a bug there is no end to find early: the smaller scopes of search.test.ts are looked at to theirs.
  return search(house(scope, parts), plant === undefined ? 100_000 : MOST_STATES).violation?.invariant;
}

const isPlant = (name: string): name is PlantName => Object.hasOwn(plants, name);

describe("a bug on purpose is found", () => {
  const all = Object.entries(plants).map(([name, { breaks, finder }]) => [name, breaks, finder.tool, finder] as const);

  test.each(all)("%s breaks %s, and the %s sees it", async (name, breaks, _tool, finder) => {
    if (!isPlant(name)) throw new Error(name);
    expect(await found(finder, name)).toBe(breaks);
  });

  test("there are thirteen of them", () => {
    expect(all).toHaveLength(13);
  });
});

describe("where no bug is planted, nothing is found", () => {
  const finders = new Map(
    Object.values(plants).map(({ finder }): [string, Finder] => [JSON.stringify(finder), finder]),
  );

  test.each([...finders])("%s", async (_name, finder) => {
    expect(await found(finder, undefined)).toBeUndefined();
  });
});
