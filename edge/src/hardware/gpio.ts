import { z } from "zod";
import { openRelayProgram, type RelayEvents, type RelaySeat } from "./relay-program.ts";

// Lines of a GPIO chip: the box's own pins, an expander on I2C, a USB bridge. They are held by a child program.

/** Of a line, counted from 0 on its chip; a relay's number in a barrier's wiring means the same. */
const Line = z.int().min(0).max(65_535);

/** An input, by its line, or with `inverted` where a closed contact means no. */
export const GpioInput = z.union([Line, z.strictObject({ line: Line, inverted: z.boolean() })]);
export type GpioInput = z.output<typeof GpioInput>;

/** For a driver's configuration. */
export const gpioConfig = {
  chip: z.string().min(1).max(255).meta({
    description: "Its label as gpiodetect shows it, which stays: pinctrl-bcm2711. Or a path: /dev/gpiochip0.",
  }),
  bias: z.enum(["pull-up", "pull-down", "none", "as-is"]).default("as-is").meta({
    description: "The inputs' resistor in the chip, where it has one: pull-up for contacts to ground.",
  }),
  closedIs: z.enum(["low", "high"]).default("low").meta({
    description: "An input's level while its contact is closed: low for contacts to ground.",
  }),
  pollMs: z.int().min(5).max(1_000).default(20).meta({ description: "How often inputs are looked at." }),
};

/** What a device wants of a chip. At most 64 lines each way. */
export const GpioSeat = z.object({
  ...gpioConfig,
  activeLow: z.boolean(),
  outputs: z.array(Line).max(64),
  inputs: z.array(GpioInput).max(64),
});
export type GpioSeat = z.output<typeof GpioSeat>;

/** Faults: those of `openRelayProgram`, of kind `gpio`. */
export function openGpio(seat: GpioSeat, events: RelayEvents): RelaySeat {
  return openRelayProgram("gpio", new URL("./gpio-child.ts", import.meta.url), seat, events);
}
