import type { AccountRef } from "@baygate/shared/ids";
import { formatMinor } from "@baygate/shared/money";
import { charge, reversal } from "../ledger/ledger.ts";
import { type Price, price } from "../pricing/price.ts";
import type { Tariff } from "../pricing/tariff.ts";
import { taxesWithin, taxMinorOf } from "../pricing/tax-within.ts";
import type { StayTerms } from "../pricing/terms.ts";
import { type Session, type SessionFlag, startOf } from "../sessions/session.ts";
import { fill, hold, holdable, release, spend } from "../wallets/wallet.ts";
import { type Books, type EstateTerms, note, putHold, putSession, putWallet, type Revision, zoneKey } from "./books.ts";
import {
  countSpend,
  creditOf,
  missedSubscriptions,
  payerOf,
  returnVouchers,
  stayTerms,
  useVouchers,
  wantTopUp,
} from "./payer.ts";

/** Holds the zone's minimum cover for a visit, or what there is of it. */
export function holdCover(books: Books, session: Session): void {
  const estate = books.estates.get(session.estate);
  const zone = books.zones.get(zoneKey(session.estate, session.zone));
  if (!estate || !zone) return;
  const payer = payerOf(books, session, zone.minimumCoverMinor, estate);
  const wallet = payer === undefined ? undefined : books.wallets.get(payer);
  if (!wallet) return;
  const amountMinor = holdable(wallet, zone.minimumCoverMinor, creditOf(books, wallet.account));
  if (amountMinor === 0n) return;
  putHold(books, { session: session.id, account: wallet.account, amountMinor, state: "open" });
  putWallet(books, hold(wallet, amountMinor));
}

/** Ends a visit's hold; the money is free again, or captured by the charge that follows. */
export function endHold(books: Books, session: Session, state: "captured" | "voided"): void {
  const held = books.holds.get(session.id);
  if (held?.state !== "open") return;
  putHold(books, { ...held, state });
  const wallet = books.wallets.get(held.account);
  if (wallet) putWallet(books, release(wallet, held.amountMinor));
}

/** Prices and charges a session that has just become `departed`, or whose stay was taken back: the one place where a stay is made. */
export function settle(books: Books, departed: Session): void {
  const terms = books.estates.get(departed.estate);
  if (!terms) throw new Error(`estate ${departed.estate} of session ${departed.id} was not loaded`);
  const known = stayTerms(books, departed);
  const priced = priceOf(books, departed, terms, known);
  const payer = priced.totalMinor > 0n ? payerOf(books, departed, priced.totalMinor, terms) : undefined;
  const isCharged = payer !== undefined;
  const uncharged: SessionFlag[] = priced.totalMinor > 0n && !isCharged ? ["not-charged"] : [];
  const session = { ...departed, offer: priced.offer, flags: [...departed.flags, ...priced.flags, ...uncharged] };
  putSession(books, session);
  endHold(books, session, isCharged ? "captured" : "voided");

  const arrivedAtMs = startOf(session);
  const departedAtMs = session.departedAtMs ?? arrivedAtMs;
  const { totalMinor, lines, taxes } = priced;
  const revision = nextRevision(books, session);
  const posting = payer === undefined ? null : chargePayer(books, session, payer, priced, terms);
  if (uncharged.length > 0)
    note(books, "stay-not-charged", departedAtMs, `${formatMinor(totalMinor, terms.currency)}: no wallet to charge`, {
      estate: session.estate,
      session: session.id,
    });
  useVouchers(books, session, priced.vouchers);
  const charged = { revision, chargedMinor: totalMinor, taxMinor: taxMinorOf(priced.taxes), payer: payer ?? null };
  books.revisions.set(session.id, posting === null ? { ...UNCHARGED, revision } : charged);
  const reason = revision === 0 ? null : session.departureFact === null ? "departure-missed" : "departure-earlier";
  books.stays.push({
    ...{ session, revision, reason, arrivedAtMs, departedAtMs, currency: terms.currency, totalMinor, lines },
    ...{ taxes, terms: known, payer: payer ?? null, posting },
  });
}

/** Takes a stay's price from its payer's wallet; answers the key of the posting. */
function chargePayer(books: Books, session: Session, payer: AccountRef, priced: Price, estate: EstateTerms): string {
  const wallet = books.wallets.get(payer);
  if (!wallet) throw new Error(`wallet ${payer} of session ${session.id} was not loaded`);
  const spent = spend(wallet, priced.totalMinor);
  putWallet(books, spent.wallet);
  countSpend(books, payer, session, priced.totalMinor);
  const charged = charge({
    ...{ session: session.id, revision: nextRevision(books, session), account: payer },
    ...{ estate: session.estate, currency: estate.currency },
    ...{ totalMinor: priced.totalMinor, taxMinor: taxMinorOf(priced.taxes), coveredMinor: spent.coveredMinor },
    occurredAtMs: session.departedAtMs ?? startOf(session),
    words: `stay at ${session.estate}`,
  });
  books.postings.push(charged);
  wantTopUp(books, payer, session);
  return charged.idempotencyKey;
}

/** 0, or what follows on those that were taken back. */
const nextRevision = (books: Books, { id }: Session): number => (books.revisions.get(id)?.revision ?? -1) + 1;

const UNCHARGED: Revision = { revision: 0, chargedMinor: 0n, taxMinor: 0n, payer: null };

/**
 * Takes back a stay that turned out to be none: its next revision costs nothing, and what was charged is given back to who paid it; debt
 * is paid with it first.
 *
 * @param stay as it was when it was charged.
 */
export function takeBack(books: Books, stay: Session, reason: string): void {
  const { revision, chargedMinor, taxMinor, payer } = books.revisions.get(stay.id) ?? UNCHARGED;
  const currency = books.estates.get(stay.estate)?.currency;
  const wallet = payer === null ? undefined : books.wallets.get(payer);
  const departedAtMs = stay.departedAtMs ?? startOf(stay);
  if (!currency) throw new Error(`estate ${stay.estate} of session ${stay.id} was not loaded`);
  let posting: string | null = null;
  if (chargedMinor > 0n) {
    if (!wallet) throw new Error(`wallet ${payer} of session ${stay.id} was not loaded`);
    const filled = fill(wallet, chargedMinor);
    putWallet(books, filled.wallet);
    countSpend(books, wallet.account, stay, -chargedMinor);
    const charged = charge({
      ...{ session: stay.id, revision, account: wallet.account, estate: stay.estate, currency },
      ...{ totalMinor: chargedMinor, taxMinor, coveredMinor: chargedMinor - filled.recoveredMinor },
      ...{ occurredAtMs: departedAtMs, words: "" },
    });
    const taken = reversal(charged, departedAtMs, `stay at ${stay.estate}: ${reason}`);
    books.postings.push(taken);
    posting = taken.idempotencyKey;
  }
  returnVouchers(books, stay);
  const next = { revision: revision + 1, reason };
  books.revisions.set(stay.id, { ...UNCHARGED, revision: next.revision });
  books.stays.push({
    ...{ session: stay, ...next, arrivedAtMs: startOf(stay), departedAtMs, currency },
    ...{ totalMinor: 0n, lines: [], taxes: [], terms: null, payer, posting },
  });
}

interface OfferedPrice extends Price {
  readonly offer: Session["offer"];
  readonly flags: readonly SessionFlag[];
}

function priceOf(books: Books, session: Session, terms: EstateTerms, known: StayTerms): OfferedPrice {
  const fromMs = startOf(session);
  const toMs = session.departedAtMs ?? fromMs;
  const { offer, tariff, flags } = offerOf(books, session);
  const halfSeen = session.flags.find((flag) => flag === "departure-missed" || flag === "started-by-system");
  if (halfSeen) {
    const isTwin = session.flags.includes("arrived-twice");
    const totalMinor = isTwin ? 0n : terms.missedDepartureMinor;
    const words = isTwin
      ? "the account was let in by another gate, too: one of the two is billed"
      : `nobody saw this stay ${halfSeen === "departure-missed" ? "end" : "begin"}: the estate's price for that`;
    const line = { rule: halfSeen, fromMs, toMs, quantity: 1, amountMinor: totalMinor, words };
    return { totalMinor, lines: [line], taxes: taxesWithin(totalMinor, tariff), vouchers: [], offer, flags };
  }
  if (!offer || tariff?.currency !== terms.currency) {
    note(books, "tariff-unknown", toMs, "no tariff could price this stay, so it cost nothing", {
      estate: session.estate,
      session: session.id,
    });
    return { totalMinor: 0n, lines: [], taxes: [], vouchers: [], offer, flags: [...flags, "tariff-unknown"] };
  }
  const stay = { arrivedAtMs: fromMs, departedAtMs: toMs, timeZone: terms.timeZone, offer, ...known };
  const priced = price(stay, tariff);
  // Only what would have cost less is worth a word.
  const { account } = known;
  const missed = missedSubscriptions(books, session).filter(({ subscription }) => {
    const subscriptions = [...account.subscriptions, subscription];
    return price({ ...stay, account: { ...account, subscriptions } }, tariff).totalMinor < priced.totalMinor;
  });
  return { ...priced, offer, flags: [...flags, ...new Set(missed.map(({ flag }) => flag))] };
}

/** The frozen offer with its tariff; where a gate froze none, the zone's own tariff as it was at the arrival, at factor 1. */
function offerOf(
  books: Books,
  session: Session,
): { offer: Session["offer"]; tariff: Tariff | undefined; flags: SessionFlag[] } {
  const { offer } = session;
  if (offer) {
    const named = books.tariffs.find((each) => each.id === offer.tariff && each.version === offer.version);
    return { offer, tariff: named?.tariff, flags: [] };
  }
  const zone = books.zones.get(zoneKey(session.estate, session.zone));
  const [current] = books.tariffs
    .filter((each) => each.id === zone?.tariff && each.effectiveAtMs <= startOf(session))
    .sort((a, b) => b.version - a.version);
  if (!current) return { offer: null, tariff: undefined, flags: ["offer-missing"] };
  const made = { tariff: current.id, version: current.version, factorPermille: 1000 };
  return { offer: made, tariff: current.tariff, flags: ["offer-missing"] };
}
