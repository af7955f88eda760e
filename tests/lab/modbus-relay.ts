import { once } from "node:events";
import type { Socket } from "node:net";
import modbus from "modbus-serial";
import { freePort } from "./free-port.ts";
import type { SerialCable } from "./serial-cable.ts";

/** A relay board as it is wired to a barrier: modbus-serial's own server, over TCP or a serial line. */
export interface RelayBoard {
  readonly coils: Map<number, boolean>;
  readonly inputs: Map<number, boolean>;
  readonly registers: Map<number, number>;
  /** Every coil that was written, in order: `0 on`. */
  readonly written: readonly string[];
  /** Called with every coil that is written. */
  onWrite(listener: (coil: number, on: boolean) => void): void;
  /** Resolves when the inputs were read by a question that came after this. */
  asked(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  hang(hanging: boolean): void;
  off(): Promise<void>;
  on(): Promise<void>;
}

/** The unit id of every board here: not the default. */
export const UNIT = 7;

interface Core extends Omit<RelayBoard, "off" | "on"> {
  readonly vector: ConstructorParameters<typeof modbus.ServerTCP>[0];
}

function newCore(): Core {
  const coils = new Map<number, boolean>();
  const inputs = new Map<number, boolean>();
  const registers = new Map<number, number>();
  const written: string[] = [];
  const writeListeners: ((coil: number, on: boolean) => void)[] = [];
  let waiting: (() => void)[] = [];
  let hanging = false;
  const answer = <T>(value: T): Promise<T> => (hanging ? new Promise(() => {}) : Promise.resolve(value));
  return {
    ...{ coils, inputs, registers, written },
    onWrite: (listener) => void writeListeners.push(listener),
    asked: () => new Promise((resolve) => waiting.push(resolve)),
    hang: (wanted) => {
      hanging = wanted;
    },
    vector: {
      getCoil: (address: number) => answer(coils.get(address) ?? false),
      getDiscreteInput: (address: number) => {
        const [told, state] = [waiting, inputs.get(address) ?? false];
        // The last of a question's inputs is read in the same turn as its first.
        waiting = [];
        setImmediate(() => {
          for (const tell of told) tell();
        });
        return answer(state);
      },
      getHoldingRegister: (address: number) => answer(registers.get(address) ?? 0),
      setCoil: async (address: number, on: boolean) => {
        await answer(undefined);
        coils.set(address, on);
        written.push(`${address} ${on ? "on" : "off"}`);
        for (const listener of writeListeners) listener(address, on);
      },
      setRegister: async (address: number, value: number) => {
        await answer(undefined);
        registers.set(address, value);
      },
    },
  };
}

/** On a port of its own that stays the same, switched on or off. */
export async function openTcpBoard(): Promise<RelayBoard & { readonly port: number; connections(): number }> {
  const core = newCore();
  const port = await freePort();
  let server: InstanceType<typeof modbus.ServerTCP> | undefined;
  const on = async (): Promise<void> => {
    server = new modbus.ServerTCP(core.vector, { host: "127.0.0.1", port, unitID: UNIT });
    server.on("socketError", () => {});
    await once(server, "initialized");
  };
  await on();
  return {
    ...core,
    ...{ port, on },
    connections: () => server?.socks.size ?? 0,
    async off() {
      const stopping = server;
      server = undefined;
      if (stopping === undefined) return;
      for (const socket of stopping.socks.keys()) (socket as Socket).destroy();
      await new Promise<void>((resolve) => stopping.close(() => resolve()));
    },
  };
}

/** At the device's end of a serial line; off and on is the cable's. */
export async function openRtuBoard(cable: SerialCable): Promise<RelayBoard> {
  const core = newCore();
  let server: InstanceType<typeof modbus.ServerSerial> | undefined;
  const on = async (): Promise<void> => {
    await cable.plug();
    await listen();
  };
  const listen = async (): Promise<void> => {
    server = new modbus.ServerSerial(core.vector, { path: cable.device, baudRate: 9_600, unitID: UNIT });
    server.on("error", () => {});
    server.on("socketError", () => {});
    await once(server, "initialized");
  };
  await listen();
  return {
    ...core,
    on,
    async off() {
      await cable.unplug();
      server = undefined;
    },
  };
}
