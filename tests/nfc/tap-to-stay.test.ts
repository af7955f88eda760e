import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { openApi } from "../../scripts/town/api.ts";
import { embeddedDatabaseUrl, factsInJournal } from "../../scripts/town/books.ts";
import { type Child, startChild } from "../../scripts/town/children.ts";
import { freePort } from "../lab/free-port.ts";
import { openMosquitto } from "../lab/mosquitto.ts";
import { skipWithout } from "../lab/packages.ts";
import { openPcscd } from "../lab/pcscd.ts";
import { openPostgres } from "../lab/postgres.ts";
import { childrenOf } from "../lab/processes.ts";
import { openVirtualCard } from "../lab/virtual-card.ts";
import { journalFile, type LaneName, lanes, logFile, startNfcGate } from "./nfc-gate.ts";

// A card on a real reader opens the gate while everything else is down, and when it is back PostgreSQL holds one stay,
// charged once. Between the two taps the gate is killed.

/** A gate that was cut off for a while looks for the broker every half minute only. */
const LONG = { timeout: 90_000, interval: 50 };
const UID = "04a1b2c3d4e5f6";
const ESTATE = "harbour";
const GATE = "harbour-gate";
const PRICE_MINOR = 250;

/** The database and the broker of a variant, and how they go away and come back with the cloud. */
interface Ground {
  /** The cloud's environment. */
  readonly env: Record<string, string>;
  readonly mqttUrl: string;
  databaseUrl(dataDir: string): string;
  admitGate(token: string): void;
  brokerDown(): Promise<void>;
  brokerUp(): Promise<void>;
  close(): Promise<void>;
}

async function embeddedGround(): Promise<Ground> {
  const port = await freePort();
  const nothing = async (): Promise<void> => {};
  return {
    env: { BAYGATE_MQTT_PORT: String(port) },
    mqttUrl: `mqtt://127.0.0.1:${port}`,
    databaseUrl: embeddedDatabaseUrl,
    admitGate: () => {},
    // It lives and dies with the cloud.
    brokerDown: nothing,
    brokerUp: nothing,
    close: nothing,
  };
}

async function outsideGround(): Promise<Ground> {
  const [mosquitto, postgres] = await Promise.all([openMosquitto(), openPostgres()]);
  const password = "the cloud's own";
  mosquitto.admit("cloud", password);
  await mosquitto.start();
  return {
    env: { DATABASE_URL: postgres.url, MQTT_URL: mosquitto.url, MQTT_USER: "cloud", MQTT_PASSWORD: password },
    mqttUrl: mosquitto.url,
    databaseUrl: () => postgres.url,
    admitGate: (token) => mosquitto.admit(GATE, token),
    brokerDown: mosquitto.kill,
    brokerUp: mosquitto.start,
    close: async () => {
      await mosquitto.close();
      await postgres.close();
    },
  };
}

async function startCloud(folder: string, httpPort: number, env: Record<string, string>): Promise<Child> {
  const cloud = startChild(
    "cloud",
    [join(import.meta.dirname, "../../cloud/src/main.ts"), "serve"],
    { BAYGATE_DATA: join(folder, "cloud"), BAYGATE_HTTP_PORT: String(httpPort), ...env },
    join(folder, "cloud.log"),
  );
  await vi.waitFor(async () => {
    const ready = await fetch(`http://127.0.0.1:${httpPort}/readyz`);
    if (!ready.ok) throw new Error(`not ready: ${await ready.text()}`);
  }, LONG);
  return cloud;
}

/** An estate with one zone, a gate, and a driver with money and a card. Gives the gate's token. */
async function furnish(httpPort: number, operatorToken: string): Promise<string> {
  const operator = openApi(`http://127.0.0.1:${httpPort}`, operatorToken);
  const rules = [{ rule: "per-period", minutes: 60, priceMinor: PRICE_MINOR }];
  await operator.post("/v1/ops/tariffs", { id: "hourly", currency: "EUR", content: { rules } });
  const estate = { id: ESTATE, name: "Harbour", timeZone: "Europe/Berlin", currency: "EUR" };
  await operator.post("/v1/ops/estates", estate);
  await operator.post(`/v1/ops/estates/${ESTATE}/zones`, {
    ...{ id: "main", name: "Main", class: "standard", capacity: 20, minimumCoverMinor: 500, tariff: "hourly" },
  });
  const gate = { id: GATE, estate: ESTATE, name: "Gate", arrivalZones: ["main"] };
  const { token } = await operator.post<{ token: string }>("/v1/ops/gates", gate);
  const { id } = await operator.post<{ id: string }>("/v1/ops/accounts", { name: "Ada", currency: "EUR" });
  await operator.post(`/v1/ops/accounts/${id}/access`, { estate: ESTATE });
  await operator.post(`/v1/ops/accounts/${id}/cards`, { uid: UID, label: "card" });
  const topUp = { amountMinor: 5_000, currency: "EUR", words: "first payment" };
  await operator.post(`/v1/ops/accounts/${id}/top-ups`, topUp, { "idempotency-key": "first-payment" });
  return token;
}

const variants = [
  { name: "embedded broker and PostgreSQL", open: embeddedGround, needs: [] },
  { name: "Mosquitto and an outside PostgreSQL", open: outsideGround, needs: ["mosquitto", "postgresql-15"] },
] as const;

describe.each(variants)("a tap becomes a paid stay with $name", ({ open, needs }) => {
  const skipped = skipWithout("pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "iproute2", ...needs);

  it.skipIf(skipped)("though the broker is down and the gate is killed in between", { timeout: 300_000 }, async () => {
    const ends: (() => Promise<unknown> | unknown)[] = [];
    try {
      await tapToStay(await open(), ends);
    } finally {
      for (const end of ends.reverse()) await end();
    }
  });
});

async function tapToStay(ground: Ground, ends: (() => Promise<unknown> | unknown)[]): Promise<void> {
  ends.push(ground.close);
  const folder = mkdtempSync(join(tmpdir(), "baygate-nfc-"));
  // The embedded database runs as a user of its own, who must get at his folder.
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const pcscd = await openPcscd();
  ends.push(pcscd.close);
  await pcscd.start();
  const card = openVirtualCard(pcscd.enter);
  ends.push(card.close);

  // The gate hears its rules once.
  const httpPort = await freePort();
  let cloud = await startCloud(folder, httpPort, ground.env);
  ends.push(() => cloud.stop());
  const operatorToken = readFileSync(join(folder, "cloud", "operator-token"), "utf8").trim();
  const token = await furnish(httpPort, operatorToken);
  ground.admitGate(token);
  const gateOptions = { folder, estate: ESTATE, gate: GATE, token, mqttUrl: ground.mqttUrl, pcscSocket: pcscd.socket };
  let gate = await startNfcGate(gateOptions);
  ends.push(() => gate.stop());
  await hasItsRules(ground.databaseUrl(join(folder, "cloud")), () => gate.health()?.rules);

  // Everything but the gate goes down.
  await cloud.stop();
  await ground.brokerDown();
  await vi.waitFor(() => expect(gate.health()).toMatchObject({ online: false, faults: [] }), LONG);

  const drivesThrough = async (lane: LaneName): Promise<void> => {
    gate.arrive(lane);
    card.insert(UID, "whole", lanes.find(({ id }) => id === lane)?.slot);
    await vi.waitFor(() => expect(gate.arm(lane)).toBe("raised"), LONG);
    gate.pass(lane);
    await vi.waitFor(() => expect(gate.arm(lane)).toBe("lowered"), LONG);
    card.remove();
  };
  await drivesThrough("lane-in");

  const children = childrenOf(gate.pid, "pcsc-child");
  expect(children).toHaveLength(2);
  await gate.kill();
  gate = await startNfcGate(gateOptions);
  await drivesThrough("lane-out");

  // All is back.
  await ground.brokerUp();
  cloud = await startCloud(folder, httpPort, ground.env);
  const database = new pg.Client({ connectionString: ground.databaseUrl(join(folder, "cloud")) });
  await database.connect();
  database.on("error", () => {});
  const rows = async (query: string): Promise<unknown[]> => (await database.query(query)).rows;
  try {
    await vi.waitFor(async () => {
      const facts = factsInJournal(journalFile(folder));
      expect(await rows("select sum(through)::int as acked from gate_epoch")).toEqual([{ acked: facts }]);
    }, LONG);
    await holdsOnePaidStay(rows);
    const opened = await rows(
      "select (text::jsonb -> 'body' ->> 'elapsedMs')::float8 as ms from fact where kind = 'barrier.opened' order by seq",
    );
    process.stdout.write(
      `from UID to barrier command, ms: ${opened.map((row) => Number(Object(row).ms).toFixed(1)).join(" and ")}\n`,
    );
    // Whatever was written down, the card's UID was not.
    for (const file of [logFile(folder), join(folder, "cloud.log")])
      expect(readFileSync(file, "utf8")).not.toContain(UID);
  } finally {
    await database.end();
  }
}

/** The gate holds the newest rules, with the driver's card and places to give. */
async function hasItsRules(databaseUrl: string, held: () => number | undefined): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await vi.waitFor(async () => {
      const { rows } = await database.query(`select rules_version::int as version,
        (select count(*)::int from rule where key like 'c%' and text is not null) as cards,
        (select coalesce(sum(lent), 0)::int from lease) as lent from estate`);
      const [{ version, cards, lent }] = rows;
      expect(cards).toBeGreaterThan(0);
      expect(lent).toBeGreaterThan(0);
      expect(held()).toBe(version);
    }, LONG);
  } finally {
    await database.end();
  }
}

async function holdsOnePaidStay(rows: (query: string) => Promise<unknown[]>): Promise<void> {
  expect(
    await rows(
      "select text::jsonb -> 'body' ->> 'reason' as reason from fact where kind = 'decision.made' order by seq",
    ),
  ).toEqual([{ reason: "arrival-granted" }, { reason: "departure-granted" }]);
  expect(await rows("select state, flags from session")).toEqual([{ state: "departed", flags: [] }]);
  expect(await rows("select total_minor::int as total, transaction is not null as charged from stay")).toEqual([
    { total: PRICE_MINOR, charged: true },
  ]);
  expect(await rows("select count(*)::int as charges from ledger_transaction where kind = 'charge'")).toEqual([
    { charges: 1 },
  ]);
  expect(await rows("select sum(amount_minor)::int as sum from ledger_entry")).toEqual([{ sum: 0 }]);
  expect(
    await rows("select balance_minor::int as balance, held_minor::int as held, debt_minor::int as debt from wallet"),
  ).toEqual([{ balance: 5_000 - PRICE_MINOR, held: 0, debt: 0 }]);
  expect(await rows("select (arrivals - departures + corrections)::int as inside from occupancy")).toEqual([
    { inside: 0 },
  ]);
  expect(await rows("select kind, words from exception")).toEqual([]);
  expect(await rows("select kind, quarantine from fact where quarantine is not null")).toEqual([]);
}
