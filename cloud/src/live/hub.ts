import { randomBytes } from "node:crypto";
import type { Dashboard } from "./dashboard.ts";
import { paced } from "./pace.ts";
import { diffDashboard } from "./patch.ts";

/** Where encoded events go: one open connection. */
export interface Subscriber {
  /** Takes the bytes, or answers false when the consumer is gone or too slow; it is then dropped. */
  write(bytes: Uint8Array): boolean;
  end(): void;
}

/** Keeps the live state and sends every change to all subscribers. */
export interface LiveHub {
  /** Something changed (in this estate, where known): a refresh follows soon, at most five a second. */
  nudge(estate?: string): void;
  /** Begins to follow; `lastEventId` resumes where an earlier connection broke. The answer ends it. */
  subscribe(to: Subscriber, lastEventId?: string): () => void;
  /** Ends every connection. */
  close(): void;
}

export interface HubOptions {
  readonly load: () => Promise<Dashboard>;
  /** Hears why a state could not be read; the next one is tried all the same. */
  readonly onFault: (error: unknown) => void;
  /** Real ms between two refreshes. */
  readonly spacingMs?: number;
  /** Real ms between two heartbeats, each with a look whether anything changed unannounced. */
  readonly heartbeatMs?: number;
}

/** So many patches are kept for connections that come back. */
const KEPT_PATCHES = 50;

const encoder = new TextEncoder();
const HEARTBEAT = encoder.encode(": still here\n\n");

/** One server-sent event. JSON holds no line breaks, so one data line is enough. */
function encode(event: string, id: string | undefined, data: unknown): Uint8Array {
  return encoder.encode(`event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}

/** The last patches, each encoded once, numbered on from the start of the process. */
function openTape() {
  // Marks the ids of this process: one that was restarted cannot resume what another counted.
  const run = randomBytes(4).toString("hex");
  const kept: { readonly seq: number; readonly bytes: Uint8Array }[] = [];
  let seq = 0;
  const idOf = (n: number) => `${run}-${n}`;
  return {
    lastId: () => idOf(seq),
    add(patch: unknown): Uint8Array {
      seq += 1;
      const bytes = encode("patch", idOf(seq), patch);
      kept.push({ seq, bytes });
      if (kept.length > KEPT_PATCHES) kept.shift();
      return bytes;
    },
    /** What came after an event; undefined when that is no longer known. */
    after(id: string): Uint8Array[] | undefined {
      const [itsRun, itsSeq] = id.split("-");
      const had = Number(itsSeq);
      const oldest = kept[0]?.seq ?? seq + 1;
      if (itsRun !== run || !Number.isInteger(had) || had > seq || had < oldest - 1) return undefined;
      return kept.filter((each) => each.seq > had).map((each) => each.bytes);
    },
  };
}

/**
 * Opens the hub. Every change is encoded once and the same bytes go to everybody: first an event `state`, then events
 * `patch` (dashboard.ts), and `trouble` while the database does not answer. Nothing is read while nobody follows.
 */
export function openHub({ load, onFault, spacingMs = 200, heartbeatMs = 10_000 }: HubOptions): LiveHub {
  const tape = openTape();
  const followers = new Set<Subscriber>();
  /** Followers that wait for a whole state. */
  const newcomers = new Set<Subscriber>();
  let state: Dashboard | undefined;
  let troubled = false;

  const leave = (follower: Subscriber) => {
    followers.delete(follower);
    newcomers.delete(follower);
  };
  const sendAll = (to: Iterable<Subscriber>, bytes: Uint8Array) => {
    for (const follower of [...to]) {
      if (follower.write(bytes)) continue;
      leave(follower);
      follower.end();
    }
  };

  const advance = (next: Dashboard) => {
    const patch = state && diffDashboard(state, next);
    state = next;
    if (patch) {
      const bytes = tape.add(patch);
      sendAll(
        [...followers].filter((each) => !newcomers.has(each)),
        bytes,
      );
    }
    if (newcomers.size === 0) return;
    const waiting = [...newcomers];
    newcomers.clear();
    sendAll(waiting, encode("state", tape.lastId(), next));
  };

  const pace = paced(spacingMs, async () => {
    if (followers.size === 0) return;
    try {
      const next = await load();
      // They were told of the trouble and shall hear that it is over.
      if (troubled) for (const follower of followers) newcomers.add(follower);
      troubled = false;
      advance(next);
    } catch (error) {
      onFault(error);
      if (!troubled) sendAll(followers, encode("trouble", undefined, { words: "The database does not answer." }));
      troubled = true;
    }
  });

  const beat = setInterval(() => {
    sendAll(followers, HEARTBEAT);
    pace.ask();
  }, heartbeatMs);
  beat.unref();

  return {
    nudge: () => {
      if (followers.size > 0) pace.ask();
    },
    subscribe(to, lastEventId) {
      const missed = state && lastEventId !== undefined ? tape.after(lastEventId) : undefined;
      followers.add(to);
      if (missed === undefined) newcomers.add(to);
      else for (const bytes of missed) sendAll([to], bytes);
      pace.ask();
      return () => leave(to);
    },
    close() {
      clearInterval(beat);
      pace.stop();
      for (const follower of followers) follower.end();
      followers.clear();
      newcomers.clear();
    },
  };
}
