import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { deafen, mend, whyNoCable } from "../lab/machine.ts";
import { type Fate, LOSE, PASS } from "../lab/mqtt-relay.ts";
import type { House } from "./house.ts";
import { row } from "./row.ts";

describe("a link that fails", () => {
  row(
    "lost, doubled, reordered, delayed",
    "messages in both directions, and all is as if they had come once and in order",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      for (const gate of house.gates) gate.relay.rule = anything;
      await sleep(10_000);
      for (const gate of house.gates) gate.relay.rule = undefined;
      await stop();
      return { injected: house.gates.reduce((sum, gate) => sum + gate.relay.meddled, 0) };
    },
  );

  for (const [name, words] of [
    ["cloud", "what the gates say is not heard"],
    ["gates", "what the cloud says is not heard"],
    ["both", "neither side hears the other"],
  ] as const)
    row(
      "partition",
      `${words}: the gates go on, and catch up when it is over`,
      { needs: ["iproute2", "nftables"], whyNot: whyNoCable, apart: true },
      async (house) => {
        const { machines } = house;
        if (machines === undefined) throw new Error("no machines");
        const stop = house.cars.traffic(house.gates);
        const deaf = name === "both" ? [machines.cloud, machines.gates] : [machines[name]];
        for (let time = 0; time < 2; time++) {
          await sleep(500);
          deaf.forEach(deafen);
          await carsGoOn(house, 3_000);
          deaf.forEach(mend);
        }
        await stop();
        return { injected: 2 };
      },
    );

  row("broker killed", "and restarted empty: all catch up", {}, async (house) => {
    const stop = house.cars.traffic(house.gates);
    for (const downMs of [100, 1_500, 3_000]) {
      await sleep(500);
      await house.mosquitto.kill();
      await carsGoOn(house, downMs);
      await house.mosquitto.start();
    }
    await stop();
    return { injected: 3 };
  });
});

/** What an unlucky network may do to a message. */
function anything(): Fate {
  const chance = Math.random();
  if (chance < 0.2) return LOSE;
  if (chance < 0.4) return [{ afterMs: 0 }, { afterMs: Math.random() * 1_500 }];
  // Whatever is sent meanwhile overtakes it.
  if (chance < 0.6) return [{ afterMs: Math.random() * 800 }];
  return PASS;
}

/** Waits; cars have gone through both gates meanwhile. */
async function carsGoOn(house: House, ms: number): Promise<void> {
  const { rides } = house.cars;
  await sleep(ms);
  if (ms >= 1_000) expect(house.cars.rides).toBeGreaterThan(rides + 3);
}
