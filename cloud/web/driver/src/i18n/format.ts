import { offsetOnChangeDay } from "../../../../src/pricing/local-days.ts";
import type { Messages } from "./en.ts";

/** Numbers, money and times as the reader's language writes them. */
export interface Format {
  /** Minor units of a currency. */
  money(amountMinor: number, currency: string): string;
  /** The same with its sign, where the language has that, for what came in and what went out. */
  moved(amountMinor: number, currency: string): string;
  number(value: number): string;
  time(at: string | number, timeZone?: string): string;
  date(at: string | number, timeZone?: string): string;
  /** A time of today, or a day and a time. */
  when(at: string | number, timeZone?: string): string;
  /** The same with the offset from UTC, "02:30 +01:00", on a day on which the clocks change and may show a time twice. */
  exactWhen(at: string | number, timeZone?: string): string;
  /** Of UTC's calendar: "November 2026". */
  month(at: string | number): string;
  /** Of UTC's calendar: "Mon". */
  weekday(at: string | number): string;
  /** "1 h 05 min". */
  duration(ms: number): string;
  distance(meters: number): string;
  /** The server's words of a price, "2.40 EUR an hour", in the reader's language; others as they are. */
  priceWords(words: string): string;
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

const MINUTE = 60_000;

export function formatOf(language: string, t: Messages): Format {
  // Arabic with Latin digits, as tickets and displays in most of its countries show prices.
  const locale = language === "ar" ? "ar-u-nu-latn" : language === "en" ? "en-GB" : language;
  const amount = (amountMinor: number, currency: string, signDisplay: "auto" | "exceptZero"): string => {
    const style = { style: "currency", currency, signDisplay } as const;
    return new Intl.NumberFormat(locale, style).format(amountMinor / 10 ** digitsOf(currency));
  };
  const zone = (timeZone: string | undefined) => (timeZone === undefined ? {} : { timeZone });
  const time = (at: string | number, timeZone?: string): string =>
    new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", ...zone(timeZone) }).format(new Date(at));
  const date = (at: string | number, timeZone?: string): string =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", ...zone(timeZone) }).format(
      new Date(at),
    );
  const when = (at: string | number, timeZone?: string): string => {
    const isToday = date(at, timeZone) === date(Date.now(), timeZone);
    return isToday
      ? time(at, timeZone)
      : new Intl.DateTimeFormat(locale, {
          ...{ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
          ...zone(timeZone),
        }).format(new Date(at));
  };
  const named = (at: string | number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(new Date(at));
  const part = (value: number, unit: "hour" | "minute" | "day", display: "short" | "narrow" = "short"): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: display }).format(value);
  return {
    money: (amountMinor, currency) => amount(amountMinor, currency, "auto"),
    moved: (amountMinor, currency) => amount(amountMinor, currency, "exceptZero"),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    time,
    date,
    month: (at) => named(at, { month: "long", year: "numeric" }),
    weekday: (at) => named(at, { weekday: "short" }),
    when,
    exactWhen(at, timeZone) {
      const shownBy = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      const offset = offsetOnChangeDay(new Date(at).getTime(), shownBy);
      if (offset === undefined) return when(at, timeZone);
      // No line ends between the two. Among Arabic words the sign would wander to the other end (Unicode's bidirectional algorithm, UAX 9: LRI … PDI).
      return `${when(at, timeZone)}\u00a0${language === "ar" ? `\u2066${offset}\u2069` : offset}`;
    },
    duration(ms) {
      const minutes = Math.max(0, Math.floor(ms / MINUTE));
      const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
      const shown = [
        ...(days > 0 ? [part(days, "day")] : []),
        ...(hours > 0 ? [part(hours, "hour")] : []),
        ...(days === 0 ? [part(minutes % 60, "minute")] : []),
      ];
      return shown.join(" ");
    },
    distance: (meters) =>
      meters < 950
        ? t.units.m(new Intl.NumberFormat(locale).format(Math.round(meters / 50) * 50))
        : t.units.km(new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(meters / 1000)),
    priceWords(words) {
      const [, amount, currency] = /^(\d+(?:\.\d+)?) ([A-Z]{3}) an hour$/.exec(words) ?? [];
      if (amount === undefined || currency === undefined) return words;
      return t.estates.perHour(new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount)));
    },
  };
}
