import { startUplink } from "../../edge/src/core/uplink.ts";
import { type Parts, REAL } from "../plants.ts";
import { epochOf, newCloud, restored, setWord } from "./cloud.ts";
import { NO_RULES, startDown } from "./downlink.ts";
import { GATES, type GateNo, lastOf } from "./gate.ts";
import { brokenIn } from "./invariants.ts";
import { arriving, publish } from "./net.ts";
import { remembered } from "./pool.ts";
import type { Emit, Model, Violation } from "./search.ts";
import { restedFrom, settles } from "./settle.ts";
import { bornJournal, type CloudStep, type House, IDLE, stepsOf } from "./steps.ts";
import {
  AT,
  fieldOf,
  type GateStep,
  gateChanges,
  NONE,
  number,
  placeOf,
  pools,
  type Scope,
  short,
  type Tally,
  WIDTH,
  words,
} from "./world.ts";

// The house as a model: every step that the world, the network, a process or a fault can take from a state.

/** The house in one scope, with these parts. */
export function house(scope: Scope, parts: Parts = REAL): Model {
  const ground: House = { parts, scope, steps: stepsOf(parts, scope) };
  const broken = brokenIn(ground);
  const settled = settles(ground);
  return {
    name: scope.name,
    start: scope.rested ? restedStart(ground) : startOf(ground),
    next(state, emit) {
      const take = taker(state, emit);
      cloudMoves(ground, state, take);
      for (const gate of scope.gates) gateMoves(ground, state, gate, take);
    },
    broken: (state): Violation | undefined => broken(state) ?? settled(state),
  };
}

function startOf({ parts, scope }: House): Int32Array {
  const state = new Int32Array(WIDTH).fill(NONE);
  for (const gate of [0, 1] as const) {
    const journal = bornJournal(parts, gate, 0, 0, undefined);
    state[fieldOf(gate, "journal")] = pools.journals.of(journal);
    state[fieldOf(gate, "uplink")] = pools.uplinks.of(startUplink(journal.epoch, lastOf(journal), 0));
    state[fieldOf(gate, "down")] = pools.downs.of(startDown(NO_RULES));
    state[fieldOf(gate, "lane")] = pools.lanes.of(IDLE);
  }
  state[AT.cloud] = pools.clouds.of(scope.words > 0 ? setWord(newCloud(), 1) : newCloud());
  state[AT.net] = pools.nets.of([]);
  const { cars, crashes, losses, backups, restores, months } = scope;
  const tally: Tally = {
    ...{ cars, crashes, losses, backups, restores, months, words: scope.words, spoils: scope.spoils },
    ...{ tick: 0, born: [1, 1], inside: 0, highest: [0, 0] },
  };
  state[AT.tally] = pools.tallies.of(tally);
  return state;
}

/** Where nothing is under way; where the cloud may be restored and no backup is made, there is one of before anything happened. */
function restedStart(ground: House): Int32Array {
  const state = restedFrom(ground, startOf(ground));
  if (ground.scope.restores > 0 && ground.scope.backups === 0) state[AT.backup] = pools.clouds.of(newCloud());
  return state;
}

/** Emits the state with some places changed. */
type Take = (
  changes: readonly (readonly [place: number, value: number])[],
  says: readonly number[],
  words: () => string,
) => void;

const NET_GONE = pools.nets.of([]);

function taker(state: Int32Array, emit: Emit): Take {
  return (changes, says, story) => {
    const next = state.slice();
    for (const [place, value] of changes) next[place] = value;
    next[AT.net] = publish(number(next, AT.net), says);
    // A step that changes nothing leads nowhere.
    for (let i = 0; i < WIDTH; i++) if (next[i] !== state[i]) return emit(next, story);
  };
}

const spent = remembered((tally, which) => {
  const name = (["cars", "crashes", "losses", "backups", "restores", "months", "words", "spoils"] as const)[which];
  const before = pools.tallies.at(tally);
  return name === undefined ? tally : pools.tallies.of({ ...before, [name]: before[name] - 1 });
});
const SPEND = { cars: 0, crashes: 1, losses: 2, backups: 3, restores: 4, months: 5, words: 6, spoils: 7 } as const;

function cloudMoves({ parts, scope, steps }: House, state: Int32Array, take: Take): void {
  const doing = number(state, AT.doing);
  const cloud = number(state, AT.cloud);
  if (doing !== NONE) {
    const { commit } = pools.doings.at(doing);
    take(
      [
        [AT.doing, NONE],
        [AT.cloud, commit],
      ],
      [],
      () => "the cloud commits",
    );
    take([[AT.doing, NONE]], [], () => "the cloud is killed after its answer, before its commit");
    return;
  }
  for (const message of arriving(number(state, AT.net))) {
    if (pools.messages.at(message).to !== "cloud") continue;
    const answered = steps.taken(cloud, message);
    const taken = scope.mute ? { ...answered, say: [] } : answered;
    deliver(
      parts,
      state,
      taken,
      take,
      () =>
        `${words(pools.messages.at(message))} reach the cloud, which ${parts.ackWhen === "before-commit" ? "answers" : "commits"}`,
    );
  }
  const tally = number(state, AT.tally);
  const left = pools.tallies.at(tally);
  if (scope.tends) {
    const round = steps.tended(cloud);
    take([[AT.cloud, round.cloud]], round.say, () => "the cloud tends its leases");
  }
  if (scope.feeds) {
    const round = steps.fed(cloud);
    take([[AT.cloud, round.cloud]], round.say, () => "the cloud feeds its rules");
  }
  if (left.words > 0)
    take(
      [
        [AT.cloud, pools.clouds.of(setWord(pools.clouds.at(cloud), 10 + left.words))],
        [AT.tally, spent(tally, SPEND.words)],
      ],
      [],
      () => "somebody changes a rule",
    );
  if (left.backups > 0)
    take(
      [
        [AT.backup, cloud],
        [AT.tally, spent(tally, SPEND.backups)],
      ],
      [],
      () => "a backup of the cloud's database is made",
    );
  if (left.restores > 0 && number(state, AT.backup) !== NONE)
    take(
      [
        [AT.cloud, scope.tends ? restoredOver(number(state, AT.backup), scope) : number(state, AT.backup)],
        [AT.tally, spent(tally, SPEND.restores)],
        // What a cloud lent travels without a version there: it is lost when the database goes back.
        ...(scope.tends ? [[AT.net, pools.nets.of([])] as const] : []),
      ],
      [],
      () => "the cloud's database is restored from the backup",
    );
  if (left.months > 0) monthPasses(scope, state, take);
}

/**
 * The commit, and then the answer. A cloud that dies in between is one whose answer never arrives, and the network keeps every message
 * for ever, so that is in here. With a bug it is the other way around, and there dying is a step of its own.
 */
function deliver(parts: Parts, state: Int32Array, { cloud, say }: CloudStep, take: Take, story: () => string): void {
  if (parts.ackWhen === "after-commit") take([[AT.cloud, cloud]], say, story);
  else if (cloud === number(state, AT.cloud)) take([], say, story);
  else take([[AT.doing, pools.doings.of({ commit: cloud })]], say, story);
}

const restoredOver = (backup: number, { gates }: Scope): number =>
  pools.clouds.of(restored(pools.clouds.at(backup), gates));

/** Nothing in flight or in a backup is that old. A gate has heard of a restore within the window. */
function monthPasses(scope: Scope, state: Int32Array, take: Take): void {
  const cloud = pools.clouds.at(number(state, AT.cloud));
  const aged = scope.gates.map((gate) => {
    const journal = pools.journals.at(number(state, fieldOf(gate, "journal")));
    const knows = journal.acked <= epochOf(cloud, gate, journal.epoch).through;
    return { gate, knows, journal: pools.journals.of({ ...journal, aged: journal.acked }) };
  });
  const restored = pools.tallies.at(number(state, AT.tally)).restores < scope.restores;
  if (restored && aged.some(({ knows }) => !knows)) return;
  take(
    [
      ...aged.map(({ gate, journal }) => [fieldOf(gate, "journal"), journal] as const),
      [AT.backup, NONE],
      [AT.net, NET_GONE],
      [AT.tally, spent(number(state, AT.tally), SPEND.months)],
    ],
    [],
    () => "more than the restore window passes",
  );
}

function gateMoves(ground: House, state: Int32Array, gate: GateNo, take: Take): void {
  const { steps, scope } = ground;
  const place = placeOf(state, gate);
  const tallyNo = number(state, AT.tally);
  const tally = pools.tallies.at(tallyNo);
  const born = tally.born[gate] ?? 1;
  const name = GATES[gate];
  const step = (after: GateStep, story: () => string, tallyAfter = tallyNo): void => {
    const counted = after.gaveUp === null ? tallyAfter : bornAgain(tallyAfter, gate);
    const told =
      after.gaveUp === null ? story : () => `${story()}; its history cannot go on (${after.gaveUp}): a new epoch`;
    take([...gateChanges(gate, after), [AT.tally, highest(counted, gate, after.down)]], after.said, told);
  };
  const uplink = pools.uplinks.at(place[1]);
  const journal = pools.journals.at(place[0]);
  const down = pools.downs.at(place[2]);
  if (uplink.connected) {
    for (const message of arriving(number(state, AT.net))) {
      const content = pools.messages.at(message);
      if (content.to !== "gate" || content.gate !== gate) continue;
      step(steps.heard(gate, place, tally.tick, born, message), () => `${words(content)} arrives`);
    }
    if (!scope.mute) step(steps.flapped(gate, place, tally.tick, born), () => `${name}'s link drops and comes back`);
    if (uplink.inFlight !== null)
      step(steps.waited(gate, place, tally.tick, born), () => `${name} has waited for its ack and sends again`);
    if (scope.feeds || scope.tends)
      step(steps.askedAgain(gate, place, tally.tick, born), () => `${name} tells what rules it holds`);
  } else step(steps.linked(gate, place, tally.tick, born), () => `${name}'s link comes up`);
  if (uplink.last < lastOf(journal))
    step(steps.told(gate, place, tally.tick, born), () => `${name}'s uplink is told of fact ${lastOf(journal)}`);
  if (down.building?.complete) step(steps.built(gate, place, tally.tick, born), () => `${name}'s snapshot is built`);
  const pruned = steps.pruned(place[0]);
  if (pruned !== place[0])
    take(
      [[fieldOf(gate, "journal"), pruned]],
      [],
      () => `${name} prunes its journal to fact ${pools.journals.at(pruned).pruned}`,
    );
  worldMoves(ground, state, gate, step);
}

/** Cars, and what kills a gate. */
function worldMoves(
  { steps, scope }: House,
  state: Int32Array,
  gate: GateNo,
  step: (after: GateStep, story: () => string, tally?: number) => void,
): void {
  const place = placeOf(state, gate);
  const tallyNo = number(state, AT.tally);
  const tally = pools.tallies.at(tallyNo);
  const born = tally.born[gate] ?? 1;
  const lane = pools.lanes.at(place[3]);
  const name = GATES[gate];
  const way = scope.lanes[gate];
  const tick = scope.hours ? tally.tick + 1 : 0;
  const timed = (tallyAfter: number): number => (scope.hours ? ticked(tallyAfter) : tallyAfter);
  if (lane.state.phase === "idle" && tally.cars > 0 && way !== "none" && !(way === "depart" && tally.inside === 0)) {
    const after = steps.tapped(gate, place, tick, born);
    const what = way === "undecided" ? "a car passes" : scope.swift ? `a car ${way}s by` : "a tap is granted at";
    const used = timed(spent(tallyNo, SPEND.cars));
    if (after.journal !== place[0])
      step(
        after,
        () => `${what} ${name}, which journals it`,
        scope.swift ? inside(used, way === "arrive" ? 1 : -1) : used,
      );
  }
  if (lane.state.phase === "granted" && !lane.raised)
    step(steps.raised(gate, place, 0, born), () => `${name}'s barrier opens`);
  if (lane.state.phase === "granted" && lane.raised) {
    const moved = (by: number) => inside(timed(tallyNo), by);
    step(
      steps.passed(gate, place, tick, born),
      () => `the car passes ${name}, which journals it`,
      moved(way === "arrive" ? 1 : -1),
    );
    if (scope.backOuts && way === "arrive")
      step(steps.backedOut(gate, place, tick, born), () => `the car backs out of ${name}, which journals it`, moved(0));
  }
  if (tally.crashes > 0) {
    const after = steps.restarted(gate, place, tally.tick, born);
    const killed = spent(tallyNo, SPEND.crashes);
    step(after, () => `${name} is killed and starts again`, killed);
    // The car may have passed all the same.
    if (lane.raised && way !== "undecided")
      step(
        after,
        () => `the car passes ${name}, which is killed before it sees it and starts again`,
        inside(killed, way === "arrive" ? 1 : -1),
      );
  }
  if (tally.spoils > 0)
    step(
      steps.spoiled(gate, place, tally.tick, born),
      () => `${name}'s file of rules is found broken and thrown away`,
      forgotten(spent(tallyNo, SPEND.spoils), gate),
    );
  if (tally.losses > 0 && lane.state.phase === "idle")
    step(
      steps.lost(gate, place, tally.tick, born),
      () =>
        `${name} is killed and has lost its journal when it starts again: epoch ${short(pools.journals.at(steps.lost(gate, place, tally.tick, born).journal).epoch)}`,
      bornAgain(spent(tallyNo, SPEND.losses), gate),
    );
}

const ticked = remembered((tally) => {
  const before = pools.tallies.at(tally);
  return pools.tallies.of({ ...before, tick: before.tick + 1 });
});
const insideBy = remembered((tally, by) => {
  const before = pools.tallies.at(tally);
  return pools.tallies.of({ ...before, inside: before.inside + by - 1 });
});
const inside = (tally: number, by: number): number => insideBy(tally, by + 1);
const bornBy = remembered((tally, gate) => {
  const before = pools.tallies.at(tally);
  return pools.tallies.of({ ...before, born: before.born.map((each, no) => (no === gate ? each + 1 : each)) });
});
const bornAgain = (tally: number, gate: GateNo): number => bornBy(tally, gate);
const highestBy = remembered((tally, gate, down) => {
  const before = pools.tallies.at(tally);
  const { version } = pools.downs.at(down).file;
  if (version <= (before.highest[gate] ?? 0)) return tally;
  return pools.tallies.of({ ...before, highest: before.highest.map((each, no) => (no === gate ? version : each)) });
});
const highest = (tally: number, gate: GateNo, down: number): number => highestBy(tally, gate, down);
/** A new file of rules begins without a version. */
const forgotten = remembered((tally, gate) => {
  const before = pools.tallies.at(tally);
  return pools.tallies.of({ ...before, highest: before.highest.map((each, no) => (no === gate ? 0 : each)) });
});
