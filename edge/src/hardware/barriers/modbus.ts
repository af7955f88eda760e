import { z } from "zod";
import type { BarrierDriver } from "../driver.ts";
import { Address, Heartbeat, Input, joinModbus, type ModbusSeat } from "../modbus-board.ts";
import { ModbusBoard } from "../modbus-link.ts";
import type { ArmPosition, BarrierEvents } from "../seams.ts";

const Pulse = z.strictObject({
  kind: z.literal("pulse"),
  raise: Address.meta({ description: "The relay on the barrier's input 'open'." }),
  lower: Address.optional().meta({ description: "The relay on its input 'close'; none where it closes by itself." }),
  pulseMs: z.int().min(50).max(10_000).default(500),
});
const Hold = z.strictObject({
  kind: z.literal("hold"),
  raise: Address.meta({ description: "The relay that holds the arm up." }),
  inverted: z
    .boolean()
    .default(false)
    .meta({ description: "The relay holds the arm down: without current the arm goes up." }),
});

const config = z.object({
  driver: z.literal("modbus"),
  board: ModbusBoard,
  outputs: z.discriminatedUnion("kind", [Pulse, Hold]),
  lamps: z
    .strictObject({ red: Address, green: Address })
    .optional()
    .meta({ description: "Green while the arm was last told to go up, else red." }),
  raisedInput: Input.optional().meta({ description: "The contact that is closed when the arm is up." }),
  loweredInput: Input.optional().meta({ description: "The contact that is closed when the arm is down." }),
  heartbeat: Heartbeat.optional(),
  pollMs: z.int().min(20).max(10_000).default(100),
});
type Config = z.output<typeof config>;

/**
 * A barrier on a Modbus board's relays. It never moves the arm by itself: not at the start, not after an outage. Faults:
 * `modbus-unreachable`, `modbus-silent`, `modbus-refused`, and those of the serial line. What the arm does when this process
 * dies: with `pulse` it stays; with `hold` it stays until the board's watchdog, fed by `heartbeat`, drops the relay.
 */
export const modbusBarrier: BarrierDriver<typeof config> = {
  config,
  async open(its, events) {
    const told = contactsOf(its, events);
    let relays: Relays;
    let isUp = false;
    const light = (up: boolean): void => {
      isUp = up;
      if (its.lamps === undefined) return;
      const { red, green } = its.lamps;
      // A lamp that does not light is no reason not to open; it is lit again when the board is back.
      void Promise.all([seat.write(green, up), seat.write(red, !up)]).catch(() => {});
    };
    const seat = joinModbus(
      its.board,
      { inputs: told.inputs, pollMs: its.pollMs, heartbeat: its.heartbeat },
      {
        failed(code, words) {
          told.unseen();
          events.failed(code, words);
        },
        recovered: () => events.recovered(),
        found() {
          void relays.atRest();
          light(isUp);
        },
        read: told.read,
      },
    );
    relays = its.outputs.kind === "pulse" ? pulsing(seat, its.outputs) : holding(seat, its.outputs);
    await seat.ready;
    const command = async (up: boolean): Promise<void> => {
      await relays.command(up);
      light(up);
    };
    return {
      raise: () => command(true),
      lower: () => command(false),
      async close() {
        await relays.close();
        await seat.leave();
      },
    };
  },
};

interface Relays {
  command(up: boolean): Promise<void>;
  /** The board answers, at first or again: lets go of what a dead process or a cut connection left pressed. */
  atRest(): Promise<void>;
  close(): Promise<void>;
}

/** Relays that press the barrier's own buttons. */
function pulsing(seat: ModbusSeat, { raise, lower, pulseMs }: z.output<typeof Pulse>): Relays {
  const pressed = new Map<number, NodeJS.Timeout | undefined>();
  const release = async (coil: number): Promise<void> => {
    clearTimeout(pressed.get(coil));
    pressed.set(coil, undefined);
    await seat.write(coil, false);
    pressed.delete(coil);
  };
  const press = async (coil: number): Promise<void> => {
    clearTimeout(pressed.get(coil));
    // Known as pressed before it is: an answer may be lost on its way.
    pressed.set(coil, undefined);
    await seat.write(coil, true);
    pressed.set(
      coil,
      setTimeout(() => void release(coil).catch(() => {}), pulseMs),
    );
  };
  const both = lower === undefined ? [raise] : [raise, lower];
  return {
    async command(up) {
      const [wanted, other] = up ? [raise, lower] : [lower, raise];
      // Open wins in every barrier's controller; pressed together, close would do nothing.
      if (other !== undefined && pressed.has(other)) await release(other);
      if (wanted !== undefined) await press(wanted);
    },
    async atRest() {
      await Promise.all(both.map(release)).catch(() => {});
    },
    async close() {
      await Promise.all([...pressed.keys()].map(release)).catch(() => {});
    },
  };
}

/** One relay that stands for the arm. */
function holding(seat: ModbusSeat, { raise, inverted }: z.output<typeof Hold>): Relays {
  return {
    command: (up) => seat.write(raise, up !== inverted),
    // What the relay does now is what the board's watchdog or the last process wanted; the lane decides what comes next.
    atRest: async () => {},
    close: async () => {},
  };
}

/** What the contacts tell, as the seam says it. */
function contactsOf({ raisedInput, loweredInput }: Config, events: BarrierEvents) {
  const inputs = [raisedInput, loweredInput].filter((input) => input !== undefined);
  let arm: ArmPosition | undefined;
  const sayArm = (position: ArmPosition): void => {
    if (position !== arm) events.armAt?.(position);
    arm = position;
  };
  return {
    inputs,
    read(states: readonly boolean[]): void {
      const seen = states[Symbol.iterator]();
      const next = (input: Input | undefined): boolean | undefined =>
        input === undefined ? undefined : seen.next().value;
      const [raised, lowered] = [next(raisedInput), next(loweredInput)];
      if (raised !== undefined || lowered !== undefined) sayArm(positionOf(raised, lowered));
    },
    /** The board is away: nobody sees the arm. */
    unseen(): void {
      if (arm !== undefined) sayArm("unknown");
    },
  };
}

/** One contact alone says only whether the arm is at its end. */
export function positionOf(raised: boolean | undefined, lowered: boolean | undefined): ArmPosition {
  if (raised === true && lowered === true) return "unknown";
  if (raised === true) return "up";
  if (lowered === true) return "down";
  return "between";
}
