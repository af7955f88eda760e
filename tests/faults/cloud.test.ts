import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { applied, type House, until } from "./house.ts";
import { cursorOf } from "./oracle.ts";
import { row } from "./row.ts";

describe("a cloud that dies", () => {
  row(
    "kill -9 of the cloud",
    "at random, and exactly before and after its commit: no fact is lost, none counts twice",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates, 300);
      let injected = 0;
      for (const when of ["before", "after", "any", "after"] as const) {
        if (when === "any") {
          await sleep(Math.random() * 500);
          await house.cloud.end("SIGKILL");
        } else await killedAtCommit(house, when);
        injected++;
        await nothingIsTakenForApplied(house);
        await house.cloud.start();
        const before = await applied(house);
        await somebodyKnocksUntil(house, "it works again", async () => (await applied(house)) > before);
      }
      await stop();
      // The last word of a gate, after which it has nothing more to say that would show a gap.
      await sleep(1_000);
      await killedAtCommit(house, "before");
      injected++;
      await nothingIsTakenForApplied(house);
      await house.cloud.start();
      return { injected };
    },
  );

  row(
    "a cloud that answers before its commit",
    "is found out by this suite: the gates take for applied what the database does not have",
    { cloudPreload: "answer-before-commit.ts" },
    async (house) => {
      await killedAtCommit(house, "before");
      await expect(nothingIsTakenForApplied(house)).rejects.toThrow("takes for applied");
      // Whoever then starts a sound cloud gets everything all the same.
      house.cloud.preload = undefined;
      await house.cloud.start();
      return { injected: 1 };
    },
  );
});

/** Kills the cloud when it has a fact to commit. The answer to COMMIT, or COMMIT itself, is never seen by the other side. */
async function killedAtCommit(house: House, when: "before" | "after"): Promise<void> {
  let dead = false;
  house.databaseRelay.atCommit = {
    ...{ statement: "insert-facts", when },
    run: () => void house.cloud.end("SIGKILL").then(() => (dead = true)),
  };
  await somebodyKnocksUntil(house, "the cloud is dead", () => dead);
}

/** Cars may all have been; a driver whom nobody knows is a fact, too. */
async function somebodyKnocksUntil(house: House, what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  let knocked = 0;
  await until(what, 60_000, async () => {
    if (await holds()) return true;
    if (house.in.running && performance.now() - knocked > 1_000) {
      await house.cars.knock(house.in);
      knocked = performance.now();
    }
    return await holds();
  });
}

/** I3, while the cloud is dead: what a gate counts as acknowledged is in the database. */
async function nothingIsTakenForApplied(house: House): Promise<void> {
  const epochs = await house.rows("select epoch, through::int as through from gate_epoch");
  for (const gate of house.gates)
    for (const file of gate.journals) {
      const { epoch, acked } = cursorOf(file);
      const through = Number(epochs.find((row) => row["epoch"] === epoch)?.["through"] ?? 0);
      if (acked > through) throw new Error(`${gate.id} takes for applied its facts through ${acked}; ${through} are`);
    }
}
