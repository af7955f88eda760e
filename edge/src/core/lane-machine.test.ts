import { describe, expect, it } from "vitest";
import { type MachineEvent, type MachineState, machineStep, RESTING_LANE } from "./lane-machine.ts";
import type { Passage, Road } from "./lane-state.ts";

// A whole lane in words. A and C: a car on the approach and the clear loop, a and c no longer. G and D: a grant to arrive and to
// depart; O an order to open. H and h: held open by an order, and no longer; F and f the fire alarm. W: the process begins.
// up, down, lost: what the arm's contacts show; no: its control says that it did not move. X and x: the loops die, and recover.
// t:…: a timer. What comes out: facts by name, commands to the arm, faults.

const passage = (direction: "arrive" | "depart"): Passage => ({
  ...{ decision: direction, lane: "lane-1", zone: "main", direction },
  ...{ account: null, session: null, offer: null },
});
const loop = (name: "approach" | "clear", occupied: boolean): MachineEvent => ({ on: "loop", loop: name, occupied });

const events: Readonly<Record<string, MachineEvent>> = {
  ...{ A: loop("approach", true), a: loop("approach", false), C: loop("clear", true), c: loop("clear", false) },
  G: { on: "granted", passage: passage("arrive") },
  D: { on: "granted", passage: passage("depart") },
  O: { on: "opened", passage: passage("arrive") },
  H: { on: "hold", by: "order", because: "order" },
  h: { on: "release", by: "order" },
  F: { on: "hold", by: "fire-alarm", because: "alarm" },
  f: { on: "release", by: "fire-alarm" },
  W: { on: "woke" },
  up: { on: "at", position: "up" },
  down: { on: "at", position: "down" },
  lost: { on: "at", position: "unknown" },
  no: { on: "did-not-move" },
  X: { on: "sight", works: false },
  x: { on: "sight", works: true },
  again: { on: "again" },
  ...Object.fromEntries(
    (["grant", "stuck", "settle"] as const).map((timer): [string, MachineEvent] => [
      `t:${timer}`,
      { on: "timer", timer },
    ]),
  ),
  "t:arm": { on: "arm-timer" },
};

function play(script: string, road: Partial<Road> = {}): { said: string; state: MachineState } {
  let state = RESTING_LANE;
  const said: string[] = [];
  for (const name of script.split(" ")) {
    const event = events[name];
    if (event === undefined) throw new Error(`no event ${name}`);
    const step = machineStep(state, event, { id: "lane-1", zone: "main", direction: "arrive", ...road });
    state = step.state;
    for (const effect of step.effects) {
      if (effect.do === "raise") said.push(`raise(${effect.because})`);
      if (effect.do === "lower" || effect.do === "well") said.push(effect.do);
      if (effect.do === "fault") said.push(effect.code);
      if (effect.do !== "write") continue;
      const { kind, body } = effect.fact;
      const more =
        "cause" in body ? body.cause : kind === "passage.undecided" && "direction" in body ? body.direction : "";
      said.push(more === "" ? kind : `${kind}(${more})`);
    }
  }
  return { said: said.join(" "), state };
}

const table = (rows: readonly [what: string, script: string, said: string][], road: Partial<Road> = {}): void => {
  it.each(rows)("%s: %s", (_, script, said) => {
    expect(play(script, road).said).toBe(said);
  });
};

describe("the arm of a lane", () => {
  table([
    ["goes up for a grant and down behind the car", "A G C a c", "raise(arrive) vehicle.arrived lower"],
    [
      "does not come down on a car that follows",
      "A C a A G t:grant c",
      "raise(arrive) passage.abandoned(timeout) lower passage.undecided(arrive) lower",
    ],
    ["goes up again for who asks again", "A G again", "raise(arrive) raise(arrive)"],
    ["of a stuck car stays up", "A G C t:stuck", "raise(arrive) lane.stuck"],
  ]);
});

describe("a lane held open", () => {
  table([
    [
      "stays up for everybody, who are counted",
      "H A C a c A C a c",
      "raise(order) passage.undecided(arrive) passage.undecided(arrive)",
    ],
    ["lets those who tap begin a stay", "H A G C a c", "raise(order) raise(arrive) vehicle.arrived"],
    ["comes down at the end", "H h", "raise(order) lower"],
    ["comes down when the car under it has gone", "H A C h a c", "raise(order) lower passage.undecided(arrive) lower"],
    ["counts those who leave by the way in", "H C A c a", "raise(order) passage.undecided(depart)"],
    ["goes up again when it came down by itself", "H up down up", "raise(order) raise(order)"],
  ]);
});

describe("a lane in a fire alarm", () => {
  table([
    [
      "opens for everybody, both ways, and counts them",
      "F A C a c C A c a f",
      "raise(alarm) passage.undecided(arrive) passage.undecided(depart) lower",
    ],
    ["stays open when an order's hold ends", "H F h f", "raise(order) raise(alarm) lower"],
    ["stays open for an order's hold when it ends", "H F f h", "raise(order) raise(alarm) lower"],
    ["goes on with a car that was let in", "A G F C a c f", "raise(arrive) raise(alarm) vehicle.arrived lower"],
  ]);
});

describe("one lane for both ways", () => {
  table(
    [
      ["a car comes in", "A G C a c", "raise(arrive) vehicle.arrived lower"],
      ["a car goes out", "C D A c a", "raise(depart) vehicle.departed lower"],
      [
        "one after the other",
        "A G C a c C D A c a",
        "raise(arrive) vehicle.arrived lower raise(depart) vehicle.departed lower",
      ],
      ["a car that wanted out backs off", "C D c t:settle", "raise(depart) passage.abandoned(backed-out) lower"],
      [
        "two cars face each other, and who wants out is let out first",
        "A C D a A c a",
        "raise(depart) vehicle.departed lower",
      ],
      [
        "a car goes out behind another without a decision",
        "C D A c C a A c a",
        "raise(depart) vehicle.departed lower passage.undecided(depart) lower",
      ],
    ],
    { direction: "both" },
  );
});

describe("a lane with one loop before the arm: who leaves it when let in has passed", () => {
  table(
    [
      ["a car drives through", "A G a t:settle", "raise(arrive) vehicle.arrived lower"],
      ["the next car closes up", "A G a A", "raise(arrive) vehicle.arrived lower"],
      ["nobody moves", "A G t:grant", "raise(arrive) passage.abandoned(timeout) lower"],
    ],
    { sensing: "approach" },
  );
});

describe("a lane with one loop behind the arm", () => {
  table(
    [
      ["a car drives through", "G C c", "raise(arrive) vehicle.arrived lower"],
      ["nobody comes", "G t:grant", "raise(arrive) passage.abandoned(timeout) lower"],
    ],
    { sensing: "clear" },
  );
});

describe("a lane without loops: who was let in has passed when the time is over", () => {
  table(
    [
      ["inwards", "G t:grant", "raise(arrive) vehicle.arrived lower"],
      ["by an order", "O t:grant", "raise(arrive) passage.undecided(arrive) lower"],
    ],
    { sensing: "none" },
  );
});

describe("an arm that does not obey", () => {
  table([
    [
      "is told twice, then it is a fault; it ends when it moves",
      "down G t:arm t:arm up",
      "raise(arrive) raise(arrive) arm-did-not-move well",
    ],
    [
      "is told twice, and then moves",
      "down G t:arm up t:grant",
      "raise(arrive) raise(arrive) passage.abandoned(timeout) lower",
    ],
    ["says so itself", "G no no", "raise(arrive) raise(arrive) arm-did-not-move"],
    ["does not come down", "up W t:arm t:arm t:arm down", "lower lower arm-did-not-move well"],
    ["is nowhere to be seen", "lost down", "arm-position-unknown well"],
  ]);
});

describe("power comes back", () => {
  table([
    ["with no car to be seen: the arm is sent down", "W t:arm", "lower"],
    ["with a car on a loop: it is sent down when that has gone", "W C t:arm c", "arm-not-referenced lower well"],
    [
      "with a car before the arm, whose tap is heard",
      "W A t:arm G C a c",
      "arm-not-referenced raise(arrive) well vehicle.arrived lower",
    ],
  ]);
});

describe("loops that die", () => {
  table(
    [
      [
        "before a car that was let out is through: nobody knows",
        "A D X t:grant",
        "raise(depart) passage.unresolved lower",
      ],
      [
        "with a car under the arm, which stays up until they tell that it has gone",
        "A D C X t:stuck x c",
        "raise(depart) passage.unresolved lower",
      ],
      ["and recover: a car is seen again", "A X x D C a c", "raise(depart) vehicle.departed lower"],
      [
        "a car that is stuck locks nobody in",
        "A D C a t:stuck A D a t:settle c",
        "raise(depart) lane.stuck raise(depart) passage.unresolved passage.unresolved lower",
      ],
    ],
    { direction: "depart" },
  );
});
