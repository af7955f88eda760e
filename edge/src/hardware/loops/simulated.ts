import { z } from "zod";
import { BenchSocket, joinBench } from "../bench.ts";
import type { LoopsDriver } from "../driver.ts";

const config = z.object({ driver: z.literal("simulated"), socket: BenchSocket });

/** Loops that the bench occupies and frees. While they fail they see nothing; what is there shows at recovery. */
export const simulatedLoops: LoopsDriver<typeof config> = {
  config,
  async open({ socket }, events) {
    let working = true;
    const road = { approach: false, clear: false };
    const seen = { ...road };
    const look = (): void => {
      for (const loop of ["approach", "clear"] as const) {
        if (seen[loop] === road[loop]) continue;
        seen[loop] = road[loop];
        events.changed(loop, road[loop]);
      }
    };
    const seat = await joinBench(socket, (line) => {
      if ("loop" in line) road[line.loop] = line.occupied;
      else if ("fail" in line && line.fail === "loops" && working) {
        working = false;
        events.failed("simulated-failure", "the bench told the loops to fail");
      } else if ("recover" in line && line.recover === "loops" && !working) {
        working = true;
        events.recovered();
      }
      if (working) look();
    });
    events.changed("approach", false);
    events.changed("clear", false);
    return { close: () => seat.leave() };
  },
};
