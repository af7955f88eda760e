import { hash } from "node:crypto";
import { type Ack, type FactBatch, type Lease, leaseLeft, NO_LEASE, WIRE_VERSION } from "@baygate/shared/envelope";
import { type AccountRef, GENESIS_HASH, type SessionId, type Sha256 } from "@baygate/shared/ids";
import {
  digestXor,
  EMPTY_DIGEST,
  type RuleChange,
  type RuleValue,
  ruleDigestText,
  ruleText,
} from "@baygate/shared/rules";
import { type Books, type Hold, type Loaded, leaseMoves, zoneKey } from "../../cloud/src/inbox/books.ts";
import type { DatedFact } from "../../cloud/src/inbox/dating.ts";
import type { EpochState, FreshFact, NumberedText } from "../../cloud/src/inbox/inbox.ts";
import type { Posting } from "../../cloud/src/ledger/ledger.ts";
import { type RulesState, ruleKey } from "../../cloud/src/rules/rules.ts";
import type { Departure } from "../../cloud/src/sessions/pairing.ts";
import { isOpen, isPassing, mayLoseDeparture, type Session } from "../../cloud/src/sessions/session.ts";
import { NO_AGREEMENTS } from "../../cloud/src/wallets/agreements.ts";
import type { Wallet } from "../../cloud/src/wallets/wallet.ts";
import type { Parts } from "../plants.ts";
import { ESTATE, GATES, type GateNo, hashOfText, MORNING_MS, texts, ZONE } from "./gate.ts";

// The cloud's database as plain data, and its transactions: cloud/src/inbox/inbox.actions.ts, rules/feed.actions.ts, fleet/fleet.store.ts and
// occupancy/tend.actions.ts without PostgreSQL. Every function is one transaction.

export const ACCOUNT: AccountRef = "00000000-0000-4000-8000-00000000000a";
export const OFFER = { tariff: "day", version: 1, factorPermille: 1000 };
const TARIFF = { currency: "EUR", rules: [{ rule: "per-period", minutes: 60, priceMinor: 100n }] } as const;

/** An epoch of a gate: rows of `gate_epoch` and `fact`. */
export interface EpochRows extends EpochState {
  /** Numbers of the applied facts' texts; place n holds fact n + 1. */
  readonly facts: readonly number[];
}

export interface CloudFile {
  /** The journal in which each gate now writes, as far as it is known. */
  readonly writes: Readonly<Record<string, string>>;
  /** By `<gate>/<epoch>`, as `leases`. */
  readonly epochs: Readonly<Record<string, EpochRows>>;
  readonly leases: Readonly<Record<string, Lease>>;
  readonly sessions: Readonly<Record<SessionId, Session>>;
  readonly holds: Readonly<Record<SessionId, Hold>>;
  readonly waiting: Readonly<Record<string, Departure>>;
  readonly wallet: Wallet;
  readonly postings: readonly Posting[];
  readonly places: { readonly arrivals: number; readonly departures: number; readonly passing: number };
  readonly orders: readonly CloudOrder[];
  readonly rules: RulesState & { readonly texts: Readonly<Record<string, { version: number; text: string | null }>> };
  readonly dirty: readonly string[];
  /** The source of the rule `estate-word`: what somebody last set. */
  readonly word: number;
  /** Gates that may hold places which a restore made it forget. */
  readonly unheard: readonly string[];
  /** How often it was restored: ids of orders are never made twice. */
  readonly life: number;
}

export interface CloudOrder {
  readonly id: string;
  readonly gate: string;
  readonly places: number;
  readonly answered: boolean;
}

export const BALANCE_MINOR = 1_000n;

export const newCloud = (): CloudFile => ({
  ...{ writes: {}, epochs: {}, leases: {}, sessions: {}, holds: {}, waiting: {}, postings: [], orders: [] },
  wallet: { account: ACCOUNT, currency: "EUR", balanceMinor: BALANCE_MINOR, heldMinor: 0n, debtMinor: 0n },
  places: { arrivals: 0, departures: 0, passing: 0 },
  rules: { version: 0, digest: EMPTY_DIGEST, texts: {} },
  ...{ dirty: [], word: 0, unheard: [], life: 0 },
});

const epochKey = (gate: GateNo, epoch: string): string => `${GATES[gate]}/${epoch}`;

const NOTHING: EpochRows = { through: 0, hash: GENESIS_HASH, forked: false, facts: [] };

export const epochOf = (cloud: CloudFile, gate: GateNo, epoch: string): EpochRows =>
  cloud.epochs[epochKey(gate, epoch)] ?? NOTHING;

/** The row of an epoch, which becomes the gate's own when it is new. */
function lockEpoch(cloud: CloudFile, gate: GateNo, epoch: string): CloudFile {
  const key = epochKey(gate, epoch);
  if (cloud.epochs[key] !== undefined) return cloud;
  return {
    ...cloud,
    epochs: { ...cloud.epochs, [key]: NOTHING },
    writes: { ...cloud.writes, [GATES[gate]]: epoch },
  };
}

/** A batch as it travels: facts by the numbers of their texts. */
export interface Batch {
  readonly epoch: string;
  readonly from: number;
  readonly facts: readonly number[];
  readonly leases: FactBatch["leases"];
}

export interface Taken {
  readonly cloud: CloudFile;
  readonly ack: Ack;
}

/** `receive` of inbox.actions.ts. */
export function receive(parts: Parts, before: CloudFile, gate: GateNo, batch: Batch, capacity: number): Taken {
  const cloud = lockEpoch(before, gate, batch.epoch);
  const epoch = epochOf(cloud, gate, batch.epoch);
  const sender = { gate: GATES[gate], estate: ESTATE, epoch: batch.epoch };
  const numbered = batch.facts.map(
    (text, at): NumberedText => ({ seq: batch.from + at, text: texts.at(text), hash: hashOfText(text) }),
  );
  const known = new Map(epoch.facts.map((text, at) => [at + 1, hashOfText(text)]));
  const screened = parts.screen(sender, epoch, numbered, known);
  const answer = (through: number, lastHash: Sha256, fork: boolean): Ack => ({
    ...{ v: WIRE_VERSION, epoch: batch.epoch, through, hash: lastHash },
    ...(fork ? { fork } : {}),
  });
  const withEpoch = (file: CloudFile, rows: EpochRows): CloudFile => ({
    ...file,
    epochs: { ...file.epochs, [epochKey(gate, batch.epoch)]: rows },
  });
  if (screened.outcome !== "taken") {
    const forked = screened.outcome === "forked";
    const after = forked ? withEpoch(cloud, { ...epoch, forked }) : cloud;
    return { cloud: after, ack: answer(epoch.through, epoch.hash, forked) };
  }
  const facts = screened.fresh.flatMap((fresh) => dated(parts, fresh, batch));
  const books = parts.fold(load(cloud, gate, facts, capacity), facts);
  const last = screened.fresh.at(-1)?.numbered;
  const forked = screened.evidence.length > 0;
  const rows: EpochRows = {
    through: last?.seq ?? epoch.through,
    hash: last?.hash ?? epoch.hash,
    forked: epoch.forked || forked,
    facts: [...epoch.facts, ...screened.fresh.map(({ numbered: { text } }) => texts.of(text))],
  };
  return {
    cloud: withEpoch(write(cloud, gate, batch, books), rows),
    ack: answer(rows.through, rows.hash, forked),
  };
}

/** Sent and received in no time, so a fact of this boot is dated exactly. */
function dated(parts: Parts, { read, numbered }: FreshFact, batch: Batch): DatedFact[] {
  if (read.outcome === "quarantined") return [];
  const sentBy: { bootId: string; monoMs: number } = JSON.parse(
    texts.at(batch.facts.at(-1) ?? texts.of(numbered.text)),
  );
  const boot = { bootId: sentBy.bootId, beganAtMs: MORNING_MS };
  const { atMs, unsure } = parts.dateFact(read.envelope, boot, MORNING_MS + sentBy.monoMs);
  return [{ ...read.fact, id: read.envelope.id, atMs, unsure }];
}

/** What the batch touches, as `load` of inbox.actions.ts chooses it. */
function load(cloud: CloudFile, gate: GateNo, facts: readonly DatedFact[], capacity: number): Loaded {
  const named = new Set(
    facts.flatMap(({ body }) => ("session" in body && body.session !== null ? [body.session] : [])),
  );
  const accounts = new Set(
    facts.flatMap(({ body }) => ("account" in body && body.account !== null ? [body.account] : [])),
  );
  for (const id of named) accounts.add(cloud.sessions[id]?.account ?? ACCOUNT);
  const grants = [...named].flatMap((id) => cloud.sessions[id]?.grantedAtMs ?? []);
  const sinceMs = Math.min(...facts.map(({ atMs }) => atMs), ...grants);
  const sessions = Object.values(cloud.sessions).filter(
    (each) =>
      named.has(each.id) ||
      (each.account !== null &&
        accounts.has(each.account) &&
        (isOpen(each) || isPassing(each) || (each.departedAtMs ?? Number.NEGATIVE_INFINITY) >= sinceMs)),
  );
  const zone = { estate: ESTATE, id: ZONE, capacity, minimumCoverMinor: 100n, tariff: OFFER.tariff };
  const terms = { id: ESTATE, timeZone: "UTC", currency: "EUR", missedDepartureMinor: 500n } as const;
  return {
    ...{ gate: GATES[gate], estate: ESTATE, heardAtMs: MORNING_MS, estates: new Map([[ESTATE, terms]]) },
    zones: new Map([[zoneKey(ESTATE, ZONE), zone]]),
    tariffs: [{ id: OFFER.tariff, version: 1, effectiveAtMs: 0, tariff: TARIFF }],
    wallets: new Map(accounts.has(ACCOUNT) ? [[ACCOUNT, cloud.wallet]] : []),
    agreements: NO_AGREEMENTS,
    sessions: new Map(sessions.map((each) => [each.id, each])),
    dates: new Map(),
    departures: new Map(
      Object.entries(cloud.waiting).filter(
        ([, { account, session }]) => (account && accounts.has(account)) || (session && named.has(session)),
      ),
    ),
    holds: new Map(sessions.flatMap(({ id }) => (cloud.holds[id]?.state === "open" ? [[id, cloud.holds[id]]] : []))),
    revisions: new Map(
      sessions
        .filter(mayLoseDeparture)
        .map(({ id }) => [id, { revision: 0, chargedMinor: chargedFor(cloud, id), taxMinor: 0n, payer: ACCOUNT }]),
    ),
  };
}

const chargedFor = ({ postings }: CloudFile, session: SessionId): bigint =>
  postings
    .filter((each) => each.session === session && each.kind === "charge")
    .flatMap(({ entries }) => entries.filter(({ ledgerAccount }) => ledgerAccount.startsWith("revenue:")))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

/** Two postings under one key break the ledger's unique constraint: the transaction fails. */
export class LedgerBroken extends Error {}

function write(cloud: CloudFile, gate: GateNo, batch: Batch, books: Books): CloudFile {
  const keys = new Set(cloud.postings.map(({ idempotencyKey }) => idempotencyKey));
  for (const { idempotencyKey } of books.postings)
    if (keys.has(idempotencyKey)) throw new LedgerBroken(`${idempotencyKey} is written a second time`);
  const touched = <T>(ids: ReadonlySet<string>, from: ReadonlyMap<string, T>): Record<string, T> =>
    Object.fromEntries(
      [...ids].flatMap((id) => {
        const row = from.get(id);
        return row === undefined ? [] : [[id, row]];
      }),
    );
  const moves = books.places.get(zoneKey(ESTATE, ZONE)) ?? { arrivals: 0, departures: 0, passing: 0 };
  const waits = [...books.kept].filter(([fact]) => !books.paired.has(fact));
  const waiting = Object.entries(cloud.waiting).filter(([fact]) => !books.paired.has(fact));
  const answered = new Set(books.answers.map(({ order }) => order));
  return {
    ...cloud,
    sessions: { ...cloud.sessions, ...touched(books.touched.sessions, books.sessions) },
    holds: { ...cloud.holds, ...touched(books.touched.holds, books.holds) },
    wallet: books.wallets.get(ACCOUNT) ?? cloud.wallet,
    postings: [...cloud.postings, ...books.postings],
    waiting: Object.fromEntries([...waiting, ...waits]),
    places: {
      arrivals: cloud.places.arrivals + moves.arrivals,
      departures: cloud.places.departures + moves.departures,
      passing: cloud.places.passing + moves.passing,
    },
    leases: moveLeases(cloud, gate, batch, books),
    orders: cloud.orders.map((each) => (answered.has(each.id) ? { ...each, answered: true } : each)),
    dirty: books.touched.wallets.has(ACCOUNT) ? dirtied(cloud, [ruleKey.account(ACCOUNT)]) : cloud.dirty,
  };
}

const dirtied = ({ dirty }: CloudFile, keys: readonly string[]): string[] => [...new Set([...dirty, ...keys])].sort();

function moveLeases(cloud: CloudFile, gate: GateNo, batch: Batch, books: Books): CloudFile["leases"] {
  const key = epochKey(gate, batch.epoch);
  const leases = { ...cloud.leases };
  for (const { lent, used, returned, voided } of leaseMoves(ESTATE, batch.leases, books)) {
    const held = leases[key] ?? NO_LEASE;
    leases[key] = {
      lent: Math.max(held.lent, lent),
      used: held.used + used,
      returned: held.returned + returned,
      voided: held.voided + voided,
    };
  }
  return leases;
}

/** What a gate says it holds. */
export interface Sync {
  readonly epoch: string;
  readonly rules: number;
  readonly digest: Sha256;
  readonly want: "delta" | "snapshot";
  readonly leases: FactBatch["leases"];
}

/** `noteSync` of fleet.store.ts. */
export function noteSync(before: CloudFile, gate: GateNo, sync: Sync, capacity: number): Taken {
  const noted = noteLeases(before, gate, sync, capacity);
  const unheard = noted.unheard.filter((each) => each !== GATES[gate]);
  const cloud = unheard.length === noted.unheard.length ? noted : { ...noted, unheard };
  const { through, hash: lastHash, forked } = epochOf(cloud, gate, sync.epoch);
  const ack = { v: WIRE_VERSION, epoch: sync.epoch, through, hash: lastHash } as const;
  return { cloud, ack: forked ? { ...ack, fork: true } : ack };
}

function noteLeases(before: CloudFile, gate: GateNo, sync: Sync, capacity: number): CloudFile {
  const locked = lockEpoch(before, gate, sync.epoch);
  const cloud =
    locked.writes[GATES[gate]] === undefined
      ? { ...locked, writes: { ...locked.writes, [GATES[gate]]: sync.epoch } }
      : locked;
  const claim = sync.leases[ZONE];
  const key = epochKey(gate, sync.epoch);
  const held = cloud.leases[key] ?? NO_LEASE;
  if (claim === undefined || leaseLeft(claim) > capacity || claim.lent <= held.lent) return cloud;
  return {
    ...cloud,
    leases: { ...cloud.leases, [key]: { ...held, lent: claim.lent } },
    dirty: dirtied(cloud, [ruleKey.lease(GATES[gate], ZONE)]),
  };
}

/** A message on the topic `rules` for one gate. A snapshot travels in two parts, so that they can be lost apart. */
export type RulesNews =
  | ({
      readonly kind: "delta";
      readonly from: number;
      readonly to: number;
      readonly changes: readonly RuleChange[];
    } & Told)
  | ({
      readonly kind: "snapshot";
      readonly version: number;
      readonly part: number;
      readonly rules: readonly RuleChange[];
    } & Told);
interface Told {
  readonly digest: Sha256;
  readonly reflects: { readonly epoch: string; readonly seq: number } | null;
}
export const SNAPSHOT_PARTS = 2;

const ruleHashes = new Map<string, Sha256>();
export function ruleHash(key: string, text: string): Sha256 {
  const of = ruleDigestText(key, text);
  const known = ruleHashes.get(of) ?? hash("sha256", of);
  ruleHashes.set(of, known);
  return known;
}

function sourceTexts(parts: Parts, cloud: CloudFile, keys: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const key of keys) {
    if (key === "word" && cloud.word > 0) found.set(key, String(cloud.word));
    if (key === ruleKey.account(ACCOUNT)) found.set(key, accountText(parts, cloud));
  }
  return found;
}

function accountText(parts: Parts, { sessions, wallet }: CloudFile): string {
  // As the query of source.store.ts.
  const [stay] = Object.values(sessions)
    .filter(({ state }) => state === "granted" || state === "inside")
    .sort((a, b) => b.grantedAtMs - a.grantedAtMs || (a.id < b.id ? 1 : -1));
  return ruleText("account", {
    coverMinor: parts.coverMinor(wallet),
    blocked: false,
    stay: stay ? { session: stay.id, estate: stay.estate, zone: stay.zone, sinceMs: 0 } : null,
  });
}

interface Fed {
  readonly cloud: CloudFile;
  readonly from: RulesState;
  readonly changes: readonly RuleChange[];
}

/** `nextVersion` of feed.actions.ts. */
function nextVersion(parts: Parts, cloud: CloudFile): Fed {
  const from = { version: cloud.rules.version, digest: cloud.rules.digest };
  const before = new Map(Object.entries(cloud.rules.texts).map(([key, { text }]) => [key, text]));
  const changes = parts.changedRules(cloud.dirty, before, sourceTexts(parts, cloud, cloud.dirty));
  if (changes.length === 0) return { cloud: { ...cloud, dirty: [] }, from, changes };
  let digest = from.digest;
  const version = from.version + 1;
  const rules = { ...cloud.rules.texts };
  for (const [key, text] of changes) {
    const old = before.get(key) ?? null;
    if (old !== null) digest = digestXor(digest, ruleHash(key, old));
    if (text !== null) digest = digestXor(digest, ruleHash(key, text));
    rules[key] = { version, text };
  }
  return { cloud: { ...cloud, dirty: [], rules: { version, digest, texts: rules } }, from, changes };
}

const reflectsOf = (cloud: CloudFile, gate: GateNo): Told["reflects"] => {
  const epoch = cloud.writes[GATES[gate]];
  return epoch === undefined ? null : { epoch, seq: epochOf(cloud, gate, epoch).through };
};

export interface ForGate {
  readonly gate: GateNo;
  readonly news: RulesNews;
}

function delta(cloud: CloudFile, from: number, gate: GateNo, positions: CloudFile): ForGate {
  const changes = Object.entries(cloud.rules.texts)
    .filter(([, each]) => each.version > from)
    .map(([key, { text }]): RuleChange => [key, text]);
  const { version: to, digest } = cloud.rules;
  return { gate, news: { kind: "delta", from, to, changes, digest, reflects: reflectsOf(positions, gate) } };
}

function snapshot(cloud: CloudFile, gate: GateNo, positions: CloudFile): ForGate[] {
  const all = Object.entries(cloud.rules.texts).flatMap(([key, { text }]): RuleChange[] =>
    text === null ? [] : [[key, text]],
  );
  const { version, digest } = cloud.rules;
  return Array.from({ length: SNAPSHOT_PARTS }, (_, part) => ({
    gate,
    news: {
      ...{ kind: "snapshot", version, digest, part, rules: all.filter((_rule, at) => at % SNAPSHOT_PARTS === part) },
      reflects: reflectsOf(positions, gate),
    },
  }));
}

/** `feedRules`: the next version out of what was marked dirty, for every gate. */
export function feedRules(
  parts: Parts,
  cloud: CloudFile,
  gates: readonly GateNo[],
): { cloud: CloudFile; news: ForGate[] } {
  const fed = nextVersion(parts, cloud);
  const news = fed.changes.length === 0 ? [] : gates.map((gate) => delta(fed.cloud, fed.from.version, gate, cloud));
  return { cloud: fed.cloud, news };
}

/** `answerSync`: what a gate is sent for what it says it holds. */
export function answerSync(
  parts: Parts,
  before: CloudFile,
  gate: GateNo,
  sync: Sync,
  gates: readonly GateNo[],
): { cloud: CloudFile; news: ForGate[] } {
  const fed = nextVersion(parts, before);
  const { cloud } = fed;
  if (cloud.rules.version === 0) return { cloud, news: [] };
  const kind = parts.answerTo({ version: sync.rules, digest: sync.digest, want: sync.want }, cloud.rules);
  if (kind === "leap") {
    const leapt = { ...cloud, rules: { ...cloud.rules, version: sync.rules + 1 } };
    return { cloud: leapt, news: snapshot(leapt, gate, before) };
  }
  const own = kind === "delta" ? [delta(cloud, sync.rules, gate, before)] : snapshot(cloud, gate, before);
  const others = gates.filter((each) => each !== gate && fed.changes.length > 0);
  return { cloud, news: [...own, ...others.map((each) => delta(cloud, fed.from.version, each, before))] };
}

/** `look` of restore.actions.ts, when the cloud starts again over a backup. */
export const restored = (backup: CloudFile, gates: readonly GateNo[]): CloudFile => ({
  ...backup,
  life: backup.life + 1,
  unheard: gates.map((gate) => GATES[gate]),
});

/** Somebody changes what the rule `word` is made of. */
export const setWord = (cloud: CloudFile, word: number): CloudFile => ({
  ...cloud,
  word,
  dirty: dirtied(cloud, ["word"]),
});

/** Places in use by the count. */
export const inUse = (parts: Parts, cloud: CloudFile): number => parts.placesInUse({ ...cloud.places, corrections: 0 });

/** `tendZone`: lends what is free and asks back what is wanted elsewhere. */
export function tend(parts: Parts, cloud: CloudFile, borrowers: readonly GateNo[], capacity: number): CloudFile {
  const left = (key: string): number => leaseLeft(cloud.leases[key] ?? NO_LEASE);
  const live = borrowers.flatMap((gate) => {
    const epoch = cloud.writes[GATES[gate]];
    if (epoch === undefined || epochOf(cloud, gate, epoch).forked) return [];
    const asked = cloud.orders.filter((each) => each.gate === GATES[gate] && !each.answered);
    return [{ gate, epoch, key: epochKey(gate, epoch), asked: asked.reduce((sum, { places }) => sum + places, 0) }];
  });
  const lost = Object.keys(cloud.leases).filter((key) => left(key) > 0 && live.every((each) => each.key !== key));
  const plan = parts.planLeases(
    {
      ...{ capacity, inUse: inUse(parts, cloud), passing: cloud.places.passing },
      blocked: lost.reduce((sum, key) => sum + left(key), 0),
      unheard: cloud.unheard.length > 0,
    },
    live.map(({ gate, key, asked }) => ({ gate: GATES[gate], left: left(key), asked, online: true, demand: 0 })),
  );
  const leases = { ...cloud.leases };
  for (const { gate, places } of plan.lends) {
    const key = live.find((each) => GATES[each.gate] === gate)?.key;
    if (key === undefined) continue;
    const held = leases[key] ?? NO_LEASE;
    leases[key] = { ...held, lent: held.lent + places };
  }
  const orders = plan.returns.map(
    ({ gate, places }, at): CloudOrder => ({
      ...{ id: orderId(1_000 * cloud.life + cloud.orders.length + at), gate, places, answered: false },
    }),
  );
  return {
    ...cloud,
    leases,
    orders: [...cloud.orders, ...orders],
    dirty: dirtied(
      cloud,
      plan.lends.map(({ gate }) => ruleKey.lease(gate, ZONE)),
    ),
  };
}

/** What is lent to a gate's present journal. */
export function lentTo(cloud: CloudFile, gate: GateNo): RuleValue<"lease"> | undefined {
  const epoch = cloud.writes[GATES[gate]];
  const lease = epoch === undefined ? undefined : cloud.leases[epochKey(gate, epoch)];
  return epoch === undefined || lease === undefined ? undefined : { epoch, lent: lease.lent };
}

const orderId = (number: number): string => `00000000-0000-7000-8fff-${String(number).padStart(12, "0")}`;
