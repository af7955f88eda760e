import type { Log } from "./log.ts";

/** Work that looks for rows not dealt with yet, in steps that can be cut off anywhere and made again. */
export interface Chore {
  /** For the log. */
  readonly name: string;
  /** At least so often, real time. Ms. */
  readonly everyMs: number;
  /** @returns whether there was more than it did: then it runs again at once. */
  readonly run: () => Promise<boolean>;
}

export interface Chores {
  /** There may be something to do for this chore; every one of them when not named. */
  soon(name?: string): void;
  /** Begins nothing more, and waits for what runs. */
  stop(): Promise<void>;
}

/** Runs chores, each never twice at once. One that fails is tried again at its next time, and keeps none of the others waiting. */
export function startChores(chores: readonly Chore[], log: Log): Chores {
  let stopped = false;
  const running = new Map<string, Promise<void>>();
  const asked = new Set<string>();
  const begin = (chore: Chore): void => {
    if (stopped) return;
    if (running.has(chore.name)) {
      asked.add(chore.name);
      return;
    }
    asked.delete(chore.name);
    const run = chore
      .run()
      .catch((error: unknown) => {
        log.error({ err: error, chore: chore.name }, "a chore failed; it is tried again");
        return false;
      })
      .then((more) => {
        running.delete(chore.name);
        if (more || asked.has(chore.name)) begin(chore);
      });
    running.set(chore.name, run);
  };
  const timers = chores.map((chore) => setInterval(() => begin(chore), chore.everyMs));
  for (const chore of chores) begin(chore);
  return {
    soon(name) {
      for (const chore of chores) if (name === undefined || chore.name === name) begin(chore);
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
