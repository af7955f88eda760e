import { parentPort } from "node:worker_threads";
import { Budget, decodeJsqr, decodeZxing, prepareZxing } from "./camera-decode.ts";

// The thread in which the camera's pictures are looked at, one at a time, so that the gate's own thread never waits for one.

/** A picture to look at; its memory is handed over and comes back with the answer. */
export interface Look {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export interface Seen {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly texts: readonly string[];
}

/** jsqr may have at most this part of the thread's time, so that zxing sees the other pictures in time. */
const SECOND_OPINION_SHARE = 0.1;

if (parentPort !== null) {
  const port = parentPort;
  const budget = new Budget(SECOND_OPINION_SHARE);
  await prepareZxing();
  port.on("message", (look: Look) => {
    // Whatever goes wrong ends the thread, and the driver starts another one.
    void texts(look, budget).then((found) => {
      const seen: Seen = { pixels: look.pixels, texts: found };
      port.postMessage(seen, [look.pixels.buffer]);
    });
  });
}

async function texts(look: Look, budget: Budget): Promise<string[]> {
  const first = await decodeZxing(look);
  const fromMs = performance.now();
  if (first.length > 0 || !budget.allows(fromMs)) return first;
  const second = decodeJsqr(look);
  budget.spent(fromMs, performance.now());
  return second;
}
