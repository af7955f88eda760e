import type pg from "pg";
import type { Orm } from "../db/client.ts";

// Few queries, each along an index or over a table of a handful of rows. Numbers of type int8 come as text.

/** What the queries run on. */
export interface Reads {
  readonly pool: Pick<pg.Pool, "query">;
}

/** The database as the live state needs it: drizzle for the nouns' own stores, the pool for what is below. */
export interface LiveDatabase extends Reads {
  readonly orm: Orm;
}

/** Facts that tell of decisions: the decision itself, the pulse, and how the passage ended. */
export interface DecisionFact {
  readonly id: string;
  readonly kind: string;
  readonly estate: string;
  readonly gate: string;
  readonly occurredAt: Date;
  readonly body: Record<string, unknown>;
}

const DECISION_KINDS = [
  "decision.made",
  "barrier.opened",
  "barrier.failed",
  "vehicle.arrived",
  "vehicle.departed",
  "passage.abandoned",
  "passage.unresolved",
];

/** The newest facts about decisions, newest first, at most `limit` an estate; `before` pages back. */
export async function selectDecisionFacts(
  db: Reads,
  page: { readonly estate?: string | undefined; readonly before?: Date | undefined; readonly limit: number },
): Promise<DecisionFact[]> {
  const { rows } = await db.pool.query<DecisionFact>({
    name: "live-decisions",
    text: `select f.id, f.kind, e.id as estate, f.gate, f.occurred_at as "occurredAt", f.text::jsonb -> 'body' as body
           from estate e cross join lateral (
             select * from fact
             where estate = e.id and quarantine is null and kind = any($1::text[]) and ($4::timestamptz is null or occurred_at < $4)
             order by occurred_at desc, seq desc limit $2
           ) f
           where $3::text is null or e.id = $3
           order by f.occurred_at desc, f.seq desc`,
    values: [DECISION_KINDS, page.limit, page.estate ?? null, page.before ?? null],
  });
  return rows;
}

/** Counts since a moment of each estate's own. */
export interface SumRow {
  readonly currency: string;
  readonly takenMinor: string;
  readonly charged: string;
  readonly open: string;
  readonly granted: string;
  readonly denied: string;
}

/** Money, stays and decisions of each estate since its local midnight. */
export async function selectSums(db: Reads, now: Date): Promise<SumRow[]> {
  const { rows } = await db.pool.query<SumRow>({
    name: "live-sums",
    text: `select e.currency, coalesce(s.taken, 0) as "takenMinor", coalesce(s.charged, 0) as charged,
                  (select count(*) from session where estate = e.id and state = 'inside') as open,
                  d.granted, d.denied
           from (select *, date_trunc('day', $1::timestamptz at time zone time_zone) at time zone time_zone as midnight from estate) e
           left join lateral (
             select sum(total_minor) as taken, count(*) as charged from stay_now where estate = e.id and departed_at >= e.midnight
           ) s on true
           cross join lateral (
             select count(*) filter (where text like '%"outcome":"grant"%') as granted,
                    count(*) filter (where text like '%"outcome":"deny"%') as denied
             from fact where estate = e.id and occurred_at >= e.midnight and kind = 'decision.made' and quarantine is null
           ) d`,
    values: [now],
  });
  return rows;
}

/** A car that came or went. */
export interface PassageRow {
  readonly estate: string;
  readonly zone: string;
  readonly atMs: number;
  readonly change: 1 | -1;
}

/** Cars that came or went since a moment, in no order. */
export async function selectPassages(db: Reads, since: Date): Promise<PassageRow[]> {
  const { rows } = await db.pool.query<{ estate: string; zone: string; at: Date; kind: string }>({
    name: "live-passages",
    text: `select e.id as estate, f.text::jsonb #>> '{body,zone}' as zone, f.occurred_at as at, f.kind
           from estate e join fact f on f.estate = e.id and f.occurred_at >= $1
           where f.kind in ('vehicle.arrived', 'vehicle.departed') and f.quarantine is null`,
    values: [since],
  });
  return rows.map(({ estate, zone, at, kind }) => ({
    estate,
    zone,
    atMs: at.getTime(),
    change: kind === "vehicle.arrived" ? 1 : -1,
  }));
}

/** The last price move of each zone. */
export async function selectLastMoves(
  db: Reads,
): Promise<{ estate: string; zone: string; fromPermille: number; toPermille: number; at: Date }[]> {
  const { rows } = await db.pool.query<{
    estate: string;
    zone: string;
    fromPermille: number;
    toPermille: number;
    at: Date;
  }>({
    name: "live-price-moves",
    text: `select distinct on (estate, zone) estate, zone, at, from_permille as "fromPermille", to_permille as "toPermille"
           from price_move order by estate, zone, id desc`,
  });
  return rows;
}

/** The newest open exceptions, and how many there are. */
export async function selectOpenExceptions(db: Reads, limit: number) {
  const { rows } = await db.pool.query<{
    id: string;
    estate: string;
    kind: string;
    at: Date;
    gate: string | null;
    words: string;
    open: string;
  }>({
    name: "live-exceptions",
    text: `select id, estate, kind, at, gate, words, count(*) over () as open
           from exception where resolved_at is null order by id desc limit $1`,
    values: [limit],
  });
  return rows;
}
