import { z } from "zod";
import { hidDevices } from "../attached.ts";
import type { ReaderDriver } from "../driver.ts";
import { openScannerProgram } from "../scanner-program.ts";

const HexId = z
  .string()
  .regex(/^[0-9a-f]{4}$/, "four hex digits, as lsusb shows them")
  .optional();

export const HidPosConfig = z.object({
  driver: z.literal("hid-pos"),
  vendor: HexId.meta({ description: "Only a scanner of this maker; without it any." }),
  product: HexId,
  serial: z.string().min(1).max(126).optional().meta({ description: "Only the one with this serial number." }),
  encoding: z.enum(["utf-8", "windows-1252", "shift_jis"]).default("utf-8"),
});
export type HidPosConfig = z.output<typeof HidPosConfig>;

/** How a descriptor of usage page 0x8C begins (USB HID Point of Sale Usage Tables 1.02). */
const POS_PAGE = "058c";

/**
 * A QR scanner on USB, set to "HID POS" (usage page 0x8C) by its manual's code. The library lives in a child process
 * (hid-pos-child.ts). Faults: those of `openScannerProgram`.
 */
export const hidPos: ReaderDriver<typeof HidPosConfig> = {
  reads: "code",
  config: HidPosConfig,
  find: async (root) =>
    hidDevices(root)
      .filter(({ begins }) => begins === POS_PAGE)
      .map(({ vendor, product, name }) => ({
        config: { driver: "hid-pos", vendor, product },
        words: `${name}, code scanner in HID POS mode`,
      })),
  open: (its, events) => openScannerProgram(new URL("./hid-pos-child.ts", import.meta.url), its, events),
};
