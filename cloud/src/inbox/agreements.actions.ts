import type { AccountRef, FactId } from "@baygate/shared/ids";
import type { Tx } from "../db/client.ts";
import { type Session, startOf } from "../sessions/session.ts";
import { type Agreements, NO_AGREEMENTS } from "../wallets/agreements.ts";
import { spendKey } from "../wallets/groups.ts";
import {
  accountTerms,
  groupSpends,
  payersOf,
  subscribers,
  subscriptionsOf,
  topUpSources,
  vehiclesOf,
  vouchersOf,
} from "../wallets/terms.store.ts";
import type { AccountTerms } from "../wallets/terms.ts";
import type { Wallet } from "../wallets/wallet.ts";
import { lockWallets } from "../wallets/wallets.store.ts";

const unique = <T>(...lists: readonly Iterable<T>[]): T[] => [...new Set(lists.flatMap((list) => [...list]))];

/** Locks the wallets that accounts' visits may move, theirs and their payers', and reads what was agreed with all of them. */
export async function lockPayers(
  tx: Tx,
  accounts: readonly AccountRef[],
): Promise<{ readonly wallets: Map<AccountRef, Wallet>; readonly terms: ReadonlyMap<AccountRef, AccountTerms> }> {
  const wallets = await lockWallets(tx, unique(accounts, await payersOf(tx, accounts)));
  const terms = await accountTerms(tx, unique(accounts, wallets.keys()));
  // Who joined a group while the locks were waited for: seldom, and a deadlock by it is tried again.
  const joined = [...terms.values()].flatMap(({ group }) => (group === null || wallets.has(group) ? [] : [group]));
  await lockMore(tx, wallets, joined);
  for (const [group, of] of await accountTerms(tx, unique(joined))) terms.set(group, of);
  return { wallets, terms };
}

/** Locks wallets that turn out to be needed beside those that are. */
export async function lockMore(
  tx: Tx,
  wallets: Map<AccountRef, Wallet>,
  accounts: readonly (AccountRef | null)[],
): Promise<void> {
  const more = unique(accounts).filter((account) => account !== null && !wallets.has(account));
  for (const [account, wallet] of await lockWallets(
    tx,
    more.filter((each) => each !== null),
  ))
    wallets.set(account, wallet);
}

/** What the settlement of a batch's stays has to be told. */
export interface Settling {
  readonly accounts: ReadonlyMap<AccountRef, AccountTerms>;
  readonly sessions: readonly Session[];
  /** Facts of arrivals in the batch. */
  readonly arrivals: readonly FactId[];
  /** Whether the batch may end stays at all: else only what holds need is loaded. */
  readonly settles: boolean;
  /** Nothing that is settled began earlier than this or its session's start. */
  readonly sinceMs: number;
}

/** Loads what was agreed with accounts whose stays may be settled. Their wallets and their groups' are locked. */
export async function loadAgreements(tx: Tx, settling: Settling): Promise<Agreements> {
  const { accounts, sessions } = settling;
  const refs = [...accounts.keys()];
  const sinceMs = Math.min(settling.sinceMs, ...sessions.map(startOf));
  const members = [...accounts.values()].flatMap(({ account, group }) => (group === null ? [] : [{ account, group }]));
  const spends = new Map((await groupSpends(tx, members)).map((spend) => [spendKey(spend), spend]));
  if (!settling.settles) return { ...NO_AGREEMENTS, accounts, spends };
  const subscriptions = await subscriptionsOf(tx, refs, sinceMs);
  const others = await subscribers(tx, subscriptions, sinceMs);
  const isByVehicle = subscriptions.some(({ vehicles }) => vehicles.length > 0);
  const arrivals = [
    ...settling.arrivals,
    ...[...sessions, ...others].flatMap(({ arrivalFact }) => (arrivalFact === null ? [] : [arrivalFact])),
  ];
  const wishing = [...accounts.values()].filter(({ autoTopUp }) => autoTopUp !== null);
  return {
    accounts,
    spends,
    subscriptions,
    subscribers: others,
    vehicles: isByVehicle ? await vehiclesOf(tx, arrivals) : new Map(),
    vouchers: await vouchersOf(
      tx,
      refs,
      sessions.map(({ id }) => id),
    ),
    sources: await topUpSources(
      tx,
      wishing.map(({ account }) => account),
    ),
  };
}
