import { Offer } from "@baygate/shared/estate";
import type { AccountRef, EstateId, FactId, GateId, SessionId } from "@baygate/shared/ids";
import type { Tx } from "../db/client.ts";
import { msOf, tsOf, writeRows } from "../db/rows.ts";
import type { Departure } from "./pairing.ts";
import type { Session } from "./session.ts";

/** Whose these sessions are and when they were granted, without a lock: wallets must be locked before sessions are. */
export async function visitsNamed(
  { client }: Tx,
  ids: readonly SessionId[],
): Promise<Pick<Session, "account" | "grantedAtMs">[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<Pick<Session, "account" | "grantedAtMs">>({
    name: "visits-named",
    text: `select account::text, ${msOf("granted_at")} as "grantedAtMs" from session where id = any($1::uuid[])`,
    values: [ids],
  });
  return rows;
}

/** A stay's newest revision. */
interface Revision {
  readonly revision: number;
  readonly chargedMinor: bigint;
  readonly taxMinor: bigint;
  /** Whose wallet was charged. */
  readonly payer: AccountRef | null;
}

/** The newest revisions of these sessions' stays, and what somebody was charged for them and how much of it was tax, minor units. */
export async function stayRevisions(
  { client }: Tx,
  sessions: readonly Pick<Session, "id">[],
): Promise<Map<SessionId, Revision>> {
  if (sessions.length === 0) return new Map();
  const { rows } = await client.query<{
    session: SessionId;
    revision: number;
    charged: string;
    tax: string;
    payer: AccountRef | null;
  }>({
    name: "stay-revisions",
    text: `select session, revision, coalesce(payer, account) as payer, case when transaction is null then 0 else total_minor end as charged,
        (select coalesce(sum(amount_minor), 0) from ledger_entry e where e.transaction = s.transaction and ledger_account like 'tax:%') as tax
      from stay_now s where session = any($1::uuid[])`,
    values: [sessions.map(({ id }) => id)],
  });
  return new Map(
    rows.map(({ session, revision, charged, tax, payer }) => [
      session,
      { revision, chargedMinor: BigInt(charged), taxMinor: BigInt(tax), payer },
    ]),
  );
}

/** Visits that a gate granted and whose end it has not told, without a lock. */
export async function grantsOf({ client }: Tx, estate: EstateId, gate: GateId): Promise<SessionId[]> {
  const { rows } = await client.query<{ id: SessionId }>({
    name: "grants-of",
    text: "select id from session where estate = $1 and state = 'granted' and gate_in = $2",
    values: [estate, gate],
  });
  return rows.map(({ id }) => id);
}

/**
 * Locks, in the order of their ids, the sessions named, and of the accounts those that are open, that ended at `sinceMs` or later, or that a
 * departure names which still waits: whether such a name is stale, only its session tells.
 */
export async function lockSessions(
  { client }: Tx,
  ids: readonly SessionId[],
  accounts: readonly AccountRef[],
  sinceMs: number,
): Promise<Map<SessionId, Session>> {
  if (ids.length + accounts.length === 0) return new Map();
  const { rows } = await client.query<Omit<Session, "offer"> & { offer: unknown }>({
    name: "lock-sessions",
    text: `select id, account, estate, zone, state, gate_in as "gateIn", gate_out as "gateOut",
        ${msOf("granted_at")} as "grantedAtMs", ${msOf("arrived_at")} as "arrivedAtMs",
        ${msOf("departed_at")} as "departedAtMs", offer, class, flags,
        arrival_fact as "arrivalFact", departure_fact as "departureFact"
      from session
      where id = any($1::uuid[] || array(
          select d.session from unmatched_departure d
          where d.paired_with is null and d.account = any($2::uuid[]) and d.session is not null))
        or (account = any($2::uuid[]) and state in ('granted', 'unresolved', 'inside'))
        or (account = any($2::uuid[]) and departed_at >= ${tsOf("$3::float8")})
      order by id for update`,
    values: [ids, accounts, sinceMs],
  });
  return new Map(rows.map((row) => [row.id, { ...row, offer: Offer.nullable().parse(row.offer) }]));
}

/** Writes sessions as they are now. */
export const saveSessions = ({ client }: Tx, sessions: readonly Session[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-sessions",
      text: `insert into session (id, account, estate, zone, state, gate_in, gate_out, granted_at, arrived_at, departed_at,
          offer, flags, arrival_fact, departure_fact, class)
        select id, account, estate, zone, state, gate_in, gate_out, ${tsOf("granted")}, ${tsOf("arrived")}, ${tsOf("departed")},
          offer, string_to_array(flags, ','), arrival_fact, departure_fact, class
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[],
          $9::float8[], $10::float8[], $11::jsonb[], $12::text[], $13::text[], $14::text[], $15::text[])
          as t(id, account, estate, zone, state, gate_in, gate_out, granted, arrived, departed, offer, flags, arrival_fact, departure_fact,
            class)
        on conflict (id) do update set state = excluded.state, gate_out = excluded.gate_out, arrived_at = excluded.arrived_at,
          departed_at = excluded.departed_at, offer = excluded.offer, flags = excluded.flags,
          arrival_fact = excluded.arrival_fact, departure_fact = excluded.departure_fact`,
    },
    sessions,
    (s) => s.id,
    (s) => s.account,
    (s) => s.estate,
    (s) => s.zone,
    (s) => s.state,
    (s) => s.gateIn,
    (s) => s.gateOut,
    (s) => s.grantedAtMs,
    (s) => s.arrivedAtMs,
    (s) => s.departedAtMs,
    (s) => s.offer && JSON.stringify(s.offer),
    (s) => s.flags.join(","),
    (s) => s.arrivalFact,
    (s) => s.departureFact,
    (s) => s.class,
  );

/** Locks the departures that wait for an arrival of these accounts or sessions. */
export async function lockWaitingDepartures(
  { client }: Tx,
  ids: readonly SessionId[],
  accounts: readonly AccountRef[],
): Promise<Map<FactId, Departure>> {
  if (ids.length + accounts.length === 0) return new Map();
  const { rows } = await client.query<Departure>({
    name: "lock-waiting-departures",
    text: `select fact, account, session, estate, zone, gate, ${msOf("departed_at")} as "departedAtMs",
        ${msOf("heard_at")} as "heardAtMs", clock_unsure as unsure
      from unmatched_departure
      where paired_with is null and (account = any($1::uuid[]) or session = any($2::uuid[]))
      order by fact for update`,
    values: [accounts, ids],
  });
  return new Map(rows.map((row) => [row.fact, row]));
}

/** Departures at these estates that have waited longer than the estate allows, the oldest first, without a lock. */
export async function overdueDepartures(
  { client }: Tx,
  nowMs: number,
): Promise<Pick<Departure, "fact" | "estate" | "gate" | "account" | "session">[]> {
  const { rows } = await client.query<Pick<Departure, "fact" | "estate" | "gate" | "account" | "session">>(
    `select d.fact, d.estate, d.gate, d.account, d.session from unmatched_departure d join estate e on e.id = d.estate
      where d.paired_with is null and d.heard_at < ${tsOf("($1::float8 - e.departure_waits_ms)")}
      order by d.heard_at limit 100`,
    [nowMs],
  );
  return rows;
}

/** Keeps departures that wait, or writes with which session they were paired. */
export const saveDepartures = (
  { client }: Tx,
  departures: readonly (Departure & { readonly pairedWith: SessionId | null })[],
): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-departures",
      text: `insert into unmatched_departure
          (fact, account, session, estate, zone, gate, departed_at, heard_at, clock_unsure, paired_with)
        select fact, account, session, estate, zone, gate, ${tsOf("departed")}, ${tsOf("heard")}, unsure, paired
        from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::float8[],
            $9::boolean[], $10::uuid[])
          as t(fact, account, session, estate, zone, gate, departed, heard, unsure, paired)
        on conflict (fact) do update set paired_with = excluded.paired_with`,
    },
    departures,
    (d) => d.fact,
    (d) => d.account,
    (d) => d.session,
    (d) => d.estate,
    (d) => d.zone,
    (d) => d.gate,
    (d) => d.departedAtMs,
    (d) => d.heardAtMs,
    (d) => d.unsure,
    (d) => d.pairedWith,
  );

/** A row of `stay`. */
export interface StayRow {
  readonly session: Session;
  readonly revision: number;
  readonly reason: string | null;
  readonly arrivedAtMs: number;
  readonly departedAtMs: number;
  readonly currency: string;
  readonly totalMinor: bigint;
  /** JSON. */
  readonly lines: string;
  /** JSON. */
  readonly terms: string;
  /** JSON. */
  readonly taxes: string;
  readonly payer: AccountRef | null;
  readonly transaction: string | null;
}

/** Writes closed stays with their price, each revision once. */
export const insertStays = ({ client }: Tx, stays: readonly StayRow[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "insert-stays",
      text: `insert into stay (session, account, estate, zone, arrived_at, departed_at, currency, total_minor, lines, offer, flags, transaction,
          revision, reason, terms, taxes, payer)
        select session, account, estate, zone, ${tsOf("arrived")}, ${tsOf("departed")}, currency, total, lines, offer,
          string_to_array(flags, ','), transaction, revision, reason, terms, taxes, payer
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::text[], $8::bigint[],
          $9::jsonb[], $10::jsonb[], $11::text[], $12::uuid[], $13::int[], $14::text[],
          $15::jsonb[], $16::jsonb[], $17::uuid[])
          as t(session, account, estate, zone, arrived, departed, currency, total, lines, offer, flags, transaction, revision, reason,
            terms, taxes, payer)`,
    },
    stays,
    (s) => s.session.id,
    (s) => s.session.account,
    (s) => s.session.estate,
    (s) => s.session.zone,
    (s) => s.arrivedAtMs,
    (s) => s.departedAtMs,
    (s) => s.currency,
    (s) => s.totalMinor,
    (s) => s.lines,
    (s) => JSON.stringify(s.session.offer),
    (s) => s.session.flags.join(","),
    (s) => s.transaction,
    (s) => s.revision,
    (s) => s.reason,
    (s) => s.terms,
    (s) => s.taxes,
    (s) => s.payer,
  );
