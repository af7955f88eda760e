import { type ChildProcess, spawn } from "node:child_process";
import { type Backoff, backoffMs } from "../supervised-child.ts";

/** What the pipe says of itself. `lost` comes once for each child that ended or could not start; another is on its way. */
export interface PipeEvents {
  bytes(chunk: Buffer): void;
  lost(code: "ffmpeg-missing" | "camera-lost" | "camera-stalled", words: string): void;
}

/** How long ffmpeg may take to its first byte: a network camera has to be found and probed. */
const FIRST_BYTE_MS = 15_000;
const RESTART: Backoff = { firstMs: 500, mostMs: 30_000 };
/** A child that ran as long as this was well: the next failure starts from the shortest wait. */
const WELL_AFTER_MS = 10_000;
const STDERR_KEPT = 2_000;

/**
 * Keeps `command` running, with arguments asked for at each start, and hands over what it writes. A child that ends, or writes nothing for `stallMs`, is replaced
 * after a wait that doubles.
 *
 * @returns closes it: resolves when no child is left.
 */
export function openPipe(
  command: string,
  args: () => readonly string[],
  stallMs: number,
  events: PipeEvents,
): () => Promise<void> {
  let closed = false;
  let failures = 0;
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const startedMs = performance.now();
    ended = new Promise((resolve) => {
      const end: Ended = (code, words) => {
        child = undefined;
        resolve();
        if (closed) return;
        events.lost(code, withoutPassword(words));
        if (performance.now() - startedMs > WELL_AFTER_MS) failures = 0;
        timer = setTimeout(start, backoffMs(RESTART, failures++));
      };
      try {
        child = runOnce(command, args(), stallMs, events, end);
      } catch (error) {
        // No arguments to be had, or none that a program can be given.
        end("camera-lost", error instanceof Error ? error.message : String(error));
      }
    });
  };
  start();

  return async () => {
    closed = true;
    clearTimeout(timer);
    // ffmpeg holds nothing that a kill could harm, and a hanging one would not hear anything else.
    child?.kill("SIGKILL");
    await ended;
  };
}

type Ended = (code: Parameters<PipeEvents["lost"]>[0], words: string) => void;

function runOnce(
  command: string,
  args: readonly string[],
  stallMs: number,
  events: PipeEvents,
  ended: Ended,
): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let stalledMs: number | undefined;
  let over = false;
  const end: Ended = (code, words) => {
    if (over) return;
    over = true;
    clearTimeout(watch);
    ended(code, words);
  };
  const watchFor = (ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      stalledMs = ms;
      child.kill("SIGKILL");
    }, ms);
  let watch = watchFor(Math.max(stallMs, FIRST_BYTE_MS));
  child.stdout.once("data", () => {
    clearTimeout(watch);
    watch = watchFor(stallMs);
  });
  child.stdout.on("data", (chunk: Buffer) => {
    watch.refresh();
    events.bytes(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-STDERR_KEPT);
  });
  child.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EACCES")
      end("ffmpeg-missing", `cannot run ${command} (${error.code}): apt-get install ffmpeg`);
    else if (child.pid === undefined) end("camera-lost", error.message);
  });
  child.on("close", (status, signal) => {
    if (stalledMs !== undefined) end("camera-stalled", `no picture for ${stalledMs} ms`);
    else end("camera-lost", `ffmpeg ended (${signal ?? status}) ${lastLine(said)}`.trim());
  });
  return child;
}

const lastLine = (said: string): string => said.trim().split("\n").at(-1) ?? "";

/** A camera's address may hold one, and ffmpeg repeats the address. */
const withoutPassword = (words: string): string => words.replace(/\/\/[^@/\s]*@/g, "//***@").slice(0, 300);
