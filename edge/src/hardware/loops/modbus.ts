import { z } from "zod";
import type { LoopsDriver } from "../driver.ts";
import { loopContacts } from "../loop-contacts.ts";
import { Input, joinModbus } from "../modbus-board.ts";
import { ModbusBoard } from "../modbus-link.ts";

const config = z.object({
  driver: z.literal("modbus"),
  board: ModbusBoard,
  approach: Input.meta({ description: "The detector's contact in front of the arm, closed while a car stands there." }),
  clear: Input.meta({ description: "The one behind it." }),
  fireAlarm: Input.optional().meta({
    description: "The building's alarm contact. Wire it closed at rest and say inverted: a cut wire is an alarm then.",
  }),
  pollMs: z
    .int()
    .min(10)
    .max(1_000)
    .default(50)
    .meta({ description: "Well below what a car needs from one loop to the other." }),
});

/** Two loop detectors' contacts on a Modbus board's inputs. Faults as the barrier's on the same board. */
export const modbusLoops: LoopsDriver<typeof config> = {
  config,
  async open({ board, approach, clear, fireAlarm, pollMs }, events) {
    const inputs = fireAlarm === undefined ? [approach, clear] : [approach, clear, fireAlarm];
    const contacts = loopContacts(events);
    const seat = joinModbus(
      board,
      { inputs, pollMs },
      {
        failed: (code, words) => events.failed(code, words),
        recovered: () => events.recovered(),
        read: (states) => contacts.see(states),
      },
    );
    await seat.ready;
    return { close: () => seat.leave() };
  },
};
