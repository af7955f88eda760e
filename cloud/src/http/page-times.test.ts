import { expect, onTestFinished, test, vi } from "vitest";
import { ar } from "../../web/driver/src/i18n/ar.ts";
import { de } from "../../web/driver/src/i18n/de.ts";
import { en } from "../../web/driver/src/i18n/en.ts";
import { formatOf } from "../../web/driver/src/i18n/format.ts";
import { dayAt, timeAt } from "../../web/ops/format.ts";
import { momentAt, spanAt } from "../../web/ops/office/price-lines.ts";

// What browsers run: the pages have the server's own decision of which times need their offset.

const ZURICH = "Europe/Zurich";
const [FIRST, SECOND, PLAIN] = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-02T01:30:00Z"] as const;
/** In whatever language this computer speaks. */
const half2 = timeAt(Date.parse(PLAIN), ZURICH);
const sunday = dayAt(Date.parse(FIRST), ZURICH);

test("the office tells 02:30 from 02:30, and says nothing more on a plain day", () => {
  expect(momentAt(FIRST, ZURICH)).toBe(`${sunday}, ${half2}\u00a0+02:00`);
  expect(momentAt(SECOND, ZURICH)).toBe(`${sunday}, ${half2}\u00a0+01:00`);
  expect(momentAt(PLAIN, ZURICH)).toBe(`${dayAt(Date.parse(PLAIN), ZURICH)}, ${half2}`);
  expect(momentAt("2026-04-04T15:15:00Z", "Australia/Lord_Howe")).toMatch(/\u00a0\+10:30$/);
});

test("the office's lines say it at either end, each by its own day", () => {
  expect(spanAt(FIRST, SECOND, ZURICH)).toBe(`${sunday}, ${half2}\u00a0+02:00 – ${half2}\u00a0+01:00`);
  const over = spanAt("2026-03-28T22:30:00Z", "2026-03-29T01:30:00Z", ZURICH);
  expect(over).toMatch(/\u00a0\+02:00$/);
  expect(over).not.toContain("+01:00");
  expect(spanAt("2026-03-02T01:30:00Z", "2026-03-02T02:30:00Z", ZURICH)).not.toContain("+");
});

test("so does the driver's app, in each of its languages", () => {
  expect(formatOf("en", en).exactWhen(FIRST, ZURICH)).toBe("Sun 25 Oct, 02:30\u00a0+02:00");
  expect(formatOf("de", de).exactWhen(SECOND, ZURICH)).toBe("So., 25. Okt., 02:30\u00a0+01:00");
  expect(formatOf("ar", ar).exactWhen(SECOND, ZURICH)).toMatch(/02:30 \S+\u00a0\u2066\+01:00\u2069$/);
  expect(formatOf("en", en).exactWhen("2026-03-29T01:30:00Z", ZURICH)).toBe("Sun 29 Mar, 03:30\u00a0+02:00");
  for (const format of [formatOf("en", en), formatOf("de", de), formatOf("ar", ar)])
    expect(format.exactWhen(PLAIN, ZURICH)).toBe(format.when(PLAIN, ZURICH));
});

test("the driver's app goes by the telephone's clocks where it shows by them", () => {
  vi.stubEnv("TZ", ZURICH);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { exactWhen } = formatOf("en", en);
  expect(exactWhen(FIRST)).toBe("Sun 25 Oct, 02:30\u00a0+02:00");
  expect(exactWhen(SECOND)).toBe("Sun 25 Oct, 02:30\u00a0+01:00");
  expect(exactWhen(PLAIN)).toBe("Mon 2 Mar, 02:30");
});
