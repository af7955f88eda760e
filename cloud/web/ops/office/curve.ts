import { svg } from "../dom.ts";
import { money } from "../format.ts";

/** Units are pixels, nearly: a narrow screen gets a narrower picture, not a smaller one. */
const WIDTH = innerWidth < 640 ? 320 : 640;
const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 24;
const TOP = 12;
const RIGHT = 18;

/** A round number of steps up to `most`: 1, 2 or 5 times a power of ten. */
function roundStep(most: number, steps: number): number {
  const rough = Math.max(1, most / steps);
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return times * power;
}

function text(x: number, y: number, words: string, anchor: string): SVGElement {
  const made = svg("text", { x, y, "text-anchor": anchor });
  made.textContent = words;
  return made;
}

/** What a stay costs by how long it is, as steps, with one stay marked. */
export function drawCurve(
  curve: { readonly stepMinutes: number; readonly totalsMinor: readonly number[] },
  currency: string,
  minutes: number,
  totalMinor: number,
): SVGElement {
  const { stepMinutes, totalsMinor } = curve;
  const hours = ((totalsMinor.length - 1) * stepMinutes) / 60;
  const grid = roundStep(Math.max(...totalsMinor, totalMinor, 1), 4);
  const top = Math.ceil(Math.max(...totalsMinor, totalMinor, 1) / grid) * grid;
  const x = (min: number) => LEFT + (min / (hours * 60)) * (WIDTH - LEFT - RIGHT);
  const y = (minor: number) => HEIGHT - BOTTOM - (minor / top) * (HEIGHT - BOTTOM - TOP);
  const across = Array.from({ length: Math.round(top / grid) + 1 }, (_, at) => at * grid);
  const every = hours <= 6 ? 1 : hours <= 24 ? 4 : hours <= 72 ? 12 : 24;
  const down = Array.from({ length: Math.floor(hours / every) + 1 }, (_, at) => at * every);
  // What begins costs at once: a step goes up before it goes on.
  const points = totalsMinor.map((minor, at) =>
    at === 0
      ? `M${x(0).toFixed(1)} ${y(minor).toFixed(1)}`
      : `V${y(minor).toFixed(1)}H${x(at * stepMinutes).toFixed(1)}`,
  );
  const marked = Math.min(minutes, hours * 60);
  const made = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "cost-curve", role: "img" },
    ...across.flatMap((minor) => [
      svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(minor), y2: y(minor), class: "grid" }),
      text(LEFT - 8, y(minor) + 4, money(minor, currency), "end"),
    ]),
    ...down.map((hour) => text(x(hour * 60), HEIGHT - 6, `${hour} h`, "middle")),
    svg("path", { d: `${points.join("")}V${y(0)}H${x(0)}Z`, class: "cost-area" }),
    svg("path", { d: points.join(""), class: "cost-line" }),
    svg("line", { x1: x(marked), x2: x(marked), y1: y(0), y2: y(totalMinor), class: "cost-mark" }),
    svg("circle", { cx: x(marked), cy: y(totalMinor), r: 5, class: "cost-dot" }),
  );
  made.setAttribute(
    "aria-label",
    `What a stay costs in ${hours} hours: up to ${money(Math.max(...totalsMinor), currency)}`,
  );
  return made;
}

/** What a zone's factor did: steps over time, the newest on the right. */
export function drawFactors(
  moves: readonly { readonly atMs: number; readonly toPermille: number }[],
  untilMs: number,
): SVGElement {
  const first = moves[0]?.atMs ?? untilMs;
  const most = Math.max(1000, ...moves.map(({ toPermille }) => toPermille));
  const least = Math.min(1000, ...moves.map(({ toPermille }) => toPermille));
  const span = Math.max(1, untilMs - first);
  const x = (ms: number) => LEFT + ((ms - first) / span) * (WIDTH - LEFT - RIGHT);
  const y = (permille: number) => 110 - ((permille - least) / Math.max(100, most - least)) * 90;
  const steps = moves.map(({ atMs, toPermille }, at) =>
    at === 0 ? `M${x(atMs)} ${y(toPermille)}` : `H${x(atMs)}V${y(toPermille)}`,
  );
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} 120`, class: "cost-curve", "aria-hidden": "true" },
    ...[...new Set([least, 1000, most])].flatMap((permille) => [
      svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(permille), y2: y(permille), class: "grid" }),
      text(LEFT - 8, y(permille) + 4, `× ${(permille / 1000).toFixed(2)}`, "end"),
    ]),
    svg("path", { d: `${steps.join("")}H${x(untilMs)}`, class: "cost-line" }),
  );
}
