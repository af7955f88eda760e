import type { EstateView, GateView, ZoneView } from "../../src/live/dashboard.ts";
import { el, follow, setText, svg, unseen } from "./dom.ts";
import { count, factor, percent } from "./format.ts";
import { classWords } from "./words.ts";

/** How full: easy, filling, nearly full, full. Colours follow it, and so do words. */
function fullness({ capacity, free }: ZoneView): { readonly level: string; readonly words: string } {
  const taken = capacity === 0 ? 1 : 1 - free / capacity;
  if (free === 0) return { level: "full", words: "full" };
  if (taken >= 0.9) return { level: "tight", words: "nearly full" };
  if (taken >= 0.6) return { level: "filling", words: "filling" };
  return { level: "easy", words: "plenty" };
}

const CURVE = { width: 240, height: 48 };

/** The little curve of a zone: places in use over the last hours, against its capacity. */
function drawCurve(zone: ZoneView, line: SVGElement, area: SVGElement, now: SVGElement): void {
  const { width, height } = CURVE;
  const top = Math.max(zone.capacity, ...zone.history, 1);
  const last = Math.max(1, zone.history.length - 1);
  const y = (places: number) => height - 2 - (places / top) * (height - 6);
  const points = zone.history.map((places, at) => `${((at / last) * width).toFixed(1)},${y(places).toFixed(1)}`);
  line.setAttribute("points", points.join(" "));
  area.setAttribute("points", `0,${height} ${points.join(" ")} ${width},${height}`);
  const end = y(zone.history.at(-1) ?? 0).toFixed(1);
  now.setAttribute("x1", String(width));
  now.setAttribute("x2", String(width));
  now.setAttribute("y1", end);
  now.setAttribute("y2", end);
}

const TREND = { up: "▲", down: "▼", level: "" } as const;
const TREND_WORDS = { up: "rising", down: "falling", level: "" } as const;

interface ZoneParts {
  readonly update: (zone: ZoneView) => void;
}
const zoneParts = new WeakMap<HTMLElement, ZoneParts>();

function makeZone(first: ZoneView): HTMLElement {
  const name = el("h4", "", first.name);
  const kind = classWords(first.class);
  if (kind !== undefined) name.append(" ", el("span", "chip", kind));
  const free = el("span", "figure");
  const freeWords = el("span", "figure-words");
  const used = el("i", "used");
  const passing = el("i", "passing");
  const bar = el("div", "bar", used, passing);
  bar.setAttribute("role", "meter");
  bar.setAttribute("aria-label", `Places in use, ${first.name}`);
  bar.setAttribute("aria-valuemin", "0");
  const usedWords = el("span", "");
  const fullWords = el("span", "level");
  const price = el("span", "price");
  const factorChip = el("span", "factor");
  const line = svg("polyline", { class: "curve-line", "vector-effect": "non-scaling-stroke" });
  const area = svg("polygon", { class: "curve-area" });
  const now = svg("line", { class: "curve-now", "vector-effect": "non-scaling-stroke" });
  const { width, height } = CURVE;
  const limit = { x1: 0, x2: width, y1: 4, y2: 4, class: "curve-limit", "vector-effect": "non-scaling-stroke" };
  const box = { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", class: "curve", "aria-hidden": "true" };
  const curve = svg("svg", box, area, svg("line", limit), line, now);
  const made = el(
    "li",
    "zone",
    el("div", "zone-head", name, el("p", "zone-price", price, " ", factorChip)),
    el("p", "zone-free", free, freeWords),
    el("div", "zone-curve", curve, el("p", "curve-words", "last 12 h")),
    bar,
    el("p", "zone-foot", usedWords, fullWords),
  );
  zoneParts.set(made, {
    update(zone) {
      const { level, words } = fullness(zone);
      made.dataset["level"] = level;
      setText(free, count(zone.free));
      setText(freeWords, `free of ${count(zone.capacity)}`);
      const share = (places: number) => `${zone.capacity === 0 ? 0 : Math.min(100, (places / zone.capacity) * 100)}%`;
      used.style.width = share(zone.inUse);
      passing.style.width = share(zone.passing);
      passing.hidden = zone.passing === 0;
      bar.setAttribute("aria-valuenow", String(zone.inUse));
      bar.setAttribute("aria-valuemax", String(Math.max(zone.capacity, zone.inUse)));
      bar.setAttribute("aria-valuetext", `${count(zone.inUse)} of ${count(zone.capacity)} in use`);
      const counted = zone.plusMinus === 0 ? count(zone.inUse) : `${count(zone.inUse)} ± ${count(zone.plusMinus)}`;
      const inside = zone.capacity === 0 ? counted : `${counted} in use · ${percent(zone.inUse / zone.capacity)}`;
      usedWords.title =
        "± how far the count may be from what stands there, in 95 of 100 cases; a count by a person makes it sure";
      setText(usedWords, zone.passing > 0 ? `${inside} · ${count(zone.passing)} driving in` : inside);
      setText(fullWords, zone.oversoldAtWorst > 0 ? `${words} · at worst ${count(zone.oversoldAtWorst)} over` : words);
      fullWords.title =
        zone.oversoldAtWorst > 0 ? "cars more than places that gates may let in when every link is down" : "";
      setText(price, zone.priceWords ?? "no tariff in force");
      made.classList.toggle("untariffed", zone.priceWords === null);
      factorChip.dataset["trend"] = zone.trend;
      factorChip.hidden = zone.factorPermille === 1000 && zone.trend === "level";
      setText(factorChip, `${factor(zone.factorPermille)} ${TREND[zone.trend]}`.trim());
      factorChip.title = ["occupancy factor", TREND_WORDS[zone.trend]].filter(Boolean).join(", ");
      drawCurve(zone, line, area, now);
    },
  });
  return made;
}

interface GateParts {
  readonly update: (gate: GateView) => void;
}
const gateParts = new WeakMap<HTMLElement, GateParts>();

function barrier(direction: GateView["direction"]): SVGElement {
  const arm = svg(
    "g",
    { class: "arm" },
    svg("rect", { x: 9, y: 11, width: 29, height: 4, rx: 2, class: "arm-beam" }),
    svg("path", { d: "M17 11h4v4h-4zM26 11h4v4h-4z", class: "arm-stripes" }),
  );
  const post = svg("rect", { x: 6, y: 9, width: 6, height: 17, rx: 1.5, class: "post" });
  const arrow = direction === "arrive" ? "M22 22h10m-4-4 4 4-4 4" : "M32 22H22m4-4-4 4 4 4";
  const way = svg("path", { d: arrow, class: "way" });
  return svg("svg", { viewBox: "0 0 44 30", class: "barrier", "aria-hidden": "true" }, post, way, arm);
}

/** What to say of a gate, the worst first. */
function gateWords(gate: GateView): { readonly state: string; readonly words: string } {
  const waiting = gate.waiting > 0 ? `${count(gate.waiting)} ${gate.waiting === 1 ? "fact" : "facts"} waiting` : "";
  if (gate.revoked) return { state: "revoked", words: "revoked" };
  if (!gate.online && gate.lastSeenMs === null) return { state: "offline", words: "never seen" };
  if (!gate.online) return { state: "offline", words: ["offline", waiting || "deciding alone"].join(" · ") };
  const [fault] = gate.faults;
  if (fault) return { state: "faulty", words: `${fault.device}: ${fault.words}` };
  return { state: "online", words: ["online", waiting].filter(Boolean).join(" · ") };
}

/** A gate's name without its estate's, under which it stands anyway. */
function shortName(gate: GateView, estate: string): string {
  const rest = gate.name.startsWith(`${estate} `) ? gate.name.slice(estate.length + 1) : gate.name;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function makeGate(first: GateView, estate: string): HTMLElement {
  const words = el("span", "gate-words");
  const id = el("span", "gate-name");
  const way = unseen(first.direction === "arrive" ? "for arrivals, " : "for departures, ");
  const made = el("li", "gate", barrier(first.direction), el("span", "gate-text", id, way, words));
  made.dataset["gate"] = first.id;
  gateParts.set(made, {
    update(gate) {
      const { state, words: now } = gateWords(gate);
      made.dataset["state"] = state;
      setText(id, shortName(gate, estate));
      setText(words, now);
      made.title = gate.faults.map((fault) => `${fault.device}: ${fault.words}`).join("\n");
    },
  });
  return made;
}

const estateParts = new WeakMap<HTMLElement, (estate: EstateView) => void>();

function makeEstate(first: EstateView): HTMLElement {
  const name = el("h3", "");
  const clock = el("p", "clock");
  clock.dataset["timeZone"] = first.timeZone;
  const summary = el("p", "estate-summary");
  const zones = el("ul", "zones");
  const gates = el("ul", "gates");
  const made = el(
    "article",
    "panel estate",
    el("header", "estate-head", el("div", "", name, summary), clock),
    zones,
    gates,
  );
  estateParts.set(made, (estate) => {
    setText(name, estate.name);
    const free = estate.zones.reduce((sum, zone) => sum + zone.free, 0);
    const capacity = estate.zones.reduce((sum, zone) => sum + zone.capacity, 0);
    const offline = estate.gates.filter((gate) => !gate.online && !gate.revoked).length;
    const cut = offline > 0 ? ` · ${offline === 1 ? "1 gate" : `${count(offline)} gates`} offline` : "";
    setText(
      summary,
      estate.zones.length === 0 ? "No zones yet" : `${count(free)} of ${count(capacity)} places free${cut}`,
    );
    follow(
      zones,
      estate.zones,
      (zone) => zone.id,
      makeZone,
      (element, zone) => zoneParts.get(element)?.update(zone),
    );
    follow(
      gates,
      estate.gates,
      (gate) => gate.id,
      (gate) => makeGate(gate, estate.name),
      (element, gate) => gateParts.get(element)?.update(gate),
    );
    gates.hidden = estate.gates.length === 0;
  });
  return made;
}

/** Draws the estates' cards. */
export function showEstates(parent: HTMLElement, estates: readonly EstateView[]): void {
  follow(
    parent,
    estates,
    (estate) => estate.id,
    makeEstate,
    (element, estate) => estateParts.get(element)?.(estate),
  );
  parent.classList.toggle("empty", estates.length === 0);
}

/** Lifts a gate's arm for a moment: a car was just let through. */
export function liftArm(gate: string): void {
  const element = document.querySelector(`.gate[data-gate="${CSS.escape(gate)}"]`);
  if (!element) return;
  element.classList.add("open");
  setTimeout(() => element.classList.remove("open"), 1_600);
}
