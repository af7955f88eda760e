import { execFileSync } from "node:child_process";
import { gpioBarrier } from "@baygate/edge/hardware/barriers/gpio";
import { gpioLoops } from "@baygate/edge/hardware/loops/gpio";
import { barrierContract, Heard, loopsContract } from "@baygate/edge/hardware/seams.contract";
import { expect, it } from "vitest";
import { plugUhid, type UhidDevice } from "./uhid.ts";

// The GPIO drivers on a chip that the kernel believes in: Silicon Labs' CP2112, eight lines on USB, played over uhid to the
// kernel's own hid-cp2112. Reports: Silicon Labs AN495.

const context = { device: "lane-1/device", log: { info() {}, warn() {} } };
const LABEL = "cp2112_gpio";
const ALL = 0xff;
const REPORT = { config: 2, get: 3, set: 4, version: 5, bus: 6 };

/** One feature report each, of the sizes that the kernel asks for. */
const DESCRIPTOR = Buffer.from(
  "0600ff0901a101150026ff007508" +
    [
      [REPORT.config, 4],
      [REPORT.get, 1],
      [REPORT.set, 2],
      [REPORT.version, 2],
      [REPORT.bus, 13],
    ]
      .map(([id = 0, bytes = 0]) => `85${hex(id)}090195${hex(bytes)}b102`)
      .join("") +
    "c0",
  "hex",
);
function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

interface Board {
  /** What stands at the lines from outside, a bit a line; open contacts are pulled up. */
  pins: number;
  /** A bit a line that is an output, and its level. */
  isOutput: number;
  level: number;
  /** Lines that were set, in order: "0 on". */
  readonly written: string[];
  plug(): void;
  unplug(): void;
}

function newBoard(): Board {
  let device: UhidDevice | undefined;
  let drive = 0;
  const board: Board = {
    ...{ pins: ALL, isOutput: 0, level: 0, written: [] },
    plug() {
      device = plugUhid(
        { name: "Silicon Labs CP2112", serial: "", vendor: 0x10c4, product: 0xea90, descriptor: DESCRIPTOR },
        {
          set([report, first = 0, second = 0]) {
            if (report === REPORT.config) [board.isOutput, drive] = [first, second];
            if (report !== REPORT.set) return;
            board.level = (board.level & ~second) | (first & second);
            for (let line = 0; line < 8; line++)
              if ((second >> line) & 1) board.written.push(`${line} ${(first >> line) & 1 ? "on" : "off"}`);
          },
          get(report) {
            if (report === REPORT.config) return Buffer.from([report, board.isOutput, drive, 0, 0]);
            if (report === REPORT.get)
              return Buffer.from([report, (board.level & board.isOutput) | (board.pins & ~board.isOutput)]);
            if (report === REPORT.version) return Buffer.from([report, 0x0c, 3]);
            return Buffer.from([report, ...Array<number>(13).fill(0)]);
          },
        },
      );
    },
    unplug: () => device?.unplug(),
  };
  board.plug();
  return board;
}

const pulses = { kind: "pulse", raise: 0, lower: 1, pulseMs: 100 };
const openBarrier = (events: Heard["events"], more: object = {}) =>
  gpioBarrier.open(
    gpioBarrier.config.parse({ driver: "gpio", chip: LABEL, outputs: pulses, ...more }),
    events,
    context,
  );

barrierContract("a barrier on a GPIO chip", async () => {
  const board = newBoard();
  return {
    open: (events) => openBarrier(events),
    arm: () => {
      const last = board.written.findLast((each) => each.endsWith("on"));
      return last === undefined ? undefined : last.startsWith("0") ? "raised" : "lowered";
    },
    outage: { code: "gpio-unplugged", begin: board.unplug, end: board.plug },
    close: async () => board.unplug(),
  };
});

loopsContract("a pair of detectors on a GPIO chip", async () => {
  const board = newBoard();
  const occupied = { approach: 0, clear: 0 };
  const lay = (): void => {
    // Contacts to ground: approach closes on line 4, clear opens on line 6.
    board.pins = ALL & ~(occupied.approach << 4) & ~((1 - occupied.clear) << 6);
  };
  lay();
  return {
    open: (events) =>
      gpioLoops.open(
        gpioLoops.config.parse({ driver: "gpio", chip: LABEL, approach: 4, clear: { line: 6, inverted: true } }),
        events,
        context,
      ),
    async occupy(loop, now) {
      occupied[loop] = now ? 1 : 0;
      lay();
      // Longer than a look takes here.
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
    outage: { code: "gpio-unplugged", begin: board.unplug, end: board.plug },
    close: async () => board.unplug(),
  };
});

it("a relay that holds the arm stays as it is when a gate begins and when it ends", async () => {
  const board = newBoard();
  board.isOutput = 0b1000;
  board.level = 0b1000;
  const barrier = await openBarrier(new Heard().events, { outputs: { kind: "hold", raise: 3 } });
  try {
    // The kernel's own view: gpiod's tool, of which the driver knows nothing.
    const line = execFileSync("gpioinfo", [LABEL], { encoding: "utf8" }).split("\n")[4];
    expect(line).toMatch(/baygate.*output.*used/);
    await barrier.lower();
    await barrier.raise();
    await barrier.close();
    expect(board.written.filter((each) => each === "3 off")).toEqual(["3 off"]);
    expect(board.written.at(-1)).toBe("3 on");
    expect([board.isOutput, board.level]).toEqual([0b1000, 0b1000]);
  } finally {
    await barrier.close();
    board.unplug();
  }
});
