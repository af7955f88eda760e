import { describe, expect, test } from "vitest";
import { instantsShowing, offsetOnChangeDay, withOffset } from "./local-days.ts";

const offsetAt = (utc: string, timeZone: string) => offsetOnChangeDay(Date.parse(utc), timeZone);

describe("the offset is said on a day on which the clocks change", () => {
  test.each([
    ["an hour back in Zurich, before", "Europe/Zurich", "2026-10-25T00:30:00Z", "+02:00"],
    ["an hour back in Zurich, after", "Europe/Zurich", "2026-10-25T01:30:00Z", "+01:00"],
    ["from its first minute", "Europe/Zurich", "2026-10-24T22:00:00Z", "+02:00"],
    ["to its last minute", "Europe/Zurich", "2026-10-25T22:59:59Z", "+01:00"],
    ["an hour on in Zurich, before", "Europe/Zurich", "2026-03-29T00:30:00Z", "+01:00"],
    ["an hour on in Zurich, after", "Europe/Zurich", "2026-03-29T01:30:00Z", "+02:00"],
    ["half an hour back, before", "Australia/Lord_Howe", "2026-04-04T14:45:00Z", "+11:00"],
    ["half an hour back, after", "Australia/Lord_Howe", "2026-04-04T15:15:00Z", "+10:30"],
    ["half an hour on", "Australia/Lord_Howe", "2026-10-03T15:45:00Z", "+11:00"],
    ["west of Greenwich", "America/St_Johns", "2026-11-01T05:00:00Z", "-03:30"],
    ["back to the midnight that was, before", "Atlantic/Azores", "2026-10-25T00:30:00Z", "+00:00"],
    ["back to the midnight that was, after", "Atlantic/Azores", "2026-10-25T01:30:00Z", "-01:00"],
    ["back into the evening before, before", "America/Santiago", "2026-04-05T02:30:00Z", "-03:00"],
    ["back into the evening before, after", "America/Santiago", "2026-04-05T03:30:00Z", "-04:00"],
    ["on from midnight: a day of 23 hours", "America/Santiago", "2026-09-06T04:30:00Z", "-03:00"],
  ])("%s (%s)", (_what, timeZone, utc, offset) => {
    expect(offsetAt(utc, timeZone)).toBe(offset);
  });
});

describe("nothing is said on a day of 24 hours", () => {
  test.each([
    ["a plain day", "Europe/Zurich", "2026-03-02T01:30:00Z"],
    ["the last second before", "Europe/Zurich", "2026-10-24T21:59:59Z"],
    ["the first after", "Europe/Zurich", "2026-10-25T23:00:00Z"],
    ["the evening before an hour that is left out at midnight", "America/Santiago", "2026-09-06T03:30:00Z"],
    ["the day after an evening that had an hour more", "America/Santiago", "2026-04-05T04:30:00Z"],
    ["the day before one that was left out", "Pacific/Apia", "2011-12-30T09:00:00Z"],
    ["the day after one that was left out", "Pacific/Apia", "2011-12-30T11:00:00Z"],
    ["a zone whose clocks never change", "UTC", "2026-10-25T01:30:00Z"],
  ])("%s (%s)", (_what, timeZone, utc) => {
    expect(offsetAt(utc, timeZone)).toBeUndefined();
  });
});

test("a time is shown with its offset only where there is one to say", () => {
  expect(withOffset("02:30", Date.parse("2026-10-25T01:30:00Z"), "Europe/Zurich")).toBe("02:30 +01:00");
  expect(withOffset("02:30", Date.parse("2026-10-26T01:30:00Z"), "Europe/Zurich")).toBe("02:30");
});

test.each([
  ["once", "Europe/Zurich", "2026-03-02T02:30", ["2026-03-02T01:30"]],
  ["twice, an hour apart", "Europe/Zurich", "2026-10-25T02:30", ["2026-10-25T00:30", "2026-10-25T01:30"]],
  ["not twice at the end of that hour", "Europe/Zurich", "2026-10-25T03:00", ["2026-10-25T02:00"]],
  ["never, where they skip it", "Europe/Zurich", "2026-03-29T02:30", []],
  ["twice, half an hour apart", "Australia/Lord_Howe", "2026-04-05T01:45", ["2026-04-04T14:45", "2026-04-04T15:15"]],
  ["twice over midnight", "America/Santiago", "2026-04-04T23:30", ["2026-04-05T02:30", "2026-04-05T03:30"]],
  ["never on a day that was left out", "Pacific/Apia", "2011-12-30T12:00", []],
])("a local time is shown %s (%s)", (_what, timeZone, shown, instants) => {
  const found = instantsShowing(Date.parse(`${shown}Z`), timeZone);
  expect(found.map((atMs) => new Date(atMs).toISOString().slice(0, 16))).toEqual(instants);
});
