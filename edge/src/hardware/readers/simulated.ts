import { z } from "zod";
import { type BenchLine, BenchSocket, joinBench } from "../bench.ts";
import type { ReaderDriver } from "../driver.ts";
import type { Read } from "../seams.ts";

const config = z.object({ driver: z.literal("simulated"), socket: BenchSocket });

type BenchRead = Extract<BenchLine, { read: unknown }>["read"];

/** A reader whose cards and passes are lines on the bench. */
export const simulatedReader: ReaderDriver<typeof config> = {
  config,
  async open({ socket }, events) {
    let working = true;
    const seat = await joinBench(socket, (line) => {
      if ("fail" in line && line.fail === "reader" && working) {
        working = false;
        events.failed("simulated-failure", "the bench told the reader to fail");
      } else if ("recover" in line && line.recover === "reader" && !working) {
        working = true;
        events.recovered();
      } else if (!working) return;
      else if ("read" in line) events.read(readOf(line.read));
      else if ("unreadable" in line) events.unreadable(line.unreadable);
    });
    return { close: () => seat.leave() };
  },
};

const readOf = (read: BenchRead): Read => ({
  tier: read.tier,
  bytes: read.tier === "E" ? Buffer.from(read.hex, "hex") : Buffer.from(read.text, "utf8"),
  atMs: performance.now(),
});
