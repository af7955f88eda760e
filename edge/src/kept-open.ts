import type { Clock } from "@baygate/shared/time";
import type {
  Barrier,
  Device,
  DeviceEvents,
  Display,
  LoopEvents,
  LoopName,
  Message,
  ReaderEvents,
} from "./hardware/seams.ts";

// What stands between a gate and its drivers, so that none of them can take the others down: one that throws at opening is opened again, one
// that hangs is not waited for, one that floods is not heard until it is quiet.

/** A gate does not wait longer for a device before it goes on with the others, ms. */
const PATIENCE_MS = 3_000;
const AGAIN_MS = 5_000;
/** A command that is neither taken nor refused for so long never will be, ms. */
const ANSWER_MS = 5_000;
/** A camera reads a code that stays some thirty times a second; more than so many words a second come from no card. */
const MOST_READS = 100;
/** Cars make a handful. But a gate that stood still for a while hears at once what was said meanwhile, and must overlook no car. */
const MOST_LOOPS = 500;
/** A device that was flooding is heard again after so much silence, ms. */
const QUIET_MS = 3_000;

/**
 * Opens a device, again and again if need be, and tells of it. Resolves when it is open, or when the gate had better go on without it.
 *
 * @param have is called once, with the device, perhaps much later.
 */
export async function keepOpening<D extends Device>(
  open: () => Promise<D>,
  events: DeviceEvents,
  clock: Clock,
  have: (device: D) => void,
): Promise<Device> {
  let closed = false;
  let opened: D | undefined;
  let ails = false;
  let cancel: () => void = () => undefined;
  const fail = (code: string, words: string): void => {
    ails = true;
    events.failed(code, words);
  };
  const attempt = async (): Promise<void> => {
    let device: D;
    try {
      device = await open();
    } catch (error) {
      if (closed) return;
      const code =
        error instanceof Error && "code" in error ? String(error.code).toLowerCase().replaceAll("_", "-") : "";
      fail(code || "device-does-not-open", error instanceof Error ? error.message : String(error));
      cancel = clock.after(AGAIN_MS, () => void attempt());
      return;
    }
    if (closed) return await device.close();
    opened = device;
    if (ails) events.recovered();
    have(device);
  };
  await new Promise<void>((goOn) => {
    const late = clock.after(PATIENCE_MS, () => {
      if (!ails) fail("device-hangs", "it neither opens nor refuses to");
      goOn();
    });
    void attempt().then(() => {
      late();
      goOn();
    });
  });
  return {
    async close() {
      closed = true;
      cancel();
      await opened?.close();
    },
  };
}

/** A barrier that may come later, and whose every command has an end. */
export function barrierOf(device: () => Barrier | undefined, clock: Clock): Barrier {
  const command = (what: "raise" | "lower"): Promise<void> => {
    const barrier = device();
    if (barrier === undefined)
      return Promise.reject(Object.assign(new Error("the barrier is not there"), { code: "barrier-absent" }));
    return new Promise((resolve, reject) => {
      const cancel = clock.after(ANSWER_MS, () =>
        reject(Object.assign(new Error("the barrier does not answer"), { code: "barrier-hangs" })),
      );
      barrier[what]().then(
        () => {
          cancel();
          resolve();
        },
        (error: unknown) => {
          cancel();
          reject(error);
        },
      );
    });
  };
  // Who opened the device closes it.
  return { raise: () => command("raise"), lower: () => command("lower"), close: async () => undefined };
}

/** A display that may come later, and then shows what was said last. */
export class LateDisplay implements Display {
  #display: Display | undefined;
  #last: Message | undefined;

  show(message: Message): void {
    this.#last = message;
    this.#display?.show(message);
  }

  /** Who opened the device closes it. */
  async close(): Promise<void> {
    this.#display = undefined;
  }

  have(display: Display): void {
    this.#display = display;
    if (this.#last !== undefined) display.show(this.#last);
  }
}

/** Lets so much through in a second; what comes faster is a fault until there is silence. */
class Floodgate {
  readonly #events: DeviceEvents;
  readonly #clock: Clock;
  readonly #over: () => void;
  readonly #most: number;
  #window = { beganMs: Number.NEGATIVE_INFINITY, count: 0 };
  #cancel: (() => void) | undefined;

  constructor(events: DeviceEvents, clock: Clock, most: number, over: () => void = () => undefined) {
    this.#events = events;
    this.#clock = clock;
    this.#most = most;
    this.#over = over;
  }

  passes(): boolean {
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#window.beganMs >= 1_000) this.#window = { beganMs: nowMs, count: 0 };
    this.#window.count++;
    if (this.#cancel === undefined && this.#window.count <= this.#most) return true;
    if (this.#cancel === undefined) this.#events.failed("device-floods", "it says more than any device has to say");
    this.#cancel?.();
    this.#cancel = this.#clock.after(QUIET_MS, () => {
      this.#cancel = undefined;
      this.#events.recovered();
      this.#over();
    });
    return false;
  }
}

/** A reader's words, as many as people can make. */
export function calmReader(events: ReaderEvents, clock: Clock): ReaderEvents {
  const gate = new Floodgate(events, clock, MOST_READS);
  return {
    ...events,
    read(read) {
      if (gate.passes()) events.read(read);
    },
    unreadable(code) {
      if (gate.passes()) events.unreadable(code);
    },
  };
}

/** Loops' words, as many as cars can make; after a flood, how they lie by then. */
export function calmLoops(events: LoopEvents, clock: Clock): LoopEvents {
  const missed = new Map<LoopName, boolean>();
  const gate = new Floodgate(events, clock, MOST_LOOPS, () => {
    for (const [loop, occupied] of missed) events.changed(loop, occupied);
    missed.clear();
  });
  return {
    ...events,
    changed(loop, occupied) {
      if (gate.passes()) events.changed(loop, occupied);
      else missed.set(loop, occupied);
    },
  };
}
