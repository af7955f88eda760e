import { randomBytes, randomUUID } from "node:crypto";
import { expect } from "vitest";
import { addCard, grantAccess, openAccount } from "../../cloud/src/accounts/accounts.actions.ts";
import type { Database } from "../../cloud/src/db/client.ts";
import { addTariff, addZone, openEstate } from "../../cloud/src/estates/estates.actions.ts";
import { addGate } from "../../cloud/src/estates/gates.actions.ts";
import { noteSync, writeStatus } from "../../cloud/src/fleet/fleet.store.ts";
import type { Actor, House } from "../../cloud/src/house.ts";
import { endWaits, receiveBatch } from "../../cloud/src/inbox/inbox.actions.ts";
import { correctLateDepartures } from "../../cloud/src/ledger/corrections.actions.ts";
import { tendEstate } from "../../cloud/src/occupancy/tend.actions.ts";
import { cardRef } from "../../cloud/src/passes/passes.actions.ts";
import { tendTickets } from "../../cloud/src/passes/tickets.actions.ts";
import { answerSync, feedRules } from "../../cloud/src/rules/feed.actions.ts";
import { markDirty, markGround } from "../../cloud/src/rules/feed.store.ts";
import { topUp, walletOf } from "../../cloud/src/wallets/wallets.actions.ts";
import { Gate, Time } from "./street.ts";

export const OFFICE: Actor = { name: "operator:office" };
const CARD_KEY = randomBytes(32);

/** A driver with an account and a card. */
export interface Driver {
  readonly account: string;
  readonly card: Buffer;
  readonly cardRef: string;
}

interface Policy {
  readonly antiPassback?: "hard" | "sure" | "soft";
  readonly staleAfterMs?: number;
  readonly staleArrivals?: number;
  readonly overdraw?: number;
}

let estates = 0;

/**
 * An estate in Zurich: 20 minutes cost 0.80 EUR, 5 minutes are free, a day costs 20 EUR at most, 3.00 EUR must be there to arrive, and a
 * stay of which nobody saw one end costs 5.00 EUR. The cloud's verbs and workers are the real ones; the cable is the scenario.
 */
export class Estate {
  readonly db: Database;
  readonly time = new Time();
  readonly id = `estate-${++estates}`;
  readonly tariff = `${this.id}-tariff`;
  readonly house: House & {
    readonly cardRef: (uid: Uint8Array) => string;
    readonly cardAes: (uid: Uint8Array) => string;
  };
  readonly gates: Gate[] = [];

  private constructor(db: Database) {
    this.db = db;
    const clock = { wallMs: () => this.time.nowMs, monoMs: () => this.time.nowMs, after: () => () => undefined };
    this.house = { db, clock, cardRef: (uid) => cardRef(CARD_KEY, uid), cardAes: () => "A".repeat(22) };
  }

  static async open(
    db: Database,
    { capacity = 10, policy = {} }: { capacity?: number; policy?: Policy } = {},
  ): Promise<Estate> {
    const opened = new Estate(db);
    const { id, house, tariff } = opened;
    await addTariff(house, OFFICE, { id: tariff, currency: "EUR", content: tariffContent(80) });
    const asked = { id, name: "Harbour", timeZone: "Europe/Zurich", currency: "EUR", missedDepartureMinor: 500n };
    await openEstate(house, OFFICE, asked);
    await db.pool.query(
      `update estate set anti_passback = coalesce($2, anti_passback), stale_after_ms = coalesce($3, stale_after_ms),
         stale_arrivals = coalesce($4, stale_arrivals), overdraw = coalesce($5, overdraw) where id = $1`,
      [id, policy.antiPassback, policy.staleAfterMs, policy.staleArrivals, policy.overdraw],
    );
    const zone = { id: "main", name: "Main", class: "standard", capacity, minimumCoverMinor: 300n, tariff };
    await addZone(house, OFFICE, id, zone);
    await markGround(db, id);
    return opened;
  }

  close(): void {
    for (const gate of this.gates) gate.close();
  }

  async gate(direction: "arrive" | "depart", zone = "main"): Promise<Gate> {
    const id = `${this.id}-${direction}-${this.gates.length + 1}`;
    const arrivalZones = direction === "arrive" ? [zone] : [];
    const added = await addGate(this.house, OFFICE, { id, estate: this.id, name: id, arrivalZones });
    if ("refused" in added) throw new Error(added.refused);
    const gate = new Gate({ id, estate: this.id, zone, direction, token: added.token }, this.time);
    this.gates.push(gate);
    return gate;
  }

  async driver(amountMinor = 10_000n): Promise<Driver> {
    const { id: account } = await openAccount(this.house, OFFICE, { name: "somebody", currency: "EUR" });
    await grantAccess(this.house, OFFICE, account, this.id);
    if (amountMinor > 0n) await this.pay(account, amountMinor);
    return { account, ...(await this.card(account)) };
  }

  /** One more card for an account. */
  async card(account: string): Promise<Pick<Driver, "card" | "cardRef">> {
    const card = Buffer.concat([Buffer.from([0x04]), randomBytes(6)]);
    const added = await addCard(this.house, OFFICE, account, { kind: "plain", uid: card, label: "card" });
    if ("refused" in added) throw new Error(added.refused);
    return { card, cardRef: added.ref };
  }

  async pay(account: string, amountMinor: bigint): Promise<void> {
    await topUp(this.db, {
      ...{ account, amountMinor, currency: "EUR", actor: OFFICE.name, words: "cash", atMs: this.time.nowMs },
      idempotencyKey: randomUUID(),
    });
  }

  /** What the cloud and every gate that it reaches have for one another goes over; then the cloud's own chores are done. */
  async exchange(): Promise<void> {
    const { db, id, house } = this;
    const now = new Date(this.time.nowMs);
    const ground = { db, nowMs: house.clock.wallMs, cardKey: CARD_KEY.toString("base64url") };
    const reached = this.gates.filter(({ online }) => online);
    for (const gate of reached) await this.send(gate);
    for (const { plan, online } of this.gates) await writeStatus(db, plan.id, { v: 1, online, waiting: 0 }, now);
    for (const { plan, journal } of reached)
      await noteSync(db, plan, { epoch: journal.epoch, leases: journal.local.leases() }, now);
    await endWaits(db, this.time.nowMs);
    await correctLateDepartures(house);
    await tendEstate(db, id, this.time.nowMs, new Map());
    await tendTickets(house, 100);
    await db.tx((tx) => markDirty(tx, id, ["estate", "zone/main"]));
    await feedRules(ground, id);
    for (const gate of reached)
      for (const { gate: to, message } of (await answerSync(ground, gate.plan, gate.syncState())).messages)
        if (to === gate.plan.id) gate.rules(message);
  }

  /** Gates lose their link; the cloud hears of it by their last will. */
  async cut(...gates: readonly Gate[]): Promise<void> {
    for (const gate of gates) {
      gate.online = false;
      await writeStatus(this.db, gate.plan.id, { v: 1, online: false }, new Date(this.time.nowMs));
    }
  }

  /** Everything that a gate has is sent and acknowledged. */
  async send(gate: Gate): Promise<void> {
    for (let batch = gate.nextBatch(); batch !== undefined; batch = gate.nextBatch())
      gate.acknowledged((await receiveBatch(this.db, gate.plan, batch, this.time.nowMs)).ack);
  }

  async #rows<T extends object>(text: string, values: readonly unknown[]): Promise<T[]> {
    return (await this.db.pool.query<T>(text, [...values])).rows;
  }

  /** An account's visits, in the order in which they began. */
  visits = (account: string) =>
    this.#rows<{ id: string; state: string; flags: string[] }>(
      "select id, state, flags, arrived_at, departed_at from session where account = $1 order by granted_at",
      [account],
    );

  /** All revisions of an account's stays. */
  stays = (account: string) =>
    this.#rows(
      `select revision, total_minor::int as total, flags, lines, offer, reason, arrived_at from stay where account = $1
       order by arrived_at, session, revision`,
      [account],
    );

  /** What an account's stays cost as they count now. */
  async costs(account: string): Promise<bigint[]> {
    const rows = await this.#rows<{ total: string }>(
      "select total_minor as total from stay_now where account = $1 order by departed_at",
      [account],
    );
    return rows.map(({ total }) => BigInt(total));
  }

  /** Kinds of what an operator is told here and has not dealt with. */
  async exceptions(): Promise<string[]> {
    const rows = await this.#rows<{ kind: string }>(
      "select kind from exception where estate = $1 and resolved_at is null order by id",
      [this.id],
    );
    return rows.map(({ kind }) => kind);
  }

  /** What the estate has taken by the ledger, tax and all. */
  async revenue(): Promise<bigint> {
    const rows = await this.#rows<{ sum: string }>(
      "select coalesce(sum(amount_minor), 0) as sum from ledger_entry where ledger_account = any($1)",
      [[`revenue:${this.id}`, `tax:${this.id}`]],
    );
    return BigInt(rows[0]?.sum ?? 0);
  }

  /** Kinds of the ledger's transactions about an account, in their order. */
  async postings(account: string): Promise<string[]> {
    const rows = await this.#rows<{ kind: string }>(
      "select kind from ledger_transaction where account = $1 order by posted_at, id",
      [account],
    );
    return rows.map(({ kind }) => kind);
  }

  wallet = (account: string) => walletOf(this.db.orm, account);

  async places(): Promise<{ inUse: number; passing: number }> {
    const rows = await this.#rows<{ in_use: number; passing: number }>(
      "select (arrivals - departures + corrections)::int as in_use, passing::int from occupancy where estate = $1",
      [this.id],
    );
    return { inUse: rows[0]?.in_use ?? 0, passing: rows[0]?.passing ?? 0 };
  }

  /** What the inbox keeps of a gate. */
  inbox = (gate: Gate) =>
    this.#rows<{ id: string; kind: string; quarantine: string | null }>(
      "select id, kind, quarantine from fact where gate = $1 order by epoch, seq",
      [gate.plan.id],
    );

  /** I12: whoever holds up this card at the departure gate gets out. */
  async leaves(gate: Gate, { card }: Pick<Driver, "card">): Promise<string> {
    const { outcome, reason } = await gate.drive(card);
    expect(outcome, `locked in: ${reason}`).toBe("grant");
    return reason;
  }
}

/** 20 minutes cost so much. */
export const tariffContent = (priceMinor: number) => ({
  version: 1,
  rules: [
    { rule: "grace", minutes: 5 },
    { rule: "per-period", minutes: 20, priceMinor },
    { rule: "occupancy-factor" },
    { rule: "daily-cap", maximumMinor: 2000 },
  ],
});
