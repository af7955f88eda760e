import { randomInt } from "node:crypto";
import type { LaneConfig } from "../config.ts";
import type { DriverContext } from "../hardware/driver.ts";
import type { ArmPosition, Device, DeviceEvents, LoopName, Read, ReadKind } from "../hardware/seams.ts";
import type { Person } from "./person.ts";
import { type Finding, finding } from "./report.ts";

// Each device of a lane is opened and, where somebody stands there, tried. One that fails says so in its driver's words.

/** A device that is absent is known to be so by then, ms. */
const OPEN_MS = 4_000;
/** A person walks to the reader, or drives a car onto a loop, ms. */
const PERSON_MS = 60_000;
const ARM_MS = 12_000;

interface Waiting<T> {
  readonly happens: Promise<T>;
  now(value: T): void;
}

function waiting<T>(): Waiting<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { happens: promise, now: resolve };
}

/** What a device says of itself while it is tried. */
class Watch {
  fault: { readonly code: string; readonly words: string } | undefined;
  readonly events: DeviceEvents = {
    failed: (code, words) => {
      this.fault = { code, words };
    },
    recovered: () => {
      this.fault = undefined;
    },
  };
}

/** A trial: `name` as it stands in faults; `patient` opens the device and tries it. */
async function trial(
  name: string,
  open: (watch: Watch, context: DriverContext) => Promise<Device>,
  patient: () => Promise<Finding>,
): Promise<Finding> {
  const watch = new Watch();
  const quiet = { info: () => undefined, warn: () => undefined };
  let device: Device;
  try {
    device = await open(watch, { device: name, log: quiet });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return finding(name, "bad", codeOf(error) ?? "device-does-not-open", words, {
      next: "Look at the cable and at the configuration.",
    });
  }
  try {
    const openMs = performance.now() + OPEN_MS;
    while (watch.fault === undefined && performance.now() < openMs)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (watch.fault !== undefined) {
      const { code, words } = watch.fault;
      return finding(name, "bad", code, words, { next: "Look at its cable and power; then run the doctor again." });
    }
    return await patient();
  } finally {
    await device.close();
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code).toLowerCase().replaceAll("_", "-") : undefined;
const opens = (name: string): Finding =>
  finding(name, "good", "device-opens", "it answers; nobody was there to try it");
const skipped = (name: string): Finding => finding(name, "skipped", "left-out", "it answers; it was not tried");

/** One trial a device of the lane, in the order in which a car meets them. */
export function* trialsOf(
  lane: LaneConfig,
  person: Person | undefined,
): Iterable<{ name: string; run: () => Promise<Finding> }> {
  for (const [index, reader] of lane.readers.entries()) {
    const name = `${lane.id}/reader-${index}`;
    yield { name, run: () => tryReader(name, reader, person) };
  }
  yield { name: `${lane.id}/loops`, run: () => tryLoops(lane, person) };
  yield { name: `${lane.id}/display`, run: () => tryDisplay(lane, person) };
  yield { name: `${lane.id}/barrier`, run: () => tryBarrier(lane, person) };
}

const TRY: Readonly<Record<ReadKind | "any", string>> = {
  card: "hold a card to it",
  code: "hold a code to it",
  plate: "drive a car before its camera",
  any: "hold a card or a code to it",
};

function tryReader(name: string, reader: LaneConfig["readers"][number], person: Person | undefined): Promise<Finding> {
  const read = waiting<Read>();
  let unreadable = 0;
  return trial(
    name,
    (watch, context) =>
      reader.open({ ...watch.events, read: (heard) => read.now(heard), unreadable: () => unreadable++ }, context),
    async () => {
      if (person === undefined) return opens(name);
      person.say(
        `\n${name} (${reader.driver}): ${TRY[reader.kind ?? "any"]} now. You have a minute; Enter leaves it out.`,
      );
      const seen = await person.until(read.happens, PERSON_MS);
      if (seen === "skipped") return skipped(name);
      if (seen === "timeout")
        return finding(
          name,
          "bad",
          "nothing-read",
          unreadable > 0 ? "it saw something and could not read it" : "it read nothing",
          {
            next: "Is it the right kind of card or code, held close and still? Is the reader's light on?",
          },
        );
      // How long it is may be said; what it is may not.
      return finding(name, "good", "read", `it read ${seen.bytes.length} bytes of tier ${seen.tier}`);
    },
  );
}

async function tryLoops(lane: LaneConfig, person: Person | undefined): Promise<Finding> {
  const name = `${lane.id}/loops`;
  const state = new Map<LoopName, boolean>();
  let changed: () => void = () => undefined;
  const becomes = (loop: LoopName, occupied: boolean): Promise<object> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (state.get(loop) === occupied) resolve({});
      };
      changed = look;
      look();
    });
  return await trial(
    name,
    (watch, context) =>
      lane.loops.open(
        {
          ...watch.events,
          changed(loop, occupied) {
            state.set(loop, occupied);
            changed();
          },
        },
        context,
      ),
    async () => {
      if (person === undefined) return opens(name);
      const loops = { both: ["approach", "clear"], approach: ["approach"], clear: ["clear"], none: [] } as const;
      for (const loop of loops[lane.sensing ?? "both"]) {
        const where = loop === "approach" ? "before the arm" : "behind the arm";
        for (const [occupied, todo] of [
          [true, `drive a car onto the loop ${where}, or hold a sheet of metal over it.`],
          [false, "now take it away again."],
        ] as const) {
          person.say(`\n${name}: ${todo} You have a minute; Enter leaves it out.`);
          const seen = await person.until(becomes(loop, occupied), PERSON_MS);
          if (seen === "skipped") return skipped(name);
          if (seen === "timeout")
            return finding(
              name,
              "bad",
              occupied ? "loop-sees-nothing" : "loop-stays-occupied",
              `the loop ${where} ${occupied ? "saw nothing" : "still says that something is there"}`,
              {
                next: "Look at the detector's light: if it changes, the wire from the detector to the box is the fault; else the loop or its sensitivity.",
              },
            );
        }
      }
      return finding(name, "good", "loops-see", "they saw something come and go");
    },
  );
}

function tryDisplay(lane: LaneConfig, person: Person | undefined): Promise<Finding> {
  const name = `${lane.id}/display`;
  const number = String(randomInt(1000, 10_000));
  let show: (() => void) | undefined;
  return trial(
    name,
    async (watch, context) => {
      const display = await lane.display.open(watch.events, context);
      show = () => display.show({ mood: "idle", title: `Test ${number}`, detail: "Baygate doctor" });
      return display;
    },
    async () => {
      show?.();
      if (person === undefined) return opens(name);
      person.say(`\n${name} (${lane.display.driver}): look at the display.`);
      const seen = await person.ask(`Does it show "Test ${number}"?`);
      if (seen === undefined) return skipped(name);
      return seen
        ? finding(name, "good", "display-shows", "it shows what it is told")
        : finding(name, "bad", "display-wrong", "it does not show what it was told", {
            next: "Look at its cable, power and address.",
          });
    },
  );
}

function tryBarrier(lane: LaneConfig, person: Person | undefined): Promise<Finding> {
  const name = `${lane.id}/barrier`;
  let arm: { raise(): Promise<void>; lower(): Promise<void> } | undefined;
  let at: ArmPosition | undefined;
  return trial(
    name,
    async (watch, context) => {
      const armAt = (position: ArmPosition): void => {
        at = position;
      };
      const barrier = await lane.barrier.open({ ...watch.events, armAt }, context);
      arm = barrier;
      return barrier;
    },
    async () => {
      if (person === undefined || arm === undefined) return opens(name);
      person.say(
        `\n${name} (${lane.barrier.driver}): the arm is about to move. Stand clear, and see that no car is under it.`,
      );
      if ((await person.ask("May the arm move now?")) !== true) return skipped(name);
      for (const [command, position, question] of [
        ["raise", "up", "Did the arm go up?"],
        ["lower", "down", "Did it come down again?"],
      ] as const) {
        try {
          await arm[command]();
        } catch (error) {
          return finding(
            name,
            "bad",
            codeOf(error) ?? "command-refused",
            error instanceof Error ? error.message : String(error),
            { next: "Look at the relay board's power and cable." },
          );
        }
        const seen = await moved(() => at, position, person, question);
        if (seen === undefined) return skipped(name);
        if (!seen)
          return finding(name, "bad", "arm-did-not-move", `told to go ${position}, the arm did not`, {
            next: "Does the relay click? If so, look at the wire to the barrier's control and at its mode; if not, at the board.",
          });
      }
      return finding(
        name,
        "good",
        "arm-moves",
        at === undefined ? "it goes up and down" : "it goes up and down, and its contacts say so",
      );
    },
  );
}

/** Its contacts say so, or the person does. */
async function moved(
  at: () => ArmPosition | undefined,
  position: ArmPosition,
  person: Person,
  question: string,
): Promise<boolean | undefined> {
  if (at() === undefined) return await person.ask(question);
  const untilMs = performance.now() + ARM_MS;
  while (at() !== position && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 100));
  return at() === position || (await person.ask(`Its contacts do not say so. ${question}`));
}
