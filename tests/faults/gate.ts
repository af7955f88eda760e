import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../lab/machine.ts";
import { type MqttRelay, openMqttRelay } from "../lab/mqtt-relay.ts";
import { type Program, startProgram } from "../lab/program.ts";
import type { Ends } from "./ends.ts";
import { ESTATE, ZONE } from "./mould.ts";
import { type Ride, type RideOptions, Street } from "./street.ts";

export type Direction = "arrive" | "depart";

export interface GateOptions {
  readonly id: string;
  readonly direction: Direction;
  readonly token: string;
  /** For its files and sockets; short, as a Unix socket's path has at most 107 bytes. */
  readonly folder: string;
  /** Holds the journal; in the gate's own machine, when it has one. */
  readonly dataDirectory?: string;
  readonly mqttPort: number;
  /** The broker as the gate itself reaches it; else through a relay of this process. */
  readonly mqttUrl?: string;
  readonly machine?: Machine;
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: "auto" | "trusted";
}

interface Health {
  readonly rules: number;
  readonly waiting: number;
  readonly online: boolean;
  readonly faults: readonly { readonly device: string; readonly code: string }[];
}

const MAIN = join(import.meta.dirname, "../../edge/src/main.ts");

/** A gate of one lane: a real process of the edge, with its street and the way to its broker. */
export class Gate {
  readonly id: string;
  readonly direction: Direction;
  readonly relay: MqttRelay;
  readonly street: Street;
  readonly #options: GateOptions;
  dataDirectory: string;
  #program: Program | undefined;
  #up: Promise<void> = Promise.resolve();

  private constructor(options: GateOptions, relay: MqttRelay) {
    this.id = options.id;
    this.direction = options.direction;
    this.relay = relay;
    this.#options = options;
    this.dataDirectory = options.dataDirectory ?? join(options.folder, options.id);
    this.street = new Street(this.#socket);
  }

  static async open(ends: Ends, options: GateOptions): Promise<Gate> {
    const relay = await openMqttRelay(options.mqttPort);
    ends.add(relay.close);
    const gate = new Gate(options, relay);
    ends.add(async () => {
      gate.street.close();
      await gate.end("SIGTERM");
    });
    return gate;
  }

  get #socket(): string {
    return join(this.#options.folder, `${this.id}.sock`);
  }

  get pid(): number {
    return this.#program?.pid ?? 0;
  }

  get running(): boolean {
    return this.#program?.running === true;
  }

  /** Where a file of it is seen from here. */
  see(...path: string[]): string {
    const inside = join(this.dataDirectory, ...path);
    return this.#options.machine?.see(inside) ?? inside;
  }

  /** Its journals: the one in use and those set aside. */
  get journals(): string[] {
    if (!existsSync(this.see())) return [];
    return readdirSync(this.see())
      .filter((name) => /^journal.*\.db$/.test(name))
      .map((name) => this.see(name));
  }

  get health(): Health | undefined {
    const file = this.see("health.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  }

  /** Starts the process; resolves once its lane works. */
  async start(): Promise<void> {
    const { folder, token, machine, env, clock = "trusted", mqttUrl } = this.#options;
    if (machine === undefined) mkdirSync(this.dataDirectory, { recursive: true, mode: 0o700 });
    const device = { driver: "simulated", socket: this.#socket };
    const lane = { id: "lane", direction: this.direction, zone: ZONE };
    // JSON is YAML.
    const box = {
      ...{ estate: ESTATE, gate: this.id, dataDirectory: this.dataDirectory, clock },
      cloud: { mqttUrl: mqttUrl ?? `mqtt://127.0.0.1:${this.relay.port}` },
      lanes: [{ ...lane, readers: [device], barrier: device, loops: device, display: device }],
    };
    const config = join(folder, `${this.id}.yaml`);
    writeFileSync(config, JSON.stringify(box));
    this.#program = startProgram(process.execPath, {
      args: [MAIN, "run", "--config", config],
      env: { BAYGATE_GATE_TOKEN: token, ...env },
      logFile: join(folder, `${this.id}.log`),
      ...(machine ? { enter: machine.enter } : {}),
    });
    this.#up = this.#program.says("gate is up");
    this.#up.catch(() => {});
    await this.#up;
    while (!this.street.connected) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async ride(uid: string, options?: RideOptions): Promise<Ride> {
    await this.#up.catch(() => {});
    return await this.street.ride(uid, options);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async end(how: NodeJS.Signals): Promise<void> {
    await this.#program?.end(how);
    while (this.street.connected) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  signal(name: NodeJS.Signals): void {
    this.#program?.signal(name);
  }
}
