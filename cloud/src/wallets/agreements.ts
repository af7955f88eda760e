import type { AccountRef, FactId } from "@baygate/shared/ids";
import type { Spend } from "./groups.ts";
import type { Subscriber, Subscription } from "./subscriptions.ts";
import type { AccountTerms, TopUpSource, WantedTopUp } from "./terms.ts";
import type { Voucher, VoucherUse } from "./vouchers.ts";

/** What was agreed with accounts whose stays are settled, and with their groups. */
export interface Agreements {
  readonly accounts: ReadonlyMap<AccountRef, AccountTerms>;
  /** By `spendKey`. */
  readonly spends: ReadonlyMap<string, Spend>;
  readonly subscriptions: readonly Subscription[];
  readonly subscribers: readonly Subscriber[];
  /** By which vehicle a visit began, by the fact of its arrival. */
  readonly vehicles: ReadonlyMap<FactId, string>;
  /** Those that end first before others. */
  readonly vouchers: readonly Voucher[];
  readonly sources: ReadonlyMap<AccountRef, TopUpSource>;
}

/** Nothing was agreed with anybody. */
export const NO_AGREEMENTS: Agreements = {
  ...{ accounts: new Map(), spends: new Map(), subscriptions: [], subscribers: [], vehicles: new Map() },
  ...{ vouchers: [], sources: new Map() },
};

/** What settling stays changes of it. */
export interface Agreed {
  /** By `spendKey`. */
  readonly spends: Map<string, Spend>;
  /** By voucher. */
  readonly uses: Map<string, VoucherUse>;
  readonly wanted: WantedTopUp[];
}
