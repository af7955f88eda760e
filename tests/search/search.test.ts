import { describe, expect, it } from "vitest";
import { type PlantName, planted, plants } from "../plants.ts";
import { house } from "./house.ts";
import { scopes } from "./scopes.ts";
import { type Model, search } from "./search.ts";
import type { Scope } from "./world.ts";

// The whole search is `npm run check:sync`. Here: it can count, the real house stands at a smaller scope, and every bug on purpose is found.

const scoped = (name: string, smaller: Partial<Scope> = {}): Scope => {
  const scope = scopes.find((each) => each.name === name);
  if (scope === undefined) throw new Error(`there is no scope ${name}`);
  return { ...scope, ...smaller };
};

/** Two counters to 2, each step raising one of them. */
const counters = (broken: Model["broken"]): Model => ({
  name: "counters",
  start: Int32Array.of(0, 0),
  next(state, emit) {
    for (const place of [0, 1]) {
      const next = state.slice();
      next[place] = (next[place] ?? 0) + 1;
      if ((next[place] ?? 0) <= 2) emit(next, () => `raise ${place}`);
    }
  },
  broken,
});

describe("the search", () => {
  it("sees every state once and every step from each", () => {
    expect(search(counters(() => undefined))).toMatchObject({ states: 9, transitions: 12, depth: 4, complete: true });
  });

  it("tells the shortest story to a broken state", () => {
    const found = search(
      counters(([a, b]) => (a === 1 && b === 1 ? { invariant: "I0", words: "both are one" } : undefined)),
    );
    expect(found.violation).toMatchObject({ invariant: "I0", story: ["raise 0", "raise 1"] });
  });

  it("says when it did not come to an end", () => {
    expect(
      search(
        counters(() => undefined),
        3,
      ).complete,
    ).toBe(false);
  });
});

describe("the house", () => {
  it.each<[string, Partial<Scope>]>([
    ["facts-killed", { cars: 1 }],
    ["facts-lost", { cars: 1 }],
    ["facts-restored", { cars: 1 }],
    ["facts-old", { cars: 1 }],
    ["rules", { words: 1 }],
    ["rules-restored", { words: 1 }],
    ["leases", { cars: 1 }],
    ["stays", { cars: 4 }],
    ["stays-killed", { cars: 1 }],
  ])(
    "stands in the scope %s, made smaller",
    (name, smaller) => {
      const { violation, complete, states } = search(house(scoped(name, smaller)));
      expect(violation).toBeUndefined();
      expect(complete).toBe(true);
      expect(states).toBeGreaterThan(50);
    },
    120_000,
  );
});

describe("a bug on purpose is found, with the shortest story:", () => {
  const searched = Object.entries(plants).flatMap(([name, { finder }]) =>
    finder.tool === "search" ? [[name, finder.scope] as const] : [],
  );

  it.each(searched)(
    "%s in %s",
    (name, scope) => {
      if (!isPlant(name)) throw new Error(name);
      const { violation } = search(house(scoped(scope), planted(name)), 2_000_000);
      expect(violation?.invariant).toBe(plants[name].breaks);
      expect(violation?.story).toMatchSnapshot();
    },
    120_000,
  );
});

const isPlant = (name: string): name is PlantName => Object.hasOwn(plants, name);
