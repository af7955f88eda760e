import { existsSync, renameSync, writeFileSync } from "node:fs";
import type { Fact } from "@baygate/shared/fact";
import type { Clock } from "@baygate/shared/time";
import type { DeviceEvents } from "./hardware/seams.ts";

/** One thing that does not work now, as the cloud's console shows it. */
export interface Fault {
  readonly device: string;
  readonly code: string;
  readonly words: string;
}

/** What does not work now. Every outage begins and ends with a fact. */
export class Health {
  readonly #clock: Clock;
  readonly #tell: (fact: Fact) => void;
  readonly #outages = new Map<string, { readonly fault: Fault; readonly sinceMonoMs: number }>();
  readonly #listeners = new Set<() => void>();

  /** @param tell journals a fact; must not throw. */
  constructor(clock: Clock, tell: (fact: Fact) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  get faults(): readonly Fault[] {
    return [...this.#outages.values()].map(({ fault }) => fault);
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  failed(device: string, code: string, words: string): void {
    if (this.#outages.get(device)?.fault.code === code) return;
    const fault = { device, code, words };
    this.#outages.set(device, { fault, sinceMonoMs: this.#outages.get(device)?.sinceMonoMs ?? this.#clock.monoMs() });
    this.#tell({ kind: "device.failed", body: fault });
    for (const listener of this.#listeners) listener();
  }

  recovered(device: string): void {
    const outage = this.#outages.get(device);
    if (outage === undefined) return;
    this.#outages.delete(device);
    const downMs = Math.max(0, this.#clock.monoMs() - outage.sinceMonoMs);
    this.#tell({ kind: "device.recovered", body: { device, downMs } });
    for (const listener of this.#listeners) listener();
  }

  device(name: string): DeviceEvents {
    return {
      failed: (code, words) => this.failed(name, code, words),
      recovered: () => this.recovered(name),
    };
  }
}

/** Lays the gate's state where a person or a watchdog on the box finds it: whole or not at all. */
export function writeHealthFile(path: string, state: object): void {
  writeFileSync(`${path}.next`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o644 });
  renameSync(`${path}.next`, path);
}

/** systemd-timesyncd's mark that the wall clock was set by a server since the machine started. */
export const clockIsSynchronised = (): boolean => existsSync("/run/systemd/timesync/synchronized");
