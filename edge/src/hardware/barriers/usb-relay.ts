import { z } from "zod";
import type { BarrierDriver } from "../driver.ts";
import { relayBarrier, relayBarrierConfig } from "../relay-barrier.ts";
import { openUsbRelay, UsbRelayBoard } from "../usb-relay.ts";

const config = z.object({
  driver: z.literal("usb-relay"),
  board: UsbRelayBoard.default({}),
  ...relayBarrierConfig,
});

/**
 * A barrier on a USB relay board (16c0:05df). The board has no watchdog: when this process dies, its relays stay as they are, a
 * pressed button too, until the gate is up again and lets it go. Faults: those of `openUsbRelay`.
 */
export const usbRelayBarrier: BarrierDriver<typeof config> = {
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
