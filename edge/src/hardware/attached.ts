import { opendirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

// What the kernel shows of attached devices, for drivers that are asked what they could open (`Driver.find`). Files only: nothing
// is opened, no native library is needed, and what cannot be read is not there. `root`: of the file system that is looked at.

export interface HidDevice {
  /** Four hex digits, as lsusb shows them. */
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
  /** The first two bytes of its report descriptor, in hex: mostly the usage page. */
  readonly begins: string;
}

export const hidDevices = (root: string): readonly HidDevice[] =>
  list(root, "sys/class/hidraw").flatMap((each) => {
    const device = join(root, "sys/class/hidraw", each, "device");
    const uevent = text(join(device, "uevent"));
    const [, vendor, product] = /^HID_ID=[0-9A-F]+:([0-9A-F]{8}):([0-9A-F]{8})$/m.exec(uevent) ?? [];
    if (vendor === undefined || product === undefined) return [];
    const name = /^HID_NAME=(.*)$/m.exec(uevent)?.[1] ?? "";
    const begins = bytes(join(device, "report_descriptor")).subarray(0, 2).toString("hex");
    return [{ vendor: lastFour(vendor), product: lastFour(product), name, begins }];
  });

export interface Keyboard {
  readonly vendor: string;
  readonly name: string;
}

export const keyboards = (root: string): readonly Keyboard[] =>
  list(root, "sys/class/input")
    .filter((each) => each.startsWith("event"))
    .flatMap((each) => {
      const device = join(root, "sys/class/input", each, "device");
      // A bit a key, the first 64 in the last word: what has the letter Q (16) is no mere button.
      const keys = BigInt(`0x${text(join(device, "capabilities/key")).split(" ").at(-1) || "0"}`);
      const [vendor, name] = [text(join(device, "id/vendor")), text(join(device, "name"))];
      return (keys >> 16n) & 1n && name !== "" ? [{ vendor, name }] : [];
    });

/** Serial lines by a name that stays; those on USB only, as every box has others with nothing on them. */
export const serialPorts = (root: string): readonly string[] =>
  list(root, "dev/serial/by-id").map((each) => join("/dev/serial/by-id", each));

export interface Camera {
  readonly path: string;
  readonly name: string;
}

/** Cameras; most have a second device for what is no picture. */
export const cameras = (root: string): readonly Camera[] =>
  list(root, "sys/class/video4linux").flatMap((each) => {
    const folder = join(root, "sys/class/video4linux", each);
    return text(join(folder, "index")) === "0" ? [{ path: `/dev/${each}`, name: text(join(folder, "name")) }] : [];
  });

/** Names of screens that are plugged in: HDMI-A-1. */
export const screens = (root: string): readonly string[] =>
  list(root, "sys/class/drm")
    .filter((each) => text(join(root, "sys/class/drm", each, "status")) === "connected")
    .map((each) => basename(each).replace(/^card\d+-/, ""));

/** Names of USB devices with an interface of this class, two hex digits: 0b is a card reader. */
export function usbDevices(root: string, interfaceClass: string): readonly string[] {
  const folder = join(root, "sys/bus/usb/devices");
  const devices = list(root, "sys/bus/usb/devices")
    .filter((each) => text(join(folder, each, "bInterfaceClass")) === interfaceClass)
    .map((each) => each.split(":")[0] ?? "");
  return [...new Set(devices)].map((each) => {
    const named = ["manufacturer", "product"].map((what) => text(join(folder, each, what)));
    return named.filter(Boolean).join(" ") || `USB device ${each}`;
  });
}

const lastFour = (hex: string): string => hex.slice(-4).toLowerCase();

/** By opendir: scandir, which `readdirSync` calls, looks past a mocked /sys (umockdev). */
function list(root: string, folder: string): string[] {
  const names: string[] = [];
  try {
    using open = opendirSync(join(root, folder));
    for (let each = open.readSync(); each !== null; each = open.readSync()) names.push(each.name);
  } catch {
    return [];
  }
  return names.sort();
}

function bytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

const text = (path: string): string => bytes(path).toString("utf8").trim();
