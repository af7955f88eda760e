import type { LaneHolder } from "@baygate/shared/fact";
import type { FactId } from "@baygate/shared/ids";

/** Where the arm is, as its contacts tell. */
export type ArmPosition = "up" | "down" | "between" | "unknown";

export type ArmFault =
  /** Told twice, and it is not where it was told to go. */
  | "arm-did-not-move"
  | "arm-position-unknown"
  /** Since power came back a car has stood on a loop, so the arm could not be sent down. */
  | "arm-not-referenced";

/**
 * The arm of a lane: up for a passage or as long as somebody holds it, down else. It is never sent down on a car, and never up
 * without a fact (I7).
 */
export interface ArmState {
  /** The facts that it is up for. */
  readonly passage: FactId | null;
  readonly order: FactId | null;
  readonly alarm: FactId | null;
  /** To come down as soon as nobody is under it. */
  readonly owesLower: boolean;
  /** It was told where to go since this process began. */
  readonly referenced: boolean;
  /** null: it has no contacts. */
  readonly at: ArmPosition | null;
  /** How often it was told the same without an answer of its contacts; its timer runs unless 0. */
  readonly tries: 0 | 1 | 2;
  readonly fault: ArmFault | null;
  /** A car is on the loop behind it. */
  readonly under: boolean;
  /** No car is to be seen. */
  readonly quiet: boolean;
}

export type ArmEvent =
  | { readonly on: "woke" }
  | { readonly on: "raise"; readonly because: FactId }
  /** The same driver asks again. */
  | { readonly on: "again" }
  /** No passage needs it up any more. */
  | { readonly on: "rest" }
  | { readonly on: "hold"; readonly by: LaneHolder; readonly because: FactId }
  | { readonly on: "release"; readonly by: LaneHolder }
  | { readonly on: "road"; readonly under: boolean; readonly quiet: boolean }
  | { readonly on: "at"; readonly position: ArmPosition }
  | { readonly on: "did-not-move" }
  | { readonly on: "arm-timer" };

export type ArmEffect =
  | { readonly do: "raise"; readonly because: FactId }
  | { readonly do: "lower" }
  | { readonly do: "start" | "cancel"; readonly timer: "arm" }
  | { readonly do: "fault"; readonly code: ArmFault }
  /** The fault is over. */
  | { readonly do: "well" };

export interface ArmStep {
  readonly state: ArmState;
  readonly effects: readonly ArmEffect[];
}

/** An arm takes less than this from end to end, ms. */
export const ARM_MOVES_MS = 8_000;

export const SLEEPING_ARM: ArmState = {
  ...{ passage: null, order: null, alarm: null, owesLower: false, referenced: false },
  ...{ at: null, tries: 0, fault: null, under: false, quiet: true },
};

/** The fact that it is up for; null: it is down, or shall be. */
export const upFor = ({ passage, alarm, order }: ArmState): FactId | null => passage ?? alarm ?? order;

/** Somebody keeps it up for everybody. */
export const isHeld = ({ alarm, order }: ArmState): boolean => (alarm ?? order) !== null;

const START: ArmEffect = { do: "start", timer: "arm" };
const CANCEL: ArmEffect = { do: "cancel", timer: "arm" };

/** What the arm does next: its new state, and what to command, in this order. */
export function armStep(state: ArmState, event: ArmEvent): ArmStep {
  switch (event.on) {
    case "woke":
      // Where it is nobody knows; the loops have a moment to say whether a car stands there.
      return state.referenced ? stay(state) : { state, effects: [START] };
    case "raise":
      return raised({ ...state, passage: event.because }, event.because);
    case "again":
      return state.passage === null ? stay(state) : raised(state, state.passage);
    case "rest":
      return rested({ ...state, passage: null });
    case "hold":
      return raised({ ...state, [keyOf(event.by)]: event.because }, event.because);
    case "release":
      return state[keyOf(event.by)] === null ? stay(state) : rested({ ...state, [keyOf(event.by)]: null });
    case "road":
      return roadChanged({ ...state, under: event.under, quiet: event.quiet });
    case "at":
      return seenAt({ ...state, at: event.position });
    case "did-not-move":
      return targetOf(state) === null ? stay(state) : disobeyed(state);
    case "arm-timer":
      return timeIsUp(state);
  }
}

const stay = (state: ArmState): ArmStep => ({ state, effects: [] });
const keyOf = (by: LaneHolder): "order" | "alarm" => (by === "order" ? "order" : "alarm");

/** Where its contacts must show it; null: nobody has said. */
function targetOf(state: ArmState): "up" | "down" | null {
  if (upFor(state) !== null) return "up";
  return state.owesLower || !state.referenced ? null : "down";
}

/** The state once it was told something new, and whether an answer of the contacts is waited for. */
function told(state: ArmState, command: ArmEffect): ArmStep {
  const cleared = state.fault === "arm-not-referenced" ? { ...state, fault: null } : state;
  const awaited = state.at === null ? cleared.fault !== null : state.at !== targetOf(cleared);
  return {
    state: { ...cleared, tries: awaited ? 1 : 0 },
    effects: [command, awaited ? START : CANCEL, ...(cleared === state ? [] : [{ do: "well" } as const])],
  };
}

const raised = (state: ArmState, because: FactId): ArmStep =>
  told({ ...state, owesLower: false, referenced: true }, { do: "raise", because });

const lowered = (state: ArmState): ArmStep => told({ ...state, owesLower: false, referenced: true }, { do: "lower" });

/** Nothing of what just ended needs it up any more; perhaps something else does. */
function rested(state: ArmState): ArmStep {
  if (upFor(state) !== null) return stay(state);
  if (!state.under) return lowered(state);
  // Nothing is expected of it until it may come down.
  return { state: { ...state, owesLower: true, tries: 0 }, effects: [CANCEL] };
}

function roadChanged(state: ArmState): ArmStep {
  const free = state.referenced ? !state.under : state.quiet;
  return state.owesLower && free ? lowered(state) : stay(state);
}

function seenAt(state: ArmState): ArmStep {
  if (state.at === "unknown")
    return state.fault === null
      ? { state: { ...state, fault: "arm-position-unknown" }, effects: [{ do: "fault", code: "arm-position-unknown" }] }
      : stay(state);
  const target = targetOf(state);
  const arrived = state.at === target;
  const over =
    state.fault !== null && state.fault !== "arm-not-referenced" && (arrived || state.fault === "arm-position-unknown");
  const seen: ArmState = { ...state, tries: arrived ? 0 : state.tries, fault: over ? null : state.fault };
  const effects: ArmEffect[] = over ? [{ do: "well" }] : [];
  if (arrived && state.tries > 0) effects.unshift(CANCEL);
  // Held open, and it came down by itself, as some do after a time.
  const because = state.alarm ?? state.order;
  if (because === null || seen.at !== "down" || seen.tries > 0) return { state: seen, effects };
  const again = raised(seen, because);
  return { state: again.state, effects: [...effects, ...again.effects] };
}

function timeIsUp(state: ArmState): ArmStep {
  if (!state.referenced) {
    if (state.quiet) return lowered(state);
    return {
      state: { ...state, owesLower: true, fault: "arm-not-referenced" },
      effects: [{ do: "fault", code: "arm-not-referenced" }],
    };
  }
  if (state.tries === 0) return stay(state);
  if (state.at !== null) return disobeyed(state);
  // Without contacts no news is good news.
  return { state: { ...state, tries: 0, fault: null }, effects: state.fault === null ? [] : [{ do: "well" }] };
}

/** Told once more; after that it is a fault. */
function disobeyed(state: ArmState): ArmStep {
  const because = upFor(state);
  if (state.tries === 2)
    return {
      state: { ...state, tries: 0, fault: "arm-did-not-move" },
      effects: [CANCEL, { do: "fault", code: "arm-did-not-move" }],
    };
  if (because === null && state.under) return { state: { ...state, owesLower: true, tries: 0 }, effects: [CANCEL] };
  return {
    state: { ...state, tries: 2 },
    effects: [because === null ? { do: "lower" } : { do: "raise", because }, START],
  };
}
