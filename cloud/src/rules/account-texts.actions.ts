import { VehicleClass } from "@baygate/shared/estate";
import type { AccountRef, EstateId } from "@baygate/shared/ids";
import { type BayRule, ruleText } from "@baygate/shared/rules";
import type { Tx } from "../db/client.ts";
import { leftOfLimit, monthOf, spendKey } from "../wallets/groups.ts";
import { accountTerms, groupSpends, subscriptionsOf } from "../wallets/terms.store.ts";
import type { AccountTerms } from "../wallets/terms.ts";
import { type CoverGround, coverRule, type MemberCover, subscriptionRules } from "./account-rule.ts";
import { ruleCoverMinor, ruleKey } from "./rules.ts";
import {
  accountSources,
  classSources,
  coverSource,
  type RightSource,
  rightSources,
  walletSources,
} from "./source.store.ts";

/** So long after its end a right stands in the rules, so that its driver is told that it is over. Milliseconds. */
const OVER_MS = 7 * 86_400_000;

/** The rules of accounts at an estate, by key: everything that is known of them, put together. Those that it does not hold are left out. */
export async function accountTexts(
  tx: Tx,
  estate: EstateId,
  accounts: readonly AccountRef[],
  nowMs: number,
): Promise<Map<string, string>> {
  const { client } = tx;
  const sources = await accountSources(client, estate, accounts);
  const ids = sources.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const now = new Date(nowMs);
  const terms = await accountTerms(tx, ids);
  const groups = [...new Set([...terms.values()].flatMap(({ group }) => group ?? []))];
  const { ground, members } = await memberCovers(tx, estate, terms, groups, nowMs);
  const subscriptions = await subscriptionsOf(tx, [...ids, ...groups], nowMs);
  const rights = await rightSources(client, estate, ids, new Date(nowMs - OVER_MS));
  const classes = await classSources(client, ids, now);
  return new Map(
    sources.map((source) => {
      const { id, blocked, stay } = source;
      const group = terms.get(id)?.group ?? null;
      const ownMinor = ruleCoverMinor(source, terms.get(id)?.creditMinor);
      const vehicle = VehicleClass.safeParse(classes.get(id)).data ?? "standard";
      const bays = rights.filter(({ account }) => account === id).map(bayRule);
      const plans = subscriptionRules(
        subscriptions.filter(({ owner }) => owner === id || owner === group),
        estate,
        group,
      );
      const text = ruleText("account", {
        ...{ ...coverRule(ownMinor, members.get(id), ground), blocked },
        stay: stay && { session: stay.session, estate: stay.estate, zone: stay.zone, sinceMs: stay.since.getTime() },
        ...(vehicle === "standard" ? {} : { class: vehicle }),
        ...(bays.length === 0 ? {} : { bays }),
        ...(plans.length === 0 ? {} : { subscriptions: plans }),
      });
      return [ruleKey.account(id), text];
    }),
  );
}

const bayRule = ({ zone, places, own, fromAt, untilAt, shared }: RightSource): BayRule => ({
  ...{ zone, places, fromMs: fromAt.getTime(), untilMs: untilAt?.getTime() ?? null },
  ...(own < places ? { own } : {}),
  ...(shared.length === 0 ? {} : { shared: [...shared] }),
});

/** What groups would pay for their members at the estate, by member; nothing where a group's money is of another currency. */
async function memberCovers(
  tx: Tx,
  estate: EstateId,
  terms: ReadonlyMap<AccountRef, AccountTerms>,
  groups: readonly AccountRef[],
  nowMs: number,
): Promise<{ readonly ground: CoverGround; readonly members: ReadonlyMap<AccountRef, MemberCover> }> {
  const members = new Map<AccountRef, MemberCover>();
  const nothing = { nowMs, timeZone: "UTC", minimumsMinor: [] };
  if (groups.length === 0) return { ground: nothing, members };
  const source = await coverSource(tx.client, estate);
  if (source === undefined) return { ground: nothing, members };
  const wallets = new Map((await walletSources(tx.client, groups)).map((wallet) => [wallet.account, wallet]));
  const theirs = await accountTerms(tx, groups);
  const of = [...terms.values()].flatMap(({ account, group }) => (group === null ? [] : [{ account, group }]));
  const spends = new Map((await groupSpends(tx, of)).map((spend) => [spendKey(spend), spend.spentMinor]));
  const month = monthOf(nowMs, source.timeZone);
  for (const { account, group } of of) {
    const wallet = wallets.get(group);
    const monthlyMinor = terms.get(account)?.monthlyLimitMinor ?? null;
    if (wallet?.currency !== source.currency) continue;
    const spent = spends.get(spendKey({ group, account, month })) ?? 0n;
    const leftMinor = leftOfLimit({ monthlyLimitMinor: monthlyMinor }, spent);
    members.set(account, {
      groupMinor: ruleCoverMinor(wallet, theirs.get(group)?.creditMinor),
      limit: monthlyMinor === null || leftMinor === null ? null : { monthlyMinor, leftMinor },
    });
  }
  return { ground: { nowMs, timeZone: source.timeZone, minimumsMinor: source.minimumsMinor }, members };
}
