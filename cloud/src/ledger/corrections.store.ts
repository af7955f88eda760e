import type { AccountRef, EstateId, FactId, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import type { Tx } from "../db/client.ts";
import { msOf } from "../db/rows.ts";
import { stay as stayTable } from "../db/schema/stays.ts";
import { PricedJson, type Revised, revisedJson, type StayNow } from "./correction.ts";

/** A stay as it counts now, with the rest of its row that its next revision repeats. */
export interface StayRowNow extends StayNow {
  readonly zone: string;
  /** Whether anybody was charged for it, or it cost nothing. */
  readonly isSettled: boolean;
}

/** A stay's newest revision; undefined for a visit that has none. Lock its session first, or it may not be the newest for long. */
export async function stayNow({ client }: Tx, session: SessionId): Promise<StayRowNow | undefined> {
  const { rows } = await client.query<{
    session: SessionId;
    revision: number;
    account: AccountRef | null;
    payer: AccountRef | null;
    estate: EstateId;
    zone: string;
    timeZone: string;
    arrivedAtMs: number;
    departedAtMs: number;
    currency: Currency;
    total: string;
    lines: unknown;
    taxes: unknown;
    flags: string[];
    offer: unknown;
    terms: unknown;
    charged: boolean;
  }>(
    `select s.session, s.revision, s.account, coalesce(s.payer, s.account) as payer, s.estate, s.zone, e.time_zone as "timeZone",
       ${msOf("s.arrived_at")} as "arrivedAtMs", ${msOf("s.departed_at")} as "departedAtMs", s.currency, s.total_minor as total,
       s.lines, s.taxes, s.flags, s.offer, s.terms, s.transaction is not null as charged
     from stay_now s join estate e on e.id = s.estate where s.session = $1`,
    [session],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { total, charged, ...rest } = row;
  return {
    ...rest,
    totalMinor: BigInt(total),
    isSettled: charged || total === "0",
    ...PricedJson.parse(row),
  };
}

/**
 * Locks a visit until the transaction ends: its stay gets no other revision meanwhile. Lock its payer's wallet first.
 *
 * @returns whether its car may be inside: a visit that has a stay may be open again (ADR 0016).
 */
export async function lockSession({ client }: Tx, session: SessionId): Promise<{ readonly isOpen: boolean }> {
  const { rows } = await client.query<{ isOpen: boolean }>(
    `select state in ('inside', 'unresolved') as "isOpen" from session where id = $1 for update`,
    [session],
  );
  return rows[0] ?? { isOpen: false };
}

/** Writes a stay's next revision. */
export async function insertRevision(
  { orm }: Tx,
  before: StayRowNow,
  revised: Revised,
  more: { readonly reason: string; readonly transaction: string | null },
): Promise<void> {
  const { session, revision, account, estate, zone, currency, offer, payer } = before;
  const { arrivedAtMs, departedAtMs, totalMinor, flags } = revised;
  await orm.insert(stayTable).values({
    ...{ session, revision: revision + 1, account, estate, zone, currency, totalMinor, offer, payer, ...more },
    ...{ arrivedAt: new Date(arrivedAtMs), departedAt: new Date(departedAtMs), flags: [...flags] },
    ...revisedJson(revised),
  });
}

/** Counts against a member's monthly limit what its group pays more, or less, for it now. The group's wallet is locked. */
export async function moveGroupSpend(
  { client }: Tx,
  group: AccountRef,
  account: AccountRef,
  month: string,
  byMinor: bigint,
): Promise<void> {
  await client.query(
    `insert into group_spend as s (group_account, account, month, spent_minor) values ($1, $2, $3, greatest(0, $4::bigint))
     on conflict (group_account, account, month) do update set spent_minor = greatest(0, s.spent_minor + $4::bigint)`,
    [group, account, month, byMinor],
  );
}

/** A departure that came after its stay had been closed without one. */
export interface LateDeparture {
  readonly exception: number;
  readonly estate: EstateId;
  readonly session: SessionId;
  readonly fact: FactId;
  readonly atMs: number;
}

/**
 * Late departures of stays that are still closed at the estate's price, the oldest first. Only those of a
 * gate whose clock was synchronised: the others are for an operator.
 */
export async function lateDepartures({ client }: Tx, limit: number): Promise<LateDeparture[]> {
  const { rows } = await client.query<LateDeparture>(
    `select e.id::float8 as exception, e.estate, e.session, e.fact, ${msOf("f.occurred_at")} as "atMs"
     from exception e
       join stay_now s on s.session = e.session and 'departure-missed' = any(s.flags)
       join fact f on f.id = e.fact and f.kind = 'vehicle.departed' and f.clock = 'synchronised'
     where e.kind = 'departure-late' and e.resolved_at is null
       and f.occurred_at between s.arrived_at and s.departed_at
     order by e.id limit $1`,
    [limit],
  );
  return rows;
}

/** Closes exceptions that a correction has dealt with: the late departure's and the missed one's. */
export async function resolveLate({ client }: Tx, { estate, session }: LateDeparture, at: Date): Promise<void> {
  await client.query(
    `update exception set resolved_at = $3
     where estate = $1 and session = $2 and resolved_at is null and kind in ('departure-late', 'departure-missed', 'arrived-twice')`,
    [estate, session, at],
  );
}
