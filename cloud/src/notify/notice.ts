import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { z } from "zod";
import { evenTimeAt } from "../pricing/local-days.ts";

// What is told to whom and when, decided here alone. All times are the house's, ms.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Local time of day, "22:00". */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day, 22:00");

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** When a driver wants to be left alone, by the clock where the driver lives. `from` = `until` is the whole day. */
export const QuietHours = z
  .strictObject({
    from: TimeOfDay.meta({ examples: ["22:00"] }),
    until: TimeOfDay.meta({ examples: ["07:00"] }),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, "an IANA time zone")
      .meta({ examples: ["Europe/Berlin"] }),
  })
  .meta({ id: "QuietHours" });
export type QuietHours = z.infer<typeof QuietHours>;

/** A notice before it is put into words: only what the words need. Amounts are minor units, times ms. */
export const Notice = z.discriminatedUnion("kind", [
  z.object({
    ...{ kind: z.literal("stay-began"), session: z.string(), estate: z.string(), estateName: z.string() },
    ...{ timeZone: z.string(), atMs: z.number() },
  }),
  z.object({
    ...{ kind: z.literal("stay-ended"), session: z.string(), estate: z.string(), estateName: z.string() },
    ...{
      arrivedAtMs: z.number(),
      atMs: z.number(),
      totalMinor: z.number(),
      currency: Currency,
      paidByGroup: z.boolean(),
    },
  }),
  z.object({ kind: z.literal("balance-low"), atMs: z.number(), balanceMinor: z.number(), currency: Currency }),
  z.object({
    kind: z.enum(["estate-full", "estate-free"]),
    estate: z.string(),
    estateName: z.string(),
    atMs: z.number(),
    free: z.number(),
  }),
]);
export type Notice = z.infer<typeof Notice>;

/** How long a notice is worth telling, ms from when it happened. */
export const LIFE_MS: Readonly<Record<Notice["kind"], number>> = {
  "stay-began": 2 * HOUR,
  "stay-ended": 24 * HOUR,
  "balance-low": 24 * HOUR,
  "estate-full": 20 * MINUTE,
  "estate-free": 20 * MINUTE,
};

/** Notices of one tag are about one thing: the newer one takes the place of the older, at the push service and on the screen. */
export function tagOf(notice: Notice): string {
  switch (notice.kind) {
    case "stay-began":
    case "stay-ended":
      return `stay-${notice.session}`;
    case "balance-low":
      return "balance";
    default:
      return `estate-${notice.estate}`;
  }
}

/** What becomes of something that happened. */
export type Verdict =
  | { readonly kind: "tell"; readonly notice: Notice }
  /** It is looked at again then. */
  | { readonly kind: "later"; readonly atMs: number }
  | { readonly kind: "drop"; readonly why: "too-old" | "over" | "quiet" | "unchanged" | "too-soon" };

const drop = (why: Extract<Verdict, { kind: "drop" }>["why"]): Verdict => ({ kind: "drop", why });

/** When the quiet hours end that hold `nowMs`; undefined outside of them. */
export function quietUntilMs(quiet: QuietHours | null, nowMs: number): number | undefined {
  if (quiet === null) return undefined;
  const { offsetMs } = evenTimeAt(nowMs, quiet.timeZone);
  const localMs = nowMs + offsetMs;
  const sinceMidnight = ((localMs % DAY) + DAY) % DAY;
  const [from, until] = [timeOfDayMs(quiet.from), timeOfDayMs(quiet.until)];
  const isQuiet =
    from < until ? from <= sinceMidnight && sinceMidnight < until : from <= sinceMidnight || sinceMidnight < until;
  if (!isQuiet) return undefined;
  const localEndMs = localMs - sinceMidnight + until + (sinceMidnight < until ? 0 : DAY);
  // The clocks may be set in between.
  const guessMs = localEndMs - offsetMs;
  return Math.max(nowMs + 1, localEndMs - evenTimeAt(guessMs, quiet.timeZone).offsetMs);
}
const DAY = 24 * HOUR;

const timeOfDayMs = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE;

/** A stay that began or ended. One that began is not told when it is over, nor after the quiet hours. */
export function decideStay(
  notice: Extract<Notice, { kind: "stay-began" | "stay-ended" }>,
  { isOver, quiet }: { readonly isOver: boolean; readonly quiet: QuietHours | null },
  nowMs: number,
): Verdict {
  if (nowMs - notice.atMs > LIFE_MS[notice.kind]) return drop("too-old");
  if (notice.kind === "stay-began" && isOver) return drop("over");
  const untilMs = quietUntilMs(quiet, nowMs);
  if (untilMs === undefined) return { kind: "tell", notice };
  return notice.kind === "stay-began" ? drop("quiet") : { kind: "later", atMs: untilMs };
}

/** Money that arrives at once, by itself, makes the notice needless. */
const TOP_UP_TAKES_MS = 10 * MINUTE;

/** A wallet, and what its owner knows of it. */
export interface WalletSeen {
  readonly account: AccountRef;
  /** Its own money without what it owes. Money that is held is still its own. */
  readonly balanceMinor: bigint;
  readonly currency: Currency;
  readonly lowBalanceMinor: bigint;
  readonly toldLow: boolean;
  readonly topsUpItself: boolean;
  readonly quiet: QuietHours | null;
}

/**
 * A wallet that changed. Low is below the limit; it counts as filled again from half the limit above it, so that a balance that hangs
 * about the limit is told once.
 *
 * @param isFirstLook false when this decision was put off before.
 * @returns also what its owner now knows.
 */
export function decideWallet(
  wallet: WalletSeen,
  isFirstLook: boolean,
  nowMs: number,
): { readonly verdict: Verdict; readonly toldLow: boolean } {
  const { balanceMinor, lowBalanceMinor, toldLow, currency } = wallet;
  if (toldLow) {
    const isFilled = balanceMinor >= lowBalanceMinor + lowBalanceMinor / 2n;
    return { verdict: drop("unchanged"), toldLow: !isFilled };
  }
  if (balanceMinor >= lowBalanceMinor) return { verdict: drop("unchanged"), toldLow };
  const untilMs = quietUntilMs(wallet.quiet, nowMs);
  if (untilMs !== undefined) return { verdict: { kind: "later", atMs: untilMs }, toldLow };
  if (wallet.topsUpItself && isFirstLook) return { verdict: { kind: "later", atMs: nowMs + TOP_UP_TAKES_MS }, toldLow };
  const notice: Notice = { kind: "balance-low", atMs: nowMs, balanceMinor: Number(balanceMinor), currency };
  return { verdict: { kind: "tell", notice }, toldLow: true };
}

/** An estate's places for whoever comes by. */
export interface Room {
  readonly estate: EstateId;
  readonly name: string;
  readonly free: number;
  readonly capacity: number;
}

/** What a driver knows of a favourite. */
export interface FavouriteSeen {
  readonly account: AccountRef;
  readonly toldFull: boolean;
  readonly toldAtMs: number | null;
  readonly quiet: QuietHours | null;
}

/** A place that is free for a moment is no room: one in twenty is, and two at least. */
export const hasRoomAgain = ({ free, capacity }: Pick<Room, "free" | "capacity">): boolean =>
  free >= Math.min(capacity, Math.max(2, Math.ceil(capacity / 20)));

/** After "full again" would be told so soon, it is told when it is still so later. */
const AGAIN_FULL_AFTER_MS = HOUR;

/**
 * A favourite whose places changed. In quiet hours nothing is told and nothing kept: the first car that moves after them says what is so
 * then.
 */
export function decideFavourite({ toldFull, toldAtMs, quiet }: FavouriteSeen, room: Room, nowMs: number): Verdict {
  const isFull = room.free <= 0;
  const changed = toldFull ? hasRoomAgain(room) : isFull;
  if (!changed || room.capacity === 0) return drop("unchanged");
  if (quietUntilMs(quiet, nowMs) !== undefined) return drop("quiet");
  if (isFull && toldAtMs !== null && nowMs - toldAtMs < AGAIN_FULL_AFTER_MS) return drop("too-soon");
  const kind = isFull ? "estate-full" : "estate-free";
  return { kind: "tell", notice: { kind, estate: room.estate, estateName: room.name, atMs: nowMs, free: room.free } };
}

/** What a notice is about, once for ever: the same key is told to one address once. */
export function keyOf(notice: Notice): string {
  return "session" in notice
    ? `${notice.kind}:${notice.session as SessionId}`
    : `${notice.kind}:${"estate" in notice ? `${notice.estate}:` : ""}${notice.atMs}`;
}
