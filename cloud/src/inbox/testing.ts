import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Envelope, FactBatch, Lease } from "@baygate/shared/envelope";
import type { Offer } from "@baygate/shared/estate";
import type { Fact, FactBody, FactKind } from "@baygate/shared/fact";
import { type AccountRef, GENESIS_HASH, type SessionId } from "@baygate/shared/ids";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import type { Database } from "../db/client.ts";
import { access, account } from "../db/schema/accounts.ts";
import { gate as gateTable } from "../db/schema/gates.ts";
import { exception } from "../db/schema/house.ts";
import { estate, tariff, zone } from "../db/schema/places.ts";
import { session as sessionTable, stay as stayTable } from "../db/schema/stays.ts";
import { topUp } from "../wallets/wallets.actions.ts";
import { type Received, receiveBatch } from "./inbox.actions.ts";

export const MINUTE = 60_000;
/** 2026-03-02 08:00 in Zurich. */
export const MORNING = Date.parse("2026-03-02T07:00:00Z");
export const OFFER: Offer = { tariff: "day", version: 1, factorPermille: 1000 };

/** An estate where 20 minutes cost 0.80 EUR, 5 minutes are free, a day costs 20 EUR at most and 3.00 EUR must be there to arrive. */
export async function buildEstate(db: Database, id: string): Promise<void> {
  await db.orm
    .insert(estate)
    .values({ id, name: id, timeZone: "Europe/Zurich", currency: "EUR", missedDepartureMinor: 500n });
  await db.orm
    .insert(tariff)
    .values({
      id: "day",
      version: 1,
      currency: "EUR",
      effectiveAt: new Date(0),
      content: {
        version: 1,
        rules: [
          { rule: "grace", minutes: 5 },
          { rule: "per-period", minutes: 20, priceMinor: 80 },
          { rule: "occupancy-factor" },
          { rule: "daily-cap", maximumMinor: 2000 },
        ],
      },
    })
    .onConflictDoNothing();
  for (const zoneId of ["main", "roof"])
    await db.orm.insert(zone).values({
      ...{ estate: id, id: zoneId, name: zoneId, class: "standard", capacity: 100 },
      minimumCoverMinor: 300n,
      tariff: "day",
    });
}

/** An account with access to the estates and, unless 0, so much in its wallet. */
export async function openAccount(db: Database, estates: readonly string[], amountMinor: bigint): Promise<AccountRef> {
  const id = randomUUID();
  await db.orm.insert(account).values({ id, name: "somebody", currency: "EUR" });
  for (const each of estates) await db.orm.insert(access).values({ account: id, estate: each });
  if (amountMinor > 0n)
    await topUp(db, {
      ...{ account: id, amountMinor, currency: "EUR", actor: "test", words: "cash", atMs: MORNING },
      idempotencyKey: randomUUID(),
    });
  return id;
}

/** What a passage is about. */
export interface Visit {
  readonly account: AccountRef | null;
  readonly session: SessionId | null;
  readonly zone?: string;
}

/** A gate with a journal in memory that writes the same texts as a real one. */
export interface TestGate {
  readonly id: string;
  readonly texts: string[];
  /** Journals a fact at `atMs`. */
  add<K extends FactKind>(kind: K, body: FactBody<K>, atMs: number, envelope?: Partial<Envelope>): string;
  addText(text: string): void;
  grant(visit: Visit, atMs: number, offer?: Offer | null): void;
  arrive(visit: Visit, atMs: number, offer?: Offer | null): void;
  depart(visit: Visit, atMs: number): void;
  abandon(visit: Visit, atMs: number): void;
  unresolved(visit: Visit, atMs: number): void;
  batch(from: number, to?: number, atMs?: number, bootId?: string): FactBatch;
  /** Sends the facts `from` to `to`, as received at `atMs` (default: a second after the last fact); they are of boot `boot-1`. */
  send(from?: number, to?: number, atMs?: number, bootId?: string): Promise<Received>;
  /** A gate of the same name whose journal was lost. */
  reborn(): TestGate;
  leases: Record<string, Lease>;
}

export async function buildGate(db: Database, estateId: string, id: string): Promise<TestGate> {
  await db.orm.insert(gateTable).values({ id, estate: estateId, name: id, tokenHash: "", arrivalZones: ["main"] });
  return openGate(db, estateId, id);
}

function openGate(db: Database, estateId: string, id: string): TestGate {
  const epoch = randomBytes(8).toString("hex");
  const texts: string[] = [];
  const bootMs = MORNING - 3_600_000;
  let lastMs = MORNING;
  let through = 0;
  const passage = ({ account, session, zone = "main" }: Visit) => ({
    ...{ decision: uuidv7(), lane: "lane-1", zone, account, session },
  });
  const hashOf = (text: string | undefined) =>
    text === undefined ? GENESIS_HASH : createHash("sha256").update(text).digest("hex");
  const gate: TestGate = {
    id,
    texts,
    leases: {},
    add(kind, body, atMs, envelope = {}) {
      lastMs = Math.max(lastMs, atMs);
      const factId = uuidv7();
      const whole: Envelope & Pick<Fact, "kind"> = {
        ...{ v: 1, estate: estateId, gate: id, epoch, seq: texts.length + 1, id: factId, kind, wallMs: atMs },
        ...{ monoMs: Math.max(0, atMs - bootMs), bootId: "boot-1", clock: "synchronised", rules: 0 },
        ...{ prevHash: hashOf(texts.at(-1)), body, ...envelope },
        kind,
      };
      texts.push(JSON.stringify({ ...whole, kind: envelope.kind ?? kind }));
      return factId;
    },
    addText: (text) => void texts.push(text),
    grant: ({ account, session, zone = "main" }, atMs, offer = OFFER) => {
      const grant = { lane: "lane-1", direction: "arrive", tier: "E", credential: null, outcome: "grant" } as const;
      gate.add("decision.made", { ...grant, account, zone, reason: "arrival-granted", session, offer }, atMs);
    },
    arrive: (visit, atMs, offer = OFFER) => void gate.add("vehicle.arrived", { ...passage(visit), offer }, atMs),
    depart: (visit, atMs) => void gate.add("vehicle.departed", passage(visit), atMs),
    abandon: (visit, atMs) =>
      void gate.add("passage.abandoned", { ...passage(visit), direction: "arrive", cause: "backed-out" }, atMs),
    unresolved: (visit, atMs) => void gate.add("passage.unresolved", { ...passage(visit), direction: "arrive" }, atMs),
    batch: (from, to = texts.length, atMs = lastMs + 1000, bootId = "boot-1") => ({
      ...{ v: 1, epoch, from, facts: texts.slice(from - 1, to), bootId, wallMs: atMs },
      monoMs: atMs - bootMs,
      leases: gate.leases,
    }),
    async send(from = through + 1, to = texts.length, atMs = lastMs + 1000, bootId = "boot-1") {
      const received = await receiveBatch(db, { id, estate: estateId }, gate.batch(from, to, atMs, bootId), atMs);
      through = received.ack.through;
      return received;
    },
    reborn: () => openGate(db, estateId, id),
  };
  return gate;
}

/** Makes gates and visits, and looks at what became of them. */
export function observe(db: Database) {
  let gates = 0;
  const newGate = (estate = "harbour"): Promise<TestGate> => buildGate(db, estate, `gate-${++gates}`);
  const newVisit = async (amountMinor = 10_000n) => ({
    account: await openAccount(db, ["harbour", "station"], amountMinor),
    session: uuidv7(),
  });
  const sessionOf = async (id: string) => (await db.orm.select().from(sessionTable).where(sql`id = ${id}`))[0];
  const stayOf = async (id: string) =>
    (await db.orm.select().from(stayTable).where(sql`session = ${id}`).orderBy(sql`revision desc`))[0];
  const placesOf = async (estate: string, zone = "main") => {
    const { rows } = await db.pool.query(
      "select arrivals::int, departures::int, passing::int from occupancy where estate = $1 and zone = $2",
      [estate, zone],
    );
    return rows[0] ?? { arrivals: 0, departures: 0, passing: 0 };
  };
  const exceptionsAt = async (gate: TestGate) =>
    (await db.orm.select().from(exception).where(sql`gate = ${gate.id} and resolved_at is null`)).map(
      ({ kind }) => kind,
    );
  const exceptionsOf = async (id: string) =>
    (await db.orm.select().from(exception).where(sql`session = ${id}`)).map(({ kind }) => kind);
  return { newGate, newVisit, sessionOf, stayOf, placesOf, exceptionsAt, exceptionsOf };
}

/** What must hold whatever happened: the ledger sums to zero, wallets equal their entries, holds equal what is held, nothing is charged twice. */
export async function expectSoundBooks(db: Database): Promise<void> {
  const { rows } = await db.pool.query(`
    select
      (select coalesce(sum(amount_minor), 0)::text from ledger_entry) as sum,
      (select count(*)::int from wallet w where
        w.balance_minor <> (select coalesce(sum(amount_minor), 0) from ledger_entry where ledger_account = 'wallet:' || w.account) or
        w.debt_minor <> -(select coalesce(sum(amount_minor), 0) from ledger_entry where ledger_account = 'receivable:' || w.account) or
        w.held_minor <> (select coalesce(sum(amount_minor), 0) from hold h where h.account = w.account and h.state = 'open')
      ) as wallets,
      (select count(*)::int from (select session from ledger_transaction c where kind = 'charge'
        and not exists (select from ledger_transaction r where r.idempotency_key = 'reversal:' || c.idempotency_key)
        group by session having count(*) > 1) t) as twice,
      (select count(*)::int from stay_now s where transaction is not null and total_minor <> (
        select coalesce(sum(amount_minor), 0) from ledger_transaction t join ledger_entry e on e.transaction = t.id
        where t.session = s.session and ledger_account in ('revenue:' || s.estate, 'tax:' || s.estate))) as mispriced,
      (select count(*)::int from session s where (state = 'departed') <> exists (select from stay_now y
        where y.session = s.id and y.reason is distinct from 'departure-moved')) as unpriced,
      (select count(*)::int from hold h join session s on s.id = h.session where (h.state = 'open') <> (s.state in ('granted', 'unresolved', 'inside'))) as holds,
      (select count(*)::int from gate_epoch e where through <> (select count(*) from fact f where f.gate = e.gate and f.epoch = e.epoch)) as gaps,
      (select count(*)::int from (select account from session where state = 'inside' and account is not null group by account having count(*) > 1) t) as double_open,
      (select count(*)::int from occupancy where passing < 0) as negative`);
  expect(rows[0]).toEqual({
    ...{ sum: "0", wallets: 0, twice: 0, mispriced: 0, unpriced: 0, holds: 0, gaps: 0, double_open: 0, negative: 0 },
  });
}
