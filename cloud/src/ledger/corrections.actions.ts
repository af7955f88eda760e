import type { AccountRef, SessionId } from "@baygate/shared/ids";
import { formatMinor } from "@baygate/shared/money";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { localDate } from "../pricing/local-days.ts";
import { readTariffs } from "../pricing/pricing.store.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers } from "../wallets/groups.store.ts";
import { lockWallets, saveWallets } from "../wallets/wallets.store.ts";
import { type Correction, correctStay, rebook } from "./correction.ts";
import {
  insertRevision,
  lateDepartures,
  lockSession,
  moveGroupSpend,
  resolveLate,
  type StayRowNow,
  stayNow,
} from "./corrections.store.ts";
import { type Once, once } from "./keyed.actions.ts";
import { insertPostings } from "./ledger.store.ts";

/** A stay's new revision. */
export interface StayCorrected {
  readonly session: SessionId;
  readonly revision: number;
  readonly account: AccountRef | null;
  readonly payer: AccountRef;
  readonly currency: string;
  readonly beforeMinor: bigint;
  readonly totalMinor: bigint;
}

export type CorrectionRefusal =
  | "stay-unknown"
  | "stay-not-charged"
  | "stay-open"
  | "stay-unpriced"
  | "times-reversed"
  | "correction-empty";

/** Who makes a stay's next revision, and why, as it stands in the stay: `dispute:<id>`, `departure-late:<fact>`, `operator`. */
export interface CorrectionGround {
  readonly actor: string;
  readonly reason: string;
  readonly atMs: number;
}

/**
 * Makes a stay's next revision in the caller's transaction: takes its charge back and charges the new price. The session itself stays as
 * it is. Locks wallet and session, in this order; call it before anything else is locked.
 */
export async function reviseStay(
  tx: Tx,
  session: SessionId,
  correction: Correction,
  { actor, reason, atMs }: CorrectionGround,
): Promise<StayCorrected | Refused<CorrectionRefusal>> {
  const seen = await stayNow(tx, session);
  if (!seen) return refused("stay-unknown");
  if (seen.payer === null || !seen.isSettled) return refused("stay-not-charged", "nobody was charged for this stay");
  const { payer } = seen;
  const wallet = (await lockWallets(tx, [payer])).get(payer);
  // Whatever it costs is not known yet: its departure makes the next revision.
  if ((await lockSession(tx, session)).isOpen) return refused("stay-open");
  const before = await stayNow(tx, session);
  if (!wallet || before?.payer !== payer) return refused("stay-not-charged", "this stay has just been changed");
  if (wallet.currency !== before.currency) return refused("stay-not-charged", "its payer has another currency now");

  const corrected = correctStay(before, await tariffOf(tx, before), correction);
  if (corrected.outcome === "unchanged") return refused("correction-empty", "this is what the stay says already");
  if (corrected.outcome !== "revised") return refused(corrected.outcome);
  const { revised } = corrected;
  const booked = rebook(wallet, before, revised, atMs);
  await saveWallets(tx, [booked.wallet]);
  const transactions = await insertPostings(tx, booked.postings);
  const transaction = booked.standsOn === null ? null : (transactions.get(booked.standsOn) ?? null);
  await insertRevision(tx, before, revised, { reason, transaction });
  const movedMinor = revised.totalMinor - before.totalMinor;
  if (before.account !== null && before.account !== payer) {
    const month = localDate(before.departedAtMs, before.timeZone).slice(0, 7);
    await moveGroupSpend(tx, payer, before.account, month, movedMinor);
  }
  const money = (amount: bigint) => formatMinor(amount, before.currency);
  const detail = {
    reason,
    from: money(before.totalMinor),
    to: money(revised.totalMinor),
    revision: before.revision + 1,
  };
  await writeAudit(tx, { at: new Date(atMs), actor, verb: "stay.corrected", subject: session, detail });
  await markAllMembers(tx, payer);
  await markAccounts(tx, [payer, ...(before.account === null ? [] : [before.account])]);
  const { revision, account, currency, totalMinor: beforeMinor } = before;
  return { session, revision: revision + 1, account, payer, currency, beforeMinor, totalMinor: revised.totalMinor };
}

async function tariffOf(tx: Tx, { offer }: StayRowNow) {
  return offer ? (await readTariffs(tx, [offer], [])).at(0)?.tariff : undefined;
}

/** An operator puts right when a stay began or ended, or what it costs; once a key of the caller's. */
export const correctStayByOperator = (
  house: House,
  actor: Actor,
  session: SessionId,
  correction: Correction,
  key?: string,
): Promise<Once<StayCorrected> | Refused<CorrectionRefusal | "idempotency-key-reused">> =>
  once(house, key === undefined ? undefined : { key: `stay.corrected:${key}`, request: [session, correction] }, (tx) =>
    reviseStay(tx, session, correction, { actor: actor.name, reason: "operator", atMs: house.clock.wallMs() }),
  );

/**
 * Corrects the stays whose departure came after they had been closed without one (MONEY.md, edge cases 2 and 10): priced by the true time,
 * in a transaction each. Done again it finds nothing left to do.
 *
 * @returns the stays that were corrected, at most `limit`.
 */
export async function correctLateDepartures(house: House, limit = 50): Promise<StayCorrected[]> {
  const made: StayCorrected[] = [];
  for (const late of await house.db.tx((tx) => lateDepartures(tx, limit))) {
    const atMs = house.clock.wallMs();
    const ground = { actor: "system", reason: `departure-late:${late.fact}`, atMs };
    const answer = await house.db.tx(async (tx) => {
      const now = await stayNow(tx, late.session);
      if (!now?.flags.includes("departure-missed")) return refused("correction-empty");
      const times = { kind: "times" as const, arrivedAtMs: now.arrivedAtMs, departedAtMs: late.atMs };
      const corrected = await reviseStay(tx, late.session, times, ground);
      if (!("refused" in corrected)) await resolveLate(tx, late, new Date(atMs));
      return corrected;
    });
    if (!("refused" in answer)) made.push(answer);
  }
  return made;
}
