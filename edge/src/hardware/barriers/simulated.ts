import { z } from "zod";
import { BenchSocket, joinBench } from "../bench.ts";
import type { BarrierDriver } from "../driver.ts";

const config = z.object({ driver: z.literal("simulated"), socket: BenchSocket });

/** A barrier that says on the bench what it does. */
export const simulatedBarrier: BarrierDriver<typeof config> = {
  config,
  async open({ socket }, events) {
    let working = true;
    const seat = await joinBench(socket, (line) => {
      if ("fail" in line && line.fail === "barrier" && working) {
        working = false;
        events.failed("simulated-failure", "the bench told the barrier to fail");
      } else if ("recover" in line && line.recover === "barrier" && !working) {
        working = true;
        events.recovered();
      }
    });
    const command = async (barrier: "raised" | "lowered"): Promise<void> => {
      if (!working) throw Object.assign(new Error("the barrier does not answer"), { code: "simulated-failure" });
      seat.say({ barrier });
    };
    await command("lowered");
    return { raise: () => command("raised"), lower: () => command("lowered"), close: () => seat.leave() };
  },
};
