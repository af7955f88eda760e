import type { EstateId } from "@baygate/shared/ids";
import { type Currency, formatMinor } from "@baygate/shared/money";

/** Opening balance, what a day moved, and closing balance of a ledger account or of all of one kind. Minor units. */
export interface DayBalance {
  readonly openingMinor: bigint;
  readonly movedMinor: bigint;
  readonly closingMinor: bigint;
}

/** Kinds of ledger accounts: what stands before the colon. Together they sum to zero. */
export const LEDGER_KINDS = ["wallet", "receivable", "revenue", "tax", "clearing"] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** What was read of the books for the close of a day, all of it in one snapshot. */
export interface CloseFindings {
  readonly estate: EstateId;
  /** Local date, "2026-11-23". */
  readonly day: string;
  /** The day's first instant and the next day's. It covers what was posted in between: that never changes any more. Ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly currency: Currency;
  /** The whole house's balances in this currency by kind; a kind that is none of `LEDGER_KINDS` has crept in by a bug. */
  readonly house: Readonly<Record<string, DayBalance>>;
  readonly revenue: DayBalance;
  readonly tax: DayBalance;
  /** This estate's transactions of the day by kind, how many and what they moved of its revenue and tax. */
  readonly transactions: Readonly<Record<string, { readonly count: number; readonly movedMinor: bigint }>>;
  /** How many stays were charged that day, and their totals less what was taken back. */
  readonly stays: number;
  readonly stayedMinor: bigint;
  /** Things that must not be, each counted. */
  readonly unbalancedTransactions: number;
  readonly walletsThatDiffer: number;
  readonly heldThatDiffers: number;
  readonly departedWithoutStay: number;
  readonly chargedWithoutTransaction: number;
  readonly chargedOtherwise: number;
  readonly chargesWithoutStay: number;
}

/** The close of the day before. */
export interface ClosedBefore {
  readonly day: string;
  readonly hash: string;
  readonly revenueMinor: bigint;
  readonly taxMinor: bigint;
}

/** Why a day's books are not proved, by name. */
export type CloseFault =
  | "house-does-not-sum"
  | "kind-unknown"
  | "transaction-unbalanced"
  | "wallet-differs"
  | "hold-differs"
  | "departure-without-stay"
  | "stay-without-transaction"
  | "stay-differs-from-charge"
  | "charge-without-stay"
  | "stays-differ-from-revenue"
  | "closed-day-changed";

export interface CloseFinding {
  readonly fault: CloseFault;
  readonly words: string;
}

/** Everything that keeps a day from being closed. */
export function faultsOfClose(found: CloseFindings, before: ClosedBefore | undefined): CloseFinding[] {
  const money = (amount: bigint) => formatMinor(amount, found.currency);
  const faults: CloseFinding[] = [];
  const expect = (isRight: boolean, fault: CloseFault, words: string): void => {
    if (!isRight) faults.push({ fault, words });
  };
  const none = (count: number, fault: CloseFault, words: string): void =>
    expect(count === 0, fault, `${count} ${words}`);
  const sum = Object.values(found.house).reduce((total, { closingMinor }) => total + closingMinor, 0n);
  expect(sum === 0n, "house-does-not-sum", `wallets, receivables, revenue, tax and clearing sum to ${money(sum)}`);
  const known: readonly string[] = LEDGER_KINDS;
  const unknown = Object.keys(found.house).filter((kind) => !known.includes(kind));
  expect(unknown.length === 0, "kind-unknown", `ledger accounts of no kind: ${unknown.join(", ")}`);
  none(found.unbalancedTransactions, "transaction-unbalanced", "transactions of the day do not sum to zero");
  none(found.walletsThatDiffer, "wallet-differs", "wallets are not the sum of their entries");
  none(found.heldThatDiffers, "hold-differs", "wallets hold other than their open holds");
  none(found.departedWithoutStay, "departure-without-stay", "visits have ended without a stay");
  none(found.chargedWithoutTransaction, "stay-without-transaction", "stays cost something and have no transaction");
  none(found.chargedOtherwise, "stay-differs-from-charge", "stays have other totals or taxes than their charges");
  none(found.chargesWithoutStay, "charge-without-stay", "charges belong to no stay");
  const ofKind = (kind: string) => found.transactions[kind]?.movedMinor ?? 0n;
  const takenMinor = ofKind("charge") + ofKind("charge-reversal");
  expect(
    takenMinor === found.stayedMinor,
    "stays-differ-from-revenue",
    `stays of the day sum to ${money(found.stayedMinor)}, their revenue and tax to ${money(takenMinor)}`,
  );
  if (before)
    expect(
      before.revenueMinor === found.revenue.openingMinor && before.taxMinor === found.tax.openingMinor,
      "closed-day-changed",
      `${before.day} was closed with other balances than this day opens with`,
    );
  return faults;
}

/** The proof as it is stored: sums, and what they were made of. Amounts are decimal text, which no JSON reader rounds. */
export function proofOf(found: CloseFindings, before: ClosedBefore | undefined) {
  const balance = ({ openingMinor, movedMinor, closingMinor }: DayBalance) => ({
    ...{ opening: String(openingMinor), moved: String(movedMinor), closing: String(closingMinor) },
  });
  const { estate, day, fromMs, toMs, currency, stays, stayedMinor } = found;
  const kinds = Object.entries(found.transactions).map(
    ([kind, { count, movedMinor }]) => [kind, { count, moved: String(movedMinor) }] as const,
  );
  const house = Object.entries(found.house).map(([kind, each]) => [kind, balance(each)] as const);
  return {
    ...{ v: 1, estate, day, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), currency },
    house: Object.fromEntries(house),
    revenue: balance(found.revenue),
    tax: balance(found.tax),
    ...{ transactions: Object.fromEntries(kinds), stays, stayed: String(stayedMinor) },
    before: before && { day: before.day, hash: before.hash },
  };
}
export type CloseProof = ReturnType<typeof proofOf>;

/** JSON with every object's fields in the order of their names: what is hashed, whatever order a database gives them back in. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join(",")}}`;
}

/** What a close's hash is of: the proof and the hash of the day before; the first one's is 64 zeros. */
export const hashedText = (proof: unknown, before: string | undefined): string =>
  `${canonicalJson(proof)}\n${before ?? "0".repeat(64)}`;
