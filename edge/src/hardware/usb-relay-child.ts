// The child program of a USB relay board: node-hid. It looks for the board, writes what it is told, and looks now and then
// whether it is still there.
// Argument: a UsbRelayBoard as JSON.
import type { Device, HIDAsync } from "node-hid";
import { RelayOrder, type RelaySays } from "./relay-program.ts";
import { serveParent } from "./supervised-child.ts";
import { USB_RELAY, UsbRelayBoard } from "./usb-relay.ts";

/** The feature report that is written: its id 0, the command, the relay counted from 1, padding. */
const WRITTEN_BYTES = 9;
const RELAY_ON = 0xff;
const RELAY_OFF = 0xfd;
/** The one that is read: five characters of the serial number, a zero, one spare, a bit a relay. */
const READ_BYTES = 8;
const SERIAL_LENGTH = 5;
const LOOK_EVERY_MS = 400;

const wanted = UsbRelayBoard.parse(JSON.parse(process.argv[2] ?? ""));
const send = serveParent((message) => void obey(RelayOrder.parse(message)));
const say = (message: RelaySays): Promise<void> => send(message);
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
async function leave(message: RelaySays): Promise<never> {
  await say(message);
  process.exit(0);
}

const hid = await import("node-hid").catch((error: unknown) =>
  leave({ say: "library-missing", words: words(error).split("\n")[0] ?? "" }),
);
hid.setDriverType("hidraw");
let board: { readonly handle: HIDAsync; readonly relays: number } | undefined;

async function obey({ id, relay, on }: RelayOrder): Promise<void> {
  try {
    if (board === undefined) throw new Error("no board");
    if (relay >= board.relays) throw new Error(`the board has ${board.relays} relays, counted from 0`);
    const report = Buffer.alloc(WRITTEN_BYTES);
    report.set([0, on ? RELAY_ON : RELAY_OFF, relay + 1]);
    await board.handle.sendFeatureReport(report);
    await say({ say: "done", id });
  } catch (error) {
    await say({ say: "not-done", id, words: words(error) });
  }
}

/** The board behind a device; undefined where it is not the one that is wanted. */
async function openBoard({ path = "", product = "" }: Device): Promise<typeof board> {
  const relays = Number(USB_RELAY.name.exec(product)?.[1] ?? 0);
  if (relays === 0) return undefined;
  const handle = await hid.HIDAsync.open(path);
  const state = await handle.getFeatureReport(0, READ_BYTES + 1);
  const serial = Buffer.from(state.subarray(state.length - READ_BYTES)).toString("latin1", 0, SERIAL_LENGTH);
  if (wanted.serial === undefined || wanted.serial === serial) return { handle, relays };
  await handle.close();
  return undefined;
}

let said = "";
let fault: Extract<RelaySays, { words: string }> = { say: "absent", words: "no USB relay board" };
while (board === undefined) {
  fault = { say: "absent", words: "no USB relay board" };
  for (const device of await hid.devicesAsync(USB_RELAY.vendor, USB_RELAY.product)) {
    try {
      board ??= await openBoard(device);
    } catch (error) {
      fault = { say: "refused", words: `${device.path}: ${words(error)}` };
    }
  }
  if (board !== undefined) break;
  if (fault.words !== said) await say(fault);
  said = fault.words;
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
await say({ say: "open" });
// It says nothing by itself, not even that it is unplugged.
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  await board.handle
    .getFeatureReport(0, READ_BYTES + 1)
    .catch((error: unknown) => leave({ say: "lost", words: words(error) }));
}
