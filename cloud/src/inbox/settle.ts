import { formatMinor } from "@baygate/shared/money";
import { charge, reversal } from "../ledger/ledger.ts";
import { type Price, price } from "../pricing/price.ts";
import type { Tariff } from "../pricing/tariff.ts";
import { type Session, type SessionFlag, startOf } from "../sessions/session.ts";
import { fill, hold, holdable, release, spend } from "../wallets/wallet.ts";
import { type Books, type EstateTerms, note, putHold, putSession, putWallet, type Revision, zoneKey } from "./books.ts";

/** Holds the zone's minimum cover for a visit, or what there is of it. */
export function holdCover(books: Books, session: Session): void {
  const wallet = session.account === null ? undefined : books.wallets.get(session.account);
  const zone = books.zones.get(zoneKey(session.estate, session.zone));
  if (!wallet || !zone || wallet.currency !== books.estates.get(session.estate)?.currency) return;
  const amountMinor = holdable(wallet, zone.minimumCoverMinor);
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

/** Prices and charges a session that has just become `departed`: the one place where a stay is made. */
export function settle(books: Books, departed: Session): void {
  const terms = books.estates.get(departed.estate);
  if (!terms) throw new Error(`estate ${departed.estate} of session ${departed.id} was not loaded`);
  const priced = priceOf(books, departed, terms);
  const wallet = departed.account === null ? undefined : books.wallets.get(departed.account);
  const isCharged = priced.totalMinor > 0n && wallet?.currency === terms.currency;
  const uncharged: SessionFlag[] = priced.totalMinor > 0n && !isCharged ? ["not-charged"] : [];
  const session = { ...departed, offer: priced.offer, flags: [...departed.flags, ...priced.flags, ...uncharged] };
  putSession(books, session);
  endHold(books, session, isCharged ? "captured" : "voided");

  const arrivedAtMs = startOf(session);
  const departedAtMs = session.departedAtMs ?? arrivedAtMs;
  let posting: string | null = null;
  const taxMinor = 0n;
  const free = session.account === null ? undefined : books.wallets.get(session.account);
  if (isCharged && free) {
    const spent = spend(free, priced.totalMinor);
    putWallet(books, spent.wallet);
    const charged = charge({
      session: session.id,
      account: free.account,
      estate: session.estate,
      currency: terms.currency,
      totalMinor: priced.totalMinor,
      taxMinor,
      coveredMinor: spent.coveredMinor,
      occurredAtMs: departedAtMs,
      words: `stay at ${session.estate}`,
    });
    books.postings.push(charged);
    posting = charged.idempotencyKey;
  } else if (uncharged.length > 0)
    note(
      books,
      "stay-not-charged",
      departedAtMs,
      `${formatMinor(priced.totalMinor, terms.currency)}: no wallet to charge`,
      {
        estate: session.estate,
        session: session.id,
      },
    );
  const { totalMinor, lines } = priced;
  books.revisions.set(session.id, posting === null ? UNCHARGED : { revision: 0, chargedMinor: totalMinor, taxMinor });
  books.stays.push({
    ...{
      session,
      revision: 0,
      reason: null,
      arrivedAtMs,
      departedAtMs,
      currency: terms.currency,
      totalMinor,
      lines,
      posting,
    },
  });
}

const UNCHARGED: Revision = { revision: 0, chargedMinor: 0n, taxMinor: 0n };

/**
 * Takes back a stay that turned out to be none: its next revision costs nothing, and what was charged is given back; debt is paid with
 * it first.
 *
 * @param stay as it was when it was charged.
 */
export function takeBack(books: Books, stay: Session, reason: string): void {
  const { revision, chargedMinor, taxMinor } = books.revisions.get(stay.id) ?? UNCHARGED;
  const currency = books.estates.get(stay.estate)?.currency;
  const wallet = stay.account === null ? undefined : books.wallets.get(stay.account);
  const departedAtMs = stay.departedAtMs ?? startOf(stay);
  if (!currency) throw new Error(`estate ${stay.estate} of session ${stay.id} was not loaded`);
  let posting: string | null = null;
  if (chargedMinor > 0n && wallet) {
    const filled = fill(wallet, chargedMinor);
    putWallet(books, filled.wallet);
    const charged = charge({
      ...{
        session: stay.id,
        account: wallet.account,
        estate: stay.estate,
        currency,
        totalMinor: chargedMinor,
        taxMinor,
      },
      ...{ coveredMinor: chargedMinor - filled.recoveredMinor, occurredAtMs: departedAtMs, words: "" },
    });
    const taken = reversal(charged, departedAtMs, `stay at ${stay.estate}: ${reason}`);
    books.postings.push(taken);
    posting = taken.idempotencyKey;
  }
  const next = { revision: revision + 1, reason };
  books.revisions.set(stay.id, { ...UNCHARGED, revision: next.revision });
  books.stays.push({
    ...{
      session: stay,
      ...next,
      arrivedAtMs: startOf(stay),
      departedAtMs,
      currency,
      totalMinor: 0n,
      lines: [],
      posting,
    },
  });
}

interface OfferedPrice extends Price {
  readonly offer: Session["offer"];
  readonly flags: readonly SessionFlag[];
}

function priceOf(books: Books, session: Session, terms: EstateTerms): OfferedPrice {
  const fromMs = startOf(session);
  const toMs = session.departedAtMs ?? fromMs;
  if (session.flags.includes("departure-missed")) {
    const totalMinor = terms.missedDepartureMinor;
    const words = "nobody saw this stay end: the estate's price for that";
    const line = { rule: "departure-missed", fromMs, toMs, quantity: 1, amountMinor: totalMinor, words };
    return { totalMinor, lines: [line], taxes: [], vouchers: [], offer: session.offer, flags: [] };
  }
  const { offer, tariff, flags } = offerOf(books, session);
  if (!offer || tariff?.currency !== terms.currency) {
    note(books, "tariff-unknown", toMs, "no tariff could price this stay, so it cost nothing", {
      estate: session.estate,
      session: session.id,
    });
    return { totalMinor: 0n, lines: [], taxes: [], vouchers: [], offer, flags: [...flags, "tariff-unknown"] };
  }
  const stay = { arrivedAtMs: fromMs, departedAtMs: toMs, timeZone: terms.timeZone, offer };
  return { ...price(stay, tariff), offer, flags };
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
