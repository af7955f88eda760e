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
 * A lane between two loops, `approach` in front of the arm and `clear` behind it, as its own cars meet them. Phases:
 * idle → granted → passing → idle, with stuck when a car stays under the arm.
 */
export interface LaneState {
  readonly phase: "idle" | "granted" | "passing" | "stuck";
  readonly approach: boolean;
  readonly clear: boolean;
  /** null: idle, or opened by an order for a car that nobody decided about. */
  readonly passage: Passage | null;
  /** The car on the clear loop has left the approach. */
  readonly leftApproach: boolean;
  /** A car stood on the approach a moment ago; until the settle timer it may be between the loops. */
  readonly between: boolean;
  /** idle and granted: a car that nobody let in goes over the clear loop. */
  readonly undecided: boolean;
}

export type LaneEvent =
  | { readonly on: "granted"; readonly passage: Passage }
  /** By an order: what passes was not decided about. */
  | { readonly on: "opened"; readonly passage: Passage }
  | { readonly on: "loop"; readonly loop: "approach" | "clear"; readonly occupied: boolean }
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
};

/** What a lane does next: its new state, and what to write and to command, in this order. */
export function laneStep(
  state: LaneState,
  event: LaneEvent,
  lane: { id: LaneId; zone: ZoneId; direction: Direction },
): LaneStep {
  if (event.on === "loop") {
    if (state[event.loop] === event.occupied) return { state, effects: [] };
    const seen: LaneState = { ...state, [event.loop]: event.occupied };
    if (state.phase === "idle") return idleLoop(seen, event, lane);
    return state.phase === "granted" ? grantedLoop(seen, event, lane) : passingLoop(seen, event, lane);
  }
  if (event.on === "timer") return timeout(state, event.timer);
  // A lane is granted one passage at a time; its shell does not ask for a second.
  if (state.phase !== "idle") return { state, effects: [] };
  const passage = event.on === "granted" ? event.passage : null;
  // A car on both loops is the one that was let in; one that has gone further is not, and is still to be counted.
  const under = state.undecided && !state.leftApproach;
  return {
    state: {
      ...state,
      phase: under ? "passing" : "granted",
      passage,
      between: false,
      undecided: state.undecided && !under,
    },
    effects: [
      { do: "cancel", timer: "settle" },
      { do: "start", timer: under ? "stuck" : "grant" },
    ],
  };
}

type LoopEvent = Extract<LaneEvent, { on: "loop" }>;

/** Nobody is granted: a car that goes from the approach over the clear loop followed another one, or found the arm open. */
function idleLoop(
  state: LaneState,
  { loop, occupied }: LoopEvent,
  lane: { id: LaneId; zone: ZoneId; direction: Direction },
): LaneStep {
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
  return state.undecided && state.leftApproach
    ? { state: { ...state, undecided: false, between: false }, effects: [undecidedPassage(lane), { do: "lower" }] }
    : { state: { ...state, undecided: false }, effects: [] };
}

function grantedLoop(
  state: LaneState,
  { loop, occupied }: LoopEvent,
  lane: { id: LaneId; zone: ZoneId; direction: Direction },
): LaneStep {
  if (loop === "clear")
    return occupied
      ? {
          state: { ...state, phase: "passing", leftApproach: !state.approach, between: false },
          effects: [
            { do: "cancel", timer: "grant" },
            { do: "cancel", timer: "settle" },
            { do: "start", timer: "stuck" },
          ],
        }
      : {
          state: { ...state, undecided: false },
          effects: state.undecided ? [undecidedPassage(lane)] : [],
        };
  if (!occupied) return { state: { ...state, between: true }, effects: [{ do: "start", timer: "settle" }] };
  // The approach was left and is taken again: perhaps by another car, which must not ride on this grant.
  if (state.between) return abandoned({ ...state, between: false }, "backed-out");
  return { state, effects: [] };
}

function passingLoop(
  state: LaneState,
  { loop, occupied }: LoopEvent,
  lane: { id: LaneId; zone: ZoneId; direction: Direction },
): LaneStep {
  if (loop === "approach") return { state: occupied ? state : { ...state, leftApproach: true }, effects: [] };
  if (occupied) return { state, effects: [] };
  const stop: LaneEffect = { do: "cancel", timer: "stuck" };
  // Still on the approach when the clear loop frees, and never off it: the car rolled back.
  if (!state.leftApproach)
    return { state: { ...state, phase: "granted" }, effects: [stop, { do: "start", timer: "grant" }] };
  const passed = state.passage === null ? undecidedPassage(lane) : passedThrough(state.passage);
  return { state: ended(state), effects: [stop, passed, { do: "lower" }] };
}

function timeout(state: LaneState, timer: Timer): LaneStep {
  if (timer === "settle" && state.between) {
    if (state.phase === "granted") return abandoned({ ...state, between: false }, "backed-out");
    return { state: { ...state, between: false }, effects: [] };
  }
  if (timer === "grant" && state.phase === "granted") return abandoned(state, "timeout");
  if (timer === "stuck" && state.phase === "passing") {
    const decision = state.passage?.decision;
    const lane = state.passage?.lane;
    return {
      state: { ...state, phase: "stuck" },
      effects: decision && lane ? [{ do: "write", fact: { kind: "lane.stuck", body: { decision, lane } } }] : [],
    };
  }
  return { state, effects: [] };
}

const ended = (state: LaneState): LaneState => ({ ...IDLE_LANE, approach: state.approach, clear: state.clear });

function abandoned(state: LaneState, cause: "backed-out" | "timeout"): LaneStep {
  const effects: LaneEffect[] = [
    { do: "cancel", timer: "grant" },
    { do: "cancel", timer: "settle" },
  ];
  if (state.passage !== null) {
    const { offer: _, class: __, ...passage } = state.passage;
    effects.push({ do: "write", fact: { kind: "passage.abandoned", body: { ...passage, cause } } });
  }
  const { undecided } = state;
  return { state: { ...ended(state), undecided, leftApproach: undecided }, effects: [...effects, { do: "lower" }] };
}

function passedThrough({ direction, offer, class: vehicle, ...passage }: Passage): LaneEffect {
  const named = vehicle === undefined ? {} : { class: vehicle };
  return direction === "arrive"
    ? { do: "write", fact: { kind: "vehicle.arrived", body: { ...passage, offer, ...named } } }
    : { do: "write", fact: { kind: "vehicle.departed", body: passage } };
}

const undecidedPassage = ({ id, zone, direction }: { id: LaneId; zone: ZoneId; direction: Direction }): LaneEffect => ({
  do: "write",
  fact: { kind: "passage.undecided", body: { lane: id, zone, direction } },
});
