import type { Socket } from "node:net";
import { z } from "zod";
import { superviseChild } from "./supervised-child.ts";

// A serial port, opened in a child process: the library has native code, and some adapters' drivers block for ever. What
// comes and goes is bytes in a pipe.

/** How a serial device is reached. */
export const SerialPortConfig = z.strictObject({
  path: z
    .string()
    .regex(/^\//, "an absolute path")
    .max(255)
    .meta({ description: "A name that stays when something else is plugged in: /dev/serial/by-id/…" }),
  baudRate: z.int().min(300).max(4_000_000).default(9_600),
  dataBits: z.literal([7, 8]).default(8),
  parity: z.enum(["none", "even", "odd"]).default("none"),
  stopBits: z.literal([1, 2]).default(1),
});
export type SerialPortConfig = z.output<typeof SerialPortConfig>;

/** What the child program says. */
export const SerialChildSays = z.discriminatedUnion("say", [
  z.object({ say: z.literal("open") }),
  /** No such device, or it cannot be opened; the child goes on trying. */
  z.object({ say: z.literal("absent"), words: z.string() }),
  /** It was there and is gone. The child leaves. */
  z.object({ say: z.literal("lost"), words: z.string() }),
  z.object({ say: z.literal("library-missing"), words: z.string() }),
]);
export type SerialChildSays = z.infer<typeof SerialChildSays>;

export type SerialFault =
  | "serial-unplugged"
  | "serial-library-missing"
  | "serial-process-crashed"
  | "serial-process-hung";

export interface SerialLineEvents {
  /** The port is open: what is written goes out, `data` is what comes in. Ends with the next `lost`. */
  opened(pipe: Socket): void;
  /** Not there, or no longer. It is looked for by itself; may be called again with another cause. */
  lost(code: SerialFault, words: string): void;
}

const SILENT_MS = 5_000;
const RESTART = { firstMs: 200, mostMs: 5_000 };

/** Keeps a serial port open. @returns closes it: resolves when no child is left. */
export function openSerialLine(port: SerialPortConfig, events: SerialLineEvents): () => Promise<void> {
  let pipe: Socket | undefined;
  const child = superviseChild({
    program: new URL("./serial-line-child.ts", import.meta.url),
    args: [JSON.stringify(port)],
    silentMs: SILENT_MS,
    restart: RESTART,
    piped: (fresh) => {
      pipe = fresh;
    },
    heard: (message) => {
      const said = SerialChildSays.parse(message);
      if (said.say === "open") {
        child.settled();
        if (pipe !== undefined) events.opened(pipe);
      } else if (said.say === "library-missing") events.lost("serial-library-missing", said.words);
      else events.lost("serial-unplugged", said.words);
    },
    ended: (end, words) => {
      // Leaving by itself, it has already said why.
      if (end !== "left") events.lost(`serial-process-${end}`, words);
    },
  });
  return () => child.close();
}
