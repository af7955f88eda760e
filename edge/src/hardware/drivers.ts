import { z } from "zod";
import { simulatedBarrier } from "./barriers/simulated.ts";
import { simulatedDisplay } from "./displays/simulated.ts";
import type { Driver, DriverContext } from "./driver.ts";
import { simulatedLoops } from "./loops/simulated.ts";
import { camera } from "./readers/camera.ts";
import { pcsc } from "./readers/pcsc.ts";
import { simulatedReader } from "./readers/simulated.ts";

// Every driver is registered here, by one line. The configuration of a box is made of their schemas: a device's
// configuration, once checked, is something that can be opened.

export const ReaderConfig = z.discriminatedUnion("driver", [
  openable(camera),
  openable(pcsc),
  openable(simulatedReader),
]);
export const BarrierConfig = z.discriminatedUnion("driver", [openable(simulatedBarrier)]);
export const LoopsConfig = z.discriminatedUnion("driver", [openable(simulatedLoops)]);
export const DisplayConfig = z.discriminatedUnion("driver", [openable(simulatedDisplay)]);

function openable<Config extends z.ZodObject, Events, Opened>(driver: Driver<Config, Events, Opened>) {
  // Strict: a misspelt key is a fault in every driver's configuration.
  return driver.config.strict().transform((checked) => ({
    driver: String(checked["driver"]),
    open(events: Events, context: DriverContext): Promise<Opened> {
      return driver.open(driver.config.parse(checked), events, context);
    },
  }));
}
