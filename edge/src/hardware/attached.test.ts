import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DRIVERS } from "./drivers.ts";

// What drivers find on a machine, by the files that a kernel shows of it.

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "attached-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function shows(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Every driver's findings; each configuration must be one that its driver takes. */
async function found(): Promise<string[]> {
  const all = [...DRIVERS.readers, ...DRIVERS.barrier, ...DRIVERS.loops, ...DRIVERS.display];
  const lists = await Promise.all(
    all.map(async ({ config, find }) => {
      const items = (await find?.(root)) ?? [];
      for (const item of items) config.strict().parse(item.config);
      return items.map(({ words }) => words);
    }),
  );
  return lists.flat();
}

const hid = (name: string, id: string, descriptor: string) => ({
  [`sys/class/hidraw/${name}/device/uevent`]: `DRIVER=hid-generic\nHID_ID=0003:${id}\nHID_NAME=Maker ${name}\n`,
  [`sys/class/hidraw/${name}/device/report_descriptor`]: Buffer.from(descriptor, "hex"),
});
const input = (name: string, vendor: string, keys: string) => ({
  [`sys/class/input/${name}/device/name`]: `Keys of ${vendor}\n`,
  [`sys/class/input/${name}/device/id/vendor`]: `${vendor}\n`,
  [`sys/class/input/${name}/device/capabilities/key`]: `${keys}\n`,
});

describe("what is attached", () => {
  it("is nothing on a machine that shows nothing", async () => {
    expect(await found()).toEqual([]);
  });

  it("is named by the driver that could open it, with a configuration that does", async () => {
    shows({
      ...hid("hidraw0", "000005E0:00001900", "058c0902a101"),
      ...hid("hidraw1", "0000046D:0000C31C", "05010906a101"),
      "sys/class/hidraw/hidraw2/device/uevent": "HID_ID=0003:000016C0:000005DF\nHID_NAME=www.dcttech.com USBRelay2\n",
      ...input("event0", "05e0", "10000 7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"),
      // Somebody's keyboard, and a scanner maker's button.
      ...input("event1", "046d", "10000 7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"),
      ...input("event2", "05e0", "100000 0"),
      "dev/serial/by-id/usb-Lab_Scanner-if00": "",
      "sys/class/video4linux/video0/index": "0\n",
      "sys/class/video4linux/video0/name": "HD Camera\n",
      "sys/class/video4linux/video1/index": "1\n",
      "sys/class/video4linux/video1/name": "HD Camera\n",
      "sys/class/drm/card0-HDMI-A-1/status": "connected\n",
      "sys/class/drm/card0-HDMI-A-2/status": "disconnected\n",
      "sys/bus/usb/devices/1-2:1.0/bInterfaceClass": "0b\n",
      "sys/bus/usb/devices/1-2/manufacturer": "ACS\n",
      "sys/bus/usb/devices/1-2/product": "ACR122U PICC Interface\n",
    });
    expect(await found()).toEqual([
      "HD Camera, camera",
      "Keys of 05e0, code scanner that types; set to HID POS it loses no letters",
      "Maker hidraw0, code scanner in HID POS mode",
      "/dev/serial/by-id/usb-Lab_Scanner-if00, a serial line: perhaps a code scanner",
      "ACS ACR122U PICC Interface, card reader on USB",
      'www.dcttech.com USBRelay2, USB relay board; relay 0 taken for the button "open"',
      "a screen at HDMI-A-1",
    ]);
  });

  it("is what can be read of it: files that say nothing sensible are no device", async () => {
    shows({
      "sys/class/hidraw/hidraw0/device/uevent": "HID_ID=rubbish",
      "sys/class/input/event0/device/name": "",
      "sys/class/input/event1/device/capabilities/key": "0",
      "sys/class/video4linux/video0/name": "no index",
    });
    expect(await found()).toEqual([]);
  });
});
