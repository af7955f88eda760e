import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import type { PricedVoucher } from "../pricing/terms.ts";

/** A redeemed voucher, as the settlement of stays sees it. */
export interface Voucher {
  readonly id: string;
  readonly estate: EstateId;
  readonly account: AccountRef;
  readonly kind: "minutes" | "amount" | "percent";
  readonly value: bigint;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** The stay that it was used on. */
  readonly session: SessionId | null;
  /** Its sponsor was billed for it. */
  readonly billed: boolean;
}

/** A voucher used on a stay, or given back of one: then all of it is null. */
export interface VoucherUse {
  readonly voucher: string;
  readonly session: SessionId | null;
  readonly usedMinor: bigint | null;
  readonly usedAtMs: number | null;
}

/** 32 letters and digits that nobody takes for another: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 16 of 32: 80 bits, so that nobody ever guesses one of however many there are. */
export const CODE_LETTERS = 16;

/** The code of a voucher, "7Q2M-0K4D-…", made of random bytes, one a letter. */
export const codeOf = (random: Uint8Array): string =>
  [...random.subarray(0, CODE_LETTERS)]
    .map((byte, at) => `${at > 0 && at % 4 === 0 ? "-" : ""}${ALPHABET.charAt(byte % ALPHABET.length)}`)
    .join("");

/** A code as it is hashed, of what somebody typed: spaces and dashes do not count, O is 0, I and L are 1; null: it cannot be one. */
export function normalCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return code.length === CODE_LETTERS && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

/** Whether a redeemed voucher counts for a stay: at its estate, and valid at some time of it. */
export const isFor = (
  { estate, validFromMs, validUntilMs }: Voucher,
  stay: { readonly estate: EstateId; readonly arrivedAtMs: number; readonly departedAtMs: number },
): boolean => estate === stay.estate && validFromMs <= stay.departedAtMs && validUntilMs > stay.arrivedAtMs;

/** As a price sees it. */
export function priced({ id, kind, value }: Voucher): PricedVoucher {
  if (kind === "minutes") return { kind, id, minutes: Number(value) };
  if (kind === "percent") return { kind, id, percent: Number(value) };
  return { kind, id, amountMinor: value };
}
