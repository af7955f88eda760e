import { isWithinHours, Weekday } from "@baygate/shared/local-hours";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openingAt } from "./opening.ts";
import { distanceM } from "./position.ts";

const BERLIN = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
const shops = [
  { days: ["mon", "tue", "wed", "thu", "fri"] as const, from: "06:00", to: "22:00" },
  { days: ["sat"] as const, from: "08:00", to: "02:00" },
].map(({ days, ...times }) => ({ days: [...days], ...times }));

describe("an estate's opening hours", () => {
  it.each([
    ["2026-03-02T07:00+01:00", shops, "open until 22:00", "2026-03-02T22:00+01:00"],
    ["2026-03-02T22:00+01:00", shops, "closed until Tue 06:00", "2026-03-03T06:00+01:00"],
    ["2026-03-08T01:59+01:00", shops, "open until 02:00", "2026-03-08T02:00+01:00"],
    ["2026-03-08T02:00+01:00", shops, "closed until Mon 06:00", "2026-03-09T06:00+01:00"],
    ["2026-03-02T07:00+01:00", [], "open around the clock", null],
    ["2026-03-02T07:00+01:00", [{ from: "00:00", to: "24:00" }], "open around the clock", null],
    // The clocks go from 02:00 to 03:00: half past two is never shown.
    ["2026-03-29T01:30+01:00", [{ from: "00:00", to: "02:30" }], "open until 03:00", "2026-03-29T03:00+02:00"],
    ["2026-03-29T01:30+01:00", [{ from: "06:00", to: "20:00" }], "closed until 06:00", "2026-03-29T06:00+02:00"],
  ] as const)("at %s", (time, windows, words, until) => {
    const seen = openingAt([...windows], at(time), BERLIN);
    expect([seen.words, seen.untilMs]).toEqual([words, until === null ? null : at(until)]);
  });

  it("stay as they are until the instant that is said, and change then", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const time = minute.map((m) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`);
    const days = fc.uniqueArray(fc.constantFrom(...Weekday.options), { minLength: 1 });
    const windows = fc.array(fc.record({ days, from: time, to: time }), { minLength: 1, maxLength: 4 });
    const instant = fc.integer({ min: at("2026-03-20T00:00Z") / 60_000, max: at("2026-11-05T00:00Z") / 60_000 });
    const zone = fc.constantFrom(BERLIN, "America/St_Johns", "Australia/Lord_Howe", "UTC");
    fc.assert(
      fc.property(windows, instant, zone, (hours, minutes, timeZone) => {
        const { now, untilMs } = openingAt(hours, minutes * 60_000, timeZone);
        const end = untilMs ?? (minutes + 8 * 1440) * 60_000;
        for (let ms = minutes * 60_000; ms < end; ms += 7 * 60_000)
          expect(isWithinHours(hours, ms, timeZone)).toBe(now);
        if (untilMs !== null) expect(isWithinHours(hours, untilMs, timeZone)).toBe(!now);
        if (untilMs !== null) expect(isWithinHours(hours, untilMs - 60_000, timeZone)).toBe(now);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the distance between two places", () => {
  it("is what a map says", () => {
    const hamburg = { lat: 53.5503, lon: 9.9937 };
    expect(distanceM(hamburg, { lat: 52.5186, lon: 13.4081 })).toBeCloseTo(255_300, -3);
    expect(distanceM(hamburg, hamburg)).toBe(0);
    expect(distanceM({ lat: 0, lon: 179.9995 }, { lat: 0, lon: -179.9995 })).toBe(111);
    expect(distanceM({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeGreaterThan(20_000_000);
  });
});
