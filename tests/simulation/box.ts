import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fact } from "@baygate/shared/fact";
import { openLog } from "../../cloud/src/log.ts";
import { type GateConfig, type OpenGate, openGate } from "../../edge/src/gate.ts";
import type { LoopEvents, LoopName, ReaderEvents } from "../../edge/src/hardware/seams.ts";
import type { Journalled } from "../../edge/src/store/journal.ts";
import type { Chance } from "../../scripts/town/chance.ts";
import type { Network } from "./network.ts";
import { type CrashPoint, ESTATE, type GatePlan, ZONE } from "./plan.ts";
import { plantedParts } from "./planting.ts";
import { PowerCut, type Process, STORY_BEGINS_MS, world } from "./world.ts";

/** What a box tells whoever keeps count. */
export interface BoxEvents {
  /** The disk has these facts, and the process knows it. */
  readonly committed: (box: Box, epoch: string, facts: readonly Fact[], journalled: readonly Journalled[]) => void;
  readonly raised: (box: Box) => void;
  readonly booted: (box: Box, gate: OpenGate) => void;
  readonly crashed: (box: Box, how: "kill" | "power-cut" | "torn-write") => void;
}

const SILENT = openLog(process.env["SIMULATION_LOG"] === undefined ? "silent" : "warn");
/** An armed crash point that is not reached is given up after this, ms. */
const ARMED_MS = 10 * 60_000;

/** A gate's box: hardware, disk, clocks, and the real gate as a process in it. */
export class Box {
  readonly plan: GatePlan;
  readonly #root: string;
  readonly #network: Network;
  readonly #chance: Chance;
  readonly #events: BoxEvents;
  readonly loops = { approach: false, clear: false };
  arm: "up" | "down" = "down";
  process: Process;
  gate: OpenGate | undefined;
  /** How wrong the wall clock is, ms. */
  wallErrorMs = 0;
  bootId = "";
  bootedAtMs = 0;
  /** When each boot of its machine began, by its id: a message may be heard of after the next has begun. */
  readonly boots = new Map<string, number>();
  upSinceMs = Number.NaN;
  #clockSure = true;
  #life = 0;
  #lastEpoch: string | undefined;
  #lostEpoch: string | undefined;
  #directory: string;
  #armed: { readonly point: CrashPoint; readonly power: boolean; readonly run: (power: boolean) => void } | undefined;
  #hear: Pick<LoopEvents, "changed"> | undefined;
  #read: Pick<ReaderEvents, "read"> | undefined;

  constructor(plan: GatePlan, root: string, network: Network, chance: Chance, events: BoxEvents) {
    this.plan = plan;
    this.#root = root;
    this.#network = network;
    this.#chance = chance;
    this.#events = events;
    this.#directory = this.#nextDirectory();
    this.process = { name: plan.id, alive: false };
  }

  get works(): boolean {
    return this.process.alive && this.gate !== undefined;
  }

  /** How fast its clocks run. */
  get rate(): number {
    return 1 + this.plan.driftPpm / 1e6;
  }

  wallMs(): number {
    return Math.round(STORY_BEGINS_MS + world.nowMs + this.wallErrorMs);
  }

  monoMs(): number {
    return Math.round((world.nowMs - this.bootedAtMs) * this.rate * 1000) / 1000;
  }

  /** Starts the process; a machine that had no power boots anew. */
  boot(power: boolean): void {
    if (this.process.alive) return;
    const process: Process = { name: `${this.plan.id} ${++this.#life}`, alive: true };
    this.process = process;
    world.forcedEpoch = this.#lostEpoch === undefined ? undefined : this.#nextEpoch(this.#lostEpoch);
    this.#lostEpoch = undefined;
    if (power || this.bootId === "") {
      this.bootId = `boot-${this.plan.id}-${this.#life}`;
      this.bootedAtMs = world.nowMs;
      this.boots.set(this.bootId, world.nowMs);
    }
    world.after(0, () => void this.#open(process), process);
  }

  async #open(process: Process): Promise<void> {
    const gate = await openGate(this.#config(), {
      ...{ software: "simulated", bootId: this.bootId, token: "token", log: SILENT },
      clock: {
        wallMs: () => this.wallMs(),
        monoMs: () => this.monoMs(),
        after: (ms, run) => {
          const due = world.after(ms / this.rate, run, process);
          return () => {
            due.run = undefined;
          };
        },
      },
      clockIsSure: () => this.#clockSure,
      openCarrier: this.#network.openForGate(process),
    });
    this.gate = gate;
    this.#lastEpoch = gate.journal.epoch;
    this.upSinceMs = world.nowMs;
    this.#watchDisk(gate);
    this.#events.booted(this, gate);
  }

  #config(): GateConfig {
    const { id, direction } = this.plan;
    const close = async (): Promise<void> => undefined;
    const lane = {
      ...{ id: "lane-1", direction, zone: ZONE },
      readers: [
        {
          driver: "simulated",
          open: async (events: ReaderEvents) => {
            this.#read = events;
            return { close };
          },
        },
      ],
      barrier: {
        driver: "simulated",
        open: async () => {
          this.arm = "down";
          return { raise: async () => this.#raise(), lower: async () => this.#lower(), close };
        },
      },
      loops: {
        driver: "simulated",
        open: async (events: LoopEvents) => {
          this.#hear = events;
          for (const loop of ["approach", "clear"] as const) events.changed(loop, this.loops[loop]);
          return { close };
        },
      },
      display: { driver: "simulated", open: async () => ({ show: () => undefined, close }) },
    };
    const cloud = { mqttUrl: "mqtt://simulated", tokenFile: undefined };
    return { estate: ESTATE, gate: id, dataDirectory: this.#directory, cloud, lanes: [lane] };
  }

  /** Sees every commit, and may be the place where the power goes. */
  #watchDisk(gate: OpenGate): void {
    const { journal } = gate;
    const append = journal.append.bind(journal);
    journal.append = (facts, along) => {
      const armed = this.#armed?.point === "in-commit" ? this.#armed : undefined;
      if (armed) this.#tearCommit(armed, () => append(facts, along));
      const journalled = append(facts, along);
      this.#events.committed(this, journal.epoch, facts, journalled);
      return journalled;
    };
    const moveCursor = journal.moveCursor.bind(journal);
    journal.moveCursor = (through) => {
      moveCursor(through);
      this.#endAt("after-ack");
    };
  }

  /** A fresh one, which is drawn when the journal is made, unless a bug on purpose says otherwise. */
  #nextEpoch(lost: string): string | undefined {
    const epoch = plantedParts()?.nextEpoch("", lost) ?? "";
    return epoch === "" ? undefined : epoch;
  }

  #raise(): void {
    if (!this.process.alive) throw new PowerCut();
    this.#endAt("before-pulse");
    this.arm = "up";
    this.#events.raised(this);
    this.#endAt("after-pulse");
  }

  #lower(): void {
    if (this.process.alive && !this.loops.clear) this.arm = "down";
  }

  #endAt(point: CrashPoint): void {
    const armed = this.#armed;
    if (armed?.point !== point) return;
    this.#armed = undefined;
    this.crash(armed.power);
    armed.run(armed.power);
    throw new PowerCut();
  }

  /** The next time that the process comes to a point, it ends there. `then` is called when it has. */
  armCrash(point: CrashPoint, power: boolean, then: (power: boolean) => void): void {
    if (point === "now" && this.works) {
      this.crash(power);
      then(power);
      return;
    }
    const armed = { point, power, run: then };
    this.#armed = armed;
    world.after(
      ARMED_MS,
      () => {
        if (this.#armed === armed) this.#armed = undefined;
      },
      this.process,
    );
  }

  /** Does a commit whose bytes reach the disk only in part: the power goes while they are written. */
  #tearCommit(armed: { readonly power: boolean; readonly run: (power: boolean) => void }, commit: () => void): never {
    this.#armed = undefined;
    const [log, file] = [join(this.#directory, "journal.db-wal"), join(this.#directory, "journal.db")];
    const before = readFileSync(log);
    const changedBefore = statSync(file, { bigint: true }).mtimeNs;
    commit();
    const after = readFileSync(log);
    const isWhole = statSync(file, { bigint: true }).mtimeNs !== changedBefore;
    this.crash(true, isWhole ? undefined : torn(before, after, this.#chance));
    armed.run(true);
    throw new PowerCut();
  }

  /** The process ends here and now. What its disk holds is what the next one finds. */
  crash(power: boolean, tornLog?: Buffer): void {
    if (!this.process.alive) return;
    this.process.alive = false;
    this.#network.gone(this.plan.id);
    const before = this.#directory;
    this.#directory = this.#nextDirectory();
    for (const name of readdirSync(before))
      if (/^(journal|replica-\d+)\.db(-wal)?$/.test(name))
        copyFileSync(join(before, name), join(this.#directory, name));
    if (tornLog !== undefined) writeFileSync(join(this.#directory, "journal.db-wal"), tornLog);
    this.gate?.journal.close();
    this.gate?.replica.close();
    this.gate = undefined;
    [this.#read, this.#hear, this.upSinceMs] = [undefined, undefined, Number.NaN];
    rmSync(before, { recursive: true, force: true });
    this.#events.crashed(this, tornLog !== undefined ? "torn-write" : power ? "power-cut" : "kill");
  }

  /** Takes files off the disk of a box that is down. */
  lose(what: "journal" | "replica"): void {
    if (what === "journal") this.#lostEpoch = this.#lastEpoch;
    for (const name of readdirSync(this.#directory))
      if (name.startsWith(what)) rmSync(join(this.#directory, name), { force: true });
  }

  /** The wall clock shows something else from now on. */
  stepClock(byMs: number, sure: boolean): void {
    this.wallErrorMs += byMs;
    this.#clockSure = sure;
  }

  setClockRight(): void {
    this.wallErrorMs = 0;
    this.#clockSure = true;
  }

  /** A machine whose clock battery is empty. */
  unsetClock(): void {
    this.wallErrorMs = -(STORY_BEGINS_MS + world.nowMs) + 5_000;
    this.#clockSure = false;
  }

  loop(loop: LoopName, occupied: boolean): void {
    this.loops[loop] = occupied;
    world.after(0, () => this.#hear?.changed(loop, occupied), this.process);
  }

  /** Something is held to the reader; `done` runs right after the process has dealt with it, or not at all. */
  tap(uid: string, before: () => void, done: () => void): void {
    world.after(
      0,
      () => {
        before();
        try {
          this.#read?.read({ tier: "E", bytes: Buffer.from(uid, "hex"), atMs: world.nowMs });
        } finally {
          done();
        }
      },
      this.process,
    );
  }

  disarm(): void {
    this.#armed = undefined;
  }

  #nextDirectory(): string {
    const directory = join(this.#root, `${this.plan.id}-${this.#life}`);
    mkdirSync(directory, { recursive: true });
    return directory;
  }
}

/** A write of which only the first bytes came through. */
function torn(before: Buffer, after: Buffer, chance: Chance): Buffer {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  let to = after.length;
  if (before.length >= after.length) while (to > from && before[to - 1] === after[to - 1]) to--;
  const cut = chance.between(from, to);
  return Buffer.concat([after.subarray(0, cut), before.subarray(Math.min(cut, before.length))]);
}
