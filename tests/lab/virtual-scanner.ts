import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// A QR scanner in HID POS mode as umockdev plays it: files under /sys, an answer to each ioctl, and reports to be read (umockdev.1,
// and the README of its scripts). Only programs started through `virtualScanner`'s command see it.

const NODE = "/dev/hidraw5";
const USB = "/devices/pci0000:00/0000:00:14.0/usb1/1-2";
const HID = `${USB}/1-2:1.0/0003:05E0:1900.0001`;
/** USB HID Point of Sale Usage Tables 1.02: report 2, its length, three bytes of symbology, 56 of data, "continued". */
const DESCRIPTOR = Buffer.from(
  "058c0902a1010912a1028502150026ff0075089501092881029503" +
    "09fb8102953809fe8102950209fd8102150025017501950109ff810295078103c0c0",
  "hex",
);
const MOST_LETTERS = 56;
/** Until the first report, from the moment on that the device is there. Ms. */
const SCANS_AFTER_MS = 200;

/**
 * What to put before a command so that the program sees a scanner that scans `code` once.
 *
 * @param code fits in one report: those of a longer one would run together, as a pipe and not hidraw stands behind the device.
 */
export function virtualScanner(folder: string, code: string): readonly string[] {
  if (code.length > MOST_LETTERS) throw new Error(`more than ${MOST_LETTERS} letters do not fit in one report`);
  mkdirSync(folder, { recursive: true });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return [
    ...["umockdev-run", "--device", file("scanner.umockdev", DEVICE)],
    ...["--ioctl", `${NODE}=${file("scanner.ioctl", IOCTLS)}`],
    ...[
      "--script",
      `${NODE}=${file("scanner.script", `d 0 ${NODE}\nr ${SCANS_AFTER_MS} ${inCarets(report(code))}\n`)}`,
    ],
    "--",
  ];
}

function report(code: string): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.set([2, code.length]);
  bytes.write(`]Q1${code}`, 2, "latin1");
  return bytes;
}

/** Control letters as ^@ to ^`, as a script writes them. */
const inCarets = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => (byte < 32 ? `^${String.fromCharCode(byte + 64)}` : byte === 94 ? "^`" : String.fromCharCode(byte)))
    .join("");

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
const size = Buffer.alloc(4);
size.writeUInt32LE(DESCRIPTOR.length);

const IOCTLS = `@DEV ${NODE}
HIDIOCGRDESCSIZE 0 ${hex(size)}
HIDIOCGRDESC 0 ${hex(Buffer.concat([size, DESCRIPTOR, Buffer.alloc(4096 - DESCRIPTOR.length)]))}
HIDIOCGRAWINFO 0 03000000E0050019
`;

const DEVICE = `P: ${HID}/hidraw/hidraw5
N: hidraw5
E: DEVNAME=${NODE}
E: MAJOR=240
E: MINOR=5
E: SUBSYSTEM=hidraw
A: dev=240:5\\n
L: device=../../../0003:05E0:1900.0001

P: ${HID}
E: DRIVER=hid-generic
E: HID_ID=0003:000005E0:00001900
E: HID_NAME=Lab POS Scanner
E: HID_PHYS=usb-0000:00:14.0-2/input0
E: HID_UNIQ=SN1
E: MODALIAS=hid:b0003g0001v000005E0p00001900
E: SUBSYSTEM=hid
H: report_descriptor=${hex(DESCRIPTOR)}

P: ${USB}/1-2:1.0
E: DEVTYPE=usb_interface
E: DRIVER=usbhid
E: SUBSYSTEM=usb
E: PRODUCT=5e0/1900/100
E: INTERFACE=3/0/0
A: bInterfaceNumber=00\\n
A: bInterfaceClass=03\\n

P: ${USB}
N: bus/usb/001/002
E: DEVTYPE=usb_device
E: DRIVER=usb
E: SUBSYSTEM=usb
E: MAJOR=189
E: MINOR=1
E: BUSNUM=001
E: DEVNUM=002
E: DEVNAME=/dev/bus/usb/001/002
A: idVendor=05e0\\n
A: idProduct=1900\\n
A: manufacturer=Lab\\n
A: product=Lab POS Scanner\\n
A: serial=SN1\\n
A: bcdDevice=0100\\n
`;
