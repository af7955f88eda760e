import type { Fact } from "@baygate/shared/fact";
import { IDLE_LANE, type LaneEvent, type Passage } from "../../edge/src/core/lane-state.ts";
import { type ReplicaEvent, startReplica } from "../../edge/src/core/replica.ts";
import { startUplink, type UplinkEvent, type UplinkState } from "../../edge/src/core/uplink.ts";
import type { Parts } from "../plants.ts";
import {
  ACCOUNT,
  answerSync,
  type CloudFile,
  feedRules,
  LedgerBroken,
  lentTo,
  noteSync,
  OFFER,
  receive,
  type Sync,
  tend,
} from "./cloud.ts";
import {
  type Down,
  downStep,
  finishSnapshot,
  hearRules,
  NO_RULES,
  obeyReturn,
  placesLeft,
  ruleOf,
} from "./downlink.ts";
import {
  append,
  batchFrom,
  ESTATE,
  emptyJournal,
  epochNamed,
  GATES,
  type GateNo,
  hashOf,
  type JournalFile,
  lastOf,
  leasesOf,
  MORNING_MS,
  moveCursor,
  prune,
  TICK_MS,
  ZONE,
} from "./gate.ts";
import { messageNo } from "./net.ts";
import { remembered } from "./pool.ts";
import { type GateStep, type Lane, type Message, pools, type Scope } from "./world.ts";

// The shells of both sides as steps from data to data: edge/src/sync/uplink.ts, lane.ts, main.ts, cloud/src/fleet/upkeep.ts. Each is taken once
// for each input; the machines that they drive are the house's own.

interface Gate {
  journal: JournalFile;
  uplink: UplinkState;
  down: Down;
  lane: Lane;
  said: Message[];
  gaveUp: "fork" | "lost" | null;
}

export const IDLE: Lane = { state: IDLE_LANE, raised: false };

/** A place before a gate's epoch is known, for the first journal and for those after a loss. */
export function bornJournal(
  parts: Parts,
  gate: GateNo,
  born: number,
  tick: number,
  lost: JournalFile | undefined,
): JournalFile {
  const epoch = parts.nextEpoch(epochNamed(gate, born), lost?.epoch);
  const body = { software: "0", ...(lost === undefined ? {} : { previousEpochLost: true }) };
  return append(parts, gate, emptyJournal(epoch), tick, [{ kind: "gate.started", body }]);
}

/** The house in one scope, with the parts that it runs on and the steps that they can take. */
export interface House {
  readonly parts: Parts;
  readonly scope: Scope;
  readonly steps: ReturnType<typeof stepsOf>;
}

export function stepsOf(parts: Parts, scope: Scope) {
  const gateAt = (journal: number, uplink: number, down: number, lane: number): Gate => ({
    ...{ journal: pools.journals.at(journal), uplink: pools.uplinks.at(uplink), down: pools.downs.at(down) },
    ...{ lane: pools.lanes.at(lane), said: [], gaveUp: null },
  });
  const numbered = ({ journal, uplink, down, lane, said, gaveUp }: Gate): GateStep => ({
    ...{ journal: pools.journals.of(journal), uplink: pools.uplinks.of(calm(uplink)) },
    ...{ down: pools.downs.of(down), lane: pools.lanes.of(lane) },
    ...{ said: said.map((each) => messageNo(each)), gaveUp },
  });
  /** A step of the whole gate. `born` and `tick` are the model's: epochs begun so far, hours gone. */
  const gateStep = (step: (no: GateNo, gate: Gate, tick: number, born: number, argument: number) => void) => {
    const perArgument = new Map<number, ReturnType<typeof remembered<GateStep>>>();
    return (
      no: GateNo,
      at: readonly [number, number, number, number],
      tick: number,
      born: number,
      argument = 0,
    ): GateStep => {
      const which = ((argument * 64 + tick) * 8 + born) * 2 + no;
      const known =
        perArgument.get(which) ??
        remembered((journal, uplink, down, lane) => {
          const gate = gateAt(journal, uplink, down, lane);
          step(no, gate, tick, born, argument);
          return numbered(gate);
        });
      perArgument.set(which, known);
      return known(...at);
    };
  };

  const up = (no: GateNo, gate: Gate, event: UplinkEvent, tick: number, born: number): void => {
    const { state, actions } = parts.uplinkStep(gate.uplink, event);
    gate.uplink = state;
    for (const action of actions) {
      if (action.do === "send") {
        const facts = batchFrom(gate.journal, action.from);
        if (facts !== undefined) {
          const { epoch } = gate.journal;
          gate.said.push({
            to: "cloud",
            gate: no,
            batch: { epoch, from: action.from, facts, leases: leasesOf(gate.journal) },
          });
        }
        const through = facts === undefined ? null : action.from + facts.length - 1;
        up(no, gate, { on: "sent", through }, tick, born);
      } else if (action.do === "move-cursor") gate.journal = moveCursor(gate.journal, action.through);
      else if (action.do === "begin-epoch") {
        const { connected } = gate.uplink;
        gate.gaveUp = action.why;
        gate.journal = bornJournal(parts, no, born, tick, gate.journal);
        gate.uplink = startUplink(gate.journal.epoch, lastOf(gate.journal), gate.journal.acked);
        down(no, gate, { on: "minute" });
        if (connected) up(no, gate, { on: "connected" }, tick, born);
      }
    }
  };
  const asked = (no: GateNo, asks: readonly Sync[]): Message[] => asks.map((sync) => ({ to: "cloud", gate: no, sync }));
  const down = (no: GateNo, gate: Gate, event: ReplicaEvent): void => {
    const step = downStep(parts, no, gate.down, gate.journal, event);
    gate.down = step.down;
    gate.journal = step.journal;
    gate.said.push(...asked(no, step.asks));
  };

  const heard = gateStep((no, gate, tick, born, argument) => {
    const message = pools.messages.at(argument);
    if (message.to !== "gate") return;
    if ("ack" in message) {
      const { journal } = gate;
      up(
        no,
        gate,
        parts.ackEvent(message.ack, (seq) => hashOf(journal, seq)),
        tick,
        born,
      );
    } else if ("news" in message) {
      const step = hearRules(parts, no, gate.down, gate.journal, message.news);
      gate.down = step.down;
      gate.journal = step.journal;
      gate.said.push(...asked(no, step.asks));
    } else if ("lent" in message) {
      const { lent, ...held } = parts.withLent(gate.journal.lease, message.lent, gate.journal.epoch);
      if (lent > gate.journal.lease.lent) gate.journal = { ...gate.journal, lease: { ...held, lent } };
    } else gate.journal = obeyReturn(parts, no, gate.journal, gate.down.file, message.order, tick);
  });

  return {
    heard,
    linked: gateStep((no, gate, tick, born) => {
      down(no, gate, { on: "connected" });
      up(no, gate, { on: "connected" }, tick, born);
    }),
    flapped: gateStep((no, gate, tick, born) => {
      down(no, gate, { on: "disconnected" });
      up(no, gate, { on: "disconnected" }, tick, born);
      down(no, gate, { on: "connected" });
      up(no, gate, { on: "connected" }, tick, born);
    }),
    cut: gateStep((no, gate, tick, born) => {
      down(no, gate, { on: "disconnected" });
      up(no, gate, { on: "disconnected" }, tick, born);
    }),
    told: gateStep((no, gate, tick, born) =>
      up(no, gate, { on: "journalled", last: lastOf(gate.journal) }, tick, born),
    ),
    waited: gateStep((no, gate, tick, born) => up(no, gate, { on: "timeout" }, tick, born)),
    spoiled: gateStep((no, gate) => {
      gate.down = { ...gate.down, file: NO_RULES, building: null };
      down(no, gate, { on: "emptied" });
    }),
    askedAgain: gateStep((no, gate) => down(no, gate, { on: gate.down.machine.asked === null ? "minute" : "timeout" })),
    built: gateStep((no, gate) => {
      const step = finishSnapshot(parts, no, gate.down, gate.journal);
      gate.down = step.down;
      gate.journal = step.journal;
      gate.said.push(...asked(no, step.asks));
    }),
    pruned: remembered((journal) => pools.journals.of(prune(parts, pools.journals.at(journal)))),
    ...laneSteps(parts, scope, gateStep),
    ...cloudSteps(parts, scope),
  };
}

/** How often nobody answered only makes waits longer. */
const calm = (state: UplinkState): UplinkState => (state.unanswered > 0 ? { ...state, unanswered: 0 } : state);

type GateStepOf = (
  step: (no: GateNo, gate: Gate, tick: number, born: number, argument: number) => void,
) => (
  no: GateNo,
  at: readonly [number, number, number, number],
  tick: number,
  born: number,
  argument?: number,
) => GateStep;

/** A car's way through the lane's machine, to its facts. */
function drive(
  parts: Parts,
  no: GateNo,
  scope: Scope,
  lane: Lane,
  events: readonly LaneEvent[],
): { lane: Lane; facts: Fact[] } {
  const direction = scope.lanes[no] === "depart" ? "depart" : "arrive";
  let { state } = lane;
  const facts: Fact[] = [];
  for (const event of events) {
    const step = parts.laneStep(state, event, { id: "lane", zone: ZONE, direction });
    state = step.state;
    for (const effect of step.effects) if (effect.do === "write") facts.push(effect.fact);
  }
  return { lane: state.phase === "idle" ? IDLE : { ...lane, state }, facts };
}

const loop = (which: "approach" | "clear", occupied: boolean): LaneEvent => ({ on: "loop", loop: which, occupied });
const THROUGH = [loop("approach", true), loop("clear", true), loop("approach", false), loop("clear", false)];
const BACK = [loop("approach", true), loop("approach", false), { on: "timer", timer: "settle" } as const];

function laneSteps(parts: Parts, scope: Scope, gateStep: GateStepOf) {
  return {
    /** A car: past an open arm, or up to the grant's commit. A refusal changes nothing. */
    tapped: gateStep((no, gate, tick) => {
      if (scope.lanes[no] === "undecided") {
        const passed = drive(parts, no, scope, gate.lane, THROUGH);
        gate.journal = append(parts, no, gate.journal, tick, passed.facts);
        return;
      }
      const decision = parts.decide(tapOf(parts, scope, no, gate, tick));
      if (decision.outcome === "deny") return;
      gate.journal = append(parts, no, gate.journal, tick, [{ kind: "decision.made", body: decision }]);
      const passage: Passage | undefined = gate.journal.passages.at(-1);
      if (passage === undefined) return;
      gate.lane = { ...drive(parts, no, scope, gate.lane, [{ on: "granted", passage }]).lane, raised: false };
      if (!scope.swift) return;
      const { lane, facts } = drive(parts, no, scope, gate.lane, THROUGH);
      gate.lane = lane;
      gate.journal = append(parts, no, gate.journal, tick, facts);
    }),
    raised: gateStep((_, gate) => {
      gate.lane = { ...gate.lane, raised: true };
    }),
    passed: gateStep((no, gate, tick) => {
      const { lane, facts } = drive(parts, no, scope, gate.lane, THROUGH);
      gate.lane = lane;
      gate.journal = append(parts, no, gate.journal, tick, facts);
    }),
    backedOut: gateStep((no, gate, tick) => {
      const { lane, facts } = drive(parts, no, scope, gate.lane, BACK);
      gate.lane = lane;
      gate.journal = append(parts, no, gate.journal, tick, facts);
    }),
    /** Killed and started again. What the journal holds and the rules' file are all that is left. */
    restarted: gateStep((no, gate, tick) => {
      const unresolved = gate.journal.passages.map(
        ({ offer: _, ...body }): Fact => ({ kind: "passage.unresolved", body }),
      );
      const begun = append(parts, no, gate.journal, tick, [{ kind: "gate.started", body: { software: "0" } }]);
      restart(gate, unresolved.length > 0 ? append(parts, no, begun, tick, unresolved) : begun);
    }),
    /** Killed, and its journal is gone when it starts again. */
    lost: gateStep((no, gate, tick, born) => restart(gate, bornJournal(parts, no, born, tick, gate.journal))),
  };
}

function restart(gate: Gate, journal: JournalFile): void {
  const { file } = gate.down;
  const { version, digest } = file;
  gate.journal = journal;
  gate.uplink = startUplink(journal.epoch, lastOf(journal), journal.acked);
  gate.down = {
    file,
    building: null,
    machine: startReplica(version, digest),
  };
  gate.lane = IDLE;
}

/** Where only places matter: drivers without a wallet, one for each gate. */
const STRANGERS = ["00000000-0000-4000-8000-0000000000b0", "00000000-0000-4000-8000-0000000000b1"] as const;

/** As `#tap` of lane.ts: what the decision may lean on. */
function tapOf(parts: Parts, scope: Scope, no: GateNo, gate: Gate, tick: number): Parameters<Parts["decide"]>[0] {
  const { journal, down, uplink } = gate;
  const { file, machine } = down;
  const account = scope.tends ? STRANGERS[no] : ACCOUNT;
  const [direction, seq] = [scope.lanes[no] === "depart" ? "depart" : "arrive", lastOf(journal) + 1] as const;
  return {
    ...{ estate: ESTATE, lane: "lane", zone: ZONE, direction, claim: { tier: "E", ref: "c".repeat(16) } },
    newSession: `00000000-0000-7000-9${no}00-${journal.epoch.slice(0, 2)}${String(seq).padStart(10, "0")}`,
    ...{ nowMs: MORNING_MS + tick * TICK_MS, clock: "synchronised", seenBefore: false },
    linkFresh:
      !scope.cutOff && uplink.connected && uplink.unanswered === 0 && machine.unanswered === 0 && !machine.drifted,
    leaseLeft: scope.tends ? placesLeft(parts, no, journal, file) : 1,
    policy: {
      ...{ name: "Harbour", timeZone: "UTC", currency: "EUR", unknownAtDeparture: "open" },
      ...{ grantMs: 30_000, stuckMs: 120_000, repeatMs: 0 },
    },
    zoneRule: { capacity: scope.capacity, class: "standard", offer: OFFER, offerWords: "", minimumCoverMinor: 0n },
    credential: { account, revoked: false },
    account: ruleOf(file, "account", account) ?? { coverMinor: 1_000n, blocked: false, stay: null },
    localStay: parts.stillNews(journal.stays[account], journal.epoch, file.reflects),
    ...{ baysTaken: [], subscriptionsTaken: [], rulesAgeMs: 0, staleArrivals: 0 },
  };
}

/** What the cloud does with a message: its database after the commit, and what it then publishes. */
export interface CloudStep {
  readonly cloud: number;
  readonly say: readonly number[];
}

function cloudSteps(parts: Parts, scope: Scope) {
  /** Where no rules are followed, none wait to be fed. */
  const unfed = (cloud: CloudFile): CloudFile => (scope.feeds ? cloud : { ...cloud, dirty: [] });
  /** What a gate is told of its lease, and of the orders that it has not answered. */
  const leaseNews = (cloud: CloudFile, gate: GateNo): Message[] => {
    const lent = scope.tends ? lentTo(cloud, gate) : undefined;
    const orders = cloud.orders.filter((each) => each.gate === GATES[gate] && !each.answered);
    return [
      ...(lent ? [{ to: "gate", gate, lent } as const] : []),
      ...orders.map((order) => ({ to: "gate", gate, order }) as const),
    ];
  };
  const tell = (cloud: CloudFile, messages: readonly Message[]): number[] =>
    messages.map((each) => messageNo(each, cloud));
  return {
    tended: remembered((cloud): CloudStep => {
      const borrowers = scope.gates.filter((gate) => scope.lanes[gate] === "arrive");
      const after = { ...tend(parts, pools.clouds.at(cloud), borrowers, scope.capacity), dirty: [] };
      return {
        cloud: pools.clouds.of(after),
        say: tell(
          after,
          borrowers.flatMap((gate) => leaseNews(after, gate)),
        ),
      };
    }),
    fed: remembered((cloud): CloudStep => {
      const round = feedRules(parts, pools.clouds.at(cloud), scope.gates);
      const say = tell(
        round.cloud,
        round.news.map(({ gate, news }) => ({ to: "gate", gate, news })),
      );
      return { cloud: pools.clouds.of(round.cloud), say };
    }),
    taken: remembered((cloudNo, messageNo): CloudStep => {
      const message = pools.messages.at(messageNo);
      const cloud = pools.clouds.at(cloudNo);
      if (message.to !== "cloud") return { cloud: cloudNo, say: [] };
      const { gate } = message;
      if ("batch" in message) {
        try {
          const taken = receive(parts, cloud, gate, message.batch, scope.capacity);
          return {
            cloud: pools.clouds.of(taken.cloud),
            say: tell(taken.cloud, [{ to: "gate", gate, ack: taken.ack }]),
          };
        } catch (error) {
          // The transaction fails; nothing is answered.
          if (error instanceof LedgerBroken) return { cloud: cloudNo, say: [] };
          throw error;
        }
      }
      const noted = noteSync(cloud, gate, message.sync, scope.capacity);
      if (!scope.feeds) {
        const ack: Message = { to: "gate", gate, ack: noted.ack };
        return {
          cloud: pools.clouds.of(unfed(noted.cloud)),
          say: tell(noted.cloud, [ack, ...leaseNews(noted.cloud, gate)]),
        };
      }
      const answered = answerSync(parts, noted.cloud, gate, message.sync, scope.gates);
      return {
        cloud: pools.clouds.of(answered.cloud),
        say: tell(answered.cloud, [
          { to: "gate", gate, ack: noted.ack },
          ...answered.news.map(({ gate: to, news }): Message => ({ to: "gate", gate: to, news })),
        ]),
      };
    }),
  };
}
