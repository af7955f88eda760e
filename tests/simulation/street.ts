import type { Chance } from "../../scripts/town/chance.ts";
import type { Box } from "./box.ts";
import type { TrueVisit } from "./oracle/traffic.ts";
import type { Oracle } from "./oracle.ts";
import type { DriverPlan, Visit } from "./plan.ts";
import { type Process, world } from "./world.ts";

/** What goes on in the road belongs to no process. */
const ROAD: Process = { name: "road", alive: true };

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    world.after(ms, resolve, ROAD);
  });

type Way = "in" | "out";
type Ended = "through" | "gave-up" | "backed-out";

/** A driver who stands at an exit whose gate works for so long is locked in, ms. */
const LOCKED_IN_MS = 4 * 60_000;
/** Taps at an entrance before a driver goes home. */
const ENTRANCE_TRIES = 2;

export class Street {
  readonly #boxes: ReadonlyMap<string, Box>;
  readonly #oracle: Oracle;
  readonly #chance: Chance;
  readonly #drivers: readonly DriverPlan[];
  readonly #queues = new Map<string, Promise<unknown>>();
  /** Everybody goes home. */
  #closingAtMs = Number.POSITIVE_INFINITY;
  readonly #leaving = new Set<() => void>();
  #shadows = 0;
  /** Cars that are inside, or at a gate. */
  present = 0;
  /** Which ones: who still queues at an exit does not come again. */
  readonly #here = new Set<number>();

  constructor(boxes: ReadonlyMap<string, Box>, oracle: Oracle, chance: Chance, drivers: readonly DriverPlan[]) {
    this.#boxes = boxes;
    this.#oracle = oracle;
    this.#chance = chance;
    this.#drivers = drivers;
  }

  /** No more cars come; those that are inside leave within some minutes. */
  close(): void {
    this.#closingAtMs = world.nowMs;
    for (const leave of [...this.#leaving]) leave();
  }

  come(plan: Visit): void {
    if (world.nowMs >= this.#closingAtMs || this.#here.has(plan.car)) return;
    this.#here.add(plan.car);
    void this.#visit(plan).then(() => this.#here.delete(plan.car));
  }

  async #visit(plan: Visit): Promise<void> {
    const driver = this.#drivers[plan.driver];
    if (!driver) return;
    const isStranger = plan.manner === "stranger";
    const uid = isStranger ? `0499${plan.id.toString(16).padStart(10, "0")}` : driver.uid;
    const visit = this.#oracle.visit(plan.id, isStranger ? null : driver.account);
    if (plan.car !== plan.driver || plan.manner === "leaves-tailgating") this.#oracle.oddity(driver.account);
    this.present++;
    const came = await this.#turn(plan.in, (box) => this.#pass(box, visit, uid, "in", plan));
    if (came === "through") {
      await this.#stay(plan.stayMs);
      await this.#leave(visit, uid, plan.out, plan);
    }
    this.present--;
  }

  async #leave(visit: TrueVisit, uid: string, gate: string, plan: Visit): Promise<void> {
    await this.#turn(gate, (box) => this.#pass(box, visit, uid, "out", plan));
  }

  async #stay(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const leave = (): void => {
        this.#leaving.delete(leave);
        world.after(this.#chance.between(0, 120_000), resolve, ROAD);
      };
      if (world.nowMs >= this.#closingAtMs) return leave();
      this.#leaving.add(leave);
      world.after(
        ms,
        () => {
          if (this.#leaving.delete(leave)) resolve();
        },
        ROAD,
      );
    });
  }

  /** One car at a time stands before an arm. */
  async #turn(gate: string, drive: (box: Box) => Promise<Ended>): Promise<Ended> {
    const box = this.#boxes.get(gate);
    if (!box) return "gave-up";
    const before = this.#queues.get(gate) ?? Promise.resolve();
    const turn = before
      .then(() => drive(box))
      .then(async (ended) => {
        // The next one does not drive up before this one is away and the arm is down.
        await sleep(3_500);
        return ended;
      });
    this.#queues.set(gate, turn);
    return await turn;
  }

  async #pass(box: Box, visit: TrueVisit, uid: string, way: Way, plan: Visit): Promise<Ended> {
    const chance = this.#chance;
    box.loop("approach", true);
    await sleep(chance.between(1_500, 4_000));
    let worksSinceMs = box.works ? world.nowMs : Number.NaN;
    for (let tries = 1; ; tries++) {
      if (way === "out") this.#oracle.departing(box.plan.id, undefined);
      box.tap(
        uid,
        () => this.#oracle.tapBegins(visit, way),
        () => this.#oracle.tapEnds(),
      );
      await sleep(chance.between(1_000, 2_500));
      if (box.arm === "up") {
        const ended = await this.#driveThrough(box, visit, way, plan);
        if (ended !== "again") return ended;
      }
      if (way === "in" && tries >= ENTRANCE_TRIES) {
        box.loop("approach", false);
        await sleep(1_000);
        return "gave-up";
      }
      await sleep(chance.between(3_500, 9_000));
      if (!box.works) worksSinceMs = Number.NaN;
      else if (Number.isNaN(worksSinceMs) || box.upSinceMs > worksSinceMs) worksSinceMs = world.nowMs;
      else if (way === "out" && world.nowMs - worksSinceMs > LOCKED_IN_MS) {
        this.#oracle.fail("I12", `visit ${visit.id} cannot leave through ${box.plan.id}, which works`);
        return "gave-up";
      }
    }
  }

  async #driveThrough(box: Box, visit: TrueVisit, way: Way, plan: Visit): Promise<Ended | "again"> {
    const chance = this.#chance;
    const { process } = box;
    const sawAll = (): boolean => process.alive && box.process === process && box.works;
    const didSee = sawAll();
    if (way === "in" && plan.manner === "backs-out") {
      box.loop("approach", false);
      await sleep(4_000);
      return "backed-out";
    }
    await sleep(chance.between(500, 2_500));
    if (box.arm !== "up") return "again";
    if (plan.manner === "rolls-back" && way === "in") {
      box.loop("clear", true);
      await sleep(1_500);
      box.loop("clear", false);
      await sleep(1_000);
      box.loop("approach", false);
      await sleep(4_000);
      return "backed-out";
    }
    box.loop("clear", true);
    await sleep(chance.between(800, 2_000));
    box.loop("approach", false);
    const followed = way === "in" && plan.manner === "follows-another";
    if (followed) {
      await sleep(200);
      box.loop("approach", true);
    }
    await sleep(chance.between(500, 2_000));
    const seen = didSee && sawAll();
    // The loop frees, and in the same moment the oracle knows where the car is.
    if (way === "out") this.#oracle.departing(box.plan.id, visit);
    box.loop("clear", false);
    this.#oracle.passed(visit, way, seen);
    if (followed) await this.#follow(box, plan);
    return "through";
  }

  /** A second car slips through behind the first, and leaves again with a card that no house knows. */
  async #follow(box: Box, plan: Visit): Promise<void> {
    await sleep(300);
    const { process } = box;
    const shadow = this.#oracle.visit(-++this.#shadows, null);
    box.loop("clear", true);
    await sleep(1_200);
    box.loop("approach", false);
    await sleep(1_200);
    box.loop("clear", false);
    this.#oracle.passed(shadow, "in", process.alive && box.process === process && box.works);
    const uid = `0498${this.#shadows.toString(16).padStart(10, "0")}`;
    this.present++;
    void this.#stay(plan.stayMs)
      .then(() => this.#leave(shadow, uid, plan.out, { ...plan, manner: "plain" }))
      .then(() => this.present--);
  }
}
