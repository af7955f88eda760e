import crypto from "node:crypto";
import fs from "node:fs";
import { registerHooks, syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";
import workerThreads from "node:worker_threads";
import zlib from "node:zlib";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type BuildOrder, buildSnapshot } from "../../edge/src/store/snapshot-worker.ts";

// Everything that a process can learn from outside, replaced before any of the house's files is loaded: time, timers, chance, worker
// threads, compression in threads. After this nothing happens but by the schedule, and the same seed gives the same story.

/** A process of the simulated world. What it still had to do ends with it. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly owner: Process | undefined;
  run: (() => void) | undefined;
}

/** 2026-11-02 06:00 UTC, a Monday. */
export const STORY_BEGINS_MS = Date.UTC(2026, 10, 2, 6);

const realImmediate = globalThis.setImmediate;
const realNow = performance.now.bind(performance);
/** Real milliseconds, to measure with. */
export const stopwatchMs = (): number => realNow();

/** Lets Node's own loop turn once. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    realImmediate(resolve);
  });

/**
 * Runs everything that was set going by promises, until that has come to rest. Node does the same after each of its callbacks; asking it
 * to from inside of one, by a name that it keeps for old programs, spares a turn of its loop for every event of the schedule. Only
 * works outside of promises.
 */
const rest: () => void = (() => {
  const found: unknown = Reflect.get(process, "_tickCallback");
  if (typeof found !== "function") throw new Error("this Node cannot be asked to run its promises");
  return () => void Reflect.apply(found, process, []);
})();

/** The world's schedule. There is one, because there is one set of globals. */
class World {
  nowMs = 0;
  current: Process | undefined;
  #queue: Due[] = [];
  #order = 0;
  #generator = xoroshiro128plus(0);
  faults: unknown[] = [];
  /** The eight random bytes, in hex, that the next journal takes for its epoch. */
  forcedEpoch: string | undefined;

  begin(seed: number): void {
    this.nowMs = 0;
    this.current = undefined;
    this.#queue = [];
    this.#order = 0;
    this.#generator = xoroshiro128plus(Math.imul(seed, 0x9e3779b1) ^ 0x5eed);
    this.faults = [];
    this.forcedEpoch = undefined;
  }

  /** 32 random bits. */
  bits(): number {
    return this.#generator.next() >>> 0;
  }

  /** Runs something after `ms` for a process, unless that is gone by then; the function cancels. */
  after(ms: number, run: () => void, owner: Process | undefined = this.current): Due {
    const atMs = this.nowMs + Math.max(0, ms);
    const due: Due = { atMs, order: this.#order++, owner, run };
    push(this.#queue, due);
    return due;
  }

  /** Runs the schedule up to a moment, or until `enough`. */
  async runUntil(untilMs: number, enough: () => boolean = () => false): Promise<void> {
    // What was set going before has come to rest, and nothing of what follows runs inside of a promise.
    await turn();
    await new Promise<void>((resolve, reject) => {
      realImmediate(() => {
        try {
          this.#runUntil(untilMs, enough);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #runUntil(untilMs: number, enough: () => boolean): void {
    for (;;) {
      const [next] = this.#queue;
      if (next === undefined || next.atMs > untilMs || enough()) break;
      pop(this.#queue);
      const { run, owner } = next;
      if (run === undefined || isGone(owner)) continue;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.current = owner;
      try {
        run();
      } catch (error) {
        // Who ended in the middle of it may stumble over what is closed already.
        if (!(error instanceof PowerCut) && !isGone(owner)) this.faults.push(error);
      }
      rest();
      this.current = undefined;
    }
    this.nowMs = Math.max(this.nowMs, Math.min(untilMs, this.#queue[0]?.atMs ?? untilMs));
  }

  /** Runs something as a process, now, and lets it come to rest. */
  async as<T>(owner: Process, work: () => Promise<T>): Promise<T> {
    const before = this.current;
    this.current = owner;
    try {
      return await work();
    } finally {
      this.current = before;
    }
  }
}

const isGone = (owner: Process | undefined): boolean => owner?.alive === false;

/** The process ended in the middle of what it did. */
export class PowerCut extends Error {}

function push(heap: Due[], due: Due): void {
  let at = heap.length;
  heap.push(due);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || !isBefore(due, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    const [left, right] = [heap[down], heap[down + 1]];
    if (left === undefined) break;
    if (right !== undefined && isBefore(right, left)) down++;
    const least = heap[down];
    if (least === undefined || !isBefore(least, last)) break;
    heap[at] = least;
    at = down;
  }
  heap[at] = last;
}

const isBefore = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

export const world = new World();

/** What `setTimeout` gives, as far as the house uses it. */
class Timer {
  readonly #ms: number;
  readonly #run: () => void;
  readonly #again: boolean;
  readonly #owner = world.current;
  #due: Due | undefined;

  constructor(ms: number, run: () => void, again: boolean) {
    this.#ms = Math.max(1, ms);
    this.#run = run;
    this.#again = again;
    this.refresh();
  }

  refresh(): this {
    this.close();
    this.#due = world.after(this.#ms, () => this.#ring(), this.#owner);
    return this;
  }

  #ring(): void {
    if (this.#again) this.refresh();
    this.#run();
  }

  close(): this {
    if (this.#due) this.#due.run = undefined;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/** Builds a snapshot in this thread, a moment later. */
class SimulatedWorker {
  readonly #listeners: { readonly event: string; readonly call: (message: unknown) => void }[] = [];
  readonly #tell: (order: BuildOrder) => void;
  #ended = false;

  constructor(_program: URL, options: { readonly workerData: string }) {
    this.#tell = buildSnapshot(options.workerData, (answer) => this.#end("message", answer));
  }

  on(event: string, call: (message: unknown) => void): this {
    this.#listeners.push({ event, call });
    return this;
  }

  postMessage(order: BuildOrder): void {
    if (this.#ended) return;
    try {
      this.#tell(order);
    } catch (error) {
      this.#end("error", error);
    }
  }

  #end(event: string, message: unknown): void {
    this.#ended = true;
    const call = (name: string): void => {
      for (const each of this.#listeners) if (each.event === name) each.call(message);
    };
    world.after(20, () => call(event));
    world.after(25, () => call("exit"));
  }

  async terminate(): Promise<number> {
    this.#ended = true;
    return 0;
  }

  unref(): void {}
}

const fill = <T extends ArrayBufferView>(view: T): T => {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 0; at < bytes.length; at++) bytes[at] = world.bits() & 0xff;
  return view;
};

function randomUuid(): string {
  const hex = fill(Buffer.alloc(16)).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** For good: a process that simulates does nothing else. */
function replaceTheWorld(): void {
  const timer =
    (again: boolean) =>
    (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      new Timer(ms ?? 0, () => run(...given), again);
  const clear = (each: unknown): void => {
    if (each instanceof Timer) each.close();
  };
  Object.assign(globalThis, {
    setTimeout: timer(false),
    setInterval: timer(true),
    setImmediate: (run: (...given: unknown[]) => void, ...given: unknown[]) => new Timer(0, () => run(...given), false),
    ...{ clearTimeout: clear, clearInterval: clear, clearImmediate: clear },
  });
  Date.now = () => Math.round(STORY_BEGINS_MS + world.nowMs);
  Math.random = () => world.bits() / 2 ** 32;
  Object.defineProperty(performance, "now", { value: () => world.nowMs });
  Object.defineProperty(globalThis.crypto, "getRandomValues", { value: fill });
  Object.assign(crypto, {
    randomBytes(size: number) {
      const forced = size === 8 ? world.forcedEpoch : undefined;
      if (size === 8) world.forcedEpoch = undefined;
      return forced === undefined ? fill(Buffer.alloc(size)) : Buffer.from(forced, "hex");
    },
    randomFillSync: fill,
    randomUUID: randomUuid,
  });
  Object.assign(timersPromises, {
    setTimeout: <T>(ms: number, value: T) =>
      new Promise<T>((resolve) => {
        world.after(ms, () => resolve(value));
      }),
  });
  Object.assign(zlib, {
    gzip: (bytes: zlib.InputType, done: (error: null, zipped: Buffer) => void) =>
      queueMicrotask(() => done(null, zlib.gzipSync(bytes, { level: 1 }))),
  });
  Object.assign(workerThreads, { Worker: SimulatedWorker });
  forgetHealthFiles();
  syncBuiltinESMExports();
  const ids = new URL("./story-ids.ts", import.meta.url).href;
  registerHooks({ resolve: (name, about, next) => next(name === "uuid" ? ids : name, about) });
}

/** A gate lays its state on its disk for people, about once a second. Nobody looks at it here. */
function forgetHealthFiles(): void {
  const { writeFileSync, renameSync } = fs;
  const isHealth = (path: unknown): boolean => typeof path === "string" && path.endsWith("/health.json.next");
  Object.assign(fs, {
    writeFileSync: (...given: Parameters<typeof writeFileSync>) => {
      if (!isHealth(given[0])) writeFileSync(...given);
    },
    renameSync: (...given: Parameters<typeof renameSync>) => {
      if (!isHealth(given[0])) renameSync(...given);
    },
  });
}

replaceTheWorld();
