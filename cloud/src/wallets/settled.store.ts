import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "../db/client.ts";
import { tsOf, writeRows } from "../db/rows.ts";
import type { Spend } from "./groups.ts";
import type { WantedTopUp } from "./terms.ts";
import type { VoucherUse } from "./vouchers.ts";

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

/** Writes on which stay vouchers were used. One that its sponsor has been billed for in the meantime stays used. */
export const saveVoucherUses = ({ client }: Tx, uses: readonly VoucherUse[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "save-voucher-uses",
      text: `update voucher set session = t.session, used_minor = t.used, used_at = ${tsOf("t.at")}
        from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::float8[]) as t(id, session, used, at)
        where voucher.id = t.id and voucher.billed is null`,
    },
    uses,
    (u) => u.voucher,
    (u) => u.session,
    (u) => u.usedMinor,
    (u) => u.usedAtMs,
  );

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
