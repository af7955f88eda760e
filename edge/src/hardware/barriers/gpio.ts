import { z } from "zod";
import type { BarrierDriver } from "../driver.ts";
import { GpioInput, gpioConfig, openGpio } from "../gpio.ts";
import { armContacts, relayBarrier, relayBarrierConfig, relaysOf } from "../relay-barrier.ts";

const config = z.object({
  driver: z.literal("gpio"),
  ...gpioConfig,
  activeLow: z
    .boolean()
    .default(false)
    .meta({ description: "The outputs' relays are on while their line is low, as on most relay boards." }),
  ...relayBarrierConfig,
  raisedInput: GpioInput.optional().meta({ description: "The contact that is closed when the arm is up." }),
  loweredInput: GpioInput.optional().meta({ description: "The contact that is closed when the arm is down." }),
});

/**
 * A barrier on relays at a GPIO chip's lines, which go on as they are when this program takes them. Faults: those of
 * `openGpio`. There is no watchdog: when this process dies the kernel takes the lines back, and what they do then is the chip's.
 */
export const gpioBarrier: BarrierDriver<typeof config> = {
  config,
  async open({ driver: _, raisedInput, loweredInput, outputs, lamps, ...chip }, events) {
    const contacts = armContacts(events);
    const wiring = { outputs, lamps };
    const inputs = [raisedInput, loweredInput].filter((input) => input !== undefined);
    const lines = openGpio(
      { ...chip, inputs, outputs: relaysOf(wiring) },
      {
        failed(code, words) {
          contacts.unseen();
          events.failed(code, words);
        },
        recovered: () => events.recovered(),
        found: () => barrier.found(),
        inputs([first, second]) {
          if (raisedInput === undefined) contacts.see(undefined, first);
          else contacts.see(first, second);
        },
      },
    );
    const barrier = relayBarrier(wiring, lines.turn);
    await lines.ready;
    return {
      raise: barrier.raise,
      lower: barrier.lower,
      async close() {
        await barrier.atRest();
        await lines.close();
      },
    };
  },
};
