import { parentPort, workerData } from "node:worker_threads";

// Drivers who do not wait until the gate has time: a thread of its own says when a card is held up.

const everyMs: unknown = workerData;
if (parentPort && typeof everyMs === "number") {
  const port = parentPort;
  let n = 0;
  const timer = setInterval(
    () => port.postMessage({ n: n++, atMs: performance.timeOrigin + performance.now() }),
    everyMs,
  );
  port.once("message", () => clearInterval(timer));
}
