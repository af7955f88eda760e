import { Worker } from "node:worker_threads";
import { type Backoff, backoffMs } from "../supervised-child.ts";
import type { Look, Seen } from "./camera-worker.ts";

/** The newest picture goes to the thread as soon as it is free; those that came in between are never looked at. */
export interface Looker {
  /** Hands a picture over. Gives back memory for the next one. */
  offer(pixels: Uint8Array<ArrayBuffer>, atMs: number): Uint8Array<ArrayBuffer>;
  close(): Promise<void>;
}

export interface LookerEvents {
  /** @param atMs the `atMs` of the picture in which the texts were found. */
  seen(texts: readonly string[], atMs: number): void;
  /** The thread died or hangs over a picture; another one is on its way. */
  lost(words: string): void;
}

/** No picture takes this long, jsqr's longest included, on the slowest box we know. */
const HANGS_AFTER_MS = 20_000;
const RESTART: Backoff = { firstMs: 500, mostMs: 10_000 };

interface Waiting {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly atMs: number;
}

/**
 * Looks at pictures of one size in a thread of its own. At most three pictures exist: one being filled by the caller, one
 * waiting, one in the thread.
 */
export function openLooker(width: number, height: number, events: LookerEvents): Looker {
  let closed = false;
  let worker: Worker | undefined;
  let gone: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let lookingSinceMs: number | undefined;
  let failures = 0;
  let waiting: Waiting | undefined;
  const spare: Uint8Array<ArrayBuffer>[] = [];

  const look = (): void => {
    if (worker === undefined || lookingSinceMs !== undefined || waiting === undefined) return;
    const { pixels, atMs } = waiting;
    waiting = undefined;
    lookingSinceMs = atMs;
    const message: Look = { pixels, width, height };
    worker.postMessage(message, [pixels.buffer]);
    timer = setTimeout(() => void worker?.terminate(), HANGS_AFTER_MS);
  };

  const start = (): void => {
    const mine = new Worker(new URL("./camera-worker.ts", import.meta.url), {
      name: "camera",
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    worker = mine;
    let words = "hung over a picture";
    mine.on("error", (error) => {
      words = error instanceof Error ? error.message : String(error);
    });
    mine.on("message", ({ pixels, texts }: Seen) => {
      clearTimeout(timer);
      const atMs = lookingSinceMs ?? performance.now();
      lookingSinceMs = undefined;
      spare.push(pixels);
      failures = 0;
      if (closed) return;
      events.seen(texts, atMs);
      look();
    });
    gone = new Promise((resolve) => mine.once("exit", resolve)).then(() => {
      clearTimeout(timer);
      worker = undefined;
      lookingSinceMs = undefined;
      if (closed) return;
      events.lost(words);
      timer = setTimeout(start, backoffMs(RESTART, failures++));
    });
    look();
  };
  start();

  return {
    offer(pixels, atMs) {
      if (waiting !== undefined) spare.push(waiting.pixels);
      waiting = { pixels, atMs };
      look();
      return spare.pop() ?? new Uint8Array(width * height);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await worker?.terminate();
      await gone;
    },
  };
}
