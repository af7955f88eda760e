import { z } from "zod";
import { openRelayProgram, type RelayEvents, type RelaySeat } from "./relay-program.ts";

// The common USB relay boards with one to eight relays that are a HID device (16c0:05df, "USBRelay2" and its like). They keep
// their relays as they are when nobody talks to them, and have no inputs. One board can be shared by several devices.

export const UsbRelayBoard = z.strictObject({
  serial: z
    .string()
    .length(5)
    .optional()
    .meta({ description: "The five characters on the board; without it any, which is right where there is one." }),
});
export type UsbRelayBoard = z.output<typeof UsbRelayBoard>;

/** V-USB's shared id for HID devices, told apart by their name. */
export const USB_RELAY = { vendor: 0x16c0, product: 0x05df, name: /USBRelay(\d)/ } as const;

/** Faults: those of `openRelayProgram`, of kind `relay`. */
export function openUsbRelay(board: UsbRelayBoard, events: RelayEvents): RelaySeat {
  return openRelayProgram("relay", new URL("./usb-relay-child.ts", import.meta.url), board, events);
}
