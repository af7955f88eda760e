import { z } from "zod";
import { BenchSocket, joinBench } from "../bench.ts";
import type { DisplayDriver } from "../driver.ts";

const config = z.object({ driver: z.literal("simulated"), socket: BenchSocket });

/** How often it is looked whether the code is another. Ms. */
const CODE_MS = 1_000;

/** A display whose words, and code for phones, are read on the bench. While it fails it stays as it is. */
export const simulatedDisplay: DisplayDriver<typeof config> = {
  config,
  async open({ socket }, events, { openingCode }) {
    let working = true;
    let code: string | undefined;
    const seat = await joinBench(socket, (line) => {
      if ("fail" in line && line.fail === "display" && working) {
        working = false;
        events.failed("simulated-failure", "the bench told the display to fail");
      } else if ("recover" in line && line.recover === "display" && !working) {
        working = true;
        events.recovered();
      }
    });
    const coding = setInterval(() => {
      const text = openingCode?.();
      if (text !== code && working) seat.say({ code: text ?? null });
      code = text;
    }, CODE_MS).unref();
    return {
      show(display) {
        if (working) seat.say({ display });
      },
      close() {
        clearInterval(coding);
        return seat.leave();
      },
    };
  },
};
