/** What the pages of the office say of things that the API calls by short names. */

import type { ZoneCounts } from "./wire.ts";

/** A rule of a tariff: what it is called, and what it does. */
export const RULES: Readonly<Record<string, readonly [string, string]>> = {
  grace: ["Free for a while", "A stay of at most so many minutes is free; a longer one is priced from its beginning."],
  "per-period": ["Price per period", "So much for every period begun, counted from the arrival."],
  steps: ["Steps by duration", "First one price, then others, by how long the car has stood."],
  windows: ["Day and night prices", "A price by the estate's clocks; where no window holds it is free."],
  flat: ["Flat price", "So much once: for coming in, or for every weekend or night."],
  overstay: ["Overstay fee", "So much more for every period begun after so many minutes."],
  class: ["Class of vehicle", "What another class of vehicle pays; classes not named pay as it stands."],
  "occupancy-factor": ["Occupancy factor", "Everything before, times the factor that was shown at the arrival."],
  subscription: ["Subscription", "What begins while a subscription holds is paid already."],
  "daily-cap": ["Cap per day", "No local day costs more."],
  "rolling-cap": ["Cap per so many hours", "Counted from the arrival on, as airports count their days."],
  "window-cap": ["Cap per night or weekend", "No one night, weekend or whatever the windows make costs more."],
  "stay-cap": ["Cap per stay", "No stay costs more, however long."],
  loyalty: ["Loyalty", "Percent off for a rank."],
  group: ["Group", "Percent off for members of a group."],
  "long-stay": ["Long stay", "Percent off a stay that was longer than so many minutes."],
  voucher: ["Vouchers", "What a voucher gives is taken off here."],
  minimum: ["Minimum", "A stay that costs anything costs at least this."],
  rounding: ["Rounding", "The total in coins that there are."],
  agreed: ["Agreed", "What somebody agreed to take for the stay."],
  tax: ["Tax", "Contained in the prices, or added to them."],
};
/** Fields that a rule means otherwise than the others do. */
export const RULE_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  grace: { minutes: "not longer than" },
};

export const ruleName = (rule: string): string => RULES[rule]?.[0] ?? rule;

const FIELDS: Readonly<Record<string, string>> = {
  afterMinutes: "after",
  announcedMinutes: "announced before",
  ceilingPermille: "ceiling",
  downBelowPermille: "down below",
  factorPermille: "times",
  floorPermille: "floor",
  forMinutes: "holds for",
  forecastWeightPermille: "weight of the forecast",
  hours: "in every",
  hysteresisPermille: "more to turn round",
  included: "contained in the prices",
  maximumMinor: "at most",
  minimumMinor: "at least",
  minutes: "for every",
  minutesBetweenMoves: "between moves",
  movesPerDay: "moves a day",
  name: "called",
  percentOff: "off",
  percentOffByGroup: "off, by group",
  percentOffByRank: "off, by rank",
  priceMinor: "price",
  quiet: "quiet times",
  ratePermille: "rate",
  stepPermille: "one move",
  surchargeMinor: "surcharge",
  toMinor: "to",
  upFromPermille: "up from",
  when: "when",
};
export const fieldName = (key: string): string =>
  FIELDS[key] ??
  key.replace(/(?:Minor|Permille)$/, "").replaceAll(/([A-Z])/g, (_, letter) => ` ${letter.toLowerCase()}`);

/** What there is one more of, in lists that grow. */
const ONES: Readonly<Record<string, string>> = {
  classes: "a class",
  percentOffByGroup: "a group",
  percentOffByRank: "a rank",
  quiet: "a quiet time",
  seasons: "a season",
  steps: "a step",
  when: "a time",
  windows: "a window",
};
export const oneMore = (key: string): string => ONES[key] ?? fieldName(key);

/** How a number of that name is written: what one unit of it is in the API's, and what stands behind it. */
export function unitOf(
  key: string,
  currency: string,
): { readonly scale: number; readonly words: string; readonly step: string } {
  if (key.endsWith("Minor")) return { scale: minorPerUnit(currency), words: currency, step: "any" };
  if (/^(?:factor|floor|ceiling|step)Permille$/.test(key)) return { scale: 1000, words: "×", step: "any" };
  if (key.endsWith("Permille")) return { scale: 10, words: "%", step: "any" };
  if (/minutes/i.test(key)) return { scale: 1, words: "min", step: "1" };
  if (key === "hours") return { scale: 1, words: "h", step: "1" };
  if (key.startsWith("percent")) return { scale: 1, words: "%", step: "1" };
  return { scale: 1, words: "", step: "1" };
}

const digits = new Map<string, number>();
/** Cents of a euro: 100. */
export function minorPerUnit(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  digits.set(currency, 10 ** maximumFractionDigits);
  return 10 ** maximumFractionDigits;
}

/** Minor units as they are filled in: "3.60". */
export function filledIn(amountMinor: number, currency: string): string {
  const scale = minorPerUnit(currency);
  return (amountMinor / scale).toFixed(Math.round(Math.log10(scale)));
}

/** What an operator reads of an exception: what it is, and what is to be done. */
export const EXCEPTIONS: Readonly<Record<string, readonly [string, string]>> = {
  "departure-unmatched": [
    "A car left that had not come",
    "Its arrival may still be on the way from a gate that is cut off. Nobody is charged until it comes or the estate's limit is over.",
  ],
  "started-by-system": [
    "The arrival never came",
    "The stay was begun by the system when the estate's limit was over. Look at its times and correct them if you know better.",
  ],
  "departure-missed": [
    "A departure was missed",
    "The driver came again, so the stay before was closed by the estate's rule. If the true time is known, correct it.",
  ],
  "departure-late": [
    "A departure came late",
    "The stay had been closed already. It is corrected by itself where the price can be made again.",
  ],
  "departure-moved": ["The departure was another visit's", "What this visit cost was given back."],
  "account-inside-twice": [
    "One card at two gates",
    "Two cars came on one account while gates were cut off, or a card is shared. One stay is billed: ask the driver.",
  ],
  "place-overdrawn": [
    "Let in beyond its places",
    "The gate was cut off and had none left to give; the estate allows that. More cars may be inside than there are places: count them.",
  ],
  "arrived-twice": [
    "One card let in twice",
    "Two gates that had not heard of one another let the same credential in. One stay is billed: ask the driver, and correct the count if one car is not there.",
  ],
  "arrival-unresolved": [
    "Nobody knows whether it came in",
    "The gate went down, or the passage was not seen. Look whether the car is inside.",
  ],
  "arrive-unresolved": [
    "The gate stopped while a car came in",
    "Look whether the car is inside, and correct the count.",
  ],
  "depart-unresolved": [
    "The gate stopped while a car went out",
    "Look whether the car is gone, and correct the count.",
  ],
  "arrival-late": ["An arrival came late", "The visit was over already. Nothing is charged twice."],
  "arrival-unknown": ["A car came in that nobody knows", "The count has it. When it leaves, nobody is charged."],
  "departure-unknown": ["A car left that nobody knows", "The count has it; nobody is charged."],
  "passage-undecided": [
    "A car passed without a decision",
    "It followed another one, or the arm stood open. The count has it.",
  ],
  "count-below-zero": ["More cars left than came", "Count the cars in that zone and correct it."],
  "lease-lost": [
    "Places are lent to a lost journal",
    "The box was replaced. When it is certain that it does not let cars in any more, take its places back.",
  ],
  "lease-return-absurd": ["A gate gave back too many places", "Its numbers cannot be right. Look at its health."],
  "lane-stuck": ["A car stands under the arm", "Go and look."],
  "fire-alarm": [
    "A fire alarm opened a lane",
    "Everybody passed while it lasted. Count the cars and correct the zone.",
  ],
  "barrier-failed": ["A barrier did not move", "Go and look; cars may wait."],
  "epoch-lost": ["A gate lost its journal", "Facts may be missing: stays of that time may have to be corrected."],
  "gate-forked": ["Two boxes call themselves one gate", "A copied disk or a restored backup. Revoke one of them."],
  "fact-quarantined": [
    "A gate sent what nobody understands",
    "It was set aside whole; those behind it went on. Tell who maintains the software.",
  ],
  "message-malformed": ["A gate sent a broken message", "It was dropped. Tell who maintains the software."],
  "zone-unknown": ["A gate names a zone that there is not", "Its settings and the estate's differ."],
  "tariff-unknown": ["A stay could not be priced", "It cost nothing. Agree a total with the driver, or leave it."],
  "stay-not-charged": ["A stay was not charged", "Its account has no wallet in that currency. Look at the account."],
  "subscription-not-renewed": [
    "A subscription was not renewed",
    "There was not enough money, or the plan has ended. The driver pays by the tariff now.",
  ],
  "payment-odd": [
    "The payment provider says something odd",
    "It moved money otherwise than it was asked. Compare with the provider's own books.",
  ],
  "books-unproved": [
    "A day could not be closed",
    "The books do not balance. Nothing was stored; look at the words and tell who maintains the software.",
  ],
  "cloud-restored": [
    "The cloud was restored from a backup",
    "Gates send again what was lost. Look at counts and open stays.",
  ],
};
export const exceptionWords = (kind: string): readonly [string, string] =>
  EXCEPTIONS[kind] ?? [kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " "), ""];

const FLAGS: Readonly<Record<string, string>> = {
  "arrival-unresolved": "nobody saw it come in",
  "not-charged": "no wallet to charge",
  "offer-missing": "the gate named no price",
  "while-inside": "another car of the account was inside",
  "arrived-twice": "let in twice on one credential",
  "departure-before-arrival": "its departure was known before its arrival",
  "grant-unseen": "the gate's decision is missing",
  "departure-missed": "nobody saw it leave",
  "started-by-system": "nobody saw it arrive",
  "subscription-not-applicable": "the subscription is for another vehicle, or the pass named none",
  "subscription-in-use": "the subscription's places were taken",
  "tariff-unknown": "not priced",
  "clock-unsure": "a gate was not sure of the time",
  "clocks-disagree": "two gates' clocks disagree",
  reopened: "a departure was taken for its own that was an earlier visit's",
};
export const flagWords = (flag: string): string => FLAGS[flag] ?? flag.replaceAll("-", " ");

export const STATES: Readonly<Record<string, string>> = {
  granted: "let in, not seen inside",
  inside: "inside",
  departed: "departed",
  abandoned: "backed out",
  unresolved: "not known",
};

/** How sure a zone's books are, by what persons counted there. */
export function howSure({ items, plusMinus, passagesSince, driftPerThousand: drift }: ZoneCounts): string {
  const right = `Right to ± ${plusMinus}`;
  const cars = passagesSince === 1 ? "one car has passed" : `${passagesSince} cars have passed`;
  if (items.length === 0) return `${right}: ${cars}, and nobody has counted yet.`;
  const since = `${right}: ${cars} since the last count`;
  // Counts before the first car say nothing of how cars are judged.
  if (drift === null) return `${since}.`;
  if (drift === 0) return `${since}, with no drift to one side.`;
  return `${since}; the books say ${Math.abs(drift)} too ${drift > 0 ? "many" : "few"} every 1,000 cars.`;
}

/** What allowing overdraw may come to in a zone. */
export const atWorst = (cars: number): string =>
  `With every link down, gates may let in ${cars === 1 ? "one car" : `${cars} cars`} more than there are places.`;
