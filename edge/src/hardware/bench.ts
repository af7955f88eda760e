import { rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { z } from "zod";

/**
 * The bench: one Unix socket a lane, on which the edge listens and a demo, a test or a person with `socat` plays the world.
 * Lines of JSON. A car that passes says, in this order: approach on, clear on, approach off, clear off.
 */
const device = z.enum(["reader", "barrier", "loops", "display"]);

export const BenchLine = z.union([
  z.strictObject({
    read: z.discriminatedUnion("tier", [
      z.strictObject({ tier: z.literal("E"), hex: z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/i, "bytes in hex") }),
      z.strictObject({ tier: z.literal("C"), text: z.string().min(1).max(4096) }),
      z.strictObject({ tier: z.literal("P"), text: z.string().min(1).max(64) }),
    ]),
  }),
  z.strictObject({ unreadable: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
  z.strictObject({ loop: z.enum(["approach", "clear"]), occupied: z.boolean() }),
  /** The device stops working, until the line `recover`. A failed barrier refuses commands. */
  z.strictObject({ fail: device }),
  z.strictObject({ recover: device }),
]);
export type BenchLine = z.infer<typeof BenchLine>;

/** What the bench says, and says again to everyone who connects. */
export type BenchWord =
  | { readonly barrier: "raised" | "lowered" }
  | { readonly display: { readonly mood: string; readonly title: string; readonly detail: string } }
  /** What a phone scans to open the lane; null: nothing is shown. */
  | { readonly code: string | null };

/** A device's place at the bench. */
export interface BenchSeat {
  say(word: BenchWord): void;
  leave(): Promise<void>;
}

/** For the `socket` of every simulated device; sun_path holds 107 bytes. */
export const BenchSocket = z
  .string()
  .min(1)
  .refine((path) => Buffer.byteLength(path) <= 107, "a Unix socket's path has at most 107 bytes")
  .meta({ description: "Path of the lane's bench: a Unix socket, the same for all simulated devices of a lane." });

const MAX_LINE = 16 * 1024;

class Bench {
  readonly seats = new Set<(line: BenchLine) => void>();
  readonly #people = new Set<Socket>();
  readonly #state = new Map<string, BenchWord>();
  readonly #path: string;
  readonly #server: Server;
  readonly listening: Promise<void>;

  constructor(path: string) {
    this.#path = path;
    this.#server = createServer((socket) => this.#welcome(socket));
    this.listening = this.#listen();
  }

  async #listen(): Promise<void> {
    if (await answers(this.#path)) throw new BenchTaken(this.#path);
    rmSync(this.#path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(this.#path, resolve);
    });
  }

  #welcome(socket: Socket): void {
    this.#people.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => this.#people.delete(socket));
    for (const word of this.#state.values()) socket.write(`${JSON.stringify(word)}\n`);
    let unread = 0;
    socket.on("data", (chunk: Buffer) => {
      const end = chunk.lastIndexOf(10);
      unread = end < 0 ? unread + chunk.length : chunk.length - end - 1;
      if (unread > MAX_LINE) socket.destroy();
    });
    createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
      .on("line", (line) => this.#hear(line, socket))
      .on("error", () => socket.destroy());
  }

  #hear(text: string, socket: Socket): void {
    if (text.trim() === "") return;
    const line = BenchLine.safeParse(json(text));
    if (!line.success)
      socket.write(`${JSON.stringify({ error: "not a line of the bench", line: text.slice(0, 80) })}\n`);
    else for (const seat of [...this.seats]) seat(line.data);
  }

  say(word: BenchWord): void {
    this.#state.set(Object.keys(word).join(), word);
    for (const socket of this.#people) socket.write(`${JSON.stringify(word)}\n`);
  }

  async close(): Promise<void> {
    for (const socket of this.#people) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** Operating failure `bench-taken`: another process listens on this bench. */
export class BenchTaken extends Error {
  readonly code = "bench-taken";
  constructor(path: string) {
    super(`another process listens on the bench ${path}`);
  }
}

const benches = new Map<string, Bench>();

/**
 * Sits down at the bench of a lane, which opens with the first seat and closes with the last.
 *
 * @throws BenchTaken, or the system's error when the socket cannot be made.
 */
export async function joinBench(path: string, hear: (line: BenchLine) => void): Promise<BenchSeat> {
  const bench = benches.get(path) ?? new Bench(path);
  benches.set(path, bench);
  bench.seats.add(hear);
  const leave = async (): Promise<void> => {
    if (!bench.seats.delete(hear) || bench.seats.size > 0) return;
    benches.delete(path);
    await bench.close();
  };
  try {
    await bench.listening;
  } catch (error) {
    await leave();
    throw error;
  }
  return { say: (word) => bench.say(word), leave };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether somebody listens there: what is left of a killed process does not. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
