import { leaseLeft } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import { GENESIS_HASH } from "@baygate/shared/ids";
import { ACCOUNT, BALANCE_MINOR, type CloudFile, epochOf, inUse } from "./cloud.ts";
import { placesLeft } from "./downlink.ts";
import { GATES, type GateNo, hashOf, hashOfText, type JournalFile, lastOf, texts } from "./gate.ts";
import { remembered } from "./pool.ts";
import type { Violation } from "./search.ts";
import type { House } from "./steps.ts";
import { AT, fieldOf, NONE, number, pools, short } from "./world.ts";

// The invariants of SYNC.md as the search asks them of every state. I10 is asked by settle.ts; I12 is the simulator's.

export const CHECKED: Readonly<Record<string, string>> = {
  I1: "every fact of a gate's journal is held there, or applied in the cloud with the same hash",
  I2: "what the cloud holds of an epoch are the facts 1 to `through`, each once, and each moved the counters once",
  I3: "what a journal let go of is applied in the cloud, and in the backup that it may be restored from; what a gate counts as acknowledged is applied, unless the cloud was restored",
  I4: "every posting sums to zero, and the wallet is what came in less what was charged",
  I5: "no stay is charged twice, none before its end",
  I6: "once all is applied, arrivals less departures are the cars that are really inside (leases, stays); passing is never below zero",
  I7: "no barrier is up without a grant in the journal",
  I8: "a gate's rules never have a lower version than they had",
  I9: "an epoch has one history: hashes follow one another, and a number has one text, at the gate and in the cloud",
  I10: "from every state, when faults stop: all facts applied, all acknowledged, rules and orders agreed on",
  I11: "cars inside or granted, and places that gates may still give, are together no more than the capacity",
};

const fault = (invariant: string, words: string): Violation => ({ invariant, words });

export function brokenIn(house: House): (state: Int32Array) => Violation | undefined {
  const { scope } = house;
  const ofCloud = remembered((cloud) => cloudFault(house, pools.clouds.at(cloud)) ?? null);
  const ofGate = [0, 1].map((gate) =>
    remembered(
      (journal, cloud, backup) =>
        journalFault(
          gate === 1 ? 1 : 0,
          pools.journals.at(journal),
          pools.clouds.at(cloud),
          backup === NONE_KEY ? undefined : pools.clouds.at(backup),
        ) ?? null,
    ),
  );
  return (state) => {
    const cloud = number(state, AT.cloud);
    const backup = number(state, AT.backup);
    const wrong = ofCloud(cloud);
    if (wrong) return wrong;
    const tally = pools.tallies.at(number(state, AT.tally));
    for (const gate of scope.gates) {
      const journal = number(state, fieldOf(gate, "journal"));
      const fault = ofGate[gate]?.(journal, cloud, backup === NONE ? NONE_KEY : backup);
      if (fault) return fault;
      const { epoch, acked } = pools.journals.at(journal);
      const { through } = epochOf(pools.clouds.at(cloud), gate, epoch);
      if (tally.restores === scope.restores && acked > through)
        return {
          invariant: "I3",
          words: `${GATES[gate]} counts ${acked} facts as acknowledged, and the cloud has ${through}`,
        };
      const lane = pools.lanes.at(number(state, fieldOf(gate, "lane")));
      if (
        lane.raised &&
        !pools.journals.at(journal).passages.some(({ decision }) => decision === lane.state.passage?.decision)
      )
        return { invariant: "I7", words: `${GATES[gate]}'s barrier is up and its journal does not say why` };
      const { version } = pools.downs.at(number(state, fieldOf(gate, "down"))).file;
      if (version < (tally.highest[gate] ?? 0))
        return { invariant: "I8", words: `${GATES[gate]} held rules ${tally.highest[gate]} and now holds ${version}` };
    }
    return scope.tends ? oversold(house, state) : undefined;
  };
}

/** `remembered` takes no negative numbers. */
const NONE_KEY = 2 ** 25;

function journalFault(
  gate: GateNo,
  journal: JournalFile,
  cloud: CloudFile,
  backup: CloudFile | undefined,
): Violation | undefined {
  const name = GATES[gate];
  const applied = epochOf(cloud, gate, journal.epoch);
  for (let seq = 1; seq <= lastOf(journal); seq++) {
    const own = hashOf(journal, seq);
    const text = applied.facts[seq - 1];
    const theirs = text === undefined ? undefined : hashOfText(text);
    if (own === undefined && theirs === undefined)
      return fault("I1", `fact ${seq} of ${name} is gone from its journal and the cloud does not have it`);
    if (own !== undefined && theirs !== undefined && own !== theirs)
      return fault(
        "I9",
        `fact ${seq} of ${name}'s epoch ${short(journal.epoch)} is one thing in its journal and another in the cloud`,
      );
  }
  if (applied.facts.length > lastOf(journal))
    return fault(
      "I9",
      `the cloud holds ${applied.facts.length} facts of ${name}'s epoch ${short(journal.epoch)}, whose journal has ${lastOf(journal)}`,
    );
  for (const [where, file] of [
    ["cloud", cloud],
    ["backup", backup],
  ] as const)
    if (file && journal.pruned > epochOf(file, gate, journal.epoch).through)
      return fault(
        "I3",
        `${name} let go of its facts up to ${journal.pruned}, the ${where} has them up to ${epochOf(file, gate, journal.epoch).through}`,
      );
  return undefined;
}

interface Counted {
  arrivals: number;
  departures: number;
}

function cloudFault({ parts, scope }: House, cloud: CloudFile): Violation | undefined {
  const counted: Counted = { arrivals: 0, departures: 0 };
  for (const [key, { facts, through, hash }] of Object.entries(cloud.epochs)) {
    if (facts.length !== through)
      return fault("I2", `${key} is said to be applied through ${through}, and ${facts.length} facts of it are there`);
    let before = GENESIS_HASH;
    for (const [at, text] of facts.entries()) {
      const fact: { seq: number; prevHash: string } & Fact = JSON.parse(texts.at(text));
      if (fact.seq !== at + 1) return fault("I2", `${key} has fact ${fact.seq} where fact ${at + 1} belongs`);
      if (fact.prevHash !== before) return fault("I9", `fact ${fact.seq} of ${key} does not follow the one before`);
      before = hashOfText(text);
      countFact(counted, fact);
    }
    if (hash !== before) return fault("I2", `${key}'s hash is not that of fact ${through}`);
  }
  const { arrivals, departures, passing } = cloud.places;
  if (
    scope.lanes.every((lane) => lane === "undecided" || lane === "none") &&
    (arrivals !== counted.arrivals || departures !== counted.departures)
  )
    return fault("I2", `${counted.arrivals} arrivals were applied and ${arrivals} counted`);
  if (passing < 0) return fault("I6", `${passing} cars are passing`);
  return moneyFault(cloud) ?? placesFault({ parts, scope }, cloud);
}

function countFact(counted: Counted, { kind, body }: Fact): void {
  if (kind === "vehicle.arrived" || (kind === "passage.undecided" && body.direction === "arrive")) counted.arrivals++;
  if (kind === "vehicle.departed" || (kind === "passage.undecided" && body.direction === "depart"))
    counted.departures++;
}

function moneyFault({ postings, wallet, sessions }: CloudFile): Violation | undefined {
  let spent = 0n;
  /** Charges that were not taken back. */
  const charges = new Map<string, number>();
  for (const { entries, session, kind } of postings) {
    if (entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) !== 0n)
      return fault("I4", "a posting does not sum to zero");
    for (const { ledgerAccount, amountMinor } of entries) if (ledgerAccount.startsWith("wallet:")) spent += amountMinor;
    if ((kind !== "charge" && kind !== "reversal") || session === null) continue;
    const count = (charges.get(session) ?? 0) + (kind === "charge" ? 1 : -1);
    if (count > 1) return fault("I5", `the stay ${session.slice(-12)} is charged twice`);
    charges.set(session, count);
  }
  if (wallet.balanceMinor !== BALANCE_MINOR + spent) return fault("I4", "the wallet is not the sum of its entries");
  if (wallet.heldMinor < 0n || wallet.balanceMinor < 0n) return fault("I4", "the wallet is below zero");
  for (const { id, state, account, flags } of Object.values(sessions)) {
    if (account !== ACCOUNT) continue;
    const isCharged = (charges.get(id) ?? 0) > 0;
    if (isCharged && state !== "departed") return fault("I5", `the stay ${id.slice(-12)} is charged and ${state}`);
    if (!isCharged && state === "departed" && !flags.includes("arrived-twice"))
      return fault("I5", `the stay ${id.slice(-12)} is over and not charged`);
  }
  return undefined;
}

/** Inside, passing and outstanding, by the cloud's books. */
function placesFault({ parts, scope }: Pick<House, "parts" | "scope">, cloud: CloudFile): Violation | undefined {
  // A restored cloud counts as lent what has come back since the backup, until it hears of that again: too many, never too few.
  if (!scope.tends || cloud.life > 0) return undefined;
  const outstanding = Object.values(cloud.leases).reduce((sum, lease) => sum + Math.max(0, leaseLeft(lease)), 0);
  const taken = inUse(parts, cloud) + cloud.places.passing + outstanding;
  return taken > scope.capacity
    ? fault("I11", `the cloud counts ${taken} places taken or lent of ${scope.capacity}`)
    : undefined;
}

/** What the gates, cut off from now on, could still let in beside the cars that are really there. */
function oversold({ parts, scope }: House, state: Int32Array): Violation | undefined {
  const tally = pools.tallies.at(number(state, AT.tally));
  let taken = tally.inside;
  for (const gate of scope.gates) {
    if (scope.lanes[gate] !== "arrive") continue;
    const journal = pools.journals.at(number(state, fieldOf(gate, "journal")));
    const { file } = pools.downs.at(number(state, fieldOf(gate, "down")));
    taken += Math.max(0, placesLeft(parts, gate, journal, file));
    if (pools.lanes.at(number(state, fieldOf(gate, "lane"))).state.phase === "granted") taken++;
  }
  return taken > scope.capacity
    ? { invariant: "I11", words: `${taken} places of ${scope.capacity} are taken, granted or may still be given` }
    : undefined;
}
