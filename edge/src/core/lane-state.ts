import type { Direction, Offer, VehicleClass } from "@baygate/shared/estate";
import type { Fact } from "@baygate/shared/fact";
import type { AccountRef, FactId, LaneId, SessionId, ZoneId } from "@baygate/shared/ids";

/** One granted passage. `decision`: id of the grant's fact, or of the answered order that opened the lane. */
export interface Passage {
  readonly decision: FactId;
  readonly direction: Direction;
  readonly lane: LaneId;
  readonly zone: ZoneId;
  readonly account: AccountRef | null;
  readonly session: SessionId | null;
  readonly offer: Offer | null;
  /** Absent: standard. */
  readonly class?: VehicleClass | undefined;
}

/**
 * Which loops a lane has, and so what counts as passed. `both`: the car has cleared the second one. `clear`: likewise, but a car
 * that backs out is only known when its time is over. `approach`: the car let in has left the loop before the arm. `none`: the
 * time that it was given is over.
 */
export type Sensing = "both" | "approach" | "clear" | "none";

/** What does not change while a lane works. */
export interface Road {
  readonly id: LaneId;
  readonly zone: ZoneId;
  /** `both`: cars come from either side of one arm; `approach` is then the loop outside, `clear` the one inside. */
  readonly direction: Direction | "both";
  /** Absent: both. */
  readonly sensing?: Sensing | undefined;
}

/**
 * A lane between two loops, `approach` in front of the arm and `clear` behind it, as its own cars meet them. Phases:
 * idle → granted → passing → idle, with stuck when a car stays under the arm.
 */
export interface LaneState {
  readonly phase: "idle" | "granted" | "passing" | "stuck";
  readonly approach: boolean;
  readonly clear: boolean;
  /** null: idle, or opened by an order for a car that nobody decided about. */
  readonly passage: Passage | null;
  /** The car on the far loop has left the near one. */
  readonly leftApproach: boolean;
  /** A car stood on the near loop a moment ago; until the settle timer it may be between the loops. */
  readonly between: boolean;
  /** idle and granted: a car that nobody let in goes over the far loop. */
  readonly undecided: boolean;
  /** Which way the car in the lane goes, where that is not the lane's own or only way; the first loop told, or the grant. */
  readonly way: Direction | null;
  /** The loops do not work. */
  readonly blind: boolean;
  /** granted: something has stood on the far loop since before the grant, so that loop cannot tell of this car. */
  readonly past: boolean;
}

export type LaneEvent =
  | { readonly on: "granted"; readonly passage: Passage }
  /** By an order: what passes was not decided about. */
  | { readonly on: "opened"; readonly passage: Passage }
  | { readonly on: "loop"; readonly loop: "approach" | "clear"; readonly occupied: boolean }
  | { readonly on: "sight"; readonly works: boolean }
  | { readonly on: "timer"; readonly timer: Timer };

/** grant: nobody moved. stuck: under the arm for too long. settle: not between the loops after all. */
export type Timer = "grant" | "stuck" | "settle";

export type LaneEffect =
  | { readonly do: "write"; readonly fact: Fact }
  | { readonly do: "lower" }
  | { readonly do: "start"; readonly timer: Timer }
  | { readonly do: "cancel"; readonly timer: Timer };

export interface LaneStep {
  readonly state: LaneState;
  readonly effects: readonly LaneEffect[];
}

/** A car that left the approach and is on neither loop for this long has backed out, ms. Loops of a lane overlap, or nearly. */
export const SETTLE_MS = 2_000;

export const IDLE_LANE: LaneState = {
  phase: "idle",
  approach: false,
  clear: false,
  passage: null,
  leftApproach: false,
  between: false,
  undecided: false,
  way: null,
  blind: false,
  past: false,
};

/** Whether a read may be decided about now. Past a car that is stuck only those are let who want out: none is locked in. */
export const takesRead = ({ phase }: LaneState, direction: Direction): boolean =>
  phase === "idle" || (phase === "stuck" && direction === "depart");

/** Which way whoever holds something up wants to go; undefined: nobody can tell yet. */
export function wayOfRead(state: LaneState, road: Road, reader?: Direction): Direction | undefined {
  if (road.direction !== "both") return road.direction;
  if (reader !== undefined || state.way !== null) return reader ?? state.way ?? undefined;
  if (state.approach === state.clear) return undefined;
  return state.approach ? "arrive" : "depart";
}

/** A car stands, or may stand, where the arm would come down on it: on the loop behind the arm, as it drives. */
export const underArm = (state: LaneState, road: Road): boolean =>
  state.way === null || state.way === ownWay(road) ? state.clear : state.approach;

/** No car is to be seen. */
export const isQuiet = ({ approach, clear, between }: LaneState): boolean => !approach && !clear && !between;

/**
 * What a lane does next: its new state, and what to write and to command, in this order.
 *
 * @param road `open`: held open for everybody, so that cars may come from either side.
 */
export function laneStep(state: LaneState, event: LaneEvent, road: Road & { readonly open?: boolean }): LaneStep {
  if (event.on === "sight") return sight(state, event.works);
  if (event.on === "loop" && state[event.loop] === event.occupied) return { state, effects: [] };
  const own = ownWay(road);
  const eitherWay = road.direction === "both" || road.open === true;
  const way = wayAfter(state, event, own, eitherWay);
  const turned = way !== own;
  const lane: OneWay = { id: road.id, zone: road.zone, direction: way, sensing: turnSensing(road.sensing, turned) };
  // What was seen of a car that comes the other way says nothing of this one.
  const seen = way === (state.way ?? own) ? state : { ...state, leftApproach: false, between: false, undecided: false };
  const step = oneWayStep(turned ? turn(seen) : seen, turned ? turnEvent(event) : event, lane);
  const next = turned ? turn(step.state) : step.state;
  const told = (eitherWay || turned) && !(next.phase === "idle" && isQuiet(next));
  return { state: { ...next, way: told ? way : null }, effects: step.effects };
}

/** All but the loops' own death. */
type Moved = Exclude<LaneEvent, { on: "sight" }>;

/** A lane as one car drives it: `approach` is the loop it meets first. */
interface OneWay {
  readonly id: LaneId;
  readonly zone: ZoneId;
  readonly direction: Direction;
  readonly sensing: Sensing;
}

const ownWay = ({ direction }: Road): Direction => (direction === "both" ? "arrive" : direction);
const turn = (state: LaneState): LaneState => ({ ...state, approach: state.clear, clear: state.approach });
const turnEvent = (event: Moved): Moved =>
  event.on === "loop" ? { ...event, loop: event.loop === "approach" ? "clear" : "approach" } : event;

function turnSensing(sensing: Sensing = "both", turned: boolean): Sensing {
  if (!turned || sensing === "both" || sensing === "none") return sensing;
  return sensing === "approach" ? "clear" : "approach";
}

/** Which way the car in the lane goes once this has happened: whoever is let in says so, else the loop that was met first. */
function wayAfter(state: LaneState, event: Moved, own: Direction, eitherWay: boolean): Direction {
  if ((event.on === "granted" || event.on === "opened") && eitherWay) return event.passage.direction;
  const free = state.phase === "idle" && isQuiet(state);
  if (!free || event.on !== "loop" || !eitherWay || event.loop === "approach") return state.way ?? own;
  return own === "arrive" ? "depart" : "arrive";
}

function oneWayStep(state: LaneState, event: Moved, lane: OneWay): LaneStep {
  if (event.on === "loop") {
    const seen: LaneState = { ...state, [event.loop]: event.occupied };
    if (state.phase === "idle") return idleLoop(seen, event, lane);
    return state.phase === "granted" ? grantedLoop(seen, event, lane) : passingLoop(seen, event, lane);
  }
  if (event.on === "timer") return timeout(state, event.timer, lane);
  const passage = event.on === "granted" ? event.passage : null;
  if (state.phase === "idle") return letIn(state, passage);
  return state.phase === "stuck" && event.passage.direction === "depart"
    ? letPast(state, passage)
    : { state, effects: [] };
}

function letIn(state: LaneState, passage: Passage | null): LaneStep {
  // A car on both loops is the one that was let in; one that has gone further is not, and is still to be counted.
  const under = state.undecided && !state.leftApproach;
  return {
    state: {
      ...state,
      phase: under ? "passing" : "granted",
      passage,
      between: false,
      undecided: state.undecided && !under,
      past: state.clear && !under,
    },
    effects: [
      { do: "cancel", timer: "settle" },
      { do: "start", timer: under ? "stuck" : "grant" },
    ],
  };
}

/** The car under the arm broke down, or the loop there did: what becomes of its passage nobody will see. */
function letPast(state: LaneState, passage: Passage | null): LaneStep {
  return {
    state: {
      ...state,
      phase: "granted",
      passage,
      leftApproach: false,
      between: false,
      undecided: false,
      past: state.clear,
    },
    effects: [
      { do: "cancel", timer: "stuck" },
      ...(state.passage === null ? [] : [unresolvedPassage(state.passage)]),
      { do: "start", timer: "grant" },
    ],
  };
}

type LoopEvent = Extract<LaneEvent, { on: "loop" }>;

/** Nobody is granted: a car that goes from the approach over the clear loop followed another one, or found the arm open. */
function idleLoop(state: LaneState, { loop, occupied }: LoopEvent, lane: OneWay): LaneStep {
  if (loop === "approach")
    return occupied
      ? { state: { ...state, between: false }, effects: [{ do: "cancel", timer: "settle" }] }
      : {
          state: { ...state, between: true, leftApproach: true },
          effects: [{ do: "start", timer: "settle" }],
        };
  if (occupied)
    return {
      state: { ...state, undecided: state.approach || state.between, leftApproach: !state.approach },
      effects: [],
    };
  if (!state.undecided || !state.leftApproach) return { state: { ...state, undecided: false }, effects: [] };
  return {
    state: { ...state, undecided: false, between: false },
    effects: [{ do: "cancel", timer: "settle" }, undecidedPassage(lane), { do: "lower" }],
  };
}

function grantedLoop(state: LaneState, { loop, occupied }: LoopEvent, lane: OneWay): LaneStep {
  if (loop === "clear")
    return occupied
      ? {
          state: { ...state, phase: "passing", leftApproach: !state.approach, between: false, past: false },
          effects: [
            { do: "cancel", timer: "grant" },
            { do: "cancel", timer: "settle" },
            { do: "start", timer: "stuck" },
          ],
        }
      : {
          state: { ...state, undecided: false, past: false },
          effects: state.undecided ? [undecidedPassage(lane)] : [],
        };
  if (!occupied) return { state: { ...state, between: true }, effects: [{ do: "start", timer: "settle" }] };
  // The approach was left and is taken again: perhaps by another car, which must not ride on this grant.
  if (state.between) return gone({ ...state, between: false }, lane);
  return { state, effects: [] };
}

function passingLoop(state: LaneState, { loop, occupied }: LoopEvent, lane: OneWay): LaneStep {
  if (loop === "approach") return { state: occupied ? state : { ...state, leftApproach: true }, effects: [] };
  if (occupied) return { state, effects: [] };
  const stop: LaneEffect = { do: "cancel", timer: "stuck" };
  // Still on the approach when the clear loop frees, and never off it: the car rolled back.
  if (!state.leftApproach)
    return { state: { ...state, phase: "granted" }, effects: [stop, { do: "start", timer: "grant" }] };
  return end(state, passedThrough(state.passage, lane));
}

function timeout(state: LaneState, timer: Timer, lane: OneWay): LaneStep {
  if (timer === "settle" && state.between) {
    const settled = { ...state, between: false };
    return state.phase === "granted" ? gone(settled, lane) : { state: settled, effects: [] };
  }
  if (timer === "grant" && state.phase === "granted") {
    if (lane.sensing === "none") return end(state, passedThrough(state.passage, lane));
    return end(state, state.blind ? unseen(state) : abandoned(state, "timeout"));
  }
  if (timer !== "stuck" || (state.phase !== "passing" && state.phase !== "stuck")) return { state, effects: [] };
  // With dead loops nobody will see it drive on: the next one must get by.
  if (state.blind) return end(state, unseen(state));
  if (state.phase === "stuck") return { state, effects: [] };
  const { passage } = state;
  const fact: Fact | undefined = passage
    ? { kind: "lane.stuck", body: { decision: passage.decision, lane: passage.lane } }
    : undefined;
  return { state: { ...state, phase: "stuck" }, effects: fact ? [{ do: "write", fact }] : [] };
}

/** The loops died, or came back. What they said last is kept: a driver tells what has changed. */
function sight(state: LaneState, works: boolean): LaneStep {
  if (state.blind !== works) return { state, effects: [] };
  if (works) return { state: { ...state, blind: false }, effects: [] };
  const dark: LaneState = { ...state, blind: true, between: false };
  const stop: LaneEffect = { do: "cancel", timer: "settle" };
  if (state.phase === "idle") {
    const way = isQuiet(dark) ? null : state.way;
    return { state: { ...dark, undecided: false, leftApproach: false, way }, effects: [stop] };
  }
  // Nobody will see this car drive on.
  return { state: dark, effects: state.phase === "stuck" ? [stop, { do: "start", timer: "stuck" }] : [stop] };
}

/** Granted, and no longer on the approach, nor seen behind the arm. */
function gone(state: LaneState, lane: OneWay): LaneStep {
  if (lane.sensing === "approach") return end(state, passedThrough(state.passage, lane));
  return end(state, state.past ? unseen(state) : abandoned(state, "backed-out"));
}

/** Idle again, and no timer is left but one that tells whether a car is between the loops. */
function end(state: LaneState, facts: readonly LaneEffect[]): LaneStep {
  const { approach, clear, blind } = state;
  const undecided = state.phase === "granted" && state.undecided;
  const timers = state.phase === "granted" ? (["grant", "settle"] as const) : (["stuck"] as const);
  return {
    state: { ...IDLE_LANE, approach, clear, blind, undecided, leftApproach: undecided },
    effects: [...timers.map((timer): LaneEffect => ({ do: "cancel", timer })), ...facts, { do: "lower" }],
  };
}

function abandoned({ passage }: LaneState, cause: "backed-out" | "timeout"): LaneEffect[] {
  if (passage === null) return [];
  const { offer: _, class: __, ...body } = passage;
  return [{ do: "write", fact: { kind: "passage.abandoned", body: { ...body, cause } } }];
}

const unseen = ({ passage }: LaneState): LaneEffect[] => (passage === null ? [] : [unresolvedPassage(passage)]);

function unresolvedPassage({ offer: _, class: __, ...body }: Passage): LaneEffect {
  return { do: "write", fact: { kind: "passage.unresolved", body } };
}

function passedThrough(passage: Passage | null, lane: OneWay): LaneEffect[] {
  if (passage === null) return [undecidedPassage(lane)];
  const { direction, offer, class: vehicle, ...body } = passage;
  if (direction === "depart") return [{ do: "write", fact: { kind: "vehicle.departed", body } }];
  const named = vehicle === undefined ? {} : { class: vehicle };
  return [{ do: "write", fact: { kind: "vehicle.arrived", body: { ...body, offer, ...named } } }];
}

const undecidedPassage = ({ id, zone, direction }: OneWay): LaneEffect => ({
  do: "write",
  fact: { kind: "passage.undecided", body: { lane: id, zone, direction } },
});
