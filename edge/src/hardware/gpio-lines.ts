import { closeSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Ioctl } from "./ioctl.ts";

// The lines of a GPIO chip by the kernel's own interface, linux/gpio.h version 2, which does not change; libgpiod's library and
// its tools do, from one Debian to the next, and a tool that ends gives the line away that it held. For a child program: the
// calls are made by koffi and may block.

/** _IOR and _IOWR of ioctl.h, for type 0xB4. */
const request = (way: 2 | 3, nr: number, bytes: number): number => way * 2 ** 30 + (bytes << 16) + (0xb4 << 8) + nr;
const CHIPINFO = { code: request(2, 0x01, 68), bytes: 68 };
const GET_LINE = { code: request(3, 0x07, 592), bytes: 592 };
const SET_CONFIG = { code: request(3, 0x0d, 272), bytes: 272 };
const GET_VALUES = { code: request(3, 0x0e, 16), bytes: 16 };
const SET_VALUES = { code: request(3, 0x0f, 16), bytes: 16 };

const FLAG = { activeLow: 1n << 1n, input: 1n << 2n, output: 1n << 3n };
const BIAS = { "pull-up": 1n << 8n, "pull-down": 1n << 9n, none: 1n << 10n, "as-is": 0n };
export type Bias = keyof typeof BIAS;
const ATTRIBUTE_VALUES = 2;
const CONSUMER = "baygate";

/** Where things lie in struct gpio_v2_line_request. */
const AT = { consumer: 256, config: 288, count: 560, fd: 588 };

export interface Chip {
  readonly path: string;
  readonly name: string;
  readonly label: string;
  readonly lines: number;
}

/** All chips that may be looked at. */
export function listChips(ioctl: Ioctl): readonly Chip[] {
  return readdirSync("/dev")
    .filter((each) => /^gpiochip\d+$/.test(each))
    .sort()
    .flatMap((each) => {
      const path = join("/dev", each);
      try {
        const fd = openSync(path, "r");
        try {
          const info = Buffer.alloc(CHIPINFO.bytes);
          ioctl(fd, CHIPINFO.code, info);
          const [name, label] = [text(info, 0), text(info, 32)];
          return [{ path, name, label, lines: info.readUInt32LE(64) }];
        } finally {
          closeSync(fd);
        }
      } catch {
        return [];
      }
    });
}

const text = (from: Buffer, at: number): string => from.toString("latin1", at, at + 32).replace(/\0.*$/s, "");

/** Lines that this process holds until it closes them or ends; nobody else can have them meanwhile. */
export interface Lines {
  /** Of every line, in the order asked for. */
  values(): boolean[];
  set(index: number, on: boolean): void;
  close(): void;
}

interface Wanted {
  readonly path: string;
  /** Offsets on the chip. */
  readonly lines: readonly number[];
}

/** Inputs. */
export function takeInputs(ioctl: Ioctl, { path, lines }: Wanted, bias: Bias): Lines {
  return take(ioctl, path, lines, FLAG.input | BIAS[bias]);
}

/** Outputs, which go on as they were: a line that holds an arm does not let go of it because this process begins. */
export function takeOutputs(ioctl: Ioctl, { path, lines }: Wanted, activeLow: boolean): Lines {
  const level = activeLow ? FLAG.activeLow : 0n;
  const taken = take(ioctl, path, lines, level);
  try {
    const config = Buffer.alloc(SET_CONFIG.bytes);
    config.writeBigUInt64LE(FLAG.output | level, 0);
    // One attribute: the values, for all lines.
    config.writeUInt32LE(1, 8);
    config.writeUInt32LE(ATTRIBUTE_VALUES, 32);
    config.writeBigUInt64LE(bitsOf(taken.values()), 40);
    config.writeBigUInt64LE(maskOf(lines.length), 48);
    ioctl(taken.fd, SET_CONFIG.code, config);
    return taken;
  } catch (error) {
    taken.close();
    throw error;
  }
}

function take(ioctl: Ioctl, path: string, lines: readonly number[], flags: bigint): Lines & { readonly fd: number } {
  const asked = Buffer.alloc(GET_LINE.bytes);
  for (const [index, line] of lines.entries()) asked.writeUInt32LE(line, 4 * index);
  asked.write(CONSUMER, AT.consumer, "latin1");
  asked.writeBigUInt64LE(flags, AT.config);
  asked.writeUInt32LE(lines.length, AT.count);
  const chip = openSync(path, "r+");
  try {
    ioctl(chip, GET_LINE.code, asked);
  } finally {
    closeSync(chip);
  }
  const fd = asked.readInt32LE(AT.fd);
  return {
    fd,
    values() {
      const values = Buffer.alloc(GET_VALUES.bytes);
      values.writeBigUInt64LE(maskOf(lines.length), 8);
      ioctl(fd, GET_VALUES.code, values);
      const bits = values.readBigUInt64LE(0);
      return lines.map((_, index) => ((bits >> BigInt(index)) & 1n) === 1n);
    },
    set(index, on) {
      const values = Buffer.alloc(SET_VALUES.bytes);
      const bit = 1n << BigInt(index);
      values.writeBigUInt64LE(on ? bit : 0n, 0);
      values.writeBigUInt64LE(bit, 8);
      ioctl(fd, SET_VALUES.code, values);
    },
    close: () => closeSync(fd),
  };
}

const bitsOf = (values: readonly boolean[]): bigint =>
  values.reduce((bits, value, index) => (value ? bits | (1n << BigInt(index)) : bits), 0n);
const maskOf = (count: number): bigint => (1n << BigInt(count)) - 1n;
