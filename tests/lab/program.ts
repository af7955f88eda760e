import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { debianEnv } from "./daemon.ts";

/** A program that a test runs for itself and listens to. It never outlives the test. */
export interface Program {
  readonly pid: number;
  readonly running: boolean;
  signal(name: NodeJS.Signals): void;
  /** Sends `how` and waits for the end; one that does not end in ten seconds is killed. */
  end(how: NodeJS.Signals): Promise<void>;
  /** Resolves once a line of its output holds `words`. @throws when it ends before. */
  says(words: string): Promise<void>;
}

export interface ProgramOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Gets everything it writes; without it nobody does. */
  readonly logFile?: string;
  /** Whom to run it as, where this process may choose (root). */
  readonly user?: string;
  /** What it is started through: a way into namespaces. */
  readonly enter?: readonly string[];
}

const GRACE_MS = 10_000;

export function startProgram(command: string, options: ProgramOptions): Program {
  const { args, env = {}, logFile, user, enter = [] } = options;
  const as = user !== undefined && process.getuid?.() === 0 ? ["--reuid", user, "--regid", user, "--clear-groups"] : [];
  // Each of these becomes the next, so that the pid held here is the program's own.
  const [first = command, ...rest] = [...enter, "setpriv", "--pdeathsig", "KILL", ...as, command, ...args];
  const child: ChildProcess = spawn(first, rest, {
    env: { ...debianEnv, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
  });
  const gone = once(child, "exit");
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a" });
  const heard: string[] = [];
  const listeners = new Set<() => void>();
  for (const output of [child.stdout, child.stderr]) {
    if (output === null) continue;
    if (log) output.pipe(log, { end: false });
    createInterface({ input: output }).on("line", (line) => {
      if (process.env["BAYGATE_LAB_LOG"]) process.stderr.write(`${line}\n`);
      heard.push(line);
      if (heard.length > 1_000) heard.shift();
      for (const listener of listeners) listener();
    });
  }
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    get running() {
      return isRunning();
    },
    signal: (name) => void child.kill(name),
    async end(how) {
      if (isRunning()) {
        child.kill(how);
        const late = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
        await gone;
        clearTimeout(late);
      }
      log?.end();
    },
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!heard.some((line) => line.includes(words))) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        void gone.then(() => reject(new Error(`it ended before it said "${words}": ${heard.slice(-8).join("\n")}`)));
        look();
      }),
  };
}
