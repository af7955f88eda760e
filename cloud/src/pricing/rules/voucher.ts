import { formatMinor, scaleMinor } from "@baygate/shared/money";
import { z } from "zod";
import { defineRule, type PricedTime, type PriceLine, sumOf, type UsedVoucher } from "../rule.ts";
import type { PricedVoucher } from "../terms.ts";
import { durationWords } from "../words.ts";

const ORDER = ["minutes", "percent", "amount"] as const;

const inOrder = (vouchers: readonly PricedVoucher[]): PricedVoucher[] =>
  ORDER.flatMap((kind) => vouchers.filter((voucher) => voucher.kind === kind));

/** The free minutes of vouchers follow each other from the arrival on: where the n-th one's begin, and end. */
function freeTimes({ fromMs, account }: Pick<PricedTime, "fromMs" | "account">): { fromMs: number; toMs: number }[] {
  let nextMs = fromMs;
  return account.vouchers.flatMap((voucher) => {
    if (voucher.kind !== "minutes") return [];
    const free = { fromMs: nextMs, toMs: nextMs + voucher.minutes * 60_000 };
    nextMs = free.toMs;
    return [free];
  });
}

interface Off {
  readonly amountMinor: bigint;
  readonly minutes: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly words: string;
}

function offBy(voucher: PricedVoucher, totalMinor: bigint, time: PricedTime, free: readonly Stay[]): Off {
  const { fromMs, toMs } = time;
  const least = (amount: bigint) => (amount < totalMinor ? amount : totalMinor);
  switch (voucher.kind) {
    case "minutes": {
      const nth = time.account.vouchers.filter(({ kind }) => kind === "minutes").indexOf(voucher);
      const own = free[nth] ?? { fromMs, toMs: fromMs };
      const begun = time.timeLines.filter((line) => own.fromMs <= line.fromMs && line.fromMs < own.toMs);
      // With nothing charged outside of free time nothing is left to pay, also of what a minimum or rounding added.
      const isAllFree = sumOf(time.timeLines.filter((line) => line.fromMs < own.toMs)) === sumOf(time.timeLines);
      const endMs = Math.min(own.toMs, toMs);
      return {
        ...{ amountMinor: isAllFree ? totalMinor : least(sumOf(begun)), fromMs: own.fromMs, toMs: endMs },
        minutes: Math.ceil((endMs - own.fromMs) / 60_000),
        words: `${durationWords(voucher.minutes)} free`,
      };
    }
    case "percent": {
      const amountMinor = totalMinor - scaleMinor(totalMinor, BigInt(100 - voucher.percent), 100n);
      return { amountMinor, minutes: 0, fromMs, toMs, words: `${voucher.percent} % off` };
    }
    case "amount": {
      const words = `${formatMinor(voucher.amountMinor, time.currency)} off`;
      return { amountMinor: least(voucher.amountMinor), minutes: 0, fromMs, toMs, words };
    }
  }
}

type Stay = { readonly fromMs: number; readonly toMs: number };

/**
 * The vouchers that are there to be used, each once: first free time (what begins in it), then percents, then amounts. One that has
 * nothing left to take off is not used.
 */
export const voucher = defineRule(
  "voucher",
  z.strictObject({ rule: z.literal("voucher") }),
  (_params, lines, time) => {
    const { vouchers } = time.account;
    if (vouchers.length === 0) return { lines };
    const free = freeTimes(time);
    const made: PriceLine[] = [...lines];
    const used: UsedVoucher[] = [];
    let totalMinor = sumOf(lines);
    for (const each of inOrder(vouchers)) {
      const { amountMinor, minutes, fromMs, toMs, words } = offBy(each, totalMinor, time, free);
      if (amountMinor <= 0n) continue;
      totalMinor -= amountMinor;
      used.push({ id: each.id, amountMinor, minutes });
      made.push({
        ...{ rule: "voucher", fromMs, toMs, quantity: 1, amountMinor: -amountMinor },
        words: `voucher ${each.id}: ${words}`,
      });
    }
    return { lines: made, vouchers: used };
  },
  { scope: "stay", isOnce: true, cuts: (_params, time) => freeTimes(time).map(({ toMs }) => toMs) },
);
