// One program in a child process, kept alive: for native libraries that may block, leak or crash. Both ends are here, so
// that they agree on the heartbeat: `superviseChild` in the parent, `serveParent` in the child.
import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";
import { Worker } from "node:worker_threads";

/** How often the child's event loop shows that it turns. Ms. */
const BEAT_MS = 500;
/** The shortest silence that may count as hung: less would kill a child that is only starting. Ms. */
export const LEAST_SILENT_MS = 2 * BEAT_MS;
/**
 * A child that has not begun to speak is given so long: before its first beat it only loads itself, which on a small box that
 * has just been switched on takes longer than any silence that may pass later. Ms.
 */
const STARTING_MS = 30_000;
/** As much of the child's last words as fits in a log line. */
const WORDS_LENGTH = 300;

/** Where a child's pipe for bytes is, after the three of every process and the one for messages. */
const PIPE_FD = 4;

/** Waits that double from `firstMs` to `mostMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The wait before attempt 0, 1, 2 …, between half and the whole of its bound, so that not all gates come at once. Ms. */
export function backoffMs({ firstMs, mostMs }: Backoff, attempt: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 30)) * (0.5 + Math.random() / 2);
}

/** Why a child is gone: it left by itself with status 0, it died, or it was killed because its event loop stood still. */
export type ChildEnd = "left" | "crashed" | "hung";

export interface SupervisedProgram {
  /** A module that Node runs and that calls `serveParent`. */
  readonly program: URL;
  /** Its arguments, from `process.argv[2]`. */
  readonly args: readonly string[];
  /** A child that has spoken and is silent for so long is killed. At least `LEAST_SILENT_MS`. */
  readonly silentMs: number;
  /** The waits before restarts. */
  readonly restart: Backoff;
  /** What the child said; it is to be validated. Never called after `close`. */
  heard(message: unknown): void;
  /** Wanted: each child gets a pipe for bytes, both ways; its end is `parentPipe`. Called at each start. */
  piped?(pipe: Socket): void;
  /** The child is gone, and another comes by itself. `words`: status, signal and its last line of stderr. */
  ended(end: ChildEnd, words: string): void;
}

export interface SupervisedChild {
  /** The child does its work: the next restart waits the shortest again. */
  settled(): void;
  /** Says something to the child; nothing while there is none, or while it is leaving. */
  tell(message: object): void;
  /** Kills this child, and another comes: it holds something that never ends. */
  restart(): void;
  /** Kills the child and starts no other. Resolves when it is gone. */
  close(): Promise<void>;
}

/** Starts the program and, whenever it ends or its event loop stands still, starts it again. */
export function superviseChild(wanted: SupervisedProgram): SupervisedChild {
  let attempt = 0;
  let closed = false;
  let running: RunningChild | undefined;
  let waiting: NodeJS.Timeout | undefined;

  const start = (): void => {
    running = runOnce(wanted, {
      heard: (message) => {
        if (!closed) wanted.heard(message);
      },
      ...(wanted.piped === undefined ? {} : { piped: (pipe) => wanted.piped?.(pipe) }),
      ended: (end, words) => {
        running = undefined;
        if (closed) return;
        waiting = setTimeout(start, backoffMs(wanted.restart, attempt++));
        wanted.ended(end, words);
      },
    });
  };
  start();

  return {
    settled: () => {
      attempt = 0;
    },
    tell: (message) => running?.tell(message),
    restart: () => running?.kill(),
    close: async () => {
      closed = true;
      clearTimeout(waiting);
      running?.kill();
      await running?.gone;
    },
  };
}

interface RunningChild {
  readonly gone: Promise<void>;
  tell(message: object): void;
  kill(): void;
}

function runOnce(
  { program, args, silentMs }: SupervisedProgram,
  events: Pick<SupervisedProgram, "heard" | "ended" | "piped">,
): RunningChild {
  // What the parent was started with, an inspector's port say, is not the child's.
  const pipes: "pipe"[] = events.piped === undefined ? [] : ["pipe"];
  const child = fork(program, args, { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc", ...pipes] });
  const pipe = child.stdio[PIPE_FD];
  if (pipe instanceof Socket) {
    // That the other end is gone is heard from the child's end.
    pipe.on("error", () => pipe.destroy());
    events.piped?.(pipe);
  }
  let lastWords = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-WORDS_LENGTH);
  });
  const isHung = watchBeats(child, silentMs);
  child.on("message", (message) => {
    if (message !== "beat") events.heard(message);
  });
  const gone = new Promise<void>((resolve) => {
    let over = false;
    const end = (why: ChildEnd, words: string): void => {
      if (over) return;
      over = true;
      events.ended(why, words);
      resolve();
    };
    child.on("error", (error) => {
      // An error without a process is a failed start; with one, only a message that could not be sent.
      if (child.pid === undefined) end("crashed", error.message);
    });
    child.on("close", (code, signal) => {
      const how = signal === null ? `status ${code}` : signal;
      const why = isHung() ? "hung" : code === 0 ? "left" : "crashed";
      end(why, [how, lastWords.trim()].filter(Boolean).join(": "));
    });
  });
  return {
    gone,
    tell: (message) => {
      if (child.connected) child.send(message, () => {});
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Kills a child that is silent for `silentMs`, or that does not begin to speak. Tells whether it did. */
function watchBeats(child: ChildProcess, silentMs: number): () => boolean {
  let heard = false;
  // A turn is half of it.
  let quietTurns = -2 * Math.ceil(STARTING_MS / silentMs);
  let killed = false;
  // Two silent turns, not one long timer: if this process itself stood still, one turn is late and what the child said
  // meanwhile is read before the next.
  const turn = setInterval(() => {
    if (heard) quietTurns = 0;
    else quietTurns++;
    heard = false;
    if (quietTurns < 2) return;
    killed = true;
    child.kill("SIGKILL");
  }, silentMs / 2);
  child.on("message", () => {
    heard = true;
  });
  child.on("close", () => clearInterval(turn));
  child.on("error", () => clearInterval(turn));
  return () => killed;
}

/**
 * The child's half: sends the heartbeat, and ends this process when the parent is gone, however that came about.
 *
 * @param told what the parent says with `tell`; it is to be validated.
 * @returns how to say something to the parent; resolves when it is sent.
 * @throws Error in a process that has no parent to speak to.
 */
export function serveParent(told?: (message: unknown) => void): (message: object) => Promise<void> {
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error("to be started by superviseChild");
  process.on("disconnect", () => process.exit(0));
  if (told) process.on("message", told);
  // A native call may hold up this event loop for ever, and with it the line above. The thread's own loop still turns.
  new Worker(
    `const { workerData: parent } = require("node:worker_threads");
     setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), ${BEAT_MS});`,
    { eval: true, workerData: process.ppid },
  );
  setInterval(() => send("beat"), BEAT_MS);
  return (message) => new Promise((resolve) => send(message, undefined, undefined, () => resolve()));
}

/** The child's end of the pipe, where its parent wants one. */
export const parentPipe = (): Socket => new Socket({ fd: PIPE_FD });
