import type { Notice } from "./notice.ts";

/** Languages that notices are written in; the first stands in for any other. */
export const LANGUAGES = ["en", "de", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The best language for the first of these that says anything (BCP 47: "de-AT" is German). */
export function languageOf(...wanted: readonly (string | null | undefined)[]): Language {
  const said = wanted.find((each) => each !== null && each !== undefined && each !== "");
  const primary = said?.toLowerCase().split("-", 1)[0];
  return LANGUAGES.find((each) => each === primary) ?? LANGUAGES[0];
}

/** A notice in words. */
export interface Words {
  readonly title: string;
  readonly body: string;
}

/** What stands in a text, as its language writes it. */
interface Filled {
  readonly estate: string;
  readonly time: string;
  readonly span: string;
  readonly money: string;
  readonly free: string;
}

type Text = (filled: Filled, notice: Notice) => Words;

/** With its full stop; an abbreviation at its end has one already. */
const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

const isGroupPaid = (notice: Notice): boolean => notice.kind === "stay-ended" && notice.paidByGroup;

const texts: Readonly<Record<Language, Readonly<Record<Notice["kind"], Text>>>> = {
  en: {
    "stay-began": ({ estate, time }) => ({ title: "Your stay has begun", body: `${estate}, since ${time}.` }),
    "stay-ended": ({ estate, span, money }, notice) => ({
      title: `Your stay has ended: ${money}`,
      body: `${sentence(`${estate}, ${span}`)}${isGroupPaid(notice) ? " Your group pays for it." : ""}`,
    }),
    "balance-low": ({ money }) => ({
      title: "Your balance is low",
      body: `${money} are left. Top up before you park again.`,
    }),
    "estate-full": ({ estate }) => ({ title: `${estate} is full`, body: "There is no free place at the moment." }),
    "estate-free": ({ estate, free }) => ({ title: `${estate} has room again`, body: `Free places: ${free}.` }),
  },
  de: {
    "stay-began": ({ estate, time }) => ({ title: "Sie parken", body: `${estate}, seit ${time} Uhr.` }),
    "stay-ended": ({ estate, span, money }, notice) => ({
      title: `Parken beendet: ${money}`,
      body: `${sentence(`${estate}, ${span}`)}${isGroupPaid(notice) ? " Ihre Gruppe bezahlt." : ""}`,
    }),
    "balance-low": ({ money }) => ({
      title: "Ihr Guthaben ist fast aufgebraucht",
      body: `Es sind noch ${money} da. Laden Sie vor dem nächsten Parken auf.`,
    }),
    "estate-full": ({ estate }) => ({ title: `${estate} ist voll`, body: "Zurzeit ist kein Platz frei." }),
    "estate-free": ({ estate, free }) => ({ title: `${estate} hat wieder Platz`, body: `Freie Plätze: ${free}.` }),
  },
  ar: {
    "stay-began": ({ estate, time }) => ({ title: "بدأ وقوف سيارتك", body: `${estate}، منذ الساعة ${time}.` }),
    "stay-ended": ({ estate, span, money }, notice) => ({
      title: `انتهى وقوف سيارتك: ${money}`,
      body: `${sentence(`${estate}، ${span}`)}${isGroupPaid(notice) ? " تدفع مجموعتك التكلفة." : ""}`,
    }),
    "balance-low": ({ money }) => ({
      title: "رصيدك منخفض",
      body: `المتبقي ${money}. اشحن رصيدك قبل الوقوف التالي.`,
    }),
    "estate-full": ({ estate }) => ({ title: `${estate}: لا توجد أماكن`, body: "جميع الأماكن مشغولة حاليًا." }),
    "estate-free": ({ estate, free }) => ({ title: `${estate}: توجد أماكن مجددًا`, body: `الأماكن الشاغرة: ${free}.` }),
  },
};

/** Figures as the receipts write them, in every script. */
const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE", ar: "ar-u-nu-latn" };

/** A name from elsewhere, kept from turning the text around it (Unicode's bidirectional algorithm, UAX 9: FSI … PDI). */
const isolated = (text: string): string => `\u2068${text}\u2069`;

/** A notice in a language. */
export function wordsOf(notice: Notice, language: Language): Words {
  const locale = LOCALES[language];
  const rightToLeft = language === "ar";
  const set = (text: string): string => (rightToLeft ? isolated(text) : text);
  const filled: Filled = {
    estate: "estateName" in notice ? set(notice.estateName) : "",
    time: notice.kind === "stay-began" ? set(timeOf(notice.atMs, notice.timeZone, locale)) : "",
    span: notice.kind === "stay-ended" ? spanOf(notice.atMs - notice.arrivedAtMs, locale) : "",
    money: set(moneyOf(notice, locale)),
    free: "free" in notice ? set(new Intl.NumberFormat(locale).format(notice.free)) : "",
  };
  return texts[language][notice.kind](filled, notice);
}

function moneyOf(notice: Notice, locale: string): string {
  if (!("currency" in notice)) return "";
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: notice.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format((notice.kind === "stay-ended" ? notice.totalMinor : notice.balanceMinor) / 10 ** digits);
}

const timeOf = (atMs: number, timeZone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" }).format(atMs);

/** "2 hrs 5 min": whole minutes, begun ones not counted. */
function spanOf(ms: number, locale: string): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const part = (value: number, unit: "day" | "hour" | "minute") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: unit === "day" ? "long" : "short" }).format(
      value,
    );
  const parts = [
    ...(days > 0 ? [part(days, "day")] : []),
    ...(hours > 0 ? [part(hours, "hour")] : []),
    ...(minutes % 60 > 0 || minutes === 0 ? [part(minutes % 60, "minute")] : []),
  ];
  return parts.join(" ");
}
