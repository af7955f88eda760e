import { createHash, randomBytes } from "node:crypto";
import type { AccountRef, EstateId } from "@baygate/shared/ids";
import { formatMinor } from "@baygate/shared/money";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { lockAccount, selectAccess } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { postOnce } from "../ledger/ledger.store.ts";
import { voucherBill } from "../ledger/ledger.ts";
import { PriceTax } from "../pricing/rule.ts";
import { taxesAlike, taxMinorOf } from "../pricing/tax-within.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers } from "./groups.store.ts";
import { topUpIfLow } from "./terms.actions.ts";
import {
  insertVouchers,
  lockVoucher,
  lockVoucherByCode,
  selectCurrencies,
  selectTaxes,
  selectUnbilled,
  selectVouchers,
  updateBilled,
  updateRedeemed,
  type VoucherRow,
} from "./vouchers.store.ts";
import { CODE_LETTERS, codeOf, normalCode, type Voucher } from "./vouchers.ts";
import { spend } from "./wallet.ts";
import { lockWallets, saveWallets } from "./wallets.store.ts";

/** Vouchers that a shop, or the estate itself, gives away. */
export interface VouchersAsked {
  readonly estate: EstateId;
  /** The account that pays for what they are worth; null: the estate takes less. */
  readonly sponsor: AccountRef | null;
  readonly kind: Voucher["kind"];
  /** Minutes, minor units, or percent. */
  readonly value: bigint;
  readonly words: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly count: number;
}

/** A voucher as it is handed out. */
export interface IssuedVoucher {
  readonly id: string;
  /** Shown this once: only its hash is kept. */
  readonly code: string;
}

const hashOf = (code: string): string => createHash("sha256").update(code).digest("hex");

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  const at = new Date(house.clock.wallMs());
  await writeAudit(tx, { at, actor: actor.name, verb, subject, detail: { ...detail } });
}

/** Makes vouchers. Their codes are answered and never kept. */
export async function issueVouchers(
  house: House,
  actor: Actor,
  asked: VouchersAsked,
): Promise<
  { readonly vouchers: readonly IssuedVoucher[] } | Refused<"estate-unknown" | "account-unknown" | "currency-mismatch">
> {
  return await house.db.tx(async (tx) => {
    const currencies = await selectCurrencies(tx, asked.estate, asked.sponsor);
    if (currencies.estate === undefined) return refused("estate-unknown");
    if (asked.sponsor !== null && currencies.sponsor === undefined) return refused("account-unknown");
    if (asked.sponsor !== null && currencies.sponsor !== currencies.estate)
      return refused(
        "currency-mismatch",
        `The sponsor holds ${currencies.sponsor}, the estate charges ${currencies.estate}.`,
      );
    const { count, ...each } = asked;
    const vouchers = Array.from({ length: count }, () => ({ id: uuidv7(), code: codeOf(randomBytes(CODE_LETTERS)) }));
    const createdAt = new Date(house.clock.wallMs());
    const rows = vouchers.map(({ id, code }) => ({ ...each, id, codeHash: hashOf(normalCode(code) ?? ""), createdAt }));
    await insertVouchers(tx, rows);
    const { estate, sponsor, kind, value } = asked;
    await audited(tx, house, actor, "vouchers.issued", estate, { sponsor, kind, value: String(value), count });
    return { vouchers };
  });
}

/**
 * Why a code was not redeemed. `voucher-used`: somebody has redeemed it; `voucher-expired`: it is past its time;
 * `voucher-elsewhere`: it is another estate's, where this account does not park.
 */
export type NotRedeemed =
  | "account-unknown"
  | "voucher-unknown"
  | "voucher-used"
  | "voucher-expired"
  | "voucher-elsewhere";

/**
 * Redeems a code for an account: its next stay there that ends within the voucher's time uses it. The same account may ask twice.
 *
 * @param asked.estate where it is to be used; absent: wherever the account may park.
 */
export async function redeemVoucher(
  house: House,
  actor: Actor,
  owner: AccountRef,
  asked: { readonly code: string; readonly estate?: EstateId | undefined },
): Promise<VoucherRow | Refused<NotRedeemed>> {
  const code = normalCode(asked.code);
  return await house.db.tx(async (tx) => {
    const account = await lockAccount(tx, owner);
    if (!account) return refused("account-unknown");
    const row = code === null ? undefined : await lockVoucherByCode(tx, hashOf(code));
    if (!row) return refused("voucher-unknown");
    const places = asked.estate === undefined ? await selectAccess(tx, owner) : [asked.estate];
    if (!places.includes(row.estate)) return refused("voucher-elsewhere");
    if (row.account === owner && row.usedAt === null) return row;
    if (row.account !== null) return refused("voucher-used");
    const redeemedAt = new Date(house.clock.wallMs());
    if (row.validUntil <= redeemedAt) return refused("voucher-expired");
    await updateRedeemed(tx, row.id, owner, redeemedAt);
    await audited(tx, house, actor, "voucher.redeemed", row.id, { account: owner });
    return { ...row, account: owner, redeemedAt };
  });
}

/** An estate's vouchers, the newest first, or what an account has redeemed. Never their codes. */
export const listVouchers = (house: House, of: Parameters<typeof selectVouchers>[1]): Promise<VoucherRow[]> =>
  selectVouchers(house.db, of);

/** Who does what nobody asked for. */
const WORKER: Actor = { name: "house:sponsors" };

/**
 * Bills sponsors for vouchers that were used, each in a transaction of its own: from the sponsor's wallet what that covers, the rest is
 * owed. With what the driver paid, the estate has its whole price, and the tax in it.
 *
 * @returns how many were billed.
 */
export async function billSponsors(house: House, limit = 100): Promise<number> {
  let billed = 0;
  for (const { id, sponsor } of await selectUnbilled(house.db, limit))
    if (sponsor !== null && (await house.db.tx((tx) => bill(tx, house, id, sponsor)))) billed++;
  return billed;
}

async function bill(tx: Tx, house: House, id: string, sponsor: AccountRef): Promise<boolean> {
  const wallet = (await lockWallets(tx, [sponsor])).get(sponsor);
  const row = await lockVoucher(tx, id);
  const { usedMinor = null, usedAt = null, session = null } = row ?? {};
  if (!row || !wallet || usedMinor === null || usedAt === null || session === null || row.billed !== null) return false;
  const taxes = taxesAlike(z.array(PriceTax).parse(await selectTaxes(tx, session)), usedMinor);
  const spent = spend(wallet, usedMinor);
  const { transaction } = await postOnce(
    tx.orm,
    voucherBill(id, {
      ...{ account: sponsor, estate: row.estate, currency: wallet.currency, totalMinor: usedMinor },
      ...{ taxMinor: taxMinorOf(taxes), coveredMinor: spent.coveredMinor, occurredAtMs: usedAt.getTime() },
      words: `voucher: ${row.words}`,
    }),
  );
  await saveWallets(tx, [spent.wallet]);
  await updateBilled(tx, id, transaction);
  await topUpIfLow(tx, sponsor, transaction, house.clock.wallMs());
  await markAccounts(tx, [sponsor]);
  await markAllMembers(tx, sponsor);
  const amount = formatMinor(usedMinor, wallet.currency);
  await audited(tx, house, WORKER, "voucher.billed", id, { sponsor, amount, transaction });
  return true;
}
