import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { describe, expect } from "vitest";
import { whyNoMachines } from "../lab/machine.ts";
import { debianParts } from "../lab/packages.ts";
import { type Disk, openSmallDisk } from "./disks.ts";
import type { Gate } from "./gate.ts";
import { until } from "./house.ts";
import { ESTATE } from "./mould.ts";
import { readJournal } from "./oracle.ts";
import { row } from "./row.ts";

describe("a gate whose disk or clock ails", () => {
  const disks = new Map<string, Disk>();
  row(
    "disk full",
    "nobody is let in when only the reserve is left, everybody gets out, the cloud hears of it, and it goes on when there is room again",
    {
      needs: ["iproute2"],
      whyNot: whyNoMachines,
      async gate(id, folder, ends) {
        const disk = await openSmallDisk(folder, ends);
        disks.set(id, disk);
        return disk.options;
      },
    },
    async (house) => {
      const refusals = (): number => house.cars.refused.get("Out of order") ?? 0;
      house.cars.leastStayMs = 0;
      for (let time = 0; time < 2; time++) {
        for (let number = 0; number < 8; number++) expect((await house.cars.next(house.in))?.end).toBe("passed");
        // The reserve is taken on again within a minute; so the second time nobody asks to leave.
        for (const [id, disk] of disks) if (time === 0 || id === "gate-in") fill(disk);
        const before = refusals();
        await until("nobody is let in", 10_000, async () => {
          await house.cars.next(house.in);
          return refusals() > before;
        });
        for (let number = 0; number < 6 * (1 - time); number++)
          expect((await house.cars.next(house.out))?.end).toBe("passed");
        await until("the cloud knows of the fault", 10_000, async () => {
          const [gate] = await house.rows("select status -> 'faults' as faults from gate where id = 'gate-in'");
          return JSON.stringify(gate?.["faults"]).includes('"storage"');
        });
        for (const [id, disk] of disks) if (time === 0 || id === "gate-in") clear(disk);
      }
      expect((await house.cars.next(house.in))?.end).toBe("passed");
      return { injected: 3 };
    },
  );

  row(
    "corrupt page of the journal",
    "the chain finds the flipped byte, the journal is set aside, a new epoch begins and the operator is told",
    {},
    async (house) => {
      house.cars.leastStayMs = 0;
      const stop = house.cars.traffic([house.in]);
      const brokenEpochs: string[] = [];
      for (let time = 0; time < 2; time++) {
        for (let number = 0; number < 6; number++) {
          await until("a car inside", 10_000, () => house.cars.count("inside") > 3);
          await house.cars.next(house.out);
        }
        const facts = readJournal("gate-out", house.out.see("journal.db"));
        // What only a broken disk knows, nobody can know: here, the cloud has all of it.
        await until("all is acknowledged", 10_000, async () => {
          const query = "select 1 from gate_epoch where epoch = $1 and through = $2";
          return (await house.rows(query, [facts[0]?.epoch, facts.length])).length === 1;
        });
        await house.out.end("SIGTERM");
        brokenEpochs.push(facts[0]?.epoch ?? "");
        flip(house.out.see("journal.db"), `"seq":${facts.length - 3},`, 7);
        await house.out.start();
        expect(readJournal("gate-out", house.out.see("journal.db"))[0]?.epoch).not.toBe(facts[0]?.epoch);
        expect(house.out.journals.length).toBe(time + 2);
      }
      await stop();
      await until("the operator is told", 10_000, async () => {
        const told = await house.rows("select gate from exception where kind = 'epoch-lost'");
        return told.length === 2;
      });
      return { injected: 2, brokenEpochs };
    },
  );

  row(
    "corrupt page of the rules",
    "the digest shows the flipped byte, and a snapshot mends it while taps go on",
    {},
    async (house) => {
      const stop = house.cars.traffic([house.out]);
      for (let time = 0; time < 3; time++) {
        await house.cars.next(house.in);
        await house.ready();
        await house.in.end("SIGTERM");
        const unused = house.cars.all.at(-1)?.account ?? "";
        flip(replicaOf(house.in), `account/${unused}{"coverMinor":`, 0);
        expect(rulesOf(house.in).get(`account/${unused}`)).not.toContain('"coverMinor":5000');
        await house.in.start();
        expect((await house.cars.next(house.in))?.end).toBe("passed");
        await until("the rules are the cloud's", 20_000, async () => {
          const told = await house.rows("select key, text from rule where estate = $1 and text is not null", [ESTATE]);
          const held = rulesOf(house.in);
          const wrong = told.find(({ key, text }) => held.get(String(key)) !== text);
          return wrong === undefined || `${wrong["key"]} is ${held.get(String(wrong["key"]))}`;
        });
      }
      await stop();
      return { injected: 3 };
    },
  );

  row(
    "clock stepped",
    "by days and decades, while it runs and over restarts: no stay costs more or less than it should",
    {
      needs: ["faketime"],
      gate: (_, folder) => {
        writeFileSync(join(folder, "clock"), "+0");
        return {
          env: {
            ...{ LD_PRELOAD: debianParts.faketime, FAKETIME_TIMESTAMP_FILE: join(folder, "clock") },
            ...{ FAKETIME_DONT_FAKE_MONOTONIC: "1", FAKETIME_NO_CACHE: "1" },
          },
        };
      },
    },
    async (house) => {
      const stop = house.cars.traffic(house.gates);
      let injected = 0;
      for (const step of ["+2d", "-20d", "-50y", "+30y", "+0"])
        for (const gate of house.gates) {
          await sleep(400);
          writeFileSync(join(gate.see(".."), "clock"), step);
          injected++;
          if (injected % 4 === 0) {
            await gate.kill();
            await gate.start();
          }
        }
      await stop();
      const seen = await house.rows("select distinct clock from fact where gate = 'gate-in'");
      expect(seen.map(({ clock }) => clock)).toContain("stepped");
      return { injected };
    },
  );
});

/** Somebody else's log takes all the room. */
function fill({ machine, mountPoint }: Disk): void {
  machine.run("sh", "-c", `cat /dev/zero > ${join(mountPoint, "filler")} 2>/dev/null || true`);
}

function clear({ machine, mountPoint }: Disk): void {
  machine.run("rm", join(mountPoint, "filler"));
}

/** Turns over one bit behind the first place where `words` stand in a file. */
function flip(file: string, words: string, back: number): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(words);
  expect(at, `"${words}" stands in ${file}`).toBeGreaterThan(0);
  const place = at + words.length - back;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const replicaOf = (gate: Gate): string =>
  Array.from({ length: 200 }, (_, number) => gate.see(`replica-${number}.db`)).findLast((file) => existsSync(file)) ??
  "";

/** Empty while the newest file is being built. */
function rulesOf(gate: Gate): Map<string, string> {
  const file = new Sqlite(replicaOf(gate), { readonly: true });
  try {
    if (!file.prepare("select 1 from sqlite_schema where name = 'rule'").get()) return new Map();
    const rules = file.prepare<[], { key: string; text: string }>("select key, text from rule").all();
    return new Map(rules.map(({ key, text }) => [key, text]));
  } finally {
    file.close();
  }
}
