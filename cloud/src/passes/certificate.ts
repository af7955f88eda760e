import type { HolderClaim, OfflinePolicy } from "@baygate/shared/credential";
import { VehicleClass } from "@baygate/shared/estate";

/** A certificate is renewed when half of its life is over, so a phone may be offline for a day at least. Milliseconds. */
export const CERTIFICATE_LIFE_MS = 48 * 3_600_000;
export const RENEW_AFTER_MS = CERTIFICATE_LIFE_MS / 2;
/** So much earlier it begins, for gates whose clocks are behind. Milliseconds. */
const BEHIND_MS = 5 * 60_000;
/** What fits a code that cameras read well. */
const MOST_ESTATES = 4;
const MOST_BAYS = 2;

/** What is known of an account when its phone is given a certificate. */
export interface HolderKnown {
  readonly account: string;
  /** What may still be spent, on credit too; minor units. */
  readonly coverMinor: bigint;
  readonly debtMinor: bigint;
  /** A person of the house let this account go below zero. */
  readonly trusted: boolean;
  /** Where it has access, those first where it parked last. */
  readonly estates: readonly string[];
  /** The class that all its vehicles are of. */
  readonly class: string | undefined;
  readonly bays: readonly {
    readonly estate: string;
    readonly zone: string;
    readonly fromAt: Date;
    readonly untilAt: Date | null;
  }[];
}

/** What a gate that hears nothing of an account may do on its certificate: nothing for who owes, everything for who is trusted. */
export function offlinePolicy({ debtMinor, trusted }: Pick<HolderKnown, "debtMinor" | "trusted">): OfflinePolicy {
  if (debtMinor > 0n) return "never";
  return trusted ? "always" : "within-cover";
}

/** What a certificate says that is issued now. Bays only that the account may use all its life long. */
export function certificateClaim(known: HolderKnown, nowMs: number): HolderClaim {
  const [fromMs, untilMs] = [nowMs - BEHIND_MS, nowMs + CERTIFICATE_LIFE_MS];
  const estates = known.estates.slice(0, MOST_ESTATES);
  const bays = known.bays
    .filter(
      ({ estate, fromAt, untilAt }) =>
        estates.includes(estate) && fromAt.getTime() <= fromMs && !endsBy(untilAt, untilMs),
    )
    .slice(0, MOST_BAYS)
    .map(({ estate, zone }) => ({ estate, zone }));
  const vehicle = VehicleClass.safeParse(known.class).data ?? "standard";
  return {
    account: known.account,
    ...{ notBeforeS: Math.floor(fromMs / 1000), notAfterS: Math.floor(untilMs / 1000) },
    ...(estates.length === 0 ? {} : { estates }),
    ...{ coverMinor: known.coverMinor, offline: offlinePolicy(known) },
    ...(vehicle === "standard" ? {} : { class: vehicle }),
    ...(bays.length === 0 ? {} : { bays }),
  };
}

const endsBy = (at: Date | null, ms: number): boolean => at !== null && at.getTime() < ms;
