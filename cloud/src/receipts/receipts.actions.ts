import { type KeyObject, sign } from "node:crypto";
import type { AccountRef } from "@baygate/shared/ids";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "../db/client.ts";
import { type House, type Refused, refused } from "../house.ts";
import { paidBy, takenBackKey } from "../ledger/correction.ts";
import { creditOf, numberOf, ReceiptContent, receiptFile, receiptText, yearOf } from "./receipt.ts";
import {
  type DueStay,
  dueStays,
  entriesOf,
  estatesWithDue,
  factsOf,
  insertReceipts,
  lockCounter,
  moveCounter,
  type ReceiptRow,
  receiptsOfSessions,
  selectReceipt,
  selectReceiptKeys,
  selectReceipts,
  settleDue,
  transactionsOfKeys,
} from "./receipts.store.ts";

export type { ReceiptRow } from "./receipts.store.ts";

/** The key that signs receipts, as secrets.ts reads it. */
export interface ReceiptSigner {
  readonly kid: string;
  /** Ed25519, private. */
  readonly signingKey: KeyObject;
}

type EstateOfReceipt = ReceiptContent["estate"];

/** So many stays are taken into one transaction. */
const BATCH = 200;

/**
 * Writes the receipts and credit notes that are due, all of them, a batch of one estate a transaction. Numbers are given under the lock of
 * the estate's counter and written with the receipts, so a transaction that fails, or whose process dies, leaves no gap. An estate whose
 * receipts cannot be written keeps no other waiting.
 *
 * @returns how many were written.
 * @throws the first failure, after every estate has been tried.
 */
export async function writeReceipts(house: House, signer: ReceiptSigner, batch = BATCH): Promise<number> {
  let written = 0;
  const failures: unknown[] = [];
  for (const estate of await estatesWithDue(house.db))
    try {
      for (let more = true; more; ) {
        const made = await house.db.tx((tx) => writeBatch(tx, signer, estate, house.clock.wallMs(), batch));
        written += made.documents;
        more = made.stays === batch;
      }
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
  return written;
}

async function writeBatch(
  tx: Tx,
  signer: ReceiptSigner,
  estate: EstateOfReceipt,
  nowMs: number,
  limit: number,
): Promise<{ readonly stays: number; readonly documents: number }> {
  const year = yearOf(nowMs, estate.timeZone);
  const last = await lockCounter(tx, estate.id, year);
  const stays = await dueStays(tx, estate.id, limit);
  const known = await knownOf(tx, stays);
  let sequence = last;
  const numbered = () => {
    sequence += 1;
    const issuedAt = new Date(nowMs).toISOString();
    return { id: uuidv7(), number: numberOf(estate.id, year, sequence), year, sequence, issuedAt };
  };
  const documents: ReceiptContent[] = [];
  for (const stay of stays) {
    const before = known.receipts.get(keyOf(stay.session, stay.revision - 1));
    if (before) documents.push(creditOf(before, { ...numbered(), reason: stay.reason, paid: givenBack(stay, known) }));
    // A stay that turned out to be none is taken back, and that is all.
    if (stay.revision > 0 && stay.lines.length === 0) continue;
    const made = receiptOf(stay, estate, known, numbered());
    documents.push(made);
    known.receipts.set(keyOf(stay.session, stay.revision), made);
  }
  await insertReceipts(
    tx,
    documents.map((each) => rowOf(each, signer)),
  );
  if (sequence > last) await moveCounter(tx, estate.id, year, sequence);
  if (stays.length > 0) await settleDue(tx, estate.id, stays);
  return { stays: stays.length, documents: documents.length };
}

const keyOf = (session: string, revision: number): string => `${session}/${revision}`;

/** What is known of the stays of a batch beside their rows. */
interface Known {
  /** By session and revision. */
  readonly receipts: Map<string, ReceiptContent>;
  readonly facts: Awaited<ReturnType<typeof factsOf>>;
  readonly entries: Awaited<ReturnType<typeof entriesOf>>;
  readonly takenBack: ReadonlyMap<string, string>;
}

async function knownOf(tx: Tx, stays: readonly DueStay[]): Promise<Known> {
  const later = stays.filter(({ revision }) => revision > 0);
  const written = await receiptsOfSessions(tx, [...new Set(later.map(({ session }) => session))]);
  const takenBack = await transactionsOfKeys(
    tx,
    later.map(({ session, revision }) => takenBackKey(session, revision - 1)),
  );
  const transactions = [...takenBack.values(), ...stays.flatMap(({ transaction }) => transaction ?? [])];
  return {
    receipts: new Map(written.map((each) => [keyOf(each.session, each.revision), contentOf(each.text)])),
    facts: await factsOf(tx, [...new Set(stays.flatMap(({ factIds }) => factIds))]),
    entries: await entriesOf(tx, transactions),
    takenBack,
  };
}

function receiptOf(
  stay: DueStay,
  estate: EstateOfReceipt,
  { facts, entries }: Known,
  numbered: Pick<ReceiptContent, "id" | "number" | "year" | "sequence" | "issuedAt">,
): ReceiptContent {
  const { transaction, factIds, ...said } = stay;
  const charged = stay.totalMinor > 0n && transaction !== null ? (entries.get(transaction) ?? []) : [];
  return {
    ...{ v: 1, kind: "receipt", ...numbered, estate, ...said, takesBack: null },
    facts: factIds.flatMap((id) => facts.get(id) ?? []),
    paid: said.payer === null ? [] : places(paidBy(charged, said.payer)),
  };
}

/** Where the reversal of the revision before gave back to. */
function givenBack({ session, revision, payer, account }: DueStay, { takenBack, entries }: Known) {
  const transaction = takenBack.get(takenBackKey(session, revision - 1));
  return places(paidBy(entries.get(transaction ?? "") ?? [], payer ?? account));
}

const places = (paid: ReturnType<typeof paidBy>): ReceiptContent["paid"] =>
  [
    { place: "wallet" as const, amountMinor: paid.walletMinor },
    { place: "debt" as const, amountMinor: paid.debtMinor },
  ].filter(({ amountMinor }) => amountMinor !== 0n);

function rowOf(content: ReceiptContent, { kid, signingKey }: ReceiptSigner): ReceiptRow {
  const text = receiptText(content);
  const { id, estate, year, sequence, kind, account, session, revision, takesBack, issuedAt } = content;
  return {
    ...{ id, estate: estate.id, year, number: sequence, kind, account, session, revision, text, kid },
    takesBack: takesBack?.id ?? null,
    signature: sign(null, Buffer.from(text), signingKey).toString("base64url"),
    issuedAt: new Date(issuedAt),
  };
}

/** What a receipt's text says. */
export const contentOf = (text: string): ReceiptContent => ReceiptContent.parse(JSON.parse(text));

/** One page of receipts and credit notes, newest first. */
export const listReceipts = (house: House, page: Parameters<typeof selectReceipts>[1]): Promise<ReceiptRow[]> =>
  selectReceipts(house.db, page);

/** A receipt as it was signed, and as a file. */
export interface ReceiptShown {
  readonly row: ReceiptRow;
  readonly content: ReceiptContent;
  /** JSON with the signed text in it as it is. */
  readonly file: string;
}

/** One receipt or credit note; `account` narrows it to that driver's. */
export async function readReceiptDocument(
  house: House,
  id: string,
  account?: AccountRef,
): Promise<ReceiptShown | Refused<"receipt-unknown">> {
  const found = await selectReceipt(house.db, id, account);
  if (!found) return refused("receipt-unknown");
  const { receipt: row, publicKey } = found;
  return { row, content: contentOf(row.text), file: receiptFile({ ...row, publicKey }) };
}

/** The public keys by which receipts can be checked. */
export const readReceiptKeys = async (house: House) =>
  (await selectReceiptKeys(house.db)).map(({ kid, publicKey, since }) => ({ kid, publicKey, since }));
