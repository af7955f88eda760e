import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { whyNoLoopMount } from "../lab/machine.ts";
import { LOSE } from "../lab/mqtt-relay.ts";
import { type CutDisk, openCutDisk } from "./disks.ts";
import type { Gate } from "./gate.ts";
import type { House } from "./house.ts";
import { row } from "./row.ts";

describe("a gate that dies", () => {
  let disk: CutDisk | undefined;
  row(
    "power cut",
    "every fact whose barrier moved is on the disk, and the cloud has nothing that is not",
    {
      needs: ["iproute2", "e2fsprogs"],
      whyNot: whyNoLoopMount,
      async gate(id, folder, ends) {
        if (id === "gate-out") return {};
        disk = await openCutDisk(folder, ends);
        return disk.options;
      },
    },
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      for (const linkUp of [true, false, true, false, false, true]) {
        house.in.relay.rule = linkUp ? undefined : ({ from }) => (from === "gate" ? LOSE : [{ afterMs: 0 }]);
        await sleep(300 + Math.random() * 700);
        house.in.signal("SIGSTOP");
        await disk?.keepOnlyWhatWasWritten(() => house.in.kill());
        await house.in.start();
      }
      house.in.relay.rule = undefined;
      await stop();
      return { injected: 6 };
    },
  );

  row("kill -9 of a gate", "at random moments, nothing is lost and nothing doubled", {}, async (house) => {
    const stop = house.cars.traffic(house.gates);
    for (const gate of [...house.gates, ...house.gates, ...house.gates]) {
      await sleep(200 + Math.random() * 600);
      await gate.kill();
      await gate.start();
    }
    await stop();
    return { injected: 6 };
  });

  row(
    "kill -9 of a gate",
    "around the commit, the pulse and the ack, nothing is lost and nothing doubled",
    {},
    async (house) => {
      const points: ((gate: Gate) => Promise<unknown>)[] = [
        // Around the commit: the read is on its way, or was just decided.
        async (gate) => await Promise.all([house.cars.next(gate), sleep(Math.random() * 4).then(() => gate.kill())]),
        // Between the pulse and its outcome.
        async (gate) => await house.cars.next(gate, { onRaised: () => gate.kill() }),
        (gate) => killedWhen(house, gate, "facts", "passes"),
        (gate) => killedWhen(house, gate, "ack", "is lost"),
        (gate) => killedWhen(house, gate, "ack", "passes"),
      ];
      for (let number = 0; number < 3; number++) await house.cars.next(house.in);
      let injected = 0;
      for (const point of [...points, ...points]) {
        for (const gate of house.gates) {
          await house.cars.next(gate);
          await point(gate);
          injected++;
          expect(gate.running).toBe(false);
          gate.relay.rule = undefined;
          await gate.start();
        }
      }
      return { injected };
    },
  );
});

/** Lets a car through and kills the gate in the moment a message of it goes by; waits for that. */
async function killedWhen(house: House, gate: Gate, topic: string, what: "passes" | "is lost"): Promise<void> {
  const killed = new Promise<void>((resolve, reject) => {
    gate.relay.rule = (message) => {
      const awaited = message.topic.endsWith(`/${topic}`);
      if (awaited) gate.kill().then(resolve, reject);
      return awaited && what === "is lost" ? LOSE : [{ afterMs: 0 }];
    };
  });
  await Promise.all([house.cars.next(gate), killed]);
}
