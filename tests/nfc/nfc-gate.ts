import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Child, startChild } from "../../scripts/town/children.ts";

// One gate of an estate, as its own operating-system process: an arrival and a departure lane, each with an NFC reader;
// barriers and loops are lines on a bench.

export const lanes = [
  { id: "lane-in", direction: "arrive", slot: 0 },
  { id: "lane-out", direction: "depart", slot: 1 },
] as const;
export type LaneName = (typeof lanes)[number]["id"];

export interface NfcGate {
  readonly pid: number;
  /** What the gate last wrote about itself. */
  health(): { rules: number; waiting: number; online: boolean; faults: { device: string }[] } | undefined;
  arm(lane: LaneName): "raised" | "lowered" | undefined;
  /** A car rolls onto the first loop. */
  arrive(lane: LaneName): void;
  /** It drives through and is gone. */
  pass(lane: LaneName): void;
  /** kill -9. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface NfcGateOptions {
  readonly folder: string;
  readonly estate: string;
  readonly gate: string;
  readonly token: string;
  readonly mqttUrl: string;
  /** For PCSCLITE_CSOCK_NAME. */
  readonly pcscSocket: string;
}

export const journalFile = (folder: string): string => join(folder, "data", "journal.db");
export const logFile = (folder: string): string => join(folder, "gate.log");

export async function startNfcGate(options: NfcGateOptions): Promise<NfcGate> {
  const { folder, estate, gate, token, mqttUrl, pcscSocket } = options;
  const dataDirectory = join(folder, "data");
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const socket = (lane: string): string => join(folder, `${lane}.sock`);
  // JSON is YAML.
  const box = {
    ...{ estate, gate, dataDirectory, clock: "trusted", cloud: { mqttUrl } },
    lanes: lanes.map(({ id, direction, slot }) => {
      const device = { driver: "simulated", socket: socket(id) };
      const reader = { driver: "pcsc", reader: `Virtual PCD 00 0${slot}` };
      return { id, direction, zone: "main", readers: [reader], barrier: device, loops: device, display: device };
    }),
  };
  writeFileSync(join(folder, "box.yaml"), JSON.stringify(box));
  const child = startChild(
    gate,
    [join(import.meta.dirname, "../../edge/src/main.ts"), "run", "--config", join(folder, "box.yaml")],
    { BAYGATE_GATE_TOKEN: token, PCSCLITE_CSOCK_NAME: pcscSocket },
    logFile(folder),
  );
  const streets = new Map<string, Street>();
  for (const { id } of lanes) streets.set(id, await openStreet(socket(id), child));
  const street = (lane: LaneName): Street => {
    const found = streets.get(lane);
    if (found === undefined) throw new Error(`no lane ${lane}`);
    return found;
  };
  const leave = (): void => {
    for (const each of streets.values()) each.close();
  };
  const healthFile = join(dataDirectory, "health.json");
  return {
    pid: child.pid,
    health: () => (existsSync(healthFile) ? JSON.parse(readFileSync(healthFile, "utf8")) : undefined),
    arm: (lane) => street(lane).arm(),
    arrive: (lane) => street(lane).say({ loop: "approach", occupied: true }),
    pass(lane) {
      street(lane).say({ loop: "clear", occupied: true });
      street(lane).say({ loop: "approach", occupied: false });
      street(lane).say({ loop: "clear", occupied: false });
    },
    async kill() {
      process.kill(child.pid, "SIGKILL");
      await child.exit;
      leave();
    },
    async stop() {
      leave();
      await child.stop();
    },
  };
}

interface Street {
  arm(): "raised" | "lowered" | undefined;
  say(line: object): void;
  close(): void;
}

/** The bench is there when somebody answers: a killed gate leaves its socket's name behind. */
async function openStreet(path: string, child: Child): Promise<Street> {
  let ended = false;
  void child.exit.then(() => {
    ended = true;
  });
  let socket: Socket | undefined;
  while (socket === undefined) {
    if (ended) throw new Error("the gate ended before it was up");
    socket = await new Promise<Socket | undefined>((resolve) => {
      const dialled = connect(path, () => resolve(dialled));
      dialled.on("error", () => resolve(undefined));
    });
    if (socket === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const open = socket;
  let arm: "raised" | "lowered" | undefined;
  createInterface({ input: open })
    .on("line", (line) => {
      arm = (JSON.parse(line) as { barrier?: "raised" | "lowered" }).barrier ?? arm;
    })
    .on("error", () => {});
  return { arm: () => arm, say: (line) => open.write(`${JSON.stringify(line)}\n`), close: () => open.destroy() };
}
