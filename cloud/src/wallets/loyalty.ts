import { Minor } from "@baygate/shared/money";
import { z } from "zod";

/** What an account has to have done for a rank: so much within so many days back from today. */
export const RankRule = z
  .strictObject({
    days: z.int().min(1).max(3650).describe("how far back stays count"),
    stays: z.int().min(0).default(0).describe("paid stays at least"),
    spentMinor: Minor.refine((amount) => amount >= 0n, "not negative")
      .default(0n)
      .describe("paid for them at least, minor units of the account's currency"),
    noDebt: z.boolean().default(true).describe("only who owes nothing"),
  })
  .meta({ id: "RankRule" });
export type RankRule = z.output<typeof RankRule>;

/** A rank that can be earned. */
export interface Rank {
  readonly id: string;
  /** The highest one that is earned counts. */
  readonly position: number;
  readonly rule: RankRule;
}

/** What an account did in the last `days`. */
export interface Custom {
  readonly days: number;
  readonly stays: number;
  readonly spentMinor: bigint;
}

/** The highest rank that an account has earned; null: none. */
export function earnedRank(ranks: readonly Rank[], custom: readonly Custom[], debtMinor: bigint): string | null {
  const isEarned = ({ rule }: Rank): boolean => {
    const done = custom.find(({ days }) => days === rule.days) ?? { stays: 0, spentMinor: 0n };
    return done.stays >= rule.stays && done.spentMinor >= rule.spentMinor && !(rule.noDebt && debtMinor > 0n);
  };
  return ranks.toSorted((a, b) => b.position - a.position).find(isEarned)?.id ?? null;
}
