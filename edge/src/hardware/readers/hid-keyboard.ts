import { z } from "zod";
import { keyboards } from "../attached.ts";
import type { ReaderDriver } from "../driver.ts";
import { openScannerProgram } from "../scanner-program.ts";

export const HidKeyboardConfig = z.object({
  driver: z.literal("hid-keyboard"),
  path: z
    .string()
    .regex(/^\/dev\/input\//, "a name under /dev/input/")
    .max(255)
    .optional()
    .meta({ description: "A name that stays: /dev/input/by-id/usb-…-event-kbd." }),
  name: z.string().min(1).max(255).optional().meta({
    description: "Instead of path: part of the scanner's name as /proc/bus/input/devices shows it.",
  }),
  layout: z.enum(["us", "de", "fr"]).default("us").meta({
    description: "The country's keyboard that the scanner is set to; US where it was never set up.",
  }),
});
export type HidKeyboardConfig = z.output<typeof HidKeyboardConfig>;

/** Makers of scanners, as in firmware-config/udev: another keyboard is some person's. */
const MAKERS = new Set(["05e0", "0c2e", "05f9", "1eab", "11fa"]);

/**
 * A QR scanner that types its codes like a keyboard. It is grabbed, so that nothing it types reaches a console or the kiosk's
 * browser. The system call that does so needs native code, in a child process (hid-keyboard-child.ts). Faults: those of
 * `openScannerProgram`; a scanner whose other name is meant is better set to HID POS or serial, which lose no letters.
 */
export const hidKeyboard: ReaderDriver<typeof HidKeyboardConfig> = {
  reads: "code",
  find: async (root) =>
    keyboards(root)
      .filter(({ vendor }) => MAKERS.has(vendor))
      .map(({ name }) => ({
        config: { driver: "hid-keyboard", name },
        words: `${name}, code scanner that types; set to HID POS it loses no letters`,
      })),
  config: HidKeyboardConfig.refine(
    ({ path, name }) => (path === undefined) !== (name === undefined),
    "path or name, one of them",
  ),
  open: (its, events) => openScannerProgram(new URL("./hid-keyboard-child.ts", import.meta.url), its, events),
};
