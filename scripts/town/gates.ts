import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { factsInJournal } from "./books.ts";
import { type Child, startChild } from "./children.ts";
import { type LaneBench, openLaneBench } from "./lane-bench.ts";
import { type Link, openLink } from "./link.ts";
import { type DemoGate, demoGates } from "./places.ts";

/** One gate of the demo: its process, its link, the street side of its lanes. */
export interface RunningGate extends DemoGate {
  readonly child: Child;
  readonly link: Link;
  /** By zone. */
  readonly lanes: ReadonlyMap<string, LaneBench>;
  readonly journalFile: string;
}

export interface Gates {
  readonly all: readonly RunningGate[];
  stop(): Promise<void>;
}

export interface GatesOptions {
  readonly root: string;
  readonly data: string;
  /** A folder with a short path: a Unix socket's has at most 107 bytes. */
  readonly sockets: string;
  /** For BAYGATE_CLOCK. */
  readonly scale: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly mqttPort: number;
}

/** The box's configuration, as an installer would write it, with devices that are lines on a bench. */
function boxConfig(gate: DemoGate, dataDirectory: string, mqttPort: number, socket: (zone: string) => string): string {
  return stringify({
    estate: gate.estate,
    gate: gate.id,
    dataDirectory,
    clock: "trusted",
    cloud: { mqttUrl: `mqtt://127.0.0.1:${mqttPort}` },
    lanes: gate.zones.map((zone, index) => {
      const device = { driver: "simulated", socket: socket(zone) };
      const lane = { id: `lane-${index + 1}`, direction: gate.direction, zone };
      return {
        ...lane,
        readers: [{ ...device }],
        barrier: { ...device },
        loops: { ...device },
        display: { ...device },
      };
    }),
  });
}

export async function startGates(options: GatesOptions): Promise<Gates> {
  const all: RunningGate[] = [];
  for (const gate of demoGates) {
    const folder = join(options.data, "gates", gate.id);
    mkdirSync(folder, { recursive: true });
    const link = await openLink(options.mqttPort);
    const socket = (zone: string) => join(options.sockets, `${gate.id}.${zone}`);
    const config = join(folder, "box.yaml");
    writeFileSync(config, boxConfig(gate, folder, link.port, socket));
    const env = { BAYGATE_GATE_TOKEN: options.tokens[gate.id] ?? "", BAYGATE_CLOCK: options.scale };
    const log = join(options.data, `${gate.id}.log`);
    const child = startChild(gate.id, [join(options.root, "edge/src/main.ts"), "run", "--config", config], env, log);
    const lanes = new Map(gate.zones.map((zone) => [zone, openLaneBench(socket(zone))]));
    all.push({ ...gate, child, link, lanes, journalFile: join(folder, "journal.db") });
  }
  return {
    all,
    async stop() {
      for (const gate of all) for (const lane of gate.lanes.values()) lane.close();
      await Promise.all(all.map((gate) => gate.child.stop()));
      await Promise.all(all.map((gate) => gate.link.close()));
    },
  };
}

/** Facts in all journals. */
export const factsOf = (gates: Gates): number =>
  gates.all.reduce((sum, gate) => sum + factsInJournal(gate.journalFile), 0);
