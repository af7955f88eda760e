// The child program of the driver `hid-keyboard`: reads key events (struct input_event, linux/input.h) of a device that it has
// grabbed, and says what was typed up to Enter or Tab.
// Argument: a HidKeyboardConfig as JSON.
import { createReadStream, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openIoctl } from "../ioctl.ts";
import { scanIntake } from "../scan-intake.ts";
import { LOOK_EVERY_MS, type ScannerSays } from "../scanner-program.ts";
import { serveParent } from "../supervised-child.ts";
import { HidKeyboardConfig } from "./hid-keyboard.ts";
import { keyboard } from "./hid-keyboard-map.ts";

/** _IOW('E', 0x90, int), linux/input.h. */
const EVIOCGRAB = 0x40044590;
const EV_SYN = 0;
const EV_KEY = 1;
/** The kernel threw away what nobody read in time: 64 events, some ten letters. */
const SYN_DROPPED = 3;
/** Time of 16 bytes, type, code, value: on 64-bit machines. */
const EVENT_BYTES = 24;
const INPUTS = "/sys/class/input";

const wanted = HidKeyboardConfig.parse(JSON.parse(process.argv[2] ?? ""));
const send = serveParent();
const say = (message: ScannerSays): Promise<void> => send(message);
async function leave(message: ScannerSays): Promise<never> {
  await say(message);
  process.exit(0);
}
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const ioctl = await openIoctl().catch((error: unknown) =>
  leave({ say: "library-missing", words: words(error).split("\n")[0] ?? "" }),
);

function find(): string | undefined {
  if (wanted.path !== undefined) return wanted.path;
  const name = wanted.name?.toLowerCase() ?? "";
  const found = readdirSync(INPUTS)
    .filter((each) => each.startsWith("event"))
    .find((each) =>
      readFileSync(join(INPUTS, each, "device/name"), "utf8")
        .toLowerCase()
        .includes(name),
    );
  return found && join("/dev/input", found);
}

async function serve(path: string): Promise<void> {
  const fd = openSync(path, "r");
  // Whatever is not zero grabs it.
  ioctl(fd, EVIOCGRAB, Buffer.alloc(4, 1));
  let type = keyboard(wanted.layout);
  const intake = scanIntake("control-character", "utf-8", {
    scan: (text) => void say({ say: "scan", text }),
    unreadable: (code) => void say({ say: "unreadable", code }),
    flooding: (on) => void say({ say: "flooding", on }),
  });
  const encoder = new TextEncoder();
  const events = createReadStream("", { fd, highWaterMark: EVENT_BYTES * 64 });
  let rest: Buffer = Buffer.alloc(0);
  events.on("data", (chunk) => {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    for (; rest.length >= EVENT_BYTES; rest = rest.subarray(EVENT_BYTES)) {
      const [kind, code, value] = [rest.readUInt16LE(16), rest.readUInt16LE(18), rest.readInt32LE(20)];
      if (kind === EV_SYN && code === SYN_DROPPED) {
        // Which keys are held is not known any more, either. A part of a code is none.
        type = keyboard(wanted.layout);
        intake.lost();
        continue;
      }
      // 2 is a key's repetition: no scanner means that.
      if (kind !== EV_KEY || value === 2) continue;
      const stroke = type(code, value === 1);
      if (stroke === "end") intake.end();
      else if (stroke !== undefined) intake.bytes(encoder.encode(stroke.text));
    }
  });
  events.on("error", (error) => void leave({ say: "lost", words: error.message }));
  events.on("end", () => void leave({ say: "lost", words: "it ended" }));
  await say({ say: "open", name: path });
}

for (let said = ""; ; ) {
  let fault: Extract<ScannerSays, { words: string }> = { say: "absent", words: "no scanner of that name" };
  try {
    const path = find();
    if (path !== undefined) {
      await serve(path);
      break;
    }
  } catch (error) {
    const isThere = !(error instanceof Error && "code" in error && ["ENOENT", "ENODEV"].includes(String(error.code)));
    fault = { say: isThere ? "refused" : "absent", words: words(error) };
  }
  if (fault.words !== said) await say(fault);
  said = fault.words;
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
