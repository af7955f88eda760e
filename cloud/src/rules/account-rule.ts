import { VehicleClass } from "@baygate/shared/estate";
import type { AccountRef, EstateId } from "@baygate/shared/ids";
import type { Lack, RuleValue, SubscriptionRule } from "@baygate/shared/rules";
import { nextLocalDayMs } from "../pricing/local-days.ts";
import { memberCoverMinor, monthOf } from "../wallets/groups.ts";
import type { Subscription } from "../wallets/subscriptions.ts";

/** What an account's gates are told is measured by this. */
export interface CoverGround {
  readonly nowMs: number;
  readonly timeZone: string;
  /** What the estate's zones ask for. */
  readonly minimumsMinor: readonly bigint[];
}

/** What a group would pay for a member. */
export interface MemberCover {
  /** Cover of the group's wallet. */
  readonly groupMinor: bigint;
  /** A month's limit, and what is left of it this month; null: whatever it costs. */
  readonly limit: { readonly monthlyMinor: bigint; readonly leftMinor: bigint } | null;
}

type AccountRule = RuleValue<"account">;
type Cover = Pick<AccountRule, "coverMinor" | "lack">;

function highest(amounts: readonly bigint[]): bigint {
  let most = 0n;
  for (const each of amounts) if (each > most) most = each;
  return most;
}

/**
 * A group's cover as its members' gates are told of it: the highest minimum of a zone that it reaches, and no more. So a thousand
 * members' rules change only when a zone is about to be closed to them, or open again (`markMembers`), and no gate knows what a company has.
 */
export const toldMinor = (groupMinor: bigint, minimumsMinor: readonly bigint[]): bigint =>
  highest(minimumsMinor.filter((minimum) => minimum <= groupMinor));

/**
 * What an account may arrive on, and how a gate calls it when that is not enough. The cover of a member whose month is nearly spent says, too,
 * what it will be from the next month on, so that a gate that is cut off knows.
 *
 * @param ownMinor cover of the account's own wallet; negative: more is owed than its credit.
 */
export function coverRule(
  ownMinor: bigint,
  member: MemberCover | undefined,
  { nowMs, timeZone, minimumsMinor }: CoverGround,
): Pick<AccountRule, "coverMinor" | "lack" | "later"> {
  if (ownMinor < 0n) return { coverMinor: ownMinor, lack: "debt-unpaid" };
  if (member === undefined) return { coverMinor: ownMinor };
  const told = toldMinor(member.groupMinor, minimumsMinor);
  const most = highest(minimumsMinor);
  const withLeft = (leftMinor: bigint | null): Cover => {
    const coverMinor = memberCoverMinor(told, leftMinor, ownMinor);
    const lack: Lack | undefined =
      coverMinor < most && leftMinor !== null && leftMinor < most ? "group-limit-reached" : undefined;
    return { coverMinor, ...(lack && { lack }) };
  };
  const { limit } = member;
  const cover = withLeft(limit?.leftMinor ?? null);
  const next = limit && withLeft(limit.monthlyMinor);
  if (!next || next.coverMinor <= cover.coverMinor) return cover;
  return { ...cover, later: { fromMs: nextMonthMs(nowMs, timeZone), ...next } };
}

/** The first instant of the next local month. */
function nextMonthMs(nowMs: number, timeZone: string): number {
  let atMs = nowMs;
  do atMs = nextLocalDayMs(atMs, timeZone);
  while (monthOf(atMs, timeZone) === monthOf(nowMs, timeZone));
  return atMs;
}

const someOf = <T>(list: readonly T[]): T[] | undefined => (list.length === 0 ? undefined : [...list]);

/** Subscriptions of an account and its group as an estate's gates know them; one of which this program does not know all classes is for those that it knows. */
export function subscriptionRules(
  subscriptions: readonly Subscription[],
  estate: EstateId,
  group: AccountRef | null,
): SubscriptionRule[] {
  return subscriptions
    .filter((each) => each.estate === estate)
    .flatMap(({ owner, zones, classes, vehicles, windows, places, fromMs, untilMs }) => {
      const known = VehicleClass.options.filter((each) => classes.includes(each));
      if (classes.length > 0 && known.length === 0) return [];
      return [
        {
          ...{ zones: someOf(zones), classes: someOf(known), vehicles: someOf(vehicles), windows: someOf(windows) },
          ...{ places, fromMs, untilMs, ...(owner === group ? { group } : {}) },
        },
      ];
    });
}
