import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * `slipped`: it is gone as soon as the reader wakes it. `torn`: it is pulled away when its UID is asked for, before it
 * answers. `without-uid`: it answers that it has none.
 */
export type CardHeld = "whole" | "slipped" | "torn" | "without-uid";

/** The virtual reader has two slots; pcscd shows each as a reader: "Virtual PCD 00 00", "Virtual PCD 00 01". */
export type Slot = 0 | 1;

/** What the card's process is told. */
export type CardOrder =
  | { readonly do: "insert"; readonly uid: string; readonly how: CardHeld; readonly slot: Slot }
  | { readonly do: "remove" };

/** A contactless card at pcscd's virtual reader (vsmartcard's vpcd). */
export interface VirtualCard {
  /** Holds a card to the reader, and on: it stays in the field over pcscd's restarts. @param uid hex */
  insert(uid: string, how?: CardHeld, slot?: Slot): void;
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
    insert: (uid, how = "whole", slot = 0) => tell({ do: "insert", uid, how, slot }),
    remove: () => tell({ do: "remove" }),
    asked: () => asked,
    close: async () => {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
