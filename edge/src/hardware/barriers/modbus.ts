import { z } from "zod";
import type { BarrierDriver } from "../driver.ts";
import { Heartbeat, Input, joinModbus } from "../modbus-board.ts";
import { ModbusBoard } from "../modbus-link.ts";
import { armContacts, relayBarrier, relayBarrierConfig } from "../relay-barrier.ts";

const config = z.object({
  driver: z.literal("modbus"),
  board: ModbusBoard,
  ...relayBarrierConfig,
  raisedInput: Input.optional().meta({ description: "The contact that is closed when the arm is up." }),
  loweredInput: Input.optional().meta({ description: "The contact that is closed when the arm is down." }),
  heartbeat: Heartbeat.optional(),
  pollMs: z.int().min(20).max(10_000).default(100),
});

/**
 * A barrier on a Modbus board's relays. It never moves the arm by itself: not at the start, not after an outage. Faults:
 * `modbus-unreachable`, `modbus-silent`, `modbus-refused`, and those of the serial line. What the arm does when this process
 * dies: with `pulse` it stays; with `hold` it stays until the board's watchdog, fed by `heartbeat`, drops the relay.
 */
export const modbusBarrier: BarrierDriver<typeof config> = {
  config,
  async open({ board, raisedInput, loweredInput, heartbeat, pollMs, ...wiring }, events) {
    const contacts = armContacts(events);
    const inputs = [raisedInput, loweredInput].filter((input) => input !== undefined);
    const seat = joinModbus(
      board,
      { inputs, pollMs, heartbeat },
      {
        failed(code, words) {
          contacts.unseen();
          events.failed(code, words);
        },
        recovered: () => events.recovered(),
        found: () => barrier.found(),
        read([first, second]) {
          if (raisedInput === undefined) contacts.see(undefined, first);
          else contacts.see(first, second);
        },
      },
    );
    const barrier = relayBarrier(wiring, seat.write);
    await seat.ready;
    return {
      raise: barrier.raise,
      lower: barrier.lower,
      async close() {
        await barrier.atRest();
        await seat.leave();
      },
    };
  },
};
