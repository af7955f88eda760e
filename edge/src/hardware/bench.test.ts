import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { simulatedBarrier } from "./barriers/simulated.ts";
import { joinBench } from "./bench.ts";
import { simulatedDisplay } from "./displays/simulated.ts";
import type { DriverContext } from "./driver.ts";
import { simulatedLoops } from "./loops/simulated.ts";
import { simulatedReader } from "./readers/simulated.ts";
import { barrierContract, displayContract, loopsContract, readerContract } from "./seams.contract.ts";
import type { Message } from "./seams.ts";

const context: DriverContext = { device: "lane-1/device", log: { info: () => undefined, warn: () => undefined } };

interface Heard {
  barrier?: "raised" | "lowered";
  display?: Message;
  error?: string;
}

/** Somebody at the bench: hears all it says, and says lines. */
async function sitDown() {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const socket = join(directory, "lane-1.sock");
  const heard: Heard = {};
  let person: Socket | undefined;
  const say = async (line: object | string): Promise<void> => {
    if (person === undefined) {
      person = createConnection(socket);
      createInterface({ input: person }).on("line", (text) => Object.assign(heard, JSON.parse(text)));
    }
    const written = person;
    await new Promise<void>((resolve) =>
      written.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`, () => resolve()),
    );
  };
  return {
    socket,
    heard,
    say,
    async listen(): Promise<Heard> {
      await say("");
      return heard;
    },
    outage: (device: string) => ({
      code: "simulated-failure",
      begin: () => say({ fail: device }),
      end: () => say({ recover: device }),
    }),
    async close(): Promise<void> {
      person?.destroy();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

readerContract("the simulated reader", async () => {
  const { say, outage, close, socket } = await sitDown();
  return {
    open: (events) => simulatedReader.open({ driver: "simulated", socket }, events, context),
    async hold() {
      await say({ read: { tier: "E", hex: "04A1b2c3d4e5f6" } });
      return { tier: "E", bytes: Buffer.from("04a1b2c3d4e5f6", "hex") };
    },
    outage: outage("reader"),
    close,
  };
});

readerContract("the simulated reader, as a plate camera", async () => {
  const { say, outage, close, socket } = await sitDown();
  return {
    open: (events) => simulatedReader.open({ driver: "simulated", socket }, events, context),
    async hold() {
      await say({ read: { tier: "P", text: "B-AG 4711" } });
      return { tier: "P", bytes: Buffer.from("B-AG 4711") };
    },
    outage: outage("reader"),
    close,
  };
});

barrierContract("the simulated barrier", async () => {
  const { listen, outage, close, socket } = await sitDown();
  return {
    open: (events) => simulatedBarrier.open({ driver: "simulated", socket }, events, context),
    arm: async () => (await listen()).barrier,
    outage: outage("barrier"),
    close,
  };
});

loopsContract("the simulated pair of loops", async () => {
  const { say, outage, close, socket } = await sitDown();
  return {
    open: (events) => simulatedLoops.open({ driver: "simulated", socket }, events, context),
    occupy: (loop, occupied) => say({ loop, occupied }),
    outage: outage("loops"),
    close,
  };
});

displayContract("the simulated display", async () => {
  const { listen, close, socket } = await sitDown();
  return {
    open: (events) => simulatedDisplay.open({ driver: "simulated", socket }, events, context),
    shown: async () => (await listen()).display,
    close,
  };
});

describe("a bench", () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it("tells whoever sits down what it said last, and answers what is not a line", async () => {
    const bench = await sitDown();
    closing.push(bench.close);
    const seat = await joinBench(bench.socket, () => undefined);
    closing.push(seat.leave);
    seat.say({ barrier: "raised" });
    seat.say({ barrier: "lowered" });
    await bench.say("{");
    await expect.poll(() => bench.heard).toEqual({ barrier: "lowered", error: "not a line of the bench", line: "{" });
  });

  it("throws out who never ends a line, and goes on", async () => {
    const bench = await sitDown();
    closing.push(bench.close);
    const lines: object[] = [];
    const seat = await joinBench(bench.socket, (line) => lines.push(line));
    closing.push(seat.leave);
    const flood = createConnection(bench.socket).on("error", () => undefined);
    const closed = new Promise((resolve) => flood.on("close", resolve));
    flood.resume().write("x".repeat(100_000));
    await closed;
    await bench.say({ loop: "clear", occupied: true });
    await expect.poll(() => lines).toEqual([{ loop: "clear", occupied: true }]);
  });

  it("is not taken from a living process, but from a killed one's socket it is", async () => {
    const bench = await sitDown();
    closing.push(bench.close);
    const listen = `require("net").createServer().listen(process.argv[1], () => console.log("up"))`;
    const other = spawn(process.execPath, ["-e", listen, bench.socket], { stdio: ["ignore", "pipe", "inherit"] });
    closing.push(async () => void other.kill("SIGKILL"));
    await once(other.stdout, "data");
    await expect(joinBench(bench.socket, () => undefined)).rejects.toMatchObject({ code: "bench-taken" });
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(existsSync(bench.socket)).toBe(true);
    const seat = await joinBench(bench.socket, () => undefined);
    await seat.leave();
  });
});
