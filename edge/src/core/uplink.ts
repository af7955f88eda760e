import type { Ack } from "@baygate/shared/envelope";
import { type Epoch, GENESIS_HASH, type Sha256 } from "@baygate/shared/ids";

// The machine that brings facts up (SYNC.md, facts, 3 to 6). Plain data in and out: the same machine runs at the gate, in the
// simulator and in the exhaustive search.

export interface UplinkState {
  readonly epoch: Epoch;
  /** Number of the newest fact in the journal; 0: none. */
  readonly last: number;
  /** Everything up to here is durable in the cloud, as far as the gate knows. May go backwards. */
  readonly acked: number;
  readonly connected: boolean;
  /** The one batch under way. `through` is null until the shell has said what went into it. */
  readonly inFlight: { readonly from: number; readonly through: number | null } | null;
  /** Batches sent in a row without an answer. */
  readonly unanswered: number;
  /** Nothing more goes up in this epoch. */
  readonly stopped: "fork" | "lost" | null;
}

export type UplinkEvent =
  | { readonly on: "connected" }
  | { readonly on: "disconnected" }
  | { readonly on: "journalled"; readonly last: number }
  /** What the shell put into the batch that it was told to send; null: the journal no longer holds the first of them. */
  | { readonly on: "sent"; readonly through: number | null }
  /** `ownHash`: the journal's hash of fact `through`; null when it does not hold that fact. */
  | {
      readonly on: "ack";
      readonly epoch: Epoch;
      readonly through: number;
      readonly hash: Sha256;
      readonly fork: boolean;
      readonly ownHash: Sha256 | null;
    }
  | { readonly on: "timeout" };

export type UplinkAction =
  /** Publish a batch that begins with this fact, then say `sent`. */
  | { readonly do: "send"; readonly from: number }
  /** Call `timeout` unless something else restarts or stops the timer. ms, to be spread by the shell. */
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "stop-waiting" }
  /** Note how far the cloud is. */
  | { readonly do: "move-cursor"; readonly through: number }
  /** This history cannot go on: set the journal aside and begin a new epoch. */
  | { readonly do: "begin-epoch"; readonly why: "fork" | "lost" };

export interface UplinkStep {
  readonly state: UplinkState;
  readonly actions: readonly UplinkAction[];
}

/** How long an answer may take at first, ms; doubled with every one that does not come. */
const ANSWER_MS = 3_000;
const LONGEST_WAIT_MS = 60_000;

export const startUplink = (epoch: Epoch, last: number, acked: number): UplinkState => ({
  epoch,
  last,
  acked,
  connected: false,
  inFlight: null,
  unanswered: 0,
  stopped: null,
});

/** The event `ack` of a message, with the gate's own hash of the fact that it names. */
export function ackEvent(ack: Ack, held: (seq: number) => Sha256 | undefined): UplinkEvent {
  const ownHash = ack.through === 0 ? GENESIS_HASH : (held(ack.through) ?? null);
  return { on: "ack", epoch: ack.epoch, through: ack.through, hash: ack.hash, fork: ack.fork === true, ownHash };
}

/**
 * Up to which fact the journal may let go: what the cloud has had for its restore window, but never the newest, whose hash the next
 * one names.
 *
 * @param aged up to where facts were acknowledged, and have stayed so, for longer than the window.
 */
export const prunable = (acked: number, last: number, aged: number): number => Math.min(acked, aged, last - 1);

/** What the uplink does next. */
export function uplinkStep(state: UplinkState, event: UplinkEvent): UplinkStep {
  if (state.stopped !== null) return { state, actions: [] };
  switch (event.on) {
    case "connected":
      return sendNext({ ...state, connected: true, inFlight: null, unanswered: 0 });
    case "disconnected":
      return { state: { ...state, connected: false, inFlight: null }, actions: [{ do: "stop-waiting" }] };
    case "journalled":
      return state.inFlight === null
        ? sendNext({ ...state, last: Math.max(state.last, event.last) })
        : { state: { ...state, last: Math.max(state.last, event.last) }, actions: [] };
    case "sent":
      if (state.inFlight === null) return { state, actions: [] };
      if (event.through === null) return stop(state, "lost");
      // The batch may hold facts that are newer than the last `journalled`.
      return {
        state: {
          ...state,
          last: Math.max(state.last, event.through),
          inFlight: { ...state.inFlight, through: event.through },
        },
        actions: [],
      };
    case "timeout":
      if (!state.connected || state.inFlight === null) return { state, actions: [] };
      return sendNext({ ...state, inFlight: null, unanswered: state.unanswered + 1 });
    case "ack":
      return acked(state, event);
  }
}

function acked(state: UplinkState, ack: Extract<UplinkEvent, { on: "ack" }>): UplinkStep {
  if (ack.epoch !== state.epoch) return { state, actions: [] };
  // The cloud holds more than this journal, or something else: this journal is a copy, or came back from one.
  if (ack.fork || ack.through > state.last) return stop(state, "fork");
  if (ack.ownHash !== null && ack.ownHash !== ack.hash) return stop(state, "fork");
  // Older than the journal keeps: what the cloud lacks cannot be sent any more.
  if (ack.ownHash === null) return ack.through < state.acked ? stop(state, "lost") : { state, actions: [] };
  const inFlightThrough = state.inFlight?.through ?? null;
  // The same again: a doubled ack, or an answer that changed nothing. The timer repeats the batch, so that no loop runs hot.
  if (ack.through === state.acked) return heardAgain(state);
  const moved: UplinkState = { ...state, acked: ack.through, unanswered: 0 };
  const cursor = { do: "move-cursor", through: ack.through } as const;
  // Forward, but not to the end of what is under way: an ack that was long on its way. The batch's own ack follows.
  const underWay = inFlightThrough !== null && ack.through > state.acked && ack.through < inFlightThrough;
  if (underWay) return { state: moved, actions: [cursor] };
  const next = sendNext({ ...moved, inFlight: null });
  return {
    state: next.state,
    actions: [cursor, ...(state.inFlight ? [{ do: "stop-waiting" } as const] : []), ...next.actions],
  };
}

/** After silence it says that the cloud is back: what had grown of the wait is for nothing, and the least of it spreads a thousand gates. */
const heardAgain = (state: UplinkState): UplinkStep => ({
  state: { ...state, unanswered: 0 },
  actions: state.unanswered > 0 && state.inFlight !== null ? [{ do: "wait", ms: ANSWER_MS }] : [],
});

function sendNext(state: UplinkState): UplinkStep {
  if (!state.connected || state.inFlight !== null || state.acked >= state.last) return { state, actions: [] };
  const from = state.acked + 1;
  const ms = Math.min(LONGEST_WAIT_MS, ANSWER_MS * 2 ** Math.min(state.unanswered, 10));
  return {
    state: { ...state, inFlight: { from, through: null } },
    actions: [
      { do: "send", from },
      { do: "wait", ms },
    ],
  };
}

const stop = (state: UplinkState, why: "fork" | "lost"): UplinkStep => ({
  state: { ...state, stopped: why, inFlight: null },
  actions: [{ do: "stop-waiting" }, { do: "begin-epoch", why }],
});
