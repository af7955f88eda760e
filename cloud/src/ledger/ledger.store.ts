import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Orm, Tx } from "../db/client.ts";
import { tsOf, writeRows } from "../db/rows.ts";
import { ledgerEntry, ledgerTransaction } from "../db/schema/money.ts";
import { LedgerError, type Posting } from "./ledger.ts";

const fingerprint = (posting: Posting): string => createHash("sha256").update(posting.request).digest("hex");

/**
 * Writes postings whose keys are known to be new, and answers each key's transaction. A key that is there already is a bug and breaks
 * the unique constraint.
 */
export async function insertPostings({ client }: Tx, postings: readonly Posting[]): Promise<Map<string, string>> {
  const numbered = postings.map((posting) => ({ ...posting, id: uuidv7() }));
  await writeRows(
    client,
    {
      name: "insert-ledger-transactions",
      text: `insert into ledger_transaction (id, idempotency_key, fingerprint, kind, currency, occurred_at, account, session, words)
        select id, key, fingerprint, kind, currency, ${tsOf("occurred")}, account, session, words
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::uuid[], $8::uuid[], $9::text[])
          as t(id, key, fingerprint, kind, currency, occurred, account, session, words)`,
    },
    numbered,
    (p) => p.id,
    (p) => p.idempotencyKey,
    fingerprint,
    (p) => p.kind,
    (p) => p.currency,
    (p) => p.occurredAtMs,
    (p) => p.account,
    (p) => p.session,
    (p) => p.words,
  );
  const entries = numbered.flatMap(({ id, entries }) => entries.map((entry, at) => ({ ...entry, id, line: at + 1 })));
  await writeRows(
    client,
    {
      name: "insert-ledger-entries",
      text: `insert into ledger_entry (transaction, line, ledger_account, amount_minor)
        select * from unnest($1::uuid[], $2::int[], $3::text[], $4::bigint[])`,
    },
    entries,
    (e) => e.id,
    (e) => e.line,
    (e) => e.ledgerAccount,
    (e) => e.amountMinor,
  );
  return new Map(numbered.map(({ idempotencyKey, id }) => [idempotencyKey, id]));
}

/**
 * Writes one posting, or finds that it was written before.
 *
 * @throws LedgerError `idempotency-mismatch` when its key was used for another request.
 */
export async function postOnce(
  orm: Pick<Orm, "select" | "insert">,
  posting: Posting,
): Promise<{ readonly transaction: string; readonly repeated: boolean }> {
  const id = uuidv7();
  const { idempotencyKey, kind, currency, account, session, words } = posting;
  const asked = fingerprint(posting);
  const made = await orm
    .insert(ledgerTransaction)
    .values({
      ...{ id, idempotencyKey, fingerprint: asked, kind, currency, account, session, words },
      occurredAt: new Date(posting.occurredAtMs),
    })
    .onConflictDoNothing({ target: ledgerTransaction.idempotencyKey })
    .returning({ id: ledgerTransaction.id });
  if (made.length === 0) {
    const [known] = await orm
      .select()
      .from(ledgerTransaction)
      .where(eq(ledgerTransaction.idempotencyKey, idempotencyKey));
    if (known?.fingerprint !== asked)
      throw new LedgerError("idempotency-mismatch", `${idempotencyKey} was used for another request`);
    return { transaction: known.id, repeated: true };
  }
  await orm
    .insert(ledgerEntry)
    .values(posting.entries.map((entry, at) => ({ ...entry, transaction: id, line: at + 1 })));
  return { transaction: id, repeated: false };
}
