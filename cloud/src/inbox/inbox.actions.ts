import { createHash } from "node:crypto";
import { type Ack, type FactBatch, WIRE_VERSION } from "@baygate/shared/envelope";
import type { Fact } from "@baygate/shared/fact";
import type { AccountRef, EstateId, FactId, GateId, SessionId, Sha256 } from "@baygate/shared/ids";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Database, Tx } from "../db/client.ts";
import { insertPostings } from "../ledger/ledger.store.ts";
import { moveLeases, movePlaces } from "../occupancy/occupancy.store.ts";
import { readTariffs, readTerms } from "../pricing/pricing.store.ts";
import { PriceLine, PriceTax } from "../pricing/rule.ts";
import { StayTerms } from "../pricing/terms.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { mayBePriced } from "../sessions/session.ts";
import {
  grantsOf,
  insertStays,
  lockSessions,
  lockWaitingDepartures,
  overdueDepartures,
  saveDepartures,
  saveSessions,
  stayRevisions,
  visitsNamed,
} from "../sessions/sessions.store.ts";
import { markMembers } from "../wallets/groups.store.ts";
import { saveGroupSpends, saveVoucherUses, wantTopUps } from "../wallets/settled.store.ts";
import { openHolds, saveHolds, saveWallets } from "../wallets/wallets.store.ts";
import { loadAgreements, lockMore, lockPayers } from "./agreements.actions.ts";
import { type Books, type ExceptionNote, type Loaded, leaseMoves, openBooks, zoneKey } from "./books.ts";
import { type BootClock, type Dated, type DatedFact, dateFact, hearBoot } from "./dating.ts";
import { fold } from "./fold.ts";
import {
  answerOrders,
  datesOf,
  type FactRow,
  forkEpoch,
  hashesFrom,
  insertExceptions,
  insertFacts,
  lockEpoch,
  lockEpochs,
  moveEpoch,
  resolveUnmatched,
} from "./inbox.store.ts";
import { type FreshFact, type NumberedText, type Sender, screen, storable } from "./inbox.ts";
import { groupMoves } from "./payer.ts";
import { endWait, forgetGrants } from "./visits.ts";

/** A fact that was applied, for whoever shows it. */
export interface AppliedFact {
  readonly id: FactId;
  readonly kind: Fact["kind"];
  readonly occurredAtMs: number;
  readonly body: Fact["body"];
}

export interface Received {
  /** To be sent to the gate: everything up to `through` is durable. */
  readonly ack: Ack;
  readonly applied: readonly AppliedFact[];
  /** How many texts were set aside. */
  readonly quarantined: number;
  /** Accounts whose rules changed and are marked dirty. */
  readonly accounts: readonly AccountRef[];
}

/** What the inbox writes to a log: pino's loggers fit. */
export interface InboxLog {
  warn(about: object, words: string): void;
  error(about: object, words: string): void;
}

/**
 * Takes a gate's batch: applies what is new of it with all that follows (visits, occupancy, money), in one transaction under the lock
 * of the gate's epoch. When this resolves, it is committed; the answer may be sent. Batches of different gates run side by side.
 *
 * Locks are taken in this order, each kind sorted: gate_epoch, wallet, session, unmatched_departure, occupancy, lease.
 *
 * @param gate as the link knows it, not as the batch says.
 * @param receivedAtMs when the batch came in, by the cloud's wall clock.
 * @throws the driver's errors; nothing was applied then, and the gate sends again.
 */
export async function receiveBatch(
  db: Database,
  gate: { readonly id: GateId; readonly estate: EstateId },
  batch: FactBatch,
  receivedAtMs: number,
  log?: InboxLog,
): Promise<Received> {
  const sender: Sender = { gate: gate.id, estate: gate.estate, epoch: batch.epoch };
  const texts = batch.facts.map(
    (text, at): NumberedText => ({ seq: batch.from + at, text, hash: createHash("sha256").update(text).digest("hex") }),
  );
  const { received, warnings } = await db.tx((tx) => receive(tx, sender, batch, texts, receivedAtMs));
  for (const { words, ...about } of warnings) log?.warn({ gate: gate.id, epoch: batch.epoch, ...about }, words);
  if (received.ack.fork)
    log?.error({ gate: gate.id, epoch: batch.epoch, through: received.ack.through }, "gate forked");
  return received;
}

interface Outcome {
  readonly received: Received;
  /** Written to the log once the transaction is committed. */
  readonly warnings: readonly { readonly words: string; readonly fact?: string | null; readonly seq?: number }[];
}

async function receive(
  tx: Tx,
  sender: Sender,
  batch: FactBatch,
  texts: readonly NumberedText[],
  receivedAtMs: number,
): Promise<Outcome> {
  const epoch = await lockEpoch(tx, sender.gate, sender.epoch);
  const known =
    batch.from <= epoch.through
      ? await hashesFrom(tx, sender.gate, sender.epoch, batch.from)
      : new Map<number, Sha256>();
  const screened = screen(sender, epoch, texts, known);
  const answer = (through: number, hash: string, fork: boolean): Ack => ({
    ...{ v: WIRE_VERSION, epoch: sender.epoch, through, hash },
    ...(fork ? { fork } : {}),
  });
  if (screened.outcome !== "taken") {
    const forked = screened.outcome === "forked";
    if (forked && !epoch.forked) await fork(tx, sender, receivedAtMs, screened.evidence);
    const ack = answer(epoch.through, epoch.hash, forked);
    return { received: { ack, applied: [], quarantined: 0, accounts: [] }, warnings: [] };
  }

  const boot = hearBoot(epoch.boot, batch, screened.fresh.at(-1)?.read.envelope?.clock, receivedAtMs);
  const { dated, datedThroughMs } = dateAll(screened.fresh, boot, receivedAtMs, epoch.datedThroughMs);
  const rows = dated.map((fresh) => factRow(fresh, receivedAtMs));
  const facts = dated.flatMap(datedFact);
  await insertFacts(tx, sender, receivedAtMs, rows);
  const isLost = facts.some(({ kind, body }) => kind === "gate.started" && body.previousEpochLost);
  const forgotten = isLost ? await grantsOf(tx, sender.estate, sender.gate) : [];
  const books = fold(await load(tx, sender, facts, receivedAtMs, { sessions: forgotten }), facts);
  const aside = rows.filter((row) => row.quarantine !== null);
  await write(tx, sender, books, aside, receivedAtMs);
  await moveLeases(tx, sender, leaseMoves(sender.estate, batch.leases, books));

  const last = rows.at(-1);
  const through = last?.seq ?? epoch.through;
  const hash = last?.hash ?? epoch.hash;
  if (last) await moveEpoch(tx, sender, { through, hash, datedThroughMs, boot });
  const forked = screened.evidence.length > 0;
  if (forked) await fork(tx, sender, receivedAtMs, screened.evidence);
  return {
    received: {
      ack: answer(through, hash, forked),
      applied: facts.map(({ id, kind, atMs, body }) => ({ id, kind, occurredAtMs: atMs, body })),
      quarantined: aside.length,
      accounts: [...books.touched.wallets],
    },
    warnings: [
      ...aside.map(({ seq, id, quarantine }) => ({ seq, fact: id, words: `fact quarantined: ${quarantine}` })),
      ...books.exceptions.map(({ fact, kind }) => ({ fact, words: `exception: ${kind}` })),
    ],
  };
}

/**
 * Leaves unresolved what a gate granted and will never say the end of, because its box may not speak any more. Call it in the
 * transaction that silences the gate, before it writes anything else: it locks as a batch does.
 */
export async function forgetGate(
  tx: Tx,
  gate: { readonly id: GateId; readonly estate: EstateId },
  atMs: number,
): Promise<void> {
  const of = { gate: gate.id, estate: gate.estate };
  await lockEpochs(tx, gate.id);
  const books = openBooks(await load(tx, of, [], atMs, { sessions: await grantsOf(tx, gate.estate, gate.id) }));
  forgetGrants(books, atMs, { words: "the gate was revoked while a car was passing" });
  await write(tx, of, books, [], atMs);
}

/**
 * Makes stays of departures that have waited for their arrivals longer than their estates allow, each in a transaction of its own. Call
 * it now and then.
 *
 * @returns accounts whose rules changed and are marked dirty.
 */
export async function endWaits(db: Database, nowMs: number): Promise<AccountRef[]> {
  const overdue = await db.tx((tx) => overdueDepartures(tx, nowMs));
  const touched: AccountRef[] = [];
  for (const { fact, estate, gate, account, session } of overdue)
    await db.tx(async (tx) => {
      const of = { gate, estate };
      const named = { sessions: session === null ? [] : [session], accounts: account === null ? [] : [account] };
      const also = { ...named, sinceMs: nowMs - LOOKED_BACK_MS };
      const books = openBooks(await load(tx, of, [], nowMs, also));
      const departure = books.waiting.get(fact);
      // Its arrival may have come just now.
      if (departure === undefined) return;
      endWait(books, departure, uuidv7());
      await write(tx, of, books, [], nowMs);
      touched.push(...books.touched.wallets);
    });
  return touched;
}

/** An account's visits of so long are looked through for one that a departure without an arrival may belong to. */
const LOOKED_BACK_MS = 31 * 24 * 3_600_000;

async function fork(tx: Tx, sender: Sender, atMs: number, evidence: readonly NumberedText[]): Promise<void> {
  await forkEpoch(
    tx,
    sender,
    atMs,
    evidence.map((each) => ({ ...each, text: storable(each.text) })),
  );
  const seq = evidence[0]?.seq ?? 0;
  const words = `two histories of epoch ${sender.epoch}, from fact ${seq} on; nothing more of it is applied`;
  const { estate, gate } = sender;
  await insertExceptions(tx, [{ estate, kind: "gate-forked", atMs, gate, session: null, fact: null, words }]);
}

/** A new fact with its date; without one when not even its envelope could be read. */
interface DatedText extends FreshFact {
  readonly dated: Dated | undefined;
}

/** Dates facts in the order of their journal, each not before those before it. */
function dateAll(
  fresh: readonly FreshFact[],
  boot: BootClock,
  receivedAtMs: number,
  datedThroughMs: number | null,
): { readonly dated: DatedText[]; readonly datedThroughMs: number | null } {
  let throughMs = datedThroughMs;
  const all = fresh.map(({ numbered, read }) => {
    const dated = read.envelope && dateFact(read.envelope, boot, receivedAtMs, throughMs ?? undefined);
    if (dated && !dated.unsure) throughMs = Math.max(dated.atMs, throughMs ?? dated.atMs);
    return { numbered, read, dated };
  });
  return { dated: all, datedThroughMs: throughMs };
}

function factRow({ numbered, read, dated }: DatedText, receivedAtMs: number): FactRow {
  const { envelope } = read;
  return {
    seq: numbered.seq,
    hash: numbered.hash,
    text: storable(numbered.text),
    id: envelope?.id ?? null,
    // A kind that nobody knows may be of any length.
    kind: envelope?.kind.slice(0, 64) ?? null,
    atMs: dated?.atMs ?? receivedAtMs,
    clock: envelope && dated ? (dated.by === "clamped" ? `${envelope.clock}, clamped` : envelope.clock) : null,
    quarantine: read.outcome === "quarantined" ? read.reason : null,
  };
}

function datedFact({ read, dated }: DatedText): DatedFact[] {
  if (read.outcome === "quarantined" || dated === undefined) return [];
  return [{ ...read.fact, id: read.envelope.id, atMs: dated.atMs, unsure: dated.unsure }];
}

/** Kinds of facts that may end a stay. */
const SETTLING: ReadonlySet<string> = new Set([
  ...["vehicle.arrived", "vehicle.departed", "passage.unresolved", "gate.started"],
]);

/** Locks and loads everything that the facts touch, one statement a table. */
export async function load(
  tx: Tx,
  sender: Pick<Sender, "gate" | "estate">,
  facts: readonly DatedFact[],
  receivedAtMs: number,
  also: {
    readonly sessions?: readonly SessionId[];
    readonly accounts?: readonly AccountRef[];
    /** Accounts' closed visits from then on, too. */
    readonly sinceMs?: number;
  },
): Promise<Loaded> {
  const accounts = new Set<AccountRef>(also.accounts);
  const sessionIds = new Set<SessionId>(also.sessions);
  for (const { body } of facts) {
    if ("account" in body && body.account !== null) accounts.add(body.account);
    if ("session" in body && body.session !== null) sessionIds.add(body.session);
  }
  const ids = [...sessionIds];
  const visits = await visitsNamed(tx, ids);
  for (const { account } of visits) if (account !== null) accounts.add(account);
  const refs = [...accounts];
  const sinceMs = Math.min(
    also.sinceMs ?? receivedAtMs,
    ...facts.map(({ atMs }) => atMs),
    ...visits.map((each) => each.grantedAtMs),
  );

  const { wallets, terms: agreedWith } = await lockPayers(tx, refs);
  const found = await lockSessions(tx, ids, refs, sinceMs);
  // One whose account came to be known only now: its wallet is not locked, so it is not this batch's to change.
  const sessions: Loaded["sessions"] = new Map(
    [...found].filter(([, { account }]) => account === null || accounts.has(account)),
  );
  const departures = await lockWaitingDepartures(tx, ids, refs);
  const unclear = [...sessions.values()].filter(({ flags }) => flags.includes("clocks-disagree"));
  const dates = await datesOf(
    tx,
    unclear.flatMap((each) => each.departureFact ?? []),
  );
  for (const { id, atMs } of facts) dates.set(id, atMs);
  for (const each of departures.values()) dates.set(each.fact, each.departedAtMs);
  const holds = await openHolds(tx, [...sessions.keys()]);
  const revisions = await stayRevisions(tx, [...sessions.values()].filter(mayBePriced));
  // Only what was held or paid while the locks were waited for, or before somebody changed groups.
  await lockMore(
    tx,
    wallets,
    [...holds.values()].map((each) => each.account),
  );
  await lockMore(
    tx,
    wallets,
    [...revisions.values()].map((each) => each.payer),
  );

  const agreements = await loadAgreements(tx, {
    accounts: agreedWith,
    sessions: [...sessions.values()],
    arrivals: facts.flatMap(({ kind, id }) => (kind === "vehicle.arrived" ? [id] : [])),
    settles: facts.length === 0 || facts.some(({ kind }) => SETTLING.has(kind)),
    sinceMs,
  });
  const terms = await readTerms(tx, [...new Set([sender.estate, ...[...sessions.values()].map((s) => s.estate)])]);
  const arrivals = facts.flatMap((fact) => (fact.kind === "vehicle.arrived" ? [fact.body] : []));
  const grants = facts.flatMap((fact) => (fact.kind === "decision.made" && fact.body.offer ? [fact.body] : []));
  const offers = [...sessions.values(), ...arrivals, ...grants].map(({ offer }) => offer);
  // A departure whose wait ends becomes a stay that no gate named a price for.
  const unoffered = facts.length === 0 || offers.includes(null) ? terms.zones.map(({ tariff }) => tariff) : [];
  const named = new Map(
    offers.flatMap((offer) => (offer ? [[`${offer.tariff}@${offer.version}`, offer] as const] : [])),
  );
  return {
    gate: sender.gate,
    estate: sender.estate,
    heardAtMs: receivedAtMs,
    estates: new Map(terms.estates.map((each) => [each.id, each])),
    zones: new Map(terms.zones.map((each) => [zoneKey(each.estate, each.id), each])),
    tariffs: await readTariffs(tx, [...named.values()], unoffered),
    ...{ wallets, sessions, departures, dates, holds, revisions, agreements },
  };
}

/** Writes the books, one statement a table, the hot counters last. The leases' follow. */
async function write(
  tx: Tx,
  sender: Pick<Sender, "gate" | "estate">,
  books: Books,
  aside: readonly FactRow[],
  receivedAtMs: number,
): Promise<void> {
  const { touched } = books;
  const changed = <K, V>(ids: Iterable<K>, from: ReadonlyMap<K, V>): V[] =>
    [...ids].flatMap((id) => from.get(id) ?? []);
  await saveSessions(tx, changed(touched.sessions, books.sessions));
  await saveWallets(tx, changed(touched.wallets, books.wallets));
  await saveHolds(tx, changed(touched.holds, books.holds));
  const transactions = await insertPostings(tx, books.postings);
  await insertStays(
    tx,
    books.stays.map(({ posting, lines, terms, taxes, ...stay }) => ({
      ...stay,
      lines: JSON.stringify(z.encode(z.array(PriceLine), [...lines])),
      terms: JSON.stringify(terms === null ? {} : z.encode(StayTerms, terms)),
      taxes: JSON.stringify(z.encode(z.array(PriceTax), [...taxes])),
      transaction: posting === null ? null : (transactions.get(posting) ?? null),
    })),
  );
  await saveGroupSpends(tx, [...books.agreed.spends.values()]);
  await saveVoucherUses(tx, [...books.agreed.uses.values()]);
  await wantTopUps(tx, books.agreed.wanted);
  const paired = [...books.paired.values()];
  await saveDepartures(tx, [
    ...[...books.kept.values()]
      .filter(({ fact }) => !books.paired.has(fact))
      .map((each) => ({ ...each, pairedWith: null })),
    ...paired.map(({ departure, session }) => ({ ...departure, pairedWith: session })),
  ]);
  await resolveUnmatched(
    tx,
    paired.map(({ departure }) => ({ ...departure, atMs: departure.departedAtMs })),
    receivedAtMs,
  );
  await answerOrders(tx, sender.gate, books.answers);
  await insertExceptions(tx, [...books.exceptions, ...aside.map((row) => quarantineNote(sender, row))]);
  const visited = changed(touched.sessions, books.sessions).flatMap(({ account, estate }) =>
    account === null ? [] : [{ account, estate }],
  );
  await markAccounts(tx, [...touched.wallets, ...touched.members], visited);
  await markMembers(tx, groupMoves(books));
  await movePlaces(tx, [...books.places.values()]);
}

const quarantineNote = ({ estate, gate }: Pick<Sender, "gate" | "estate">, row: FactRow): ExceptionNote => ({
  estate,
  gate,
  kind: "fact-quarantined",
  atMs: row.atMs,
  session: null,
  fact: row.id,
  words: `fact ${row.seq}: ${row.quarantine}`,
});
