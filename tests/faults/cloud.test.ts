import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { type House, until } from "./house.ts";
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

  row(
    "PostgreSQL stopped and killed",
    "in the middle of the traffic: nothing is charged twice, nothing hangs",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      for (const down of [house.postgres.kill, house.postgres.stop, house.postgres.kill]) {
        await sleep(700);
        await down();
        await sleep(1_000);
        await house.postgres.start();
      }
      await stop();
      return { injected: 3 };
    },
  );

  row(
    "PostgreSQL paused",
    "for seconds, with transactions open: nothing is charged twice, nothing hangs",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      for (const pausedMs of [2_000, 5_000]) {
        await sleep(500);
        house.postgres.pause();
        await sleep(pausedMs);
        house.postgres.resume();
      }
      await stop();
      return { injected: 2 };
    },
  );

  row(
    "cloud restored from an old dump",
    "the gates send again what it has forgotten, and every stay is charged once",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      let injected = 0;
      for (; injected < 2; injected++) {
        await sleep(1_000);
        const dump = join(house.folder, "dump");
        onDatabase(house, "pg_dump", "--format=custom", `--file=${dump}`);
        // Gates go on while the dump is written: how many facts are in it is known only when it is back.
        const dumped = await applied(house);
        await until("there is something to forget", 60_000, async () => (await applied(house)) > dumped + 40);
        await house.cloud.end("SIGKILL");
        onDatabase(house, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--dbname=postgres", dump);
        expect(await applied(house)).toBeLessThanOrEqual(dumped);
        await house.cloud.start();
      }
      await stop();
      return { injected };
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

async function applied(house: House): Promise<number> {
  const [row] = await house.rows("select count(*)::int as facts from fact");
  return Number(row?.["facts"]);
}

function onDatabase(house: House, program: string, ...args: string[]): void {
  const { host, port, user, password } = house.postgres.socket;
  const env = {
    ...process.env,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: String(password),
    PGDATABASE: "postgres",
  };
  execFileSync(`/usr/lib/postgresql/15/bin/${program}`, args, { env, stdio: ["ignore", "ignore", "inherit"] });
}
