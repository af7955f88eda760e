import type { PricedStay } from "./price.ts";
import type { Tariff } from "./tariff.ts";

// What a stay costs, told a second time: slowly, minute by minute, and sharing nothing with price() but the words of a tariff. There is a
// meter with one slot a minute; every rule walks along it. Stays must begin on a whole minute.

type Step = Tariff["rules"][number];
type When = readonly {
  readonly days?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly holidays?: "only" | "never" | undefined;
  readonly season?: string | undefined;
}[];

interface Minute {
  readonly atMs: number;
  /** What the clocks on the wall show. */
  readonly wall: Wall;
  /** Minutes of one stretch are rounded together. */
  stretch: string;
  cents: bigint;
}

interface Wall {
  readonly date: string;
  readonly weekday: string;
  readonly yesterday: string;
  readonly weekdayBefore: string;
  readonly time: string;
}

export interface SlowPrice {
  total: bigint;
  tax: bigint;
  vouchers: Record<string, bigint>;
}

const QUARTER = 15 * 60_000;
const walls = new Map<string, { date: string; weekday: string; hour: number; minute: number }>();
const formats = new Map<string, Intl.DateTimeFormat>();

function quarterWall(timeZone: string, quarterMs: number) {
  const key = `${timeZone} ${quarterMs}`;
  const known = walls.get(key);
  if (known) return known;
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(quarterMs).map(({ type, value }) => [type, value]));
  const made = {
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    weekday: `${parts["weekday"]}`.toLowerCase(),
    hour: Number(parts["hour"]),
    minute: Number(parts["minute"]),
  };
  if (walls.size > 200_000) walls.clear();
  walls.set(key, made);
  return made;
}

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const two = (number: number) => String(number).padStart(2, "0");

/** No zone changes its clocks within a quarter of an hour. */
function wallAt(timeZone: string, atMs: number): Wall {
  const quarterMs = Math.floor(atMs / QUARTER) * QUARTER;
  const { date, weekday, hour, minute } = quarterWall(timeZone, quarterMs);
  const before = new Date(`${date}T12:00:00Z`);
  before.setUTCDate(before.getUTCDate() - 1);
  return {
    ...{ date, weekday, yesterday: before.toISOString().slice(0, 10) },
    weekdayBefore: WEEK[(WEEK.indexOf(weekday) + 6) % 7] ?? "",
    time: `${two(hour)}:${two(minute + Math.floor((atMs - quarterMs) / 60_000))}`,
  };
}

function isIn(when: When, wall: Wall, calendar: Tariff["calendar"]): boolean {
  if (when.length === 0) return true;
  const fits = (window: When[number], date: string, weekday: string) => {
    if (window.days && !window.days.includes(weekday)) return false;
    const isHoliday = (calendar?.holidays ?? []).some((each) => each === date || each === date.slice(5));
    if (window.holidays === "only" && !isHoliday) return false;
    if (window.holidays === "never" && isHoliday) return false;
    if (!window.season) return true;
    return (calendar?.seasons[window.season] ?? []).some(({ from, to }) => {
      const day = date.slice(5);
      return from > to ? day >= from || day <= to : day >= from && day <= to;
    });
  };
  return when.some((window) => {
    const { from = "00:00", to = "24:00" } = window;
    const { time } = wall;
    const today = fits(window, wall.date, wall.weekday);
    if (from < to) return today && time >= from && time < to;
    return (today && time >= from) || (fits(window, wall.yesterday, wall.weekdayBefore) && time < to);
  });
}

/** Half a cent and more is a cent. */
const share = (cents: bigint, part: bigint, whole: bigint) => {
  const exact = cents * part;
  const rest = exact % whole;
  return exact / whole + (rest * 2n >= whole ? 1n : 0n);
};

/** Walks along the meter: every begun period puts its price into the slot in which it begins. */
function run(meter: Minute[], first: number, at: (nth: number) => { minutes: number; priceMinor: bigint } | undefined) {
  let busyUntil = first;
  for (const [nth, slot] of meter.entries()) {
    if (nth < busyUntil) continue;
    const asked = at(nth);
    if (!asked) continue;
    slot.cents += asked.priceMinor;
    busyUntil = nth + asked.minutes;
  }
}

function multiply(meter: Minute[], permille: number) {
  const sums = new Map<string, bigint>();
  for (const slot of meter) {
    const before = sums.get(slot.stretch) ?? 0n;
    sums.set(slot.stretch, before + slot.cents);
    slot.cents = share(before + slot.cents, BigInt(permille), 1000n) - share(before, BigInt(permille), 1000n);
  }
}

function limit(meter: Minute[], maximum: bigint, group: (slot: Minute, nth: number) => string | undefined) {
  const spent = new Map<string, bigint>();
  for (const [nth, slot] of meter.entries()) {
    const name = group(slot, nth);
    if (name === undefined) continue;
    const left = maximum - (spent.get(name) ?? 0n);
    if (slot.cents > left) slot.cents = left;
    spent.set(name, (spent.get(name) ?? 0n) + slot.cents);
  }
}

/** Numbers the runs in which something is so: 1, 1, -, -, 2, 2. */
function runs(meter: readonly Minute[], isSo: (slot: Minute) => boolean): (string | undefined)[] {
  let count = 0;
  let was = false;
  return meter.map((slot) => {
    const is = isSo(slot);
    if (is && !was) count++;
    was = is;
    return is ? String(count) : undefined;
  });
}

/** Numbers the turns of something that is so, then not, then so again: 1, 1, 2, 2, 3, 3. */
function turns(meter: readonly Minute[], isSo: (slot: Minute) => boolean): string[] {
  let count = 0;
  let was: boolean | undefined;
  return meter.map((slot) => {
    const is = isSo(slot);
    if (is !== was) count++;
    was = is;
    return String(count);
  });
}

const covers = (stay: PricedStay, tariff: Tariff, step: Extract<Step, { rule: "subscription" }>, slot: Minute) =>
  (stay.account?.subscriptions ?? []).map(
    (each) =>
      (!step.plans || (each.plan !== undefined && step.plans.includes(each.plan))) &&
      slot.atMs >= each.fromMs &&
      (each.untilMs === null || slot.atMs < each.untilMs) &&
      isIn(each.windows, slot.wall, tariff.calendar),
  );

function stretches(meter: Minute[], stay: PricedStay, tariff: Tariff) {
  const marks = tariff.rules.flatMap((step): string[][] => {
    if (step.rule === "rolling-cap") return [meter.map((_, nth) => String(Math.floor(nth / 60 / step.hours)))];
    if (step.rule === "window-cap") return [turns(meter, (slot) => isIn(step.when, slot.wall, tariff.calendar))];
    if (step.rule === "subscription")
      return (stay.account?.subscriptions ?? []).map((_, at) =>
        turns(meter, (slot) => covers(stay, tariff, step, slot)[at] === true),
      );
    if (step.rule !== "voucher") return [];
    let end = 0;
    return (stay.account?.vouchers ?? []).flatMap((each) => {
      if (each.kind !== "minutes") return [];
      end += each.minutes;
      const own = end;
      return [meter.map((_, nth) => String(nth < own))];
    });
  });
  for (const [nth, slot] of meter.entries())
    slot.stretch = [slot.wall.date, ...marks.map((mark) => mark[nth])].join(" ");
}

/** A rule that charges, scales or caps along the meter; false when the stay is free and done. */
function alongTheMeter(step: Step, meter: Minute[], stay: PricedStay, tariff: Tariff): boolean {
  const { calendar } = tariff;
  const inWindow = (when: When | undefined, nth: number) => {
    const wall = meter[nth]?.wall;
    return wall !== undefined && isIn(when ?? [], wall, calendar);
  };
  const vehicle = stay.class ?? "standard";
  const first = meter[0];
  switch (step.rule) {
    case "grace":
      return stay.departedAtMs - stay.arrivedAtMs > step.minutes * 60_000;
    case "per-period":
      run(meter, 0, () => step);
      break;
    case "steps":
      run(meter, 0, (nth) => {
        let end = 0;
        return step.steps.find(({ forMinutes }) => {
          end += forMinutes ?? Number.POSITIVE_INFINITY;
          return nth < end;
        });
      });
      break;
    case "windows":
      run(meter, 0, (nth) => step.windows.find(({ when }) => inWindow(when, nth)));
      break;
    case "flat":
      for (const [nth, slot] of meter.entries())
        if (inWindow(step.when, nth) && (nth === 0 || !inWindow(step.when, nth - 1))) slot.cents += step.priceMinor;
      break;
    case "overstay":
      if (!step.classes || step.classes.includes(vehicle))
        run(meter, step.afterMinutes, (nth) => (inWindow(step.when, nth) ? step : undefined));
      break;
    case "class":
      multiply(meter, step.classes[vehicle]?.factorPermille ?? 1000);
      if (first) first.cents += step.classes[vehicle]?.surchargeMinor ?? 0n;
      break;
    case "occupancy-factor":
      multiply(meter, stay.offer.factorPermille);
      break;
    case "subscription":
      for (const slot of meter) if (covers(stay, tariff, step, slot).includes(true)) slot.cents = 0n;
      break;
    case "daily-cap":
      limit(meter, step.maximumMinor, (slot) => slot.wall.date);
      break;
    case "rolling-cap":
      limit(meter, step.maximumMinor, (_slot, nth) => String(Math.floor(nth / 60 / step.hours)));
      break;
    case "window-cap": {
      const names = runs(meter, (slot) => isIn(step.when, slot.wall, calendar));
      limit(meter, step.maximumMinor, (_slot, nth) => names[nth]);
      break;
    }
    case "stay-cap":
      limit(meter, step.maximumMinor, () => "stay");
      break;
  }
  return true;
}

/** A rule that looks at nothing but the whole stay's amount. */
function onTheWhole(step: Step, sum: SlowPrice, meter: readonly Minute[], stay: PricedStay) {
  const { rank, group, vouchers = [] } = stay.account ?? {};
  const percentOff = (percent: number) => share(sum.total, BigInt(100 - percent), 100n);
  switch (step.rule) {
    case "loyalty":
      sum.total = percentOff((rank !== undefined && step.percentOffByRank[rank]) || 0);
      break;
    case "group":
      sum.total = percentOff((group !== undefined && step.percentOffByGroup[group]) || 0);
      break;
    case "long-stay":
      if (stay.departedAtMs - stay.arrivedAtMs > step.afterMinutes * 60_000) sum.total = percentOff(step.percentOff);
      break;
    case "voucher": {
      const take = (id: string, cents: bigint) => {
        const off = cents < sum.total ? cents : sum.total;
        if (off > 0n) sum.vouchers[id] = off;
        sum.total -= off;
      };
      let begin = 0;
      for (const each of vouchers)
        if (each.kind === "minutes") {
          const charged = (slots: readonly Minute[]) => slots.reduce((cents, slot) => cents + slot.cents, 0n);
          const end = begin + each.minutes;
          const isRestFree = charged(meter.slice(end)) === 0n;
          take(each.id, isRestFree ? sum.total : charged(meter.slice(begin, end)));
          begin = end;
        }
      for (const each of vouchers) if (each.kind === "percent") take(each.id, sum.total - percentOff(each.percent));
      for (const each of vouchers) if (each.kind === "amount") take(each.id, each.amountMinor);
      break;
    }
    case "minimum":
      if (sum.total > 0n && sum.total < step.minimumMinor) sum.total = step.minimumMinor;
      break;
    case "rounding": {
      const coin = BigInt(step.toMinor);
      const over = sum.total % coin;
      const isUp = over > 0n && (step.mode === "up" || over * 2n >= coin);
      sum.total += isUp ? coin - over : -over;
      break;
    }
    case "tax": {
      const rate = BigInt(step.ratePermille);
      sum.tax = share(sum.total, rate, step.included ? 1000n + rate : 1000n);
      if (!step.included) sum.total += sum.tax;
      break;
    }
  }
}

const WHOLE = new Set(["loyalty", "group", "long-stay", "voucher", "minimum", "rounding", "tax"]);

function meterOf(stay: PricedStay): Minute[] {
  const meter: Minute[] = [];
  for (let atMs = stay.arrivedAtMs; atMs < stay.departedAtMs; atMs += 60_000)
    meter.push({ atMs, wall: wallAt(stay.timeZone, atMs), stretch: "", cents: 0n });
  return meter;
}

/** Minute by minute of a stay, which of the windows' nights it is of; undefined: of none. */
export const nightsOf = (stay: PricedStay, when: When, calendar: Tariff["calendar"]): (string | undefined)[] =>
  runs(meterOf(stay), (slot) => isIn(when, slot.wall, calendar));

/** What a stay that begins on a whole minute costs, the slow way. */
export function slowPrice(stay: PricedStay, tariff: Tariff): SlowPrice {
  const meter = meterOf(stay);
  stretches(meter, stay, tariff);
  const sum: SlowPrice = { total: 0n, tax: 0n, vouchers: {} };
  for (const step of tariff.rules.filter(({ rule }) => !WHOLE.has(rule)))
    if (!alongTheMeter(step, meter, stay, tariff)) return sum;
  for (const { cents } of meter) sum.total += cents;
  for (const step of tariff.rules.filter(({ rule }) => WHOLE.has(rule))) onTheWhole(step, sum, meter, stay);
  return sum;
}
