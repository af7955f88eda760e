import type { Sha256 } from "@baygate/shared/ids";
import { EMPTY_DIGEST, type RulesDelta, type RulesSnapshot } from "@baygate/shared/rules";

// The machine that follows the rules (SYNC.md, rules): which delta applies, when to ask again, how a snapshot comes together.
// Plain data; the rules themselves stand in the store.

export interface ReplicaState {
  /** Version and digest of the rules held; 0: none. Never goes down. */
  readonly version: number;
  readonly digest: Sha256;
  readonly connected: boolean;
  /** What was asked for and has not come; `unanswered`: how often in a row. */
  readonly asked: "delta" | "snapshot" | null;
  readonly unanswered: number;
  /** How often in a row it was asked while nothing at all was heard of the cloud. */
  readonly silence: number;
  /** A snapshot coming in: the parts seen so far. `complete`: being checked. */
  readonly incoming: {
    readonly version: number;
    readonly digest: Sha256;
    readonly parts: number;
    readonly seen: readonly number[];
    readonly complete: boolean;
  } | null;
  /** The rules held are not what the cloud says they are: only a snapshot helps. */
  readonly drifted: boolean;
}

export type ReplicaEvent =
  | { readonly on: "connected" }
  | { readonly on: "disconnected" }
  /** The cloud said something, on whatever topic. What it said comes as an event of its own. */
  | { readonly on: "heard" }
  | { readonly on: "delta"; readonly from: number; readonly to: number; readonly digest: Sha256 }
  /** The shell applied the delta; `digest` is what the rules then had. `false`: they would not be the cloud's, nothing was changed. */
  | { readonly on: "applied"; readonly to: number; readonly digest: Sha256; readonly agreed: boolean }
  | {
      readonly on: "part";
      readonly version: number;
      readonly digest: Sha256;
      readonly part: number;
      readonly parts: number;
    }
  /** The shell has built and checked the snapshot, and taps read it now; or its digest was not as announced. */
  | { readonly on: "swapped"; readonly version: number; readonly digest: Sha256 }
  | { readonly on: "snapshot-broken"; readonly version: number }
  /** An order, or a fault in the store: all of it again. */
  | { readonly on: "distrust" }
  /** The store was thrown away. */
  | { readonly on: "emptied" }
  /** Tell the cloud what is held. */
  | { readonly on: "minute" }
  | { readonly on: "timeout" };

export type ReplicaAction =
  | { readonly do: "apply-delta" }
  /** Publish `SyncState`; then call `timeout` after `ms` unless told to stop waiting. */
  | { readonly do: "ask"; readonly want: "delta" | "snapshot"; readonly ms: number }
  /** Call `timeout` after `ms`, unless told to ask or to stop waiting. */
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "stop-waiting" }
  /** Begin a new file; forget what was begun before. */
  | { readonly do: "begin-snapshot"; readonly version: number; readonly digest: Sha256 }
  | { readonly do: "keep-part" }
  | { readonly do: "finish-snapshot"; readonly version: number; readonly digest: Sha256 };

export interface ReplicaStep {
  readonly state: ReplicaState;
  readonly actions: readonly ReplicaAction[];
}

const ANSWER_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** After a cloud that was silent is heard again it is asked in so long, ms: spread by the shell, so that not all gates ask at once. */
const HEARD_AGAIN_MS = 2_000;

export const startReplica = (version: number, digest: Sha256): ReplicaState => ({
  version,
  digest,
  connected: false,
  asked: null,
  unanswered: 0,
  silence: 0,
  incoming: null,
  drifted: false,
});

export const deltaEvent = ({ from, to, digest }: RulesDelta): ReplicaEvent => ({ on: "delta", from, to, digest });
export const partEvent = ({ version, digest, part, parts }: RulesSnapshot): ReplicaEvent => ({
  on: "part",
  version,
  digest,
  part,
  parts,
});

/** What the replica does next. */
export function replicaStep(state: ReplicaState, event: ReplicaEvent): ReplicaStep {
  switch (event.on) {
    case "connected":
      return ask(
        { ...state, connected: true, asked: null, unanswered: 0, silence: 0, incoming: checked(state) },
        wanted(state),
      );
    case "disconnected":
      return {
        state: { ...state, connected: false, asked: null, incoming: checked(state) },
        actions: [{ do: "stop-waiting" }],
      };
    case "heard":
      return heard(state);
    case "delta":
      return delta(state, event);
    case "applied":
      if (!event.agreed) return ask({ ...state, drifted: true }, "snapshot");
      return answered({ ...state, version: event.to, digest: event.digest });
    case "part":
      return part(state, event);
    case "swapped":
      if (state.incoming?.version !== event.version) return { state, actions: [] };
      // Deltas that came meanwhile were left alone.
      return ask(
        { ...state, version: event.version, digest: event.digest, incoming: null, drifted: false, unanswered: 0 },
        "delta",
      );
    case "snapshot-broken":
      if (state.incoming?.version !== event.version) return { state, actions: [] };
      return broken({ ...state, incoming: null });
    case "distrust":
      return ask({ ...state, drifted: true, incoming: checked(state) }, "snapshot");
    case "emptied":
      return ask({ ...state, version: 0, digest: EMPTY_DIGEST, drifted: false, incoming: null }, "snapshot");
    case "minute":
      return state.asked === null ? ask(state, wanted(state)) : { state, actions: [] };
    case "timeout":
      // Parts that stopped coming are asked for again from the first.
      return ask({ ...state, unanswered: state.unanswered + 1, incoming: checked(state) }, wanted(state));
  }
}

/** A snapshot that is whole is built and swapped in, whatever happens meanwhile; one that is not begins again. */
const checked = (state: ReplicaState): ReplicaState["incoming"] => (state.incoming?.complete ? state.incoming : null);

const wanted = (state: ReplicaState): "delta" | "snapshot" =>
  state.drifted || state.version === 0 ? "snapshot" : "delta";

function delta(state: ReplicaState, event: Extract<ReplicaEvent, { on: "delta" }>): ReplicaStep {
  // Old news, or the cloud's word that there is none.
  if (event.to <= state.version) {
    const agrees = event.to < state.version || event.digest === state.digest;
    if (!agrees && !state.drifted) return ask({ ...state, drifted: true }, "snapshot");
    return state.asked === "delta" ? answered(state) : { state, actions: [] };
  }
  // What does not fit, or would build on rules that are wrong, waits for what was asked for.
  if (state.drifted || event.from !== state.version)
    return state.asked === null ? ask(state, wanted(state)) : { state, actions: [] };
  // A snapshot under way must not take the rules back below what a delta brought (I8); it is asked about once it is in.
  if (state.incoming !== null && event.to > state.incoming.version) return { state, actions: [] };
  return { state, actions: [{ do: "apply-delta" }] };
}

function part(state: ReplicaState, event: Extract<ReplicaEvent, { on: "part" }>): ReplicaStep {
  // The version that is held with another digest: what is held is not what it should be, and the cloud has noticed.
  const held = event.version === state.version && event.digest === state.digest && !state.drifted;
  const useless = event.version < state.version || held;
  if (useless || event.part >= event.parts) return { state, actions: [] };
  const same = state.incoming?.version === event.version && state.incoming.digest === event.digest;
  // The same rules cut otherwise, as another program would: parts of two cuts do not make one whole.
  const begun = same && (state.incoming?.complete || state.incoming?.parts === event.parts);
  const before = begun ? state.incoming : null;
  if (before?.complete || before?.seen.includes(event.part)) return { state, actions: [] };
  const seen = [...(before?.seen ?? []), event.part];
  const complete = seen.length === event.parts;
  // Where nothing was asked for no timer runs, and the rest of what came by itself may be lost.
  const unasked = state.asked === null && state.connected;
  const { version, digest, parts } = event;
  return {
    state: { ...state, incoming: { version, digest, parts, seen, complete } },
    actions: [
      ...(before === null ? [{ do: "begin-snapshot", version, digest } as const] : []),
      { do: "keep-part" },
      ...(unasked ? [complete ? ({ do: "stop-waiting" } as const) : ({ do: "wait", ms: ANSWER_MS } as const)] : []),
      ...(complete ? [{ do: "finish-snapshot", version, digest } as const] : []),
    ],
  };
}

/**
 * Whoever asked more than once while nobody was there need not wait out what had grown of the wait. One that is answered on other topics, but
 * not with rules it can take, is not silence: that wait goes on growing.
 */
function heard(state: ReplicaState): ReplicaStep {
  if (state.silence === 0) return { state, actions: [] };
  const again = state.connected && state.asked !== null && state.silence > 1;
  return { state: { ...state, silence: 0 }, actions: again ? [{ do: "wait", ms: HEARD_AGAIN_MS }] : [] };
}

const answered = (state: ReplicaState): ReplicaStep => ({
  state: { ...state, asked: null, unanswered: 0 },
  actions: [{ do: "stop-waiting" }],
});

/** The first that could not be taken may have come damaged. After that it is ours: a disk that is full stays so for a while. */
function broken(state: ReplicaState): ReplicaStep {
  const again: ReplicaState = { ...state, unanswered: state.unanswered + 1 };
  if (state.unanswered === 0 || !state.connected) return ask(again, "snapshot");
  return { state: { ...again, asked: "snapshot" }, actions: [{ do: "wait", ms: patience(state) }] };
}

function ask(state: ReplicaState, want: "delta" | "snapshot"): ReplicaStep {
  if (!state.connected) return { state, actions: [] };
  const { silence } = state;
  return {
    state: { ...state, asked: want, silence: silence + 1 },
    actions: [{ do: "ask", want, ms: patience(state) }],
  };
}

const patience = ({ unanswered }: ReplicaState): number =>
  Math.min(LONGEST_WAIT_MS, ANSWER_MS * 2 ** Math.min(unanswered, 10));
