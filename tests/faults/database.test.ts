import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { applied, type House, until } from "./house.ts";
import { row } from "./row.ts";

describe("a database that dies", () => {
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
