import { Offer } from "@baygate/shared/estate";
import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import { type Currency, formatMinor } from "@baygate/shared/money";
import { z } from "zod";
import { price } from "../pricing/price.ts";
import { PriceLine, PriceTax } from "../pricing/rule.ts";
import type { Tariff } from "../pricing/tariff.ts";
import { taxesWithin, taxMinorOf } from "../pricing/tax-within.ts";
import { StayTerms } from "../pricing/terms.ts";
import { fill, spend, type Wallet } from "../wallets/wallet.ts";
import { charge, chargeKey, type Posting, receivableAccount, reversal, walletAccount } from "./ledger.ts";

/** A closed stay as it counts now. */
export interface StayNow {
  readonly session: SessionId;
  readonly revision: number;
  readonly account: AccountRef | null;
  /** Who was charged; null: nobody was. */
  readonly payer: AccountRef | null;
  readonly estate: EstateId;
  readonly timeZone: string;
  readonly arrivedAtMs: number;
  readonly departedAtMs: number;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  readonly lines: readonly PriceLine[];
  readonly taxes: readonly PriceTax[];
  readonly flags: readonly string[];
  readonly offer: Offer | null;
  readonly terms: StayTerms;
}

/** What of a stay stands in its row as JSON. */
export const PricedJson = z.object({
  offer: Offer.nullable(),
  lines: z.array(PriceLine),
  taxes: z.array(PriceTax),
  terms: StayTerms.nullable().transform((terms) => terms ?? StayTerms.parse({})),
});

/** The JSON of a revision, as it is stored. */
export const revisedJson = ({ lines, taxes, terms }: Revised) => ({
  lines: z.encode(z.array(PriceLine), [...lines]),
  taxes: z.encode(z.array(PriceTax), [...taxes]),
  terms: z.encode(StayTerms, terms),
});

/** What turned out to be otherwise: when it began or ended, or what somebody agreed to take for it. */
export type Correction =
  | { readonly kind: "times"; readonly arrivedAtMs: number; readonly departedAtMs: number }
  | { readonly kind: "agreed"; readonly totalMinor: bigint; readonly words: string };

/** What of a stay its next revision says otherwise. */
export type Revised = Pick<
  StayNow,
  "arrivedAtMs" | "departedAtMs" | "totalMinor" | "lines" | "taxes" | "flags" | "terms"
>;

/** `stay-unpriced`: no tariff can make the price of these times, or they are more than ten years apart. `times-reversed`: it would end before it begins. */
export type Corrected =
  | { readonly outcome: "revised"; readonly revised: Revised }
  | { readonly outcome: "unchanged" | "stay-unpriced" | "times-reversed" };

const LONGEST_MS = 10 * 366 * 86_400_000;

/** What is no longer true of a stay whose times were put right. */
const OF_WRONG_TIMES = new Set([
  "departure-missed",
  "arrived-twice",
  "clocks-disagree",
  "clock-unsure",
  "tariff-unknown",
]);

/**
 * The next revision of a stay. New times are priced by the frozen offer and by what was known of vehicle and account then; an agreed
 * total is one line more, so that what the tariff made stays visible.
 *
 * @param tariff the version that the stay's offer names.
 */
export function correctStay(stay: StayNow, tariff: Tariff | undefined, correction: Correction): Corrected {
  if (correction.kind === "agreed") return agree(stay, tariff, correction.totalMinor, correction.words);
  const { arrivedAtMs, departedAtMs } = correction;
  if (departedAtMs < arrivedAtMs) return { outcome: "times-reversed" };
  const missed = stay.flags.includes("departure-missed");
  if (arrivedAtMs === stay.arrivedAtMs && departedAtMs === stay.departedAtMs && !missed)
    return { outcome: "unchanged" };
  if (!stay.offer || tariff?.currency !== stay.currency) return { outcome: "stay-unpriced" };
  // Nobody stays so long; a price of a thousand years would keep everybody else waiting.
  if (departedAtMs - arrivedAtMs > LONGEST_MS) return { outcome: "stay-unpriced" };
  // What cost a fixed price used no voucher up; they may have been used elsewhere since.
  const account = missed ? { ...stay.terms.account, vouchers: [] } : stay.terms.account;
  const terms = { ...stay.terms, account };
  const { timeZone, offer } = stay;
  const priced = price({ arrivedAtMs, departedAtMs, timeZone, offer, ...terms }, tariff);
  const flags = stay.flags.filter((flag) => !OF_WRONG_TIMES.has(flag));
  const { totalMinor, lines, taxes } = priced;
  return { outcome: "revised", revised: { arrivedAtMs, departedAtMs, totalMinor, lines, taxes, flags, terms } };
}

function agree(stay: StayNow, tariff: Tariff | undefined, totalMinor: bigint, words: string): Corrected {
  if (totalMinor === stay.totalMinor) return { outcome: "unchanged" };
  // Agreed twice, the second word counts: what the tariff made stays, and one line to the new total.
  const derived = stay.lines.filter(({ rule }) => rule !== "agreed");
  const derivedMinor = derived.reduce((sum, line) => sum + line.amountMinor, 0n);
  const line: PriceLine = {
    ...{ rule: "agreed", fromMs: stay.arrivedAtMs, toMs: stay.departedAtMs, quantity: 1 },
    ...{ amountMinor: totalMinor - derivedMinor, words: `agreed: ${formatMinor(totalMinor, stay.currency)}. ${words}` },
  };
  const { arrivedAtMs, departedAtMs, flags, terms } = stay;
  const taxes = taxesWithin(totalMinor, tariff);
  return {
    outcome: "revised",
    revised: { arrivedAtMs, departedAtMs, flags, terms, totalMinor, taxes, lines: [...derived, line] },
  };
}

/** What a revision does to its payer's money. */
export interface Rebooked {
  readonly wallet: Wallet;
  readonly postings: readonly Posting[];
  /** The posting that the revision stands on: the new charge, or where it costs nothing the one that gave back. Null: neither. */
  readonly standsOn: string | null;
}

/**
 * Takes a stay's charge back and charges its next revision. What comes back pays debt first, as any money does, so nothing is owed that
 * was paid and nothing is paid twice.
 *
 * @param before the stay as it counts now; it was charged, or cost nothing.
 */
export function rebook(wallet: Wallet, before: StayNow, revised: Revised, atMs: number): Rebooked {
  const { session, estate, currency, revision } = before;
  const postings: Posting[] = [];
  let now = wallet;
  const charged = (of: Pick<Revised, "totalMinor" | "taxes">, nth: number, coveredMinor: bigint, words: string) =>
    charge({
      ...{ session, revision: nth, account: wallet.account, estate, currency, totalMinor: of.totalMinor },
      ...{ taxMinor: taxMinorOf(of.taxes), coveredMinor, occurredAtMs: atMs, words },
    });
  if (before.totalMinor > 0n) {
    const filled = fill(now, before.totalMinor);
    now = filled.wallet;
    const taken = charged(before, revision, before.totalMinor - filled.recoveredMinor, "");
    postings.push(reversal(taken, atMs, `stay at ${estate}: taken back`));
  }
  if (revised.totalMinor > 0n) {
    const spent = spend(now, revised.totalMinor);
    now = spent.wallet;
    postings.push(charged(revised, revision + 1, spent.coveredMinor, `stay at ${estate}: corrected`));
  }
  return { wallet: now, postings, standsOn: postings.at(-1)?.idempotencyKey ?? null };
}

/** From where a charge was paid, or where a reversal gave back: what its entries say of its payer. */
export const paidBy = (entries: Posting["entries"], payer: AccountRef) => ({
  walletMinor: -sumOn(entries, walletAccount(payer)),
  debtMinor: -sumOn(entries, receivableAccount(payer)),
});

const sumOn = (entries: Posting["entries"], account: string): bigint =>
  entries.reduce((sum, entry) => (entry.ledgerAccount === account ? sum + entry.amountMinor : sum), 0n);

/** Under which key a stay's revision was taken back. */
export const takenBackKey = (session: SessionId, revision: number): string =>
  `reversal:${chargeKey(session, revision)}`;
