import { offsetOnChangeDay } from "../../../src/pricing/local-days.ts";
import { el } from "../dom.ts";
import { dayAt, money, timeAt } from "../format.ts";
import { table } from "./parts.ts";
import type { Line, Tax } from "./wire.ts";
import { ruleName } from "./words.ts";

/** The time of day at a place; with the offset from UTC where its clocks may show it twice, and no line ends between the two. */
function clockAt(ms: number, timeZone: string): string {
  const offset = offsetOnChangeDay(ms, timeZone);
  return offset === undefined ? timeAt(ms, timeZone) : `${timeAt(ms, timeZone)}\u00a0${offset}`;
}

/** A moment by a place's clocks: "Mon, 2 Mar, 09:00", "Sun, 25 Oct, 02:30 +01:00". */
export const momentAt = (at: string, timeZone: string): string =>
  `${dayAt(Date.parse(at), timeZone)}, ${clockAt(Date.parse(at), timeZone)}`;

/** From one moment to another, the day said once where it is the same. */
export function spanAt(from: string, to: string, timeZone: string): string {
  const [a, b] = [Date.parse(from), Date.parse(to)];
  const isSameDay = dayAt(a, timeZone) === dayAt(b, timeZone);
  return `${momentAt(from, timeZone)} – ${isSameDay ? clockAt(b, timeZone) : momentAt(to, timeZone)}`;
}

/** How long something took: "1 h 20 min". */
export function lasted(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [days > 0 ? `${days} d` : "", hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""];
  return parts.filter(Boolean).join(" ") || "0 min";
}

/** A price as it was made: line by line, the rule first, then the total and the taxes in it. */
export function priceTable(
  {
    lines,
    taxes,
    totalMinor,
    currency,
  }: { lines: readonly Line[]; taxes: readonly Tax[]; totalMinor: number; currency: string },
  timeZone: string,
): HTMLElement {
  const rows = lines.map((line) => [
    el("b", "", ruleName(line.rule)),
    line.words,
    spanAt(line.from, line.to, timeZone),
    money(line.amountMinor, currency),
  ]);
  const made = table(["Rule", "What it says", "For", "Amount"], rows, {
    numeric: [3],
    empty: "No line: it costs nothing.",
    foot: [el("b", "", "Total"), "", "", el("b", "", money(totalMinor, currency))],
  });
  const said = taxes.map(({ words, netMinor, taxMinor }) =>
    el("p", "soft", `${words}: ${money(taxMinor, currency)} in it, net ${money(netMinor, currency)}`),
  );
  return el("div", "price-lines", made, ...said);
}
