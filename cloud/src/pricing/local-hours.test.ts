import { isWithinHours, type LocalHours, Weekday } from "@baygate/shared/local-hours";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Calendar, spansOf } from "./windows.ts";

const berlin = (text: string) => Date.parse(`${text}+01:00`);

describe("local hours, as a gate asks them", () => {
  test.each<[at: string, windows: LocalHours[], within: boolean]>([
    ["2026-11-23T12:00", [], true],
    ["2026-11-23T07:59", [{ days: ["mon"], from: "08:00", to: "18:00" }], false],
    ["2026-11-23T08:00", [{ days: ["mon"], from: "08:00", to: "18:00" }], true],
    ["2026-11-23T18:00", [{ days: ["mon"], from: "08:00", to: "18:00" }], false],
    ["2026-11-24T03:00", [{ days: ["mon"], from: "20:00", to: "06:00" }], true],
    ["2026-11-23T03:00", [{ days: ["mon"], from: "20:00", to: "06:00" }], false],
    ["2026-11-22T23:59", [{ days: ["sat"] }, { days: ["sun"] }], true],
    ["2026-11-23T00:00", [{ days: ["sat"] }, { days: ["sun"] }], false],
  ])("%s in %j: %s", (at, windows, within) => {
    expect(isWithinHours(windows, berlin(at), "Europe/Berlin")).toBe(within);
  });

  test("mean the same minute at the gate and in the price", () => {
    const time = fc
      .integer({ min: 0, max: 1440 })
      .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);
    const hours = fc
      .record({
        days: fc.option(fc.subarray([...Weekday.options], { minLength: 1 })),
        from: fc.option(time),
        to: fc.option(time),
      })
      .map(({ days, from, to }): LocalHours => ({ ...(days && { days }), ...(from && { from }), ...(to && { to }) }));
    const zone = fc.constantFrom("Europe/Zurich", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe");
    const at = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });
    fc.assert(
      fc.property(fc.array(hours, { maxLength: 3 }), at, zone, (windows, atMs, timeZone) => {
        const [span] = spansOf(atMs, atMs + 1, timeZone, [windows], Calendar.parse({}));
        expect(isWithinHours(windows, atMs, timeZone)).toBe(span?.at === 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
