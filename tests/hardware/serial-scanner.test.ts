import { appendFileSync } from "node:fs";
import { serialScanner } from "@baygate/edge/hardware/readers/serial-scanner";
import type { Reader } from "@baygate/edge/hardware/seams";
import { Heard, readerContract } from "@baygate/edge/hardware/seams.contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { childrenOf, isRunning } from "../lab/processes.ts";
import { laySerialCable, type SerialCable } from "../lab/serial-cable.ts";

const skipped = skipWithout("socat");
const context = { device: "lane-1/reader-0", log: { info() {}, warn() {} } };
const configOf = (cable: SerialCable) =>
  serialScanner.config.parse({ driver: "serial-scanner", port: { path: cable.gate } });

describe.skipIf(skipped)("by the contract of its seam", () => {
  readerContract("a serial scanner", async () => {
    const cable = await laySerialCable();
    return {
      async open(events) {
        const opened = Promise.withResolvers<void>();
        const log = { info: () => opened.resolve(), warn() {} };
        const reader = await serialScanner.open(configOf(cable), events, { ...context, log });
        await opened.promise;
        return reader;
      },
      hold() {
        appendFileSync(cable.device, "]Q1BG1:SCANNED\r");
        return { tier: "C", bytes: Buffer.from("BG1:SCANNED") };
      },
      outage: { code: "serial-unplugged", begin: () => cable.unplug(), end: () => cable.plug() },
      close: () => cable.close(),
    };
  });
});

describe.skipIf(skipped)("a serial scanner", () => {
  let cable: SerialCable;
  let heard: Heard;
  let reader: Reader | undefined;

  beforeEach(async () => {
    cable = await laySerialCable();
    heard = new Heard();
  });
  afterEach(async () => {
    await reader?.close();
    reader = undefined;
    await cable.close();
  });

  async function open(): Promise<void> {
    const events = {
      ...heard.events,
      read: ({ bytes }: { bytes: Uint8Array }) => void heard.words.push(Buffer.from(bytes).toString()),
      unreadable: (code: string) => void heard.words.push(code),
    };
    reader = await serialScanner.open(configOf(cable), events, context);
  }
  const scan = (text: string): void => appendFileSync(cable.device, `${text}\r`);
  /** Until the port is open, what is scanned goes nowhere. */
  async function scansUntilRead(text: string): Promise<void> {
    await expect
      .poll(
        () => {
          scan(text);
          return heard.words.at(-1);
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBe(text);
  }

  it("is waited for when it is not there at the start", async () => {
    await cable.unplug();
    await open();
    await heard.ends("failed serial-unplugged");
    await cable.plug();
    await heard.ends("failed serial-unplugged", "recovered");
    await scansUntilRead("BG1:A");
  });

  it("that floods is not listened to, costs nothing meanwhile, and is heard again when it is calm", async () => {
    await open();
    await scansUntilRead("BG1:A");
    for (let n = 0; n < 200; n++) scan(`BG1:${n}`);
    await heard.ends("failed scanner-floods");
    const before = heard.words.length;
    for (let n = 0; n < 50; n++) scan(`BG1:${n}`);
    await heard.ends("failed scanner-floods", "recovered");
    expect(heard.words.length).toBe(before + 1);
    await scansUntilRead("BG1:B");
  });

  it("is opened again when the library's process is killed, and leaves none behind when it is closed", async () => {
    await open();
    await scansUntilRead("BG1:A");
    const [child = 0] = childrenOf(process.pid, "serial-line-child");
    process.kill(child, "SIGKILL");
    await heard.ends("failed serial-process-crashed", "recovered");
    await scansUntilRead("BG1:B");
    const [next = 0] = childrenOf(process.pid, "serial-line-child");
    await reader?.close();
    expect(isRunning(next)).toBe(false);
  });

  it("whose process hangs is opened again", async () => {
    await open();
    await scansUntilRead("BG1:A");
    const [child = 0] = childrenOf(process.pid, "serial-line-child");
    process.kill(child, "SIGSTOP");
    await heard.ends("failed serial-process-hung", "recovered");
    await scansUntilRead("BG1:B");
  });
});
