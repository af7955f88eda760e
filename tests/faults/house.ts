import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { freePort } from "../lab/free-port.ts";
import { connectMachines, type Machine, openMachine } from "../lab/machine.ts";
import { type Mosquitto, openMosquitto } from "../lab/mosquitto.ts";
import { type OutsidePostgres, openPostgres } from "../lab/postgres.ts";
import { openPostgresRelay, type PostgresRelay } from "../lab/postgres-relay.ts";
import { type Program, startProgram } from "../lab/program.ts";
import { Cars } from "./cars.ts";
import type { Ends } from "./ends.ts";
import { Gate, type GateOptions } from "./gate.ts";
import { ESTATE, type Mould } from "./mould.ts";

/** The real cloud, as a process that may be killed. */
export interface Cloud {
  readonly pid: number;
  /** A bug on purpose that it is started with: a file of tests/faults/plants/. */
  preload: string | undefined;
  start(): Promise<void>;
  end(how: NodeJS.Signals): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Memory in use, MiB. */
  readonly residentMiB: number;
}

/** Everything of one row, nobody else's: database, broker, cloud, an arrival and a departure gate, and cars. */
export interface House {
  readonly folder: string;
  readonly mould: Mould;
  readonly postgres: OutsidePostgres;
  readonly database: pg.Pool;
  readonly databaseRelay: PostgresRelay;
  readonly mosquitto: Mosquitto;
  readonly cloud: Cloud;
  readonly gates: Gate[];
  readonly in: Gate;
  readonly out: Gate;
  readonly cars: Cars;
  readonly ends: Ends;
  /** The cloud's machine and the gates', joined by a cable, where the row asked for them. */
  readonly machines: { readonly cloud: Machine; readonly gates: Machine } | undefined;
  rows(query: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Both gates hold the cloud's rules, and the arrival gate places to give. */
  ready(): Promise<void>;
}

export interface HouseOptions {
  /** The cloud on one machine and the gates on another. */
  readonly apart?: boolean;
  /** A bug on purpose in the cloud's process: a file of tests/faults/plants/. */
  readonly cloudPreload?: string;
  /** What is special about a gate. Told the folder of the row. */
  readonly gate?: (id: string, folder: string, ends: Ends) => Promise<Partial<GateOptions>> | Partial<GateOptions>;
}

const CLOUD_MAIN = join(import.meta.dirname, "../../cloud/src/main.ts");

export async function openHouse(ends: Ends, options: HouseOptions = {}): Promise<House> {
  const mould: Mould = JSON.parse(inject("mould"));
  const folder = mkdtempSync(join(tmpdir(), "baygate-fault-"));
  ends.add(() => {
    if (!process.env["BAYGATE_KEEP"]) rmSync(folder, { recursive: true, force: true });
  });
  const machines = options.apart ? { cloud: await openMachine(), gates: await openMachine() } : undefined;
  if (machines) {
    for (const machine of Object.values(machines)) ends.add(machine.close);
    connectMachines(machines.cloud, machines.gates);
  }
  const enter = machines?.cloud.enter ?? [];
  const postgres = await openPostgres({ copyOf: mould.postgresFolder, enter });
  ends.add(postgres.close);
  const databaseRelay = await openPostgresRelay(postgres.port);
  ends.add(databaseRelay.close);
  const database = new pg.Pool({ ...postgres.socket, max: 2, connectionTimeoutMillis: 5_000 });
  database.on("error", () => {});
  ends.add(() => database.end());
  const mosquitto = await openMosquitto({
    passwordsOf: mould.passwords,
    ...(machines ? { address: "10.77.0.1", enter } : {}),
  });
  ends.add(mosquitto.close);
  await mosquitto.start();
  const url = new URL(postgres.url);
  if (machines === undefined) url.port = String(databaseRelay.port);
  const cloud = await openCloud(folder, mould, enter, { databaseUrl: url.href, mqttUrl: mosquitto.url });
  cloud.preload = options.cloudPreload;
  ends.add(() => cloud.end("SIGTERM"));
  await cloud.start();

  const gates: Gate[] = [];
  for (const [id, direction] of [
    ["gate-in", "arrive"],
    ["gate-out", "depart"],
  ] as const) {
    const gateFolder = mkdtempSync(join(folder, "g-"));
    const gate = await Gate.open(ends, {
      ...{ id, direction, token: mould.tokens[id] ?? "", folder: gateFolder, mqttPort: mosquitto.port },
      ...(machines ? { machine: machines.gates, mqttUrl: mosquitto.url } : {}),
      ...(await options.gate?.(id, gateFolder, ends)),
    });
    gates.push(gate);
    await gate.start();
  }
  const [gateIn, gateOut] = gates;
  if (gateIn === undefined || gateOut === undefined) throw new Error("two gates");
  const rows: House["rows"] = async (query, values) => (await database.query(query, values)).rows;
  const house: House = {
    ...{ folder, mould, postgres, database, databaseRelay, mosquitto, cloud, gates, machines, ends, rows },
    ...{ in: gateIn, out: gateOut, cars: new Cars(mould.drivers) },
    ready: () => hasItsRules(house),
  };
  await house.ready();
  return house;
}

async function openCloud(
  folder: string,
  mould: Mould,
  enter: readonly string[],
  reach: { readonly databaseUrl: string; readonly mqttUrl: string },
): Promise<Cloud> {
  const data = join(folder, "cloud");
  cpSync(mould.cloudFolder, data, { recursive: true });
  const port = await freePort();
  let program: Program | undefined;
  const cloud: Cloud = {
    preload: undefined,
    get pid() {
      return program?.pid ?? 0;
    },
    async start() {
      const plant = cloud.preload === undefined ? [] : ["--import", join(import.meta.dirname, "plants", cloud.preload)];
      program = startProgram(process.execPath, {
        args: [...plant, CLOUD_MAIN, "serve"],
        env: {
          ...{ BAYGATE_DATA: data, BAYGATE_HTTP_PORT: String(port), DATABASE_URL: reach.databaseUrl },
          ...{ MQTT_URL: reach.mqttUrl, MQTT_USER: "cloud", MQTT_PASSWORD: mould.cloudPassword },
        },
        logFile: join(folder, "cloud.log"),
        enter,
      });
      await program.says("the cloud is open");
    },
    end: async (how) => await program?.end(how),
    signal: (name) => program?.signal(name),
    get residentMiB() {
      const status = readFileSync(`/proc/${program?.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    },
  };
  return cloud;
}

async function hasItsRules(house: House): Promise<void> {
  await until("the gates hold the rules", 30_000, async () => {
    const [row] = await house.rows(
      `select rules_version::int as version, (select coalesce(sum(lent), 0)::int from lease) as lent,
        (select count(*)::int from rule_dirty) as dirty from estate where id = $1`,
      [ESTATE],
    );
    return (
      Number(row?.["lent"]) > 0 &&
      row?.["dirty"] === 0 &&
      house.gates.every(({ health }) => health?.rules === row?.["version"])
    );
  });
}

/** Waits until something holds. @throws when it does not within `patienceMs`, saying what was awaited. */
export async function until(
  what: string,
  patienceMs: number,
  holds: () => Promise<boolean | string> | boolean | string,
): Promise<void> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    const held = await holds();
    if (held === true) return;
    if (performance.now() > endMs)
      throw new Error(`not within ${patienceMs / 1000} s: ${what}${typeof held === "string" ? ` (${held})` : ""}`);
    await sleep(50);
  }
}

/** How many facts the cloud has applied, as its database says. */
export async function applied(house: House): Promise<number> {
  const [row] = await house.rows("select count(*)::int as facts from fact");
  return Number(row?.["facts"]);
}
