import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { type Program, startProgram } from "./program.ts";

/** A serial line between the gate and a device: a pair of pseudo-terminals that socat holds. */
export interface SerialCable {
  /** The names of its ends; they stay, plugged in or not. */
  readonly gate: string;
  readonly device: string;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** As an adapter that hangs: it is there, and nothing moves. */
  signal(name: NodeJS.Signals): void;
  close(): Promise<void>;
}

export async function laySerialCable(): Promise<SerialCable> {
  const folder = mkdtempSync(join(tmpdir(), "baygate-serial-"));
  const [gate, device] = [join(folder, "gate"), join(folder, "device")];
  let socat: Program | undefined;
  const unplug = async (): Promise<void> => {
    await socat?.end("SIGKILL");
    socat = undefined;
    for (const end of [gate, device]) rmSync(end, { force: true });
  };
  const plug = async (): Promise<void> => {
    socat = startProgram("socat", { args: [`pty,raw,echo=0,link=${gate}`, `pty,raw,echo=0,link=${device}`] });
    await vi.waitFor(() => {
      if (!existsSync(gate) || !existsSync(device)) throw new Error("socat made no pseudo-terminals");
    }, 10_000);
  };
  await plug();
  return {
    ...{ gate, device, plug, unplug },
    signal: (name) => socat?.signal(name),
    async close() {
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
