import { modbusBarrier } from "@baygate/edge/hardware/barriers/modbus";
import { modbusLoops } from "@baygate/edge/hardware/loops/modbus";
import { barrierContract, Heard, loopsContract } from "@baygate/edge/hardware/seams.contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRtuBoard, openTcpBoard, type RelayBoard, UNIT } from "../lab/modbus-relay.ts";
import { skipWithout } from "../lab/packages.ts";
import { laySerialCable } from "../lab/serial-cable.ts";

const context = { device: "lane-1/barrier", log: { info() {}, warn() {} } };
const LONG = { timeout: 15_000 };

/** The board and how the configuration names it. */
interface Wired {
  readonly relay: RelayBoard;
  readonly board: object;
  close(): Promise<void>;
}

const overTcp = async () => {
  const relay = await openTcpBoard();
  const board = { host: "127.0.0.1", port: relay.port, unit: UNIT, timeoutMs: 300 };
  return { relay, board, close: () => relay.off() };
};

const overSerial = async (): Promise<Wired> => {
  const cable = await laySerialCable();
  const relay = await openRtuBoard(cable);
  const close = async (): Promise<void> => {
    await relay.off();
    await cable.close();
  };
  return { relay, board: { serial: { path: cable.gate }, unit: UNIT, timeoutMs: 300 }, close };
};

const pulses = { kind: "pulse", raise: 0, lower: 1, pulseMs: 80 };

function contracts(name: string, wire: () => Promise<Wired>, outageCode: string): void {
  barrierContract(`a barrier ${name}, its buttons pressed`, async () => {
    const { relay, board, close } = await wire();
    let arm: "raised" | "lowered" | undefined;
    relay.onWrite((coil, on) => {
      if (on) arm = coil === 0 ? "raised" : "lowered";
    });
    return {
      open: (events) =>
        modbusBarrier.open(modbusBarrier.config.parse({ driver: "modbus", board, outputs: pulses }), events, context),
      arm: () => arm,
      outage: { code: outageCode, begin: () => relay.off(), end: () => relay.on() },
      close,
    };
  });

  barrierContract(`a barrier ${name}, held up`, async () => {
    const { relay, board, close } = await wire();
    const outputs = { kind: "hold", raise: 3, inverted: true };
    return {
      open: (events) =>
        modbusBarrier.open(modbusBarrier.config.parse({ driver: "modbus", board, outputs }), events, context),
      arm: () => (relay.coils.get(3) === undefined ? undefined : relay.coils.get(3) ? "lowered" : "raised"),
      outage: { code: "modbus-silent", begin: () => relay.hang(true), end: () => relay.hang(false) },
      close,
    };
  });

  loopsContract(`a pair of detectors ${name}`, async () => {
    const { relay, board, close } = await wire();
    const at = { approach: 4, clear: { input: 6, inverted: true } };
    relay.inputs.set(6, true);
    let off = false;
    return {
      open: (events) =>
        modbusLoops.open(modbusLoops.config.parse({ driver: "modbus", board, ...at, pollMs: 10 }), events, context),
      async occupy(loop, occupied) {
        if (loop === "approach") relay.inputs.set(4, occupied);
        else relay.inputs.set(6, !occupied);
        // A question that was already on its way does not count.
        if (!off) for (const _ of [1, 2]) await relay.asked();
      },
      outage: {
        code: outageCode,
        async begin() {
          off = true;
          await relay.off();
        },
        async end() {
          await relay.on();
          off = false;
        },
      },
      close,
    };
  });
}

contracts("over Modbus TCP", overTcp, "modbus-unreachable");
describe.skipIf(skipWithout("socat"))("on a serial line", () =>
  contracts("over Modbus RTU", overSerial, "serial-unplugged"),
);

describe("a barrier on a Modbus board", () => {
  let wired: Awaited<ReturnType<typeof overTcp>>;
  let heard: Heard;
  let close: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    wired = await overTcp();
    heard = new Heard();
  });
  afterEach(async () => {
    for (const each of close.reverse()) await each();
    close = [];
    await wired.close();
  });

  async function open(more: object = {}) {
    const { board } = wired;
    const its = modbusBarrier.config.parse({ driver: "modbus", board, outputs: pulses, pollMs: 20, ...more });
    const events = {
      ...heard.events,
      armAt: (position: string) => void heard.words.push(`arm ${position}`),
    };
    const barrier = await modbusBarrier.open(its, events, context);
    close.push(() => barrier.close());
    return barrier;
  }

  async function openLoops(more: object = {}): Promise<void> {
    const { board } = wired;
    const loops = await modbusLoops.open(
      modbusLoops.config.parse({ driver: "modbus", board, approach: 0, clear: 1, ...more }),
      {
        ...heard.events,
        changed: (loop, taken) => void heard.words.push(`${loop} ${taken}`),
        fireAlarm: (on) => void heard.words.push(on ? "fire" : "no fire"),
      },
      context,
    );
    close.push(() => loops.close());
  }

  /** The board was asked what it is and has been told to let go of every button. */
  const atRest = () => expect.poll(() => wired.relay.written, LONG).toEqual(["0 off", "1 off"]);

  it("presses a button and lets it go, and never holds two", async () => {
    const barrier = await open({ outputs: { ...pulses, pulseMs: 10_000 } });
    await atRest();
    await barrier.lower();
    await barrier.raise();
    expect(wired.relay.written.slice(2)).toEqual(["1 on", "1 off", "0 on"]);
    await barrier.close();
    expect(wired.relay.written.slice(5)).toEqual(["0 off"]);
  });

  it("lets a button go after the pulse", async () => {
    const barrier = await open();
    await atRest();
    await barrier.raise();
    await expect.poll(() => wired.relay.written.slice(2), LONG).toEqual(["0 on", "0 off"]);
  });

  it("lets go, once the board is back, of what was pressed when it went, and does not move the arm", async () => {
    const barrier = await open({ outputs: { ...pulses, pulseMs: 500 } });
    await atRest();
    await barrier.raise();
    await wired.relay.off();
    await heard.ends("failed modbus-unreachable");
    await wired.relay.on();
    await heard.ends("failed modbus-unreachable", "recovered");
    await expect.poll(() => wired.relay.coils.get(0), LONG).toBe(false);
    expect(wired.relay.written.filter((each) => each.endsWith("on"))).toEqual(["0 on"]);
  });

  it("refuses a command at once when the board is away, and does not carry it out later", async () => {
    const barrier = await open();
    await atRest();
    await wired.relay.off();
    await heard.ends("failed modbus-unreachable");
    await expect(barrier.raise()).rejects.toMatchObject({ code: "modbus-unreachable" });
    await wired.relay.on();
    await heard.ends("recovered");
    await expect.poll(() => wired.relay.written.length, LONG).toBe(4);
    expect(wired.relay.written.filter((each) => each.endsWith("on"))).toEqual([]);
  });

  it("says where its contacts see the arm, and that nobody sees it while the board is away", async () => {
    const { inputs } = wired.relay;
    inputs.set(1, true);
    await open({ raisedInput: 0, loweredInput: 1 });
    await heard.ends("arm down");
    inputs.set(1, false);
    await heard.ends("arm down", "arm between");
    inputs.set(0, true);
    await heard.ends("arm between", "arm up");
    inputs.set(1, true);
    await heard.ends("arm up", "arm unknown");
    inputs.set(1, false);
    await heard.ends("arm unknown", "arm up");
    await wired.relay.off();
    await heard.ends("arm up", "arm unknown", "failed modbus-unreachable");
    await wired.relay.on();
    await heard.ends("failed modbus-unreachable", "recovered", "arm up");
  });

  it("hears the fire alarm, also by a wire that is cut", async () => {
    wired.relay.inputs.set(5, true);
    await openLoops({ fireAlarm: { input: 5, inverted: true } });
    await heard.ends("no fire", "approach false", "clear false");
    wired.relay.inputs.set(5, false);
    await heard.ends("clear false", "fire");
    wired.relay.inputs.set(5, true);
    await heard.ends("fire", "no fire");
  });

  it("shows red until it is told to raise, then green", async () => {
    const barrier = await open({ lamps: { red: 8, green: 9 } });
    const lamps = () => [wired.relay.coils.get(8), wired.relay.coils.get(9)];
    await expect.poll(lamps, LONG).toEqual([true, false]);
    await barrier.raise();
    await expect.poll(lamps, LONG).toEqual([false, true]);
    await barrier.lower();
    await expect.poll(lamps, LONG).toEqual([true, false]);
  });

  it("feeds the board's watchdog, and stops with the process", async () => {
    const barrier = await open({ heartbeat: { register: 100, everyMs: 100 } });
    await expect.poll(() => wired.relay.registers.get(100), LONG).toBeGreaterThan(3);
    await barrier.close();
    const last = wired.relay.registers.get(100);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(wired.relay.registers.get(100)).toBe(last);
  });

  it("tells a board that is silent from one that is not there, and takes it back", async () => {
    await open({ raisedInput: 0 });
    await heard.ends("arm between");
    wired.relay.hang(true);
    await heard.ends("arm unknown", "failed modbus-silent");
    // By then the connection was made anew.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await heard.ends("arm unknown", "failed modbus-silent");
    wired.relay.hang(false);
    await heard.ends("recovered", "arm between");
  });

  it("shares one connection with the loops on the same board", async () => {
    const barrier = await open();
    await openLoops();
    await heard.ends("approach false", "clear false");
    expect(wired.relay.connections()).toBe(1);
    await barrier.close();
    wired.relay.inputs.set(0, true);
    await heard.ends("approach true");
  });
});
