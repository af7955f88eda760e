import { z } from "zod";
import { BenchSocket, joinBench } from "../bench.ts";
import type { DisplayDriver } from "../driver.ts";

const config = z.object({ driver: z.literal("simulated"), socket: BenchSocket });

/** A display whose words are read on the bench. While it fails it stays as it is. */
export const simulatedDisplay: DisplayDriver<typeof config> = {
  config,
  async open({ socket }, events) {
    let working = true;
    const seat = await joinBench(socket, (line) => {
      if ("fail" in line && line.fail === "display" && working) {
        working = false;
        events.failed("simulated-failure", "the bench told the display to fail");
      } else if ("recover" in line && line.recover === "display" && !working) {
        working = true;
        events.recovered();
      }
    });
    return {
      show(display) {
        if (working) seat.say({ display });
      },
      close: () => seat.leave(),
    };
  },
};
