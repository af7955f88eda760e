import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** What a car at a lane shows to the reader. */
export type Shown = { readonly tier: "E"; readonly hex: string } | { readonly tier: "C"; readonly text: string };

/** How one car's attempt to pass ended, as the car saw it. */
export type Attempt =
  | { readonly outcome: "passed" }
  | { readonly outcome: "backed-out" }
  | { readonly outcome: "refused"; readonly title: string; readonly detail: string }
  | { readonly outcome: "no-answer" };

/** A line from the gate's simulated devices (edge/src/hardware/bench.ts). */
interface FromGate {
  barrier?: "raised" | "lowered";
  display?: { mood: string; title: string; detail: string };
}

/** The street side of one lane with simulated devices: drives cars over its loops. */
export interface LaneBench {
  /** One car: rolls onto the loop, shows its credential, and passes, backs out or drives away. One at a time. */
  attempt(shown: Shown, backsOut: boolean): Promise<Attempt>;
  close(): void;
}

const PATIENCE_MS = 5_000;

export function openLaneBench(socketPath: string): LaneBench {
  let socket: Socket | undefined;
  let closed = false;
  let hear: (line: FromGate) => void = () => {};

  const dial = () => {
    if (closed) return;
    const dialled = connect(socketPath);
    dialled.once("connect", () => {
      socket = dialled;
    });
    createInterface({ input: dialled })
      .on("line", (line) => hear(JSON.parse(line) as FromGate))
      // readline passes its input's errors on; the socket's own listener below deals with them.
      .on("error", () => {});
    dialled.on("error", () => {});
    dialled.once("close", () => {
      socket = undefined;
      setTimeout(dial, 50);
    });
  };
  dial();

  const send = (line: object) => socket?.write(`${JSON.stringify(line)}\n`);
  const loop = (name: "approach" | "clear", occupied: boolean) => send({ loop: name, occupied });

  /** The first line that `pick` recognises, after `start` was done; undefined when the gate stays silent. */
  const answerTo = <T>(start: () => void, pick: (line: FromGate) => T | undefined): Promise<T | undefined> =>
    new Promise((resolve) => {
      const finish = (value: T | undefined) => {
        clearTimeout(timer);
        hear = () => {};
        resolve(value);
      };
      const timer = setTimeout(() => finish(undefined), PATIENCE_MS);
      hear = (line) => {
        const picked = pick(line);
        if (picked !== undefined) finish(picked);
      };
      start();
    });

  const lowered = (line: FromGate) => (line.barrier === "lowered" ? true : undefined);

  return {
    async attempt(shown, backsOut) {
      const answer = await answerTo<Attempt | "raised">(
        () => {
          loop("approach", true);
          send({ read: shown });
        },
        ({ barrier, display }) => {
          if (barrier === "raised") return "raised";
          if (display?.mood === "stop") return { outcome: "refused", title: display.title, detail: display.detail };
          return undefined;
        },
      );
      if (answer !== "raised") {
        loop("approach", false);
        return answer ?? { outcome: "no-answer" };
      }
      if (backsOut) {
        await answerTo(() => loop("approach", false), lowered);
        return { outcome: "backed-out" };
      }
      await answerTo(() => {
        loop("clear", true);
        loop("approach", false);
        loop("clear", false);
      }, lowered);
      return { outcome: "passed" };
    },
    close() {
      closed = true;
      socket?.destroy();
    },
  };
}
