import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

/** A program of the house that the demo started. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks it to stop and, after `graceMs`, ends it. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts `node script …args` with its output in a log file. In a process group of its own, so that Ctrl-C at the terminal
 * reaches only the demo, which then stops everything in the right order.
 */
export function startChild(name: string, args: readonly string[], env: Record<string, string>, logFile: string): Child {
  const log = createWriteStream(logFile, { flags: "a" });
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    // The channel is how it learns that this process is gone, however that ended.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      log.end();
      resolve({ code, signal });
    });
  });
  return {
    name,
    pid: child.pid ?? 0,
    exit,
    async stop(graceMs = 10_000) {
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      child.kill("SIGTERM");
      await exit;
      clearTimeout(timer);
    },
  };
}
