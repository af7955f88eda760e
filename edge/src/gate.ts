import { join } from "node:path";
import { type GateStatus, WIRE_VERSION } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import type { Clock, ClockQuality } from "@baygate/shared/time";
import { CardLinking } from "./card-linking.ts";
import type { BoxConfig, LaneConfig } from "./config.ts";
import { type ClockWatch, lookAtClock } from "./core/clock-quality.ts";
import type { Road } from "./core/lane-state.ts";
import type { DriverContext } from "./hardware/driver.ts";
import type { Barrier, Device, DeviceEvents, ReaderEvents } from "./hardware/seams.ts";
import { Health, writeHealthFile } from "./health.ts";
import { barrierOf, calmLoops, calmReader, keepOpening, LateDisplay } from "./kept-open.ts";
import { Lane, type LaneGround, type LaneReader, resolvePassages } from "./lane.ts";
import { ruleOf } from "./lane-tap.ts";
import type { Log } from "./log.ts";
import { OpeningCode, openingKey } from "./opening-code.ts";
import { RulesAge } from "./rules-age.ts";
import { Journal, StorageFailed } from "./store/journal.ts";
import { Replica } from "./store/replica.ts";
import type { OpenCarrier } from "./sync/carrier.ts";
import { Downlink } from "./sync/downlink.ts";
import { Link, type LinkEvents } from "./sync/link.ts";
import { type OrdersGround, obey } from "./sync/orders.ts";
import { Uplink } from "./sync/uplink.ts";
import { Trust } from "./trust.ts";

// A gate, put together: stores, lanes, uplink, downlink, link. It may be killed at any moment.

const STATUS_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 60_000;
/** Well below what counts as a step of the clock. */
const ONE_MOMENT_MS = 250;

/** What a gate is told by its box. */
export type GateConfig = Pick<BoxConfig, "estate" | "gate" | "dataDirectory" | "cloud" | "lanes">;

/** What a gate's process finds in the world. */
export interface GateWorld {
  readonly software: string;
  readonly clock: Clock;
  /** Whether the wall clock is known to be right. */
  readonly clockIsSure: () => boolean;
  /** Names this boot of the machine: its monotonic clock goes on as long as this stays. */
  readonly bootId: string;
  /** The gate's password at the broker. */
  readonly token: string;
  readonly log: Log;
  /** Another way to the cloud than MQTT. */
  readonly openCarrier?: OpenCarrier;
}

/** A gate that works. */
export interface OpenGate {
  readonly journal: Journal;
  readonly replica: Replica;
  stop(): Promise<void>;
}

/**
 * Opens a gate on its data directory, which is taken for this process alone by the caller. It works when this resolves; whatever is
 * not there yet (link, rules, devices) it waits for by itself.
 *
 * @throws StorageFailed, or the system's error when the directory cannot be used.
 */
export async function openGate(config: GateConfig, world: GateWorld): Promise<OpenGate> {
  const { estate, gate, dataDirectory } = config;
  const { clock, log, bootId, software } = world;
  const clockQuality = watchClock(world);
  const replica = Replica.open(dataDirectory);
  const journal = Journal.open({
    ...{ directory: dataDirectory, estate, gate, software, bootId, clock, clockQuality },
    rulesVersion: () => replica.version,
  });
  resolvePassages(journal);
  const health = new Health(clock, (fact) => tell(journal, fact, log));

  const lanes = new Map<string, Lane>();
  const link = (): Link => connection;
  const uplink = new Uplink({
    ...{ journal, link, clock, bootId, log },
    moved: () => status.changed(),
    journalsTurn: () => downlink.connected(),
  });
  const refreshLanes = (): void => {
    for (const lane of lanes.values()) lane.refresh();
  };
  const trust = new Trust(dataDirectory, config.cloud.trustRoot);
  const rulesChanged = (): void => {
    heed(ground, trust);
    refreshLanes();
    status.changed();
  };
  const linking = new CardLinking(clock, refreshLanes);
  const rulesAge = new RulesAge({ journal, clock, clockQuality });
  const downlink = new Downlink({
    ...{ gate, journal, replica, link, log },
    ...{ changed: rulesChanged, confirmed: () => rulesAge.confirmed() },
  });
  const status = new StatusReport(() => {
    const report: GateStatus = {
      ...{ v: WIRE_VERSION, online: connection.connected, software, epoch: journal.epoch },
      ...{ waiting: uplink.waiting, rules: replica.version, faults: [...health.faults] },
    };
    connection.publish("status", report, { retain: true });
    writeHealthFile(join(dataDirectory, "health.json"), { ...report, refusedMessages: connection.refused });
  }, log);
  health.onChange(() => status.changed());
  journal.onAppend(() => status.changed());
  const orders: OrdersGround = {
    ...{ gate, journal, replica, clock, log, link, linking },
    lane: (id) => lanes.get(id),
    resync: () => downlink.distrust(),
  };
  const connection = new Link(
    { url: config.cloud.mqttUrl, estate, gate, token: world.token, log },
    linkEvents(uplink, downlink, status, (text) => obey(orders, text)),
    world.openCarrier,
  );

  const ground: Omit<LaneGround, "lane"> = {
    ...{ estate, gate, clock, clockQuality, journal, replica, health, log, linking, trust },
    linkFresh: () => uplink.answered && downlink.fresh,
    rulesAgeMs: () => rulesAge.ms,
    replicaLost: () => downlink.emptied(),
  };
  heed(ground, trust);
  const devices: Device[] = [];
  for (const lane of config.lanes) devices.push(...(await addLane(lane, lanes, ground, world.token)));
  const looking = setInterval(() => {
    const { owes } = journal;
    lookAfter(journal, replica, health, log, clockQuality);
    if (owes && !journal.owes) refreshLanes();
    for (const { id, zone } of config.lanes)
      lookForLease(lanes.get(id), { id, zone, gate, fresh: downlink.fresh }, health);
  }, LOOK_EVERY_MS).unref();
  log.info({ epoch: journal.epoch, facts: journal.last, acked: journal.acked, rules: replica.version }, "gate is up");

  return {
    journal,
    replica,
    async stop() {
      clearInterval(looking);
      for (const lane of lanes.values()) lane.stop();
      await Promise.all(devices.map((device) => device.close()));
      for (const each of [uplink, downlink, status, linking]) each.stop();
      await connection.close();
      for (const store of [replica, journal]) store.close();
      await replica.idle();
    },
  };
}

/** What the gate says of its wall clock, whenever it is asked. */
function watchClock({ clock, clockIsSure }: GateWorld): () => ClockQuality {
  let watch: ClockWatch | undefined;
  return () => {
    const look = lookAtClock(watch, { ...bothClocks(clock), sure: clockIsSure() });
    watch = look.watch;
    return look.quality;
  };
}

/** Both clocks at one moment: a process that was put aside between the two would take that for a step. */
function bothClocks(clock: Clock): { wallMs: number; monoMs: number } {
  for (let tries = 1; ; tries++) {
    const before = clock.monoMs();
    const wallMs = clock.wallMs();
    const monoMs = clock.monoMs();
    if (monoMs - before < ONE_MOMENT_MS || tries === 10) return { wallMs, monoMs };
  }
}

function linkEvents(
  uplink: Uplink,
  downlink: Downlink,
  status: StatusReport,
  order: (text: string) => void,
): LinkEvents {
  return {
    connected() {
      uplink.connected();
      status.changed();
    },
    disconnected() {
      downlink.disconnected();
      uplink.disconnected();
      status.changed();
    },
    message(topic, text) {
      downlink.heard();
      if (topic === "ack") uplink.message(text);
      else if (topic === "rules") downlink.message(text);
      else order(text);
    },
  };
}

const roadOf = ({ id, zone, direction, sensing }: LaneConfig): Road => ({ id, zone, direction, sensing });

async function addLane(
  lane: LaneConfig,
  lanes: Map<string, Lane>,
  ground: Omit<LaneGround, "lane">,
  token: string,
): Promise<Device[]> {
  const openingCode = new OpeningCode(openingKey(token), { gate: ground.gate, lane: lane.id });
  const opened = new Lane({ ...ground, lane: roadOf(lane), openingCode });
  lanes.set(lane.id, opened);
  return await openLane(lane, opened, ground);
}

/** Takes the trust list that came with the rules. A list that is not to be gone by is a fault, and the one before counts. */
function heed(ground: Omit<LaneGround, "lane">, trust: Trust): void {
  const { health } = ground;
  const rule = ruleOf(ground, () => ground.replica.get("trust-list"));
  const fault = rule && trust.offer(rule);
  if (fault === undefined) health.recovered("trust");
  else health.failed("trust", fault, "the trust list in the rules is not to be gone by; the one before counts");
}

/** Opens a lane's devices, each for itself: what is absent, throws or hangs is a fault, and the lane goes on with the others. */
async function openLane(config: LaneConfig, lane: Lane, { clock, health, log }: LaneHouse): Promise<Device[]> {
  const context = (device: string): DriverContext => ({
    device,
    openingCode: () => lane.openingCode(),
    log: {
      info: (detail, words) => log.info({ device, ...detail }, words),
      warn: (detail, words) => log.warn({ device, ...detail }, words),
    },
  });
  const keep = <D extends Device, E extends DeviceEvents>(
    device: string,
    { open }: { readonly open: (events: E, context: DriverContext) => Promise<D> },
    events: E,
    have: (opened: D) => void = () => undefined,
  ): Promise<Device> => keepOpening(() => open(events, context(`${config.id}/${device}`)), events, clock, have);
  const said = (device: string): DeviceEvents => health.device(`${config.id}/${device}`);

  let barrier: Barrier | undefined;
  const display = new LateDisplay();
  const first = await Promise.all([
    keep("barrier", config.barrier, { ...said("barrier"), ...lane.arm }, (opened) => {
      barrier = opened;
    }),
    keep("display", config.display, said("display"), (opened) => display.have(opened)),
    keep(
      "loops",
      config.loops,
      calmLoops(
        {
          ...watched(said("loops"), (works) => lane.loopsWork(works)),
          ...lane.arm,
          ...{ changed: lane.loopChanged, fireAlarm: lane.fireAlarm },
        },
        clock,
      ),
    ),
  ]);
  lane.start({ barrier: barrierOf(() => barrier, clock), display });
  const readers = await Promise.all(
    config.readers.map((reader, index) => {
      const place: LaneReader = { kind: reader.kind, direction: reader.direction };
      lane.readerWorks(place, true);
      const events: ReaderEvents = {
        ...watched(said(`reader-${index}`), (works) => lane.readerWorks(place, works)),
        asks: lane.asks,
        read: (read) => lane.read(read, place),
        unreadable: (code) => lane.unreadable(code),
      };
      return keep(`reader-${index}`, reader, calmReader(events, clock));
    }),
  );
  return [...readers, ...first.reverse()];
}

/** What a lane's devices need of their gate. */
interface LaneHouse {
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
}

/** What a device says of itself, heard by the lane, too. */
function watched(events: DeviceEvents, works: (works: boolean) => void): DeviceEvents {
  return {
    failed(code, words) {
      events.failed(code, words);
      works(false);
    },
    recovered() {
      events.recovered();
      works(true);
    },
  };
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
    journal.settle();
    if (journal.outOfBallast) health.failed("storage", "disk-full", "the disk is full; only a reserve was left");
    else health.recovered("storage");
  } catch (error) {
    log.error({ err: error }, "the journal could not be pruned, or what is owed to it not written");
    health.failed("storage", "storage-failed", "the disk takes nothing");
  }
}

/** A lane that would say for ever that it is full. Once a minute: a gate that is new is lent its first places a moment after it came. */
function lookForLease(
  lane: Lane | undefined,
  { id, zone, gate, fresh }: { id: string; zone: string; gate: string; fresh: boolean },
  health: Health,
): void {
  if (!fresh) return;
  if (lane?.lacksLease() === true)
    health.failed(
      id,
      "lane-without-lease",
      `the rules lend gate ${gate} no place in zone "${zone}": the operator must add it to the gate's arrival zones`,
    );
  else health.recovered(id);
}

function tell(journal: Journal, fact: Fact, log: Log): void {
  try {
    const [journalled] = journal.append([fact]);
    log.warn({ fact: journalled?.id, ...fact.body }, fact.kind);
  } catch (error) {
    if (error instanceof StorageFailed) journal.owe([fact]);
    log.error({ err: error, ...fact.body }, `${fact.kind}, and it could not be journalled`);
  }
}
