import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Journal } from "@baygate/edge/store/journal";
import { Replica } from "@baygate/edge/store/replica";
import { openClock } from "@baygate/shared/clock";
import { digestXor, EMPTY_DIGEST, type RuleChange, ruleDigestText, ruleText } from "@baygate/shared/rules";
import Sqlite from "better-sqlite3";
import { type Child, startChild } from "../../scripts/town/children.ts";

/** A real gate process with a camera, whose link has been down since it was given its rules. */
export interface GateBox {
  readonly pid: number;
  /** Everything that the gate decided, oldest first. */
  decisions(): { outcome: string; reason: string; account: string | null; credential: string | null }[];
  /** From the picture to the barrier's command, ms, of every opening. */
  elapsedMs(): number[];
  faults(): string[];
  /** What the arm did last. */
  arm(): "raised" | "lowered" | undefined;
  /** A car drives through the open lane and is gone. */
  driveThrough(): void;
  log(): string;
  stop(): Promise<void>;
}

export interface GateBoxOptions {
  readonly source: string;
  readonly width: number;
  readonly height: number;
  readonly rules: readonly RuleChange[];
}

const GATE = "harbour-in";

export async function startGateBox({ source, width, height, rules }: GateBoxOptions): Promise<GateBox> {
  const folder = mkdtempSync(join(tmpdir(), "baygate-qr-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  giveRules(data, rules);
  const socket = join(folder, "bench");
  const device = { driver: "simulated", socket };
  const lane = { id: "lane-1", direction: "arrive", zone: "main", barrier: device, loops: device, display: device };
  const readers = [{ driver: "camera", source, width, height, fps: 10, stallMs: 30_000 }];
  // JSON is YAML. Nothing listens on port 1: the link stays down.
  writeFileSync(
    join(folder, "box.yaml"),
    JSON.stringify({
      ...{ estate: "harbour", gate: GATE, dataDirectory: data, clock: "trusted" },
      ...{ cloud: { mqttUrl: "mqtt://127.0.0.1:1" }, lanes: [{ ...lane, readers }] },
    }),
  );
  const logFile = join(folder, "gate.log");
  const main = join(import.meta.dirname, "../../edge/src/main.ts");
  const child = startChild(
    GATE,
    [main, "run", "--config", join(folder, "box.yaml")],
    { BAYGATE_GATE_TOKEN: "not-needed", BAYGATE_LOG_LEVEL: "debug" },
    logFile,
  );
  const bench = await benchOf(socket, child);
  const facts = (kind: string): unknown[] => factsOf(join(data, "journal.db"), kind);
  return {
    pid: child.pid,
    decisions: () => facts("decision.made") as ReturnType<GateBox["decisions"]>,
    elapsedMs: () => (facts("barrier.opened") as { elapsedMs: number }[]).map((body) => body.elapsedMs),
    faults: () => (facts("device.failed") as { code: string }[]).map((body) => body.code),
    arm: bench.arm,
    driveThrough() {
      bench.say({ loop: "approach", occupied: true });
      bench.say({ loop: "clear", occupied: true });
      bench.say({ loop: "approach", occupied: false });
      bench.say({ loop: "clear", occupied: false });
    },
    log: () => readFileSync(logFile, "utf8"),
    async stop() {
      bench.close();
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As the downlink would have, before the link went down: the rules, and places to give for the journal's epoch. */
function giveRules(data: string, rules: readonly RuleChange[]): void {
  const journal = Journal.open({
    ...{ directory: data, estate: "harbour", gate: GATE, software: "test", bootId: "test", clock: openClock() },
    ...{ clockQuality: () => "synchronised" as const, rulesVersion: () => 1 },
  });
  const lease = ruleText("lease", { epoch: journal.epoch, lent: 100 });
  journal.close();
  const changes: RuleChange[] = [...rules, [`lease/${GATE}/main`, lease]];
  const digest = changes.reduce(
    (sum, [key, text]) =>
      digestXor(
        sum,
        createHash("sha256")
          .update(ruleDigestText(key, text ?? ""))
          .digest("hex"),
      ),
    EMPTY_DIGEST,
  );
  const replica = Replica.open(data);
  const { agreed } = replica.apply({ to: 1, changes, digest, reflects: null });
  replica.close();
  if (!agreed) throw new Error("the rules' digest is not theirs");
}

interface Bench {
  arm(): "raised" | "lowered" | undefined;
  say(line: object): void;
  close(): void;
}

async function benchOf(path: string, child: Child): Promise<Bench> {
  let ended = false;
  void child.exit.then(() => {
    ended = true;
  });
  while (!existsSync(path)) {
    if (ended) throw new Error("the gate ended before it was up");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const socket: Socket = connect(path);
  let arm: "raised" | "lowered" | undefined;
  socket.on("error", () => {});
  createInterface({ input: socket })
    .on("line", (line) => {
      arm = (JSON.parse(line) as { barrier?: "raised" | "lowered" }).barrier ?? arm;
    })
    .on("error", () => {});
  return { arm: () => arm, say: (line) => socket.write(`${JSON.stringify(line)}\n`), close: () => socket.destroy() };
}

/** Read as a person with `sqlite3` would, while the gate writes. */
function factsOf(journal: string, kind: string): unknown[] {
  if (!existsSync(journal)) return [];
  const file = new Sqlite(journal, { readonly: true, fileMustExist: true });
  try {
    return file
      .prepare<[string], { text: string }>("select text from fact where kind = ? order by seq")
      .all(kind)
      .map(({ text }) => (JSON.parse(text) as { body: unknown }).body);
  } finally {
    file.close();
  }
}
