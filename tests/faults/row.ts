import { inject, it } from "vitest";
import { type DebianPart, missing } from "../lab/packages.ts";
import { Ends } from "./ends.ts";
import { type House, type HouseOptions, openHouse } from "./house.ts";
import { judge, type Known } from "./oracle.ts";
import { addLine } from "./table.ts";

export interface RowOptions extends HouseOptions {
  /** Debian packages that it needs besides Mosquitto and PostgreSQL. */
  readonly needs?: readonly DebianPart[];
  /** Why this machine cannot run it. */
  readonly whyNot?: () => string | undefined;
}

/** What was done, how often, and what the oracle must know of it. */
export interface Done extends Known {
  readonly injected: number;
}

/**
 * One row of SYNC.md's table of faults as a test. `run` does the fault to a house of its own and ends it; then all must settle, and the
 * oracle looks at everything.
 */
export function row(fault: string, holds: string, options: RowOptions, run: (house: House) => Promise<Done>): void {
  const lacking = missing("mosquitto", "postgresql-15", ...(options.needs ?? []));
  const why = lacking.length > 0 ? `apt-get install ${lacking.join(" ")}` : options.whyNot?.();
  if (lacking.length > 0 && process.env["BAYGATE_REQUIRE"] === "all") {
    it(`${fault}: ${holds}`, () => {
      throw new Error(`needs ${why}`);
    });
    return;
  }
  if (why !== undefined) {
    it.skip(`${fault}: ${holds} (not here: ${why})`, () => {});
    return;
  }
  it(`${fault}: ${holds}`, async ({ onTestFinished }) => {
    const ends = new Ends();
    onTestFinished(() => ends.run());
    const house = await openHouse(ends, options);
    const { injected, ...known } = await run(house);
    const verdict = await judge(house, known);
    addLine(inject("tableFile"), { fault, injected, ...verdict });
  });
}
