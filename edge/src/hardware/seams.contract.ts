import { afterEach, describe, expect, it } from "vitest";
import type {
  Barrier,
  DeviceEvents,
  Display,
  LoopEvents,
  Loops,
  Message,
  Read,
  Reader,
  ReaderEvents,
} from "./seams.ts";

// One suite a seam: every driver's test runs it against its own device, real or simulated. A bench is how the test plays the
// world around the device; what a device cannot be made to do is left out.

/** A child program takes its time to start, most of all in an emulated machine. */
const WAIT_MS = 45_000;

/** Everything a driver reported, in order. */
export class Heard {
  readonly words: string[] = [];

  readonly events: DeviceEvents = {
    failed: (code) => this.words.push(`failed ${code}`),
    recovered: () => this.words.push("recovered"),
  };

  /** Waits until what was heard ends with these words. */
  async ends(...words: string[]): Promise<void> {
    await expect.poll(() => this.words.slice(-words.length), { timeout: WAIT_MS }).toEqual(words);
  }
}

/** The outages of a device: each is reported once, ends by itself when its cause does, and nothing ever throws. */
interface Outage {
  readonly code: string;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

export interface ReaderBench {
  open(events: ReaderEvents): Promise<Reader>;
  /** Holds something to the reader, once; how its read must look. */
  hold(): Promise<Pick<Read, "tier" | "bytes">> | Pick<Read, "tier" | "bytes">;
  outage?: Outage;
  close(): Promise<void>;
}

export function readerContract(name: string, prepare: () => Promise<ReaderBench>): void {
  describe(`${name} is a reader`, () => {
    const { set, start } = stage(prepare);

    it("hands over what is held to it, whole, with the moment", async () => {
      const bench = await start();
      const reads: Read[] = [];
      const heard = new Heard();
      const reader = await bench.open({
        ...heard.events,
        read: (read) => reads.push(read),
        unreadable: () => undefined,
      });
      set(reader);
      const before = performance.now();
      const held = await bench.hold();
      await expect.poll(() => reads.length, { timeout: WAIT_MS }).toBe(1);
      expect(reads[0]?.tier).toBe(held.tier);
      expect(Buffer.from(reads[0]?.bytes ?? [])).toEqual(Buffer.from(held.bytes));
      expect(reads[0]?.atMs).toBeGreaterThanOrEqual(before);
      expect(reads[0]?.atMs).toBeLessThanOrEqual(performance.now());
    });

    it("reports an outage once, recovers by itself and reads again", async ({ skip }) => {
      const bench = await start();
      const { outage } = bench;
      if (outage === undefined) return skip();
      const heard = new Heard();
      const reader = await bench.open({
        ...heard.events,
        read: ({ tier }) => heard.words.push(`read ${tier}`),
        unreadable: () => undefined,
      });
      set(reader);
      await outage.begin();
      await heard.ends(`failed ${outage.code}`);
      await outage.end();
      await heard.ends(`failed ${outage.code}`, "recovered");
      const { tier } = await bench.hold();
      await heard.ends("recovered", `read ${tier}`);
    });

    it("is silent once it is closed, and may be closed twice", async () => {
      const bench = await start();
      const heard = new Heard();
      const reader = await bench.open({
        ...heard.events,
        read: () => heard.words.push("read"),
        unreadable: () => undefined,
      });
      await reader.close();
      await reader.close();
      expect(heard.words.filter((word) => word === "read")).toEqual([]);
    });
  });
}

export interface BarrierBench {
  open(events: DeviceEvents): Promise<Barrier>;
  /** Where the arm was last told to go. */
  arm(): Promise<"raised" | "lowered" | undefined> | "raised" | "lowered" | undefined;
  outage?: Outage;
  close(): Promise<void>;
}

export function barrierContract(name: string, prepare: () => Promise<BarrierBench>): void {
  describe(`${name} is a barrier`, () => {
    const { set, start } = stage(prepare);

    it("goes up and down as told, also when it is there already", async () => {
      const bench = await start();
      const barrier = set(await bench.open(new Heard().events));
      for (const [command, position] of [
        ["raise", "raised"],
        ["raise", "raised"],
        ["lower", "lowered"],
        ["lower", "lowered"],
        ["raise", "raised"],
      ] as const) {
        await barrier[command]();
        await expect.poll(() => bench.arm(), { timeout: WAIT_MS }).toBe(position);
      }
    });

    it("refuses a command it cannot pass on with a coded error, and takes commands again later", async ({ skip }) => {
      const bench = await start();
      const { outage } = bench;
      if (outage === undefined) return skip();
      const heard = new Heard();
      const barrier = set(await bench.open(heard.events));
      await outage.begin();
      await heard.ends(`failed ${outage.code}`);
      await expect(barrier.raise()).rejects.toMatchObject({ code: expect.stringMatching(/^[a-z-]+$/) });
      await outage.end();
      await heard.ends(`failed ${outage.code}`, "recovered");
      await barrier.raise();
      await expect.poll(() => bench.arm(), { timeout: WAIT_MS }).toBe("raised");
    });
  });
}

export interface LoopsBench {
  open(events: LoopEvents): Promise<Loops>;
  occupy(loop: "approach" | "clear", occupied: boolean): Promise<void> | void;
  outage?: Outage;
  close(): Promise<void>;
}

export function loopsContract(name: string, prepare: () => Promise<LoopsBench>): void {
  describe(`${name} is a pair of loops`, () => {
    const { set, start } = stage(prepare);

    const listen = (heard: Heard): LoopEvents => ({
      ...heard.events,
      changed: (loop, occupied) => heard.words.push(`${loop} ${occupied ? "taken" : "free"}`),
    });

    it("says what it finds, and then every change in its order", async () => {
      const bench = await start();
      const heard = new Heard();
      set(await bench.open(listen(heard)));
      await expect.poll(() => [...heard.words].sort(), { timeout: WAIT_MS }).toEqual(["approach free", "clear free"]);
      for (const [loop, occupied] of [
        ["approach", true],
        ["clear", true],
        ["approach", false],
        ["clear", false],
      ] as const)
        await bench.occupy(loop, occupied);
      await heard.ends("approach taken", "clear taken", "approach free", "clear free");
    });

    it("after an outage says what is there by then", async ({ skip }) => {
      const bench = await start();
      const { outage } = bench;
      if (outage === undefined) return skip();
      const heard = new Heard();
      set(await bench.open(listen(heard)));
      await outage.begin();
      await heard.ends(`failed ${outage.code}`);
      await bench.occupy("approach", true);
      await outage.end();
      await heard.ends(`failed ${outage.code}`, "recovered", "approach taken");
    });
  });
}

export interface DisplayBench {
  open(events: DeviceEvents): Promise<Display>;
  /** What is to be read on it. */
  shown(): Promise<Message | undefined> | Message | undefined;
  close(): Promise<void>;
}

export function displayContract(name: string, prepare: () => Promise<DisplayBench>): void {
  describe(`${name} is a display`, () => {
    const { set, start } = stage(prepare);

    it("shows the last message, whatever stands in it", async () => {
      const bench = await start();
      const display = set(await bench.open(new Heard().events));
      const last: Message = { mood: "stop", title: "Zu wenig Guthaben ✋", detail: "Bitte aufladen:\n2,40 €" };
      display.show({ mood: "idle", title: "Welcome", detail: "" });
      display.show(last);
      await expect.poll(() => bench.shown()).toEqual(last);
    });
  });
}

/** Gives every test its own bench, and closes what the test opened, device first. */
function stage<B extends { close(): Promise<void> }>(prepare: () => Promise<B>) {
  let bench: B | undefined;
  let device: { close(): Promise<void> } | undefined;
  afterEach(async () => {
    await device?.close();
    await bench?.close();
    device = undefined;
    bench = undefined;
  });
  return {
    async start(): Promise<B> {
      bench = await prepare();
      return bench;
    },
    set<D extends { close(): Promise<void> }>(opened: D): D {
      device = opened;
      return opened;
    },
  };
}
