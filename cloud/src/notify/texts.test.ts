import { describe, expect, test } from "vitest";
import { messageOf } from "./delivery.ts";
import type { Notice } from "./notice.ts";
import { LANGUAGES, languageOf, wordsOf } from "./texts.ts";

const AT = Date.parse("2026-03-02T07:05:00Z");
const where = { estate: "harbour", estateName: "Harbour Garage" };
const ended: Notice = {
  ...{ ...where, kind: "stay-ended", session: "s", arrivedAtMs: AT, atMs: AT + 125 * 60_000 },
  ...{ totalMinor: 1250, currency: "EUR", paidByGroup: false },
};
const notices: Notice[] = [
  { ...where, kind: "stay-began", session: "s", atMs: AT, timeZone: "Europe/Berlin" },
  ended,
  { ...ended, paidByGroup: true, totalMinor: 0 },
  { kind: "balance-low", atMs: AT, balanceMinor: -1250, currency: "EUR" },
  { ...where, kind: "estate-full", atMs: AT, free: 0 },
  { ...where, kind: "estate-free", atMs: AT, free: 1234 },
];
/** Without the marks that keep figures from turning the text around them. */
const plain = (text: string) =>
  text.replaceAll(/[\u2066-\u2069\u200e\u200f\u00a0\u202f]/g, (mark) => (/[\u00a0\u202f]/.test(mark) ? " " : ""));

describe("notices in words", () => {
  test("in English, in the time of the estate", () => {
    expect(notices.map((notice) => wordsOf(notice, "en")).map(({ title, body }) => `${title} | ${body}`)).toEqual([
      "Your stay has begun | Harbour Garage, since 08:05.",
      "Your stay has ended: €12.50 | Harbour Garage, 2 hrs 5 mins.",
      "Your stay has ended: €0.00 | Harbour Garage, 2 hrs 5 mins. Your group pays for it.",
      "Your balance is low | -€12.50 are left. Top up before you park again.",
      "Harbour Garage is full | There is no free place at the moment.",
      "Harbour Garage has room again | Free places: 1,234.",
    ]);
  });

  test("in German", () => {
    expect(
      notices.map((notice) => wordsOf(notice, "de")).map(({ title, body }) => plain(`${title} | ${body}`)),
    ).toEqual([
      "Sie parken | Harbour Garage, seit 08:05 Uhr.",
      "Parken beendet: 12,50 € | Harbour Garage, 2 Std. 5 Min.",
      "Parken beendet: 0,00 € | Harbour Garage, 2 Std. 5 Min. Ihre Gruppe bezahlt.",
      "Ihr Guthaben ist fast aufgebraucht | Es sind noch -12,50 € da. Laden Sie vor dem nächsten Parken auf.",
      "Harbour Garage ist voll | Zurzeit ist kein Platz frei.",
      "Harbour Garage hat wieder Platz | Freie Plätze: 1.234.",
    ]);
  });

  test("in Arabic, with names and figures kept from turning the text around them", () => {
    const { title, body } = wordsOf(ended, "ar");
    expect(body).toContain("\u2068Harbour Garage\u2069");
    expect(title).toContain("12.50");
    expect(plain(title)).toMatch(/^انتهى وقوف سيارتك: /);
    for (const { kind, ...rest } of notices)
      expect(wordsOf({ kind, ...rest } as Notice, "ar").title).toMatch(/\p{Script=Arabic}/u);
  });

  test("never with a hole in them", () => {
    for (const language of LANGUAGES)
      for (const notice of notices) {
        const { title, body } = wordsOf(notice, language);
        expect(title.length).toBeGreaterThan(3);
        expect(`${title} ${body}`).not.toMatch(/undefined|NaN|null|\u2068\u2069|\s{2}|[.]{2}/);
      }
  });

  test("currencies have their own digits", () => {
    expect(wordsOf({ ...ended, totalMinor: 1250, currency: "JPY" }, "en").title).toBe("Your stay has ended: JP¥1,250");
  });
});

test.each([
  [["de-AT", "en"], "de"],
  [[null, "ar-EG"], "ar"],
  [["fr", "de"], "en"],
  [[undefined, null, ""], "en"],
])("who reads %j is told in %s", (wanted, language) => {
  expect(languageOf(...wanted)).toBe(language);
});

test("a message leads to the app's page about it", () => {
  expect(notices.map((notice) => messageOf(notice, "en").url)).toEqual([
    ...["/app/stays/s", "/app/stays/s", "/app/stays/s", "/app/wallet", "/app/estates/harbour", "/app/estates/harbour"],
  ]);
});
