import { z } from "zod";
import type { Switch } from "./relay-barrier.ts";
import { type SupervisedChild, superviseChild } from "./supervised-child.ts";

// The common USB relay boards with one to eight relays that are a HID device (16c0:05df, "USBRelay2" and its like). They keep
// their relays as they are when nobody talks to them, and have no inputs. One board can be shared by several devices.

export const UsbRelayBoard = z.strictObject({
  serial: z
    .string()
    .length(5)
    .optional()
    .meta({ description: "The five characters on the board; without it any, which is right where there is one." }),
});
export type UsbRelayBoard = z.output<typeof UsbRelayBoard>;

export const RelayOrder = z.object({ id: z.int(), relay: z.int(), on: z.boolean() });
export type RelayOrder = z.output<typeof RelayOrder>;

export const RelaySays = z.discriminatedUnion("say", [
  z.object({ say: z.literal("open"), relays: z.int() }),
  z.object({ say: z.literal("absent"), words: z.string() }),
  z.object({ say: z.literal("refused"), words: z.string() }),
  z.object({ say: z.literal("lost"), words: z.string() }),
  z.object({ say: z.literal("library-missing"), words: z.string() }),
  z.object({ say: z.literal("done"), id: z.int() }),
  z.object({ say: z.literal("not-done"), id: z.int(), words: z.string() }),
]);
export type RelaySays = z.infer<typeof RelaySays>;

export class RelayFailed extends Error {
  readonly code: string;
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

export interface RelayEvents {
  failed(code: string, words: string): void;
  recovered(): void;
  /** The board can be told something: at first, and again after each outage. */
  found(): void;
}

export interface UsbRelay {
  /** Resolves when the board was found, or that it was not is told. */
  readonly ready: Promise<void>;
  /** @throws RelayFailed. Not kept for later. */
  readonly turn: Switch;
  close(): Promise<void>;
}

/** A command that the board's process does not answer in this time was not obeyed. Ms. */
const ANSWER_MS = 2_000;
const SILENT_MS = 5_000;
const RESTART = { firstMs: 200, mostMs: 5_000 };

/** Faults: `relay-unplugged`, `relay-refused`, `relay-library-missing`, `relay-process-crashed`, `relay-process-hung`. */
export function openUsbRelay(board: UsbRelayBoard, events: RelayEvents): UsbRelay {
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, { done(): void; failed(error: RelayFailed): void }>();
  let down: RelayFailed | undefined = new RelayFailed("relay-unplugged", "not found yet");
  let told: string | undefined;
  let nextId = 0;

  const outage = (code: string, words: string): void => {
    down = new RelayFailed(code, words);
    for (const each of waiting.values()) each.failed(down);
    waiting.clear();
    if (told !== code) events.failed(code, words);
    told = code;
    ready.resolve();
  };
  const heard = (said: RelaySays): void => {
    if (said.say === "done") waiting.get(said.id)?.done();
    else if (said.say === "not-done") waiting.get(said.id)?.failed(new RelayFailed("relay-refused", said.words));
    else if (said.say === "open") {
      child.settled();
      down = undefined;
      if (told !== undefined) events.recovered();
      told = undefined;
      events.found();
      ready.resolve();
    } else outage(CODE_OF[said.say], said.words);
  };
  const child: SupervisedChild = superviseChild({
    program: new URL("./usb-relay-child.ts", import.meta.url),
    args: [JSON.stringify(board)],
    ...{ silentMs: SILENT_MS, restart: RESTART },
    heard: (message) => heard(RelaySays.parse(message)),
    ended(end, words) {
      if (end !== "left") outage(`relay-process-${end}`, words);
    },
  });
  return {
    ready: ready.promise,
    turn: (relay, on) =>
      new Promise((resolve, reject) => {
        if (down !== undefined) return reject(down);
        const id = nextId++;
        const over = (): void => {
          clearTimeout(late);
          waiting.delete(id);
        };
        const failed = (error: RelayFailed): void => {
          over();
          reject(error);
        };
        const done = (): void => {
          over();
          resolve();
        };
        const late = setTimeout(() => failed(new RelayFailed("relay-silent", "no answer")), ANSWER_MS);
        waiting.set(id, { done, failed });
        child.tell({ id, relay, on } satisfies RelayOrder);
      }),
    close: () => child.close(),
  };
}

const CODE_OF = {
  absent: "relay-unplugged",
  lost: "relay-unplugged",
  refused: "relay-refused",
  "library-missing": "relay-library-missing",
} as const;
