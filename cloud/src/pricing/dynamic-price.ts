import { isWithinHours, LocalHours } from "@baygate/shared/local-hours";
import { z } from "zod";
import { evenTimeAt, localDay } from "./local-days.ts";
import { factorWords } from "./words.ts";

const MINUTE = 60_000;
const DAY_MIN = 1440;

const Permille = z.int().min(0).max(1000);
/** A factor that an `Offer` can carry. */
const FactorPermille = z.int().min(0).max(10_000);

/**
 * How a zone's price follows its occupancy. The defaults' bands are those of San Francisco's SFpark: from 80 % on up, below 60 % down, in
 * between it stays. A floor that is also the ceiling is a fixed factor: no dynamic price.
 */
export const PricePolicy = z
  .strictObject({
    upFromPermille: Permille.default(800).describe("as full as this or fuller: the price goes up; thousandths"),
    downBelowPermille: Permille.default(600).describe("emptier than this: the price goes down; thousandths"),
    hysteresisPermille: Permille.default(20).describe(
      "a move the other way than the last one wants the zone this much beyond the band's edge; thousandths",
    ),
    stepPermille: z.int().min(1).max(5000).default(100).describe("what one move changes the factor by; thousandths"),
    floorPermille: FactorPermille.default(1000).describe("the least factor; 1000 is the tariff's own price"),
    ceilingPermille: FactorPermille.default(1500).describe("the greatest factor; thousandths"),
    minutesBetweenMoves: z.int().min(1).max(DAY_MIN).default(15).describe("from one move to the next, at least"),
    announcedMinutes: z
      .int()
      .min(0)
      .max(DAY_MIN)
      .default(5)
      .describe("a move is shown for so long before it applies; 0: it applies at once"),
    movesPerDay: z.int().min(1).max(DAY_MIN).default(16).describe("at most so many moves on one local day"),
    forecastWeightPermille: Permille.default(500).describe(
      "how much a forecast of the occupancy counts beside the present one; 0: not at all; thousandths. Nothing makes one yet: only the present one counts",
    ),
    quiet: z.array(LocalHours).max(50).default([]).describe("local days and hours in which the price does not move"),
  })
  .refine((policy) => policy.floorPermille <= policy.ceilingPermille, {
    path: ["ceilingPermille"],
    error: "the ceiling is below the floor",
  })
  .refine((policy) => policy.downBelowPermille <= policy.upFromPermille, {
    path: ["downBelowPermille"],
    error: "the price would go up and down at once: it goes down from above where it goes up",
  })
  .refine(
    (policy) =>
      policy.upFromPermille + policy.hysteresisPermille <= 1000 &&
      (policy.downBelowPermille > policy.hysteresisPermille || policy.downBelowPermille === 0),
    {
      path: ["hysteresisPermille"],
      error: "a band's edge with it is beyond empty or full: the price would never turn",
    },
  )
  .meta({ id: "PricePolicy" });
export type PricePolicy = z.output<typeof PricePolicy>;

/** What holds where a zone has no policy of its own. */
export const DEFAULT_PRICE_POLICY: PricePolicy = PricePolicy.parse({});

export type PriceDirection = "up" | "down";

/** A move that was made. Direction null: not known. */
export interface PastMove {
  readonly atMs: number;
  readonly direction: PriceDirection | null;
}

/** What the controller looks at, all of one moment. */
export interface PriceSituation {
  readonly nowMs: number;
  /** IANA name. */
  readonly timeZone: string;
  readonly inUse: number;
  readonly capacity: number;
  /** How full it is expected to be by the time that the next moves apply, thousandths; null: nobody knows. */
  readonly expectedPermille: number | null;
  readonly factorPermille: number;
  /** The factor that is announced, and from when it holds; null: none. */
  readonly announced: { readonly toPermille: number; readonly atMs: number } | null;
  /** Moves of this zone, newest first: the last one and all of today, or as many as the policy allows in a day. */
  readonly moves: readonly PastMove[];
}

/** What becomes of the price now, with the reason in words. */
export type PriceStep =
  | { readonly step: "stays"; readonly reason: string }
  | { readonly step: "announced"; readonly toPermille: number; readonly atMs: number; readonly reason: string }
  | { readonly step: "moved"; readonly toPermille: number; readonly reason: string }
  /** What was announced will not apply. */
  | { readonly step: "withdrawn"; readonly reason: string };

/**
 * What becomes of a zone's occupancy factor: a step up, a step down or nothing. A move is announced first and applies when its time has
 * come; then it is not asked again whether it is wanted, for drivers were told. It is withdrawn only when the policy has changed, or
 * when it could not be applied in time and the price must not move now.
 */
export function nextPriceStep(policy: PricePolicy, now: PriceSituation): PriceStep {
  if (now.announced) return announcedStep(policy, now, now.announced);
  const bounds = boundsStep(policy, now.factorPermille);
  if (now.capacity <= 0 && bounds === null) return stays("no places to price");
  const { fullPermille, words } = howFull(policy, now);
  const wanted = bounds ?? bandStep(policy, fullPermille, now.moves[0]?.direction ?? null);
  const why = bounds ? `outside of ${boundsWords(policy)}` : words;
  const here = `${why}: stays at ${times(now.factorPermille)}`;
  if (wanted === null) return stays(here);
  const toPermille = stepped(policy, now.factorPermille, wanted);
  if (toPermille === now.factorPermille) return stays(`${here}, the ${wanted === "up" ? "ceiling" : "floor"}`);
  const atMs = now.nowMs + policy.announcedMinutes * MINUTE;
  const hindrance = hindranceAt(policy, now, atMs);
  if (hindrance !== null) return stays(`${here}, ${hindrance}`);
  const reason = `${why}: from ${times(now.factorPermille)} to ${times(toPermille)}`;
  if (policy.announcedMinutes === 0) return { step: "moved", toPermille, reason };
  return { step: "announced", toPermille, atMs, reason: `${reason} at ${timeOfDay(atMs, now.timeZone)}` };
}

const stays = (reason: string): PriceStep => ({ step: "stays", reason });

function announcedStep(
  policy: PricePolicy,
  now: PriceSituation,
  { toPermille, atMs }: { readonly toPermille: number; readonly atMs: number },
): PriceStep {
  const move = `from ${times(now.factorPermille)} to ${times(toPermille)}`;
  const direction = toPermille > now.factorPermille ? "up" : "down";
  if (toPermille !== stepped(policy, now.factorPermille, direction))
    return { step: "withdrawn", reason: `announced ${move}: not as the policy is now` };
  if (now.nowMs < atMs) return stays(`announced ${move} at ${timeOfDay(atMs, now.timeZone)}`);
  const hindrance = hindranceAt(policy, now, now.nowMs);
  if (hindrance !== null)
    return { step: "withdrawn", reason: `announced ${move} at ${timeOfDay(atMs, now.timeZone)}: ${hindrance}` };
  const full = now.capacity > 0 ? `, now ${howFull(policy, now).words}` : "";
  return { step: "moved", toPermille, reason: `as announced: ${move}${full}` };
}

/** How full the zone counts, with its forecast, thousandths. */
function howFull(policy: PricePolicy, now: PriceSituation): { readonly fullPermille: number; readonly words: string } {
  const present = Math.floor((now.inUse * 1000) / Math.max(1, now.capacity));
  const percent = (permille: number) => `${Math.floor(permille / 10)} %`;
  if (now.expectedPermille === null || policy.forecastWeightPermille === 0)
    return { fullPermille: present, words: `${percent(present)} full` };
  const weight = policy.forecastWeightPermille;
  const fullPermille = Math.floor((present * (1000 - weight) + now.expectedPermille * weight) / 1000);
  const words = `${percent(present)} full and ${percent(now.expectedPermille)} expected, taken as ${percent(fullPermille)}`;
  return { fullPermille, words };
}

/** Where the band wants the price to go. Turning round takes some distance. */
function bandStep(policy: PricePolicy, fullPermille: number, last: PriceDirection | null): PriceDirection | null {
  const { upFromPermille, downBelowPermille, hysteresisPermille } = policy;
  if (fullPermille >= upFromPermille + (last === "down" ? hysteresisPermille : 0)) return "up";
  if (fullPermille < downBelowPermille - (last === "up" ? hysteresisPermille : 0)) return "down";
  return null;
}

/** The way back to where the policy allows the factor to be; null: it is there. */
function boundsStep({ floorPermille, ceilingPermille }: PricePolicy, factorPermille: number): PriceDirection | null {
  if (factorPermille > ceilingPermille) return "down";
  return factorPermille < floorPermille ? "up" : null;
}

const boundsWords = ({ floorPermille, ceilingPermille }: PricePolicy): string =>
  `${times(floorPermille)} to ${times(ceilingPermille)}`;

/** One step on from a factor, no further than the bound that lies that way. */
function stepped(policy: PricePolicy, factorPermille: number, direction: PriceDirection): number {
  const { floorPermille, ceilingPermille, stepPermille } = policy;
  return direction === "up"
    ? Math.max(factorPermille, Math.min(ceilingPermille, factorPermille + stepPermille))
    : Math.min(factorPermille, Math.max(floorPermille, factorPermille - stepPermille));
}

/** Why the price must not move at a moment; null: it may. */
function hindranceAt(policy: PricePolicy, { moves, timeZone }: PriceSituation, atMs: number): string | null {
  const [last] = moves;
  if (last && atMs < last.atMs + policy.minutesBetweenMoves * MINUTE)
    return `less than ${policy.minutesBetweenMoves} min after the last move`;
  const day = localDay(atMs, timeZone);
  if (moves.filter((move) => localDay(move.atMs, timeZone) === day).length >= policy.movesPerDay)
    return `moved ${policy.movesPerDay} times that day already`;
  return isQuiet(policy, atMs, timeZone) ? "in quiet time" : null;
}

const isQuiet = ({ quiet }: PricePolicy, atMs: number, timeZone: string): boolean =>
  quiet.length > 0 && isWithinHours(quiet, atMs, timeZone);

const times = (permille: number): string => `× ${factorWords(permille)}`;

const timeOfDay = (atMs: number, timeZone: string): string =>
  new Date(atMs + evenTimeAt(atMs, timeZone).offsetMs).toISOString().slice(11, 16);
