import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { AesKind } from "@baygate/edge/hardware/readers/card.testing";

/** `slipped`: it is gone as soon as the reader wakes it. `without-uid`: it answers that it has none. */
export type CardHeld = "whole" | "slipped" | "without-uid";

/**
 * What becomes of a card's answer to one command, the first being that for its UID. `torn`: it is pulled away instead. `hangs`: none ever
 * comes. `garbles`: half a status word. `refuses`: 6F00, no precise diagnosis.
 */
export interface CardAils {
  readonly at: number;
  readonly how: "torn" | "hangs" | "garbles" | "refuses";
}

/** The virtual reader has two slots; pcscd shows each as a reader: "Virtual PCD 00 00", "Virtual PCD 00 01". */
export type Slot = 0 | 1;

/** How a card is made, where that matters. */
export interface CardMade {
  /** Its key 1, in hex; absent: it knows nothing but its UID. */
  readonly chip?: { readonly kind: AesKind; readonly key: string };
  readonly ails?: CardAils;
  /** It is a phone with the driver's app; bytes in hex. */
  readonly phone?: {
    readonly certificate: string;
    readonly privateKey: string;
    readonly replays?: string;
    readonly locked?: boolean;
  };
}

/** What the card's process is told. */
export type CardOrder =
  | ({ readonly do: "insert"; readonly uid: string; readonly how: CardHeld; readonly slot: Slot } & CardMade)
  | { readonly do: "remove" };

/** A contactless card at pcscd's virtual reader (vsmartcard's vpcd). */
export interface VirtualCard {
  /** Holds a card to the reader, and on: it stays in the field over pcscd's restarts. @param uid hex */
  insert(uid: string, how?: CardHeld, slot?: Slot, made?: CardMade): void;
  remove(): void;
  /** How often a UID was asked for. */
  asked(): number;
  close(): Promise<void>;
}

/** @param enter a command and its arguments that run the rest in pcscd's network (pcscd.ts). */
export function openVirtualCard(enter: readonly string[]): VirtualCard {
  const [command = "", ...args] = enter;
  const program = fileURLToPath(new URL("./virtual-card-child.ts", import.meta.url));
  const child = spawn(command, [...args, process.execPath, program], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let asked = 0;
  child.on("message", () => asked++);
  const tell = (order: CardOrder): void => void child.send(order);
  return {
    insert: (uid, how = "whole", slot = 0, made = {}) => tell({ do: "insert", uid, how, slot, ...made }),
    remove: () => tell({ do: "remove" }),
    asked: () => asked,
    close: async () => {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
