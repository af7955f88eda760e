import type { PricePolicy } from "./dynamic-price.ts";
import { evenTimeAt, localDate, localDays } from "./local-days.ts";
import type { Replay, ReplayedMoment } from "./replay.ts";
import { factorWords } from "./words.ts";

const HOUR = 3_600_000;
const DAYS_SHOWN = 7;
const WIDTH = 1200;
const LEFT = 70;
const RIGHT = 1176;
const OCCUPANCY = { top: 118, bottom: 418 };
const FACTOR = { top: 482, bottom: 612 };
const HEIGHT = 676;
const INK = {
  text: "#1f2733",
  soft: "#5d6878",
  grid: "#dfe4ea",
  without: "#8a94a3",
  with: "#1463c9",
  factor: "#b4471a",
};

export interface PictureWords {
  readonly title: string;
  /** What was assumed. */
  readonly subtitle: string;
}

/** The dates of the week with the most moves, or of all days where there are no more than that. */
export function daysShown({ days }: Replay): string[] {
  const weeks = days.map((_, first) => days.slice(first, first + DAYS_SHOWN));
  const moves = (week: Replay["days"]) => week.reduce((sum, day) => sum + day.moves, 0);
  const busiest = weeks.reduce((best, week) => (moves(week) > moves(best) ? week : best), weeks[0] ?? []);
  return busiest.map(({ date }) => date);
}

/**
 * The replay as an SVG picture: above the occupancy without and with the dynamic price, over the policy's bands; below the factor. Of a long
 * replay the week with the most moves.
 */
export function replayPicture(
  replay: Replay,
  policy: PricePolicy,
  capacity: number,
  timeZone: string,
  words: PictureWords,
): string {
  const dates = daysShown(replay);
  const shown = replay.moments.filter(({ atMs }) => dates.includes(localDate(atMs, timeZone)));
  const fromMs = shown[0]?.atMs ?? 0;
  const toMs = Math.max(fromMs + HOUR, shown.at(-1)?.atMs ?? 0);
  const x = (atMs: number) => LEFT + ((RIGHT - LEFT) * (atMs - fromMs)) / (toMs - fromMs);
  const top = Math.max(
    1,
    Math.ceil(Math.max(...shown.flatMap((at) => [at.without, at.with]), 0) / capacity / 0.1) * 0.1,
  );
  const share = (use: number) => OCCUPANCY.bottom - ((OCCUPANCY.bottom - OCCUPANCY.top) * use) / top;
  const range = factorRange(policy, shown);
  const factor = (permille: number) =>
    FACTOR.bottom - ((FACTOR.bottom - FACTOR.top) * (permille - range.low)) / (range.high - range.low);
  const curve = (of: (moment: ReplayedMoment) => number) =>
    shown.map((at, n) => `${at.begins || n === 0 ? "M" : "L"}${xy(x(at.atMs), share(of(at) / capacity))}`).join("");
  const parts = [
    ...bands(policy, share, top),
    ...dayLines(fromMs, toMs, timeZone, x),
    ...percentLines(share, top),
    ...factorLines(range, factor),
    `<path class="line" d="${curve((at) => at.without)}" stroke="${INK.without}" stroke-width="2" stroke-dasharray="5 3"/>`,
    `<path class="line" d="${curve((at) => at.with)}" stroke="${INK.with}" stroke-width="2.4"/>`,
    ...factorSteps(shown, x, factor, factor(Math.max(range.low, Math.min(range.high, 1000)))),
    text(24, 38, words.title, `font-size="22" font-weight="650"`),
    text(24, 64, words.subtitle, `font-size="13.5" fill="${INK.soft}"`),
    ...legend(policy),
    text(
      LEFT,
      FACTOR.top - 12,
      "Occupancy factor of the price",
      `font-size="14" font-weight="600" fill="${INK.factor}"`,
    ),
    text(LEFT, HEIGHT - 14, spanWords(replay, dates, timeZone), `font-size="12.5" fill="${INK.soft}"`),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, 'DejaVu Sans', sans-serif" fill="${INK.text}" role="img">`,
    `<title>${escaped(words.title)}</title>`,
    "<style>.line{fill:none;stroke-linejoin:round;stroke-linecap:round}text{font-variant-numeric:tabular-nums}</style>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
const xy = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const text = (x: number, y: number, words: string, more = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;
const level = (y: number, colour: string, more = ""): string =>
  `<path d="M${xy(LEFT, y)}H${RIGHT}" stroke="${colour}" ${more}/>`;
const SCALE = `text-anchor="end" font-size="12.5" fill="${INK.soft}"`;

function factorRange(policy: PricePolicy, shown: readonly ReplayedMoment[]): { low: number; high: number } {
  const seen = shown.map(({ factorPermille }) => factorPermille);
  const low = Math.min(1000, policy.floorPermille, ...seen);
  return { low, high: Math.max(low + 100, policy.ceilingPermille, ...seen) };
}

const BAND = { up: "#fdece3", stays: "#f1f2f5", down: "#e6f1fb" };

function bands(policy: PricePolicy, share: (use: number) => number, top: number): string[] {
  const up = policy.upFromPermille / 1000;
  const down = policy.downBelowPermille / 1000;
  const band = (from: number, to: number, colour: string) =>
    `<rect x="${LEFT}" y="${share(to).toFixed(1)}" width="${RIGHT - LEFT}" height="${(share(from) - share(to)).toFixed(1)}" fill="${colour}"/>`;
  return [band(up, top, BAND.up), band(down, up, BAND.stays), band(0, down, BAND.down)];
}

function percentLines(share: (use: number) => number, top: number): string[] {
  const steps = Array.from({ length: Math.floor(top / 0.2 + 1e-9) + 1 }, (_, n) => n * 0.2);
  return steps.flatMap((use) => [
    level(share(use), INK.grid),
    text(LEFT - 8, share(use) + 4, `${Math.round(use * 100)} %`, SCALE),
  ]);
}

function factorLines({ low, high }: { low: number; high: number }, factor: (permille: number) => number): string[] {
  const step = [50, 100, 250, 500, 1000, 2500].find((each) => (high - low) / each <= 5) ?? 5000;
  const first = Math.ceil(low / step) * step;
  const steps = Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, n) => first + n * step);
  return steps.flatMap((permille) => [
    level(factor(permille), permille === 1000 ? INK.without : INK.grid),
    text(LEFT - 8, factor(permille) + 4, `× ${factorWords(permille)}`, SCALE),
  ]);
}

/** Midnights with the day's name, and hours where few days are shown. */
function dayLines(fromMs: number, toMs: number, timeZone: string, x: (atMs: number) => number): string[] {
  const names = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short" });
  const days = localDays(fromMs, toMs, timeZone);
  const down = (at: number, colour: string) =>
    `<path d="M${xy(at, OCCUPANCY.top)}V${OCCUPANCY.bottom}M${xy(at, FACTOR.top)}V${FACTOR.bottom}" stroke="${colour}"/>`;
  const everyHours = days.length <= 2 ? 2 : 12;
  return days.flatMap((day) => {
    const wide = x(day.toMs) - x(day.fromMs);
    const offsetMs = evenTimeAt(day.fromMs, timeZone).offsetMs;
    const firstHour = Math.ceil((day.fromMs + offsetMs) / (everyHours * HOUR)) * everyHours * HOUR - offsetMs;
    const hours = Array.from(
      { length: Math.max(0, Math.ceil((day.toMs - firstHour) / (everyHours * HOUR))) },
      (_, n) => firstHour + n * everyHours * HOUR,
    );
    return [
      ...(day.fromMs > fromMs ? [down(x(day.fromMs), "#b9c1cc")] : []),
      ...hours.flatMap((atMs) => [
        down(x(atMs), INK.grid),
        text(
          x(atMs),
          FACTOR.bottom + 17,
          hourOf(atMs, timeZone),
          `text-anchor="middle" font-size="11.5" fill="${INK.soft}"`,
        ),
      ]),
      ...(wide > 60
        ? [
            text(
              (x(day.fromMs) + x(day.toMs)) / 2,
              OCCUPANCY.bottom + 19,
              names.format(day.fromMs),
              `text-anchor="middle" font-size="13"`,
            ),
          ]
        : []),
    ];
  });
}

const hourOf = (atMs: number, timeZone: string): string =>
  new Date(atMs + evenTimeAt(atMs, timeZone).offsetMs).toISOString().slice(11, 16);

/** The factor as stairs, filled against the tariff's own price. */
function factorSteps(
  shown: readonly ReplayedMoment[],
  x: (atMs: number) => number,
  y: (permille: number) => number,
  baseY: number,
): string[] {
  const stretches: ReplayedMoment[][] = [];
  for (const moment of shown) {
    if (moment.begins || stretches.length === 0) stretches.push([]);
    stretches.at(-1)?.push(moment);
  }
  return stretches.flatMap((stretch) => {
    const [first] = stretch;
    const last = stretch.at(-1);
    if (!first || !last) return [];
    const stairs = stretch.map((at) => `H${x(at.atMs).toFixed(1)}V${y(at.factorPermille).toFixed(1)}`).join("");
    const begins = xy(x(first.atMs), y(first.factorPermille));
    return [
      `<path d="M${xy(x(first.atMs), baseY)}${stairs}V${baseY.toFixed(1)}Z" fill="${INK.factor}" fill-opacity="0.14"/>`,
      `<path class="line" d="M${begins}${stairs}" stroke="${INK.factor}" stroke-width="2.2"/>`,
    ];
  });
}

function legend({ upFromPermille, downBelowPermille }: PricePolicy): string[] {
  const key = (x: number, colour: string, words: string, dashed = "") => [
    `<path d="M${xy(x, 94)}h34" stroke="${colour}" stroke-width="3" ${dashed}/>`,
    text(x + 42, 98.5, words, `font-size="13.5"`),
  ];
  const swatch = (x: number, colour: string, words: string) => [
    `<rect x="${x}" y="86" width="16" height="16" rx="3" fill="${colour}" stroke="#c9d0d9"/>`,
    text(x + 23, 98.5, words, `font-size="13.5"`),
  ];
  return [
    ...key(LEFT, INK.without, "as it was", `stroke-dasharray="5 3"`),
    ...key(LEFT + 142, INK.with, "with the dynamic price"),
    ...swatch(RIGHT - 580, BAND.up, `from ${upFromPermille / 10} % on the price goes up`),
    ...swatch(RIGHT - 318, BAND.stays, "it stays"),
    ...swatch(RIGHT - 208, BAND.down, `below ${downBelowPermille / 10} % it goes down`),
  ];
}

function spanWords(replay: Replay, dates: readonly string[], timeZone: string): string {
  const span = `${dates[0]} to ${dates.at(-1)}, ${timeZone}`;
  return dates.length < replay.days.length
    ? `${span}: the week with the most moves of ${replay.days.length} days`
    : span;
}
