import type { AccountRef } from "@baygate/shared/ids";

// Who may use which bays. Every right has bays of its own: the owners of a zone together never have more places than it has bays, so that
// no gate has to ask whether one is free.

/** A right to bays of a reserved zone. */
export interface Right {
  readonly id: string;
  readonly account: AccountRef;
  /** Null for an owner, the owner's right for a guest. */
  readonly guestOf: string | null;
  readonly places: number;
  readonly fromAt: Date;
  readonly untilAt: Date | null;
  readonly revokedAt: Date | null;
}

/** What somebody is given, or invited to. */
export interface RightAsked {
  readonly account: AccountRef;
  readonly places: number;
  readonly fromAt: Date;
  readonly untilAt: Date | null;
}

const FOREVER = Number.POSITIVE_INFINITY;
const endOf = ({ untilAt }: Pick<Right, "untilAt">): number => untilAt?.getTime() ?? FOREVER;

/** It has not ended, though it may begin later. */
export const isStanding = (right: Pick<Right, "untilAt" | "revokedAt">, now: Date): boolean =>
  right.revokedAt === null && endOf(right) > now.getTime();

const overlap = (a: Pick<Right, "fromAt" | "untilAt">, b: Pick<Right, "fromAt" | "untilAt">): boolean =>
  a.fromAt.getTime() < endOf(b) && b.fromAt.getTime() < endOf(a);

/** The most places that owners ever have at the same time while `asked` holds, without it. */
export function placesTaken(asked: RightAsked, rights: readonly Right[], now: Date): number {
  const others = rights.filter((each) => each.guestOf === null && isStanding(each, now) && overlap(asked, each));
  // Places only ever become more where a right begins.
  const beginnings = [asked, ...others].map(({ fromAt }) => Math.max(fromAt.getTime(), asked.fromAt.getTime()));
  const at = (ms: number) =>
    others
      .filter((each) => each.fromAt.getTime() <= ms && ms < endOf(each))
      .reduce((sum, { places }) => sum + places, 0);
  return Math.max(0, ...beginnings.map(at));
}

/** Why a right cannot be given. */
export function rightFault(
  asked: RightAsked,
  zone: { readonly class: string; readonly capacity: number },
  rights: readonly Right[],
  now: Date,
): "zone-not-reserved" | "right-times-invalid" | "right-exists" | "bays-taken" | undefined {
  if (zone.class !== "reserved") return "zone-not-reserved";
  if (!timesHold(asked, now)) return "right-times-invalid";
  if (rights.some((each) => isHeldBy(each, asked, now))) return "right-exists";
  return placesTaken(asked, rights, now) + asked.places > zone.capacity ? "bays-taken" : undefined;
}

/** Why a guest cannot be invited. `family`: the owner's right and its guests'. */
export function guestFault(
  asked: RightAsked,
  owner: Right,
  family: readonly Right[],
  now: Date,
): "right-ended" | "right-of-guest" | "right-times-invalid" | "right-exists" | "guests-too-many" | undefined {
  if (owner.guestOf !== null) return "right-of-guest";
  if (!isStanding(owner, now)) return "right-ended";
  if (!timesHold(asked, now) || asked.untilAt === null || !overlap(asked, owner)) return "right-times-invalid";
  if (family.some((each) => isHeldBy(each, asked, now))) return "right-exists";
  const guests = family
    .filter((each) => each.guestOf === owner.id && isStanding(each, now) && overlap(asked, each))
    .reduce((sum, { places }) => sum + places, 0);
  return guests + asked.places > owner.places ? "guests-too-many" : undefined;
}

const timesHold = (asked: RightAsked, now: Date): boolean =>
  endOf(asked) > Math.max(asked.fromAt.getTime(), now.getTime());

/** Two rights of one account to the same bays would be one that nobody can read. */
const isHeldBy = (right: Right, asked: RightAsked, now: Date): boolean =>
  right.account === asked.account && isStanding(right, now) && overlap(right, asked);
