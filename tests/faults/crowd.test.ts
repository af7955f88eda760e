import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { type House, until } from "./house.ts";
import { LightGate } from "./light-gate.ts";
import { lightGates } from "./mould.ts";
import { row } from "./row.ts";

/** What the cloud's memory may grow by, MiB, with everything that a hundred gates have at once. It never holds more than 64 of messages. */
const GROWTH_MIB = 200;

describe("a crowd", () => {
  row(
    "flood of reconnects",
    "a hundred gates with facts waiting come back at once: the cloud's memory is bounded, all catch up",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates, 100);
      const crowd = openCrowd(house);
      await until("all are connected", 30_000, () =>
        crowd.every(({ facts, waiting }) => facts.length > 0 && waiting === 0),
      );
      const beforeMiB = house.cloud.residentMiB;
      let mostMiB = beforeMiB;
      const watch = setInterval(() => {
        mostMiB = Math.max(mostMiB, house.cloud.residentMiB);
      }, 50);
      house.ends.add(() => clearInterval(watch));
      for (let time = 0; time < 2; time++) {
        await house.mosquitto.kill();
        for (const gate of crowd) for (let number = 0; number < 100; number++) gate.refuse();
        await sleep(500);
        await house.mosquitto.start();
        await until("all have caught up", 60_000, () => crowd.every(({ waiting }) => waiting === 0));
      }
      await stop();
      expect(mostMiB - beforeMiB, "MiB more than before").toBeLessThan(GROWTH_MIB);
      return { injected: 2 * crowd.length, facts: crowd.flatMap(({ facts }) => facts) };
    },
  );

  row(
    "slow consumer",
    "the cloud stands still while a hundred gates send again and again: its memory is bounded, all catch up",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates, 100);
      const crowd = openCrowd(house);
      await until("all are connected", 30_000, () =>
        crowd.every(({ facts, waiting }) => facts.length > 0 && waiting === 0),
      );
      const beforeMiB = house.cloud.residentMiB;
      house.cloud.signal("SIGSTOP");
      for (let second = 0; second < 8; second++) {
        for (const gate of crowd) for (let number = 0; number < 10; number++) gate.refuse();
        await sleep(1_000);
      }
      house.cloud.signal("SIGCONT");
      let mostMiB = beforeMiB;
      await until("all have caught up", 60_000, () => {
        mostMiB = Math.max(mostMiB, house.cloud.residentMiB);
        return crowd.every(({ waiting }) => waiting === 0);
      });
      await stop();
      expect(mostMiB - beforeMiB, "MiB more than before").toBeLessThan(GROWTH_MIB);
      return { injected: 1, facts: crowd.flatMap(({ facts }) => facts) };
    },
  );
});

function openCrowd(house: House): LightGate[] {
  const crowd = lightGates.map(
    (id) => new LightGate(house.ends, id, house.mould.tokens[id] ?? "", house.mosquitto.url),
  );
  for (const gate of crowd) gate.refuse();
  return crowd;
}
