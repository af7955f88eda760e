import type { AccountRef } from "@baygate/shared/ids";
import type { House } from "../house.ts";
import { readWallet } from "../wallets/wallets.store.ts";
import { seeOneMoment } from "./close.store.ts";
import { openingOf, type StatementCursor, type StatementRow, selectStatement } from "./statements.store.ts";

export type { StatementCursor } from "./statements.store.ts";

export interface Balance {
  readonly balanceMinor: bigint;
  readonly debtMinor: bigint;
}

/** A page of an account's statement: opening + items = closing. */
export interface Statement {
  readonly opening: Balance;
  /** Each with the balance after it. */
  readonly items: readonly (StatementRow & { readonly after: Balance })[];
  readonly closing: Balance;
  readonly next: StatementCursor | null;
  /** On the last page of a statement that reaches the present: whether the closing is what the wallet's own row says. */
  readonly agrees: boolean | null;
}

/**
 * What moved an account's money, by when it was posted, read in one moment.
 *
 * @param page from and to in ms; `toMs` absent: up to now.
 */
export async function readStatement(
  house: Pick<House, "db">,
  account: AccountRef,
  page: {
    readonly fromMs: number;
    readonly toMs?: number | undefined;
    readonly after?: StatementCursor | undefined;
    readonly limit: number;
  },
): Promise<Statement> {
  const { fromMs, toMs, after, limit } = page;
  return await house.db.tx(async (tx) => {
    await seeOneMoment(tx);
    const opening = await openingOf(tx, account, fromMs, after);
    // The year 2223 instead of none: whatever was posted counts.
    const span = { fromMs, toMs: toMs ?? 8e12, after, limit: limit + 1 };
    const rows = await selectStatement(tx, account, span);
    let now = opening;
    const items = rows.slice(0, limit).map((row) => {
      now = { balanceMinor: now.balanceMinor + row.walletMinor, debtMinor: now.debtMinor + row.debtMinor };
      return { ...row, after: now };
    });
    const last = items.at(-1);
    const next = rows.length > limit && last !== undefined ? { posted: last.posted, id: last.id } : null;
    const wallet = next === null && toMs === undefined ? await readWallet(tx.orm, account) : undefined;
    const agrees =
      next !== null || toMs !== undefined
        ? null
        : now.balanceMinor === (wallet?.balanceMinor ?? 0n) && now.debtMinor === (wallet?.debtMinor ?? 0n);
    return { opening, items, closing: now, next, agrees };
  });
}
