import { type ArmEffect, type ArmEvent, type ArmState, armStep, isHeld, SLEEPING_ARM } from "./arm-state.ts";
import {
  IDLE_LANE,
  isQuiet,
  type LaneEffect,
  type LaneEvent,
  type LaneState,
  laneStep,
  type Road,
  type Timer,
  underArm,
} from "./lane-state.ts";

/** A lane as a whole: the cars in it, and its arm. */
export interface MachineState {
  readonly lane: LaneState;
  readonly arm: ArmState;
}

export type MachineTimer = Timer | "arm";

/** What the machine tells itself is left out. */
export type MachineEvent = LaneEvent | Exclude<ArmEvent, { on: "raise" | "rest" | "road" }>;

export type MachineEffect =
  | Extract<LaneEffect, { do: "write" }>
  | { readonly do: "start" | "cancel"; readonly timer: MachineTimer }
  | ArmEffect;

export interface MachineStep {
  readonly state: MachineState;
  readonly effects: readonly MachineEffect[];
}

export const RESTING_LANE: MachineState = { lane: IDLE_LANE, arm: SLEEPING_ARM };

/** What a lane does next: its new state, and what to write and to command, in this order. */
export function machineStep(state: MachineState, event: MachineEvent, road: Road): MachineStep {
  switch (event.on) {
    case "granted":
    case "opened":
    case "loop":
    case "sight":
    case "timer":
      return carsStep(state, event, road);
    default: {
      const { state: arm, effects } = armStep(state.arm, event);
      return { state: { lane: state.lane, arm }, effects };
    }
  }
}

function carsStep(state: MachineState, event: LaneEvent, road: Road): MachineStep {
  const { state: lane, effects } = laneStep(state.lane, event, { ...road, open: isHeld(state.arm) });
  if (lane === state.lane) return { state, effects: [] };
  const said: MachineEffect[] = [];
  let { arm } = state;
  const tell = (told: ArmEvent): void => {
    const step = armStep(arm, told);
    arm = step.state;
    said.push(...step.effects);
  };
  // First of all: somebody waits for it.
  if (event.on === "granted" || event.on === "opened") tell({ on: "raise", because: event.passage.decision });
  tell({ on: "road", under: underArm(lane, road), quiet: isQuiet(lane) });
  for (const effect of effects) {
    if (effect.do === "lower") tell({ on: "rest" });
    else said.push(effect);
  }
  return { state: { lane, arm }, effects: said };
}
