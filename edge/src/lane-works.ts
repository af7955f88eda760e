import type { Fact } from "@baygate/shared/fact";
import type { FactId } from "@baygate/shared/ids";
import type { CardLinking } from "./card-linking.ts";
import { ARM_MOVES_MS, type ArmFault } from "./core/arm-state.ts";
import {
  type MachineEffect,
  type MachineEvent,
  type MachineState,
  type MachineTimer,
  machineStep,
  RESTING_LANE,
} from "./core/lane-machine.ts";
import { SETTLE_MS } from "./core/lane-state.ts";
import type { Barrier } from "./hardware/seams.ts";
import type { Health } from "./health.ts";
import { ruleOf, type TapGround } from "./lane-tap.ts";
import type { OpeningCode } from "./opening-code.ts";
import { type Along, type Journalled, StorageFailed } from "./store/journal.ts";

/** What a lane stands on. */
export interface LaneGround extends TapGround {
  readonly health: Health;
  /** The code on its screen (tier S); absent: it has none. */
  readonly openingCode?: OpeningCode;
  /** The gate's linking mode; absent: it has none. */
  readonly linking?: CardLinking;
}

/** Until an estate's policy is here. */
export const NO_POLICY = { grantMs: 30_000, stuckMs: 120_000, repeatMs: 3_000 };

/** Stands for the fact of a fire alarm that the disk did not take: people come first, and the fact is owed (ADR 0020). */
export const OWED: FactId = "00000000-0000-7000-8000-000000000000";

const ARM_WORDS: Readonly<Record<ArmFault, string>> = {
  "arm-did-not-move": "the arm was told twice and did not move",
  "arm-position-unknown": "the contacts at the arm contradict each other",
  "arm-not-referenced": "a car has stood on the loops since power came back, so the arm was not sent down",
};

/** What the lane's shell wants to know. */
export interface WorksEvents {
  /** The machine has gone on; what was before. */
  stepped(before: MachineState): void;
  /** The arm does not go up for somebody who waits. */
  armFailed(): void;
}

/** The lane's machine at work: its effects become facts, commands, timers and faults, in their order. */
export class LaneWorks {
  readonly #ground: LaneGround;
  readonly #events: WorksEvents;
  readonly #timers = new Map<MachineTimer, () => void>();
  #barrier: Barrier | undefined;
  #askedAtMs = 0;
  state: MachineState = RESTING_LANE;

  constructor(ground: LaneGround, events: WorksEvents) {
    this.#ground = ground;
    this.#events = events;
  }

  get works(): boolean {
    return this.#barrier !== undefined;
  }

  start(barrier: Barrier): void {
    this.#barrier = barrier;
    this.step({ on: "woke" });
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#barrier = undefined;
  }

  /** @param askedAtMs since when somebody waits for what comes of it, `performance.now()`. */
  step(event: MachineEvent, askedAtMs?: number): void {
    if (askedAtMs !== undefined) this.#askedAtMs = askedAtMs;
    const before = this.state;
    const { state, effects } = machineStep(before, event, this.#ground.lane);
    this.state = state;
    for (const effect of effects) this.#effect(effect);
    if (state !== before) this.#events.stepped(before);
  }

  /** Undefined, and a fault, when the disk took nothing: what has happened is owed, a decision is not made. */
  record(facts: readonly Fact[], along?: Along): readonly Journalled[] | undefined {
    const { journal, health, log, lane } = this.#ground;
    try {
      const journalled = journal.append(facts, along);
      for (const { id, kind } of journalled) log.debug({ lane: lane.id, fact: id, kind }, "journalled");
      return journalled;
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
      log.error({ err: error, facts: facts.map(({ kind }) => kind) }, "facts could not be journalled");
      if (facts.every(({ kind }) => kind !== "decision.made")) journal.owe(facts);
      health.failed("storage", error.code, error.message);
      return undefined;
    }
  }

  #effect(effect: MachineEffect): void {
    const { health, lane, clock } = this.#ground;
    switch (effect.do) {
      case "write":
        this.record([effect.fact]);
        return;
      case "raise":
        this.#raise(effect.because);
        return;
      case "lower":
        this.#lower();
        return;
      case "fault":
        health.failed(`${lane.id}/arm`, effect.code, ARM_WORDS[effect.code]);
        if (effect.code === "arm-did-not-move") this.#didNotGoUp(effect.code);
        return;
      case "well":
        health.recovered(`${lane.id}/arm`);
        return;
      default: {
        const { timer } = effect;
        this.#timers.get(timer)?.();
        this.#timers.delete(timer);
        if (effect.do === "cancel") return;
        const cancel = clock.after(this.#lasts(timer), () => {
          this.#timers.delete(timer);
          this.step(timer === "arm" ? { on: "arm-timer" } : { on: "timer", timer });
        });
        this.#timers.set(timer, cancel);
      }
    }
  }

  #raise(decision: FactId): void {
    const lane = this.#ground.lane.id;
    const commanded = this.#barrier?.raise() ?? Promise.reject(new Error("the lane has stopped"));
    const elapsedMs = Math.max(0, performance.now() - this.#askedAtMs);
    commanded.then(
      () => {
        if (this.works && decision !== OWED)
          this.record([{ kind: "barrier.opened", body: { decision, lane, elapsedMs } }]);
      },
      (error: unknown) => {
        if (!this.works) return;
        if (decision !== OWED) this.record([{ kind: "barrier.failed", body: { decision, lane, ...coded(error) } }]);
        this.#events.armFailed();
      },
    );
  }

  #didNotGoUp(code: ArmFault): void {
    const lane = this.#ground.lane.id;
    const decision = this.state.arm.passage;
    if (decision === null) return;
    this.record([{ kind: "barrier.failed", body: { decision, lane, code, words: ARM_WORDS[code] } }]);
    this.#events.armFailed();
  }

  #lower(): void {
    const { log, lane } = this.#ground;
    this.#barrier
      ?.lower()
      .catch((error: unknown) => log.error({ lane: lane.id, ...coded(error) }, "the arm does not come down"));
  }

  #lasts(timer: MachineTimer): number {
    if (timer === "settle") return SETTLE_MS;
    if (timer === "arm") return ARM_MOVES_MS;
    const policy = ruleOf(this.#ground, () => this.#ground.replica.get("estate")) ?? NO_POLICY;
    return timer === "grant" ? policy.grantMs : policy.stuckMs;
  }
}

function coded(error: unknown): { code: string; words: string } {
  const code = error instanceof Error && "code" in error ? String(error.code) : "barrier-failed";
  return { code, words: error instanceof Error ? error.message : String(error) };
}
