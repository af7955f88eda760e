import type { Tier } from "@baygate/shared/credential";
import type { Decision } from "@baygate/shared/decision";
import type { AccountRef } from "@baygate/shared/ids";

// One car may show several things: its plate to the camera, a card, a phone. They are one driver's, asked once: the better one counts.

/** Who a plate that was seen may be: more than one where several known plates look like it. */
export interface PlateHolder {
  readonly account: AccountRef;
  /** The vehicle that the plate stands on. */
  readonly vehicle?: string | undefined;
}

/** What the car before the arm has shown so far. It is forgotten when that car is gone. */
export interface CarSeen {
  readonly plate?: { readonly holders: readonly PlateHolder[]; readonly monoMs: number };
  /** The best credential that was answered. */
  readonly answered?: { readonly account: AccountRef; readonly tier: Tier; readonly monoMs: number };
}

export const NO_CAR: CarSeen = {};

/** A plate counts beside a card for so long: a driver who looks for the card takes a while. Ms. */
export const PLATE_BESIDE_MS = 60_000;
/** An answer stands against lesser credentials of the same account for so long. Ms. */
export const ANSWER_STANDS_MS = 10_000;

/** By what they prove (docs/credentials.md). */
const RANK: Readonly<Record<Tier, number>> = { A: 6, D: 5, B: 4, S: 4, C: 3, E: 2, P: 1 };

/** Whether the plate that was seen just before is the account's; undefined: none was seen. A card tied to a vehicle wants that one's. */
export function plateBeside(seen: CarSeen, who: PlateHolder, monoMs: number): "same" | "other" | undefined {
  const { plate } = seen;
  if (plate === undefined || monoMs - plate.monoMs > PLATE_BESIDE_MS) return undefined;
  const isSame = ({ account, vehicle }: PlateHolder): boolean =>
    account === who.account && (who.vehicle === undefined || vehicle === undefined || vehicle === who.vehicle);
  return plate.holders.some(isSame) ? "same" : "other";
}

/** Whether this account's car was answered a moment ago by something better, or by its plate, which a camera reads again and again. */
export function isAnswered(seen: CarSeen, tier: Tier, account: AccountRef, monoMs: number): boolean {
  const { answered } = seen;
  if (answered?.account !== account || monoMs - answered.monoMs > ANSWER_STANDS_MS) return false;
  return RANK[answered.tier] > RANK[tier] || (tier === "P" && answered.tier === "P");
}

/** What is remembered of an answer: the better one, or the same again. */
export function noteAnswer(seen: CarSeen, tier: Tier, account: AccountRef, monoMs: number): CarSeen {
  const { answered } = seen;
  const isBetter =
    answered === undefined ||
    answered.account !== account ||
    RANK[tier] >= RANK[answered.tier] ||
    monoMs - answered.monoMs > ANSWER_STANDS_MS;
  return isBetter ? { ...seen, answered: { account, tier, monoMs } } : seen;
}

/**
 * Whether nothing is to be said, nor written down: a plate that is nobody's, or too unsure. Nobody has asked for anything yet, and the
 * driver is about to show a card. So a car is never let out as unknown by its plate alone, either.
 */
export function isSilent(tier: Tier | undefined, { reason }: Pick<Decision, "reason">): boolean {
  return reason === "plate-unreadable" || (tier === "P" && SILENT.has(reason));
}

const SILENT: ReadonlySet<Decision["reason"]> = new Set([
  "unknown-credential",
  "departure-granted-unknown",
  "no-rules-yet",
  "plates-off",
  "plate-unsure",
  "plate-ambiguous",
]);
