import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gateTopic } from "@baygate/shared/topics";
import mqtt from "mqtt";
import { describe, expect } from "vitest";
import { LOSE, PASS } from "../lab/mqtt-relay.ts";
import { Gate } from "./gate.ts";
import { type House, until } from "./house.ts";
import { LightGate } from "./light-gate.ts";
import { ESTATE } from "./mould.ts";
import { allJournals, readJournal } from "./oracle.ts";
import { row } from "./row.ts";

describe("a stranger", () => {
  row(
    "poison",
    "facts that nobody can understand are set aside by name, those behind them and other gates go on",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      const gate = lightGate(house);
      const poison: [text: string, name: string][] = [
        ["", "not-json"],
        ["}{", "not-json"],
        ["null", "envelope-invalid"],
        [`{"v":1,"gate":"light-0"}`, "envelope-invalid"],
        [`"\\u0000"`, "text-unstorable"],
        [`"\\ud800"`, "text-unstorable"],
        ["[".repeat(5_000), "not-json"],
      ];
      for (const [text] of poison) {
        gate.writeText(text);
        gate.refuse();
      }
      const odd: [kind: string, body: unknown, odd: object, name: string][] = [
        ["vehicle.departed", { lane: "lane" }, {}, "body-invalid"],
        ["decision.made", null, {}, "body-invalid"],
        ["gate.started", { software: "1" }, { gate: "gate-in" }, "wrong-gate"],
        ["gate.started", { software: "1" }, { estate: "market" }, "wrong-estate"],
        ["gate.started", { software: "1" }, { seq: 1 }, "wrong-seq"],
        ["gate.started", { software: "1" }, { epoch: "0".repeat(16) }, "wrong-epoch"],
      ];
      for (const [kind, body, envelope] of odd) {
        gate.write(kind, body, envelope);
        gate.refuse();
      }
      await isAside(house, [...poison.map(([, name]) => name), ...odd.map(([, , , name]) => name)]);
      await stop();
      return { injected: poison.length + odd.length, facts: gate.facts };
    },
  );

  row(
    "version skew",
    "a gate of the next version and a cloud of the next version are understood as far as possible, the rest is set aside by name",
    {},
    async (house) => {
      // The cloud of the next version says more than these gates know.
      for (const gate of house.gates)
        gate.relay.rule = ({ from, topic, payload }) => {
          if (from === "gate" || topic.endsWith("/orders")) return [{ afterMs: 0 }];
          const more = { ...JSON.parse(payload.toString()), weather: { sky: "blue" } };
          return [{ afterMs: 0, payload: Buffer.from(JSON.stringify(more)) }];
        };
      const stop = house.cars.traffic(house.gates);
      const gate = lightGate(house);
      gate.write("gate.started", { software: "9", colour: "red" }, { signature: "later" });
      gate.write("gate.started", { software: "9" }, { v: 2 });
      gate.write("drone.landed", { pad: 1 });
      gate.write("drone.landed", { pad: 2 }, { v: 7 });
      gate.refuse();
      await isAside(house, ["version-unknown", "kind-unknown", "kind-unknown"]);

      const cloud = await speakAs(house, "cloud", house.mould.cloudPassword);
      const order = {
        v: 1,
        id: "01890a5d-ac96-774b-bcce-b302099a8057",
        issuer: "cloud",
        reason: "next version",
        expiresMs: Date.now() + 60_000,
      };
      const say = (topic: "orders" | "ack" | "rules", message: object): void =>
        void cloud.publish(gateTopic(ESTATE, "gate-in", topic), JSON.stringify(message), { qos: 1 });
      say("orders", { ...order, kind: "paint-the-arm", colour: "red" });
      say("ack", { v: 2, everything: "other" });
      say("rules", { v: 2, kind: "riddle" });
      await until("the order is answered", 10_000, async () => {
        const query = "select text::jsonb -> 'body' ->> 'outcome' as outcome from fact where kind = 'order.answered'";
        const answers = await house.rows(query);
        return answers.some(({ outcome }) => outcome === "not-supported");
      });
      await sleep(500);
      await stop();
      for (const each of house.gates) each.relay.rule = undefined;
      return { injected: 7 + house.gates.reduce((sum, each) => sum + each.relay.meddled, 0), facts: gate.facts };
    },
  );

  row(
    "messages too large",
    "of 1 MB and of nonsense: the broker or the cloud refuses them, others go on",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      const topics = ["facts", "sync", "status"] as const;
      let injected = 0;
      for (const size of [1024 * 1024, 400 * 1024, 0]) {
        for (const topic of topics) {
          const client = await speakAs(house, "light-0", house.mould.tokens["light-0"] ?? "");
          client.publish(gateTopic(ESTATE, "light-0", topic), Buffer.alloc(size, "x"));
          injected++;
          await sleep(200);
          await client.endAsync(true);
        }
      }
      await until("the operator is told", 10_000, async () => {
        const told = await house.rows("select distinct kind from exception where gate = 'light-0'");
        return told.some(({ kind }) => kind === "message-malformed") || JSON.stringify(told);
      });
      await stop();
      return { injected };
    },
  );

  row(
    "clone",
    "two gates with one identity and one past: the fork is found by its hash, both begin anew, nothing is doubled",
    {},
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      await sleep(1_500);
      await stop();
      await house.in.end("SIGTERM");
      const folder = join(house.folder, "c");
      mkdirSync(folder);
      cpSync(house.in.see(), join(folder, "gate-in"), { recursive: true });
      const clone = await Gate.open(house.ends, {
        ...{ id: "gate-in", direction: "arrive", token: house.mould.tokens["gate-in"] ?? "", folder },
        mqttPort: house.mosquitto.port,
      });
      const [shared] = readJournal("gate-in", clone.see("journal.db"));
      house.gates.push(clone);
      for (const gate of [house.in, clone]) {
        gate.relay.rule = ({ topic }) => (topic.endsWith("/facts") ? LOSE : PASS);
        await gate.start();
      }
      // Whose story is told by the history that is not taken cannot be charged, so they stay.
      for (let number = 0; number < 5; number++)
        for (const gate of [house.in, clone]) {
          const ride = await house.cars.next(gate);
          expect(ride?.end).toBe("passed");
          for (const car of house.cars.all) car.stays ||= car.where === "inside";
        }
      for (const gate of [house.in, clone]) gate.relay.rule = undefined;
      await until("the fork is found", 60_000, async () => {
        const forked = await house.rows("select epoch from gate_epoch where forked_at is not null");
        return forked.some(({ epoch }) => epoch === shared?.epoch);
      });
      await until("both have begun anew", 60_000, () => house.in.journals.length === 2 && clone.journals.length === 2);
      // Two with one name put each other out of the broker without end: a person takes one of them away, once it has told all.
      await house.in.end("SIGTERM");
      await until("the clone has told all", 60_000, async () => {
        const last = allJournals(house).findLast(
          ({ epoch }) => epoch === readJournal("", clone.see("journal.db"))[0]?.epoch,
        );
        const rows = await house.rows("select 1 from gate_epoch where epoch = $1 and through = $2", [
          last?.epoch,
          last?.seq,
        ]);
        return rows.length === 1;
      });
      await clone.end("SIGTERM");
      await house.in.start();
      return { injected: 1, forkedEpochs: [shared?.epoch ?? ""] };
    },
  );
});

function lightGate(house: House): LightGate {
  return new LightGate(house.ends, "light-0", house.mould.tokens["light-0"] ?? "", house.mosquitto.url);
}

async function speakAs(house: House, username: string, password: string): Promise<mqtt.MqttClient> {
  const client = await mqtt.connectAsync(house.mosquitto.url, { username, password, protocolVersion: 4 });
  client.on("error", () => {});
  house.ends.add(() => client.endAsync(true));
  return client;
}

async function isAside(house: House, names: readonly string[]): Promise<void> {
  await until("all of it is with the cloud, aside or applied", 20_000, async () => {
    const aside = await house.rows(
      "select quarantine from fact where gate = 'light-0' and quarantine is not null order by seq",
    );
    const found = aside.map(({ quarantine }) => quarantine);
    return JSON.stringify(found) === JSON.stringify(names) || JSON.stringify(found);
  });
}
