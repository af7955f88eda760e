import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openClock } from "@baygate/shared/clock";
import { type GateStatus, WIRE_VERSION } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import type { Clock, ClockQuality } from "@baygate/shared/time";
import { Command } from "commander";
import { type BoxConfig, ConfigInvalid, type LaneConfig, readConfig } from "./config.ts";
import { type ClockWatch, lookAtClock } from "./core/clock-quality.ts";
import type { DriverContext } from "./hardware/driver.ts";
import type { Device } from "./hardware/seams.ts";
import { clockIsSynchronised, Health, writeHealthFile } from "./health.ts";
import { Lane, type LaneGround, resolvePassages } from "./lane.ts";
import { type Log, openLog } from "./log.ts";
import { checkJournal, Journal } from "./store/journal.ts";
import { takeDirectory } from "./store/lock.ts";
import { Replica } from "./store/replica.ts";
import { Downlink } from "./sync/downlink.ts";
import { Link, type LinkEvents } from "./sync/link.ts";
import { type OrdersGround, obey } from "./sync/orders.ts";
import { Uplink } from "./sync/uplink.ts";

// The only place that constructs things. A gate is one process; it may be killed at any moment.

const SOFTWARE = "0.1.0";
const STATUS_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 60_000;

interface RunningGate {
  stop(): Promise<void>;
}

async function runGate(config: BoxConfig, token: string, log: Log): Promise<RunningGate> {
  const { estate, gate, dataDirectory } = config;
  const release = takeDirectory(dataDirectory);
  const clock = openClock(process.env["BAYGATE_CLOCK"]);
  const clockQuality = watchClock(config, clock);
  const replica = Replica.open(dataDirectory);
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const journal = Journal.open({
    ...{ directory: dataDirectory, estate, gate, software: SOFTWARE, bootId, clock, clockQuality },
    rulesVersion: () => replica.version,
  });
  resolvePassages(journal);
  const health = new Health(clock, (fact) => tell(journal, fact, log));

  const lanes = new Map<string, Lane>();
  const link = (): Link => connection;
  const uplink = new Uplink({
    ...{ journal, link, clock, bootId, log },
    epochBegun: () => downlink.tell(),
    moved: () => status.changed(),
  });
  const rulesChanged = (): void => {
    for (const lane of lanes.values()) lane.refresh();
    status.changed();
  };
  const downlink = new Downlink({ gate, journal, replica, link, log, changed: rulesChanged });
  const status = new StatusReport(() => {
    const report: GateStatus = {
      ...{ v: WIRE_VERSION, online: connection.connected, software: SOFTWARE, epoch: journal.epoch },
      ...{ waiting: uplink.waiting, rules: replica.version, faults: [...health.faults] },
    };
    connection.publish("status", report, { retain: true });
    writeHealthFile(join(dataDirectory, "health.json"), { ...report, refusedMessages: connection.refused });
  }, log);
  health.onChange(() => status.changed());
  journal.onAppend(() => status.changed());
  const orders: OrdersGround = {
    ...{ gate, journal, replica, clock, log, link },
    lane: (id) => lanes.get(id),
    resync: () => downlink.distrust(),
  };
  const connection = new Link(
    { url: config.cloud.mqttUrl, estate, gate, token, log },
    linkEvents(uplink, downlink, status, (text) => obey(orders, text)),
  );

  const ground: Omit<LaneGround, "lane"> = {
    ...{ estate, gate, clock, clockQuality, journal, replica, health, log },
    linkFresh: () => uplink.answered && downlink.fresh,
    replicaLost: () => downlink.emptied(),
  };
  const devices: Device[] = [];
  for (const lane of config.lanes) {
    const opened = new Lane({ ...ground, lane });
    lanes.set(lane.id, opened);
    devices.push(...(await openLane(lane, opened, health, log)));
  }
  const looking = setInterval(() => lookAfter(journal, replica, health, log, clockQuality), LOOK_EVERY_MS).unref();
  log.info({ epoch: journal.epoch, facts: journal.last, acked: journal.acked, rules: replica.version }, "gate is up");

  return {
    async stop() {
      clearInterval(looking);
      for (const lane of lanes.values()) lane.stop();
      await Promise.all(devices.map((device) => device.close()));
      for (const each of [uplink, downlink, status]) each.stop();
      await connection.close();
      for (const store of [replica, journal]) store.close();
      release();
      log.info("gate is down");
    },
  };
}

/** What the gate says of its wall clock, whenever it is asked. */
function watchClock(config: BoxConfig, clock: Clock): () => ClockQuality {
  let watch: ClockWatch | undefined;
  return () => {
    const sure = config.clock === "trusted" || clockIsSynchronised();
    const look = lookAtClock(watch, { wallMs: clock.wallMs(), monoMs: clock.monoMs(), sure });
    watch = look.watch;
    return look.quality;
  };
}

function linkEvents(
  uplink: Uplink,
  downlink: Downlink,
  status: StatusReport,
  order: (text: string) => void,
): LinkEvents {
  return {
    connected() {
      downlink.connected();
      uplink.connected();
      status.changed();
    },
    disconnected() {
      downlink.disconnected();
      uplink.disconnected();
      status.changed();
    },
    message(topic, text) {
      if (topic === "ack") uplink.message(text);
      else if (topic === "rules") downlink.message(text);
      else order(text);
    },
  };
}

/** Opens a lane's devices. A driver whose device is absent reports that itself; one that cannot even open is a fault of the gate. */
async function openLane(config: LaneConfig, lane: Lane, health: Health, log: Log): Promise<Device[]> {
  const context = (device: string): DriverContext => ({
    device,
    log: {
      info: (detail, words) => log.info({ device, ...detail }, words),
      warn: (detail, words) => log.warn({ device, ...detail }, words),
    },
  });
  const name = (device: string): string => `${config.id}/${device}`;
  const barrier = await config.barrier.open(health.device(name("barrier")), context(name("barrier")));
  const display = await config.display.open(health.device(name("display")), context(name("display")));
  const loops = await config.loops.open(
    { ...health.device(name("loops")), changed: lane.loopChanged },
    context(name("loops")),
  );
  lane.start({ barrier, display });
  const readers = await Promise.all(
    config.readers.map((reader, index) =>
      reader.open(
        {
          ...health.device(name(`reader-${index}`)),
          read: (read) => lane.read(read),
          unreadable: (code) => lane.unreadable(code),
        },
        context(name(`reader-${index}`)),
      ),
    ),
  );
  return [...readers, loops, display, barrier];
}

/** The gate's state for the cloud and for the box, on change, at most once a second. */
class StatusReport {
  readonly #report: () => void;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(report: () => void, log: Log) {
    this.#report = report;
    this.#log = log;
  }

  changed(): void {
    if (this.#stopped) return;
    const waitMs = Math.max(0, this.#lastMs + STATUS_EVERY_MS - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#lastMs = performance.now();
      try {
        this.#report();
      } catch (error) {
        this.#log.warn({ err: error }, "the state could not be reported");
      }
    }, waitMs).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}

/** Once a minute: lets go of what is no longer needed, looks whether the disk has room again, and at the clocks. */
function lookAfter(journal: Journal, replica: Replica, health: Health, log: Log, clockQuality: () => string): void {
  clockQuality();
  try {
    journal.prune(replica.reflects);
    if (journal.outOfBallast) health.failed("storage", "disk-full", "the disk is full; only a reserve was left");
    else health.recovered("storage");
  } catch (error) {
    log.error({ err: error }, "the journal could not be pruned");
    health.failed("storage", "storage-failed", "the disk takes nothing");
  }
}

function tell(journal: Journal, fact: Fact, log: Log): void {
  try {
    const [journalled] = journal.append([fact]);
    log.warn({ fact: journalled?.id, ...fact.body }, fact.kind);
  } catch (error) {
    log.error({ err: error, ...fact.body }, `${fact.kind}, and it could not be journalled`);
  }
}

/** The gate's token, from the file that the configuration names or from the environment. */
function readToken(config: BoxConfig): string {
  const { tokenFile } = config.cloud;
  const token = tokenFile === undefined ? process.env["BAYGATE_GATE_TOKEN"] : readFileSync(tokenFile, "utf8").trim();
  if (!token)
    throw Object.assign(new Error("no token: set cloud.tokenFile or BAYGATE_GATE_TOKEN"), { code: "token-missing" });
  return token;
}

const program = new Command("edge").description("Runs the gate of this box.").version(SOFTWARE);
program
  .command("run", { isDefault: true })
  .description("run the gate until it is told to stop")
  .requiredOption("--config <file>", "the box's configuration")
  .action(async ({ config: file }: { config: string }) => {
    const config = readConfig(file);
    const gate = await runGate(config, readToken(config), openLog(config.gate));
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      gate.stop().then(() => process.exit(0), fail);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
program
  .command("check")
  .description("check a configuration and say everything that is wrong with it")
  .requiredOption("--config <file>", "the box's configuration")
  .action(({ config: file }: { config: string }) => {
    const config = readConfig(file);
    process.stdout.write(
      `${file}: gate ${config.gate} of ${config.estate}, ${config.lanes.length} lane(s), no fault\n`,
    );
  });

program
  .command("verify")
  .description("follow the whole hash chain of the journal, also of a gate that runs")
  .requiredOption("--config <file>", "the box's configuration")
  .action(({ config: file }: { config: string }) => {
    const { facts, fault } = checkJournal(readConfig(file).dataDirectory);
    if (fault !== undefined)
      throw Object.assign(new Error(`fact ${fault.seq}: ${fault.words}`), { code: "chain-broken" });
    process.stdout.write(`${facts} facts, every one as it was written\n`);
  });

/** Operating failures end the process with their code in words: 2 for a configuration, else 1. */
function fail(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
  process.stderr.write(
    `${code}: ${error instanceof Error ? (code === "internal" ? error.stack : error.message) : String(error)}\n`,
  );
  process.exit(error instanceof ConfigInvalid ? 2 : 1);
}

await program.parseAsync().catch(fail);
