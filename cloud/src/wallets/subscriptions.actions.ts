import type { VehicleClass } from "@baygate/shared/estate";
import type { AccountRef, EstateId, ZoneId } from "@baygate/shared/ids";
import type { LocalHours } from "@baygate/shared/local-hours";
import { formatMinor } from "@baygate/shared/money";
import { lockAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { insertExceptions } from "../inbox/inbox.store.ts";
import { postOnce } from "../ledger/ledger.store.ts";
import { subscriptionFee } from "../ledger/ledger.ts";
import { localDate } from "../pricing/local-days.ts";
import { readTariffs } from "../pricing/pricing.store.ts";
import { taxesWithin, taxMinorOf } from "../pricing/tax-within.ts";
import { markAccounts } from "../rules/feed.store.ts";
import { markAllMembers, markGroup } from "./groups.store.ts";
import {
  countOwnVehicles,
  insertPlan,
  insertSubscription,
  lockSubscription,
  type PlanRow,
  type SubscriptionRow,
  selectEnding,
  selectGround,
  selectOffers,
  selectPlan,
  selectPlans,
  selectSubscription,
  selectSubscriptions,
  updatePlanEnded,
  updateSubscription,
} from "./subscriptions.store.ts";
import { type Period, periodAt, periodEndMs } from "./subscriptions.ts";
import { topUpIfLow } from "./terms.actions.ts";
import { accountTerms } from "./terms.store.ts";
import { coverMinor, spend } from "./wallet.ts";
import { lockWallets, saveWallets } from "./wallets.store.ts";

/** What somebody can subscribe to. */
export interface PlanAsked {
  readonly id: string;
  readonly estate: EstateId;
  readonly name: string;
  /** None: all the estate's. */
  readonly zones: readonly ZoneId[];
  /** None: always. */
  readonly windows: readonly LocalHours[];
  /** None: any. */
  readonly classes: readonly VehicleClass[];
  /** With its tax. */
  readonly priceMinor: bigint;
  readonly period: Period;
  readonly places: number;
}

const now = (house: House): Date => new Date(house.clock.wallMs());

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  await writeAudit(tx, { at: now(house), actor: actor.name, verb, subject, detail: { ...detail } });
}

/** Offers a plan. It never changes: another price is another plan. */
export async function offerPlan(
  house: House,
  actor: Actor,
  asked: PlanAsked,
): Promise<PlanRow | Refused<"estate-unknown" | "zone-unknown" | "plan-exists">> {
  return await house.db.tx(async (tx) => {
    const ground = await selectGround(tx, asked.estate);
    if (!ground) return refused("estate-unknown");
    const zones = new Set(ground.zones.map(({ id }) => id));
    if (!asked.zones.every((each) => zones.has(each))) return refused("zone-unknown");
    const lists = { zones: [...asked.zones], windows: [...asked.windows], classes: [...asked.classes] };
    const row: PlanRow = { ...asked, ...lists, currency: ground.currency, createdAt: now(house), endedAt: null };
    if (!(await insertPlan(tx, row))) return refused("plan-exists");
    const price = formatMinor(asked.priceMinor, ground.currency);
    await audited(tx, house, actor, "plan.offered", asked.id, { estate: asked.estate, price, period: asked.period });
    return row;
  });
}

/** Ends a plan: nobody can subscribe any more, and nothing is renewed. What is paid stays valid. */
export async function endPlan(house: House, actor: Actor, id: string): Promise<PlanRow | Refused<"plan-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await selectPlan(tx, id);
    if (!row) return refused("plan-unknown");
    if (row.endedAt) return row;
    await updatePlanEnded(tx, id, now(house));
    await audited(tx, house, actor, "plan.ended", id, {});
    return { ...row, endedAt: now(house) };
  });
}

/** An estate's plans, ended ones too. */
export const listPlans = (house: House, estate: EstateId): Promise<PlanRow[]> => selectPlans(house.db, estate);

/** Plans that can be subscribed to: an estate's, or all. */
export const listOffers = (house: House, estate?: EstateId): Promise<PlanRow[]> => selectOffers(house.db, estate);

/** An account's subscriptions, ended ones too. */
export const listSubscriptions = (house: House, owner: AccountRef): Promise<SubscriptionRow[]> =>
  selectSubscriptions(house.db, owner);

/** Why a subscription was not sold. `cover-too-low`: the account has not so much, not even on credit. */
export type NotSold =
  | "account-unknown"
  | "plan-unknown"
  | "currency-mismatch"
  | "vehicle-unknown"
  | "cover-too-low"
  | "subscription-exists";

export interface SubscriptionAsked {
  /** The caller's own id for it: asking again with the same changes nothing. */
  readonly id: string;
  readonly plan: string;
  /** Vehicles of the account that it is for; none: any. */
  readonly vehicles: readonly string[];
}

/** Sells an account a subscription from now on, and takes its first period from the wallet. A group's is for all its members. */
export async function subscribe(
  house: House,
  actor: Actor,
  owner: AccountRef,
  asked: SubscriptionAsked,
): Promise<SubscriptionRow | Refused<NotSold>> {
  return await house.db.tx(async (tx) => {
    const account = await lockAccount(tx, owner);
    if (!account) return refused("account-unknown");
    const known = await selectSubscription(tx, asked.id);
    if (known) return isSame(known, owner, asked) ? known : refused("subscription-exists");
    const plan = await selectPlan(tx, asked.plan);
    const ground = plan && (await selectGround(tx, plan.estate));
    if (!plan || !ground || plan.endedAt) return refused("plan-unknown");
    if (plan.currency !== account.currency)
      return refused("currency-mismatch", `The account holds ${account.currency}, the plan costs ${plan.currency}.`);
    if ((await countOwnVehicles(tx, owner, asked.vehicles)) !== new Set(asked.vehicles).size)
      return refused("vehicle-unknown");
    const fromAt = now(house);
    const row: SubscriptionRow = {
      ...{ id: asked.id, plan: plan.id, account: owner, vehicles: [...asked.vehicles], fromAt, createdAt: fromAt },
      untilAt: new Date(periodEndMs(fromAt.getTime(), 1, periodOf(plan), ground.timeZone)),
      ...{ renews: true, endedAt: null },
    };
    if (!(await payPeriod(tx, row, plan, ground, fromAt))) return refused("cover-too-low");
    await insertSubscription(tx, row);
    await markOwner(tx, owner);
    await audited(tx, house, actor, "subscription.sold", row.id, { account: owner, plan: plan.id });
    return row;
  });
}

const isSame = (known: SubscriptionRow, owner: AccountRef, asked: SubscriptionAsked): boolean =>
  known.account === owner &&
  known.plan === asked.plan &&
  [...known.vehicles].sort().join() === [...asked.vehicles].sort().join();

const periodOf = ({ period }: PlanRow): Period => (period === "year" ? "year" : "month");

async function markOwner(tx: Tx, owner: AccountRef): Promise<void> {
  await markAccounts(tx, [owner]);
  await markAllMembers(tx, owner);
  await markGroup(tx, owner);
}

/** Takes one period from the owner's wallet; false when there is not so much, not even on credit. A period is paid once. */
async function payPeriod(
  tx: Tx,
  row: SubscriptionRow,
  plan: PlanRow,
  ground: NonNullable<Awaited<ReturnType<typeof selectGround>>>,
  begins: Date,
): Promise<boolean> {
  const wallet = (await lockWallets(tx, [row.account])).get(row.account);
  const creditMinor = (await accountTerms(tx, [row.account])).get(row.account)?.creditMinor ?? 0n;
  if (!wallet || coverMinor(wallet, creditMinor) < plan.priceMinor) return false;
  if (plan.priceMinor === 0n) return true;
  const [of] = ground.zones.filter(({ id }) => plan.zones.length === 0 || plan.zones.includes(id));
  const versions = of ? await readTariffs(tx, [], [of.tariff]) : [];
  const current = versions
    .filter((each) => each.effectiveAtMs <= begins.getTime())
    .sort((a, b) => b.version - a.version)[0];
  const spent = spend(wallet, plan.priceMinor);
  const posted = await postOnce(
    tx.orm,
    subscriptionFee(row.id, localDate(begins.getTime(), ground.timeZone), {
      ...{ account: row.account, estate: plan.estate, currency: plan.currency, totalMinor: plan.priceMinor },
      ...{ taxMinor: taxMinorOf(taxesWithin(plan.priceMinor, current?.tariff)), coveredMinor: spent.coveredMinor },
      ...{
        occurredAtMs: begins.getTime(),
        words: `${plan.name}, from ${localDate(begins.getTime(), ground.timeZone)}`,
      },
    }),
  );
  if (posted.repeated) return true;
  await saveWallets(tx, [spent.wallet]);
  await topUpIfLow(tx, row.account, posted.transaction, begins.getTime());
  return true;
}

/** Cancels a subscription: what is paid stays valid, and it is not renewed. Twice changes nothing. */
export async function cancelSubscription(
  house: House,
  actor: Actor,
  owner: AccountRef,
  id: string,
): Promise<SubscriptionRow | Refused<"subscription-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockSubscription(tx, id);
    if (row?.account !== owner) return refused("subscription-unknown");
    if (!row.renews) return row;
    await updateSubscription(tx, id, { renews: false });
    await audited(tx, house, actor, "subscription.cancelled", id, {});
    return { ...row, renews: false };
  });
}

/** Renewals begin so long before the paid time ends, so that a wallet can be filled in between. */
const RENEW_AHEAD_MS = 86_400_000;

/** Who does what nobody asked for. */
const WORKER: Actor = { name: "house:renewals" };

/** Why a subscription came to its end. */
export type NotRenewed = "cancelled" | "plan-ended" | "account-blocked" | "cover-too-low";

/**
 * Renews subscriptions whose paid time ends within a day, each in a transaction of its own, and closes those that could not be renewed by
 * its end: an operator is told why. Periods are paid once whatever crashes.
 *
 * @returns how many were renewed or closed.
 */
export async function renewSubscriptions(house: House, limit = 10_000): Promise<number> {
  const nowMs = house.clock.wallMs();
  const ending = await selectEnding(house.db, new Date(nowMs + RENEW_AHEAD_MS), limit);
  let moved = 0;
  for (const { id } of ending) if (await house.db.tx((tx) => renew(tx, house, id, nowMs))) moved++;
  return moved;
}

async function renew(tx: Tx, house: House, id: string, nowMs: number): Promise<boolean> {
  const found = await selectSubscription(tx, id);
  if (!found) return false;
  const account = await lockAccount(tx, found.account);
  await lockWallets(tx, [found.account]);
  const row = await lockSubscription(tx, id);
  const plan = row && (await selectPlan(tx, row.plan));
  const ground = plan && (await selectGround(tx, plan.estate));
  if (!row || !plan || !ground || !account || row.endedAt || row.untilAt.getTime() > nowMs + RENEW_AHEAD_MS)
    return false;
  const why: NotRenewed | undefined = await whyNot();
  if (why === undefined) {
    const nth = periodAt(row.fromAt.getTime(), row.untilAt.getTime(), periodOf(plan), ground.timeZone);
    const untilAt = new Date(periodEndMs(row.fromAt.getTime(), nth, periodOf(plan), ground.timeZone));
    await updateSubscription(tx, id, { untilAt });
    await audited(tx, house, WORKER, "subscription.renewed", id, { until: untilAt.toISOString() });
  } else if (row.untilAt.getTime() > nowMs) return false;
  else {
    await updateSubscription(tx, id, { renews: false, endedAt: row.untilAt });
    await audited(tx, house, WORKER, "subscription.ended", id, { reason: why });
    if (why !== "cancelled") await tellOperator(tx, plan, row, why);
  }
  await markOwner(tx, row.account);
  return true;

  async function whyNot(): Promise<NotRenewed | undefined> {
    if (!row?.renews) return "cancelled";
    if (!plan || !ground || plan.endedAt) return "plan-ended";
    if (account?.blockedAt) return "account-blocked";
    return (await payPeriod(tx, row, plan, ground, row.untilAt)) ? undefined : "cover-too-low";
  }
}

const tellOperator = (tx: Tx, plan: PlanRow, row: SubscriptionRow, why: NotRenewed): Promise<void> =>
  insertExceptions(tx, [
    {
      ...{ estate: plan.estate, kind: "subscription-not-renewed", atMs: row.untilAt.getTime() },
      ...{ gate: null, session: null, fact: null },
      words: `subscription ${row.id} of account ${row.account} to "${plan.name}" was not renewed: ${why}`.slice(0, 500),
    },
  ]);
