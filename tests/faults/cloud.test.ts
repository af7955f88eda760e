import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { type House, until } from "./house.ts";
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
        if (when === "any") await sleep(Math.random() * 500);
        else
          await new Promise<void>((resolve) => {
            // The answer to COMMIT, or COMMIT itself, is never seen by the other side.
            house.databaseRelay.atCommit = { words: "insert into fact ", when, run: () => resolve() };
          });
        await house.cloud.end("SIGKILL");
        injected++;
        await house.cloud.start();
        const before = await applied(house);
        await until("it works again", 60_000, async () => (await applied(house)) > before);
      }
      await stop();
      // The last word of a gate, after which it has nothing more to say that would show a gap.
      await sleep(1_000);
      const dead = new Promise<void>((resolve) => {
        const run = (): void => void house.cloud.end("SIGKILL").then(resolve);
        house.databaseRelay.atCommit = { words: "insert into fact ", when: "before", run };
      });
      expect(await house.in.ride("04ffffffffffff")).toMatchObject({ end: "refused" });
      await dead;
      injected++;
      await house.cloud.start();
      return { injected };
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
        const before = await applied(house);
        await until("there is something to forget", 60_000, async () => (await applied(house)) > before + 40);
        await house.cloud.end("SIGKILL");
        onDatabase(house, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--dbname=postgres", dump);
        expect(await applied(house)).toBe(before);
        await house.cloud.start();
      }
      await stop();
      return { injected };
    },
  );
});

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
