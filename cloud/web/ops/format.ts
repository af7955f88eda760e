/** Numbers, money and times as a person of this browser's language reads them. */
const LOCALE = navigator.language || "en";

const whole = new Intl.NumberFormat(LOCALE);
export const count = (value: number): string => whole.format(value);

const moneyFormats = new Map<string, Intl.NumberFormat>();
/** Minor units of a currency: "1.234,50 €". */
export function money(amountMinor: number, currency: string): string {
  const format = moneyFormats.get(currency) ?? new Intl.NumberFormat(LOCALE, { style: "currency", currency });
  moneyFormats.set(currency, format);
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const factorFormat = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** An occupancy factor: "× 1,25". */
export const factor = (permille: number): string => `× ${factorFormat.format(permille / 1000)}`;

const percentFormat = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 });
export const percent = (share: number): string => percentFormat.format(share);

const msFormat = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
/** How long a gate took: "4,2 ms". */
export const elapsed = (ms: number): string =>
  ms < 10 ? `${msFormat.format(ms)} ms` : `${whole.format(Math.round(ms))} ms`;

const clocks = new Map<
  string,
  { minute: Intl.DateTimeFormat; second: Intl.DateTimeFormat; day: Intl.DateTimeFormat }
>();
function clockOf(timeZone: string) {
  const known = clocks.get(timeZone);
  if (known) return known;
  const hour = { timeZone, hour: "2-digit", minute: "2-digit" } as const;
  const made = {
    minute: new Intl.DateTimeFormat(LOCALE, hour),
    second: new Intl.DateTimeFormat(LOCALE, { ...hour, second: "2-digit" }),
    day: new Intl.DateTimeFormat(LOCALE, { timeZone, weekday: "short", day: "numeric", month: "short" }),
  };
  clocks.set(timeZone, made);
  return made;
}

/** The time of day at an estate. */
export const timeAt = (ms: number, timeZone: string): string => clockOf(timeZone).minute.format(ms);
export const exactTimeAt = (ms: number, timeZone: string): string => clockOf(timeZone).second.format(ms);
export const dayAt = (ms: number, timeZone: string): string => clockOf(timeZone).day.format(ms);
