/** Runs some work when asked, one at a time and never more often than every so many real ms; asking often is one run. */
export interface Pace {
  ask(): void;
  stop(): void;
}

/** @param work must not throw. */
export function paced(spacingMs: number, work: () => Promise<void>): Pace {
  let timer: NodeJS.Timeout | undefined;
  let working = false;
  let again = false;
  let stopped = false;
  let lastStart = Number.NEGATIVE_INFINITY;
  const run = async () => {
    timer = undefined;
    working = true;
    again = false;
    lastStart = performance.now();
    await work();
    working = false;
    if (again) ask();
  };
  const ask = () => {
    if (working) again = true;
    else if (!stopped) timer ??= setTimeout(() => void run(), Math.max(0, lastStart + spacingMs - performance.now()));
  };
  return {
    ask,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
