import { AccountRef } from "@baygate/shared/ids";
import { z } from "zod";
import type { DisputeRow } from "../ledger/disputes.actions.ts";
import type { Statement } from "../ledger/statements.actions.ts";
import type { ReceiptRow } from "../receipts/receipts.actions.ts";
import { AmountMinor, At, iso, isoOrNull, makeCursor, next, readCursor } from "./wire.ts";

// What ops-ledger.ts and driver-receipts.ts both say.

export const ReceiptListed = z
  .object({
    id: z.uuid(),
    kind: z.enum(["receipt", "credit-note"]),
    estate: z.string(),
    number: z.int(),
    year: z.int(),
    stay: z.uuid(),
    revision: z.int(),
    takesBack: z.uuid().nullable(),
    issuedAt: At,
  })
  .meta({ id: "ReceiptListed" });

export function receiptListed(row: ReceiptRow): z.input<typeof ReceiptListed> {
  const { id, estate, number, year, session: stay, revision, takesBack } = row;
  const kind = row.kind === "receipt" ? "receipt" : "credit-note";
  return { id, kind, estate, number, year, stay, revision, takesBack, issuedAt: iso(row.issuedAt) };
}

/** A receipt as its file; the API describes it no further, since its signed text is passed on as it is. */
export const SignedReceipt = z
  .looseObject({ receipt: z.looseObject({}), signature: z.string(), kid: z.string(), publicKey: z.string() })
  .meta({ id: "SignedReceipt", description: "Checked by `cloud verify-receipt`." });

const PageEdge = z.tuple([z.iso.datetime(), z.uuid()]);
/** Where a page by time and id begins. */
export function pageBefore(cursor: string | undefined) {
  const edge = readCursor(PageEdge, cursor);
  return edge && { at: new Date(edge[0]), id: edge[1] };
}

export const Dispute = z
  .object({
    id: z.uuid(),
    account: AccountRef,
    stay: z.uuid(),
    words: z.string(),
    state: z.enum(["open", "accepted", "refused"]),
    answer: z.string().nullable(),
    openedAt: At,
    endedAt: At.nullable(),
  })
  .meta({ id: "Dispute" });

export function disputeOf(row: DisputeRow): z.input<typeof Dispute> {
  const { id, account, session: stay, words, answer } = row;
  const state = z.enum(["open", "accepted", "refused"]).parse(row.state);
  return { id, account, stay, words, answer, state, openedAt: iso(row.openedAt), endedAt: isoOrNull(row.endedAt) };
}

const BalanceSeen = z.object({ balanceMinor: AmountMinor, debtMinor: AmountMinor });
export const StatementPage = z
  .object({
    opening: BalanceSeen,
    items: z.array(
      z.object({
        transaction: z.uuid(),
        kind: z.string(),
        words: z.string(),
        stay: z.uuid().nullable(),
        occurredAt: At,
        postedAt: At,
        walletMinor: AmountMinor.meta({ description: "What it moved in the wallet." }),
        debtMinor: AmountMinor.meta({ description: "What it moved of the debt." }),
        after: BalanceSeen,
      }),
    ),
    closing: BalanceSeen,
    next,
    agrees: z
      .boolean()
      .nullable()
      .meta({ description: "On the last page up to now: whether the closing is what the wallet says." }),
  })
  .meta({ id: "Statement" });

export const statementQuery = z.object({
  from: z.iso.datetime().optional().meta({ description: "Posted at or after; absent: from the beginning." }),
  to: z.iso.datetime().optional().meta({ description: "Posted before; absent: up to now." }),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const StatementEdge = z.object({ posted: z.string().regex(/^\d{1,18}$/), id: z.uuid() });

/** What a statement is asked with. */
export const statementAsked = (query: z.output<typeof statementQuery>) => ({
  fromMs: query.from === undefined ? 0 : Date.parse(query.from),
  toMs: query.to === undefined ? undefined : Date.parse(query.to),
  after: readCursor(StatementEdge, query.cursor),
  limit: query.limit,
});

const seen = (balance: Statement["opening"]) => ({
  balanceMinor: Number(balance.balanceMinor),
  debtMinor: Number(balance.debtMinor),
});

export const statementPage = (statement: Statement): z.input<typeof StatementPage> => ({
  opening: seen(statement.opening),
  items: statement.items.map((row) => ({
    ...{ transaction: row.id, kind: row.kind, words: row.words, stay: row.session, after: seen(row.after) },
    ...{ occurredAt: iso(row.occurredAt), postedAt: iso(row.postedAt) },
    ...{ walletMinor: Number(row.walletMinor), debtMinor: Number(row.debtMinor) },
  })),
  closing: seen(statement.closing),
  next: statement.next && makeCursor(statement.next),
  agrees: statement.agrees,
});
