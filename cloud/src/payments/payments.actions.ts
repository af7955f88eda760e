import { createHash } from "node:crypto";
import { formatMinor } from "@baygate/shared/money";
import { eq } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { selectAccess, selectAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { account as accountTable } from "../db/schema/accounts.ts";
import { exception } from "../db/schema/house.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { postOnce } from "../ledger/ledger.store.ts";
import { debtRecovery } from "../ledger/ledger.ts";
import { type Refund, refundBounced, refundPaid, refundReturned } from "../ledger/refund.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers } from "../wallets/groups.store.ts";
import { topUpIfLow } from "../wallets/terms.actions.ts";
import { fill } from "../wallets/wallet.ts";
import { receiveMoney } from "../wallets/wallets.actions.ts";
import { lockWallet, saveWallet } from "../wallets/wallets.store.ts";
import { evolvePayment, type Moved, type Payment, providerKey, waitMs } from "./payment.ts";
import {
  endMethodRow,
  insertMethod,
  insertPayment,
  keepEvent,
  listPayments,
  lockPayment,
  type MethodRow,
  methodsOf,
  type PaymentRow,
  paymentByKey,
  paymentOf,
  paymentOfRef,
  placeMethod,
  readMethod,
  readPayment,
  savePayment,
  takeDue,
} from "./payments.store.ts";
import type { Outcome, Provider, ProviderEvent } from "./provider.ts";

/** What the verbs of payments need of the world. */
export interface PaymentHouse extends House {
  /** With it, new methods are added. */
  readonly provider: Provider;
  /** Set up beside it: what was begun with them is finished, and their methods go on being charged. */
  readonly others?: readonly Provider[];
}

/** A provider that is set up here, by its name. */
export const providerNamed = ({ provider, others = [] }: PaymentHouse, name: string): Provider | undefined =>
  [provider, ...others].find((each) => each.name === name);

/** The account's methods whose providers are set up here, in order: no other can be charged. */
async function chargeable(house: PaymentHouse, on: Parameters<typeof methodsOf>[0], account: string) {
  return (await methodsOf(on, account)).filter(({ provider }) => providerNamed(house, provider) !== undefined);
}

const now = (house: House): Date => new Date(house.clock.wallMs());

// Methods

/** The account's methods, in the order in which they are charged. */
export const listMethods = (house: House, account: string): Promise<MethodRow[]> => methodsOf(house.db, account);

/** Begins to add a method at the provider. */
export async function beginMethod(
  house: PaymentHouse,
  account: string,
): Promise<{ setup: string; secret: string; provider: string } | Refused<"provider-unavailable">> {
  const begun = await house.provider.begin(account);
  return "away" in begun ? refused("provider-unavailable") : { ...begun, provider: house.provider.name };
}

/** Adds the method that a set-up ended with, as the last one in order. Adding it again answers the one that is there. */
export async function addMethod(
  house: PaymentHouse,
  actor: Actor,
  account: string,
  setup: string,
): Promise<MethodRow | Refused<"method-setup-unfinished" | "provider-unavailable">> {
  const made = await house.provider.finish(account, setup);
  if (!made) return refused("method-setup-unfinished");
  if ("away" in made) return refused("provider-unavailable");
  return await house.db.tx(async (tx) => {
    // One at a time for an account: its wallet's row is what all that moves its money locks.
    await lockWallet(tx.orm, account);
    const known = await methodsOf(tx, account);
    const same = known.find(
      ({ provider, providerRef }) => provider === house.provider.name && providerRef === made.methodRef,
    );
    if (same) return same;
    const row: MethodRow = {
      ...{ id: uuid(), account, provider: house.provider.name, providerRef: made.methodRef, label: made.label },
      ...{ position: (known.at(-1)?.position ?? 0) + 1, endedAt: null, createdAt: now(house) },
    };
    await insertMethod(tx, row);
    await audited(tx, house, actor, "payment-method.added", account, { method: row.id, provider: row.provider });
    return row;
  });
}

/** Ends a method. Payments that were asked of it go on. */
export async function endMethod(
  house: House,
  actor: Actor,
  account: string,
  method: string,
): Promise<{ ok: true } | Refused<"payment-method-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await endMethodRow(tx, account, method, now(house)))) return refused("payment-method-unknown");
    await audited(tx, house, actor, "payment-method.ended", account, { method });
    return { ok: true };
  });
}

/** Sets the order in which the methods are charged: all of them, each once. */
export async function orderMethods(
  house: House,
  actor: Actor,
  account: string,
  order: readonly string[],
): Promise<MethodRow[] | Refused<"payment-method-unknown">> {
  return await house.db.tx(async (tx) => {
    await lockWallet(tx.orm, account);
    const known = await methodsOf(tx, account);
    if (new Set(order).size !== known.length || !known.every(({ id }) => order.includes(id)))
      return refused("payment-method-unknown", "Name each of the account's methods once.");
    for (const [at, id] of order.entries()) await placeMethod(tx, id, at + 1);
    await audited(tx, house, actor, "payment-methods.ordered", account, { order: [...order] });
    return await methodsOf(tx, account);
  });
}

// Money in

export interface TopUpWanted {
  readonly account: string;
  readonly amountMinor: bigint;
  /** The first one to be charged; absent: the first in the account's order. */
  readonly method?: string | undefined;
  /** The caller's own. */
  readonly idempotencyKey: string;
}

/** A payment with what its driver may have to do for it. */
export interface PaymentSeen {
  readonly payment: PaymentRow;
  /** For the provider's library or page, while the driver has to confirm. */
  readonly action: string | null;
  /** This key was used before for the same: nothing was begun now. */
  readonly repeated: boolean;
}

const fingerprintOf = (parts: readonly (string | undefined)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** Takes money from a driver who waits for it: the first try is made at once, the rest by `collect`. */
export async function startTopUp(
  house: PaymentHouse,
  actor: Actor,
  asked: TopUpWanted,
): Promise<
  | PaymentSeen
  | Refused<"account-unknown" | "payment-method-missing" | "payment-method-unknown" | "idempotency-key-reused">
> {
  const { account, amountMinor, method: wished } = asked;
  const idempotencyKey = `top-up:${account}:${asked.idempotencyKey}`;
  const fingerprint = fingerprintOf([account, String(amountMinor), wished]);
  const begun = await house.db.tx(async (tx) => {
    const owner = await selectAccount(tx, account);
    if (!owner) return refused("account-unknown");
    // One at a time for an account: who asks twice at once is answered twice.
    await lockWallet(tx.orm, account);
    const known = await paymentByKey(tx, idempotencyKey);
    if (known)
      return known.fingerprint === fingerprint ? { row: known, made: false } : refused("idempotency-key-reused");
    const methods = await chargeable(house, tx, account);
    const method = wished === undefined ? methods[0] : methods.find(({ id }) => id === wished);
    if (!method) return refused(wished === undefined ? "payment-method-missing" : "payment-method-unknown");
    const at = now(house);
    const row = await insertPayment(tx, {
      ...{ id: uuid(), idempotencyKey, fingerprint, account, method: method.id, provider: method.provider },
      ...{ kind: "top-up", currency: owner.currency, amountMinor, state: "asked", attempts: 1, createdAt: at },
      nextAt: new Date(at.getTime() + waitMs(3)),
    });
    if (!row) return refused("idempotency-key-reused", "It is being worked on.");
    await audited(tx, house, actor, "payment.wanted", account, {
      payment: row.id,
      amount: formatMinor(amountMinor, row.currency),
    });
    return { row, made: true };
  });
  if ("refused" in begun) return begun;
  const action = begun.made
    ? await ask(house, begun.row, true)
    : begun.row.state === "asked" && begun.row.providerRef !== null
      ? actionOf(await lookAt(house, begun.row.provider, begun.row.providerRef))
      : null;
  const payment = (await readPayment(house.db, begun.row.id)) ?? begun.row;
  return { payment, action, repeated: !begun.made };
}

const actionOf = (outcome: Outcome): string | null => (outcome.kind === "needs-action" ? outcome.action : null);

/** One page of an account's payments, newest first. */
export const pageOfPayments = (
  house: House,
  account: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<PaymentRow[]> => listPayments(house.db, account, page);

/** When less can be spent, so much is fetched. Null: never. */
export interface AutoTopUp {
  readonly belowMinor: bigint;
  readonly amountMinor: bigint;
}

/** Sets the automatic top-up, or ends it. It needs a payment method. */
export async function setAutoTopUp(
  house: House,
  actor: Actor,
  account: string,
  wanted: AutoTopUp | null,
): Promise<{ ok: true } | Refused<"account-unknown" | "payment-method-missing">> {
  return await house.db.tx(async (tx) => {
    if (wanted && (await methodsOf(tx, account)).length === 0) return refused("payment-method-missing");
    const autoTopUp = wanted && { belowMinor: Number(wanted.belowMinor), amountMinor: Number(wanted.amountMinor) };
    const rows = await tx.orm
      .update(accountTable)
      .set({ autoTopUp })
      .where(eq(accountTable.id, account))
      .returning({ id: accountTable.id });
    if (rows.length === 0) return refused("account-unknown");
    await audited(tx, house, actor, "auto-top-up.set", account, { autoTopUp });
    return { ok: true };
  });
}

// The worker's round, and providers' calls

/** A try whose answer got lost is made again after this long. Ms. */
const ANSWER_MS = 60_000;

/**
 * Tries, or asks about, every payment that is due. An outage of the provider puts them off and touches nothing else.
 *
 * @returns how many were worked on; estates' rules are marked dirty where money came in.
 */
export async function collect(house: PaymentHouse, most = 20): Promise<number> {
  const at = now(house);
  const due = await house.db.tx((tx) => takeDue(tx, at, new Date(at.getTime() + ANSWER_MS), most));
  await Promise.all(due.map((row) => ask(house, row, false)));
  return due.length;
}

/** Asks the provider for, or about, one payment that was taken, and writes down what it says. Answers what the driver has to do. */
async function ask(house: PaymentHouse, row: PaymentRow, present: boolean): Promise<string | null> {
  const outcome = await outcomeOf(house, row, present);
  await settle(house, row, outcome);
  return actionOf(outcome);
}

const notSetUp = (name: string): Outcome => ({ kind: "away", words: `${name} is not set up here` });

const lookAt = async (house: PaymentHouse, name: string, ref: string): Promise<Outcome> =>
  (await providerNamed(house, name)?.look(ref)) ?? notSetUp(name);

async function outcomeOf(house: PaymentHouse, row: PaymentRow, present: boolean): Promise<Outcome> {
  const { db } = house;
  const provider = providerNamed(house, row.provider);
  if (provider === undefined) return notSetUp(row.provider);
  if (row.providerRef !== null) return await provider.look(row.providerRef);
  const key = providerKey(row);
  const askedSinceMs = row.attempts > 1 ? row.createdAt.getTime() : null;
  const { id: payment, amountMinor, currency } = row;
  if (row.kind === "refund") {
    const of = row.ofPayment === null ? undefined : await readPayment(db, row.ofPayment);
    if (!of?.providerRef) return { kind: "failed", ref: null, failure: "payment-unknown" };
    return await provider.refund({ key, ref: of.providerRef, amountMinor, currency, askedSinceMs });
  }
  // Where it was wanted without naming a method, the first one of its provider is taken.
  const first = async () => (await methodsOf(db, row.account)).find((each) => each.provider === row.provider);
  const method = row.method === null ? await first() : await readMethod(db, row.method);
  if (!method) return { kind: "failed", ref: null, failure: "payment-method-missing" };
  if (row.method === null) await db.tx((tx) => savePayment(tx, { ...paymentOf(row), method: method.id }));
  return await provider.charge({
    ...{ key: providerKey({ id: payment, method: method.id }), payment, amountMinor, currency, present },
    ...{ askedSinceMs, methodRef: method.providerRef, words: `Top-up ${formatMinor(amountMinor, row.currency)}` },
  });
}

/** Writes down what a provider says of a payment, with the money that moved, in one transaction. Saying it again changes nothing. */
async function settle(house: PaymentHouse, asked: PaymentRow, outcome: Outcome): Promise<void> {
  await house.db.tx((tx) => settleIn(tx, house, asked, outcome));
}

/** @param asked the payment as it was when this was asked, or as it is when its provider calls. */
async function settleIn(tx: Tx, house: House, asked: PaymentRow, outcome: Outcome): Promise<void> {
  // The wallet first: that is the order of locks everywhere.
  await lockWallet(tx.orm, asked.account);
  const row = await lockPayment(tx, asked.id);
  if (!row) return;
  // A method that was declined has been followed by the next: of it, only money would be news.
  if (outcome.kind !== "succeeded" && asked.method !== null && asked.method !== row.method) return;
  const before = paymentOf(row);
  const moved = evolvePayment(before, outcome, house.clock.wallMs(), await nextMethod(tx, before));
  const transaction = await book(tx, house, moved, before);
  const ended = moved.payment.nextAtMs === null && row.endedAt === null ? { endedAt: now(house) } : {};
  await savePayment(tx, moved.payment, { ...ended, ...(transaction === null ? {} : { transaction }) });
  // What was fetched may not have been enough for the debt.
  if (moved.booked !== null && before.kind !== "refund")
    await topUpIfLow(tx, row.account, row.id, house.clock.wallMs());
  if (moved.odd !== null) await tell(tx, house, row, moved.odd);
}

/** The account's method after the one that this payment tries. */
async function nextMethod(tx: Tx, { account, method, provider }: Payment): Promise<string | null> {
  const methods = (await methodsOf(tx, account)).filter((each) => each.provider === provider);
  const at = methods.findIndex(({ id }) => id === method);
  return at < 0 ? null : (methods[at + 1]?.id ?? null);
}

/** Writes the money that moved. The wallet is locked. */
async function book(tx: Tx, house: House, { payment, booked, ended }: Moved, before: Payment): Promise<string | null> {
  const { account, currency, amountMinor, provider } = payment;
  const occurredAtMs = house.clock.wallMs();
  if (payment.kind === "refund") {
    const refund = {
      payment: payment.id,
      account,
      currency,
      amountMinor,
      provider,
      occurredAtMs,
      words: "refund to a card",
    };
    if (booked !== null) return (await postOnce(tx.orm, refundPaid(refund))).transaction;
    if (!ended) return null;
    const back = await postOnce(tx.orm, before.state === "succeeded" ? refundBounced(refund) : refundReturned(refund));
    if (!back.repeated) await putBack(tx, refund);
    return back.transaction;
  }
  if (booked === null) return null;
  const words = payment.kind === "top-up" ? `top-up by ${provider}` : `automatic top-up by ${provider}`;
  const request = { account, currency, amountMinor, actor: `provider:${provider}`, atMs: occurredAtMs, words };
  // By the provider's own name of the movement: each one stands in the ledger once, whoever tells of it.
  return (await receiveMoney(tx.orm, { ...request, idempotencyKey: `${provider}:${booked}` }, provider)).transaction;
}

/** Puts into the wallet what could not be given to a card. Debt that was made meanwhile is paid with it, as with any money that comes. */
async function putBack(tx: Tx, { payment, ...refund }: Refund): Promise<void> {
  const { account, amountMinor } = refund;
  const before = await lockWallet(tx.orm, account);
  if (!before) return;
  const { wallet, recoveredMinor } = fill(before, amountMinor);
  const paid = { ...refund, amountMinor: recoveredMinor, key: `refund-returned:${payment}`, place: refund.provider };
  if (recoveredMinor > 0n) await postOnce(tx.orm, debtRecovery({ ...paid, words: "debt paid" }));
  await saveWallet(tx.orm, wallet);
  await markAccounts(tx, [account]);
  await markAllMembers(tx, account);
}

/** For an operator to look at, at an estate that the account parks at; always in the audit. */
async function tell(tx: Tx, house: House, row: PaymentRow, words: string): Promise<void> {
  const [estate] = await selectAccess(tx, row.account);
  if (estate !== undefined)
    await tx.orm
      .insert(exception)
      .values({ estate, kind: "payment-odd", at: now(house), words: `payment ${row.id}: ${words}` });
  await audited(tx, house, { name: `provider:${row.provider}` }, "payment.odd", row.account, {
    payment: row.id,
    words,
  });
}

/**
 * A provider called: the same call twice does nothing twice; one about nothing that is known here is kept and left. So is one that says no
 * of a movement that is not the payment's present one: it is of a method that has been followed by the next, or comes before the answer
 * to what was asked, which says the same.
 */
export async function hearProvider(house: PaymentHouse, event: ProviderEvent, content: unknown): Promise<void> {
  const { provider, db } = house;
  await db.tx(async (tx) => {
    const named = event.ref === null ? undefined : await paymentOfRef(tx, provider.name, event.ref);
    const id = named ?? z.uuid().safeParse(event.payment).data;
    const known = id === undefined ? undefined : await readPayment(tx, id);
    const isNews = named !== undefined || event.outcome?.kind === "succeeded";
    const outcome = isNews && event.outcome !== null && known?.provider === provider.name ? "applied" : "ignored";
    const row = { provider: provider.name, id: event.id, payment: known?.id ?? null, outcome, content };
    if (!(await keepEvent(tx, { ...row, receivedAt: now(house) }))) return;
    if (outcome === "applied" && known && event.outcome) await settleIn(tx, house, known, event.outcome);
  });
}

const audited = (
  tx: Tx,
  house: House,
  actor: Actor,
  verb: string,
  account: string,
  detail: Record<string, unknown>,
): Promise<void> => writeAudit(tx, { at: now(house), actor: actor.name, verb, subject: `account:${account}`, detail });

/** How many payments wait, and since when the one that waits longest was wanted. */
export async function waitingPayments(house: House): Promise<{ readonly count: number; readonly oldest: Date | null }> {
  const { rows } = await house.db.pool.query<{ count: number; oldest: Date | null }>(
    "select count(*)::int as count, min(created_at) as oldest from payment where next_at is not null",
  );
  return rows[0] ?? { count: 0, oldest: null };
}
