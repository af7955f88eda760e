import type { AccountRef } from "@baygate/shared/ids";
import { selectAccount } from "../accounts/accounts.store.ts";
import { type House, type Refused, refused } from "../house.ts";
import { accountTerms } from "./terms.store.ts";
import type { AutoTopUp } from "./terms.ts";

/** What was agreed with an account. */
export interface Agreed {
  /** person | group */
  readonly kind: string;
  readonly rank: string | null;
  /** How far below zero it may go: its own limit, or its rank's. */
  readonly creditMinor: bigint;
  /** The group that pays for it, and how much a month; null limit: whatever it costs. */
  readonly group: { readonly account: AccountRef; readonly monthlyLimitMinor: bigint | null } | null;
  readonly autoTopUp: AutoTopUp | null;
}

/** Reads what was agreed with an account. */
export async function readAgreed(house: House, id: AccountRef): Promise<Agreed | Refused<"account-unknown">> {
  const row = await selectAccount(house.db, id);
  const terms = (await house.db.tx((tx) => accountTerms(tx, [id]))).get(id);
  if (!row || !terms) return refused("account-unknown");
  const { rank, creditMinor, group, monthlyLimitMinor, autoTopUp } = terms;
  return {
    ...{ kind: row.kind, rank, creditMinor, autoTopUp },
    group: group === null ? null : { account: group, monthlyLimitMinor },
  };
}
