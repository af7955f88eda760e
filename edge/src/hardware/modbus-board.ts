import { z } from "zod";
import { type ModbusBoard, type ModbusClient, type ModbusLink, openModbusLink } from "./modbus-link.ts";

// A Modbus board with outputs (coils) and inputs (discrete inputs), shared by the barrier, the loops and the lamps that hang
// on it: one connection a network address or serial line, one request at a time, commands before polls. Modbus Application
// Protocol V1.1b3.

/** Counted from 0, as the protocol does; many manuals count from 1. */
export const Address = z.int().min(0).max(65_535);

/** An input, by its address, or with `inverted` where a closed contact means no: the wire of a fire alarm, say. */
export const Input = z.union([Address, z.strictObject({ input: Address, inverted: z.boolean() })]);
export type Input = z.output<typeof Input>;

/** A board counts as dead when nobody talks to it: what its watchdog is fed with. */
export const Heartbeat = z
  .strictObject({
    register: Address.optional().meta({ description: "A holding register that counts up." }),
    coil: Address.optional().meta({ description: "A coil that toggles." }),
    everyMs: z.int().min(100).max(60_000).default(1_000),
  })
  .refine(({ register, coil }) => (register === undefined) !== (coil === undefined), "register or coil, one of them")
  .meta({
    description:
      "Feeds the board's watchdog, which sets its outputs as configured there when this process dies or hangs.",
  });
export type Heartbeat = z.output<typeof Heartbeat>;

/** `unreachable`: no connection. `silent`: it does not answer. `refused`: it answers that it cannot. */
export type ModbusFault = "modbus-unreachable" | "modbus-silent" | "modbus-refused";

export class ModbusFailed extends Error {
  readonly code: string;
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

export interface ModbusSeat {
  /** Resolves when the board has answered, or that it does not was told. */
  readonly ready: Promise<void>;
  /** Sets an output, before any poll. @throws ModbusFailed. Not kept for later: a command that could not be given is over. */
  write(coil: number, on: boolean): Promise<void>;
  leave(): Promise<void>;
}

export interface SeatEvents {
  /** As the seams' `failed`, once an outage; then `recovered`. */
  failed(code: string, words: string): void;
  recovered(): void;
  /** The board answers: at first, and again after each outage. Before anything read is told. */
  found?(): void;
  /** What the inputs show, in the order asked for, at each poll. */
  read?(states: readonly boolean[]): void;
}

export interface SeatNeeds {
  readonly inputs: readonly Input[];
  readonly pollMs: number;
  readonly heartbeat?: Heartbeat | undefined;
}

/** How often a request is made before it counts as failed: RS-485 lines lose one now and then. */
const TRIES = 2;

interface Job {
  readonly unit: number;
  readonly timeoutMs: number;
  ask(client: ModbusClient): Promise<unknown>;
  done(answer: unknown): void;
  failed(error: ModbusFailed): void;
}

class Bus {
  readonly seats = new Set<object>();
  readonly #link: ModbusLink;
  readonly #commands: Job[] = [];
  readonly #polls: Job[] = [];
  #working = false;
  #cut: (why: ModbusFailed) => void = () => {};
  #down = new ModbusFailed("modbus-unreachable", "not connected yet");

  constructor(board: ModbusBoard) {
    this.#link = openModbusLink(board, (code, words) => {
      this.#down = new ModbusFailed(code, words);
      // The library would let the question wait for its answer.
      this.#cut(this.#down);
    });
  }

  request<T>(board: ModbusBoard, urgent: boolean, ask: (client: ModbusClient) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      (urgent ? this.#commands : this.#polls).push({
        ...{ unit: board.unit, timeoutMs: board.timeoutMs, ask, failed: reject },
        done: (answer) => resolve(answer as T),
      });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    await this.#link.tried;
    for (;;) {
      const job = this.#commands.shift() ?? this.#polls.shift();
      if (job === undefined) break;
      await this.#do(job);
    }
    this.#working = false;
  }

  async #do(job: Job): Promise<void> {
    let fault = this.#down;
    for (let tries = 0; tries < TRIES; tries++) {
      const { client } = this.#link;
      if (client === undefined) break;
      client.setID(job.unit);
      client.setTimeout(job.timeoutMs);
      try {
        const answer = await new Promise((resolve, reject) => {
          this.#cut = reject;
          job.ask(client).then(resolve, reject);
        });
        job.done(answer);
        this.#link.answered();
        return;
      } catch (error) {
        fault = this.#faultOf(error);
        if (fault.code === "modbus-silent") this.#link.missed();
        else break;
      }
    }
    job.failed(this.#link.client === undefined ? this.#down : fault);
  }

  #faultOf(error: unknown): ModbusFailed {
    if (error instanceof ModbusFailed) return error;
    const words = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && "modbusCode" in error) return new ModbusFailed("modbus-refused", words);
    return new ModbusFailed("modbus-silent", words);
  }

  async close(): Promise<void> {
    await this.#link.close();
  }
}

const buses = new Map<string, Bus>();

/** One connection a network address, one a serial line, whatever the units behind it. */
const keyOf = (board: ModbusBoard): string => ("host" in board ? `${board.host}:${board.port}` : board.serial.path);

/** Sits down at a board, which may be away: it is asked again and again until it answers. */
export function joinModbus(board: ModbusBoard, needs: SeatNeeds, events: SeatEvents): ModbusSeat {
  const key = keyOf(board);
  const bus = buses.get(key) ?? new Bus(board);
  buses.set(key, bus);
  const me = {};
  bus.seats.add(me);
  const watching = watch(bus, board, needs, events);
  const stops = [watching.stop];
  if (needs.heartbeat !== undefined) stops.push(beat(bus, board, needs.heartbeat));
  return {
    ready: watching.ready,
    write: (coil, on) => bus.request(board, true, async (client) => void (await client.writeCoil(coil, on))),
    async leave() {
      for (const stop of stops) stop();
      if (!bus.seats.delete(me) || bus.seats.size > 0) return;
      buses.delete(key);
      await bus.close();
    },
  };
}

/** Asks the board every `pollMs`, tells what its inputs show, and how it is. */
function watch(bus: Bus, board: ModbusBoard, { inputs, pollMs }: SeatNeeds, events: SeatEvents) {
  const addresses = inputs.map((input) => (typeof input === "number" ? input : input.input));
  const from = Math.min(...addresses);
  const count = Math.max(...addresses) - from + 1;
  const inverted = inputs.map((input) => typeof input !== "number" && input.inverted);
  let state: "new" | "well" | string = "new";
  let stopped = false;
  const look = async (): Promise<readonly boolean[]> => {
    // Without inputs any question does: a board that answers, though it be with a refusal, is there.
    if (inputs.length === 0) {
      await bus
        .request(board, false, (client) => client.readCoils(0, 1))
        .catch((error: ModbusFailed) => {
          if (error.code !== "modbus-refused") throw error;
        });
      return [];
    }
    const { data } = await bus.request(board, false, (client) => client.readDiscreteInputs(from, count));
    return addresses.map((address, index) => (data[address - from] ?? false) !== inverted[index]);
  };
  const turn = async (): Promise<void> => {
    const answer = await look().catch((error: ModbusFailed) => error);
    if (stopped) return;
    if (answer instanceof ModbusFailed) {
      if (state !== answer.code) events.failed(answer.code, answer.message);
      state = answer.code;
    } else {
      const before = state;
      state = "well";
      if (before !== "well" && before !== "new") events.recovered();
      if (before !== "well") events.found?.();
      events.read?.(answer);
    }
    timer = setTimeout(() => void turn(), pollMs);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    ready: turn(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** That it fails shows at the next poll, too. */
function beat(bus: Bus, board: ModbusBoard, { register, coil, everyMs }: Heartbeat): () => void {
  let count = 0;
  const timer = setInterval(() => {
    count = (count + 1) % 65_536;
    const said =
      register === undefined
        ? bus.request(board, true, (client) => client.writeCoil(coil ?? 0, count % 2 === 1))
        : bus.request(board, true, (client) => client.writeRegister(register, count));
    said.catch(() => {});
  }, everyMs);
  return () => clearInterval(timer);
}
