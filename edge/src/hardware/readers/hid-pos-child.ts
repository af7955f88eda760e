// The child program of the driver `hid-pos`: node-hid. It looks for the scanner, puts reports together, says what was scanned.
// Argument: a HidPosConfig as JSON.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Device } from "node-hid";
import { scanIntake } from "../scan-intake.ts";
import { LOOK_EVERY_MS, type ScannerSays } from "../scanner-program.ts";
import { serveParent } from "../supervised-child.ts";
import { HidPosConfig } from "./hid-pos.ts";
import { type PosLayout, posLayout, readPosReport } from "./hid-pos-report.ts";

const POS_PAGE = 0x8c;

const wanted = HidPosConfig.parse(JSON.parse(process.argv[2] ?? ""));
const send = serveParent();
const say = (message: ScannerSays): Promise<void> => send(message);
async function leave(message: ScannerSays): Promise<never> {
  await say(message);
  process.exit(0);
}
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const hid = await import("node-hid").catch((error: unknown) =>
  leave({ say: "library-missing", words: words(error).split("\n")[0] ?? "" }),
);
hid.setDriverType("hidraw");

const isWanted = ({ usagePage, vendorId, productId, serialNumber }: Device): boolean =>
  usagePage === POS_PAGE &&
  (wanted.vendor === undefined || vendorId === Number.parseInt(wanted.vendor, 16)) &&
  (wanted.product === undefined || productId === Number.parseInt(wanted.product, 16)) &&
  (wanted.serial === undefined || serialNumber === wanted.serial);

/** The kernel keeps it beside the device; the library does not hand it out. */
function layoutOf(path: string): PosLayout {
  return posLayout(readFileSync(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`));
}

async function serve(path: string, device: Device): Promise<void> {
  const layout = layoutOf(path);
  if (layout.size === 0) return say({ say: "refused", words: "its report descriptor has no scanned data" });
  const handle = await hid.HIDAsync.open(path);
  const intake = scanIntake("control-character", wanted.encoding, {
    scan: (text) => void say({ say: "scan", text }),
    unreadable: (code) => void say({ say: "unreadable", code }),
    flooding: (on) => void say({ say: "flooding", on }),
  });
  handle.on("data", (report: Uint8Array) => {
    const read = readPosReport(layout, report);
    if (read === undefined) return;
    intake.bytes(read.data);
    if (!read.continued) intake.end();
  });
  handle.on("error", (error) => void leave({ say: "lost", words: words(error) }));
  await say({ say: "open", name: device.product ?? path });
}

for (let said = ""; ; ) {
  const device = (await hid.devicesAsync()).find(isWanted);
  let fault: Extract<ScannerSays, { words: string }> = { say: "absent", words: "no scanner in HID POS mode" };
  if (device?.path !== undefined) {
    try {
      await serve(device.path, device);
      break;
    } catch (error) {
      fault = { say: "refused", words: `${device.path}: ${words(error)}` };
    }
  }
  if (fault.words !== said) await say(fault);
  said = fault.words;
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
