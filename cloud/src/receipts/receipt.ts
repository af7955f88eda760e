import { Offer } from "@baygate/shared/estate";
import { AccountRef, EstateId, Sha256, ZoneId } from "@baygate/shared/ids";
import { Currency, formatMinor, Minor } from "@baygate/shared/money";
import { WallMs } from "@baygate/shared/time";
import { z } from "zod";
import { PricedJson } from "../ledger/correction.ts";
import { localDate } from "../pricing/local-days.ts";
import { price } from "../pricing/price.ts";
import { PriceLine, PriceTax, sumOf } from "../pricing/rule.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";
import { TimeZone } from "../pricing/tariff-file.ts";
import { taxesWithin } from "../pricing/tax-within.ts";
import { StayTerms } from "../pricing/terms.ts";

/** A fact that began or ended the stay, as it stands in the house's inbox: its hash is of the bytes that the gate sent. */
const ReceiptFact = z.object({
  kind: z.string(),
  id: z.string(),
  gate: z.string(),
  seq: z.int(),
  at: z.iso.datetime(),
  clock: z.string().nullable(),
  hash: Sha256,
});

/** From where a receipt was paid, or to where a credit note gave back. */
const Paid = z.object({
  place: z
    .enum(["wallet", "debt"])
    .describe("wallet: money that was there; debt: owed, or of a credit note owed no more"),
  amountMinor: Minor,
});

/**
 * What a receipt says: everything that it takes to make the price again, without the database. Its signed bytes are this as compact JSON
 * with the fields in this order.
 */
export const ReceiptContent = z
  .object({
    v: z.literal(1),
    kind: z.enum(["receipt", "credit-note"]),
    id: z.uuid(),
    /** `numberOf` estate, year and sequence. */
    number: z.string(),
    year: z.int(),
    sequence: z.int().positive(),
    issuedAt: z.iso.datetime(),
    estate: z.object({ id: EstateId, name: z.string(), timeZone: TimeZone }),
    account: AccountRef,
    /** Who was charged: the account, or its group. */
    payer: AccountRef.nullable(),
    /** Made by a gate, or by the house for a stay that only its departure is known of. */
    session: z.uuid(),
    revision: z.int().nonnegative(),
    /** Why there is a revision after the first. */
    reason: z.string().nullable(),
    /** Of a credit note: the receipt that it takes back. */
    takesBack: z.object({ id: z.uuid(), number: z.string() }).nullable(),
    zone: ZoneId,
    arrivedAtMs: WallMs,
    departedAtMs: WallMs,
    flags: z.array(z.string()),
    facts: z.array(ReceiptFact),
    offer: Offer.nullable(),
    tariff: z
      .object({ id: z.string(), version: z.int().positive(), currency: Currency, content: z.unknown() })
      .nullable(),
    terms: StayTerms,
    currency: Currency,
    lines: z.array(PriceLine),
    taxes: z.array(PriceTax),
    totalMinor: Minor,
    paid: z.array(Paid),
  })
  .meta({ id: "ReceiptContent" });
export type ReceiptContent = z.output<typeof ReceiptContent>;

/** A receipt as a file: what it says, who signed it, and the key as its maker names it. */
export const ReceiptFile = z.object({
  receipt: z.record(z.string(), z.unknown()),
  /** Ed25519 over `signedText(receipt)` in UTF-8, base64url. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  kid: z.string().regex(/^[0-9a-f]{16}$/),
  /** Raw Ed25519 public key, base64url. Proves that the file agrees with itself; whose key it is only the house's list says. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type ReceiptFile = z.output<typeof ReceiptFile>;

/** The house's public keys, as GET /v1/receipt-keys answers them. */
export const ReceiptKeys = z.object({
  keys: z.array(z.object({ kid: z.string(), publicKey: z.string(), since: z.string().optional() })),
});

/** What of a stay stands in its row as JSON. */
export const pricedOf = (row: unknown): z.output<typeof PricedJson> => PricedJson.parse(row);

/** A number as people read it: `harbour-2026-000042`. */
export const numberOf = (estate: EstateId, year: number, sequence: number): string =>
  `${estate}-${year}-${String(sequence).padStart(6, "0")}`;

/** The estate's year of an instant. */
export const yearOf = (atMs: number, timeZone: string): number => Number(localDate(atMs, timeZone).split("-")[0]);

/** The bytes that are signed, as text. */
export const receiptText = (content: ReceiptContent): string => JSON.stringify(z.encode(ReceiptContent, content));

/** A receipt's file, with the signed text in it as it is. */
export const receiptFile = (signed: {
  readonly text: string;
  readonly signature: string;
  readonly kid: string;
  readonly publicKey: string;
}): string => {
  const { text, ...rest } = signed;
  return `{"receipt":${text},${JSON.stringify({ signature: rest.signature, kid: rest.kid, publicKey: rest.publicKey }).slice(1)}\n`;
};

/** The text that was signed, from a file that may have been indented since. */
export const signedText = (file: ReceiptFile): string => JSON.stringify(file.receipt);

/** The credit note that takes a receipt back: the same with its amounts turned round. */
export const creditOf = (
  receipt: ReceiptContent,
  made: Pick<ReceiptContent, "id" | "number" | "year" | "sequence" | "issuedAt" | "reason" | "paid">,
): ReceiptContent => ({
  ...receipt,
  ...made,
  kind: "credit-note",
  takesBack: { id: receipt.id, number: receipt.number },
  lines: receipt.lines.map((line) => ({ ...line, amountMinor: -line.amountMinor })),
  taxes: receipt.taxes.map((tax) => ({ ...tax, netMinor: -tax.netMinor, taxMinor: -tax.taxMinor })),
  totalMinor: -receipt.totalMinor,
});

/** What can be wrong with what a receipt says, by name. */
export type ReceiptFault =
  | "form-unknown"
  | "number-wrong"
  | "times-wrong"
  | "lines-do-not-sum"
  | "taxes-do-not-sum"
  | "payment-does-not-sum"
  | "credit-note-incomplete"
  | "tariff-unreadable"
  | "price-differs"
  | "lines-differ"
  | "taxes-differ"
  | "signature-wrong"
  | "key-unknown"
  | "key-differs";

export interface Finding {
  readonly fault: ReceiptFault;
  readonly words: string;
}

/** Everything that is wrong with what a receipt says, found without the database: its sums, its number, and its price made again. */
export function examineReceipt(content: ReceiptContent): Finding[] {
  const { currency } = content;
  const money = (amount: bigint) => formatMinor(amount, currency);
  const found: Finding[] = [];
  const expect = (isRight: boolean, fault: ReceiptFault, words: string): void => {
    if (!isRight) found.push({ fault, words });
  };
  const { estate, year, sequence, number, totalMinor, lines, taxes, paid } = content;
  expect(
    number === numberOf(estate.id, year, sequence) && year === yearOf(Date.parse(content.issuedAt), estate.timeZone),
    "number-wrong",
    `${number} is not number ${sequence} of ${estate.id} in the year of its issue`,
  );
  expect(content.arrivedAtMs <= content.departedAtMs, "times-wrong", "the stay ends before it begins");
  const sum = sumOf(lines);
  expect(sum === totalMinor, "lines-do-not-sum", `the lines sum to ${money(sum)}, the total says ${money(totalMinor)}`);
  for (const { netMinor, taxMinor, words } of taxes) {
    const gross = netMinor + taxMinor;
    expect(
      gross === totalMinor,
      "taxes-do-not-sum",
      `${words}: net and tax are ${money(gross)}, not ${money(totalMinor)}`,
    );
  }
  const moved = paid.reduce((all, each) => all + each.amountMinor, 0n);
  expect(moved === totalMinor, "payment-does-not-sum", `${money(moved)} was paid of ${money(totalMinor)}`);
  expect(
    content.kind === "receipt" ? content.takesBack === null : content.takesBack !== null && totalMinor <= 0n,
    "credit-note-incomplete",
    "a credit note names the receipt that it takes back, and gives back",
  );
  return [...found, ...examinePrice(content)];
}

/** A credit note is its receipt with the amounts turned round; turned again, both are priced alike. */
function examinePrice(content: ReceiptContent): Finding[] {
  const sign = content.kind === "credit-note" ? -1n : 1n;
  const lines = content.lines.map((line) => ({ ...line, amountMinor: line.amountMinor * sign }));
  const taxes = content.taxes.map((tax) => ({ ...tax, netMinor: tax.netMinor * sign, taxMinor: tax.taxMinor * sign }));
  const totalMinor = content.totalMinor * sign;
  const agreed = lines.at(-1)?.rule === "agreed" ? lines.at(-1) : undefined;
  const derived = agreed ? lines.slice(0, -1) : lines;
  const again = priceAgain(content, derived);
  if (again === undefined)
    return [{ fault: "tariff-unreadable", words: "the tariff in this receipt cannot be priced with" }];
  const found: Finding[] = [];
  const expectedMinor = again.totalMinor + (agreed?.amountMinor ?? 0n);
  const money = (amount: bigint) => formatMinor(amount, content.currency);
  if (expectedMinor !== totalMinor)
    found.push({
      fault: "price-differs",
      words: `by its tariff this stay costs ${money(expectedMinor)}, the receipt says ${money(totalMinor)}`,
    });
  if (!sameAmounts(again.lines.map(amountOfLine), derived.map(amountOfLine)))
    found.push({ fault: "lines-differ", words: "by its tariff this stay has other lines" });
  const expectedTaxes = agreed ? taxesWithin(totalMinor, again.tariff) : again.taxes;
  if (!sameAmounts(expectedTaxes.map(amountOfTax), taxes.map(amountOfTax)))
    found.push({ fault: "taxes-differ", words: "by its tariff other taxes are in this total" });
  return found;
}

/** The price made again; undefined when the receipt's tariff cannot make it. */
function priceAgain(
  { tariff: named, offer, estate, terms, flags, arrivedAtMs, departedAtMs }: ReceiptContent,
  derived: readonly PriceLine[],
) {
  const content = TariffContent.safeParse(named?.content);
  const tariff = named && content.success ? tariffOf(named.currency, content.data) : undefined;
  // No rule makes these: the estate's own price for a stay that was half seen, and nothing for one that no tariff could price.
  const isHalfSeen = derived.some(({ rule }) => rule === "departure-missed" || rule === "started-by-system");
  if (isHalfSeen && derived.length === 1) {
    const totalMinor = sumOf(derived);
    return { tariff, totalMinor, lines: derived, taxes: taxesWithin(totalMinor, tariff) };
  }
  if (flags.includes("tariff-unknown")) return { tariff, totalMinor: 0n, lines: [], taxes: [] };
  if (tariff === undefined || offer === null) return undefined;
  const { timeZone } = estate;
  const stay = { arrivedAtMs, departedAtMs, timeZone, offer, class: terms.class, account: terms.account };
  return { tariff, ...price(stay, tariff) };
}

// Words and the order of lines are as the house told prices when it signed: the signature keeps them, and a house that tells them otherwise
// today still finds an old receipt right.

/** What a line says of money and time. */
const amountOfLine = ({ rule, fromMs, toMs, quantity, amountMinor }: PriceLine): string =>
  [rule, fromMs, toMs, quantity, amountMinor].join(" ");

const amountOfTax = ({ ratePermille, netMinor, taxMinor }: PriceTax): string =>
  [ratePermille, netMinor, taxMinor].join(" ");

/** Whether the same amounts stand in both, each as often, in whatever order. */
const sameAmounts = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.toSorted().join("\n") === other.toSorted().join("\n");
