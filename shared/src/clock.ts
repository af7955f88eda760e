import type { Clock } from "./time.ts";

/**
 * The clock of a process. Without `scale` it is the machine's own. With `"realMs,simulatedMs,speed"` (variable
 * `BAYGATE_CLOCK`, for demos and tests) it showed `simulatedMs` at the real moment `realMs` and has run `speed` times as fast
 * since, in every process that is given the same three numbers.
 *
 * @throws RangeError when `scale` is not three numbers with a positive speed.
 */
export function openClock(scale?: string): Clock {
  const [real = 0, simulated = 0, speed = 1] = scale === undefined ? [] : scale.split(",").map(Number);
  if (![real, simulated, speed].every(Number.isFinite) || speed <= 0)
    throw new RangeError(`BAYGATE_CLOCK must be "realMs,simulatedMs,speed", not "${scale}"`);
  // hrtime counts from the machine's boot, so it goes on over a restart of the process.
  const monoMs = (): number => Math.round(Number(process.hrtime.bigint() / 1000n) * speed) / 1000;
  return {
    wallMs: scale === undefined ? () => Date.now() : scaledWall(simulated + (Date.now() - real) * speed, monoMs),
    monoMs,
    after(ms, run) {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * Goes on with the monotonic clock: the machine's whole milliseconds, times the speed, would be jumps, and a gate takes those for a
 * clock that was set. What two processes read at their opening differs by a few real milliseconds at most.
 */
function scaledWall(openedMs: number, monoMs: () => number): () => number {
  const openedMonoMs = monoMs();
  return () => Math.round(openedMs + monoMs() - openedMonoMs);
}
