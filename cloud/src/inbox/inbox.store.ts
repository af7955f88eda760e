import type { Epoch, EstateId, FactId, GateId, Sha256 } from "@baygate/shared/ids";
import type { Tx } from "../db/client.ts";
import { msOf, tsOf, writeRows } from "../db/rows.ts";
import type { Books, ExceptionNote } from "./books.ts";
import type { BootClock } from "./dating.ts";
import type { EpochState, NumberedText, Sender } from "./inbox.ts";

export interface LockedEpoch extends EpochState {
  /** The latest date among its facts that is to be trusted; null: none yet. */
  readonly datedThroughMs: number | null;
  /** Of the boot that last sent facts; null: none yet. */
  readonly boot: BootClock | null;
}

/**
 * Locks the row of a gate's epoch until the transaction ends; a first sight of an epoch makes it the gate's.
 *
 * @throws the driver's error 23503 when there is no such gate.
 */
export async function lockEpoch({ client }: Tx, gate: GateId, epoch: Epoch): Promise<LockedEpoch> {
  const select = () =>
    client.query<
      Omit<LockedEpoch, "through" | "boot"> & { through: string } & { [K in keyof BootClock]: BootClock[K] | null }
    >({
      name: "lock-epoch",
      text: `select through, hash, forked_at is not null as forked, ${msOf("dated_through")} as "datedThroughMs",
          boot_id as "bootId", ${msOf("boot_began")} as "beganAtMs", ${msOf("boot_heard")} as "heardAtMs"
        from gate_epoch where gate = $1 and epoch = $2 for update`,
      values: [gate, epoch],
    });
  let [row] = (await select()).rows;
  if (!row) {
    const made = await client.query("insert into gate_epoch (gate, epoch) values ($1, $2) on conflict do nothing", [
      gate,
      epoch,
    ]);
    if (made.rowCount === 1) await client.query("update gate set epoch = $2 where id = $1", [gate, epoch]);
    [row] = (await select()).rows;
  }
  if (!row) throw new Error(`epoch ${epoch} of ${gate} vanished`);
  const { through, hash, forked, datedThroughMs, bootId, beganAtMs, heardAtMs } = row;
  const isHeard = bootId !== null && beganAtMs !== null && heardAtMs !== null;
  const boot = isHeard ? { bootId, beganAtMs, heardAtMs } : null;
  return { ...{ hash, forked, datedThroughMs, boot }, through: Number(through) };
}

/** Hashes of the facts applied already, by number, from `from` on. */
export async function hashesFrom(
  { client }: Tx,
  gate: GateId,
  epoch: Epoch,
  from: number,
): Promise<Map<number, Sha256>> {
  const { rows } = await client.query<{ seq: string; hash: Sha256 }>({
    name: "hashes-from",
    text: "select seq, hash from fact where gate = $1 and epoch = $2 and seq >= $3 order by seq limit 1000",
    values: [gate, epoch, from],
  });
  return new Map(rows.map(({ seq, hash }) => [Number(seq), hash]));
}

/** When facts happened, ms, by the cloud's dating. */
export async function datesOf({ client }: Tx, facts: readonly FactId[]): Promise<Map<FactId, number>> {
  if (facts.length === 0) return new Map();
  const { rows } = await client.query<{ id: FactId; atMs: number }>({
    name: "fact-dates",
    text: `select id, ${msOf("occurred_at")} as "atMs" from fact where id = any($1::text[])`,
    values: [facts],
  });
  return new Map(rows.map(({ id, atMs }) => [id, atMs]));
}

/** A row of `fact`. */
export interface FactRow {
  readonly seq: number;
  readonly id: string | null;
  readonly kind: string | null;
  readonly atMs: number;
  readonly clock: string | null;
  readonly hash: Sha256;
  readonly text: string;
  readonly quarantine: string | null;
}

export const insertFacts = (
  { client }: Tx,
  { gate, epoch, estate }: Sender,
  receivedAtMs: number,
  facts: readonly FactRow[],
): Promise<void> =>
  writeRows(
    client,
    {
      name: "insert-facts",
      text: `insert into fact (gate, epoch, seq, id, kind, estate, occurred_at, received_at, clock, hash, text, quarantine)
        select gate, epoch, seq, id, kind, estate, ${tsOf("occurred")}, ${tsOf("received")}, clock, hash, txt, quarantine
        from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::float8[],
          $9::text[], $10::text[], $11::text[], $12::text[])
          as t(gate, epoch, seq, id, kind, estate, occurred, received, clock, hash, txt, quarantine)`,
    },
    facts,
    () => gate,
    () => epoch,
    (f) => f.seq,
    (f) => f.id,
    (f) => f.kind,
    () => estate,
    (f) => f.atMs,
    () => receivedAtMs,
    (f) => f.clock,
    (f) => f.hash,
    (f) => f.text,
    (f) => f.quarantine,
  );

/** Locks all epochs of a gate: no batch of its is in work until the transaction ends. */
export async function lockEpochs({ client }: Tx, gate: GateId): Promise<void> {
  await client.query("select from gate_epoch where gate = $1 order by epoch for update", [gate]);
}

/** Moves the epoch's cursor; the row is locked. */
export async function moveEpoch(
  { client }: Tx,
  { gate, epoch }: Pick<Sender, "gate" | "epoch">,
  { through, hash, datedThroughMs, boot }: Omit<LockedEpoch, "forked" | "boot"> & { readonly boot: BootClock },
): Promise<void> {
  await client.query({
    name: "move-epoch",
    text: `update gate_epoch set through = $3, hash = $4, dated_through = ${tsOf("$5::float8")},
        boot_id = $6, boot_began = ${tsOf("$7::float8")}, boot_heard = ${tsOf("$8::float8")}
      where gate = $1 and epoch = $2`,
    values: [gate, epoch, through, hash, datedThroughMs, boot.bootId, boot.beganAtMs, boot.heardAtMs],
  });
}

/** Closes an epoch for ever and keeps what proves the fork. */
export async function forkEpoch(
  { client }: Tx,
  { gate, epoch }: Sender,
  receivedAtMs: number,
  evidence: readonly NumberedText[],
): Promise<void> {
  await client.query(`update gate_epoch set forked_at = ${tsOf("$3::float8")} where gate = $1 and epoch = $2`, [
    gate,
    epoch,
    receivedAtMs,
  ]);
  await writeRows(
    client,
    {
      name: "insert-forked-facts",
      text: `insert into forked_fact (gate, epoch, seq, hash, text, received_at)
        select gate, epoch, seq, hash, txt, ${tsOf("received")}
        from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::float8[]) as t(gate, epoch, seq, hash, txt, received)`,
    },
    evidence,
    () => gate,
    () => epoch,
    (e) => e.seq,
    (e) => e.hash,
    (e) => e.text,
    () => receivedAtMs,
  );
}

export const insertExceptions = ({ client }: Tx, exceptions: readonly ExceptionNote[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "insert-exceptions",
      text: `insert into exception (estate, kind, at, gate, session, fact, words)
        select estate, kind, ${tsOf("at")}, gate, session, fact, words
        from unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::uuid[], $6::text[], $7::text[])
          as t(estate, kind, at, gate, session, fact, words)`,
    },
    exceptions,
    (e) => e.estate,
    (e) => e.kind,
    (e) => e.atMs,
    (e) => e.gate,
    (e) => e.session,
    (e) => e.fact,
    (e) => e.words,
  );

/** A departure that waited has found its arrival: nothing is left to look at. */
export const resolveUnmatched = (
  { client }: Tx,
  found: readonly { readonly estate: EstateId; readonly fact: FactId; readonly atMs: number }[],
  nowMs: number,
): Promise<void> =>
  writeRows(
    client,
    {
      name: "resolve-unmatched",
      text: `update exception e set resolved_at = ${tsOf("t.now")}
        from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) as t(estate, fact, at, now)
        where e.estate = t.estate and e.at = ${tsOf("t.at")} and e.fact = t.fact and e.kind = 'departure-unmatched'`,
    },
    found,
    (f) => f.estate,
    (f) => f.fact,
    (f) => f.atMs,
    () => nowMs,
  );

/** Writes what a gate answered to its orders; the first answer stays. */
export const answerOrders = ({ client }: Tx, gate: GateId, answers: Books["answers"]): Promise<void> =>
  writeRows(
    client,
    {
      name: "answer-orders",
      // Compared as text: what a gate sends as an id need not be a uuid.
      text: `update gate_order o set outcome = t.outcome, answered_at = ${tsOf("t.at")}
        from unnest($1::text[], $2::text[], $3::float8[], $4::text[]) as t(id, outcome, at, gate)
        where o.gate = t.gate and o.id::text = t.id and o.outcome is null`,
    },
    answers,
    (a) => a.order,
    (a) => a.outcome,
    (a) => a.atMs,
    () => gate,
  );
