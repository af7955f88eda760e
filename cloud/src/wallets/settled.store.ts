import { createHash } from "node:crypto";
import type { AccountRef, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "../db/client.ts";
import { tsOf, writeRows } from "../db/rows.ts";
import type { Spend } from "./terms.store.ts";

// What the settlement of stays changes beside wallets and the ledger.

/** Writes what groups have paid for members as it is now; the groups' wallets are locked. */
export const saveGroupSpends = ({ client }: Tx, spends: readonly Spend[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-group-spends",
      text: `insert into group_spend (group_account, account, month, spent_minor)
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[])
        on conflict (group_account, account, month) do update set spent_minor = excluded.spent_minor`,
    },
    spends,
    (s) => s.group,
    (s) => s.account,
    (s) => s.month,
    (s) => s.spentMinor,
  );

/** A voucher used on a stay, or given back of one: then all of it is null. Its account's wallet is locked. */
export interface VoucherUse {
  readonly voucher: string;
  readonly session: SessionId | null;
  readonly usedMinor: bigint | null;
  readonly usedAtMs: number | null;
}

/** Writes on which stay vouchers were used. */
export const saveVoucherUses = ({ client }: Tx, uses: readonly VoucherUse[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-voucher-uses",
      text: `update voucher set session = t.session, used_minor = t.used, used_at = ${tsOf("t.at")}
        from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::float8[]) as t(id, session, used, at)
        where voucher.id = t.id`,
    },
    uses,
    (u) => u.voucher,
    (u) => u.session,
    (u) => u.usedMinor,
    (u) => u.usedAtMs,
  );

/** Money to be fetched for an account. */
export interface WantedTopUp {
  readonly account: AccountRef;
  readonly method: string;
  readonly provider: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** What made it due: the session that was charged. */
  readonly reason: string;
  readonly atMs: number;
}

/** Writes down money that is to be fetched; who asks payment providers takes it from there. The same reason counts once. */
export const wantTopUps = ({ client }: Tx, wanted: readonly WantedTopUp[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "want-top-ups",
      text: `insert into payment (id, idempotency_key, fingerprint, account, method, provider, kind, currency, amount_minor, state,
          next_at, created_at)
        select id, key, fingerprint, account, method, provider, 'auto-top-up', currency, amount, 'wanted', ${tsOf("at")}, ${tsOf("at")}
        from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::float8[])
          as t(id, key, fingerprint, account, method, provider, currency, amount, at)
        on conflict (idempotency_key) do nothing`,
    },
    wanted,
    () => uuidv7(),
    (w) => `auto-top-up:${w.reason}`,
    (w) =>
      createHash("sha256")
        .update(JSON.stringify(["auto-top-up", w.account, w.currency, String(w.amountMinor)]))
        .digest("hex"),
    (w) => w.account,
    (w) => w.method,
    (w) => w.provider,
    (w) => w.currency,
    (w) => w.amountMinor,
    (w) => w.atMs,
  );
