// The child program of a serial line: `serialport`, and what its parent should know. Nothing is mended here once the port
// was open: it says what happened and leaves, and the parent starts it again.
// Argument: a SerialPortConfig as JSON.
import { statSync } from "node:fs";
import { type SerialChildSays, SerialPortConfig } from "./serial-line.ts";
import { parentPipe, serveParent } from "./supervised-child.ts";

/** How often a port that is not there is looked for. Ms. */
const LOOK_EVERY_MS = 400;

const send = serveParent();
const say = (message: SerialChildSays): Promise<void> => send(message);
async function leave(message: SerialChildSays): Promise<never> {
  await say(message);
  process.exit(0);
}

const wanted = SerialPortConfig.parse(JSON.parse(process.argv[2] ?? ""));
const { SerialPort } = await import("serialport").catch((error: unknown) =>
  leave({ say: "library-missing", words: String(error) }),
);

/** Another one when something else was plugged in under the same name. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino}`;
}

for (let said = ""; ; ) {
  const port = new SerialPort({ ...wanted, autoOpen: false });
  const fault = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (fault === null) {
    const gone = (error?: Error | null): void =>
      void leave({ say: "lost", words: error?.message ?? "the port was closed" });
    port.on("close", gone).on("error", gone);
    const opened = identityOf(wanted.path);
    // A port that is hung up just as it is opened says nothing.
    setInterval(() => identityOf(wanted.path) === opened || gone(new Error("the port is gone")), LOOK_EVERY_MS);
    const pipe = parentPipe();
    pipe.on("error", () => process.exit(0));
    pipe.pipe(port).pipe(pipe);
    await say({ say: "open" });
    break;
  }
  if (fault.message !== said) await say({ say: "absent", words: fault.message });
  said = fault.message;
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
