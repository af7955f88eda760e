import type { FactBatch, Lease } from "@baygate/shared/envelope";
import type { AccountRef, EstateId, FactId, GateId, SessionId, ZoneId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import type { OrderOutcome } from "@baygate/shared/order";
import type { Posting } from "../ledger/ledger.ts";
import { isBelievable } from "../occupancy/lease.ts";
import type { PriceLine, PriceTax } from "../pricing/rule.ts";
import type { Tariff } from "../pricing/tariff.ts";
import type { StayTerms } from "../pricing/terms.ts";
import type { Departure } from "../sessions/pairing.ts";
import type { Session } from "../sessions/session.ts";
import type { Agreed, Agreements } from "../wallets/agreements.ts";
import type { Wallet } from "../wallets/wallet.ts";

// The books of one batch: what its facts touch, loaded and locked before, folded over in memory, written after with one statement a table.

export interface EstateTerms {
  readonly id: EstateId;
  readonly timeZone: string;
  readonly currency: Currency;
  readonly missedDepartureMinor: bigint;
}

export interface ZoneTerms {
  readonly estate: EstateId;
  readonly id: ZoneId;
  readonly capacity: number;
  readonly minimumCoverMinor: bigint;
  readonly tariff: string;
}

export interface TariffVersion {
  readonly id: string;
  readonly version: number;
  readonly effectiveAtMs: number;
  readonly tariff: Tariff;
}

/** Money held for an open stay. */
export interface Hold {
  readonly session: SessionId;
  readonly account: AccountRef;
  readonly amountMinor: bigint;
  readonly state: "open" | "captured" | "voided";
}

/** A stay as it was priced last. */
export interface Revision {
  readonly revision: number;
  /** What somebody was charged for it, minor units; 0 when nobody was. */
  readonly chargedMinor: bigint;
  /** How much of that was tax. */
  readonly taxMinor: bigint;
  /** Whose wallet paid it. */
  readonly payer: AccountRef | null;
}

/** A closed session with its price. */
export interface Stay {
  readonly session: Session;
  /** 0, and one more for each correction. */
  readonly revision: number;
  /** Why it was corrected. */
  readonly reason: string | null;
  readonly arrivedAtMs: number;
  readonly departedAtMs: number;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  readonly lines: readonly PriceLine[];
  readonly taxes: readonly PriceTax[];
  /** What was known when it was priced; null: nothing was. */
  readonly terms: StayTerms | null;
  /** Whose wallet was charged, or given back to. */
  readonly payer: AccountRef | null;
  /** Idempotency key of the posting that charged it. */
  readonly posting: string | null;
}

/** How a zone's counters move. */
export interface PlaceMoves {
  readonly estate: EstateId;
  readonly zone: ZoneId;
  arrivals: number;
  departures: number;
  passing: number;
}

/** How the lease counters of the sending gate move. */
export interface LeaseMoves {
  used: number;
  returned: number;
  voided: number;
}

/** Something that an operator should look at. */
export interface ExceptionNote {
  readonly estate: EstateId;
  readonly kind: string;
  readonly atMs: number;
  readonly gate: GateId | null;
  readonly session: SessionId | null;
  readonly fact: FactId | null;
  readonly words: string;
}

/** What was loaded. Sessions: the ones named, and every account's open and recent ones. */
export interface Loaded {
  readonly gate: GateId;
  readonly estate: EstateId;
  /** When the cloud heard of it. */
  readonly heardAtMs: number;
  readonly estates: ReadonlyMap<EstateId, EstateTerms>;
  /** By `zoneKey`. */
  readonly zones: ReadonlyMap<string, ZoneTerms>;
  readonly tariffs: readonly TariffVersion[];
  /** Of the accounts, their groups, and who else paid or holds money for their visits. */
  readonly wallets: ReadonlyMap<AccountRef, Wallet>;
  readonly agreements: Agreements;
  readonly sessions: ReadonlyMap<SessionId, Session>;
  readonly departures: ReadonlyMap<FactId, Departure>;
  /** Of this batch's facts, of the departures that wait, and of those that ended visits at which clocks disagreed: when they happened, ms. */
  readonly dates: ReadonlyMap<FactId, number>;
  readonly holds: ReadonlyMap<SessionId, Hold>;
  /** Of those of the sessions that `mayBePriced`, the newest revision of their stays. */
  readonly revisions: ReadonlyMap<SessionId, Revision>;
}

/** The loaded things as they change, and what comes of it. */
export interface Books
  extends Pick<Loaded, "gate" | "estate" | "heardAtMs" | "estates" | "zones" | "tariffs" | "agreements" | "dates"> {
  readonly wallets: Map<AccountRef, Wallet>;
  readonly walletsBefore: Loaded["wallets"];
  readonly sessions: Map<SessionId, Session>;
  readonly ofAccount: Map<AccountRef, Set<SessionId>>;
  /** Departures that wait for their arrivals. */
  readonly waiting: Map<FactId, Departure>;
  readonly holds: Map<SessionId, Hold>;
  readonly revisions: Map<SessionId, Revision>;
  readonly agreed: Agreed;
  readonly touched: {
    readonly wallets: Set<AccountRef>;
    /** Whose groups paid for them: what is left of their limits changed. */
    readonly members: Set<AccountRef>;
    readonly sessions: Set<SessionId>;
    readonly holds: Set<SessionId>;
  };
  /** Departures of this batch that had to wait. */
  readonly kept: Map<FactId, Departure>;
  readonly paired: Map<FactId, { readonly departure: Departure; readonly session: SessionId }>;
  readonly places: Map<string, PlaceMoves>;
  readonly leases: Map<ZoneId, LeaseMoves>;
  readonly stays: Stay[];
  readonly postings: Posting[];
  readonly exceptions: ExceptionNote[];
  readonly answers: { readonly order: string; readonly outcome: OrderOutcome; readonly atMs: number }[];
}

export const zoneKey = (estate: EstateId, zone: ZoneId): string => `${estate}/${zone}`;

export function openBooks(loaded: Loaded): Books {
  const books: Books = {
    ...loaded,
    wallets: new Map(loaded.wallets),
    walletsBefore: loaded.wallets,
    sessions: new Map(),
    ofAccount: new Map(),
    waiting: new Map(loaded.departures),
    holds: new Map(loaded.holds),
    revisions: new Map(loaded.revisions),
    agreed: { spends: new Map(), uses: new Map(), wanted: [] },
    touched: { wallets: new Set(), members: new Set(), sessions: new Set(), holds: new Set() },
    kept: new Map(),
    paired: new Map(),
    places: new Map(),
    leases: new Map(),
    stays: [],
    postings: [],
    exceptions: [],
    answers: [],
  };
  for (const session of loaded.sessions.values()) setSession(books, session);
  return books;
}

function setSession(books: Books, session: Session): void {
  books.sessions.set(session.id, session);
  if (session.account === null) return;
  const own = books.ofAccount.get(session.account) ?? new Set();
  books.ofAccount.set(session.account, own.add(session.id));
}

/** An account's visits, as far as they were loaded. */
export const sessionsOf = (books: Books, account: AccountRef | null): Session[] =>
  [...((account !== null && books.ofAccount.get(account)) || [])].flatMap((id) => books.sessions.get(id) ?? []);

export function putSession(books: Books, session: Session): void {
  setSession(books, session);
  books.touched.sessions.add(session.id);
  // Whether an account is inside is part of its rule.
  if (session.account !== null) books.touched.wallets.add(session.account);
}

export function putWallet(books: Books, wallet: Wallet): void {
  books.wallets.set(wallet.account, wallet);
  books.touched.wallets.add(wallet.account);
}

export function putHold(books: Books, hold: Hold): void {
  books.holds.set(hold.session, hold);
  books.touched.holds.add(hold.session);
}

/** Moves one counter of a zone by `by`. */
export function count(
  books: Books,
  place: { readonly estate: EstateId; readonly zone: ZoneId },
  counter: "arrivals" | "departures" | "passing",
  by: number,
): void {
  const { estate, zone } = place;
  const key = zoneKey(estate, zone);
  const moves = books.places.get(key) ?? { estate, zone, arrivals: 0, departures: 0, passing: 0 };
  moves[counter] += by;
  books.places.set(key, moves);
}

/** Moves one of the gate's lease counters by `by`. */
export function countLease(books: Books, zone: ZoneId, counter: keyof LeaseMoves, by: number): void {
  const moves = books.leases.get(zone) ?? { used: 0, returned: 0, voided: 0 };
  moves[counter] += by;
  books.leases.set(zone, moves);
}

/** Notes something for the operator, at the sending gate unless said otherwise. */
export function note(
  books: Books,
  kind: string,
  atMs: number,
  words: string,
  about: Partial<Pick<ExceptionNote, "estate" | "gate" | "session" | "fact">> = {},
): void {
  books.exceptions.push({
    estate: about.estate ?? books.estate,
    kind,
    atMs,
    gate: about.gate ?? books.gate,
    session: about.session ?? null,
    fact: about.fact ?? null,
    words: words.slice(0, 500),
  });
}

/**
 * The gate's lease counters: its facts move what it used, gave back and voided, and what it says it was lent counts at least. A claim
 * to more places than the zone has is not believed.
 *
 * @param claims the counters by zone that came with the batch.
 */
export function leaseMoves(
  estate: EstateId,
  claims: FactBatch["leases"],
  books: Pick<Books, "leases" | "zones">,
): (Lease & { readonly zone: ZoneId })[] {
  const moves = new Map<string, Lease & { readonly zone: ZoneId }>();
  for (const [zone, moved] of books.leases) moves.set(zone, { zone, lent: 0, ...moved });
  for (const [zone, claim] of Object.entries(claims)) {
    const capacity = books.zones.get(zoneKey(estate, zone))?.capacity;
    if (capacity === undefined || claim.lent === 0 || !isBelievable(claim, capacity)) continue;
    moves.set(zone, { used: 0, returned: 0, voided: 0, ...moves.get(zone), zone, lent: claim.lent });
  }
  return [...moves.values()];
}
