import type { Ack } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import type { RuleValue } from "@baygate/shared/rules";
import type { LaneState } from "../../edge/src/core/lane-state.ts";
import type { UplinkEvent, UplinkState } from "../../edge/src/core/uplink.ts";
import type { Batch, CloudFile, CloudOrder, RulesNews, Sync } from "./cloud.ts";
import type { Down } from "./downlink.ts";
import { GATES, type GateNo, type JournalFile } from "./gate.ts";
import { Pool } from "./pool.ts";

// What a state of the house is made of. Two gates with what survives and what does not, the cloud and its backup, the network, and what
// may still go wrong.

/** How much of everything there is: what makes the search end. */
export interface Scope {
  readonly name: string;
  readonly about: string;
  readonly gates: readonly GateNo[];
  /** What a lane's cars do. `undecided`: they pass an arm that stands open, which is a fact alone. */
  readonly lanes: readonly ("undecided" | "arrive" | "depart" | "none")[];
  /** Cars in all. */
  readonly cars: number;
  /** Every car may back out after its grant. */
  readonly backOuts: boolean;
  readonly capacity: number;
  /** Kills of gates' processes. */
  readonly crashes: number;
  /** Journals lost. */
  readonly losses: number;
  /** Backups of the cloud's database, and how often it may be restored from the newest. */
  readonly backups: number;
  readonly restores: number;
  /** Times that the whole restore window passes at once. */
  readonly months: number;
  /** Changes of a rule by a person. */
  readonly words: number;
  /** Files of rules that are found broken, and thrown away. */
  readonly spoils: number;
  /** The rules are fed to the gates, and their messages may be lost, doubled and reordered. */
  readonly feeds: boolean;
  /** Places are lent and asked back. The rules that lend them travel alone, in any order: a lower `lent` than the held one says nothing. */
  readonly tends: boolean;
  /** A car is granted, let in and gone in one step: where nothing can come in between. */
  readonly swift: boolean;
  /** Decisions are made as without a link, so that an account may arrive again before its departure is known. */
  readonly cutOff: boolean;
  /** The cloud's answers are lost until faults stop: what happens to visits does not hang on them. */
  readonly mute: boolean;
  /** It begins with links up and everything agreed on; else with links down and nothing said. */
  readonly rested: boolean;
  /** Facts are dated an hour apart in the order in which they happen, so that it matters. */
  readonly hours: boolean;
}

export type Message =
  | { readonly to: "cloud"; readonly gate: GateNo; readonly batch: Batch }
  | { readonly to: "cloud"; readonly gate: GateNo; readonly sync: Sync }
  | { readonly to: "gate"; readonly gate: GateNo; readonly ack: Ack }
  | { readonly to: "gate"; readonly gate: GateNo; readonly news: RulesNews }
  /** The gate's rule `lease`, where no other rule is followed. */
  | { readonly to: "gate"; readonly gate: GateNo; readonly lent: RuleValue<"lease"> }
  | { readonly to: "gate"; readonly gate: GateNo; readonly order: CloudOrder };

/** A lane's machine, and whether the barrier was commanded for the grant. */
export interface Lane {
  readonly state: LaneState;
  readonly raised: boolean;
}

/** What the cloud's process is in the middle of: a crash ends it. */
export interface Doing {
  /** Number of the database to be committed. */
  readonly commit: number;
}

/** What is used up, and what nobody but the model knows. */
export interface Tally {
  readonly cars: number;
  readonly crashes: number;
  readonly losses: number;
  readonly backups: number;
  readonly restores: number;
  readonly months: number;
  readonly words: number;
  readonly spoils: number;
  /** The model's clock, hours. */
  readonly tick: number;
  /** Epochs that each gate has begun. */
  readonly born: readonly number[];
  /** Cars that really stand in the zone. */
  readonly inside: number;
  /** The highest version of the rules that each gate has held in its present file. */
  readonly highest: readonly number[];
}

export const pools = {
  journals: new Pool<JournalFile>(),
  uplinks: new Pool<UplinkState>(),
  downs: new Pool<Down>(),
  lanes: new Pool<Lane>(),
  clouds: new Pool<CloudFile>(),
  doings: new Pool<Doing>(),
  messages: new Pool<Message>(),
  /** Everything that was ever published and may still arrive, any number of times, in any order. */
  nets: new Pool<readonly number[]>(),
  tallies: new Pool<Tally>(),
  events: new Pool<UplinkEvent>(),
  facts: new Pool<readonly Fact[]>(),
};

/** Places of a state's integers. Each gate has four, beginning at `4 × gate`. */
export const AT = {
  journal: 0,
  uplink: 1,
  down: 2,
  lane: 3,
  cloud: 8,
  backup: 9,
  net: 10,
  doing: 11,
  tally: 12,
} as const;
export const WIDTH = 13;
export const NONE = -1;

export const fieldOf = (gate: GateNo, field: "journal" | "uplink" | "down" | "lane"): number => 4 * gate + AT[field];

export const number = (state: Int32Array, place: number): number => state[place] ?? NONE;

/** A message in words. */
export function words(message: Message): string {
  const gate = GATES[message.gate];
  if ("batch" in message) {
    const { from, facts, epoch } = message.batch;
    const last = from + facts.length - 1;
    return `${gate}'s fact${last > from ? `s ${from} to ${last}` : ` ${from}`} of epoch ${short(epoch)}`;
  }
  if ("sync" in message) {
    const { rules, want, epoch } = message.sync;
    return `${gate}'s sync (epoch ${short(epoch)}, rules ${rules}, wants a ${want})`;
  }
  if ("ack" in message) {
    const { through, epoch, fork } = message.ack;
    return `the ack to ${gate}: epoch ${short(epoch)} through ${through}${fork ? ", forked" : ""}`;
  }
  if ("lent" in message) return `the rule that ${gate} is lent ${message.lent.lent}`;
  if ("order" in message) return `the order to ${gate} to return ${message.order.places}`;
  const { news } = message;
  if (news.kind === "delta") return `the delta ${news.from} to ${news.to} to ${gate}`;
  return `part ${news.part + 1} of snapshot ${news.version} to ${gate}`;
}

export const short = (epoch: string): string => epoch.replace(/0+$/, "");

/** A gate as it is after a step, by numbers, and what it published. */
export interface GateStep {
  readonly journal: number;
  readonly uplink: number;
  readonly down: number;
  readonly lane: number;
  /** Numbers of messages. */
  readonly said: readonly number[];
  /** A machine gave its history up. */
  readonly gaveUp: "fork" | "lost" | null;
}

export type Place = readonly [journal: number, uplink: number, down: number, lane: number];

export const placeOf = (state: Int32Array, gate: GateNo): Place => [
  number(state, fieldOf(gate, "journal")),
  number(state, fieldOf(gate, "uplink")),
  number(state, fieldOf(gate, "down")),
  number(state, fieldOf(gate, "lane")),
];

/** A gate's places after a step. */
export const gateChanges = (gate: GateNo, step: GateStep): [place: number, value: number][] => [
  [fieldOf(gate, "journal"), step.journal],
  [fieldOf(gate, "uplink"), step.uplink],
  [fieldOf(gate, "down"), step.down],
  [fieldOf(gate, "lane"), step.lane],
];
