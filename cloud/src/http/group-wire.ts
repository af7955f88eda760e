import { AccountRef } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { z } from "zod";
import type { GroupBill as GroupBillSeen, Group as GroupSeen } from "../wallets/groups.actions.ts";
import { AmountMinor, At, iso } from "./wire.ts";

// How groups are shown, to the office and to their managers.

export const Limit = AmountMinor.min(0)
  .nullable()
  .meta({ description: "What the group pays for the member in a month at most; null: whatever it costs." });
const Month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "a month, 2026-11")
  .meta({ examples: ["2026-11"] });
const Member = z
  .object({
    account: AccountRef,
    name: z.string(),
    monthlyLimitMinor: Limit,
    spentMinor: AmountMinor.meta({ description: "What the group has paid for the member in `month`." }),
    manages: z.boolean().meta({ description: "May invite and dismiss members, and see the group's bills." }),
    joinedAt: At,
  })
  .meta({ id: "GroupMember" });
export const Group = z
  .object({
    id: AccountRef,
    name: z.string(),
    currency: Currency,
    month: Month.meta({ description: "The one that runs." }),
    members: z.array(Member),
  })
  .meta({ id: "Group" });
const BilledStay = z.object({ stay: z.uuid(), estate: z.string(), departedAt: At, totalMinor: AmountMinor });
export const GroupBill = z
  .object({
    group: AccountRef,
    month: z.string(),
    currency: Currency,
    totalMinor: AmountMinor.meta({ description: "What the members' stays cost together." }),
    members: z.array(
      z.object({ account: AccountRef, name: z.string(), totalMinor: AmountMinor, stays: z.array(BilledStay) }),
    ),
    others: z
      .array(z.object({ id: z.uuid(), at: At, kind: z.string(), words: z.string(), amountMinor: AmountMinor }))
      .meta({ description: "What else moved the group's money: top-ups positive, fees negative." }),
  })
  .meta({ id: "GroupBill" });

export const groupPath = z.object({ group: AccountRef });
export const memberPath = groupPath.extend({ account: AccountRef });
export const monthPath = groupPath.extend({ month: Month });

export const minorOrNull = (amount: bigint | null): number | null => (amount === null ? null : Number(amount));
export const limitOf = (amount: number | null): bigint | null => (amount === null ? null : BigInt(amount));

export const groupView = ({ members, ...group }: GroupSeen): z.input<typeof Group> => ({
  ...group,
  members: members.map(({ monthlyLimitMinor, spentMinor, joinedAt, ...member }) => ({
    ...{ ...member, monthlyLimitMinor: minorOrNull(monthlyLimitMinor), spentMinor: Number(spentMinor) },
    joinedAt: iso(joinedAt),
  })),
});

export const billView = ({ members, others, totalMinor, ...bill }: GroupBillSeen): z.input<typeof GroupBill> => ({
  ...{ ...bill, totalMinor: Number(totalMinor) },
  members: members.map(({ account, name, stays, ...member }) => ({
    ...{ account, name, totalMinor: Number(member.totalMinor) },
    stays: stays.map(({ session, estate, departedAt, ...stay }) => ({
      ...{ stay: session, estate, departedAt: iso(departedAt), totalMinor: Number(stay.totalMinor) },
    })),
  })),
  others: others.map(({ at, amountMinor, ...other }) => ({ ...other, at: iso(at), amountMinor: Number(amountMinor) })),
});
