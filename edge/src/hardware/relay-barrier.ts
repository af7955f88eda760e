import { z } from "zod";
import type { ArmEvents, ArmPosition, Barrier } from "./seams.ts";

// A barrier that hangs on relays, whatever switches them: a Modbus board, a USB relay, a box's own lines.

/** Of a relay or an input on its board. Counted from 0. */
const Index = z.int().min(0).max(65_535);

const Pulse = z.strictObject({
  kind: z.literal("pulse"),
  raise: Index.meta({ description: "The relay on the barrier's input 'open'." }),
  lower: Index.optional().meta({ description: "The relay on its input 'close'; none where it closes by itself." }),
  pulseMs: z.int().min(50).max(10_000).default(500),
});
const Hold = z.strictObject({
  kind: z.literal("hold"),
  raise: Index.meta({ description: "The relay that holds the arm up." }),
  inverted: z
    .boolean()
    .default(false)
    .meta({ description: "The relay holds the arm down: without current the arm goes up." }),
});

/** For a driver's configuration. */
export const relayBarrierConfig = {
  outputs: z.discriminatedUnion("kind", [Pulse, Hold]),
  lamps: z
    .strictObject({ red: Index, green: Index })
    .optional()
    .meta({ description: "Green while the arm was last told to go up, else red." }),
};
type Wiring = z.output<z.ZodObject<typeof relayBarrierConfig>>;

/** Every relay that stands in it. */
export function relaysOf({ outputs, lamps }: Wiring): number[] {
  const arm =
    outputs.kind === "pulse" && outputs.lower !== undefined ? [outputs.raise, outputs.lower] : [outputs.raise];
  return [...new Set([...arm, ...(lamps === undefined ? [] : [lamps.red, lamps.green])])];
}

/** Switches a relay. @throws an error with a code when it could not; it is not done later then. */
export type Switch = (relay: number, on: boolean) => Promise<void>;

export interface RelayBarrier extends Omit<Barrier, "close"> {
  /** The relays can be reached, at first or again: what a dead process or a cut wire left pressed is let go, the lamps are lit. */
  found(): void;
  /** Lets go of what is pressed. Never throws. */
  atRest(): Promise<void>;
}

/** It never moves the arm by itself. */
export function relayBarrier({ outputs, lamps }: Wiring, turn: Switch): RelayBarrier {
  const relays = outputs.kind === "pulse" ? pulsing(turn, outputs) : holding(turn, outputs);
  let isUp = false;
  const light = (): void => {
    // A lamp that does not light is no reason not to open; it is lit again when the relays are back.
    if (lamps !== undefined) void Promise.all([turn(lamps.green, isUp), turn(lamps.red, !isUp)]).catch(() => {});
  };
  const command = async (up: boolean): Promise<void> => {
    await relays.command(up);
    isUp = up;
    light();
  };
  return {
    raise: () => command(true),
    lower: () => command(false),
    found() {
      void relays.forget();
      light();
    },
    atRest: () => relays.atRest(),
  };
}

interface Relays {
  command(up: boolean): Promise<void>;
  forget(): Promise<void>;
  atRest(): Promise<void>;
}

/** Relays that press the barrier's own buttons. */
function pulsing(turn: Switch, { raise, lower, pulseMs }: z.output<typeof Pulse>): Relays {
  const pressed = new Map<number, NodeJS.Timeout | undefined>();
  const release = async (relay: number): Promise<void> => {
    clearTimeout(pressed.get(relay));
    pressed.set(relay, undefined);
    await turn(relay, false);
    pressed.delete(relay);
  };
  const press = async (relay: number): Promise<void> => {
    clearTimeout(pressed.get(relay));
    // Known as pressed before it is: that it is may be told by an answer that is lost.
    pressed.set(relay, undefined);
    await turn(relay, true);
    pressed.set(
      relay,
      setTimeout(() => void release(relay).catch(() => {}), pulseMs),
    );
  };
  const releaseAll = async (relays: Iterable<number>): Promise<void> => {
    await Promise.all([...relays].map(release)).catch(() => {});
  };
  return {
    async command(up) {
      const [wanted, other] = up ? [raise, lower] : [lower, raise];
      // Pressed together, open wins in every barrier's control, and close would do nothing.
      if (other !== undefined && pressed.has(other)) await release(other);
      if (wanted !== undefined) await press(wanted);
    },
    forget: () => releaseAll(lower === undefined ? [raise] : [raise, lower]),
    atRest: () => releaseAll(pressed.keys()),
  };
}

/** One relay that stands for the arm. */
function holding(turn: Switch, { raise, inverted }: z.output<typeof Hold>): Relays {
  return {
    command: (up) => turn(raise, up !== inverted),
    // What the relay does now is what the board's watchdog or the last process wanted; the lane decides what comes next.
    forget: async () => {},
    atRest: async () => {},
  };
}

/** What two contacts at the arm tell. */
export interface ArmContacts {
  /** Undefined: there is no such contact. */
  see(raised: boolean | undefined, lowered: boolean | undefined): void;
  /** They cannot be read. */
  unseen(): void;
}

/** Tells every change once. One contact alone says only whether the arm is at its end. */
export function armContacts(events: ArmEvents): ArmContacts {
  let told: ArmPosition | undefined;
  const tell = (position: ArmPosition): void => {
    if (position !== told) events.armAt?.(position);
    told = position;
  };
  return {
    see(raised, lowered) {
      if (raised === undefined && lowered === undefined) return;
      if (raised === true) tell(lowered === true ? "unknown" : "up");
      else tell(lowered === true ? "down" : "between");
    },
    unseen() {
      if (told !== undefined) tell("unknown");
    },
  };
}
