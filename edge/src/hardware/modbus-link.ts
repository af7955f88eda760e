import modbus from "modbus-serial";
import { z } from "zod";
import { openSerialLine, SerialPortConfig } from "./serial-line.ts";
import { type Backoff, backoffMs } from "./supervised-child.ts";

const Unit = z.int().min(0).max(247).default(1).meta({ description: "The board's unit id (slave address)." });
const TimeoutMs = z
  .int()
  .min(20)
  .max(10_000)
  .default(500)
  .meta({ description: "No answer for so long: asked again once, then taken as silent." });

export const ModbusBoard = z.union([
  z.strictObject({
    host: z.string().min(1).max(255),
    port: z.int().min(1).max(65_535).default(502),
    unit: Unit,
    timeoutMs: TimeoutMs,
  }),
  z.strictObject({ serial: SerialPortConfig, unit: Unit, timeoutMs: TimeoutMs }),
]);
export type ModbusBoard = z.output<typeof ModbusBoard>;

/** The library's client: one connection, the unit set before each request. */
export type ModbusClient = InstanceType<typeof modbus.default>;

/** A connection that is made again by itself for as long as it is wanted. */
export interface ModbusLink {
  /** While there is one. */
  readonly client: ModbusClient | undefined;
  /** Resolves when the first connection stands or could not be made. */
  readonly tried: Promise<void>;
  answered(): void;
  /** An answer did not come: after some in a row the connection is made anew. */
  missed(): void;
  close(): Promise<void>;
}

const RECONNECT: Backoff = { firstMs: 200, mostMs: 5_000 };
/** What connecting may take. Ms. */
const CONNECT_MS = 2_000;
/** A TCP connection on which so many questions in a row stay unanswered leads nowhere. */
const MOST_MISSED = 4;

/** @param down told why there is no connection, whenever there is none or no longer. */
export function openModbusLink(board: ModbusBoard, down: (code: string, words: string) => void): ModbusLink {
  return "host" in board ? openTcp(board, down) : openRtu(board.serial, down);
}

/** The connection of now, and what is told of it. */
function slot(down: (code: string, words: string) => void) {
  const tried = Promise.withResolvers<void>();
  let client: ModbusClient | undefined;
  return {
    get client(): ModbusClient | undefined {
      return client;
    },
    tried: tried.promise,
    stands(fresh: ModbusClient): void {
      client = fresh;
      tried.resolve();
    },
    gone(code: string, words: string): void {
      client = undefined;
      down(code, words);
      tried.resolve();
    },
  };
}

function openTcp(
  { host, port, timeoutMs }: Extract<ModbusBoard, { host: string }>,
  down: (code: string, words: string) => void,
): ModbusLink {
  const connection = slot(down);
  let [attempt, missed, closed] = [0, 0, false];
  let timer: NodeJS.Timeout | undefined;

  const lose = (words: string, code = "modbus-unreachable"): void => {
    const client = connection.client;
    connection.gone(code, words);
    client?.destroy(() => {});
    if (!closed) timer = setTimeout(() => void connect(), backoffMs(RECONNECT, attempt++));
  };
  const connect = async (): Promise<void> => {
    const client = newClient();
    client.setTimeout(Math.max(timeoutMs, CONNECT_MS));
    try {
      await client.connectTCP(host, { port });
    } catch (error) {
      client.destroy(() => {});
      return lose(error instanceof Error ? error.message : String(error));
    }
    if (closed) return client.destroy(() => {});
    missed = 0;
    connection.stands(client);
    client.on("close", () => {
      if (connection.client === client) lose(`${host}:${port} closed the connection`);
    });
  };
  void connect();

  return {
    get client() {
      return connection.client;
    },
    tried: connection.tried,
    answered() {
      [missed, attempt] = [0, 0];
    },
    missed() {
      if (++missed >= MOST_MISSED && connection.client !== undefined)
        lose(`${host}:${port} is connected and says nothing`, "modbus-silent");
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      if (connection.client !== undefined) lose("closed");
    },
  };
}

function openRtu(serial: SerialPortConfig, down: (code: string, words: string) => void): ModbusLink {
  const connection = slot(down);
  const closeLine = openSerialLine(serial, {
    async opened(pipe) {
      // Modbus RTU's frames over any stream of bytes; the library calls that telnet.
      const client = newClient();
      await client.linkTelnet(pipe, {});
      connection.stands(client);
    },
    lost: (code, words) => connection.gone(code, words),
  });
  return {
    get client() {
      return connection.client;
    },
    tried: connection.tried,
    answered() {},
    // On a shared line one board's silence is not the line's.
    missed() {},
    close: () => closeLine(),
  };
}

function newClient(): ModbusClient {
  const client = new modbus.default();
  client.on("error", () => {});
  return client;
}
