import { type Offer, VehicleClass } from "@baygate/shared/estate";
import { formatMinor } from "@baygate/shared/money";
import type { PricedTime, PriceLine, PriceTax, Said, UsedVoucher } from "./rule.ts";
import { sumOf } from "./rule.ts";
import { ruleNamed } from "./rules.ts";
import { mergedLines, type Stretch, stretchesOf } from "./stretches.ts";
import type { Tariff } from "./tariff.ts";
import type { PricedAccount } from "./terms.ts";
import { durationWords } from "./words.ts";

/** A stay as far as its price goes. */
export interface PricedStay {
  readonly arrivedAtMs: number;
  /** One before the arrival (two gates' clocks that disagree) counts as the arrival. */
  readonly departedAtMs: number;
  /** IANA name of the estate's time zone. */
  readonly timeZone: string;
  readonly offer: Offer;
  /** Absent: standard. */
  readonly class?: VehicleClass | undefined;
  /** Absent: nobody with any rights. */
  readonly account?: PricedAccount | undefined;
}

export interface Price {
  readonly totalMinor: bigint;
  /** They sum to the total. */
  readonly lines: readonly PriceLine[];
  /** What of the total is tax. Net + tax = total; empty where the tariff names none, or the stay is free by its grace. */
  readonly taxes: readonly PriceTax[];
  /** The vouchers that were used, and how much of them. */
  readonly vouchers: readonly UsedVoucher[];
}

const NOBODY: PricedAccount = { subscriptions: [], vouchers: [] };
const NO_CALENDAR = { holidays: [], seasons: {} };
const NO_LINES: readonly PriceLine[] = [];

/** The stay as the rules see it; it is cut only when one looks. */
function timeOf(stay: PricedStay, tariff: Tariff) {
  const known = {
    fromMs: stay.arrivedAtMs,
    toMs: Math.max(stay.arrivedAtMs, stay.departedAtMs),
    timeZone: stay.timeZone,
    currency: tariff.currency,
    factorPermille: stay.offer.factorPermille,
    class: stay.class ?? "standard",
    account: stay.account ?? NOBODY,
    calendar: tariff.calendar ?? NO_CALENDAR,
  };
  let cut: readonly Stretch[] | undefined;
  const stretches = () => {
    const cuts = tariff.rules.flatMap((step) => {
      const rule = ruleNamed(step.rule);
      return rule.cutsAnew ? rule.cuts(step, known) : [];
    });
    return stretchesOf(known.fromMs, known.toMs, known.timeZone, cuts);
  };
  return {
    ...known,
    timeLines: NO_LINES,
    get stretches(): readonly Stretch[] {
      cut ??= stretches();
      return cut;
    },
  } satisfies PricedTime;
}

/**
 * What a stay costs by one version of a tariff, with its derivation. Elapsed time is UTC, days and windows are the estate's own. A stay
 * that ends later never costs less, unless the tariff declares it.
 *
 * @throws RangeError when the time zone is not an IANA name.
 */
export function price(stay: PricedStay, tariff: Tariff): Price {
  const time = timeOf(stay, tariff);
  let lines: readonly PriceLine[] = NO_LINES;
  let taxes: readonly PriceTax[] = [];
  let vouchers: readonly UsedVoucher[] = [];
  let isOfTime = true;
  for (const step of tariff.rules) {
    const rule = ruleNamed(step.rule);
    if (isOfTime && rule.scope !== "time") {
      isOfTime = false;
      time.timeLines = lines;
      lines = mergedLines(lines, time.stretches);
    }
    const applied = rule.apply(step, lines, time);
    lines = applied.lines;
    if (applied.taxes) taxes = applied.taxes;
    if (applied.vouchers) vouchers = [...vouchers, ...applied.vouchers];
    if (applied.final) break;
  }
  if (isOfTime) lines = mergedLines(lines, time.stretches);
  return { totalMinor: sumOf(lines), lines, taxes, vouchers };
}

/** Which vehicles a zone's display speaks to: those that its bays are for. */
export const shownClass = (bays: string): VehicleClass => VehicleClass.safeParse(bays).data ?? "standard";

const HOUR_MIN = 60;
/** More rates than these do not fit a display: then it says from what to what. */
const RATES_SHOWN = 3;
/** What changes the amounts that a display names. The rest either takes something off or stands in words of its own. */
const SCALING = new Set(["occupancy-factor", "class", "daily-cap", "tax"]);

/** What one period costs on the display: by itself, through the rules after the one that asks for it. */
function shownMinor(tariff: Tariff, after: number, minutes: number, priceMinor: bigint, stay: Shown): bigint {
  const rest = tariff.rules.slice(after + 1).filter(({ rule }) => SCALING.has(rule));
  const scaling = rest.map((step) => (step.rule === "class" ? withoutSurcharge(step) : step));
  const rules = [{ rule: "per-period", minutes, priceMinor } as const, ...scaling];
  const span = { arrivedAtMs: 0, departedAtMs: minutes * 60_000, timeZone: "UTC" };
  return price({ ...span, ...stay }, { ...tariff, rules }).totalMinor;
}

type Shown = Pick<PricedStay, "offer" | "class">;
type ClassStep = Extract<Tariff["rules"][number], { rule: "class" }>;

function withoutSurcharge(step: ClassStep): ClassStep {
  const entries = Object.entries(step.classes).map(([name, { factorPermille }]) => [name, { factorPermille }]);
  return { ...step, classes: Object.fromEntries(entries) };
}

interface Rate {
  readonly label: string | undefined;
  readonly minutes: number;
  /** What one period costs. */
  readonly amountMinor: () => bigint;
  /** What the periods of an hour cost, where they make one. */
  readonly hourMinor: bigint | undefined;
}

/** Every rate that a tariff names, as the display shows it, and its phrases. */
function spoken(tariff: Tariff, stay: Shown): { rates: Rate[]; plus: string[] } {
  const rates: Rate[] = [];
  const plus: string[] = [];
  for (const [at, step] of tariff.rules.entries()) {
    const scaled = (amount: bigint) => formatMinor(shownMinor(tariff, at, 1, amount, stay), tariff.currency);
    const said: Said = ruleNamed(step.rule).said(step, { class: stay.class ?? "standard", scaled });
    for (const { label, minutes, priceMinor } of said.rates ?? []) {
      const shown = (times: number) => shownMinor(tariff, at, minutes * times, priceMinor * BigInt(times), stay);
      const hourMinor = HOUR_MIN % minutes === 0 ? shown(HOUR_MIN / minutes) : undefined;
      rates.push({ label, minutes, amountMinor: () => shown(1), hourMinor });
    }
    plus.push(...(said.plus ?? []));
  }
  return { rates, plus };
}

function rateWords(rates: readonly Rate[], currency: Tariff["currency"]): string[] {
  const money = (amount: bigint) => formatMinor(amount, currency);
  const perPeriod = ({ amountMinor, minutes }: Rate) => `${money(amountMinor())} per ${durationWords(minutes)}`;
  const always = rates.filter(({ label }) => label === undefined);
  const hours = always.flatMap(({ hourMinor }) => hourMinor ?? []);
  // Two rules that both charge by the hour are one price to a driver.
  const sum = hours.reduce((total, each) => total + each, 0n);
  const plain = hours.length === always.length ? `${money(sum)} an hour` : always.map(perPeriod).join(" plus ");
  const named = rates.filter(({ label }) => label !== undefined);
  const labelled = named.map((rate) => {
    if ((rate.hourMinor ?? rate.amountMinor()) === 0n) return `${rate.label} free`;
    const words = rate.hourMinor === undefined ? perPeriod(rate) : `${money(rate.hourMinor)} an hour`;
    return `${rate.label} ${words}`;
  });
  const shown = named.length <= RATES_SHOWN ? labelled : [fromTo(named, money)];
  return always.length === 0 ? shown : [plain, ...shown];
}

/** "0.50 to 3.00 EUR an hour, by when and how long": by the hour whatever the periods, rounded up. */
function fromTo(rates: readonly Rate[], money: (amount: bigint) => string): string {
  const hourly = rates.map(
    ({ amountMinor, minutes, hourMinor }) => hourMinor ?? -((-amountMinor() * 60n) / BigInt(minutes)),
  );
  const sorted = hourly.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [least = 0n, most = 0n] = [sorted[0], sorted.at(-1)];
  return `${money(least)} to ${money(most)} an hour, by when and how long`;
}

/**
 * A tariff's price in a driver's words, for a display at the gate: "2.40 EUR an hour", "15.00 EUR per 24 h", "up to 90 min free,
 * longer stays 2.40 EUR an hour", "day 2.40 EUR an hour, night 1.00 EUR an hour". An hour is named only where its parts make one; a grace
 * within it is not worth the words. What a stay may cost less by (caps, rank, subscription, voucher) is not promised here.
 *
 * @param forClass the class of the vehicles that it is shown to.
 */
export function offerWords(tariff: Tariff, offer: Offer, forClass: VehicleClass = "standard"): string {
  const graceMin = Math.max(0, ...tariff.rules.flatMap((step) => (step.rule === "grace" ? [step.minutes] : [])));
  const { rates, plus } = spoken(tariff, { offer, class: forClass });
  const paid = [...rateWords(rates, tariff.currency), ...plus].join(", ");
  const words = paid === "" ? "free" : paid;
  const shown = graceMin < HOUR_MIN ? words : `up to ${durationWords(graceMin)} free, longer stays ${words}`;
  return tariff.longerMayCostLess ? `${shown}; longer may cost less` : shown;
}
