import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** The last line of `npm start -- --json`. */
export interface Report {
  ok: boolean;
  decisions: { granted: number; denied: number; p50Ms: number; p99Ms: number };
  stays: { arrived: number; departed: number; charged: number; open: number };
  ledger: { transactions: number; sumMinor: number };
  zones: { estate: string; zone: string; capacity: number; inside: number; physical: number }[];
  sync: { facts: number; acked: number };
}

export interface RunningDemo {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams. */
  output(): string;
  /** Resolves with the match once the output matches. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  readonly ended: Promise<number | null>;
}

/** `npm start -- …args`, as a person would start it. */
export function startDemo(args: readonly string[]): RunningDemo {
  const child = spawn("node", [join(root, "scripts/bootstrap.mjs"), "node", "scripts/demo.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return {
    child,
    output: () => text,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${text}`)));
      }),
    ended,
  };
}

/** The report of a demo that has ended. */
export function reportOf(demo: RunningDemo): Report {
  const last = demo.output().trimEnd().split("\n").at(-1) ?? "";
  return JSON.parse(last) as Report;
}
