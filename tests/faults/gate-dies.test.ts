import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "vitest";
import { row } from "./row.ts";

describe("a gate that dies", () => {
  row("kill -9 of a gate", "whatever the moment, nothing is lost and nothing doubled", {}, async (house) => {
    const stop = house.cars.traffic(house.gates);
    let injected = 0;
    for (const gate of [house.in, house.out, house.in, house.out, house.in, house.out]) {
      await sleep(200 + Math.random() * 600);
      await gate.kill();
      injected++;
      await gate.start();
    }
    await stop();
    return { injected };
  });
});
