import { describe, expect, it } from "vitest";
import { IDLE_LANE, type LaneEvent, type LaneState, laneStep, type Passage } from "./lane-state.ts";

// A lane in words. Events: A and C a car on the approach and the clear loop, a and c no longer; G a grant, O an order;
// t:… a timer. What comes out: facts by name, "lower", and the timers that run are left out.

const lane = { id: "lane-1", zone: "main", direction: "arrive" } as const;
const passage: Passage = {
  ...{ decision: "019a0000-0000-7000-8000-000000000001", lane: "lane-1", zone: "main", direction: "arrive" },
  ...{ account: null, session: "019a0000-0000-7000-8000-000000000002", offer: null },
};

const events: Record<string, LaneEvent> = {
  A: { on: "loop", loop: "approach", occupied: true },
  a: { on: "loop", loop: "approach", occupied: false },
  C: { on: "loop", loop: "clear", occupied: true },
  c: { on: "loop", loop: "clear", occupied: false },
  G: { on: "granted", passage },
  O: { on: "opened", passage },
  "t:grant": { on: "timer", timer: "grant" },
  "t:stuck": { on: "timer", timer: "stuck" },
  "t:settle": { on: "timer", timer: "settle" },
};

function play(script: string, direction: "arrive" | "depart" = "arrive"): { said: string; state: LaneState } {
  let state = IDLE_LANE;
  const said: string[] = [];
  for (const name of script.split(" ")) {
    const event = events[name];
    if (event === undefined) throw new Error(`no event ${name}`);
    const turned = event.on === "granted" ? { ...event, passage: { ...passage, direction } } : event;
    const step = laneStep(state, turned, { ...lane, direction });
    state = step.state;
    for (const effect of step.effects) {
      if (effect.do === "lower") said.push("lower");
      if (effect.do !== "write") continue;
      const { kind, body } = effect.fact;
      said.push("cause" in body ? `${kind}(${body.cause})` : kind);
    }
  }
  return { said: said.join(" "), state };
}

describe("a lane between two loops", () => {
  it.each([
    ["a car drives through", "A G C a c", "vehicle.arrived lower"],
    ["a car that taps before it stands on the loop", "G A C a c", "vehicle.arrived lower"],
    ["a short car between far loops", "A G a C c", "vehicle.arrived lower"],
    ["the next car closes up while the first is on the clear loop", "A G C a A c", "vehicle.arrived lower"],
    ["a car rolls back and then goes on", "A G C c C a c", "vehicle.arrived lower"],
    ["a car rolls back and leaves", "A G C c a t:settle", "passage.abandoned(backed-out) lower"],
    ["a car backs out", "A G a t:settle", "passage.abandoned(backed-out) lower"],
    ["a car backs out and another takes its place", "A G a A", "passage.abandoned(backed-out) lower"],
    ["nobody moves", "A G t:grant", "passage.abandoned(timeout) lower"],
    ["a timer that comes too late changes nothing", "A G C a c t:grant t:settle t:stuck", "vehicle.arrived lower"],
    ["a car stops under the arm and then goes on", "A G C t:stuck a c", "lane.stuck vehicle.arrived lower"],
    [
      "a car stops under the arm and backs out",
      "A G C t:stuck c a t:settle",
      "lane.stuck passage.abandoned(backed-out) lower",
    ],
    ["a second car follows under the open arm", "A G C a A c C a c", "vehicle.arrived lower passage.undecided lower"],
    ["a car drives through an arm left open", "A C a c", "passage.undecided lower"],
    [
      "a car drives through an arm left open, and the next one is let in before it is off the clear loop",
      "A C a A G c C a c",
      "passage.undecided vehicle.arrived lower",
    ],
    [
      "a car drives through an arm left open, and the one let in after it does not come",
      "A C a A G t:grant c",
      "passage.abandoned(timeout) lower passage.undecided lower",
    ],
    ["a car drives through an arm left open, with another close behind", "A C a A c", "passage.undecided lower"],
    ["a car let in while it stands under an arm left open", "A C G a c", "vehicle.arrived lower"],
    [
      "a car let in under an open arm rolls back and leaves",
      "A C G c a t:settle",
      "passage.abandoned(backed-out) lower",
    ],
    ["a car on the approach goes away again", "A a t:settle", ""],
    ["a car from inside touches the clear loop", "C c", ""],
    ["a car noses over an open arm and rolls back", "A C c a t:settle", ""],
    ["a car let in by an order", "A O C a c", "passage.undecided lower"],
    ["an order, and nobody comes", "O t:grant", "lower"],
    ["a grant while one is under way is not heard", "A G G C a c", "vehicle.arrived lower"],
    ["a loop that says the same twice", "A A G C C a a c c", "vehicle.arrived lower"],
  ])("%s: %s", (_, script, said) => {
    expect(play(script).said).toBe(said);
  });

  it("tells a departure by the same loops, as its own cars meet them", () => {
    expect(play("A G C a c", "depart").said).toBe("vehicle.departed lower");
  });

  it("is idle again after every end, and remembers who stands where", () => {
    expect(play("A G C a A c").state).toEqual({ ...IDLE_LANE, approach: true });
    expect(play("A G C t:stuck").state.phase).toBe("stuck");
  });

  it("a fact carries the whole passage", () => {
    const { effects } = laneStep(play("A G C a").state, { on: "loop", loop: "clear", occupied: false }, lane);
    const { direction: _, ...body } = passage;
    expect(effects).toContainEqual({ do: "write", fact: { kind: "vehicle.arrived", body } });
  });
});
