import { z } from "zod";
import { hidDevices } from "../attached.ts";
import type { BarrierDriver } from "../driver.ts";
import { relayBarrier, relayBarrierConfig } from "../relay-barrier.ts";
import { openUsbRelay, USB_RELAY, UsbRelayBoard } from "../usb-relay.ts";

const config = z.object({
  driver: z.literal("usb-relay"),
  board: UsbRelayBoard.default({}),
  ...relayBarrierConfig,
});

const USB_RELAY_ID = [USB_RELAY.vendor, USB_RELAY.product].map((id) => id.toString(16).padStart(4, "0")).join(":");

/**
 * A barrier on a USB relay board (16c0:05df). The board has no watchdog: when this process dies, its relays stay as they are, a
 * pressed button too, until the gate is up again and lets it go. Faults: those of `openUsbRelay`.
 */
export const usbRelayBarrier: BarrierDriver<typeof config> = {
  find: async (root) =>
    hidDevices(root)
      .filter(({ vendor, product, name }) => `${vendor}:${product}` === USB_RELAY_ID && USB_RELAY.name.test(name))
      .slice(0, 1)
      .map(({ name }) => ({
        config: { driver: "usb-relay", outputs: { kind: "pulse", raise: 0 } },
        words: `${name}, USB relay board; relay 0 taken for the button "open"`,
      })),
  config,
  async open({ board, ...wiring }, events) {
    const relay = openUsbRelay(board, {
      failed: (code, words) => events.failed(code, words),
      recovered: () => events.recovered(),
      found: () => barrier.found(),
    });
    const barrier = relayBarrier(wiring, relay.turn);
    await relay.ready;
    return {
      raise: barrier.raise,
      lower: barrier.lower,
      async close() {
        await barrier.atRest();
        await relay.close();
      },
    };
  },
};
