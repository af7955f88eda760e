import { randomBytes } from "node:crypto";
import type { Gate } from "./gate.ts";
import type { Mould } from "./mould.ts";
import type { Ride, RideOptions } from "./street.ts";

/** What really became of a driver's one visit. */
export type Whereabouts =
  | "outside"
  | "inside"
  /** Drove out, and the gate saw it. */
  | "left"
  /** Drove out while the gate died: perhaps it saw it, perhaps not. */
  | "unsure";

export interface Car {
  readonly account: string;
  readonly uid: string;
  where: Whereabouts;
  /** On a lane just now. */
  busy: boolean;
  insideSinceMs: number;
  /** Parks until long after the test. */
  stays: boolean;
}

/** The town's own count: every car makes one visit at most. */
export class Cars {
  readonly all: readonly Car[];
  /** Titles of refusals, and how often. */
  readonly refused = new Map<string, number>();
  rides = 0;
  /** Nobody leaves before, ms: facts are dated to within a message's way. */
  leastStayMs = 500;

  constructor(drivers: Mould["drivers"]) {
    this.all = drivers.map((driver, number) => ({
      ...driver,
      where: "outside",
      busy: false,
      insideSinceMs: 0,
      stays: number % 8 === 7,
    }));
  }

  count(where: Whereabouts): number {
    return this.all.filter((car) => car.where === where).length;
  }

  /** The next car that wants through this gate takes its turn; undefined when there is none. */
  async next(gate: Gate, options: RideOptions = {}): Promise<Ride | undefined> {
    const wanted = gate.direction === "arrive" ? "outside" : "inside";
    const wants = (car: Car): boolean =>
      wanted === "outside" || (!car.stays && performance.now() - car.insideSinceMs >= this.leastStayMs);
    const car = this.all.find((each) => !each.busy && each.where === wanted && wants(each));
    return car && (await this.ride(gate, car, options));
  }

  /** Somebody whose card nobody knows. Nothing comes of it but a fact; nothing at all while a car stands in the lane. */
  async knock(gate: Gate): Promise<void> {
    gate.street.say({ read: { tier: "E", hex: `05${randomBytes(6).toString("hex")}` } });
  }

  async ride(gate: Gate, car: Car, options: RideOptions = {}): Promise<Ride> {
    car.busy = true;
    this.rides++;
    // Whoever sees the arm go up drives in, whatever happens then; who wants out waits until it surely goes down behind him.
    const ride = await gate.ride(car.uid, { whenDead: gate.direction === "arrive" ? "drive" : "wait", ...options });
    if (gate.direction === "arrive") {
      if (ride.end === "passed" || ride.end === "unseen" || ride.end === "unsure") {
        car.where = "inside";
        car.insideSinceMs = performance.now();
      }
    } else if (ride.end === "passed") car.where = "left";
    else if (ride.end === "unsure") car.where = "unsure";
    if (ride.end === "refused") this.refused.set(ride.title, (this.refused.get(ride.title) ?? 0) + 1);
    // A refused driver goes away and does not come back.
    car.busy = ride.end === "refused";
    return ride;
  }

  /** Lets cars through the gates, one after the other at each, until the returned function is called and resolves. */
  traffic(gates: readonly Gate[], pauseMs = 40): () => Promise<void> {
    let going = true;
    const flow = async (gate: Gate): Promise<void> => {
      while (going) {
        const ride = await this.next(gate);
        const waitMs = ride === undefined || ride.end === "nothing" ? 100 : pauseMs * (0.5 + Math.random());
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    };
    const flows = gates.map(flow);
    return async () => {
      going = false;
      await Promise.all(flows);
    };
  }
}
