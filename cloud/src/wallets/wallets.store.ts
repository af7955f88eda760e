import type { AccountRef, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { asc, eq } from "drizzle-orm";
import type { Orm, Tx } from "../db/client.ts";
import { writeRows } from "../db/rows.ts";
import { account } from "../db/schema/accounts.ts";
import { wallet } from "../db/schema/money.ts";
import type { Wallet } from "./wallet.ts";

/** Money held for an open stay. */
export interface HoldRow {
  readonly session: SessionId;
  readonly account: AccountRef;
  readonly amountMinor: bigint;
  readonly state: "open" | "captured" | "voided";
}

/** Locks wallets in the order of their accounts; an account that has none yet gets one. Unknown accounts are left out. */
export async function lockWallets({ client }: Tx, accounts: readonly AccountRef[]): Promise<Map<AccountRef, Wallet>> {
  if (accounts.length === 0) return new Map();
  const select = () =>
    client.query<{ account: AccountRef; currency: Currency; balance: string; held: string; debt: string }>({
      name: "lock-wallets",
      text: `select account, currency, balance_minor as balance, held_minor as held, debt_minor as debt
        from wallet where account = any($1::uuid[]) order by account for update`,
      values: [accounts],
    });
  let { rows } = await select();
  if (rows.length < accounts.length) {
    const made = await client.query({
      name: "make-wallets",
      text: `insert into wallet (account, currency) select id, currency from account where id = any($1::uuid[]) order by id
        on conflict do nothing`,
      values: [accounts],
    });
    if (made.rowCount !== 0) ({ rows } = await select());
  }
  return new Map(
    rows.map(({ account, currency, balance, held, debt }) => [
      account,
      { account, currency, balanceMinor: BigInt(balance), heldMinor: BigInt(held), debtMinor: BigInt(debt) },
    ]),
  );
}

/** Writes wallets as they are now; they are locked. */
export const saveWallets = ({ client }: Tx, wallets: readonly Wallet[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-wallets",
      text: `update wallet set balance_minor = t.balance, held_minor = t.held, debt_minor = t.debt
        from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) as t(account, balance, held, debt)
        where wallet.account = t.account`,
    },
    wallets,
    (w) => w.account,
    (w) => w.balanceMinor,
    (w) => w.heldMinor,
    (w) => w.debtMinor,
  );

/** Open holds of sessions. Whoever changes one has locked its wallet. */
export async function openHolds({ client }: Tx, sessions: readonly SessionId[]): Promise<Map<SessionId, HoldRow>> {
  if (sessions.length === 0) return new Map();
  const { rows } = await client.query<{ session: SessionId; account: AccountRef; amount: string }>({
    name: "open-holds",
    text: `select session, account, amount_minor as amount from hold where session = any($1::uuid[]) and state = 'open'`,
    values: [sessions],
  });
  return new Map(
    rows.map(({ session, account, amount }) => [
      session,
      { session, account, amountMinor: BigInt(amount), state: "open" as const },
    ]),
  );
}

/** Writes holds as they are now. */
export const saveHolds = ({ client }: Tx, holds: readonly HoldRow[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-holds",
      text: `insert into hold (session, account, amount_minor, state)
        select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])
        on conflict (session) do update set state = excluded.state`,
    },
    holds,
    (h) => h.session,
    (h) => h.account,
    (h) => h.amountMinor,
    (h) => h.state,
  );

/** One wallet, locked until the transaction ends; made when the account has none yet, undefined when there is no such account. */
export async function lockWallet(orm: Pick<Orm, "select" | "insert">, ref: AccountRef): Promise<Wallet | undefined> {
  const [owner] = await orm.select({ currency: account.currency }).from(account).where(eq(account.id, ref));
  if (!owner) return undefined;
  await orm.insert(wallet).values({ account: ref, currency: owner.currency }).onConflictDoNothing();
  const [row] = await orm
    .select()
    .from(wallet)
    .where(eq(wallet.account, ref))
    .orderBy(asc(wallet.account))
    .for("update");
  return row;
}

/** One wallet as it is; undefined when the account has none. */
export async function readWallet(orm: Pick<Orm, "select">, ref: AccountRef): Promise<Wallet | undefined> {
  const [row] = await orm.select().from(wallet).where(eq(wallet.account, ref));
  return row;
}

/** Writes one wallet as it is now; it is locked. */
export async function saveWallet(orm: Pick<Orm, "update">, { account: ref, ...money }: Wallet): Promise<void> {
  await orm.update(wallet).set(money).where(eq(wallet.account, ref));
}
