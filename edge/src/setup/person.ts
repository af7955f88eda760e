import { createInterface } from "node:readline";

/** Whoever stands at the gate with the box. */
export interface Person {
  say(line: string): void;
  /** Undefined: leave that out. */
  ask(question: string): Promise<boolean | undefined>;
  /** Waits for something to happen at the gate; `skipped` when the person presses Enter, `timeout` after `ms`. */
  until<T extends object>(happens: Promise<T>, ms: number): Promise<T | "skipped" | "timeout">;
  goodbye(): void;
}

/** A person at a terminal: plain lines, one question at a time, Enter leaves out. */
export function personAt(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Person {
  const lines = createInterface({ input, terminal: false });
  let hear: ((line: string) => void) | undefined;
  let gone = false;
  lines.on("line", (line) => hear?.(line.trim().toLowerCase()));
  lines.on("close", () => {
    gone = true;
    hear?.("s");
  });
  const next = (): Promise<string> =>
    gone
      ? Promise.resolve("s")
      : new Promise((resolve) => {
          hear = (line) => {
            hear = undefined;
            resolve(line);
          };
        });
  const say = (line: string): void => {
    output.write(`${line}\n`);
  };
  return {
    say,
    async ask(question) {
      for (;;) {
        output.write(`  ${question}  [y]es, [n]o, [s]kip: `);
        const answer = await next();
        if (/^y(es)?$/.test(answer)) return true;
        if (/^no?$/.test(answer)) return false;
        if (/^s(kip)?$/.test(answer)) return undefined;
      }
    },
    async until(happens, ms) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<"timeout">((resolve) => {
        timer = setTimeout(resolve, ms, "timeout");
      });
      const skipped = next().then(() => "skipped" as const);
      const first = await Promise.race([happens, late, skipped]);
      clearTimeout(timer);
      hear = undefined;
      return first;
    },
    goodbye: () => lines.close(),
  };
}
