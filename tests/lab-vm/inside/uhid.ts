import { closeSync, constants, openSync, read, writeSync } from "node:fs";

// A HID device that the kernel believes in (linux/uhid.h): everything above it, hidraw, evdev and the libraries, is real.

const UHID = {
  destroy: 1,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
};
const CREATE2_BYTES = 4 + 128 + 64 + 64 + 2 + 2 + 4 * 4 + 4096;
const EVENT_BYTES = 4380;
const BUS_USB = 3;

export interface UhidDevice {
  /** An input report. */
  input(report: Uint8Array): void;
  unplug(): void;
}

export interface UhidIdentity {
  readonly name: string;
  readonly serial: string;
  readonly vendor: number;
  readonly product: number;
  readonly descriptor: Uint8Array;
}

/** What the device does with a feature report that is written, and what it answers when one is read. */
export interface Features {
  set?(report: Uint8Array): void;
  get?(id: number): Uint8Array;
}

export function plugUhid(its: UhidIdentity, features: Features = {}): UhidDevice {
  const fd = openSync("/dev/uhid", constants.O_RDWR);
  const create = Buffer.alloc(CREATE2_BYTES);
  create.writeUInt32LE(UHID.create2, 0);
  create.write(its.name, 4);
  create.write("lab/input0", 132);
  create.write(its.serial, 196);
  create.writeUInt16LE(its.descriptor.length, 260);
  create.writeUInt16LE(BUS_USB, 262);
  create.writeUInt32LE(its.vendor, 264);
  create.writeUInt32LE(its.product, 268);
  create.writeUInt32LE(0x100, 272);
  create.set(its.descriptor, 280);
  writeSync(fd, create);
  let plugged = true;
  const listen = (): void => {
    const event = Buffer.alloc(EVENT_BYTES);
    read(fd, event, 0, EVENT_BYTES, null, (error) => {
      if (!plugged) return closeSync(fd);
      if (error === null) answer(fd, event, features);
      listen();
    });
  };
  listen();
  return {
    input(report) {
      const event = Buffer.alloc(6 + report.length);
      event.writeUInt32LE(UHID.input2, 0);
      event.writeUInt16LE(report.length, 4);
      event.set(report, 6);
      writeSync(fd, event);
    },
    unplug() {
      if (!plugged) return;
      plugged = false;
      const event = Buffer.alloc(4);
      event.writeUInt32LE(UHID.destroy, 0);
      writeSync(fd, event);
    },
  };
}

function answer(fd: number, event: Buffer, { set, get }: Features): void {
  const type = event.readUInt32LE(0);
  const id = event.readUInt32LE(4);
  if (type === UHID.setReport) {
    // id u32, rnum u8, rtype u8, size u16, data
    const size = event.readUInt16LE(10);
    set?.(event.subarray(12, 12 + size));
    const reply = Buffer.alloc(10);
    reply.writeUInt32LE(UHID.setReportReply, 0);
    reply.writeUInt32LE(id, 4);
    reply.writeUInt16LE(set === undefined ? 5 : 0, 8);
    writeSync(fd, reply);
  } else if (type === UHID.getReport) {
    const data = get?.(event.readUInt8(8));
    // id u32, err u16, size u16, data[4096]
    const reply = Buffer.alloc(12 + 4096);
    reply.writeUInt32LE(UHID.getReportReply, 0);
    reply.writeUInt32LE(id, 4);
    reply.writeUInt16LE(data === undefined ? 5 : 0, 8);
    reply.writeUInt16LE(data?.length ?? 0, 10);
    reply.set(data ?? [], 12);
    writeSync(fd, reply);
  }
}
