import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

// The street side of one lane with simulated devices (edge/src/hardware/bench.ts), where gates may die at any moment.

/** How a car's attempt ended, as the car saw it. */
export type Ride =
  /** The arm went up and, when the car was through, down again: the gate has seen it. */
  | { readonly end: "passed" }
  | { readonly end: "backed-out" }
  | { readonly end: "refused"; readonly title: string }
  /** Nothing moved: the gate did not answer, or died before it did. The car still stands there. */
  | { readonly end: "nothing" }
  /** The arm was up and the gate died. The car drove through, seen by nobody. */
  | { readonly end: "unseen" }
  /** The gate died while the car was on its loops. */
  | { readonly end: "unsure" };

export interface RideOptions {
  /** Called the moment the arm goes up. */
  readonly onRaised?: () => Promise<void> | void;
  readonly backsOut?: boolean;
  /** What the car does when the arm is up and the gate is dead. */
  readonly whenDead?: "drive" | "wait";
}

interface FromGate {
  readonly barrier?: "raised" | "lowered";
  readonly display?: { readonly mood: string; readonly title: string };
}
type Heard = FromGate | "gone" | "silent";

const PATIENCE_MS = 5_000;

export class Street {
  readonly #path: string;
  #socket: Socket | undefined;
  #closed = false;
  #heard: Heard[] = [];
  #wake: () => void = () => {};

  constructor(path: string) {
    this.#path = path;
    this.#dial();
  }

  #dial(): void {
    if (this.#closed) return;
    const dialled = connect(this.#path);
    dialled.once("connect", () => {
      this.#socket = dialled;
    });
    createInterface({ input: dialled })
      .on("line", (line) => this.#hear(JSON.parse(line)))
      .on("error", () => {});
    dialled.on("error", () => {});
    dialled.once("close", () => {
      if (this.#socket === dialled) this.#hear("gone");
      this.#socket = undefined;
      setTimeout(() => this.#dial(), 20);
    });
  }

  #hear(heard: Heard): void {
    this.#heard.push(heard);
    this.#wake();
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  async #next(untilMs: number): Promise<Heard> {
    for (;;) {
      const heard = this.#heard.shift();
      if (heard !== undefined) return heard;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return "silent";
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The first of what is heard that `pick` knows. */
  async #until<T>(pick: (heard: FromGate) => T | undefined): Promise<T | "gone" | "silent"> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const heard = await this.#next(untilMs);
      if (heard === "gone" || heard === "silent") return heard;
      const picked = pick(heard);
      if (picked !== undefined) return picked;
    }
  }

  say(line: object): void {
    this.#socket?.write(`${JSON.stringify(line)}\n`);
  }

  #loop(loop: "approach" | "clear", occupied: boolean): void {
    this.say({ loop, occupied });
  }

  /** One car with a card. One at a time. */
  async ride(uid: string, options: RideOptions = {}): Promise<Ride> {
    if (this.#socket === undefined) return { end: "nothing" };
    this.#heard = [];
    this.#loop("approach", true);
    this.say({ read: { tier: "E", hex: uid } });
    const answer = await this.#until<"raised" | { title: string }>(({ barrier, display }) => {
      if (barrier === "raised") return "raised";
      return display?.mood === "stop" ? { title: display.title } : undefined;
    });
    if (answer !== "raised") {
      this.#loop("approach", false);
      return typeof answer === "object" ? { end: "refused", title: answer.title } : { end: "nothing" };
    }
    await options.onRaised?.();
    if (this.#socket === undefined) return { end: options.whenDead === "wait" ? "nothing" : "unseen" };
    if (!options.backsOut) {
      this.#loop("clear", true);
      this.#loop("approach", false);
      this.#loop("clear", false);
    } else this.#loop("approach", false);
    const end = await this.#until(({ barrier }) => (barrier === "lowered" ? "lowered" : undefined));
    if (end !== "lowered") return { end: "unsure" };
    return { end: options.backsOut ? "backed-out" : "passed" };
  }

  close(): void {
    this.#closed = true;
    this.#socket?.destroy();
  }
}
