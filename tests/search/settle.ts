import { type CloudFile, epochOf } from "./cloud.ts";
import { GATES, type GateNo, lastOf, texts } from "./gate.ts";
import { Pool } from "./pool.ts";
import type { Violation } from "./search.ts";
import type { House } from "./steps.ts";
import { AT, fieldOf, type GateStep, gateChanges, NONE, number, placeOf, pools } from "./world.ts";

// I10: from every state, when faults stop. Links that are up stay up, what was in flight is lost, every new message arrives once and in
// order, timers fire. Then everything must come to rest, agreed on.

const MOST_ROUNDS = 40;

export function settles(house: House): (state: Int32Array) => Violation | undefined {
  // What was in flight and what may still go wrong have no part in it.
  const places = new Pool<readonly number[]>();
  const known: (Violation | null | undefined)[] = [];
  return (from) => {
    const state = from.slice();
    state[AT.net] = NONE;
    state[AT.backup] = NONE;
    const { tick, born, inside } = pools.tallies.at(number(state, AT.tally));
    const place = places.of([...state.subarray(0, AT.tally), tick, inside, ...born]);
    if (known[place] === undefined) known[place] = settle(new Quiet(house, state)) ?? null;
    return known[place] ?? undefined;
  };
}

function settle(quiet: Quiet): Violation | undefined {
  for (let round = 0; round < MOST_ROUNDS; round++) if (quiet.round()) return quiet.miscounted();
  return { invariant: "I10", words: `faults stop, and it does not come to rest: ${quiet.why()}` };
}

/** The state in which everything has come to rest, with nothing under way. */
export function restedFrom(house: House, from: Int32Array): Int32Array {
  const state = from.slice();
  const wrong = settle(new Quiet(house, state));
  if (wrong) throw new Error(wrong.words);
  return state;
}

/** Arrivals less departures, as far as gates saw them. */
function seenInside(cloud: CloudFile): number {
  let seen = 0;
  for (const text of Object.values(cloud.epochs).flatMap(({ facts }) => facts)) {
    const { kind }: { kind: string } = JSON.parse(texts.at(text));
    if (kind === "vehicle.arrived") seen++;
    if (kind === "vehicle.departed") seen--;
  }
  return seen;
}

class Quiet {
  readonly #house: House;
  readonly #state: Int32Array;
  #mail: number[] = [];

  constructor(house: House, state: Int32Array) {
    this.#house = house;
    this.#state = state;
    const doing = number(state, AT.doing);
    if (doing === NONE) return;
    state[AT.cloud] = pools.doings.at(doing).commit;
    state[AT.doing] = NONE;
  }

  /** Delivers everything, then lets every timer fire once. True: nothing is left to do. */
  round(): boolean {
    const { scope, steps } = this.#house;
    for (const gate of scope.gates) {
      if (!this.#uplink(gate).connected) this.#gate(gate, steps.linked);
      if (pools.downs.at(number(this.#state, fieldOf(gate, "down"))).building?.complete) this.#gate(gate, steps.built);
      if (this.#uplink(gate).last < this.#last(gate)) this.#gate(gate, steps.told);
    }
    this.#deliver();
    this.#upkeep();
    this.#deliver();
    if (this.why() === "") return true;
    for (const gate of scope.gates) {
      if (this.#uplink(gate).inFlight !== null) this.#gate(gate, steps.waited);
      this.#gate(gate, steps.askedAgain);
    }
    return false;
  }

  #upkeep(): void {
    const { scope, steps } = this.#house;
    const rounds = [...(scope.tends ? [steps.tended] : []), ...(scope.feeds ? [steps.fed] : [])];
    for (const round of rounds) {
      const { cloud, say } = round(number(this.#state, AT.cloud));
      this.#state[AT.cloud] = cloud;
      this.#mail.push(...say);
    }
  }

  #deliver(): void {
    const { steps } = this.#house;
    for (let sent = 0; sent < 200; sent++) {
      const message = this.#mail.shift();
      if (message === undefined) return;
      const content = pools.messages.at(message);
      if (content.to === "gate") this.#gate(content.gate, steps.heard, message);
      else {
        const { cloud, say } = steps.taken(number(this.#state, AT.cloud), message);
        this.#state[AT.cloud] = cloud;
        this.#mail.push(...say);
      }
    }
  }

  #gate(
    gate: GateNo,
    step: (no: GateNo, at: ReturnType<typeof placeOf>, tick: number, born: number, argument?: number) => GateStep,
    argument = 0,
  ): void {
    const { tick, born } = pools.tallies.at(number(this.#state, AT.tally));
    const after = step(gate, placeOf(this.#state, gate), tick, born[gate] ?? 1, argument);
    for (const [place, value] of gateChanges(gate, after)) this.#state[place] = value;
    this.#mail.push(...after.said);
  }

  #uplink(gate: GateNo) {
    return pools.uplinks.at(number(this.#state, fieldOf(gate, "uplink")));
  }

  #last(gate: GateNo): number {
    return lastOf(pools.journals.at(number(this.#state, fieldOf(gate, "journal"))));
  }

  /** I6. That cars are counted right is asked where every car that is let in is also seen to pass. */
  miscounted(): Violation | undefined {
    const { scope } = this.#house;
    const cloud = pools.clouds.at(number(this.#state, AT.cloud));
    const { arrivals, departures } = cloud.places;
    const { inside } = pools.tallies.at(number(this.#state, AT.tally));
    const visits = Object.values(cloud.sessions).filter(({ state }) => state === "inside").length;
    // A car may also have left unseen.
    if (scope.hours && visits > Math.max(inside, seenInside(cloud)))
      return { invariant: "I6", words: `all is applied, ${visits} visits are open and ${inside} cars inside` };
    if (!scope.swift) return undefined;
    if (arrivals - departures === inside) return undefined;
    return {
      invariant: "I6",
      words: `all is applied, the cloud counts ${arrivals - departures} cars inside and there are ${inside}`,
    };
  }

  /** What is not as it should be; empty when all is. */
  why(): string {
    const { scope } = this.#house;
    const cloud = pools.clouds.at(number(this.#state, AT.cloud));
    for (const gate of scope.gates) {
      const journal = pools.journals.at(number(this.#state, fieldOf(gate, "journal")));
      const { through } = epochOf(cloud, gate, journal.epoch);
      if (through !== lastOf(journal)) return `the cloud has ${through} of ${GATES[gate]}'s ${lastOf(journal)} facts`;
      if (journal.acked !== lastOf(journal))
        return `${GATES[gate]} counts ${journal.acked} of its ${lastOf(journal)} facts as acknowledged`;
      if (!scope.feeds) continue;
      const { file } = pools.downs.at(number(this.#state, fieldOf(gate, "down")));
      if (file.version !== cloud.rules.version || file.digest !== cloud.rules.digest)
        return `${GATES[gate]} holds rules ${file.version}, not the cloud's ${cloud.rules.version}`;
    }
    if (scope.feeds && cloud.dirty.length > 0) return "rules wait to be fed";
    if (cloud.orders.some(({ answered, gate }) => !answered && gate !== "")) return "an order is not answered";
    return "";
  }
}
