import type { Tier } from "@baygate/shared/credential";
import { describe, expect, it } from "vitest";
import {
  ANSWER_STANDS_MS,
  type CarSeen,
  isAnswered,
  isSilent,
  NO_CAR,
  noteAnswer,
  PLATE_BESIDE_MS,
  plateBeside,
} from "./one-car.ts";

const [ANNA, BEN] = ["7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11", "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d22"];
const [VAN, BIKE] = ["019a0000-0000-7000-8000-0000000000aa", "019a0000-0000-7000-8000-0000000000bb"];
const saw = (...holders: { account: string; vehicle?: string }[]): CarSeen => ({ plate: { holders, monoMs: 1_000 } });

describe("a plate beside a card", () => {
  it.each<
    [
      outcome: string | undefined,
      when: string,
      seen: CarSeen,
      who: { account: string; vehicle?: string },
      afterMs: number,
    ]
  >([
    [undefined, "no plate was seen", NO_CAR, { account: ANNA }, 0],
    ["same", "it is the account's", saw({ account: ANNA }), { account: ANNA }, 0],
    [
      "same",
      "it may be the account's, or another's that looks like it",
      saw({ account: BEN }, { account: ANNA }),
      { account: ANNA },
      0,
    ],
    ["other", "it is another's", saw({ account: BEN }), { account: ANNA }, 0],
    ["other", "it is nobody's", saw(), { account: ANNA }, 0],
    [
      "same",
      "the card is for the vehicle that has it",
      saw({ account: ANNA, vehicle: VAN }),
      { account: ANNA, vehicle: VAN },
      0,
    ],
    [
      "other",
      "the card is for another vehicle",
      saw({ account: ANNA, vehicle: BIKE }),
      { account: ANNA, vehicle: VAN },
      0,
    ],
    ["same", "the driver looked for the card for a while", saw({ account: ANNA }), { account: ANNA }, PLATE_BESIDE_MS],
    [undefined, "it was seen too long ago", saw({ account: ANNA }), { account: ANNA }, PLATE_BESIDE_MS + 1],
  ])("is %s, when %s", (outcome, _, seen, who, afterMs) => {
    expect(plateBeside(seen, who, 1_000 + afterMs)).toBe(outcome);
  });
});

describe("one car's credentials", () => {
  it.each<[says: string, first: Tier, then: Tier, account: string, afterMs: number, outcome: boolean]>([
    ["a plate says nothing more after its account's card", "E", "P", ANNA, 500, true],
    ["a card says more than a plate", "P", "E", ANNA, 500, false],
    ["a phone says more than a card", "E", "A", ANNA, 500, false],
    ["a copied UID says nothing more after the card has proved itself", "D", "E", ANNA, 500, true],
    ["a camera reads a plate again and again", "P", "P", ANNA, 500, true],
    ["a card that is held again is asked again", "E", "E", ANNA, 4_000, false],
    ["another account is another question", "A", "E", BEN, 500, false],
    ["an answer stands for a while only", "D", "P", ANNA, ANSWER_STANDS_MS + 1, false],
  ])("%s", (_, first, then, account, afterMs, outcome) => {
    expect(isAnswered(noteAnswer(NO_CAR, first, ANNA, 0), then, account, afterMs)).toBe(outcome);
  });

  it("are remembered by the best of them", () => {
    const seen = noteAnswer(noteAnswer(NO_CAR, "A", ANNA, 0), "E", ANNA, 100);
    expect(seen.answered).toEqual({ account: ANNA, tier: "A", monoMs: 0 });
    expect(noteAnswer(seen, "E", BEN, 200).answered).toEqual({ account: BEN, tier: "E", monoMs: 200 });
    expect(noteAnswer(seen, "P", ANNA, ANSWER_STANDS_MS + 1).answered?.tier).toBe("P");
  });
});

describe("nothing is said", () => {
  it.each([
    ["P", "deny", "unknown-credential", true],
    ["P", "deny", "plate-ambiguous", true],
    ["P", "deny", "plate-unsure", true],
    ["P", "grant", "departure-granted-unknown", true],
    // Its driver should know.
    ["P", "deny", "balance-too-low", false],
    ["P", "grant", "arrival-granted", false],
    ["E", "deny", "unknown-credential", false],
    ["E", "grant", "departure-granted-unknown", false],
  ] as const)("of %s, %s %s: %s", (tier, _, reason, silent) => {
    expect(isSilent(tier, { reason })).toBe(silent);
  });
});
