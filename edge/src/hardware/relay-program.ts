import { z } from "zod";
import type { Switch } from "./relay-barrier.ts";
import { type SupervisedChild, superviseChild } from "./supervised-child.ts";

// Outputs, and inputs where there are any, behind a child program: a USB relay board, a chip's own lines. What the two ends say
// to each other is here.

export const RelayOrder = z.object({ id: z.int(), relay: z.int(), on: z.boolean() });
export type RelayOrder = z.output<typeof RelayOrder>;

export const RelaySays = z.discriminatedUnion("say", [
  /** `states`: what the inputs show, in the order asked for. */
  z.object({ say: z.literal("open"), states: z.array(z.boolean()).optional() }),
  /** Nothing such is there; the program goes on looking. */
  z.object({ say: z.literal("absent"), words: z.string() }),
  /** It is there and cannot be had; the program goes on trying. */
  z.object({ say: z.literal("refused"), words: z.string() }),
  /** It was there and is gone. The program leaves. */
  z.object({ say: z.literal("lost"), words: z.string() }),
  z.object({ say: z.literal("library-missing"), words: z.string() }),
  z.object({ say: z.literal("done"), id: z.int() }),
  z.object({ say: z.literal("not-done"), id: z.int(), words: z.string() }),
  /** They show something else. */
  z.object({ say: z.literal("inputs"), states: z.array(z.boolean()) }),
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
  /** The outputs can be told something: at first, and again after each outage. */
  found(): void;
  inputs?(states: readonly boolean[]): void;
}

export interface RelaySeat {
  /** Resolves when the board was found, or that it was not is told. */
  readonly ready: Promise<void>;
  /** @throws RelayFailed. Not kept for later. */
  readonly turn: Switch;
  close(): Promise<void>;
}

/** A command that the program does not answer in this time was not obeyed. Ms. */
const ANSWER_MS = 2_000;
const SILENT_MS = 5_000;
const RESTART = { firstMs: 200, mostMs: 5_000 };

/**
 * Keeps such a program running. Faults, each after the kind and a hyphen: `unplugged`, `refused`, `library-missing`,
 * `process-crashed`, `process-hung`; a command's also `silent`.
 */
export function openRelayProgram(kind: "relay" | "gpio", program: URL, its: object, events: RelayEvents): RelaySeat {
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, { done(): void; failed(error: RelayFailed): void }>();
  let down: RelayFailed | undefined = new RelayFailed(`${kind}-unplugged`, "not found yet");
  let told: string | undefined;
  let nextId = 0;

  const outage = (code: string, words: string): void => {
    down = new RelayFailed(`${kind}-${code}`, words);
    for (const each of waiting.values()) each.failed(down);
    waiting.clear();
    if (told !== code) events.failed(down.code, words);
    told = code;
    ready.resolve();
  };
  const opened = (states: readonly boolean[] | undefined): void => {
    child.settled();
    down = undefined;
    if (told !== undefined) events.recovered();
    told = undefined;
    events.found();
    if (states !== undefined) events.inputs?.(states);
    ready.resolve();
  };
  const heard = (said: RelaySays): void => {
    if (said.say === "done") waiting.get(said.id)?.done();
    else if (said.say === "not-done") waiting.get(said.id)?.failed(new RelayFailed(`${kind}-refused`, said.words));
    else if (said.say === "inputs") events.inputs?.(said.states);
    else if (said.say === "open") opened(said.states);
    else outage(CODE_OF[said.say], said.words);
  };
  const child: SupervisedChild = superviseChild({
    ...{ program, args: [JSON.stringify(its)], silentMs: SILENT_MS, restart: RESTART },
    heard: (message) => heard(RelaySays.parse(message)),
    ended(end, words) {
      // Leaving by itself, it has already said why.
      if (end !== "left") outage(`process-${end}`, words);
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
        const late = setTimeout(() => failed(new RelayFailed(`${kind}-silent`, "no answer")), ANSWER_MS);
        waiting.set(id, { done, failed });
        child.tell({ id, relay, on } satisfies RelayOrder);
      }),
    close: () => child.close(),
  };
}

const CODE_OF = {
  absent: "unplugged",
  lost: "unplugged",
  refused: "refused",
  "library-missing": "library-missing",
} as const;
