import { leaseLeft } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import type { Sha256 } from "@baygate/shared/ids";
import { digestXor, EMPTY_DIGEST, type RuleKind, type RuleValue, ruleValues } from "@baygate/shared/rules";
import type { Reflects } from "../../edge/src/core/local-stay.ts";
import { type ReplicaAction, type ReplicaEvent, type ReplicaState, startReplica } from "../../edge/src/core/replica.ts";
import type { Parts } from "../plants.ts";
import { type CloudOrder, type RulesNews, ruleHash, SNAPSHOT_PARTS, type Sync } from "./cloud.ts";
import { append, GATES, type GateNo, type JournalFile, leasesOf, raiseLent, ZONE } from "./gate.ts";

// The gate's rules: edge/src/sync/downlink.ts, sync/orders.ts and store/replica.ts without network and SQLite.

/** The replica's file. */
export interface RulesFile {
  readonly version: number;
  readonly digest: Sha256;
  readonly texts: Readonly<Record<string, string>>;
  readonly reflects: Reflects | null;
}

/** The file, which survives, and what the process knows. */
export interface Down {
  readonly file: RulesFile;
  readonly machine: ReplicaState;
  readonly building: (RulesFile & { readonly complete: boolean }) | null;
}

export const NO_RULES: RulesFile = { version: 0, digest: EMPTY_DIGEST, texts: {}, reflects: null };

/** A process begins: what was being built is gone. */
export const startDown = (file: RulesFile): Down => ({
  file,
  machine: startReplica(file.version, file.digest),
  building: null,
});

export interface DownStep {
  readonly down: Down;
  readonly journal: JournalFile;
  readonly asks: readonly Sync[];
}

/** One event of the replica's machine with all that its shell does for it. */
export function downStep(
  parts: Parts,
  gate: GateNo,
  before: Down,
  journal: JournalFile,
  event: ReplicaEvent,
  news?: RulesNews,
): DownStep {
  const { state, actions } = parts.replicaStep(before.machine, event);
  let step: DownStep = { down: { ...before, machine: calm(state) }, journal, asks: [] };
  for (const action of actions) {
    const next = act(parts, gate, step, action, news);
    step = { ...next, asks: [...step.asks, ...next.asks] };
  }
  return step;
}

/** How often nobody answered, or was heard, only makes waits longer. */
const calm = (state: ReplicaState): ReplicaState =>
  state.unanswered > 1 || state.silence > 0
    ? { ...state, unanswered: Math.min(1, state.unanswered), silence: 0 }
    : state;

function act(parts: Parts, gate: GateNo, step: DownStep, action: ReplicaAction, news: RulesNews | undefined): DownStep {
  const { down, journal } = step;
  switch (action.do) {
    case "ask": {
      const { version: rules, digest } = down.file;
      return {
        down,
        journal,
        asks: [{ epoch: journal.epoch, rules, digest, want: action.want, leases: leasesOf(journal) }],
      };
    }
    case "apply-delta":
      return news?.kind === "delta" ? applyDelta(parts, gate, down, journal, news) : { ...step, asks: [] };
    case "begin-snapshot":
      return { down: { ...down, building: { ...NO_RULES, complete: false } }, journal, asks: [] };
    case "keep-part":
      if (news?.kind !== "snapshot" || down.building === null) return { ...step, asks: [] };
      return {
        down: { ...down, building: { ...down.building, texts: { ...down.building.texts, ...textsOf(news) } } },
        journal,
        asks: [],
      };
    case "finish-snapshot": {
      if (news?.kind !== "snapshot" || down.building === null) return { ...step, asks: [] };
      const { version, digest, reflects } = news;
      return {
        down: { ...down, building: { ...down.building, version, digest, reflects, complete: true } },
        journal,
        asks: [],
      };
    }
    // The model's time passes by itself.
    case "wait":
    case "stop-waiting":
      return { ...step, asks: [] };
  }
}

const textsOf = ({ rules }: Extract<RulesNews, { kind: "snapshot" }>): Record<string, string> =>
  Object.fromEntries(rules.flatMap(([key, text]) => (text === null ? [] : [[key, text]])));

/** `Replica.apply` and the event that follows from it. */
function applyDelta(
  parts: Parts,
  gate: GateNo,
  down: Down,
  journal: JournalFile,
  news: Extract<RulesNews, { kind: "delta" }>,
): DownStep {
  const { file } = down;
  const rules: Record<string, string> = { ...file.texts };
  let digest = file.digest;
  for (const [key, after] of news.changes) {
    const before = rules[key];
    if (before !== undefined) digest = digestXor(digest, ruleHash(key, before));
    delete rules[key];
    if (after === null) continue;
    rules[key] = after;
    digest = digestXor(digest, ruleHash(key, after));
  }
  const agreed = digest === news.digest;
  const next = { version: news.to, digest, texts: rules, reflects: newer(file.reflects, news.reflects) };
  const applied = agreed ? { ...down, file: next } : down;
  const event = { on: "applied", to: news.to, digest: applied.file.digest, agreed } as const;
  return downStep(parts, gate, applied, agreed ? withLentOf(gate, journal, next) : journal, event);
}

/** A message of the topic `rules`. */
export function hearRules(parts: Parts, gate: GateNo, down: Down, journal: JournalFile, news: RulesNews): DownStep {
  if (news.kind === "snapshot") {
    const { version, digest, part } = news;
    return downStep(parts, gate, down, journal, { on: "part", version, digest, part, parts: SNAPSHOT_PARTS }, news);
  }
  const { from, to, digest } = news;
  const step = downStep(parts, gate, down, journal, { on: "delta", from, to, digest }, news);
  const { machine, file } = step.down;
  if (to !== machine.version || digest !== machine.digest) return step;
  return { ...step, down: { ...step.down, file: { ...file, reflects: newer(file.reflects, news.reflects) } } };
}

/** The worker has built the snapshot: it is swapped in when it is what was announced. */
export function finishSnapshot(parts: Parts, gate: GateNo, down: Down, journal: JournalFile): DownStep {
  if (!down.building?.complete) return { down, journal, asks: [] };
  const { complete: _, ...built } = down.building;
  const { version, digest } = built;
  const is = Object.entries(built.texts).reduce(
    (sum, [key, text]) => digestXor(sum, ruleHash(key, text)),
    EMPTY_DIGEST,
  );
  const swapped = { ...down, building: null };
  if (is !== digest) return downStep(parts, gate, swapped, journal, { on: "snapshot-broken", version });
  const file = { ...built, reflects: newer(down.file.reflects, built.reflects) };
  return downStep(parts, gate, { ...swapped, file }, withLentOf(gate, journal, file), {
    on: "swapped",
    version,
    digest,
  });
}

/** As store/replica.ts: within an epoch only ever more is reflected. */
const newer = (held: Reflects | null, heard: Reflects | null): Reflects | null =>
  heard === null || (held?.epoch === heard.epoch && held.seq >= heard.seq) ? held : heard;

/** A rule's value. */
export function ruleOf<K extends RuleKind>(file: RulesFile, kind: K, name: string): RuleValue<K> | undefined {
  const text = file.texts[`${kind}/${name}`];
  const parsed = text === undefined ? undefined : ruleValues[kind].safeParse(JSON.parse(text));
  // The schema of kind K gives the value of kind K; the compiler cannot follow an indexed schema.
  return parsed?.success ? (parsed.data as RuleValue<K>) : undefined;
}

export const leaseRule = (gate: GateNo, file: RulesFile): RuleValue<"lease"> | undefined =>
  ruleOf(file, "lease", `${GATES[gate]}/${ZONE}`);

function withLentOf(gate: GateNo, journal: JournalFile, file: RulesFile): JournalFile {
  const rule = leaseRule(gate, file);
  return rule?.epoch === journal.epoch ? raiseLent(journal, rule.lent) : journal;
}

/** Places that the gate may still give. */
export const placesLeft = (parts: Parts, gate: GateNo, journal: JournalFile, file: RulesFile): number =>
  leaseLeft(parts.withLent(journal.lease, leaseRule(gate, file), journal.epoch));

/** `obey` of orders.ts for `return-lease`: done once, answered by a fact. */
export function obeyReturn(
  parts: Parts,
  gate: GateNo,
  journal: JournalFile,
  file: RulesFile,
  order: CloudOrder,
  tick: number,
): JournalFile {
  if (journal.orders.includes(order.id)) return journal;
  const lease = parts.withLent(journal.lease, leaseRule(gate, file), journal.epoch);
  const places = parts.returnable(lease, order.places);
  const outcome = places === 0 ? "refused" : "done";
  const facts: Fact[] = places === 0 ? [] : [{ kind: "lease.returned", body: { zone: ZONE, places, order: order.id } }];
  return append(parts, gate, journal, tick, [
    ...facts,
    { kind: "order.answered", body: { order: order.id, outcome, words: "" } },
  ]);
}
