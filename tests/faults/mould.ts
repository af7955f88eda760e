import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Api, openApi } from "../../scripts/town/api.ts";
import { debianEnv } from "../lab/daemon.ts";
import { freePort } from "../lab/free-port.ts";
import { missing } from "../lab/packages.ts";
import { openPostgres } from "../lab/postgres.ts";
import { startProgram } from "../lab/program.ts";
import { printTable } from "./table.ts";

/** What every house of this suite begins with: a copy of one that was set up through the API, once. */
export interface Mould {
  readonly postgresFolder: string;
  readonly cloudFolder: string;
  /** Users of the broker, hashed. */
  readonly passwords: string;
  readonly cloudPassword: string;
  /** By gate. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly drivers: readonly { readonly account: string; readonly uid: string }[];
}

declare module "vitest" {
  export interface ProvidedContext {
    /** A `Mould`, as JSON; empty on a machine that lacks the parts. */
    mould: string;
    /** Where each row leaves its line of the table. */
    tableFile: string;
  }
}

export const ESTATE = "harbour";
export const ZONE = "main";
export const PRICE_MINOR = 250;
export const CAPACITY = 150;
const DRIVERS = 240;
export const lightGates = Array.from({ length: 100 }, (_, number) => `light-${number}`);

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "baygate-mould-"));
  const tableFile = join(folder, "table.jsonl");
  writeFileSync(tableFile, "");
  project.provide("tableFile", tableFile);
  const teardown = (): void => {
    printTable(tableFile);
    rmSync(folder, { recursive: true, force: true });
  };
  if (missing("mosquitto", "postgresql-15").length > 0) {
    project.provide("mould", "");
    return teardown;
  }
  try {
    const postgres = await openPostgres();
    try {
      const made = await setUp(folder, postgres.url);
      await postgres.stop();
      const postgresFolder = join(folder, "postgres");
      execFileSync("cp", ["-a", postgres.folder, postgresFolder]);
      const mould: Mould = { postgresFolder, ...made };
      project.provide("mould", JSON.stringify(mould));
    } finally {
      await postgres.close();
    }
  } catch (error) {
    teardown();
    throw error;
  }
  return teardown;
}

async function setUp(folder: string, databaseUrl: string): Promise<Omit<Mould, "postgresFolder">> {
  const httpPort = await freePort();
  const cloudFolder = join(folder, "cloud");
  const main = join(import.meta.dirname, "../../cloud/src/main.ts");
  const cloud = startProgram(process.execPath, {
    args: [main, "serve"],
    env: { BAYGATE_DATA: cloudFolder, BAYGATE_HTTP_PORT: String(httpPort), DATABASE_URL: databaseUrl },
  });
  try {
    await cloud.says("the cloud is open");
    const operatorToken = readFileSync(join(cloudFolder, "operator-token"), "utf8").trim();
    const { tokens, drivers } = await furnish(openApi(`http://127.0.0.1:${httpPort}`, operatorToken));
    const cloudPassword = randomBytes(12).toString("hex");
    const passwords = join(folder, "passwords");
    const users = Object.entries({ cloud: cloudPassword, ...tokens });
    writeFileSync(passwords, users.map(([user, password]) => `${user}:${password}\n`).join(""));
    execFileSync("mosquitto_passwd", ["-U", passwords], { env: debianEnv, stdio: "ignore" });
    return { cloudFolder, passwords, cloudPassword, tokens, drivers };
  } finally {
    await cloud.end("SIGTERM");
  }
}

/** One estate with an hourly price, gates, and drivers with money and a card. */
async function furnish(operator: Api): Promise<Pick<Mould, "tokens" | "drivers">> {
  const rules = [{ rule: "per-period", minutes: 60, priceMinor: PRICE_MINOR }];
  await operator.post("/v1/ops/tariffs", { id: "hourly", currency: "EUR", content: { rules } });
  const estate = { id: ESTATE, name: "Harbour", timeZone: "Europe/Berlin", currency: "EUR" };
  await operator.post("/v1/ops/estates", estate);
  await operator.post(`/v1/ops/estates/${ESTATE}/zones`, {
    ...{ id: ZONE, name: "Main", class: "standard", capacity: CAPACITY, minimumCoverMinor: 500, tariff: "hourly" },
  });
  const tokens: Record<string, string> = {};
  for (const id of ["gate-in", "gate-out", ...lightGates]) {
    const gate = { id, estate: ESTATE, name: id, arrivalZones: id === "gate-in" ? [ZONE] : [] };
    tokens[id] = (await operator.post<{ token: string }>("/v1/ops/gates", gate)).token;
  }
  const numbers = Array.from({ length: DRIVERS }, (_, number) => number);
  const drivers: { account: string; uid: string }[] = [];
  const clerk = async (): Promise<void> => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const uid = `04${number.toString(16).padStart(12, "0")}`;
      drivers.push({ account: await enrol(operator, uid), uid });
    }
  };
  await Promise.all(Array.from({ length: 8 }, clerk));
  return { tokens, drivers };
}

async function enrol(operator: Api, uid: string): Promise<string> {
  const { id } = await operator.post<{ id: string }>("/v1/ops/accounts", { name: uid, currency: "EUR" });
  await operator.post(`/v1/ops/accounts/${id}/access`, { estate: ESTATE });
  await operator.post(`/v1/ops/accounts/${id}/cards`, { uid, label: "card" });
  const topUp = { amountMinor: 5_000, currency: "EUR", words: "first payment" };
  await operator.post(`/v1/ops/accounts/${id}/top-ups`, topUp, { "idempotency-key": `first-${id}` });
  return id;
}
