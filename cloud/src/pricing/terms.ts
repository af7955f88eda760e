import { VehicleClass } from "@baygate/shared/estate";
import { LocalHours } from "@baygate/shared/local-hours";
import { Minor } from "@baygate/shared/money";
import { WallMs } from "@baygate/shared/time";
import { z } from "zod";

/** A subscription that counts for a stay: for its zone and vehicle, with a place on it left. */
export const PricedSubscription = z.strictObject({
  id: z.string().min(1),
  plan: z.string().min(1).optional().describe("what was subscribed to; a tariff may count some plans only"),
  windows: z.array(LocalHours).default([]).describe("when it counts, local days and hours; none: always"),
  fromMs: WallMs,
  untilMs: WallMs.nullable().default(null),
});
export type PricedSubscription = z.output<typeof PricedSubscription>;

const voucherId = z.string().min(1);
const notNegative = Minor.refine((amount) => amount >= 0n, "an amount off is not negative");

/** A voucher that is there to be used on a stay: free time from the arrival on, money, or a part of what is to be paid. */
export const PricedVoucher = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("minutes"), id: voucherId, minutes: z.int().min(1).max(525_600) }),
  z.strictObject({ kind: z.literal("amount"), id: voucherId, amountMinor: notNegative }),
  z.strictObject({ kind: z.literal("percent"), id: voucherId, percent: z.int().min(1).max(100) }),
]);
export type PricedVoucher = z.output<typeof PricedVoucher>;

/** What is known of who parks, as far as prices go. */
export const PricedAccount = z
  .strictObject({
    rank: z.string().min(1).optional().describe("loyalty rank"),
    group: z.string().min(1).optional().describe("the group it is a member of"),
    subscriptions: z.array(PricedSubscription).default([]),
    vouchers: z.array(PricedVoucher).default([]),
  })
  .meta({ id: "PricedAccount" });
export type PricedAccount = z.output<typeof PricedAccount>;

/** An account as somebody tells it who tries a price. What was priced already is taken as it stands. */
export const AskedAccount = PricedAccount.refine(
  ({ vouchers }) => new Set(vouchers.map(({ id }) => id)).size === vouchers.length,
  { path: ["vouchers"], error: "a voucher counts once: two have the same id" },
);

/** What was known of vehicle and account when a stay was priced. With its offer and times it makes the price again. */
export const StayTerms = z
  .strictObject({
    class: VehicleClass.default("standard"),
    account: PricedAccount.prefault({}),
  })
  .meta({ id: "StayTerms" });
export type StayTerms = z.output<typeof StayTerms>;
