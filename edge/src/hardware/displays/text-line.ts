import type { Socket } from "node:net";
import { z } from "zod";
import type { DisplayDriver } from "../driver.ts";
import { LANGUAGES, say } from "../phrases.ts";
import type { Message } from "../seams.ts";
import { openSerialLine, SerialPortConfig } from "../serial-line.ts";
import { transliterate, wrap } from "./text-line-words.ts";

const config = z.object({
  driver: z.literal("text-line"),
  port: SerialPortConfig,
  columns: z.int().min(8).max(80).default(20),
  languages: z
    .array(z.enum(LANGUAGES).exclude(["ar"]))
    .min(1)
    .max(LANGUAGES.length - 1)
    .default(["en"]),
  charset: z
    .enum(["ascii", "windows-1252"])
    .default("ascii")
    .meta({ description: "What the display has letters for; with ascii ä is shown as ae." }),
  turnMs: z
    .int()
    .min(500)
    .max(30_000)
    .default(2_500)
    .meta({ description: "How long each part of a long text stands." }),
});

/** Clears and goes to the first column of the first line: CD5220 and its like, which most customer displays speak. */
const CLEAR = Buffer.from([0x0c]);
const NEXT_LINE = Buffer.from("\r\n");

/**
 * Two lines of text on a serial line, a customer display say: the title above, what to do below, part after part and language
 * after language. Faults: the serial line's. When this process dies, the last text stays.
 */
export const textLine: DisplayDriver<typeof config> = {
  config,
  async open({ port, columns, languages, charset, turnMs }, events) {
    let pipe: Socket | undefined;
    let failed: string | undefined;
    let screens: readonly (readonly [string, string])[] = [];
    let at = 0;
    const draw = (): void => {
      const screen = screens[at % screens.length];
      if (screen === undefined || pipe === undefined) return;
      const [title, detail] = screen.map((line) => Buffer.from(line.padEnd(columns), "latin1"));
      pipe.write(Buffer.concat([CLEAR, title ?? Buffer.alloc(0), NEXT_LINE, detail ?? Buffer.alloc(0)]));
    };
    const turn = setInterval(() => {
      at++;
      if (screens.length > 1) draw();
    }, turnMs);
    const closeLine = openSerialLine(port, {
      opened(fresh) {
        pipe = fresh;
        if (failed !== undefined) events.recovered();
        failed = undefined;
        // A display that was without current is empty.
        draw();
      },
      lost(code, words) {
        pipe = undefined;
        if (failed !== code) events.failed(code, words);
        failed = code;
      },
    });
    return {
      show({ title, detail }: Message) {
        const fit = (text: string): string => (charset === "ascii" ? transliterate(text) : withoutOthers(text));
        screens = languages.flatMap((language) => {
          const [head = "", ...more] = wrap(fit(say(title, language)), columns);
          const parts = [...more, ...wrap(fit(say(detail, language)), columns)];
          return (parts.length === 0 ? [""] : parts).map((part) => [head, part] as const);
        });
        at = 0;
        turn.refresh();
        draw();
      },
      async close() {
        clearInterval(turn);
        await closeLine();
      },
    };
  },
};

/** What one byte of Latin-1 cannot say is left out. */
const withoutOthers = (text: string): string => text.replace(/€/g, "EUR").replace(/[^\u0020-\u00ff\n]/g, "");
