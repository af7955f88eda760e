import { usbRelayBarrier } from "@baygate/edge/hardware/barriers/usb-relay";
import { hidKeyboard } from "@baygate/edge/hardware/readers/hid-keyboard";
import { hidPos } from "@baygate/edge/hardware/readers/hid-pos";
import { barrierContract, readerContract } from "@baygate/edge/hardware/seams.contract";
import { expect, it } from "vitest";
import { plugUhid, type UhidDevice } from "./uhid.ts";

// The drivers with node-hid and koffi on the kernel's own hidraw and evdev.

const log = { info() {}, warn() {} };
const context = { device: "lane-1/device", log };
const PASS = `BG1:${"ABC123%*+-./:$ ".repeat(11)}`.trim();

const POS = Buffer.from(
  "058c0902a1010912a1028502150026ff0075089501092881029503" +
    "09fb8102953809fe8102950209fd8102150025017501950109ff810295078103c0c0",
  "hex",
);
const KEYBOARD = Buffer.from(
  "05010906a101050719e029e71500250175019508810295017508810395067508150025650507190029658100c0",
  "hex",
);
/** One feature report of eight bytes, no id, as the board has it. */
const RELAY = Buffer.from("0600ff0901a101150026ff00750895080900b102c0", "hex");

function scanPos(device: UhidDevice, text: string): void {
  const parts = text.match(/.{1,56}/gs) ?? [];
  parts.forEach((part, index) => {
    const report = Buffer.alloc(64);
    report.set([2, part.length]);
    report.write(`]Q1${part}`, 2, "latin1");
    report[63] = index < parts.length - 1 ? 1 : 0;
    device.input(report);
  });
}

readerContract("a scanner in HID POS mode", async () => {
  const plug = () =>
    plugUhid({ name: "Lab POS Scanner", serial: "SN1", vendor: 0x05e0, product: 0x1900, descriptor: POS });
  let device = plug();
  return {
    open: (events) => hidPos.open(hidPos.config.parse({ driver: "hid-pos", vendor: "05e0" }), events, context),
    hold() {
      scanPos(device, PASS);
      return { tier: "C", bytes: Buffer.from(PASS) };
    },
    outage: {
      code: "scanner-unplugged",
      begin: () => device.unplug(),
      end: () => {
        device = plug();
      },
    },
    close: async () => device.unplug(),
  };
});

/** Long for a scanner; but what reads it is slow here, too. */
const PAUSE_MS = 80;

/** US keys by HID usage, with shift or without; `pauseMs` between letters, as scanners make one. */
async function typeOn(device: UhidDevice, text: string, pauseMs: number): Promise<void> {
  const plain = "abcdefghijklmnopqrstuvwxyz1234567890";
  for (const letter of `${text}\n`) {
    const usage = letter === "\n" ? 0x28 : letter === ":" ? 0x33 : 0x04 + plain.indexOf(letter.toLowerCase());
    const shift = letter === ":" || (letter !== letter.toLowerCase() && letter !== "\n");
    device.input(Buffer.from([shift ? 2 : 0, 0, usage, 0, 0, 0, 0, 0]));
    device.input(Buffer.alloc(8));
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const plugKeyboard = () =>
  plugUhid({ name: "Lab Wedge", serial: "SN2", vendor: 0x05e0, product: 0x1200, descriptor: KEYBOARD });
const KEYBOARD_CONFIG = hidKeyboard.config.parse({ driver: "hid-keyboard", name: "lab wedge" });

readerContract("a scanner that types", async () => {
  let device = plugKeyboard();
  return {
    open: (events) => hidKeyboard.open(KEYBOARD_CONFIG, events, context),
    async hold() {
      await typeOn(device, "BG1:Abc123", PAUSE_MS);
      return { tier: "C", bytes: Buffer.from("BG1:Abc123") };
    },
    outage: {
      code: "scanner-unplugged",
      begin: () => device.unplug(),
      end: () => {
        device = plugKeyboard();
      },
    },
    close: async () => device.unplug(),
  };
});

it("what is plugged in is found by the driver that can open it, and by no other", async () => {
  const devices = [
    plugUhid({ name: "Lab POS Scanner", serial: "", vendor: 0x05e0, product: 0x1900, descriptor: POS }),
    plugKeyboard(),
    plugUhid(
      { name: "www.dcttech.com USBRelay2", serial: "", vendor: 0x16c0, product: 0x05df, descriptor: RELAY },
      { set() {}, get: () => Buffer.alloc(8) },
    ),
  ];
  const words = async (driver: { find?(root: string): Promise<readonly { words: string }[]> }): Promise<string[]> =>
    ((await driver.find?.("/")) ?? []).map((each) => each.words.split(",")[0] ?? "");
  try {
    await expect.poll(() => words(hidPos), { timeout: 45_000 }).toEqual(["Lab POS Scanner"]);
    await expect.poll(() => words(hidKeyboard), { timeout: 45_000 }).toEqual(["Lab Wedge"]);
    await expect.poll(() => words(usbRelayBarrier), { timeout: 45_000 }).toEqual(["www.dcttech.com USBRelay2"]);
  } finally {
    for (const device of devices) device.unplug();
  }
});

it("a scanner that types faster than it is read is read whole or not at all, and then again", async () => {
  const heard: string[] = [];
  const device = plugKeyboard();
  const reader = await hidKeyboard.open(
    KEYBOARD_CONFIG,
    {
      ...{ failed: (code) => heard.push(code), recovered: () => heard.push("recovered") },
      read: ({ bytes }) => heard.push(Buffer.from(bytes).toString()),
      unreadable: (code) => heard.push(code),
    },
    context,
  );
  try {
    const long = "abc123".repeat(40);
    await typeOn(device, long, 0);
    await expect.poll(() => heard.length, { timeout: 45_000 }).toBe(1);
    expect([long, "letters-lost"]).toContain(heard[0]);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await typeOn(device, "next", PAUSE_MS);
    await expect.poll(() => heard.slice(1), { timeout: 45_000 }).toEqual(["next"]);
  } finally {
    await reader.close();
    device.unplug();
  }
});

barrierContract("a barrier on a USB relay board", async () => {
  let arm: "raised" | "lowered" | undefined;
  const relays = [false, false];
  const features = {
    set(report: Uint8Array) {
      const [command, number = 0] = report.length === 9 ? report.subarray(1) : report;
      relays[number - 1] = command === 0xff;
      if (command === 0xff) arm = number === 1 ? "raised" : "lowered";
    },
    get: () => Buffer.from([...Buffer.from("BG123"), 0, 0, (relays[0] ? 1 : 0) | (relays[1] ? 2 : 0)]),
  };
  const plug = () =>
    plugUhid(
      { name: "www.dcttech.com USBRelay2", serial: "", vendor: 0x16c0, product: 0x05df, descriptor: RELAY },
      features,
    );
  let device = plug();
  const outputs = { kind: "pulse", raise: 0, lower: 1, pulseMs: 100 };
  return {
    open: (events) =>
      usbRelayBarrier.open(
        usbRelayBarrier.config.parse({ driver: "usb-relay", board: { serial: "BG123" }, outputs }),
        events,
        context,
      ),
    arm: () => arm,
    outage: {
      code: "relay-unplugged",
      begin: () => device.unplug(),
      end: () => {
        device = plug();
      },
    },
    close: async () => device.unplug(),
  };
});
