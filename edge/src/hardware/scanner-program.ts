import { z } from "zod";
import type { Device, ReaderEvents } from "./seams.ts";
import { type SupervisedChild, superviseChild } from "./supervised-child.ts";

// A code scanner whose library runs in a child process: what the child says, and what becomes of it.

export const ScannerSays = z.discriminatedUnion("say", [
  z.object({ say: z.literal("open"), name: z.string() }),
  /** No such scanner; the child goes on looking. */
  z.object({ say: z.literal("absent"), words: z.string() }),
  /** Another program holds it, or we may not; the child goes on trying. */
  z.object({ say: z.literal("refused"), words: z.string() }),
  /** It was there and is gone. The child leaves. */
  z.object({ say: z.literal("lost"), words: z.string() }),
  /** The optional native add-on is not there, or is built for another Node. The child leaves. */
  z.object({ say: z.literal("library-missing"), words: z.string() }),
  z.object({ say: z.literal("scan"), text: z.string() }),
  z.object({ say: z.literal("unreadable"), code: z.string() }),
  z.object({ say: z.literal("flooding"), on: z.boolean() }),
]);
export type ScannerSays = z.infer<typeof ScannerSays>;

const SILENT_MS = 5_000;
const RESTART = { firstMs: 200, mostMs: 5_000 };
/** How often a child looks for a scanner that is not there. Ms. */
export const LOOK_EVERY_MS = 400;

/**
 * Faults: `scanner-unplugged` (also: never plugged in), `scanner-refused`, `scanner-floods`, `scanner-library-missing`,
 * `scanner-process-crashed`, `scanner-process-hung`.
 *
 * @param config handed to the program as JSON.
 * @returns when the scanner was found, or that it was not is told.
 */
export async function openScannerProgram(program: URL, config: object, events: ReaderEvents): Promise<Device> {
  const tried = Promise.withResolvers<void>();
  const outage = outageOf({
    failed(code, words) {
      events.failed(code, words);
      tried.resolve();
    },
    recovered: () => events.recovered(),
  });
  const child: SupervisedChild = superviseChild({
    ...{ program, args: [JSON.stringify(config)], silentMs: SILENT_MS, restart: RESTART },
    heard(message) {
      const said = ScannerSays.parse(message);
      if (said.say === "open") {
        child.settled();
        outage.ended();
        tried.resolve();
      } else if (said.say === "scan")
        events.read({ tier: "C", bytes: new TextEncoder().encode(said.text), atMs: performance.now() });
      else if (said.say === "unreadable") events.unreadable(said.code);
      else if (said.say !== "flooding") outage.began(codeOf[said.say], said.words);
      else if (said.on) outage.began("scanner-floods", FLOOD_WORDS);
      else outage.ended();
    },
    ended(end, words) {
      // Leaving by itself, it has already said why.
      if (end !== "left") outage.began(`scanner-process-${end}`, words);
    },
  });
  await tried.promise;
  return { close: () => child.close() };
}

export const FLOOD_WORDS = "It sends more than people can show; until it calms down it is not listened to.";

const codeOf = {
  absent: "scanner-unplugged",
  lost: "scanner-unplugged",
  refused: "scanner-refused",
  "library-missing": "scanner-library-missing",
} as const;

/** Reports an outage once, and its end; a new cause is a new report. */
export function outageOf({ failed, recovered }: Pick<ReaderEvents, "failed" | "recovered">) {
  let current: string | undefined;
  return {
    began(code: string, words: string): void {
      if (code === current) return;
      current = code;
      failed(code, words);
    },
    ended(): void {
      if (current === undefined) return;
      current = undefined;
      recovered();
    },
  };
}
