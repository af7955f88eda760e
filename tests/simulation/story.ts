import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blockAccount, revokeCard } from "../../cloud/src/accounts/accounts.actions.ts";
import { topUp } from "../../cloud/src/wallets/wallets.actions.ts";
import { openChance } from "../../scripts/town/chance.ts";
import { Box } from "./box.ts";
import { Cloud } from "./cloud.ts";
import { furnish, refOf } from "./furnish.ts";
import { Network } from "./network.ts";
import type { Violation } from "./oracle/verdict.ts";
import { Oracle } from "./oracle.ts";
import { type Act, type Plan, scattered } from "./plan.ts";
import { Street } from "./street.ts";
import { type Process, STORY_BEGINS_MS, world } from "./world.ts";

/** How a story ended. */
export interface Outcome {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly carDays: number;
  readonly facts: number;
  readonly faults: Record<string, number>;
  /** SHA-256 over every message and every fact in their order: two stories with one digest are the same. */
  readonly digest: string;
  readonly lines: readonly string[];
}

const FATE: Process = { name: "fate", alive: true };
const DESK: Process = { name: "desk", alive: true };
const MINUTE = 60_000;
/** Cars have so long to leave once no more come, and the house to settle once faults stop. */
const LEAVE_MS = 60 * MINUTE;
const SETTLE_MS = 20 * MINUTE;
const WATCH_MS = 5_000;
/** A look that found a transaction under way is tried again after so long. Ms. */
const BUSY_MS = 20;

const SHM = "/dev/shm";
const disks = (): string => {
  const folder = statSync(SHM, { throwIfNoEntry: false })?.isDirectory() ? SHM : tmpdir();
  return mkdtempSync(join(folder, "baygate-simulation-"));
};

/** Tells one story from its plan. */
export async function tell(plan: Plan): Promise<Outcome> {
  const root = disks();
  try {
    mkdirSync(root, { recursive: true });
    return await new Story(plan, root).tell();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

class Story {
  readonly #plan: Plan;
  readonly #faults: Record<string, number> = {};
  readonly #lines: string[] = [];
  readonly #digest = createHash("sha256");
  readonly #network: Network;
  readonly #cloud: Cloud;
  readonly #boxes: Map<string, Box>;
  readonly #oracle: Oracle;
  readonly #street: Street;
  #backup: { readonly rows: ReturnType<Cloud["db"]["tables"]["backup"]>; readonly lent: number } | undefined;
  #isCalm = false;

  constructor(plan: Plan, root: string) {
    this.#plan = plan;
    world.begin(plan.seed);
    const chance = (salt: number) => openChance(scattered(plan.seed, salt));
    this.#network = new Network(chance(1), {
      fault: (kind) => this.#count(kind),
      reached: (topic, text) => this.#digest.update(`${world.nowMs} ${topic} ${text}\n`),
      sent: (topic, text) => {
        this.#digest.update(`${world.nowMs} ${topic} ${text}\n`);
        this.#oracle.answered(topic, text);
      },
    });
    this.#cloud = new Cloud(this.#network, {
      taken: (gate, batch, receivedAtMs) => this.#oracle.taken(this.#boxes.get(gate), batch, receivedAtMs),
      committed: () => this.#oracle.looked(),
      fault: (kind) => this.#count(kind),
    });
    this.#boxes = new Map(
      plan.gates.map((gate, at) => [
        gate.id,
        new Box(gate, root, this.#network, chance(100 + at), {
          committed: (box, epoch, facts, journalled) => this.#oracle.committed(box, epoch, facts, journalled),
          raised: (box) => this.#oracle.raised(box),
          booted: (box, open) => this.#oracle.booted(box, open),
          crashed: (box, how) => {
            this.#count(how);
            if (how === "torn-write") this.#oracle.writeTorn();
            this.#say(`${box.plan.id}: ${how}`);
          },
        }),
      ]),
    );
    this.#oracle = new Oracle(
      () => this.#cloud,
      () => [...this.#boxes.values()],
      plan,
    );
    this.#street = new Street(this.#boxes, this.#oracle, chance(2), plan.drivers);
  }

  async tell(): Promise<Outcome> {
    const oracle = this.#oracle;
    const broken = (): boolean => oracle.violation !== undefined || world.faults.length > 0;
    await furnish(this.#cloud.db, this.#plan);
    this.#cloud.start();
    for (const box of this.#boxes.values()) box.boot(true);
    for (const act of this.#plan.acts) world.after(act.atMs, () => this.#do(act), FATE);
    this.#watch();
    await world.runUntil(this.#plan.lengthMs, broken);
    if (!broken()) {
      this.#say("no more cars come, faults stop");
      this.#calm();
      await world.runUntil(world.nowMs + LEAVE_MS, () => broken() || this.#street.present === 0);
      if (!broken()) await this.#settle(broken);
    }
    const [fault] = world.faults;
    if (fault !== undefined)
      oracle.fail("assertion", fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
    if (!oracle.violation) oracle.conclude();
    this.#end();
    return {
      seed: this.#plan.seed,
      violation: oracle.violation,
      carDays: Math.floor(oracle.passages / 2),
      facts: oracle.facts,
      faults: this.#faults,
      digest: this.#digest.digest("hex"),
      lines: [...this.#lines, ...oracle.about],
    };
  }

  async #settle(broken: () => boolean): Promise<void> {
    const untilMs = world.nowMs + SETTLE_MS;
    let unsettled: string | undefined = "";
    while (world.nowMs < untilMs && !broken()) {
      await world.runUntil(world.nowMs + 10_000, broken);
      unsettled = this.#oracle.unsettled();
      if (unsettled === undefined) return;
    }
    if (unsettled !== undefined)
      this.#oracle.fail("I10", `${SETTLE_MS / MINUTE} minutes after the last fault ${unsettled}`);
  }

  #end(): void {
    for (const box of this.#boxes.values()) box.crash(false);
    this.#cloud.crash();
  }

  #watch(): void {
    // Half a transaction is not the truth: a slow one is waited for.
    const every = (ms: number, look: () => void): void => {
      const again = (): void => {
        const isBusy = this.#cloud.db.isBusy();
        if (!isBusy) look();
        world.after(isBusy ? BUSY_MS : ms, again, FATE);
      };
      again();
    };
    every(WATCH_MS, () => this.#oracle.watch());
    every(5 * MINUTE, () => this.#oracle.watchMoney());
  }

  #calm(): void {
    this.#isCalm = true;
    this.#street.close();
    this.#network.heal();
    this.#cloud.calm();
    this.#cloud.start();
    for (const box of this.#boxes.values()) {
      box.disarm();
      box.setClockRight();
      box.boot(false);
    }
  }

  #count(kind: string): void {
    this.#faults[kind] = (this.#faults[kind] ?? 0) + 1;
  }

  #say(words: string): void {
    const at = new Date(STORY_BEGINS_MS + world.nowMs).toISOString().slice(11, 23);
    this.#lines.push(`${at} ${words}`);
  }

  #do(act: Act): void {
    if (act.kind === "visit") {
      this.#street.come(act);
      return;
    }
    if (this.#isCalm) return;
    const { id: _, atMs: __, kind, ...about } = act;
    this.#say(`${kind} ${JSON.stringify(about)}`);
    this.#befall(act);
  }

  #befall(act: Exclude<Act, { kind: "visit" }>): void {
    const box = "gate" in act ? this.#boxes.get(act.gate) : undefined;
    switch (act.kind) {
      case "weather":
        this.#network.weather = act.weather;
        return;
      case "cut":
        this.#count(`cut-${act.way}`);
        this.#network.cut(act.gate, act.way, act.forMs);
        return;
      case "broker-restart":
        this.#count(act.kind);
        this.#network.breakAll();
        return;
      case "crash":
        box?.armCrash(act.point, act.power, (power) => this.#bootLater(box, act.downMs, power, act.unsetClock));
        return;
      case "lost-journal":
      case "lost-replica":
        if (box) this.#lose(box, act.kind === "lost-journal" ? "journal" : "replica", act.downMs);
        return;
      case "clock-step":
        this.#count(act.kind);
        box?.stepClock(act.byMs, true);
        return;
      case "cloud-slow":
        this.#count(act.kind);
        this.#cloud.slow(act.perStatementMs);
        world.after(act.forMs, () => this.#cloud.slow(0), FATE);
        return;
      case "cloud-crash":
        if (act.point === "now") this.#crashCloud(act.downMs);
        else
          this.#cloud.crashAfterCommit(() => {
            this.#count("cloud-crash-after-commit");
            this.#startCloudLater(act.downMs);
          });
        return;
      case "statement-fails":
        this.#cloud.failStatement(act.after, act.code);
        return;
      case "commit-unanswered":
        this.#cloud.leaveCommitUnanswered(act.after);
        return;
      case "backup":
        this.#backup = { rows: this.#cloud.db.tables.backup(), lent: this.#lent() };
        return;
      case "restore":
        this.#restore(act.downMs);
        return;
      default:
        this.#atTheDesk(act);
    }
  }

  #bootLater(box: Box, downMs: number, power: boolean, unset: boolean): void {
    world.after(
      Math.max(500, downMs),
      () => {
        if (power && unset) {
          this.#count("clock-unset");
          box.unsetClock();
          world.after(12 * MINUTE, () => box.setClockRight(), FATE);
        }
        box.boot(power);
      },
      FATE,
    );
  }

  #lose(box: Box, what: "journal" | "replica", downMs: number): void {
    if (!box.works) return;
    box.crash(true);
    box.lose(what);
    this.#count(`lost-${what}`);
    if (what === "journal") this.#oracle.journalThrownAway(box.plan.id);
    this.#oracle.rulesThrownAway(box.plan.id);
    this.#bootLater(box, downMs, true, false);
  }

  #crashCloud(downMs: number): void {
    if (!this.#cloud.process.alive) return;
    this.#count("cloud-crash");
    this.#cloud.crash();
    this.#startCloudLater(downMs);
  }

  #startCloudLater(downMs: number): void {
    world.after(Math.max(500, downMs), () => this.#cloud.start(), FATE);
  }

  #lent(): number {
    let lent = 0;
    for (const lease of this.#cloud.db.tables.of("lease").all()) lent += Number(lease["lent"]);
    return lent;
  }

  #restore(downMs: number): void {
    if (!this.#backup) return;
    this.#count("restored-cloud");
    this.#cloud.crash();
    const lentSince = this.#lent() - this.#backup.lent;
    this.#cloud.db.tables.restore(this.#backup.rows);
    this.#oracle.restored(Math.max(0, lentSince));
    this.#startCloudLater(downMs);
  }

  #atTheDesk(act: Extract<Act, { kind: "top-up" | "revoke-card" | "block" }>): void {
    const driver = this.#plan.drivers[act.driver];
    const { db } = this.#cloud;
    if (!driver || !this.#cloud.process.alive) return;
    const house = {
      db,
      clock: {
        wallMs: () => Math.round(STORY_BEGINS_MS + world.nowMs),
        monoMs: () => world.nowMs,
        after: () => () => undefined,
      },
    };
    const actor = { name: "operator:desk" };
    const deed = async (): Promise<unknown> => {
      if (act.kind === "top-up")
        return await topUp(db, {
          ...{ account: driver.account, amountMinor: BigInt(act.amountMinor), currency: "EUR", actor: actor.name },
          ...{ idempotencyKey: `act ${act.id}`, atMs: house.clock.wallMs(), words: "cash" },
        });
      if (act.kind === "revoke-card") return await revokeCard(house, actor, refOf(driver.uid));
      return await blockAccount(house, actor, driver.account, { blocked: act.blocked, reason: "simulated" });
    };
    const { upkeep, process } = this.#cloud;
    // An operator whose request fails asks again another day.
    const done = deed().catch((error: unknown) => {
      const told = `${error} ${error instanceof Error ? error.cause : ""}`;
      if (!/57P01|40001|40P01|terminated|power/.test(told)) world.faults.push(error);
    });
    world.after(0, () => void done.then(() => (process.alive ? upkeep?.look() : undefined)), DESK);
  }
}
