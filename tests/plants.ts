import type { Epoch } from "@baygate/shared/ids";
import { dateFact, hearBoot } from "../cloud/src/inbox/dating.ts";
import { fold } from "../cloud/src/inbox/fold.ts";
import { type NumberedText, readFact, screen } from "../cloud/src/inbox/inbox.ts";
import { planLeases } from "../cloud/src/occupancy/lease.ts";
import { placesInUse } from "../cloud/src/occupancy/occupancy.ts";
import { answerTo, changedRules, ruleCoverMinor } from "../cloud/src/rules/rules.ts";
import { decide } from "../edge/src/core/decide.ts";
import { laneStep } from "../edge/src/core/lane-state.ts";
import { returnable, withLent } from "../edge/src/core/lease.ts";
import { consequences, stillNews } from "../edge/src/core/local-stay.ts";
import { replicaStep } from "../edge/src/core/replica.ts";
import { ackEvent, prunable, uplinkStep } from "../edge/src/core/uplink.ts";

// Bugs on purpose. The search and the simulator run on `Parts`; a plant wraps one of them wrongly, and whoever is expected to find it
// must. Production code knows nothing of this.

/** The functions that decide, of both sides, and the few habits of the shells that are no function there. */
export interface Parts {
  readonly ackEvent: typeof ackEvent;
  readonly uplinkStep: typeof uplinkStep;
  readonly prunable: typeof prunable;
  readonly replicaStep: typeof replicaStep;
  readonly withLent: typeof withLent;
  readonly returnable: typeof returnable;
  readonly consequences: typeof consequences;
  readonly stillNews: typeof stillNews;
  readonly decide: typeof decide;
  readonly laneStep: typeof laneStep;

  readonly screen: typeof screen;
  readonly dateFact: typeof dateFact;
  readonly hearBoot: typeof hearBoot;
  readonly fold: typeof fold;
  readonly planLeases: typeof planLeases;
  readonly placesInUse: typeof placesInUse;
  readonly answerTo: typeof answerTo;
  readonly changedRules: typeof changedRules;
  readonly coverMinor: typeof ruleCoverMinor;

  /** The epoch of a new journal. `fresh`: random bits that were never drawn before. `lost`: the epoch of the journal before it. */
  readonly nextEpoch: (fresh: Epoch, lost: Epoch | undefined) => Epoch;
  /** When the cloud answers a batch. */
  readonly ackWhen: "after-commit" | "before-commit";
}

/** The house as it is. */
export const REAL: Parts = {
  ...{ ackEvent, uplinkStep, prunable, replicaStep, withLent, returnable, consequences, stillNews, decide, laneStep },
  ...{ screen, dateFact, hearBoot, fold, planLeases, placesInUse, answerTo, changedRules, coverMinor: ruleCoverMinor },
  nextEpoch: (fresh) => fresh,
  ackWhen: "after-commit",
};

/**
 * `search`: in this scope of tests/search/scopes.ts, to its shortest story. `simulator`: within so many seeds from one on; others may
 * find it, too.
 */
export type Finder =
  | { readonly tool: "search"; readonly scope: string }
  | { readonly tool: "simulator"; readonly from: number; readonly within: number };

export interface Plant {
  /** The bug, in one sentence. */
  readonly bug: string;
  /** The invariant of SYNC.md that it breaks. */
  readonly breaks: `I${number}`;
  /** Who is expected to find it, and where. */
  readonly finder: Finder;
  readonly into: (parts: Parts) => Parts;
}

/** The wrong hash chain is made right for what follows a gap that is jumped over. */
const hashBefore = ({ seq, text }: NumberedText, gate: { gate: string; estate: string; epoch: string }): string => {
  const read = readFact({ seq, text, hash: "" }, gate);
  return read.envelope?.prevHash ?? "";
};

export const plants = {
  "trust-puback": {
    bug: "The uplink takes the broker's PUBACK for the cloud's word: what was published counts as acknowledged.",
    breaks: "I3",
    finder: { tool: "search", scope: "facts-killed" },
    into: (parts) => ({
      ...parts,
      uplinkStep(state, event) {
        const step = parts.uplinkStep(state, event);
        if (event.on !== "sent" || event.through === null || step.state.inFlight === null) return step;
        const { through } = event;
        return {
          state: { ...step.state, inFlight: null, acked: through },
          actions: [...step.actions, { do: "move-cursor", through }, { do: "stop-waiting" }],
        };
      },
    }),
  },
  "apply-over-gap": {
    bug: "The inbox takes a batch that begins beyond the next fact, as if those between had come.",
    breaks: "I2",
    finder: { tool: "search", scope: "facts-restored" },
    into: (parts) => ({
      ...parts,
      screen(sender, epoch, texts, known) {
        const [first] = texts;
        if (!first || first.seq <= epoch.through + 1) return parts.screen(sender, epoch, texts, known);
        const over = { ...epoch, through: first.seq - 1, hash: hashBefore(first, sender) };
        return parts.screen(sender, over, texts, known);
      },
    }),
  },
  "charge-twice": {
    bug: "A departure that comes after its stay was closed for want of it charges the stay once more, under a key of its own.",
    breaks: "I5",
    finder: { tool: "search", scope: "stays" },
    into: (parts) => ({
      ...parts,
      fold(loaded, facts) {
        const closed = [...loaded.sessions.values()].filter(({ flags }) => flags.includes("departure-missed"));
        const late = facts.find(({ kind }) => kind === "vehicle.departed");
        if (late === undefined || closed.length === 0) return parts.fold(loaded, facts);
        const open = closed.map((each) => [each.id, { ...each, state: "inside", flags: [] } as const] as const);
        const books = parts.fold({ ...loaded, sessions: new Map([...loaded.sessions, ...open]) }, facts);
        const again = new Set(closed.map(({ id }) => id));
        const postings = books.postings.map((each) =>
          again.has(each.session ?? "") ? { ...each, idempotencyKey: `${each.idempotencyKey}:${late.id}` } : each,
        );
        return { ...books, postings };
      },
    }),
  },
  "prune-unacked": {
    bug: "The journal lets go of all facts but the newest, acknowledged or not.",
    breaks: "I1",
    finder: { tool: "search", scope: "facts-killed" },
    into: (parts) => ({ ...parts, prunable: (_, last) => parts.prunable(last, last, last) }),
  },
  "lease-not-journalled": {
    bug: "The place that a grant uses is not counted in the transaction that holds the grant.",
    breaks: "I11",
    finder: { tool: "search", scope: "leases" },
    into: (parts) => ({
      ...parts,
      consequences(fact, id) {
        const all = parts.consequences(fact, id);
        if (fact.kind !== "decision.made") return all;
        const { lease: _, ...rest } = all;
        return rest;
      },
    }),
  },
  "ack-before-commit": {
    bug: "The cloud answers a batch before its transaction is committed.",
    breaks: "I3",
    finder: { tool: "search", scope: "facts-killed" },
    into: (parts) => ({ ...parts, ackWhen: "before-commit" }),
  },
  "stale-rules": {
    bug: "The replica takes any snapshot, also one that is older than what it holds.",
    breaks: "I8",
    finder: { tool: "search", scope: "rules" },
    into: (parts) => ({
      ...parts,
      replicaStep(state, event) {
        if (event.on !== "part" || event.version >= state.version) return parts.replicaStep(state, event);
        const step = parts.replicaStep({ ...state, version: 0 }, event);
        return { ...step, state: { ...step.state, version: state.version } };
      },
    }),
  },
  "epoch-reuse": {
    bug: "A gate that lost its journal goes on in the old epoch, from fact 1.",
    breaks: "I9",
    finder: { tool: "search", scope: "facts-lost" },
    into: (parts) => ({ ...parts, nextEpoch: (fresh, lost) => lost ?? fresh }),
  },
  "late-fact-reopens": {
    bug: "A departure that comes after its stay was closed for want of it opens the stay again, which then has no car, and whose next charge the ledger refuses for ever.",
    breaks: "I6",
    finder: { tool: "search", scope: "stays" },
    into: (parts) => ({
      ...parts,
      fold(loaded, facts) {
        const books = parts.fold(loaded, facts);
        const late = new Set(
          books.exceptions.flatMap(({ kind, session }) => (kind === "departure-late" && session ? [session] : [])),
        );
        for (const id of late) {
          const closed = books.sessions.get(id);
          if (closed) books.sessions.set(id, { ...closed, state: "inside", departedAtMs: null });
          books.touched.sessions.add(id);
        }
        return books;
      },
    }),
  },
  "wall-clock-billing": {
    bug: "Facts are dated by the gate's wall clock, also those of the boot that sends them.",
    breaks: "I5",
    finder: { tool: "simulator", from: 11, within: 20 },
    into: (parts) => ({
      ...parts,
      dateFact: (fact, boot, receivedAtMs) => parts.dateFact(fact, { ...boot, bootId: "another" }, receivedAtMs),
    }),
  },
  "held-up-billing": {
    bug: "What was held up on its way happened so much later.",
    breaks: "I5",
    finder: { tool: "simulator", from: 1, within: 6 },
    into: (parts) => ({
      ...parts,
      hearBoot: (_known, ...heard) => parts.hearBoot(null, ...heard),
    }),
  },
  "lock-in-on-empty-wallet": {
    bug: "Who has no money left is not let out.",
    breaks: "I12",
    finder: { tool: "simulator", from: 1, within: 6 },
    into: (parts) => ({
      ...parts,
      decide(tap) {
        const decision = parts.decide(tap);
        if (tap.direction === "arrive" || (tap.account?.coverMinor ?? 1n) > 0n) return decision;
        return { ...decision, outcome: "deny", reason: "balance-too-low", session: null };
      },
    }),
  },
  "reserved-in-pool": {
    bug: "Bays that are kept for their owners are lent as if they were everybody's.",
    breaks: "I11",
    finder: { tool: "simulator", from: 1, within: 6 },
    into: (parts) => ({
      ...parts,
      planLeases: (zone, borrowers) => parts.planLeases({ ...zone, capacity: zone.capacity + 2 }, borrowers),
    }),
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof plants;

/** The house with one bug in it. */
export const planted = (name: PlantName, parts: Parts = REAL): Parts => plants[name].into(parts);
