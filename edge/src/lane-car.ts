import type { Decision } from "@baygate/shared/decision";
import type { Tap } from "./core/decide.ts";
import { type CarSeen, isAnswered, isSilent, NO_CAR, noteAnswer } from "./core/one-car.ts";
import { plateHolders, type TapGround } from "./lane-tap.ts";

/** What the car before the arm has shown, until it is gone (core/one-car.ts). */
export class LaneCar {
  readonly #ground: TapGround;
  #seen: CarSeen = NO_CAR;

  constructor(ground: TapGround) {
    this.#ground = ground;
  }

  get seen(): CarSeen {
    return this.#seen;
  }

  gone(): void {
    this.#seen = NO_CAR;
  }

  /** Takes note of whose plate it may be. That matters to what is shown next, so a driver does not wait for it. */
  sees({ claim }: Tap): void {
    if ("fault" in claim || claim.tier !== "P") return;
    const plate = { holders: plateHolders(this.#ground, claim), monoMs: this.#ground.clock.monoMs() };
    this.#seen = { ...this.#seen, plate };
  }

  /**
   * Takes note of a read and of what would be said to it. `answer`: say it. `answered`: something better of the same driver's was answered.
   * `silent`: a plate that opens nothing by itself.
   */
  shows(tap: Tap, decision: Decision): "answer" | "answered" | "silent" {
    const { claim } = tap;
    const monoMs = this.#ground.clock.monoMs();
    const tier = "fault" in claim ? undefined : claim.tier;
    if (isSilent(tier, decision)) return "silent";
    const { account } = decision;
    if (account === null || tier === undefined) return "answer";
    if (isAnswered(this.#seen, tier, account, monoMs)) return "answered";
    this.#seen = noteAnswer(this.#seen, tier, account, monoMs);
    return "answer";
  }
}
