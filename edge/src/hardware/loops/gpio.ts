import { z } from "zod";
import type { LoopsDriver } from "../driver.ts";
import { GpioInput, gpioConfig, openGpio } from "../gpio.ts";
import { loopContacts } from "../loop-contacts.ts";

const config = z.object({
  driver: z.literal("gpio"),
  ...gpioConfig,
  approach: GpioInput.meta({ description: "The detector's contact in front of the arm, closed while a car is there." }),
  clear: GpioInput.meta({ description: "The one behind it." }),
  fireAlarm: GpioInput.optional().meta({
    description: "The building's alarm contact. Wire it closed at rest and say inverted: a cut wire is an alarm then.",
  }),
});

/** Two loop detectors' contacts on a GPIO chip's lines. Faults: those of `openGpio`. */
export const gpioLoops: LoopsDriver<typeof config> = {
  config,
  async open({ driver: _, approach, clear, fireAlarm, ...chip }, events) {
    const contacts = loopContacts(events);
    const inputs = fireAlarm === undefined ? [approach, clear] : [approach, clear, fireAlarm];
    const lines = openGpio(
      { ...chip, inputs, outputs: [], activeLow: false },
      {
        failed: (code, words) => events.failed(code, words),
        recovered: () => events.recovered(),
        found: () => undefined,
        inputs: (states) => contacts.see(states),
      },
    );
    await lines.ready;
    return { close: () => lines.close() };
  },
};
