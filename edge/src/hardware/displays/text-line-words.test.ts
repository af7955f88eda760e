import fc from "fast-check";
import { expect, it } from "vitest";
import { transliterate, wrap } from "./text-line-words.ts";

it.each([
  ["Außer Betrieb", "Ausser Betrieb"],
  ["Plätze für Ärzte", "Plaetze fuer Aerzte"],
  ["Déjà à l’intérieur", "Deja a l'interieur"],
  ["2,40 €/h", "2,40 EUR/h"],
  ["Zu wenig Guthaben ✋", "Zu wenig Guthaben"],
])("%s is shown as %s", (text, shown) => expect(transliterate(text)).toBe(shown));

it("whatever is shown has letters that every display has, and lines that fit", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 8, max: 40 }), (text, columns) => {
      for (const line of wrap(transliterate(text), columns)) {
        expect(line).toMatch(/^[\u0021-\u007e][\u0020-\u007e]*$/);
        expect(line.length).toBeLessThanOrEqual(columns);
      }
    }),
  );
});

it("breaks between words, and keeps them all", () => {
  expect(wrap("Please top up in the app, then try again.", 20)).toEqual([
    "Please top up in the",
    "app, then try again.",
  ]);
});
