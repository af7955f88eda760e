import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { TownState } from "./town.ts";

/** What the demo keeps between starts, beside the databases of the cloud and the gates. */
export interface Memory {
  seed: number;
  /** The town's clock when it was last written, ms. */
  clockMs: number;
  /** Gate tokens, by gate: shown once by the cloud, so they are kept here (mode 0600) as an installer would keep them. */
  gateTokens: Record<string, string>;
  /** Accounts by the UID of the card, and a driver's token where they use passes. */
  accounts: Record<string, { id: string; token: string | null }>;
  town: TownState;
}

export function readMemory(file: string): Memory | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Memory;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces the file whole, so that a stop in between leaves the old one. */
export function writeMemory(file: string, memory: Memory): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(memory), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
