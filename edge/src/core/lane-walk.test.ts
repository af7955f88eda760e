import { describe, expect, it } from "vitest";
import { isHeld, upFor } from "./arm-state.ts";
import { type MachineEvent, type MachineState, type MachineTimer, machineStep, RESTING_LANE } from "./lane-machine.ts";
import { type Passage, type Road, type Sensing, takesRead } from "./lane-state.ts";

// Every state that a lane can come into, by every order of events, to the last: what must never be, is nowhere. The world may do
// anything at any moment: cars come and back out, loops lie, die and recover, orders and alarms come and go, the arm obeys or not,
// and of the timers that run any may fire first.

interface Place {
  readonly state: MachineState;
  readonly timers: ReadonlySet<MachineTimer>;
}

interface Turn {
  readonly before: Place;
  readonly event: MachineEvent;
  readonly after: Place;
  readonly effects: ReturnType<typeof machineStep>["effects"];
}

const passage = (direction: "arrive" | "depart"): Passage => ({
  ...{ decision: `granted ${direction}`, lane: "lane-1", zone: "main", direction },
  ...{ account: null, session: null, offer: null },
});
const DURABLE = new Set(["granted arrive", "granted depart", "the order", "the alarm"]);

function go(place: Place, event: MachineEvent, road: Road): Turn {
  const { state, effects } = machineStep(place.state, event, road);
  const timers = new Set(place.timers);
  if (event.on === "timer") timers.delete(event.timer);
  if (event.on === "arm-timer") timers.delete("arm");
  const fired = new Set(timers);
  for (const effect of effects) {
    if (effect.do === "start") fired.add(effect.timer);
    if (effect.do === "cancel") fired.delete(effect.timer);
  }
  return { before: place, event, after: { state, timers: fired }, effects };
}

const ends = (timer: MachineTimer): MachineEvent => (timer === "arm" ? { on: "arm-timer" } : { on: "timer", timer });

/** Everything that may happen next. */
function* happenings({ state, timers }: Place, road: Road, contacts: boolean): Iterable<MachineEvent> {
  const { lane } = state;
  for (const loop of ["approach", "clear"] as const)
    if (road.sensing !== "none" && (road.sensing === "both" || road.sensing === loop) && !lane.blind)
      yield { on: "loop", loop, occupied: !lane[loop] };
  yield { on: "sight", works: lane.blind };
  const ways = road.direction === "both" ? (["arrive", "depart"] as const) : [road.direction];
  for (const way of ways) if (takesRead(lane, way)) yield { on: "granted", passage: passage(way) };
  if (lane.phase === "idle") yield { on: "opened", passage: passage(ways[0] ?? "arrive") };
  yield { on: "again" };
  for (const by of ["order", "fire-alarm"] as const) {
    yield { on: "hold", by, because: by === "order" ? "the order" : "the alarm" };
    yield { on: "release", by };
  }
  if (contacts) for (const position of ["up", "down", "unknown"] as const) yield { on: "at", position };
  yield { on: "did-not-move" };
  for (const timer of timers) yield ends(timer);
}

const keyOf = ({ state, timers }: Place): string => JSON.stringify([state, [...timers].sort()]);

/** Breadth first, to the fixed point. */
function walk(road: Road, contacts: boolean, look: (turn: Turn) => void): readonly Place[] {
  const begun = go({ state: RESTING_LANE, timers: new Set() }, { on: "woke" }, road).after;
  const places = [begun];
  const known = new Set([keyOf(begun)]);
  for (const place of places)
    for (const event of happenings(place, road, contacts)) {
      const turn = go(place, event, road);
      look(turn);
      const key = keyOf(turn.after);
      if (known.has(key)) continue;
      known.add(key);
      places.push(turn.after);
    }
  return places;
}

/** What must hold at every turn; the first that does not, in words. */
function wrong({ before, after, effects }: Turn, road: Road): string | undefined {
  const { lane, arm } = after.state;
  const { timers } = after;
  for (const effect of effects) {
    if (effect.do === "raise" && !DURABLE.has(effect.because)) return `raised for ${effect.because}`;
    if (effect.do === "lower" && upFor(arm) !== null) return "sent down while it is to be up";
    if (effect.do === "lower" && arm.under) return "sent down on a car";
  }
  if (upFor(arm) !== null && upFor(before.state.arm) === null && !effects.some(({ do: it }) => it === "raise"))
    return "up without a command";
  if ((lane.phase === "granted") !== timers.has("grant")) return "granted and its timer differ";
  if (lane.phase === "passing" && !timers.has("stuck")) return "passing without an end";
  if (timers.has("stuck") && lane.phase !== "passing" && lane.phase !== "stuck") return "a stuck timer left";
  if (timers.has("settle") && !lane.between) return "a settle timer left";
  if (lane.between && !timers.has("settle")) return "between loops without an end";
  if (arm.referenced && arm.tries > 0 !== timers.has("arm")) return "tries and the arm's timer differ";
  if (lane.phase !== "idle" && lane.passage?.decision !== undefined && arm.passage === null)
    return "a passage with the arm down";
  if (lane.phase === "idle" && arm.passage !== null) return "idle with the arm up for a passage";
  const beforeIt = before.state.lane.phase;
  if (
    lane.phase === "stuck" &&
    beforeIt !== "stuck" &&
    lane.passage !== null &&
    !effects.some((e) => e.do === "write" && e.fact.kind === "lane.stuck")
  )
    return "stuck without a fact";
  const ended = before.state.lane.passage;
  if (ended !== null && lane.passage !== ended) {
    const facts = effects.flatMap((effect) => (effect.do === "write" ? [effect.fact] : []));
    const about = facts.filter(
      (fact) => "decision" in fact.body && fact.body.decision === ended.decision && fact.kind !== "lane.stuck",
    );
    if (about.length !== 1) return `a passage ended with ${about.length} facts`;
  }
  return road.direction !== "both" && !isHeld(before.state.arm) && before.state.lane.way === null && lane.way !== null
    ? "a one-way lane lost its way"
    : undefined;
}

/** Nothing moves any more: what the sensors say stops, and every timer comes to its end. */
function calm(place: Place, road: Road): Place {
  let at = place;
  const quiet: MachineEvent[] = [
    { on: "release", by: "order" },
    { on: "release", by: "fire-alarm" },
    { on: "sight", works: true },
    { on: "loop", loop: "approach", occupied: false },
    { on: "loop", loop: "clear", occupied: false },
  ];
  for (const event of quiet) at = go(at, event, road).after;
  for (let turns = 0; at.timers.size > 0 && turns < 12; turns++) {
    const [timer] = at.timers;
    if (timer !== undefined) at = go(at, ends(timer), road).after;
  }
  return at;
}

/** A driver who wants out stands before the arm with a valid read and tries again whenever something has changed; nobody else moves. */
function getsOut(place: Place, road: Road): boolean {
  let at = place;
  for (let turns = 0; turns < 12; turns++) {
    const { lane, arm } = at.state;
    // The arm is up for somebody, and stays until he has gone, or time is over.
    if (isHeld(arm)) return true;
    if (takesRead(lane, "depart")) {
      const turn = go(
        at,
        { on: "granted", passage: { ...passage("depart"), decision: "the driver who wants out" } },
        road,
      );
      return turn.effects.some((effect) => effect.do === "raise" && effect.because === "the driver who wants out");
    }
    const [timer] = at.timers;
    if (timer === undefined) return false;
    at = go(at, ends(timer), road).after;
  }
  return false;
}

const lanes: readonly [name: string, road: Road, contacts: boolean][] = (
  ["both", "approach", "clear", "none"] as const
).flatMap((sensing: Sensing) =>
  (["arrive", "depart", "both"] as const).map((direction): [string, Road, boolean] => [
    `${direction}, loops: ${sensing}`,
    { id: "lane-1", zone: "main", direction, sensing },
    direction === "depart" && sensing === "both",
  ]),
);

describe("every state of a lane", () => {
  it.each(lanes)("%s", { timeout: 600_000 }, (_, road, contacts) => {
    const faults = new Map<string, string>();
    const places = walk(road, contacts, (turn) => {
      const fault = wrong(turn, road);
      if (fault !== undefined && !faults.has(fault))
        faults.set(
          fault,
          `${keyOf(turn.before)} ${JSON.stringify(turn.event)} → ${keyOf(turn.after)} ${JSON.stringify(turn.effects)}`,
        );
    });
    for (const place of places) {
      const at = calm(place, road);
      const { lane, arm } = at.state;
      const rests =
        lane.phase === "idle" && upFor(arm) === null && !arm.owesLower && at.timers.size === 0 && lane.way === null;
      if (!rests && !faults.has("does not come to rest"))
        faults.set("does not come to rest", `${keyOf(place)} → ${keyOf(at)}`);
      if (road.direction !== "arrive" && !getsOut(place, road) && !faults.has("locks a driver in"))
        faults.set("locks a driver in", keyOf(place));
    }
    expect(Object.fromEntries(faults)).toEqual({});
  });
});
